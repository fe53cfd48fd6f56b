"""A server with the customers to measure with: kept in the cache folder, made again when their making changes."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.rights import EVERY, Act, Grant, Reach, Role
from app.models.role import ROLE
from app.models.servers import ServerAddress
from app.models.staff import STAFF
from app.models.tables import table_of
from app.models.values import Actor, Content, Item, Value
from app.services.copying import copy_to_server
from app.services.records import save_record
from app.services.roles import role_content
from app.services.staff import current_actor
from app.store.database import open_database
from app.store.unit_of_work import UnitOfWork
from tests.bench import files
from tests.bench.results import tell
from tests.postgres import Server, free_port, make_data

_ROOT = Path(__file__).parents[2]
_MAKERS = ("app/store/server_*.py", "app/store/postgresql.py", "app/store/guard/*.py", "tests/bench/servers.py")

_SETTINGS = {
    "fsync": "on",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "6GB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}
"""What a server for a desk of fifty would have; the same for ours and for the floor."""

AGENTS = 50
"""Members of staff who work with everybody's customers, as the role Frontline has it."""

FEW, HUNDREDTH, HALF, ALL = "few", "hundredth", "half", "all"
"""Others, by how much of the customers they see: two hundred, one in a hundred, every second, everything."""

_HELD = {FEW: "owner_id", HUNDREDTH: "team_id", HALF: "team_id"}
_HOLDER = {"owner_id": "staff WHERE sign_in = '{}'", "team_id": "team WHERE name = '{}'"}
_WHICH = {FEW: "id % 5000 = 3", HUNDREDTH: "id % 100 = 1", HALF: "id % 2 = 0"}

DESK, SPARE = "desk", "spare"
"""The database that the program works on, and one with the same content for what floors write."""


@dataclass(frozen=True, slots=True)
class Served:
    """A running server with customers."""

    server: Server

    @property
    def owner(self) -> ServerAddress:
        """The database, signed in to as whoever no policy holds back."""
        return self.server.address(DESK)

    def person(self, sign_in: str) -> ServerAddress:
        """The database, signed in to as one of its people."""
        return self.server.address(DESK, f"{DESK}.{sign_in}")

    def reach(self, share: str) -> str:
        """What a person sees, as a condition on the alias `c`."""
        if share not in _HELD:
            return "true"
        holder = _HOLDER[_HELD[share]].format(share)
        (number,) = self.server.execute(f"SELECT id FROM deskbook.{holder}", DESK)[0]
        return f"c.{_HELD[share]} = {number}"

    def dsn(self, database: str = DESK) -> str:
        """How a plain connection gets there, as whoever no policy holds back."""
        return self.server.dsn(database)

    @contextmanager
    def spare(self) -> Iterator[str]:
        """The name of a copy of the database as it is now, to write to; gone afterwards."""
        tell("copying the database …")
        self.server.drop_database(SPARE)
        self.server.create_database(SPARE, DESK)
        try:
            yield SPARE
        finally:
            self.server.drop_database(SPARE)


def _stamp() -> str:
    digest = hashlib.sha256(files.database_of(10_000).stem.encode())
    for pattern in _MAKERS:
        for source in sorted(_ROOT.glob(pattern)):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:10]


@contextmanager
def serving(rows: int) -> Iterator[Served]:
    """A server with that many customers, which whoever changes them leaves changed."""
    folder = files.folder() / f"server-{rows}-{_stamp()}"
    if not folder.exists():
        for old in files.folder().glob(f"server-{rows}-*"):
            shutil.rmtree(old)
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        make_data(partial)
        with _started(partial) as server:
            _fill(server, rows)
        partial.rename(folder)
    with _started(folder) as server:
        yield Served(server)


@contextmanager
def _started(folder: Path) -> Iterator[Server]:
    server = Server(folder, free_port(), _SETTINGS)
    server.start()
    try:
        yield server
    finally:
        server.shut_down()


def _fill(server: Server, rows: int) -> None:
    started = time.monotonic()
    tell(f"copying {rows:,} customers to a server …")
    server.create_database(DESK)
    copy_to_server(files.database_of(rows), server.address(DESK))
    with closing(open_database(server.address(DESK))) as database, database.writing() as connection:
        _let_people_in(connection)
    server.execute("VACUUM (FULL, ANALYZE) deskbook.customer", DESK)
    server.execute("VACUUM (ANALYZE)", DESK)
    server.execute("CHECKPOINT")
    size = server.execute(f"SELECT pg_database_size('{DESK}') / 1048576")[0][0]
    tell(f"copied in {time.monotonic() - started:.0f} s, {size:,} MB")


def _let_people_in(connection: sa.Connection) -> None:
    """Everybody who measures, and what they hold, which is written past the log."""
    actor = current_actor(connection)
    roles, staff = table_of(ROLE), {}
    known = dict(connection.execute(sa.select(roles.c.name, roles.c.id)).all())
    for number in range(AGENTS):
        _add(connection, actor, STAFF, [known["Frontline"]], name=f"Agent {number}", sign_in=f"agent{number}")
    _add(connection, actor, STAFF, [known["Administrator"]], name=ALL, sign_in=ALL)
    for share, column in _HELD.items():
        reach = Reach.OWN if column == "owner_id" else Reach.TEAM
        grants = tuple(Grant(CUSTOMER.name, act, reach) for act in (Act.VIEW, Act.ADD, Act.EDIT))
        role = Role(share, (*grants, Grant(EVERY, Act.VIEW, Reach.ALL)))
        role_id = UnitOfWork(connection, actor).create(ROLE, None, role_content(role)).id
        staff[share] = _add(connection, actor, STAFF, [role_id], name=share, sign_in=share)
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # no triggers: it is as if it came so
    for share, column in _HELD.items():
        holder = staff[share]
        if column == "team_id":
            members = {"members": (Item({"staff_id": holder, "is_manager": False}),)}
            holder = save_record(
                connection, "team", None, None, Content({"name": share}, members), actor=actor
            ).record.id
        connection.exec_driver_sql(f"UPDATE customer SET {column} = {holder} WHERE {_WHICH[share].replace('%', '%%')}")


def _add(connection: sa.Connection, actor: Actor, record_type: RecordType, roles: list[int], **values: Value) -> int:
    items = {"roles": tuple(Item({"role_id": role_id}) for role_id in roles)}
    return save_record(connection, record_type.name, None, None, Content(values, items), actor=actor).record.id

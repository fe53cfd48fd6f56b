"""Whatever is done to records, in whatever order and by whom: the log leads back to every state they were ever in.

A model in memory remembers what each record said after each change; the log must rebuild exactly that.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.errors import AppError
from app.models import tables
from app.models.customer import CUSTOMER
from app.models.merge import Side, difference, merge, settled
from app.models.values import Content, Item, State
from app.services import acts, restoring, trash, undoing
from app.services.customers import save_customer
from app.services.files import new_file
from app.services.staff import current_actor
from app.store.changes import Act, changes_of, latest_change, read_change
from app.store.database import open_database
from app.store.past import rebuilt
from app.store.records import read_record
from tests import factories
from tests.factories import customer_content, first_company

names = st.none() | st.text("aéß 🦊", min_size=1, max_size=4).map(str.strip).map(lambda text: text or None)
VALUES = {
    "nickname": names,
    "title": names,
    "tags": st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=2).map(tuple),
    "last_survey_date": st.none() | st.dates(),
    "accepts_marketing": st.booleans(),
    "department": st.sampled_from([None, "Finance", "Sales"]),
    "customer_code": st.sampled_from(["ONE", "TWO", "THREE", "FOUR", "FIVE"]),
}
edits = st.dictionaries(st.sampled_from(sorted(VALUES)), st.none(), min_size=1, max_size=3).flatmap(
    lambda chosen: st.fixed_dictionaries({name: VALUES[name] for name in chosen})
)
phones = st.sampled_from(["+44 20 7946 0000", "+44 20 7946 0001", "+1 212 555 0123"])
places = st.integers(0, 7)


class EveryState(RuleBasedStateMachine):
    """Several records of a file, two people who work on them, and the memory of every state."""

    @initialize()
    def open(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "test.deskbook"
        shutil.copy(_template(), path)
        self.database = open_database(path)
        with self.database.writing() as connection:
            ada = current_actor(connection)
            self.people = (ada, factories.staff_actor(connection, "Grace"))
            self.company = first_company(connection)
            self.seen = latest_change(connection)
        self.ids: list[int] = []
        self.purged: set[int] = set()
        self.bases: dict[int, object] = {}
        self.memory: dict[int, tuple[object, object]] = {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self._folder.cleanup()

    def do(self, act):
        """One transaction; what is refused leaves nothing. Afterwards the memory holds what each change left."""
        try:
            with self.database.writing() as connection:
                act(connection)
        except AppError:
            return False
        finally:
            self._remember()
        return True

    def _remember(self) -> None:
        with self.database.reading() as connection:
            fresh = connection.scalars(
                sa.select(tables.change.c.id).where(tables.change.c.id > self.seen).order_by(tables.change.c.id)
            ).all()
            last = {read_change(connection, change_id).record_id: change_id for change_id in fresh}
            for record_id, change_id in last.items():  # of several in one act only the last can be seen from outside
                record = read_record(connection, CUSTOMER, record_id)
                if record is not None:
                    self.memory[change_id] = (record_id, record)
            self.seen = max([self.seen, *fresh])

    def pick(self, place):
        standing = [record_id for record_id in self.ids if record_id not in self.purged]
        return standing[place % len(standing)] if standing else None

    def read(self, record_id):
        with self.database.reading() as connection:
            return read_record(connection, CUSTOMER, record_id)

    @rule(who=st.integers(0, 1), values=edits, numbers=st.lists(phones, max_size=2))
    def create(self, who, values, numbers):
        content = customer_content("Somebody", phones=[factories.phone(number) for number in numbers], **values)

        def act(connection):
            actor = self.people[who]
            self.ids.append(save_customer(connection, self.company, None, content, actor=actor).record.id)

        self.do(act)

    @rule(who=st.integers(0, 1), place=places, values=edits)
    def edit(self, who, place, values):
        if record_id := self.pick(place):
            base = self.read(record_id)
            self.do(lambda connection: save_customer(connection, 0, base, Content(values), actor=self.people[who]))

    @rule(who=st.integers(0, 1), place=places, number=phones, row=st.integers(0, 2), gone=st.booleans())
    def edit_rows(self, who, place, number, row, gone):
        if record_id := self.pick(place):
            base = self.read(record_id)
            rows = list(base.items["phones"])
            if row < len(rows) and gone:
                del rows[row]
            elif row < len(rows):
                rows[row] = Item({**rows[row].values, **factories.phone(number).values}, rows[row].id)
            else:
                rows.append(factories.phone(number))
            mine = Content({}, {"phones": tuple(rows)})
            self.do(lambda connection: save_customer(connection, 0, base, mine, actor=self.people[who]))

    @rule(place=places)
    def open_form(self, place):
        """Somebody opens a record, and saves it much later."""
        if record_id := self.pick(place):
            self.bases[record_id] = self.read(record_id)

    @rule(who=st.integers(0, 1), place=places, values=edits, theirs=st.booleans())
    def merge_late(self, who, place, values, theirs):
        base = self.bases.get(self.pick(place) or 0)
        if base is None:
            return
        now = self.read(base.id)
        merged = merge(CUSTOMER, base.content, now.content, Content(values))
        content = merged.content
        for conflict in merged.conflicts:
            content = settled(content, conflict, Side.THEIRS if theirs else Side.MINE)
        self.do(lambda connection: save_customer(connection, 0, now, content, actor=self.people[who]))

    @rule(who=st.integers(0, 1), chosen=st.lists(places, min_size=1, max_size=3))
    def move_to_trash(self, who, chosen):
        ids = list(dict.fromkeys(record_id for place in chosen if (record_id := self.pick(place))))
        self.do(lambda connection: trash.move_to_trash(connection, CUSTOMER, ids, actor=self.people[who]))

    @rule(who=st.integers(0, 1), chosen=st.lists(places, min_size=1, max_size=3), makes_room=st.booleans())
    def restore(self, who, chosen, makes_room):
        ids = list(dict.fromkeys(record_id for place in chosen if (record_id := self.pick(place))))
        actor = self.people[who]

        def act(connection):
            if len(ids) > 1:
                restoring.restore_many(connection, CUSTOMER.name, ids, actor=actor)
            elif ids:
                restore = restoring.restore_with_room if makes_room else restoring.restore_record
                restore(connection, CUSTOMER.name, ids[0], actor=actor)

        self.do(act)

    @rule(who=st.integers(0, 1))
    def undo_and_redo(self, who):
        """Undo, then redo: the identity, for every record that it touched."""
        before = {one: self.read(one) for one in self.ids if one not in self.purged}
        if self._take_back(who, redo=False) and self._take_back(who, redo=True):
            for record_id, was in before.items():
                assert_same(self.read(record_id), was)

    @rule(who=st.integers(0, 1), redo=st.booleans())
    def take_back(self, who, redo):
        self._take_back(who, redo=redo)

    def _take_back(self, who, *, redo):
        actor = self.people[who]
        with self.database.reading() as connection:
            act = (acts.next_redo if redo else acts.next_undo)(connection, actor)
        if act is None or act.record_type != CUSTOMER.name:
            return False
        back = undoing.take_back_batch if act.is_batch else undoing.take_back_change
        kept = []
        done = self.do(lambda connection: kept.extend(back(connection, act.id, actor=actor).kept))
        return done and not kept

    @rule(who=st.integers(0, 1), which=st.integers(0, 200))
    def restore_an_old_state(self, who, which):
        """The whole record, as it was after some change of it."""
        known = [change_id for change_id, (record_id, _) in self.memory.items() if record_id not in self.purged]
        if not known:
            return
        record_id, was = self.memory[known[which % len(known)]]
        now = self.read(record_id)
        if self.do(lambda connection: save_customer(connection, 0, now, was.content, actor=self.people[who])):
            names = {field.name for field in CUSTOMER.value_fields} - {"former_codes"}
            found = self.read(record_id)
            assert {name: found.values[name] for name in names} == {name: was.values[name] for name in names}
            assert found.items == was.items

    @rule(who=st.integers(0, 1), place=places)
    def purge(self, who, place):
        record_id = self.pick(place)
        if record_id is None or self.read(record_id).state is State.ACTIVE:
            return
        self.do(lambda connection: trash.purge(connection, CUSTOMER, [record_id], actor=self.people[who]))
        self.purged.add(record_id)

    @invariant()
    def every_state_is_rebuilt(self):
        if not hasattr(self, "database"):
            return
        with self.database.reading() as connection:
            for record_id in self.ids:
                now = read_record(connection, CUSTOMER, record_id)
                log = changes_of(connection, CUSTOMER, record_id)
                if record_id in self.purged:
                    assert now is None
                    assert (log[0].act, [change.fields for change in log]) == (Act.PURGED, [()] * len(log))
                    continue
                assert [change.version for change in log] == list(range(now.version, 0, -1))
                for place, change in enumerate(log):
                    if change.id in self.memory:
                        assert_same(
                            rebuilt(CUSTOMER, now, log[:place], change), self.memory[change.id][1], exactly=True
                        )


def assert_same(found, was, *, exactly=False):
    """The same content in the same state; exactly: also what the store adds to it."""
    assert not difference(CUSTOMER, was.content, found.content)
    assert found.state is was.state
    if exactly:
        assert found == was


def _template() -> Path:
    if not _made:
        folder = tempfile.mkdtemp()
        path = Path(folder) / "template.deskbook"
        new_file(path, country="US")
        _made.append(path)
    return _made[0]


_made: list[Path] = []

TestEveryState = EveryState.TestCase
TestEveryState.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)

"""Whether a file holds what it should: whole pages, kept references, and nothing derived that differs from its source."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.errors import FileError, FileProblem
from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES
from app.models.fields import RecordType, Sensitivity, item_type
from app.models.tables import metadata, node, table_of, text_table_of
from app.models.values import Record
from app.store import identity
from app.store.backups import write_backup
from app.store.database import SUFFIX, Database, open_database
from app.store.file_checks import attachments_without_files
from app.store.labels import Labels
from app.store.records import read_records
from app.store.rows import RowBuilder

_BATCH = 500
_EXAMPLES = 3
_NAMED = 100
_ROOM = 1.5
"""How many times the file's size must be free for a copy of it, with its journal."""


class Fault(StrEnum):
    """What can be wrong with a file that opens."""

    PAGES = "pages"
    REFERENCE = "reference"
    NODE = "node"
    COUNTER = "counter"
    UNREADABLE = "unreadable"
    COLUMNS = "columns"
    SEARCH_TEXT = "search_text"
    SEARCH_INDEX = "search_index"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        table: where it was found, empty for the whole file.
        count: how many rows it concerns.
        examples: some of their ids, or the library's own words; of attachments without their files, what they are called.
    """

    fault: Fault
    table: str = ""
    count: int = 1
    examples: tuple[str, ...] = ()


def check_database(database: Database, on_progress: Callable[[int, int], object]) -> tuple[Finding, ...]:
    """Look at everything; takes minutes for a million records. What its pages and references are, a server sees to.

    Args:
        database: open.
        on_progress: hears how many records of how many were compared.
    """
    is_file = isinstance(database.place, Path)
    pages = tuple(_pages(database)) if is_file else ()
    if pages:
        return pages  # whatever else is wrong follows from it
    with database.reading() as connection:
        references = _references(connection) if is_file else ()
        found = [*references, *_identity(connection), *_records(connection, on_progress)]
        found += _contents(connection, on_progress)
    return (*found, *_search_index(database)) if is_file else tuple(found)


def _pages(database: Database) -> Iterator[Finding]:
    try:
        with database.reading() as connection:
            lines = list(connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars())
    except FileError as error:
        if error.problem is not FileProblem.DAMAGED:
            raise
        lines = [error.detail]  # some damage is more than the library's own check bears
    if lines != ["ok"]:
        yield Finding(Fault.PAGES, count=len(lines), examples=tuple(lines[:_EXAMPLES]))


def _references(connection: sa.Connection) -> Iterator[Finding]:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    for table, rows in groupby(broken, key=lambda row: str(row[0])):
        yield _finding(Fault.REFERENCE, table, (row[1] for row in rows))


def _identity(connection: sa.Connection) -> Iterator[Finding]:
    """The next id that is given must be a new one."""
    numbers = connection.execute(sa.select(node.c.number)).scalars().all()
    if len(numbers) != 1 or numbers[0] not in identity.NODES:
        yield Finding(Fault.NODE, node.name, len(numbers))
        return
    first, end = numbers[0] << identity.COUNTER_BITS, (numbers[0] + 1) << identity.COUNTER_BITS
    for table in metadata.sorted_tables:
        if _numbered(table):
            own = sa.select(sa.func.max(table.c.id)).where(table.c.id >= first, table.c.id < end)
            highest = connection.execute(own).scalar()
            if highest is not None and highest - first >= identity.next_of(connection, table.name):
                yield _finding(Fault.COUNTER, table.name, [highest])


def _numbered(table: sa.Table) -> bool:
    """Whether the table's ids come from a counter: not from the database, nor from another table."""
    own = table.c.get("id")
    return own is not None and own.autoincrement is False and not own.foreign_keys


def _records(connection: sa.Connection, on_progress: Callable[[int, int], object]) -> Iterator[Finding]:
    tables = {record_type: table_of(record_type) for record_type in RECORD_TYPES.values()}
    count = sa.select(*(sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in tables.values()))
    total, done = sum(connection.execute(count).one()), 0
    labels = Labels(connection)
    for record_type, table in tables.items():
        comparison = _Comparison(connection, record_type, labels)
        last = -1
        while ids := _next_ids(connection, table, last):
            comparison.compare(ids)
            last, done = ids[-1], done + len(ids)
            on_progress(done, total)
        yield from comparison.findings()


def _next_ids(connection: sa.Connection, table: sa.Table, last: int) -> list[int]:
    after = sa.select(table.c.id).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)
    return list(connection.execute(after).scalars())


class _Comparison:
    """Records of one type against what is derived from them and stored beside them."""

    def __init__(self, connection: sa.Connection, record_type: RecordType, labels: Labels) -> None:
        self.connection = connection
        self.type = record_type
        self.builder = RowBuilder(record_type, labels)
        self.children = [RowBuilder(item_type(field), labels) for field in record_type.item_fields]
        self.wrong: dict[Fault, list[int]] = {Fault.UNREADABLE: [], Fault.COLUMNS: [], Fault.SEARCH_TEXT: []}

    def compare(self, ids: list[int]) -> None:
        """Note which of the records have something wrong."""
        try:
            self._compare(ids)
        except (ValueError, TypeError):  # something stored is no value of its kind: find out whose
            if len(ids) == 1:
                self.wrong[Fault.UNREADABLE] += ids
            else:
                for record_id in ids:
                    self.compare([record_id])

    def findings(self) -> Iterator[Finding]:
        """What was noted, one finding for each sort of fault."""
        for fault, ids in self.wrong.items():
            if ids:
                yield _finding(fault, self.type.name, ids)

    def _compare(self, ids: list[int]) -> None:
        records = read_records(self.connection, self.type, ids)
        columns = self._differing_columns(records)
        texts = self._differing_texts(records)
        self.wrong[Fault.COLUMNS] += [record_id for record_id in ids if record_id in columns]
        self.wrong[Fault.SEARCH_TEXT] += [record_id for record_id in ids if record_id in texts]

    def _differing_columns(self, records: Mapping[int, Record]) -> set[int]:
        made = {record_id: self.builder.record_row(record.content) for record_id, record in records.items()}
        wrong = {row["id"] for row in self._made_rows(self.type, "id", records) if _differ(made[row["id"]], row)}
        for field, builder in zip(self.type.item_fields, self.children, strict=True):
            parent = f"{builder.type.parent}_id"
            rows = self._made_rows(builder.type, parent, records)
            if rows:
                children = {
                    item.id: builder.item_row(item, record.id)
                    for record in records.values()
                    for item in record.items[field.name]
                }
                wrong |= {row[parent] for row in rows if _differ(children[row["id"]], row)}
        return wrong

    def _made_rows(
        self, record_type: RecordType, key: str, records: Mapping[int, Record]
    ) -> Sequence[Mapping[Any, Any]]:
        """The columns that the store fills from others, as they are stored."""
        table = table_of(record_type)
        derived = [field.name for field in record_type.derived_fields]
        folded = [field.key_name for field in record_type.stored_fields if field.has_key]
        if not derived and not folded:
            return ()
        columns = (table.c[name] for name in dict.fromkeys(["id", key, *derived, *folded]))
        return self._rows(sa.select(*columns).where(table.c[key].in_(list(records))))

    def _differing_texts(self, records: Mapping[int, Record]) -> set[int]:
        table = text_table_of(self.type)
        if table is None:
            return set()
        rows = self._rows(sa.select(table).where(table.c.id.in_(list(records))))
        stored = {row["id"]: row for row in rows}
        return {
            record_id
            for record_id, record in records.items()
            if record_id not in stored
            or not _tells_the_same(self.builder.search_texts(record.content), stored[record_id])
        }

    def _rows(self, statement: sa.Select[Any]) -> Sequence[Mapping[Any, Any]]:
        return self.connection.execute(statement).mappings().all()


def _differ(made: Mapping[str, Any], stored: Mapping[Any, Any]) -> bool:
    return any(made[name] != value for name, value in stored.items() if name in made)


def _tells_the_same(made: Mapping[str, str], stored: Mapping[Any, str]) -> bool:
    """Whether the texts hold the same words, and no word is found more easily than it should be.

    Records that were stored before texts were kept apart have all of theirs in the most sensitive one.
    """
    made_words, stored_words = set[str](), set[str]()
    for sensitivity in Sensitivity:
        made_words.update(made[sensitivity].split())
        stored_words.update(stored[sensitivity].split())
        if not stored_words <= made_words:
            return False
    return stored_words == made_words


def _contents(connection: sa.Connection, on_progress: Callable[[int, int], object]) -> Iterator[Finding]:
    """Each of these is to be attached anew by somebody, so that many are named."""
    lost = list(attachments_without_files(connection, on_progress))
    if lost:
        yield Finding(Fault.CONTENT, ATTACHMENT.name, len(lost), tuple(lost[:_NAMED]))


def _search_index(database: Database) -> Iterator[Finding]:
    """Compare the index with the texts, in a copy where there is room for one.

    Only a connection that may write can be asked to, and it keeps others from saving meanwhile: 15 s for a million
    records.
    """
    with tempfile.TemporaryDirectory() as folder:
        if not database.read_only and shutil.disk_usage(folder).free < _ROOM * database.path.stat().st_size:
            yield from _compare_index(database)
            return
        copy = Path(folder) / f"copy{SUFFIX}"
        write_backup(database.path, copy, lambda done, total: None)
        with closing(open_database(copy)) as copied:
            yield from _compare_index(copied)


def _compare_index(database: Database) -> Iterator[Finding]:
    for record_type in RECORD_TYPES.values():
        text = text_table_of(record_type)
        index = f"{record_type.name}_index"
        if text is None:
            continue
        try:
            with database.writing() as connection:
                connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except FileError as error:
            if error.problem is not FileProblem.DAMAGED:
                raise
            yield Finding(Fault.SEARCH_INDEX, record_type.name)


def _finding(fault: Fault, table: str, ids: Iterable[object]) -> Finding:
    concerned = [str(row_id) for row_id in ids]
    return Finding(fault, table, len(concerned), tuple(concerned[:_EXAMPLES]))

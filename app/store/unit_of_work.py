"""The one door through which records are written.

A unit of work lives inside one transaction. Each act writes the record, its child rows, its search text and its change
together, so that neither history nor search can miss anything. Each asks first whether the connection's eyes may do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from app.errors import RecordGoneError
from app.models.card_guard import masked_content
from app.models.fields import Kind, RecordType, Sensitivity, item_type
from app.models.merge import difference
from app.models.rights import Act as Right
from app.models.tables import table_of, text_table_of
from app.models.values import Actor, Content, FieldChange, Item, Record, State
from app.store import identity
from app.store.changes import Act, write_change
from app.store.field_reach import require_editable
from app.store.labels import Labels
from app.store.many import LogCommon, move_records, purge_records
from app.store.own_making import require_movable, require_record_movable
from app.store.prepared import on_one_way, written
from app.store.reach import require_all, require_row
from app.store.rows import RowBuilder, creation_columns
from app.store.withheld import catch_up, into_tables, withheld

_ACT_OF_STATE = {State.TRASHED: Act.TRASHED, State.ACTIVE: Act.RESTORED}


class UnitOfWork:
    """The writes of one person's act.

    The caller has begun the transaction and commits it; an exception on the way out must roll it back.
    """

    def __init__(
        self,
        connection: sa.Connection,
        actor: Actor,
        batch_id: int | None = None,
        undoes: int | None = None,
        labels: Labels | None = None,
    ) -> None:
        """Begin an act, or a part of the batch of that id; `undoes` is the change that it takes back.

        What people read for codes is asked for, unless `labels` were in this transaction.
        """
        self.connection = connection
        self.actor = actor
        self.batch_id = batch_id
        self.undoes = undoes
        self.now = datetime.now(UTC)
        self._labels = labels or Labels(connection)
        self._builders: dict[str, RowBuilder] = {}

    def create(
        self,
        record_type: RecordType,
        company_id: int | None,
        content: Content,
        back: Record | None = None,
        *,
        own_id: int = 0,
    ) -> Record:
        """Store a new record and return it with its fresh id; a company belongs to itself.

        Args:
            back: what it was before, if it comes back from elsewhere: it keeps its id and its day of creation.
            own_id: an id that was taken for it already, as by somebody who makes their own record.

        Raises:
            NotAllowedError: whoever the connection belongs to may not add it.
        """
        record_id = back.id if back else own_id or identity.next_id(self.connection, record_type.name)
        content = self._settled(record_type, content)
        common = creation_columns(record_type, record_id, company_id, self.actor, self.now)
        if back is not None:
            common["created_at"] = back.values["created_at"]
        row = self._builder(record_type).record_row(content)
        require_row(self.connection, Right.ADD, record_type.name, record_id, {**common, **row})
        with on_one_way(self.connection):
            self._insert(table_of(record_type), {**common, **row})
            for field in record_type.item_fields:
                self._insert_items(item_type(field), content.items.get(field.name, ()), record_id)
            self._write_text(record_type, record_id, content, new=True)
            self._log(record_type, record_id, 1, Act.CREATED)
        return _as_stored(record_type, record_id, 1, State.ACTIVE, {**common, **row}, content)

    def update(self, record_type: RecordType, stored: Record, content: Content) -> Record:
        """Bring a record that was read in this transaction to the content; nothing is written if nothing differs.

        Raises:
            RecordGoneError: the record was purged, or changed since it was read.
            NotAllowedError: whoever the connection belongs to may not edit it, or could no longer.
        """
        content = self._settled(record_type, content, stored.content)
        changes = difference(record_type, stored.content, content)
        if not changes:
            return stored
        require_editable(self.connection, record_type, stored.id, changes)
        builder, kept_back = self._builder(record_type), withheld(self.connection, record_type)
        before, after = builder.record_row(stored.content), builder.record_row(content)
        if kept_back.named_apart:
            after |= {name: before[name] for name in ("display_name", "display_name_key") if name in before}
        for row in (stored.values, {**stored.values, **after}):
            require_row(self.connection, Right.EDIT, record_type.name, stored.id, row)
        differing = {name: value for name, value in after.items() if before[name] != value}
        with self._touching(record_type, stored, differing):
            for field in record_type.item_fields:
                was, now = (each.items.get(field.name, ()) for each in (stored, content))
                self._update_items(item_type(field), was, now, stored.id)
            if kept_back.needs_owner:
                catch_up(self.connection, record_type, [stored.id])
            else:
                self._write_text(record_type, stored.id, content, new=False)
            self._log(record_type, stored.id, stored.version + 1, Act.CHANGED, changes)
        columns = {**stored.values, **after, **self._stamp()}
        if kept_back.named_apart:
            columns["display_name"] = self._name_of(record_type, stored.id)
        return _as_stored(record_type, stored.id, stored.version + 1, stored.state, columns, content)

    def _name_of(self, record_type: RecordType, record_id: int) -> str | None:
        table = table_of(record_type)
        return self.connection.scalar(sa.select(table.c.display_name).where(table.c.id == record_id))

    def set_state(self, record_type: RecordType, stored: Record, state: State) -> Record:
        """Move a record to the trash or back."""
        if stored.state is state:
            return stored
        require_record_movable(self.connection, record_type, stored)
        with self._touching(record_type, stored, {"state": state}):
            self._log(record_type, stored.id, stored.version + 1, _ACT_OF_STATE[state])
        columns = {**stored.values, **self._stamp()}
        return _as_stored(record_type, stored.id, stored.version + 1, state, columns, stored.content)

    def note(self, record_type: RecordType, stored: Record) -> None:
        """Log that something was taken back which was not there any more."""
        with self._touching(record_type, stored, {}):
            self._log(record_type, stored.id, stored.version + 1, Act.NOTED)

    def set_states(self, record_type: RecordType, ids: Sequence[int], state: State) -> int:
        """Move many records to the trash or back, in few statements; those that are there already are passed over."""
        require_movable(self.connection, record_type, ids)
        return move_records(self.connection, record_type, ids, state, _ACT_OF_STATE[state], self._common())

    def purge(self, record_type: RecordType, ids: Sequence[int]) -> int:
        """Remove records in the trash for good, with what their history says of them; others are passed over.

        Whatever refers to them must have been changed before.
        """
        require_all(self.connection, Right.PURGE, record_type, ids)
        return purge_records(self.connection, record_type, ids, self._common())

    def _common(self) -> LogCommon:
        return LogCommon(self.actor, self.now, self.batch_id, self.undoes)

    @contextmanager
    def _touching(self, record_type: RecordType, stored: Record, columns: dict[str, Any]) -> Iterator[None]:
        """Write the record's own row, and on the same way to a server what is written within."""
        which = {"of_id": stored.id, "of_version": stored.version}
        new = {"version": stored.version + 1, **self._stamp(), **columns}
        with on_one_way(self.connection):
            done = written(self.connection, _update_of_record(table_of(record_type)), {**which, **new})
            yield
        if done.rowcount != 1:
            raise RecordGoneError(record_type.name, stored.id)

    def _log(
        self, record_type: RecordType, record_id: int, version: int, act: Act, fields: Iterable[FieldChange] = ()
    ) -> None:
        write_change(
            self.connection,
            record_type,
            record_id,
            version,
            act,
            self.now,
            self.actor,
            fields,
            self.batch_id,
            self.undoes,
        )

    def _builder(self, record_type: RecordType) -> RowBuilder:
        if record_type.name not in self._builders:
            self._builders[record_type.name] = RowBuilder(record_type, self._labels)
        return self._builders[record_type.name]

    def _stamp(self) -> dict[str, Any]:
        return {"changed_at": self.now, "changed_by": self.actor.staff_id}

    def _settled(self, record_type: RecordType, content: Content, before: Content | None = None) -> Content:
        """Without card numbers, with an id for every child row, and with missing tags as they will be read back."""
        content = masked_content(record_type, content, before)
        values = dict(content.values)
        for field in record_type.value_fields:
            if field.kind is Kind.TAGS and values.get(field.name) is None:
                values[field.name] = ()
        items = dict(content.items)
        for field in record_type.item_fields:
            children = items.get(field.name, ())
            fresh = sum(item.id == 0 for item in children)
            if fresh:
                ids = iter(
                    range(first := identity.next_id(self.connection, item_type(field).name, fresh), first + fresh)
                )
                items[field.name] = tuple(item if item.id else Item(item.values, next(ids)) for item in children)
        return Content(values, items)

    def _insert_items(self, child: RecordType, items: Iterable[Item], parent_id: int) -> None:
        new = [self._builder(child).item_row(item, parent_id) for item in items]
        if new:
            self._insert(table_of(child), new)

    def _insert(self, table: sa.Table, rows: dict[str, Any] | list[dict[str, Any]]) -> None:
        self.connection.execute(sa.insert(table), rows, execution_options=into_tables(self.connection))

    def _update_items(
        self, child: RecordType, before: tuple[Item, ...], after: tuple[Item, ...], parent_id: int
    ) -> None:
        table = table_of(child)
        was, now = {item.id: item for item in before}, {item.id: item for item in after}
        gone = [item_id for item_id in was if item_id not in now]
        if gone:
            self.connection.execute(sa.delete(table).where(table.c.id.in_(gone)))
        self._insert_items(child, (item for item in after if item.id not in was), parent_id)
        for item in after:
            if item.id in was and was[item.id] != item:
                row = self._builder(child).item_row(item, parent_id)
                said = {name: value for name, value in row.items() if name not in ("id", f"{child.parent}_id")}
                self.connection.execute(sa.update(table).where(table.c.id == item.id).values(said))

    def _write_text(self, record_type: RecordType, record_id: int, content: Content, *, new: bool) -> None:
        table = text_table_of(record_type)
        if table is None:
            return
        texts = self._builder(record_type).search_texts(content)
        if new:
            self._insert(table, {"id": record_id, **texts})
        elif parts := withheld(self.connection, record_type).texts:
            written(self.connection, _update_of_text(table, parts), _text_row(record_id, texts, parts))


def rewrite_texts(connection: sa.Connection, record_type: RecordType, texts: Mapping[int, Mapping[str, str]]) -> None:
    """Bring stored search texts up to date, by the ids of their records; those that can't be read stay as they are.

    Args:
        record_type: of the records.
        texts: as `RowBuilder.search_texts` makes them.
    """
    table, parts = text_table_of(record_type), withheld(connection, record_type).texts
    if table is not None and parts:
        rows = [_text_row(record_id, of_record, parts) for record_id, of_record in texts.items()]
        connection.execute(_update_of_text(table, parts), rows)


def _text_row(record_id: int, texts: Mapping[str, str], parts: Iterable[Sensitivity]) -> dict[str, Any]:
    return {"of_id": record_id, **{f"now_{part}": texts[part] for part in parts}}


def _as_stored(
    record_type: RecordType, record_id: int, version: int, state: State, columns: Mapping[str, Any], content: Content
) -> Record:
    """The record as it would be read back, from what was just written."""
    values = {field.name: columns[field.name] for field in record_type.all_fields if field.stored}
    items = {
        field.name: tuple(sorted(content.items.get(field.name, ()), key=lambda item: item.id))
        for field in record_type.item_fields
    }
    return Record(record_type.name, record_id, version, state, Content(values, items))


# Making these costs more than running them, and SQLAlchemy remembers what it made of a statement that it has seen.


@cache
def _update_of_record(table: sa.Table) -> sa.Update:
    """Sets the columns that it is given, where the record is still the one that was read."""
    return sa.update(table).where(table.c.id == sa.bindparam("of_id"), table.c.version == sa.bindparam("of_version"))


@cache
def _update_of_text(table: sa.Table, parts: tuple[Sensitivity, ...]) -> sa.Update:
    """Writes the search texts of a record where one of them is another, which spares the index."""
    now = {part: sa.bindparam(f"now_{part}", type_=table.c[part].type) for part in parts}
    differs = sa.or_(*(table.c[part] != text for part, text in now.items()))
    return sa.update(table).where(table.c.id == sa.bindparam("of_id"), differs).values(now)

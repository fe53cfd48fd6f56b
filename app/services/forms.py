"""What a form needs: a record as people read it, what its editors offer, and the save that a form asks for.

Everything that takes long (locale data, the plans of telephone numbers, names to be taken apart) is loaded here, in the
background, so that the form finds it ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from functools import cache, lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.errors import RecordGoneError
from app.models.addresses import address_rules
from app.models.catalogue import RECORD_TYPES, belonging
from app.models.company import COMPANY
from app.models.countries import country_names, currency_names, language_names, time_zone_names
from app.models.customer_rules import Rules
from app.models.desk_types import DESK_TYPES
from app.models.emails import check_email
from app.models.fields import Field, Kind, RecordType, item_type
from app.models.formatting import own_date_order
from app.models.masking import masked as masked_text
from app.models.names import parse_full_name
from app.models.phones import read_phone
from app.models.pick_lists import PICK_VALUE
from app.models.rights import Accesses, Act
from app.models.tables import ACTIVE, table_of
from app.models.values import Content, Record, RecordKey, State, Values
from app.services import drafts, records
from app.services.belonging import company_of
from app.services.lines import Line, Names, item_lines, link_of, text_of
from app.services.open_fields import (
    accesses_of_new,
    accesses_on,
    acts_on,
    masked_by_server,
    masked_names,
    masked_part,
    read_masked,
)
from app.services.references import Named, Reference, Wanted, named_in, named_question, read_named_of_types, row_targets
from app.services.saving import Saved, read_active
from app.services.staff import current_actor
from app.store.compiling import PLANNED_ONCE
from app.store.images import thumbnail_question
from app.store.labels import Labels, labels_question
from app.store.people import EXTENDS
from app.store.prepared import Prepared, answers
from app.store.reach import may, seeing_all
from app.store.records import asked_record, read_shown, shown

SHOW = "show"
"""The scheme of a link that leads to the whole value of a masked field."""

RECORD = "record"
"""The scheme of a link that leads to another record, by its type and id."""

_AS_IT_IS = frozenset({Kind.TEXT, Kind.LONG_TEXT})
"""Kinds whose values are read as they are stored, and lead nowhere."""

RowReferences: TypeAlias = Mapping[tuple[str, int], Reference]


@dataclass(frozen=True, slots=True)
class Option:
    """A value that an editor offers; one that is not active only stays where it already is."""

    value: str
    label: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Basis:
    """What the editors of an operating company's forms offer, and the rules they go by.

    `accesses` names the fields that whoever makes a record may not fill, by type, and `may_add` the types of which they
    may make any. `extends_rights` says that rights on a customer hang on the customer's department and manager, too.
    `company` is what the company is called, where there are several.
    """

    company_id: int
    rules: Rules
    picks: Mapping[str, tuple[Option, ...]]
    names: Mapping[Kind, Mapping[str, str]]
    accesses: Mapping[str, Accesses] = attribute(default_factory=dict)
    may_add: frozenset[str] = frozenset(RECORD_TYPES)
    extends_rights: bool = False
    company: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record ready to be read: lines of each field that is filled, the picture, the records it refers to.

    `row_references` are those that its child rows refer to, by type and id.

    `accesses` names the fields that are not open to be written into, and `acts` what else may be done to the record. Of a
    field that is masked there are lines, but no value.

    `listed` are the types of which the person may see what belongs to it, and `addable` those of which more can be made, its own
    among them.
    """

    record: Record
    lines: Mapping[str, tuple[Line, ...]]
    references: Mapping[str, Reference]
    picture: bytes | None
    row_references: RowReferences
    accesses: Accesses = attribute(default_factory=dict)
    acts: frozenset[Act] = frozenset(Act)
    listed: frozenset[str] = frozenset()
    addable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of a save, and the record as it is to be read now."""

    saved: Saved
    sheet: Sheet


def read_basis(connection: sa.Connection, company_id: int) -> Basis:
    """What forms of the company need. Loads the libraries that the form asks while somebody types.

    Raises:
        RecordGoneError: there is no such company.
    """
    with seeing_all(connection):  # its rules hold for whoever works there
        asked = asked_record(connection, COMPANY, company_id)
    dialect = connection.dialect
    *found, picks, companies = answers(
        connection, (*asked.questions, (_every_pick(dialect), {}), (_two_companies(dialect), {}))
    )
    company = asked.told(found)
    if company is None:
        raise RecordGoneError(COMPANY.name, company_id)
    rules = Rules.of(company.values)
    names = {
        Kind.COUNTRY: country_names(),
        Kind.LANGUAGE: language_names(),
        Kind.TIME_ZONE: time_zone_names(),
        Kind.CURRENCY: currency_names(),
    }
    _load_libraries(rules.country)
    accesses = {name: accesses_of_new(connection, record_type) for name, record_type in RECORD_TYPES.items()}
    may_add = frozenset(name for name, record_type in RECORD_TYPES.items() if may(connection, Act.ADD, record_type))
    extends = bool(company.values[EXTENDS])
    called = str(company.values["display_name"] or "") if len(companies) > 1 else ""
    return Basis(company_id, rules, _offered(picks, company_id), names, accesses, may_add, extends, called)


def read_basis_within(connection: sa.Connection, owner: RecordKey, otherwise: int) -> Basis:
    """The same of the company of a record to which something new is to belong, or else of another company.

    Raises:
        RecordGoneError: there is no such company.
    """
    return read_basis(connection, company_of(connection, owner) or otherwise)


@cache
def _load_libraries(country: str) -> None:
    """Have the form's questions answered once, here, so that no library is loaded while somebody types."""
    parse_full_name("Ada King Lovelace", country or None)
    read_phone("+44 20 7946 0000", country or None)
    check_email("ada@example.com")
    address_rules(country)
    own_date_order()


def _offered(picks: Iterable[Sequence[Any]], company_id: int) -> dict[str, tuple[Option, ...]]:
    """Every value of each list; offered are those that all companies share, and the company's own behind them."""
    lists: dict[str, list[Option]] = {}
    for name, value, label, is_active, own_id in picks:
        is_offered = bool(is_active) and own_id in (None, company_id)
        lists.setdefault(name, []).append(Option(value, label, is_offered))
    return {name: tuple(options) for name, options in lists.items()}


@lru_cache(maxsize=8)
def _every_pick(dialect: Dialect) -> Prepared:
    """The values of all lists in the order in which they are offered, whether they are active, and whose they are."""
    pick = table_of(PICK_VALUE)
    is_active = sa.and_(pick.c.active, pick.c.state == ACTIVE)
    columns = (pick.c.pick_list, pick.c.value, pick.c.label, is_active, pick.c.company_id)
    in_order = (pick.c.pick_list, pick.c.company_id.is_not(None), pick.c.position, pick.c.display_name_key)
    return Prepared(sa.select(*columns).order_by(*in_order).execution_options(**PLANNED_ONCE), dialect)


@lru_cache(maxsize=8)
def _two_companies(dialect: Dialect) -> Prepared:
    company = table_of(COMPANY)
    some = sa.select(company.c.id).where(company.c.state == ACTIVE).limit(2)
    return Prepared(some.execution_options(**PLANNED_ONCE), dialect)


def read_sheet(connection: sa.Connection, type_name: str, record_id: int) -> Sheet:
    """The record as people read it.

    Raises:
        RecordGoneError: there is none with that id.
    """
    record_type = RECORD_TYPES[type_name]
    record = read_shown(connection, record_type, [record_id]).get(record_id)
    if record is None:
        raise RecordGoneError(type_name, record_id)
    return sheet_of(connection, record)


def sheet_of(connection: sa.Connection, record: Record, *, past: bool = False) -> Sheet:
    """A record that was read already, or as it once was, ready to be read by people; without what they can't read."""
    record_type = RECORD_TYPES[record.type_name]
    masked = masked_names(connection, record_type)
    masked_record = masked_part(connection, record, masked)
    record = shown(connection, record)
    targets, targets_of_rows = _targets(record_type, record.values), row_targets(record_type, record.content)
    wanted = _together(targets.values(), targets_of_rows)
    labels, named, picture = _told(connection, record, wanted)
    references = {name: named[target] for name, target in targets.items() if target in named}
    of_rows = {
        (name, one): named[name, one] for name, ids in targets_of_rows.items() for one in ids if (name, one) in named
    }
    names = {key: reference.label for key, reference in of_rows.items()}
    lines: dict[str, tuple[Line, ...]] = {}
    for name, value in (*record.values.items(), *record.items.items()):
        if value is None or value == ():
            continue
        field = record_type.by_name[name]
        if field.kind in _AS_IT_IS:
            lines[name] = (Line(str(value)),)
        elif found := _lines(field, record, labels, references, names):
            lines[name] = found
    for name in masked:
        if found := _lines(record_type.by_name[name], masked_record, labels, {}, {}):
            lines[name] = tuple(Line(masked_text(line.text), line.label, f"{SHOW}:{name}") for line in found)
    for name, label, text in () if past else masked_by_server(connection, record, labels):
        lines[name] = (*lines.get(name, ()), Line(text, label, f"{SHOW}:{name}"))
    acts = acts_on(connection, record, past=past) - (frozenset() if record_type.by_hand else {Act.EDIT})
    accesses = accesses_on(connection, record_type, acts)
    kin = (record_type, *(other for other, _ in belonging(record_type)))
    listed = frozenset(other.name for other in kin[1:] if may(connection, Act.VIEW, other))
    addable = frozenset(other.name for other in kin if other.by_hand and may(connection, Act.ADD, other))
    return Sheet(record, lines, references, picture, of_rows, accesses, acts, listed, addable)


def _told(connection: sa.Connection, record: Record, wanted: Wanted) -> tuple[Labels, Named, bytes | None]:
    """What people read for codes and for what is referred to, and the record's picture: with one way to a server."""
    image_id = record.values.get("image")
    questions = {
        "labels": labels_question(connection),
        "named": named_question(connection, wanted),
        "picture": thumbnail_question(connection, image_id) if isinstance(image_id, int) else None,
    }
    asked = {name: question for name, question in questions.items() if question}
    told = dict(zip(asked, answers(connection, tuple(asked.values())), strict=True))
    labels, named = Labels(connection, told["labels"]), named_in(connection, wanted, told.get("named", ()))
    return labels, named, next((row[0] for row in told.get("picture", ())), None)


def read_references_of(connection: sa.Connection, record_type: RecordType, values: Values) -> dict[str, Reference]:
    """The records that the record refers to, by field."""
    targets = _targets(record_type, values)
    named = read_named_of_types(connection, _together(targets.values(), {}))
    return {name: named[target] for name, target in targets.items() if target in named}


def _targets(record_type: RecordType, values: Values) -> dict[str, tuple[str, int]]:
    """What the record refers to, by field: a type and an id."""
    return {
        field.name: (field.refers_to, target_id)
        for field in record_type.referring_fields
        if isinstance(target_id := values.get(field.name), int)
    }


def _together(targets: Iterable[tuple[str, int]], others: Wanted) -> dict[str, set[int]]:
    """All that is referred to, by type."""
    wanted = {name: set(ids) for name, ids in others.items()}
    for target, target_id in targets:
        wanted.setdefault(target, set()).add(target_id)
    return wanted


def read_row_references(connection: sa.Connection, record_type: RecordType, content: Content) -> RowReferences:
    """The records that the child rows of a content refer to, by type and id."""
    return read_named_of_types(connection, row_targets(record_type, content))


def read_masked_lines(connection: sa.Connection, type_name: str, record_id: int, name: str) -> tuple[Line, ...]:
    """The lines of a field that is masked, in full; refused as `open_fields.read_masked` says.

    On a server that has to have been noted before, by `open_fields.announce_masked` in a transaction of its own.
    """
    content = read_masked(connection, type_name, record_id, name)
    record = Record(type_name, record_id, 0, State.ACTIVE, content)
    return _lines(RECORD_TYPES[type_name].by_name[name], record, Labels(connection), {}, {})


def _lines(
    field: Field, record: Record, labels: Labels, references: Mapping[str, Reference], names: Names
) -> tuple[Line, ...]:
    if field.kind is Kind.ITEMS:
        return tuple(item_lines(item_type(field), record.items.get(field.name, ()), labels, names))
    if field.kind is Kind.RECORD:
        reference = references.get(field.name)
        is_opened = field.target in DESK_TYPES  # the others are kept in the settings
        link = f"{RECORD}:{field.target}/{reference.id}" if reference and is_opened else ""
        return (Line(reference.label, link=link),) if reference else ()
    value = record.values.get(field.name)
    text = "" if value is None or field.kind is Kind.IMAGE else text_of(field, value, labels)
    return (Line(text, link=link_of(field.kind, text)),) if text else ()


def save_record(
    connection: sa.Connection,
    type_name: str,
    company_id: int | None,
    base: Record | None,
    mine: Content,
    draft_id: int | None = None,
) -> Stored:
    """Store what a form holds; a draft that becomes a record is thrown away in the same transaction.

    Raises as `records.save_record` does.
    """
    actor = current_actor(connection)
    saved = records.save_record(connection, type_name, company_id, base, mine, actor=actor)
    if draft_id is not None:
        drafts.delete_draft(connection, draft_id, actor=actor)
    saved = replace(saved, record=shown(connection, saved.record))
    return Stored(saved, read_sheet(connection, type_name, saved.record.id))


def give_picture(connection: sa.Connection, key: RecordKey, image_id: int) -> Stored:
    """Give a record a picture, and nothing else. Raises as `records.save_record` does."""
    base = read_active(connection, RECORD_TYPES[key.type_name], key.id)
    return save_record(connection, key.type_name, None, base, Content({"image": image_id}))


def read_draft(connection: sa.Connection, draft_id: int) -> tuple[drafts.Draft, Basis]:
    """A draft, with what its form needs.

    Raises:
        RecordGoneError: the draft or its company is gone.
    """
    draft = drafts.read_draft(connection, draft_id)
    return draft, read_basis(connection, draft.company_id)


def save_draft(
    connection: sa.Connection,
    draft_id: int | None,
    record_type: str,
    company_id: int,
    texts: Mapping[str, drafts.RawText],
    display_name: str,
) -> int:
    """Keep what a form holds as a draft of whoever is signed in, and return the draft's id."""
    actor = current_actor(connection)
    return drafts.save_draft(connection, draft_id, record_type, company_id, texts, display_name, actor=actor)

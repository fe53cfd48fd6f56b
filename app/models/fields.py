"""The field catalogue's vocabulary: what a field, a record type and their parts are.

Nothing here knows a database or a window. Columns, forms, lists, search, import and export headers and history are
all derived from these declarations, so a new field is one `Field` and one migration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from app.models.folding import sort_key
from app.models.values import Value

SINGLE_LINE_LIMIT = 200
NATIONAL_DIGITS_LIMIT = 24
MADE = "created_at"
"""The field of when a record was made."""


class Kind(StrEnum):
    """What a field holds; the editor, the column type and the filter operators follow from it."""

    __hash__ = str.__hash__  # an enum's own is Python's work, and each value that is shown is looked up by its kind

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATE_TIME = "date_time"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PICK = "pick"
    TAGS = "tags"
    COUNTRY = "country"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    CURRENCY = "currency"
    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    RECORD = "record"
    IMAGE = "image"
    ITEMS = "items"


TEXT_KINDS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.URL, Kind.EMAIL, Kind.PHONE})
"""Kinds whose values are free text; their order is that of the folded text."""

CODED_KINDS = frozenset({Kind.CHOICE, Kind.PICK, Kind.COUNTRY, Kind.LANGUAGE, Kind.TIME_ZONE, Kind.CURRENCY})
"""Kinds that store a short code and show a label."""


class Sensitivity(StrEnum):
    """How much a field tells, from what everybody at a desk works with to what few should read.

    The search text of a record is kept apart by it, so that whoever may not see a field does not find by it either.
    """

    NORMAL = "normal"
    PERSONAL = "personal"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a fixed list: what is stored, what people read, and what that means where it isn't plain."""

    value: str
    label: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of a form; `only` names the record kinds that show it, empty for all."""

    name: str
    label: str
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The name of a record: what the first of these fields that is filled says, of a long text in its first line."""

    names: tuple[str, ...]

    def __call__(self, values: Mapping[str, Value]) -> str:
        """The name, from the values; empty where none of the fields is filled."""
        return next((str(values[name]).partition("\n")[0] for name in self.names if values.get(name)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One declared field; see RECORDS.md for the meaning of each.

    Attributes:
        required: a record that is not a draft needs a value.
        recommended: marked gently, never blocks.
        only: the record kinds (see `RecordType.kinds`) whose form shows the field, empty for all.
        pick_list: for `PICK`, the name of the pick list.
        open_list: a `PICK` that takes other text as well.
        choices: for `CHOICE`, the fixed values.
        target: for `RECORD`, the name of the record type it points to.
        items: for `ITEMS`, the declaration of its child rows.
        max_length: of text, in characters.
        belongs: what the field points to is what the record is a part of: it is listed there, and purged with it.
        series: left blank, the next number of the company's series of that name is made.
        series_by: the field whose value names the series instead: each kind of document counts by itself.
        gapless: no number of the series is left out, whatever fails: who takes one has others wait until it is stored.
        computed: worked out from the others with every save, and so nobody's wish: no edit of it clashes with another.
        places: of a `DECIMAL`, how many digits stand behind the point.
        least_places: so many of them are shown though they are zeros; all if None.
        least, most: between which numbers it has to be; None for any.
        stars: a whole number that is shown as so many stars of `most`.
        sort_index: the list sorts by it at once at any size; others are sorted in the background.
        unique: no two active records of one company hold the same folded value.
        looked_up: records are found by exactly this value at any size, as callers are by their number: it has an index.
        among_all: what is unique is so among the records of all companies.
        derived: filled by the store from (items field, item field) of the first child row, or, when the second is
            empty, by the record type's title; never edited.
        searched: its text is found by the search box.
        listed: a column of the list as delivered.
        edited: people may change it in the form.
        follows: the field of the same record or child row that decides about it, as a full name does about its parts:
            whoever settles a conflict about that one has settled this one too.
        exact: made by the program, such as a checksum: no card number is looked for in it.
        in_bytes: of an `INTEGER`: how large something is.
        sensitivity: of the value; that of an `ITEMS` field holds for all parts of its child rows.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    section: str = ""
    required: bool = False
    recommended: bool = False
    only: frozenset[str] = frozenset()
    pick_list: str = ""
    open_list: bool = False
    choices: tuple[Choice, ...] = ()
    target: str = ""
    items: RecordType | None = None
    max_length: int = SINGLE_LINE_LIMIT
    belongs: bool = False
    series: str = ""
    series_by: str = ""
    gapless: bool = False
    computed: bool = False
    places: int = 2
    least_places: int | None = None
    least: int | None = None
    most: int | None = None
    stars: bool = False
    default: Value = None
    sort_index: bool = False
    unique: bool = False
    looked_up: bool = False
    among_all: bool = False
    derived: tuple[str, str] | None = None
    searched: bool = False
    listed: bool = False
    edited: bool = True
    follows: str = ""
    exact: bool = False
    in_bytes: bool = False
    sensitivity: Sensitivity = Sensitivity.NORMAL
    help: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the value is free text."""
        return self.kind in TEXT_KINDS

    @property
    def has_key(self) -> bool:
        """Whether a folded copy of what people read is stored beside the value, to sort and to compare by."""
        return (self.is_text or self.kind in CODED_KINDS) and (self.sort_index or self.unique)

    @property
    def key_name(self) -> str:
        """The column of the folded copy."""
        return f"{self.name}_key"

    def key_of(self, text: str) -> str | None:
        """The folded copy of a text, by which it is sorted and compared; None where nothing of it can be seen."""
        return sort_key(text)[: self.max_length] or None

    @property
    def sort_column(self) -> str:
        """The column that the list sorts by."""
        return self.key_name if self.has_key else self.name

    @property
    def refers_to(self) -> str:
        """The type of the records that the field points to, empty if it points to none."""
        return "image" if self.kind is Kind.IMAGE else self.target

    def series_of(self, values: Mapping[str, Value]) -> str:
        """The series that counts records with these values."""
        return str(values.get(self.series_by) or "") if self.series_by else self.series

    @property
    def shown_places(self) -> tuple[int, int]:
        """Of a `DECIMAL`, between how many digits are shown behind the point."""
        return (self.places if self.least_places is None else self.least_places, self.places)

    @property
    def stored(self) -> bool:
        """Whether the record's own row has a column for it (child rows have a table of their own)."""
        return self.kind is not Kind.ITEMS


@dataclass(frozen=True, slots=True)
class Alone:
    """What no two active records have in common: the columns that say it, and the field that is at fault.

    `among_all` are the records of all companies, otherwise those of one.
    """

    field: str
    columns: tuple[str, ...]
    among_all: bool = False

    @property
    def name(self) -> str:
        """By which its indexes are called."""
        return "_".join(self.columns)


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """A kind of record, or of child row, with its fields in reading order.

    Attributes:
        name: the table's name.
        kinds: what the field named by `kind_name` distinguishes, if the type has several sorts of record.
        title: the name under which a record of this type is known, from its values.
        parent: for child rows, the name of the type they belong to.
        main: for child rows, whether this one stands for all of them where there is room for one.
        apart: the fields by which they are told apart: no two child rows of a record have the same and, of records of their
            own, no two active ones of a company, where all of these fields are filled.
        held: there may be a million of them of which somebody sees a few: whoever holds one finds it by an index.
        code: the field by which people tell each other which record they mean, if it isn't the name.
        first_sorting: by which field its lists are sorted at first, and whether the last comes first.
        facts: what stands below the name where a record is shown at a glance.
        band: the `CHOICE` by whose value a record has a coloured band wherever it is shown; the first value is the quiet one.
        ahead: the yes or no by which some come before all others where they are listed with what they belong to.
        by_hand: people make and edit them in the window; the others come from elsewhere, and are read there.
        begun_in_form: people begin one in an empty form; others are made by an act of their own, as files are attached.
        happens: the fields that say when it happened, or when it began and ended: by each of them it stands in the timeline
            of the customer to whom it belongs; where the first one is empty, by when it was made.
    """

    name: str
    label: str
    plural: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()
    kinds: tuple[Choice, ...] = ()
    kind_name: str = "kind"
    title: Callable[[Mapping[str, Value]], str] = lambda values: ""
    parent: str = ""
    main: Callable[[Mapping[str, Value]], bool] = lambda values: bool(values.get("is_primary"))
    apart: tuple[str, ...] = ()
    held: bool = False
    code: str = ""
    facts: tuple[str, ...] = ()
    happens: tuple[str, ...] = (MADE,)
    first_sorting: tuple[str, bool] = ("display_name", False)
    band: str = ""
    ahead: str = ""
    by_hand: bool = True
    begun_in_form: bool = True

    def __hash__(self) -> int:
        return hash(self.name)  # whatever is kept by type is looked up all the time, and there is one type of a name

    @property
    def first_kind(self) -> str:
        """The kind of those of which nobody said which they are; "" where there are none."""
        return str(self.by_name[self.kind_name].default) if self.kinds else ""

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """All fields, common ones included, by name."""
        return {field.name: field for field in self.all_fields}

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        """The declared fields and, for records of their own, the common ones that it doesn't declare itself."""
        declared = {field.name for field in self.fields}
        common = () if self.parent else (field for field in COMMON_FIELDS if field.name not in declared)
        return (*self.fields, *common)

    @cached_property
    def stored_fields(self) -> tuple[Field, ...]:
        """The declared fields that are columns of the type's table, derived ones included."""
        return tuple(field for field in self.fields if field.stored)

    @cached_property
    def value_fields(self) -> tuple[Field, ...]:
        """The stored fields that people or programs set: what a change is recorded of."""
        return tuple(field for field in self.stored_fields if field.derived is None)

    @cached_property
    def derived_fields(self) -> tuple[Field, ...]:
        """The stored fields that the store fills from others."""
        return tuple(field for field in self.stored_fields if field.derived is not None)

    @cached_property
    def item_fields(self) -> tuple[Field, ...]:
        """The fields that are lists of child rows."""
        return tuple(field for field in self.fields if field.kind is Kind.ITEMS)

    @cached_property
    def listable_fields(self) -> tuple[Field, ...]:
        """The fields that a list may show as a column."""
        return tuple(field for field in self.all_fields if field.stored and field.kind is not Kind.IMAGE)

    @cached_property
    def referring_fields(self) -> tuple[Field, ...]:
        """The fields that point to another record."""
        return tuple(field for field in self.all_fields if field.refers_to)

    @cached_property
    def referring_parts(self) -> tuple[tuple[Field, tuple[Field, ...]], ...]:
        """The fields with child rows that point to other records, each with the parts that do."""
        found = ((field, item_type(field).referring_fields) for field in self.item_fields)
        return tuple((field, parts) for field, parts in found if parts)

    @cached_property
    def alone(self) -> tuple[Alone, ...]:
        """What each record of its own has for itself, where it says anything there."""
        found = [Alone(field.name, (field.key_name,), field.among_all) for field in self.fields if field.unique]
        is_apart = self.apart and not self.parent
        return (*found, *([Alone(self.apart[-1], self.apart)] if is_apart else []))

    @cached_property
    def is_named_by_text(self) -> bool:
        """Whether a record is called by the first line of a long text, which takes more room than a name."""
        names = self.title.names if isinstance(self.title, FirstOf) else ()
        return any(self.by_name[name].kind is Kind.LONG_TEXT for name in names)

    def in_section(self, section: str) -> Iterator[Field]:
        """The fields that people see in a section of the form, in reading order."""
        return (field for field in self.fields if field.section == section and field.derived is None)

    def with_fields(self, *fields: Field) -> RecordType:
        """The same type with more fields; custom fields join the catalogue this way."""
        return replace(self, fields=(*self.fields, *fields))


def item_type(field: Field) -> RecordType:
    """The declaration of an `ITEMS` field's child rows."""
    if field.items is None:
        raise ValueError(f"{field.name} has no child rows")
    return field.items


COMMON_FIELDS: tuple[Field, ...] = (
    Field(name="company_id", label="Operating company", kind=Kind.RECORD, target="company", edited=False),
    Field(name="owner_id", label="Owner", kind=Kind.RECORD, target="staff", edited=False),
    Field(name="team_id", label="Owning team", kind=Kind.RECORD, target="team", edited=False),
    Field(name="workgroup_id", label="Owning workgroup", kind=Kind.RECORD, target="workgroup", edited=False),
    Field(name="created_at", label="Created", kind=Kind.DATE_TIME, sort_index=True, edited=False),
    Field(name="created_by", label="Created by", kind=Kind.RECORD, target="staff", edited=False),
    Field(name="changed_at", label="Changed", kind=Kind.DATE_TIME, sort_index=True, listed=True, edited=False),
    Field(name="changed_by", label="Changed by", kind=Kind.RECORD, target="staff", edited=False),
)
"""What every record carries beside id, version and state, set by the store and shown, never typed."""

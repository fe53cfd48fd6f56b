"""Finding records by what was typed: every word must occur, in any field, anywhere in the text.

Words of one or two letters match from the start of a word. The index knows trigrams only; whatever it proposes is checked
against the folded text, so an answer is exact. What people type is data, never query syntax.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from app.models.fields import Kind, RecordType, Sensitivity
from app.models.folding import fold, search_words
from app.models.phones import phone_query_digits
from app.models.rows import Spans
from app.models.tables import table_of, text_table_of
from app.models.values import Content
from app.store.compiling import PLANNED_ONCE
from app.store.dialects import place_in, searched_text, texts_in
from app.store.prepared import Prepared
from app.store.rows import WORD_START, RowBuilder, marked_words

_TRIGRAM = 3

_ASKED_OF_INDEX = 60
"""Terms that the index is asked for, the longest ones: of a page that somebody pasted so many narrow it down as well."""

_IN_A_ROW = 100
"""Conditions of one statement; a database bounds how deep an expression is."""

_TEXTS = sa.ARRAY(sa.Text())

_LONGEST_COUNTRY_CODE = 3
_WITH_NUMBERS = frozenset({Kind.PHONE, Kind.ITEMS})
"""What has telephone numbers for texts; among the items only those do that stand for all that is in a row."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record was found: a text of it and where the words stand in it."""

    field: str
    label: str
    text: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Sought:
    """What must be looked for: every word or, where it may be a telephone number, that run of digits instead."""

    words: tuple[str, ...]
    digits: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.digits)

    @property
    def terms(self) -> tuple[str, ...]:
        """Everything that may be found, to be marked in what is shown."""
        return (*self.words, self.digits) if self.digits else self.words

    @property
    def number(self) -> str:
        """The digits of what may be a telephone number, whether they are a word as well or not."""
        word = self.words[0] if len(self.words) == 1 else ""
        return self.digits or (word if len(word) >= _TRIGRAM and word.isascii() and word.isdecimal() else "")

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """Lists of terms, all of one of which must occur."""
        return (self.words, (self.digits,)) if self.digits else (self.words,)


def sought(typed: str) -> Sought:
    """Read what was typed into the search box; a telephone number counts in any of its spellings."""
    words = tuple(search_words(typed))
    digits = phone_query_digits(typed) or ""
    if digits and typed.strip()[0] in "+(":  # nobody writes anything else so
        return Sought((), digits)
    return Sought(words, "" if words == (digits,) else digits)


def _needle(term: str) -> str:
    return term if len(term) >= _TRIGRAM else WORD_START + term


def matches(
    record_type: RecordType,
    what: Sought,
    record_id: sa.ColumnElement[int] | None = None,
    parts: Sequence[Sensitivity] = tuple(Sensitivity),
) -> sa.ColumnElement[bool]:
    """The exact condition, checked record by record on the folded text.

    Args:
        record_id: the column that names the record, by default that of the type's table.
        parts: the texts that are looked at; the name is looked at in any case.
    """
    table, text = table_of(record_type), text_table_of(record_type)
    own_id = table.c.id if record_id is None else record_id
    if text is None:
        return sa.false()
    if len(parts) == len(Sensitivity):
        kind: sa.ColumnElement[str] = sa.literal_column(f"'{record_type.name}'")
        folded = searched_text(kind, text.c.folded, *(text.c[part] for part in Sensitivity))
        found = sa.or_(*(_all_occur(folded, terms) for terms in what.alternatives if terms))
        return sa.exists(sa.select(sa.literal(1)).where(text.c.id == own_id, found))
    looked_at: sa.ColumnElement[str] = sa.case((_names_itself(text, parts), ""), else_=_name_of(table, text))
    for part in parts:
        looked_at = looked_at + text.c[part]
    found = sa.or_(*(_all_occur(looked_at, terms) for terms in what.alternatives if terms))
    return sa.exists(sa.select(sa.literal(1)).where(text.c.id == own_id, found))


def _names_itself(text: sa.FromClause, parts: Sequence[Sensitivity]) -> sa.ColumnElement[bool]:
    """Whether the name stands in these texts: all but in those of before they were kept apart."""
    return text.c[Sensitivity.NORMAL] != "" if Sensitivity.NORMAL in parts else sa.false()


@cache
def _once_more(table: sa.Table) -> sa.FromClause:
    """The same table under another name; to make one anew takes longer than many a search."""
    return table.alias()


def _name_of(table: sa.Table, text: sa.FromClause) -> sa.ColumnElement[str]:
    """The name as it stands in a search text: each word behind the mark of its start."""
    named = _once_more(table)
    words = sa.func.replace(sa.func.coalesce(named.c.display_name_key, ""), " ", WORD_START, type_=sa.String)
    marked = sa.select(sa.literal(WORD_START) + words).where(named.c.id == text.c.id)
    return sa.func.coalesce(marked.scalar_subquery(), "", type_=sa.String)


def _all_occur(folded: sa.ColumnElement[str], terms: Sequence[str]) -> sa.ColumnElement[bool]:
    """Every term; of a page that somebody pasted they are handed over as one list, looked at term by term.

    Fifteen hundred conditions took a server with one record four seconds, most of them to plan.
    """
    needles = [_needle(term) for term in terms]
    if len(needles) <= _IN_A_ROW:
        return sa.and_(*(place_in(folded, needle) > 0 for needle in needles))
    wanted = texts_in(sa.literal(json.dumps(needles), sa.Text)).table_valued("value").alias("wanted")
    missing = sa.select(sa.literal(1)).select_from(wanted).where(place_in(folded, wanted.c.value) == 0)
    return sa.not_(sa.exists(missing.correlate_except(wanted)))


def candidates(record_type: RecordType, what: Sought, dialect: Dialect, most: int | None = None) -> sa.Select[int]:
    """The ids that the index proposes: a superset of the answer, by trigrams alone; of a server the answer itself.

    A server answers with what whoever asks may see, by a function that may ask its index (`store/guard/functions.py`).

    Args:
        record_type: whose text table there is.
        what: is looked for.
        dialect: of the database.
        most: how many are wanted at most.
    """
    if dialect.name != "sqlite" and text_table_of(record_type) is not None:
        return _found(record_type, what, most)
    name = f"{record_type.name}_index"
    index = sa.table(name, sa.column("rowid", sa.BigInteger))
    query = " OR ".join(f"({_trigram_query(terms)})" for terms in what.alternatives if terms)
    return sa.select(index.c.rowid).where(sa.literal_column(name).op("MATCH")(query)).limit(most)


def first_found(connection: sa.Connection, record_type: RecordType, what: Sought, most: int) -> list[int]:
    """The ids of the first hits among active records, by name, as a server finds and sorts them for whoever asks."""
    asked = _first_found(record_type.name, connection.dialect)
    return [row[0] for row in asked.rows(connection, **first_found_by(what, most))]


@lru_cache(maxsize=8)
def _first_found(type_name: str, dialect: Dialect) -> Prepared:
    """Only what the function asks is planned for the words."""
    found = first_hits(type_name)
    return Prepared(sa.select(found.c.id).order_by(found.c.rank).execution_options(**PLANNED_ONCE), dialect)


def first_hits(type_name: str) -> sa.TableValuedAlias:
    """The first hits of a server as something to select from: `id`s, and the `rank` of each; asked with `first_found_by`."""
    lists = (sa.bindparam(name, type_=_TEXTS) for name in ("needles", "others"))
    function: sa.FunctionElement[int] = getattr(sa.func, f"first_found_{type_name}")(
        *lists, sa.bindparam("most", type_=sa.BigInteger)
    )
    return function.table_valued(sa.column("id", sa.BigInteger), with_ordinality="rank").render_derived()


def first_found_by(what: Sought, most: int) -> dict[str, list[str] | int]:
    """The parameters of `first_hits`."""
    needles, others = ([*map(_needle, terms[:_ASKED_OF_INDEX])] for terms in (*what.alternatives, ())[:2])
    return {"needles": needles, "others": others, "most": most}


def _found(record_type: RecordType, what: Sought, most: int | None) -> sa.Select[int]:
    function: sa.FunctionElement[int] = getattr(sa.func, f"found_{record_type.name}")(*_needles(what), most)
    found = function.table_valued(sa.column("id", sa.BigInteger)).render_derived()
    return sa.select(found.c.id)


def _needles(what: Sought) -> Iterator[sa.ColumnElement[list[str]]]:
    """Both lists of what has to occur, as a server's functions take them."""
    lists = [[_needle(term) for term in terms[:_ASKED_OF_INDEX]] for terms in what.alternatives]
    return (sa.literal(each, _TEXTS) for each in (*lists, [])[:2])


def is_common(record_type: RecordType, what: Sought, most: int) -> sa.Select[bool]:
    """Whether more records than that hold what is sought, as a server reckons without asking its index."""
    function: sa.FunctionElement[bool] = getattr(sa.func, f"is_common_{record_type.name}")(*_needles(what), most)
    return sa.select(function)


def is_exact(what: Sought, dialect: Dialect) -> bool:
    """Whether the index alone answers: up to three letters, with the mark of a word's start, are trigrams themselves.

    A server checks what its index proposes by itself.
    """
    if dialect.name != "sqlite":
        return all(len(terms) <= _ASKED_OF_INDEX for terms in what.alternatives)
    is_whole = len(what.alternatives) == 1 and len(what.terms) <= _ASKED_OF_INDEX
    return is_whole and all(len(term) <= _TRIGRAM for term in what.terms)


def _trigram_query(terms: Sequence[str]) -> str:
    asked = sorted(terms, key=len, reverse=True)[:_ASKED_OF_INDEX]
    return " AND ".join(_quoted(trigram) for term in asked for trigram in _trigrams(_needle(term)))


def _trigrams(needle: str) -> Iterator[str]:
    """Trigrams that together cover the needle; all of them would be more exact but slower to look up."""
    last = len(needle) - _TRIGRAM
    yield from (needle[start : start + _TRIGRAM] for start in range(0, last, 2))
    yield needle[last:]


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'


def reasons(builder: RowBuilder, content: Content, what: Sought) -> tuple[Reason, ...]:
    """For each word the first text of the record that holds it; texts that hold several are named once.

    A telephone number is given as it was typed into the record, whatever form of it holds the digits.

    Args:
        builder: of the record's type; kept by whoever asks for many records.
        content: of the record.
        what: was looked for.
    """
    texts = list(builder.texts(content))
    if what.number:
        for field, text in texts:
            if field.kind in _WITH_NUMBERS and (marks := number_spans(text, what)):
                return (Reason(field.name, field.label, text, marks),)
    for terms in reversed(what.alternatives):  # a number found as such says more than its groups of digits
        left = {term: _needle(term) for term in terms}
        found: list[Reason] = []
        for field, text in texts:
            folded = marked_words(text)
            held = [term for term, needle in left.items() if needle in folded]
            if held:
                left = {term: needle for term, needle in left.items() if term not in held}
                found.append(Reason(field.name, field.label, text, spans(text, terms)))
                if not left:
                    return tuple(found)
    return ()


def is_found_in(what: Sought, texts: Sequence[str]) -> bool:
    """Whether these texts, each of which holds something that was sought, alone explain why the record was found."""
    if len(what.terms) == 1 and len(what.words) == 1 and texts:
        return True
    folded = "".join(map(marked_words, texts))
    return any(all(_needle(term) in folded for term in terms) for terms in what.alternatives if terms)


def spans(text: str, terms: Iterable[str]) -> Spans:
    """Where the words stand in a text as people read it, folded letters counted back to the ones they came from."""
    if text.isascii():
        folded = text.lower()
        found = [(at, len(term)) for term in terms if (at := _place(folded, term)) >= 0]
        return tuple(sorted(found)) if found else ()
    folded = fold(text)
    present = [term for term in terms if term in folded]
    return _spans_by_letter(text, present) if present else ()


def column_spans(texts: Sequence[str], terms: Sequence[str]) -> list[Spans]:
    """`spans` of each of the texts; most columns of a list hold nothing of what is sought, which one look tells."""
    whole = " ".join(texts)
    if whole.isascii():
        folded = whole.lower()
        terms = [term for term in terms if _place(folded, term) >= 0]
        if not terms:
            return [()] * len(texts)
    return [spans(text, terms) if text else () for text in texts]


def number_spans(text: str, what: Sought) -> Spans:
    """Where the digits of a telephone number stand in one as people write it, whatever stands between them.

    What was looked for with its country's code is found in a number without, and the other way round.
    """
    if not what.number:
        return ()
    # the zero of "+44 (0)20" is not dialled
    places = [place for place, letter in enumerate(text.replace("(0)", "   ")) if letter in "0123456789"]
    run = "".join(text[place] for place in places)
    at, length = run.find(what.number), len(what.number)
    if at < 0:
        at, length = _place_in_other_form(run, what, is_international=text.startswith("+"))
    return ((places[at], places[at + length - 1] - places[at] + 1),) if at >= 0 else ()


def _place_in_other_form(run: str, what: Sought, *, is_international: bool) -> tuple[int, int]:
    """Where the digits stand without a trunk's zero or a country's code, and how many they are then."""
    rest = what.number.lstrip("0")
    if is_international:
        is_trunk = rest != what.number and len(rest) >= _TRIGRAM
        return (run.find(rest, 1, _LONGEST_COUNTRY_CODE + len(rest)) if is_trunk else -1), len(rest)
    if what.words and not what.words[0].startswith("00"):  # nothing says that it begins with a country's code
        return -1, 0
    trunk = len(run) - len(run.lstrip("0"))
    for code in range(1, _LONGEST_COUNTRY_CODE + 1):
        own = rest[code:]
        if len(own) >= _TRIGRAM - 1 and run.startswith(own, trunk):
            return 0, trunk + len(own)
    return -1, 0


def _spans_by_letter(text: str, terms: Iterable[str]) -> Spans:
    folded, origin = "", []
    for position, character in enumerate(text):
        piece = _folded_letter(character)
        folded += piece
        origin.extend([position] * len(piece))
    found = []
    for term in terms:
        at = _place(folded, term)
        if at >= 0:
            found.append((origin[at], origin[at + len(term) - 1] - origin[at] + 1))
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def _folded_letter(character: str) -> str:
    return " " if character.isspace() else fold(character)


def _place(folded: str, term: str) -> int:
    if len(term) >= _TRIGRAM:
        return folded.find(term)
    return (" " + folded).find(" " + term)

"""Many customers at once, and what a list of them must look like according to plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache

import sqlalchemy as sa

from app.models.customer import CUSTOMER
from app.models.fields import CODED_KINDS, Field, RecordType, item_type
from app.models.folding import fold, search_words, sort_key
from app.models.phones import phone_query_digits
from app.models.values import Content, Record, Value
from app.services.staff import current_actor
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.database import Database
from app.store.labels import Labels
from app.store.records import read_records
from tests import factories

CROWD = 3_500
"""More than three anchors' worth; of the business names more than a thousand are empty."""

folded, _sort_key = cache(fold), cache(sort_key)
"""What a crowd says it says again and again."""

_FIRST = ("Ada", "Zoë", "Łukasz", "Ørjan", "José", "Émile", "Nguyễn", "Иван", "Ольга", "🦊 Fox", "Straße", "O'Brien")
_LAST = ("Lovelace", "Müller", "Smith", "Ångström", "de la Cruz", "Şahin", "Петрова", "田中", "van den Berg", "X Æ")
_BUSINESSES = ("Ætna GmbH", "ETNA gmbh", "Zürich & Söhne", "100% Wool", "under_score", "alpha", "Alpha", "ALPHA", "💡")
_CITIES = ("London", "Łódź", "Málaga", "malaga", "Zürich")
_START = datetime(2024, 1, 1, tzinfo=UTC)


def crowd_content(number: int) -> Content:
    """The customer of that number: many share their values, many lack some."""
    phones = [factories.phone(f"+44 20 7946 {number:04}")] if number % 2 else []
    emails = [factories.email(f"person{number}@example.com")] if number % 5 else []
    addresses = [factories.address(city=_CITIES[number % 5])] if number % 3 == 1 else []
    return factories.customer_content(
        f"{_FIRST[number * 7 % 12]} {_LAST[number * 3 % 10]} {number % 40}",
        phones=phones,
        emails=emails,
        addresses=addresses,
        first=_FIRST[number % 12],
        kind="internal" if number % 4 == 0 else "external",
        business_name=_BUSINESSES[number % 9] if number % 3 else None,
        last_survey_date=date(2024, 1, 1) + timedelta(days=number % 50) if number % 7 > 2 else None,
        sla_level=("bronze", "gold", None)[number % 3],
        department=("Finance", "Engineering", None, "Sales")[number % 4],
        accepts_marketing=number % 2 == 0,
        tags=("key account",) if number % 10 == 0 else None,
        preferred_language=("de", "en", "sq", None)[number % 4],
        site=("Headquarters", "annexe", None)[number % 3],
    )


def make_crowd(database: Database, contents: Iterable[Content]) -> list[int]:
    """Store customers of the first company, each made a minute after the one before; returns their ids."""
    contents = list(contents)
    moments = [_START + timedelta(minutes=number // 3) for number in range(len(contents))]
    with database.writing() as connection:
        actor = current_actor(connection)
        common = Common(factories.first_company(connection), actor, open_batch(connection, "crowd", actor), _START)
        return list(create_in_bulk(connection, CUSTOMER, contents, common, moments))


def all_records(connection: sa.Connection, record_type: RecordType = CUSTOMER) -> list[Record]:
    """Every record of the type."""
    ids = connection.execute(sa.text(f"SELECT id FROM {record_type.name}")).scalars().all()
    return list(read_records(connection, record_type, ids).values())


def in_order(records: Iterable[Record], field: Field, labels: Labels, *, descending: bool = False) -> list[int]:
    """The ids in the order of a list: by folded text or value, the empty last, the id breaking ties."""

    def key(record: Record) -> Value:
        value = record.values[field.name]
        if value is None or not isinstance(value, str):
            return value
        text = labels.text(field, value) if field.kind in CODED_KINDS else value
        return (_sort_key(text) if field.has_key else folded(text)) or None

    keyed = [(key(record), record.id) for record in records]
    filled = sorted((pair for pair in keyed if pair[0] is not None), reverse=descending)
    empty = sorted((pair[1] for pair in keyed if pair[0] is None), reverse=descending)
    return [pair[1] for pair in filled] + empty


def searched_words(record: Record, labels: Labels) -> list[str]:
    """The folded words of all that the search box may find the record by."""
    texts = [labels.text(field, record.values[field.name]) for field in CUSTOMER.stored_fields if field.searched]
    for field in CUSTOMER.item_fields:
        parts = [part for part in item_type(field).stored_fields if part.searched]
        texts += [labels.text(part, item.values[part.name]) for item in record.items[field.name] for part in parts]
    return [word for text in texts for word in folded(text).split()]


def is_hit(words: Iterable[str], typed: str) -> bool:
    """Whether a record of those words is found by what was typed; what begins with + or ( is a number or nothing."""
    words = [form for word in words for form in (word, word.replace("'", ""))]
    wanted = search_words(typed)
    digits = phone_query_digits(typed)
    if digits and (_occurs(digits, words) or typed.lstrip()[0] in "+("):
        return _occurs(digits, words)
    return bool(wanted) and all(_occurs(one, words) for one in wanted)


def _occurs(wanted: str, words: Iterable[str]) -> bool:
    if len(wanted) < 3:
        return any(word.startswith(wanted) for word in words)
    return any(wanted in word for word in words)

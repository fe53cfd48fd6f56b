"""What people would type and open, drawn from the data by a seeded chance."""

from __future__ import annotations

import random
from typing import Any

from app.models.customer import CUSTOMER
from app.models.folding import fold
from app.models.queries import ListQuery

SEED = 20_260_101

LISTED = tuple(field.name for field in CUSTOMER.listable_fields if field.listed)
"""The columns of the list as delivered."""

SORTS = ("customer_code", "city", "email", "business_name", "department", "changed_at")


def customer_ids(cursor: Any, many: int, seed: int = SEED) -> list[int]:
    """Different customers, picked at random."""
    rows = cursor.execute("SELECT id FROM customer WHERE state = 'active' ORDER BY id").fetchall()
    return random.Random(seed).sample([row[0] for row in rows], many)


def list_queries(cursor: Any) -> list[ListQuery]:
    """Lists as they are when somebody types: over 200 different words and orders."""
    typed = list(dict.fromkeys(_typed(cursor)))
    chance = random.Random(SEED)
    queries = [ListQuery(CUSTOMER.name, words=words) for words in typed]
    others = chance.sample(typed, len(typed) // 5)
    queries += [ListQuery(CUSTOMER.name, chance.choice(SORTS), chance.random() < 0.5, words=words) for words in others]
    return queries


def _typed(cursor: Any) -> list[str]:
    """Names, their first letters, common and rare words, telephone numbers, codes, places, and what isn't there."""
    people = _people(cursor, 16)
    typed = ["example", "mail", "com", "active", "e", "an", "12", "+1", "00", "meridian", "zzzzz", "qqq", "x9y8z7"]
    typed += [
        "maria",
        "smith",
        "müller",
        "garcia",
        "san",
        "street",
        "road",
        "gmbh",
        "company",
        "int",
        "son",
        "' OR 1=1",
    ]
    for person in people:
        name = person["display_name"] or ""
        words = name.split() or ["a"]
        typed += [name, words[-1], words[0], f"{words[0][:3]} {words[-1][:3]}"]
        typed += [words[-1][:length] for length in (1, 2, 3, 4)]
    for person in people[::2]:
        typed += [person["customer_code"], person["customer_code"][-4:], *_spellings(person)]
        if city := person["city"]:
            typed += [city, fold(city), f"{city} {(person['display_name'] or 'a').split()[0]}"]
        if email := person["email"]:
            typed += [email, email.partition("@")[2]]
        typed.append(" ".join([*(person["display_name"] or "a b").split()[:2], person["customer_code"][:3]]))
    return [words for words in typed if fold(words).strip()]


def _spellings(person: dict[str, Any]) -> list[str]:
    """A telephone number as people type it."""
    number, e164, national = (person[part] or "" for part in ("number", "e164", "national"))
    return [number, e164, national, national[:6], e164[-7:]] if number else []


def _people(cursor: Any, many: int) -> list[dict[str, Any]]:
    names = ("display_name", "customer_code", "city", "email", "number", "e164", "national")
    found = []
    for customer_id in customer_ids(cursor, many):
        row = cursor.execute(
            "SELECT c.display_name, c.customer_code, c.city, c.email, p.number, p.e164, p.national FROM customer c"
            " LEFT JOIN phone p ON p.customer_id = c.id WHERE c.id = ? LIMIT 1",
            (customer_id,),
        ).fetchone()
        found.append(dict(zip(names, row, strict=True)))
    return found

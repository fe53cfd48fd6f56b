"""A telephone number as each operating company would read it: without a country code it means another one in each country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.models.company import COMPANY
from app.models.phones import phone_query_digits, read_phone
from app.models.tables import table_of
from app.store.reach import seeing_all


@dataclass(frozen=True, slots=True)
class Readings:
    """What a number may mean.

    Attributes:
        by_e164: the companies for which it means each of these international numbers.
        digits: by which it is looked for where it means none: those of a national number, with its trunk prefix.
        home: the country of the first company.
    """

    by_e164: Mapping[str, frozenset[int]]
    digits: str
    home: str

    def holds_in(self, e164: str, company_id: int | None) -> bool:
        """Whether it means that number for the customers of a company."""
        return company_id in self.by_e164[e164]


def readings(connection: sa.Connection, text: str) -> Readings:
    """How a number as it came is read; an extension is left out."""
    table = table_of(COMPANY)
    with seeing_all(connection):  # as its country reads it, whoever may read the company's record
        rows = connection.execute(sa.select(table.c.id, table.c.default_country).order_by(table.c.id)).all()
    found: dict[str, set[int]] = {}
    digits = ""
    for company_id, country in rows:
        read = read_phone(text, country)
        digits = digits or read.national
        if read.e164:
            found.setdefault(read.e164, set()).add(company_id)
    home = str(rows[0].default_country or "") if rows else ""
    by_e164 = {e164: frozenset(companies) for e164, companies in found.items()}
    return Readings(by_e164, digits or phone_query_digits(text) or "", home)

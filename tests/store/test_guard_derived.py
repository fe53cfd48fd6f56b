"""What the owner works out for those from whom a part of a record is withheld: the same as the program, whatever it says."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.models.contact_points import ADDRESS
from app.models.customer import CUSTOMER
from app.models.fields import Sensitivity
from app.models.tables import table_of, text_table_of
from app.services.staff import current_actor
from app.store.database import Database
from app.store.labels import Labels
from app.store.rows import RowBuilder
from app.store.unit_of_work import UnitOfWork
from tests.factories import address, customer_content, email, first_company, item, phone, read_customer


@pytest.fixture
def database(shared_database: Database) -> Database:
    """As its owner works with it; what is made for each example is taken back."""
    return shared_database


WORDS = st.text(st.sampled_from("abÉß'o ,ñ-я9ğ"), max_size=12).map(lambda text: " ".join(text.split()) or None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.fixed_dictionaries(
        {name: WORDS for name in ("full_name", "first", "business_name", "title", "building")}
    ),
    tags=st.lists(WORDS.filter(bool), max_size=2).map(tuple),
    department=st.sampled_from([None, "Finance", "An O'Brien department"]),
    street=WORDS,
)
def test_the_owner_works_out_what_the_program_does(
    database: Database, values: dict[str, str | None], tags: tuple[str, ...], department: str | None, street: str | None
) -> None:
    """Names, keys and search texts."""
    with database.writing() as connection:
        content = customer_content(
            **{**values, "tags": tags, "department": department, "vat_number": "DE1"},
            phones=[phone("+44 20 7946 0123"), phone("030 123456", "DE")],
            emails=[email("a.o'brien@example.com")],
            addresses=[address(street or "", country="DE"), item(ADDRESS, city="Ulm")],
        )
        made = UnitOfWork(connection, current_actor(connection)).create(CUSTOMER, first_company(connection), content)
        table, text = table_of(CUSTOMER), text_table_of(CUSTOMER)
        assert text is not None
        builder = RowBuilder(CUSTOMER, Labels(connection))
        kept = read_customer(connection, made.id).content
        texts, row = builder.search_texts(kept), builder.record_row(kept)
        keys = ("display_name", "display_name_key", "department_key")
        connection.execute(sa.update(text).where(text.c.id == made.id).values(dict.fromkeys(Sensitivity, "?")))
        connection.execute(sa.update(table).where(table.c.id == made.id).values(dict.fromkeys(keys, "?")))

        connection.execute(sa.select(sa.func.catch_up_customer(sa.cast([made.id], sa.ARRAY(sa.BigInteger)))))

        found = connection.execute(sa.select(text).where(text.c.id == made.id)).mappings().one()
        assert {part: found[part] for part in Sensitivity} == texts
        now = connection.execute(sa.select(table).where(table.c.id == made.id)).mappings().one()
        assert [now[name] for name in keys] == [row[name] for name in keys]
        connection.rollback()

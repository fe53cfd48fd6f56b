from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from app.models.customer import CUSTOMER
from app.models.fields import Sensitivity
from app.models.folding import fold
from app.models.values import Content, Item
from app.store.database import Database
from app.store.labels import Labels
from app.store.rows import WORD_START, RowBuilder

any_text = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(any_text, max_size=5))
@example(["e", "\u0301", "Straße"])
@example(["\u1100", "\u1161", "\x1f", "a\x00b"])
def test_folding_texts_together_is_folding_each(texts: list[str]) -> None:
    assert fold(" ".join(texts)).split() == [word for text in texts for word in fold(text).split()]


def test_the_main_child_row_stands_for_all(database: Database) -> None:
    phones = (Item({"number": "1"}), Item({"number": "2", "is_primary": True}))
    addresses = (Item({"type": "billing", "city": "Bonn"}), Item({"type": "primary", "city": "Köln", "country": "DE"}))
    content = Content({"business_name": "Ümlaut & Co"}, {"phones": phones, "addresses": addresses})
    with database.reading() as connection:
        labels = Labels(connection)
    row = RowBuilder(CUSTOMER, labels).record_row(content)
    assert (row["display_name"], row["display_name_key"]) == ("Ümlaut & Co", "umlaut & co")
    assert (row["phone"], row["city"], row["city_key"], row["country"], row["email"]) == (
        "2",
        "Köln",
        "koln",
        "DE",
        None,
    )


def test_the_search_text_holds_each_word_once_as_people_read_it(database: Database) -> None:
    phone = Item({"number": "030 12", "e164": "+493012", "national": "03012"})
    content = Content({"full_name": "Ada Ada King", "tags": ("a b", "c")}, {"phones": (phone,)})
    content = Content(content.values, {**content.items, "addresses": (Item({"country": "DE"}),)})
    with database.reading() as connection:
        labels = Labels(connection)
    texts = RowBuilder(CUSTOMER, labels).search_texts(content)
    assert {sensitivity: text.split(WORD_START) for sensitivity, text in texts.items()} == {
        Sensitivity.NORMAL: ["", "ada", "king", "a", "b,", "c"],
        Sensitivity.PERSONAL: ["", "germany", "030", "12", "+493012", "03012"],
        Sensitivity.CONFIDENTIAL: [""],
    }
    shown = {text: field.name for field, text in RowBuilder(CUSTOMER, labels).texts(content)}
    assert shown["+493012"] == "phones"
    assert shown["030 12"] == "phones"

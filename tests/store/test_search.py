"""The search box against plain Python on the folded texts, and why it found what it found."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.models.customer import CUSTOMER
from app.models.folding import fold
from app.models.queries import ListQuery
from app.services import customers
from app.services.files import new_file
from app.store import listing, search
from app.store.database import open_database
from app.store.labels import Labels
from app.store.listing import Limits
from app.store.records import read_record
from app.store.rows import RowBuilder
from app.store.unit_of_work import UnitOfWork
from tests import factories
from tests.crowds import all_records, is_hit, make_crowd, searched_words
from tests.factories import customer_content, first_company

PEOPLE = (
    customer_content("Ada Lovelace", phones=[factories.phone("+44 (0)20 7946 0000")], nickname="Countess"),
    customer_content("Dr. Zoë Müller-Straße", emails=[factories.email("zoe.mueller@Beispiel.example")]),
    customer_content("Łukasz Ørsted Ålborg", business_name='100% "Pure" O\'Brien & Söhne_GmbH'),
    customer_content("Иван Петров-Водкин", tags=("key account", "VIP")),
    customer_content("田中 太郎", business_name="株式会社 田中"),
    customer_content("🦊 Fox (née Wolf)", department="Finance", kind="internal"),
    customer_content("José O’Neill", addresses=[factories.address("5 Rue de l’Église", "Saint-Étienne", "FR")]),
    customer_content("Al", twitter_handle="al_the-first", vat_number="DE123456789"),
    customer_content("NEAR OR AND NOT", customer_code="CST-1042", former_codes=("OLD-7", "OLD-8")),
    customer_content("Thai ไทย ก่ำ", phones=[factories.phone("030 1234567", "DE"), factories.phone("+1 650 253 0000")]),
)  # fmt: skip

HOSTILE = (
    "%", "_", '"', "*", "'", "100%", "Söhne_", "OR 1=1", "'; DROP TABLE customer; --", "NEAR(ada, 2)", "NEAR(", "-",
    "-ada", "^ada", "ada*", '"ada', "ada AND", "ada OR zoe", "NOT", "folded:ada", "{ada}", "(", ")", "a\0da", "\0",
    "🦊", "🦊🦊🦊", "\u202eadA", "a\u200bda", "   ", "\t\n", "", "ß", "straße", "STRASSE", "ø", "orsted", "o'brien", "o’neill",
    "л", "пе", "петров", "й", "田", "田中", "ก่", "ก", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "a" * 10_000, "ada " * 2_500, "\\", "\\\\", "/", "~", "+", "++", "...", "0", "00", "+4", "+", "(0)20", "+ (0)2", "%61da",
)  # fmt: skip


@pytest.fixture(scope="module", params=["file", "server"])
def people(request, tmp_path_factory):
    """A database of few people, its records and the words of each."""
    if request.param == "file":
        place = tmp_path_factory.mktemp("people") / "people.deskbook"
        new_file(place)
    else:
        server = request.getfixturevalue("server")
        server.create_database("people", "template")
        place = server.address("people")
    database = open_database(place)
    make_crowd(database, PEOPLE)
    with database.reading() as connection:
        labels = Labels(connection)
        words = {record.id: searched_words(record, labels) for record in all_records(connection)}
    yield database, words
    database.close()


def found(connection, typed, limits=listing.LIMITS):
    return listing.first_ids(connection, ListQuery("customer", words=typed), 100, limits)


def assert_found(people, typed):
    database, words = people
    with database.reading() as connection:
        if not search.sought(typed):  # nothing to look for narrows nothing
            expected = set(words)
        else:
            expected = {record_id for record_id, own in words.items() if is_hit(own, typed)}
        for limits in (Limits(), Limits(sortable=0)):
            assert set(found(connection, typed, limits)) == expected


def parts_of(words):
    """Strategy: pieces of words that occur, from anywhere within them."""
    every = sorted({word for own in words.values() for word in own})
    return st.sampled_from(every).flatmap(
        lambda word: st.tuples(st.integers(0, len(word) - 1), st.integers(1, len(word))).map(
            lambda cut: word[cut[0] : cut[0] + cut[1]]
        )
    )


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_typed_is_data(people, typed):
    assert_found(people, typed)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_word_anywhere(people, data):
    assert_found(people, " ".join(data.draw(st.lists(parts_of(people[1]), min_size=1, max_size=3))))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=12))
@example(typed="ada\ud800")
def test_any_text_at_all(people, typed):
    assert_found(people, typed)


def test_thousands_of_different_words(people):
    assert_found(people, " ".join(f"{first}{second}{third}" for first in "abcdefghij" for second in "0123456789abcdef"
                                  for third in "uvwxyzABCDEFGHIJ"))  # fmt: skip
    every = sorted({word for own in people[1].values() for word in own})
    assert_found(people, " ".join(every))


def test_a_page_of_anything_is_data_too(people):
    assert_found(people, " ".join((*HOSTILE, *(f"w{number}" for number in range(150)))))


def test_a_pasted_page_is_searched_for(database):
    words = tuple(f"w{number:04}" for number in range(1_500))
    text, record = " ".join(words), factories.stored_customer(database, customer_content("Long", tags=words))
    with database.reading() as connection:
        for limits in (Limits(), Limits(sortable=0)):
            assert found(connection, text, limits) == [record.id]
            assert found(connection, f"{text} w1500", limits) == []
        assert listing.outline(connection, ListQuery("customer", words=text)).rows == 1


def test_a_hundred_words_of_one_record(database):
    words = (*(f"word{number}" for number in range(400)), "back\\slash", "o'brien", "🦊", "100%", "a_b", "田中")
    text, record = " ".join(words), factories.stored_customer(database, customer_content("Long", tags=words))
    with database.reading() as connection:
        assert found(connection, text) == [record.id]
        assert found(connection, text, Limits(sortable=0)) == [record.id]
        assert found(connection, f"{text} word400") == []
        assert found(connection, f"{text} word400", Limits(sortable=0)) == []


@pytest.mark.parametrize(
    "typed",
    ["+44 (0)20 7946 0000", "+442079460000", "0044 20 7946 0000", "020 7946 0000", "02079460000", "207946", "(020) 7946",
     "+44 (0)20 7946", "7946-0000", "tel:+44-20-7946-0000", "+44 20 7946 0000 ext. 12"],
)  # fmt: skip
def test_any_spelling_of_a_number(people, typed):
    database, _ = people
    with database.reading() as connection:
        records = all_records(connection)
        ada = next(record.id for record in records if record.values["full_name"] == "Ada Lovelace")
        assert found(connection, typed) == [ada]
        assert {reason.field for reason in reasons_of(connection, ada, typed)} <= {"phones", "number"}


def test_an_apostrophe_may_be_left_out(database):
    record = factories.stored_customer(database, customer_content("Shaun O’Brien"))
    with database.reading() as connection:
        for typed in ("obrien", "o'brien", "O’Brien", "brien"):
            assert found(connection, typed) == [record.id]
            assert {reason.text for reason in reasons_of(connection, record.id, typed)} == {"Shaun O’Brien"}


def reasons_of(connection, record_id, typed):
    record = read_record(connection, CUSTOMER, record_id)
    return search.reasons(RowBuilder(CUSTOMER, Labels(connection)), record.content, search.sought(typed))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_reason_is_true(people, data):
    database, words = people
    record_id = data.draw(st.sampled_from(sorted(words)))
    typed = " ".join(data.draw(st.lists(parts_of({record_id: words[record_id]}), min_size=1, max_size=3)))
    what = search.sought(typed)
    with database.reading() as connection:
        if not what or record_id not in found(connection, typed):
            return
        reasons = reasons_of(connection, record_id, typed)
    assert reasons
    if what.number and all(search.number_spans(reason.text, what) == reason.spans for reason in reasons):
        return
    held = [word for reason in reasons for word in fold(reason.text).split()]
    assert is_hit(held, typed)
    for reason in reasons:
        assert_spans(reason.text, reason.spans, what.terms)


def assert_spans(text, spans, terms):
    for start, length in spans:
        assert 0 < length <= len(text) - start
        marked = fold(text[start : start + length])
        assert any(term in marked or marked.startswith(term) for term in terms), (text, spans, terms)


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(st.sampled_from("aäßﬁÆé e\u0301ŁłØøИйñ🦊'-. ǅ１²½"), max_size=12),
    term=st.text(st.sampled_from("aäsfiieæo n1"), min_size=1, max_size=3),
)
@example(text="Straße", term="ss")
@example(text="e\u0301clair", term="ecl")
@example(text="ﬁnd", term="find")
def test_spans_point_at_what_was_sought(text, term):
    for wanted in search.sought(term).words:
        spans = search.spans(text, [wanted])
        words = fold(text).split()
        if len(wanted) < 3:
            assert bool(spans) <= any(word.startswith(wanted) for word in words)
        for start, length in spans:
            assert wanted in fold(text[start : start + length])


@pytest.mark.parametrize(
    ("text", "term", "marked"),
    [
        ("Müller-Straße", "strasse", "Straße"),
        ("Straße", "str", "Str"),
        ("ADA", "ad", "AD"),
        ("Jada Adams", "ad", "Ad"),
        ("Łódź", "lod", "Łód"),
        ("Zoe\u0308", "zoe", "Zoe"),
        ("  two  words ", "words", "words"),
        ("🦊 Fox", "fox", "Fox"),
    ],
)
def test_what_is_marked(text, term, marked):
    (start, length), *others = search.spans(text, [term])
    assert (text[start : start + length], others) == (marked, [])


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("+44 20 7946 0958", "+44 20", "44 20"),
        ("+44 20 7946 0958", "020 7946", "20 7946"),
        ("+44 20 7946 0958", "7946-0958", "7946 0958"),
        ("+44 (0)20 7946 0958", "+442079460958", "44 (0)20 7946 0958"),
        ("020 7946 0958", "+44 20 7946", "020 7946"),
        ("(303) 555-8271", "5558271", "555-8271"),
        ("(303) 555-8271", "+1 303 555", "303) 555"),
        ("030 6923578", "+49 30 69", "030 69"),
        ("030 6923578", "0049 30 69", "030 69"),
        ("030 6923578", "+49 31", None),
        ("(230) 555-8271", "1230", None),
        ("+44 20 7946 0958", "0946", None),
        ("", "123", None),
    ],
)
def test_a_number_is_found_as_people_write_it(text, typed, marked):
    spans = search.number_spans(text, search.sought(typed))
    assert [text[start : start + length] for start, length in spans] == ([marked] if marked else [])


def test_old_codes_find_their_customer(database, actor):
    with database.writing() as connection:
        company = first_company(connection)
        saved = customers.save_customer(
            connection, company, None, customer_content(customer_code="First-1"), actor=actor
        ).record
        for code in ("Second-2", "Third-3"):
            mine = saved.content.__class__({**saved.values, "customer_code": code}, saved.items)
            saved = customers.save_customer(connection, company, saved, mine, actor=actor).record
    with database.reading() as connection:
        for typed in ("first-1", "FIRST", "second-2", "third-3"):
            assert found(connection, typed) == [saved.id]
        (reason,) = reasons_of(connection, saved.id, "first-1")
        assert (reason.field, reason.text) == ("former_codes", "First-1, Second-2")


def test_a_label_finds_those_who_hold_the_value(people):
    database, _ = people
    with database.reading() as connection:
        (fox,) = found(connection, "finance")
        (reason,) = reasons_of(connection, fox, "finance")
        assert (reason.label, reason.text, reason.spans) == ("Department", "Finance", ((0, 7),))


def test_the_text_follows_the_record(database, actor):
    with database.writing() as connection:
        work = UnitOfWork(connection, actor)
        record = work.create(
            CUSTOMER, first_company(connection), customer_content("Old Name", phones=[factories.phone()])
        )
        assert found(connection, "old 7946") == [record.id]
        changed = customer_content("New Name", emails=[factories.email("new@example.org")])
        record = work.update(CUSTOMER, record, changed)
        assert found(connection, "old") == []
        assert found(connection, "7946") == []
        assert found(connection, "new example.org") == [record.id]


def test_a_type_without_search_text_has_no_hits(database):
    with database.reading() as connection:
        assert listing.first_ids(connection, ListQuery("pick_value", words="finance"), 5)
        assert listing.first_ids(connection, ListQuery("company", words="my company"), 5)

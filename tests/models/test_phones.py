"""Numbers are found however they are written, and nothing typed is refused."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.phones import PhoneNumber, country_of, format_phone, phone_query_digits, read_phone

LONDON = read_phone("+44 (0)20 7946 0000", None)


def search_forms(phone: PhoneNumber) -> tuple[str, ...]:
    """What of the number is searched, beside what was typed."""
    return tuple(filter(None, (phone.e164.lstrip("+"), phone.national)))


def found_by(query: str, phone: PhoneNumber) -> bool:
    digits = phone_query_digits(query)
    return digits is not None and any(digits in form for form in search_forms(phone))


def every_country_example() -> list[phonenumbers.PhoneNumber]:
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for region in sorted(phonenumbers.SUPPORTED_REGIONS)
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    ]
    return [example for example in examples if example is not None]


def test_a_number_is_kept_as_typed_beside_its_forms() -> None:
    assert (LONDON.typed, LONDON.e164, LONDON.national) == ("+44 (0)20 7946 0000", "+442079460000", "02079460000")
    assert (LONDON.extension, LONDON.region, LONDON.valid) == ("", "GB", True)
    assert search_forms(LONDON) == ("442079460000", "02079460000")


@pytest.mark.parametrize(
    ("typed", "region", "e164", "national", "extension"),
    [
        ("030 1234567", "DE", "+49301234567", "0301234567", ""),
        ("030 1234567", "de", "+49301234567", "0301234567", ""),
        ("  (415) 555-2671 x99 ", "US", "+14155552671", "4155552671", "99"),
        ("+49 (0)30 1234567 ext. 12", "US", "+49301234567", "0301234567", "12"),
        ("0044 20 7946 0000", "GB", "+442079460000", "02079460000", ""),
        ("0044 20 7946 0000", "US", "+442079460000", "02079460000", ""),
        ("0044 20 7946 0000", None, "+442079460000", "02079460000", ""),
        ("+39 06 12345678", None, "+390612345678", "0612345678", ""),
        ("8 (800) 555-35-35", "RU", "+78005553535", "88005553535", ""),
        ("1-800-FLOWERS", "US", "+18003569377", "8003569377", ""),
        ("+٤٤ ٢٠ ٧٩٤٦ ٠٠٠٠", None, "+442079460000", "02079460000", ""),
    ],
)
def test_reads_the_ways_people_write(typed: str, region: str | None, e164: str, national: str, extension: str) -> None:
    phone = read_phone(typed, region)
    assert (phone.e164, phone.national, phone.extension) == (e164, national, extension)
    assert phone.typed == typed.strip()


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("call the office", "US"),
        ("", "GB"),
        ("020 7946 0000", None),
        ("020 7946 0000", "XX"),
        ("room 12/4", "GB"),
        ("4711", "US"),
    ],
)
def test_what_cannot_be_understood_is_kept_and_searchable(typed: str, region: str | None) -> None:
    phone = read_phone(typed, region)
    assert phone == PhoneNumber(typed, national="".join(filter(str.isdigit, typed)))


def test_of_a_number_without_end_only_the_text_is_kept() -> None:
    assert read_phone("1" * 10_000, "US") == PhoneNumber("1" * 10_000)


def test_a_possible_number_need_not_be_valid() -> None:
    phone = read_phone("555 010 0199", "US")
    assert phone.e164 == "+15550100199"
    assert not phone.valid


@pytest.mark.parametrize(
    "query",
    ["+44 (0)20 7946", "02079460000", "207946", "(020) 7946-0000", "0044 20", "0044 (0)20 79", "+44 020 7946", "+44(0)20",
     "+44 (0", "+4", "+44 (020) 7946", "tel:+442079460000", "020.7946.0000", "+44 20 7946 0000 ext 12", "+44 20 7946 0000x1",
     "(+44) 20 7946", "020/7946", "7946 0000", "０２０ ７９４６", "+44\u00a020\u20117946"],
)  # fmt: skip
def test_finds_the_london_number(query: str) -> None:
    assert found_by(query, LONDON)


@pytest.mark.parametrize(
    "query",
    ["Ada", "cst-1042", "+", "12", "00", "0044", "", "ada@firma.test", "7 Elm St", "+44 20 FLOWERS", "1" * 10_000],
)
def test_other_text_is_no_number(query: str) -> None:
    assert phone_query_digits(query) is None


def test_a_zero_that_belongs_to_the_number_stays() -> None:
    rome = read_phone("+39 06 12345678", None)
    assert found_by("+39 06 1234", rome)
    assert found_by("0039 (06) 123", rome)
    assert search_forms(rome) == ("390612345678", "0612345678")


@pytest.mark.parametrize(
    "form", [phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL]
)
def test_every_country_is_found_while_its_number_is_being_typed(form: int) -> None:
    missed = []
    for example in every_country_example():
        typed = phonenumbers.format_number(example, form)
        phone = read_phone(typed, phonenumbers.region_code_for_number(example))
        starts = (typed[:end] for end in range(1, len(typed) + 1))
        missed += [start for start in starts if phone_query_digits(start) and not found_by(start, phone)]
    assert missed == []


def test_format_follows_the_readers_country() -> None:
    assert format_phone("+442079460000", "GB") == "020 7946 0000"
    assert format_phone("+442079460000", "de") == "+44 20 7946 0000"
    assert format_phone("+442079460000", None) == "+44 20 7946 0000"
    assert format_phone("not a number", "GB") == "not a number"


def test_country_of_a_number() -> None:
    assert country_of("+442079460000") == "GB"
    assert country_of("+80012345678") == ""
    assert country_of("") == ""


@given(st.text(max_size=300), st.sampled_from([None, "", "GB", "US", "XX", "\x00"]))
def test_hostile_text_never_fails(text: str, region: str | None) -> None:
    phone = read_phone(text, region)
    assert all(form.isdecimal() for form in search_forms(phone))
    assert read_phone(phone.typed, region) == phone
    digits = phone_query_digits(text)
    assert digits is None or (digits.isascii() and digits.isdecimal())
    format_phone(text, region)


@given(st.from_regex(r"\A\+?[0-9 ()./-]{0,20}(ext|x|#)?[0-9]{0,3}\Z"))
def test_phone_like_text_never_fails(text: str) -> None:
    phone = read_phone(text, "GB")
    assert phone.e164 == "" or phone.e164[0] == "+"
    phone_query_digits(text)

"""Names of many cultures, taken apart and put together again."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.names import LONGEST_NAME, NameParts, format_full_name, parse_full_name, parse_full_names

PARTS = ("pre", "first", "middle", "last", "suffix", "nickname")

# text: pre | first | middle | last | suffix | nickname, the empty ones at the end left out
LABELLED = {
    # English, with titles, suffixes, nicknames and commas
    "Ada Whitfield": " | Ada | | Whitfield",
    "Dr. Ada B. Whitfield, Jr.": "Dr. | Ada | B. | Whitfield | Jr.",
    "Whitfield, Ada Beatrice": " | Ada | Beatrice | Whitfield",
    "Whitfield, Ada B., PhD": " | Ada | B. | Whitfield | PhD",
    "Rev. Dr. Samuel Oakes III": "Rev. Dr. | Samuel | | Oakes | III",
    'Theodore "Ted" Harlow': " | Theodore | | Harlow | | Ted",
    "Theodore 'Ted' Harlow": " | Theodore | | Harlow | | Ted",
    "Theodore (Ted) Harlow": " | Theodore | | Harlow | | Ted",
    "Orson 'O. P.' James Harlow": " | Orson | James | Harlow | | O. P.",
    "Mr. and Mrs. Alan Whitby": "Mr. and Mrs. | Alan | | Whitby",
    "Doctors Whitby": "Doctors | | | Whitby",
    "George Alan Whitby Senior": " | George | Alan | Whitby | Senior",
    "Whitby, III": " | | | Whitby | III",
    "J. K. Larkin": " | J. | K. | Larkin",
    "Mary J. Abernathy Crane": " | Mary | J. | Abernathy Crane",
    "Larkin, Professor": "Professor | | | Larkin",
    "Jane Larkin, Senior Member, IEEE": " | Jane | | Larkin | Senior Member, IEEE",
    "Jane Larkin, Sales Manager": " | Jane | | Larkin | Sales Manager",
    "Jane Larkin (Chair)": " | Jane | | Larkin | Chair",
    "Jane M. Larkin et al.": " | Jane | M. | Larkin | et al.",
    "Jane Larkin (née Moss)": " | Jane | | Larkin | née Moss",
    "La Toya Greene": " | La Toya | | Greene",
    # one word
    "Rebecca": " | Rebecca",
    "Henderson": " | | | Henderson",
    "HENDERSON": " | | | HENDERSON",
    "King": " | | | King",
    "Zebulonia": " | Zebulonia",
    "van der Linden": " | | | van der Linden",
    # particles
    "Pieter van der Linden": " | Pieter | | van der Linden",
    "Charlotte de la Tour": " | Charlotte | | de la Tour",
    "Órla Nic Dhomhnaill": " | Órla | | Nic Dhomhnaill",
    "Seán Ó Súilleabháin": " | Seán | | Ó Súilleabháin",
    "Nadia El Fassi": " | Nadia | | El Fassi",
    "Jean -Luc Moreau": " | Jean-Luc | | Moreau",
    # capitals
    "LEFEBVRE Hélène": " | Hélène | | LEFEBVRE",
    "Hélène LEFEBVRE": " | Hélène | | LEFEBVRE",
    "Aminata DIALLO TRAORE": " | Aminata | | DIALLO TRAORE",
    "HÉLÈNE LEFEBVRE": " | HÉLÈNE | | LEFEBVRE",
    "Ronald McBRIDE": " | Ronald | | McBRIDE",
    "RONALD McBRIDE": " | RONALD | | McBRIDE",
    # Spain, Portugal, Latin America
    "Lucía Herrera Molina": " | Lucía | | Herrera Molina",
    "José Luis Herrera Molina": " | José | Luis | Herrera Molina",
    "María del Carmen Vega Ortiz": " | María | del Carmen | Vega Ortiz",
    "María de los Ángeles Vega Ortiz": " | María | de los Ángeles | Vega Ortiz",
    "Pedro Herrera de la Fuente": " | Pedro | | Herrera de la Fuente",
    "ANA SOFÍA CASTRO MORA": " | ANA | SOFÍA | CASTRO MORA",
    "João Pedro Almeida Tavares": " | João | Pedro | Almeida Tavares",
    "Rui Almeida Neto": " | Rui | | Almeida Neto",
    "Jaime Vega y Ortiz": " | Jaime | | Vega y Ortiz",
    "Vega Ortiz, Jaime": " | Jaime | | Vega Ortiz",
    "Emily Rose Castro": " | Emily | Rose | Castro",
    # family name first
    "Szabó Eszter": " | Eszter | | Szabó",
    "Eszter Szabó": " | Eszter | | Szabó",
    "Marchetti Giulia": " | Giulia | | Marchetti",
    "Zhang Xiaoming": " | Xiaoming | | Zhang",
    "Xiaoming Zhang": " | Xiaoming | | Zhang",
    "Park Min-jun": " | Min-jun | | Park",
    "Nakamura Haruto": " | Haruto | | Nakamura",
    "Tran Thi Mai": " | Mai | Thi | Tran",
    "Garrison T": " | T | | Garrison",
    "中村 春人": " | 春人 | | 中村",
    "박민준": " | 민준 | | 박",
    "Бондаренко Оксана Іванівна": " | Оксана | Іванівна | Бондаренко",
    "Морозов Алексей Петрович": " | Алексей | Петрович | Морозов",
    "Алексей Петрович Морозов": " | Алексей | Петрович | Морозов",
    # what scans and tables leave behind
    "Ada Whitfield —": " | Ada | | Whitfield",
    "* Ada Whitfield,'": " | Ada | | Whitfield",
    "Yu. B. Sidorenko": " | Yu. | B. | Sidorenko",
    "  Ada \t Whitfield\n": " | Ada | | Whitfield",
}


def labelled(text: str) -> NameParts:
    return NameParts(*(part.strip() for part in text.split("|")))


@pytest.mark.parametrize(("text", "label"), LABELLED.items())
def test_parses_labelled_name(text: str, label: str) -> None:
    assert parse_full_name(text) == labelled(label)


@pytest.mark.parametrize(
    ("text", "country", "first", "last"),
    [
        ("Bodnár Piroska", "HU", "Piroska", "Bodnár"),
        ("Xi Mingze", "CN", "Mingze", "Xi"),
        ("Kenta Nakamura", "JP", "Kenta", "Nakamura"),
        ("Sok Dara", "KH", "Dara", "Sok"),
        ("Sok Dara", None, "Sok", "Dara"),
        ("Erik Sauer Holm", "CL", "Erik", "Sauer Holm"),
        ("Erik Sauer Holm", "NO", "Erik", "Holm"),
        ("Erik Sauer", "cl", "Erik", "Sauer"),
    ],
)
def test_country_is_a_hint(text: str, country: str | None, first: str, last: str) -> None:
    parts = parse_full_name(text, country)
    assert (parts.first, parts.last) == (first, last)


@pytest.mark.parametrize("text", ["", " ", "\0", "...", "—", "()", "\u202e\u200f", "🙂🙂", ", , ,", "'\"'"])
def test_nothing_in_nothing_out(text: str) -> None:
    parts = parse_full_name(text)
    assert not any(letters_of(parts))


@pytest.mark.parametrize("piece", ["a ", "x", "(", "Mr. ", "a, ", '"a" ', "de la ", "\0", "🙂", "\u202e", "- "])
def test_overlong_text_is_kept_whole(piece: str) -> None:
    text = "Ada " + piece * (10_000 // len(piece))
    parts = parse_full_name(text)
    assert letters(format_full_name(parts)) == letters(text)


def test_many_names_parse_like_each_alone() -> None:
    texts = [*LABELLED, *LABELLED, "Ada " * LONGEST_NAME]
    assert parse_full_names(texts) == [parse_full_name(text) for text in texts]


def test_composes_what_was_typed_in_pieces() -> None:
    assert parse_full_name(unicodedata.normalize("NFD", "Åsa Öberg")) == NameParts(first="Åsa", last="Öberg")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (NameParts("Dr.", "Ada", "B.", "Whitfield", "Jr.", "Addy"), 'Dr. Ada "Addy" B. Whitfield, Jr.'),
        (NameParts(first="Ada"), "Ada"),
        (NameParts(last="Whitfield", suffix="PhD"), "Whitfield, PhD"),
        (NameParts(first="春人", last="中村"), "中村 春人"),
        (NameParts(), ""),
    ],
)
def test_formats_parts(parts: NameParts, text: str) -> None:
    assert format_full_name(parts) == text


ANY_TEXT = st.text(max_size=400)
WORDS = (
    "Ada ada B. JD DUPONT López José de la van y Mr. Dr. Jr. III PhD , , ( ) \" ' - & Li Xiaoming Kovács Іванівна 김 "
    "née Member et al. Ó 太郎 MD Senior Yu. \u202e \0 🙂 '' \u00ad"
)
NAME_LIKE = st.lists(st.sampled_from(WORDS.split(" ")), max_size=12).map(" ".join)


def letters(text: str) -> list[str]:
    return sorted(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


def letters_of(parts: NameParts) -> list[str]:
    return letters("".join(getattr(parts, part) for part in PARTS))


@given(st.one_of(ANY_TEXT, NAME_LIKE), st.sampled_from([None, "HU", "VN", "ES", "US", "?"]))
def test_never_raises_and_invents_no_letter(text: str, country: str | None) -> None:
    found = letters_of(parse_full_name(text, country))
    given_letters = letters(text)
    for letter in found:
        assert letter in given_letters
        given_letters.remove(letter)


@given(
    pre=st.sampled_from(["", "Mr.", "Dr."]),
    first=st.sampled_from(["Ada", "George", "Charlotte", "Ingrid", "Rebecca"]),
    middle=st.sampled_from(["", "B.", "Rose", "Alan"]),
    last=st.sampled_from(["Whitfield", "van der Linden", "O'Hara", "Smith-Harlow", "Öberg", "Henderson"]),
    suffix=st.sampled_from(["", "Jr.", "III", "PhD"]),
    nickname=st.sampled_from(["", "Addy", "Bo"]),
)
def test_formatted_name_parses_to_its_parts(**parts: str) -> None:
    name = NameParts(**parts)
    assert parse_full_name(format_full_name(name)) == name


@pytest.mark.parametrize("text", LABELLED)
def test_parsing_what_was_formatted_changes_nothing_more(text: str) -> None:
    once = parse_full_name(format_full_name(parse_full_name(text)))
    assert parse_full_name(format_full_name(once)) == once

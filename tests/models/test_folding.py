"""One folding for search and sorting, and what is stored of typed text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.folding import SORT_KEY_LENGTH, fold, search_words, sort_key, strip_controls

ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates too


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ada LOVELACE", "ada lovelace"),
        ("  two \t words\r\n", "two words"),
        ("Straße Œuvre Æsir", "strasse oeuvre aesir"),
        ("Øyvind Łódź Đorđe Ðór Þóra", "oyvind lodz dorde dor thora"),
        ("ISPARTA ısparta İzmir ĸ ŋ Ħ", "isparta isparta izmir k n h"),
        ("Việt Nguyễn", "viet nguyen"),
        ("e\u0301 é", "e e"),
        ("ﬁnanz ＡＢＣ１２ ½", "finanz abc12 1/2"),
        ("Ёлка и Йод и\u0306", "елка и йод й"),
        ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
        ("مُحَمَّد محـــمد أحمد", "محمد محمد احمد"),
        ("שָׁלוֹם", "שלום"),
        ("ガス か が ｶﾞ", "ガス か が ガ"),
        ("한국", "한국"),
        ("हिन्दी กรุงเทพ", "हिन्दी กรุงเทพ"),
        ("O’Brien–Smith", "o'brien-smith"),
        ("a\x00b\u200bc\u202ed\ufeffe\u00adf", "abcdef"),
        ("a\x00b\x7fc\x1bd", "abcd"),
        ("٠١٢", "012"),
        ("\ud800x", "x"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_letter_folds_to_what_stays_folded() -> None:
    letters = (*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x12000), *range(0x1D400, 0x20000))
    restless = [code for code in letters if fold(fold(chr(code))) != fold(chr(code))]
    assert restless == []


@given(ANY_TEXT)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_case_composition_and_white_space_make_no_difference(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(f" \u3000{text}\n") == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_the_short_way_for_ascii_folds_alike(text: str) -> None:
    assert fold(text) == fold(text + "\u0301 ").strip() == fold(text).lower()


@given(ANY_TEXT)
def test_folded_text_can_be_stored_and_shown(text: str) -> None:
    folded = fold(text)
    folded.encode()
    assert not any(unicodedata.category(character) in ("Cc", "Cf") for character in folded)
    assert folded == folded.strip()
    assert "  " not in folded


@given(ANY_TEXT)
def test_sort_key_is_a_start_of_the_folded_text(text: str) -> None:
    assert fold(text * 9).startswith(sort_key(text * 9))
    assert sort_key(sort_key(text)) == sort_key(text)


def test_sort_key_is_cut() -> None:
    assert sort_key("ß" * 150) == "s" * SORT_KEY_LENGTH
    assert sort_key("x" * (SORT_KEY_LENGTH - 1) + " y") == "x" * (SORT_KEY_LENGTH - 1)
    assert sort_key("Item 10") == "item 10"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Lovelace,Ada", ["lovelace", "ada"]),
        ("ada@firma.test", ["ada@firma.test"]),
        ("<ada+desk@firma.test>;", ["ada+desk@firma.test"]),
        ("CST-1042", ["cst-1042"]),
        ("cst-", ["cst"]),
        ("+44 (0)20", ["44", "0", "20"]),
        ("St. O’Brien, 'Jr.'", ["st", "o'brien", "jr"]),
        ("Marks & Spencer - & -", ["marks", "spencer"]),
        ("ada Ada ADA", ["ada"]),
        ("100% a_b", ["100%", "a_b"]),
        ("東京、大阪", ["東京", "大阪"]),
        ("  ", []),
        ("_ *", ["_", "*"]),
    ],
)
def test_search_words(typed: str, words: list[str]) -> None:
    assert search_words(typed) == words


@given(ANY_TEXT)
def test_every_search_word_occurs_in_the_folded_text(text: str) -> None:
    assert all(word and word in fold(text) and " " not in word for word in search_words(text))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ada\x00 Lovelace\x1b\x85", "Ada Lovelace"),
        ("one\r\ntwo\rthree\tfour\u2028five", "one\ntwo\nthree\tfour\nfive"),
        ("\u202egnp.exe\u2066\u200f\u061c", "gnp.exe"),
        ("e\u0301", "é"),
        ("half \ud83d, whole \ud83d\ude00", "half \ufffd, whole 😀"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_strip_controls(typed: str, stored: str) -> None:
    assert strip_controls(typed) == stored


def test_running_text_keeps_its_writing_direction() -> None:
    assert strip_controls("a \u2067שלום\u2069\x00", multiline=True) == "a \u2067שלום\u2069"


@given(ANY_TEXT, st.booleans())
def test_stored_text_is_clean_and_stays_as_it_is(text: str, multiline: bool) -> None:
    stored = strip_controls(text, multiline=multiline)
    stored.encode()
    assert unicodedata.is_normalized("NFC", stored)
    assert not any(unicodedata.category(character) == "Cc" for character in stored if character not in "\n\t")
    assert strip_controls(stored, multiline=multiline) == stored

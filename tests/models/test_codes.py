"""Codes are made, read back and checked."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.models.codes import CodeFormat, code_number, format_code, matches, next_number, next_number_after

PATTERNED = CodeFormat(pattern="AA-9999")
PATTERNS = st.text(st.sampled_from("AX9-/ kßé"), min_size=1, max_size=8).filter(
    lambda pattern: pattern == pattern.strip()
)
FORMATS = st.builds(
    CodeFormat,
    prefix=st.text(st.characters(categories=("L", "N", "Pd")), max_size=6),
    start=st.integers(0, 10_000),
    length=st.integers(0, 8),
    pattern=st.just("") | PATTERNS,
)


@pytest.mark.parametrize(
    ("fmt", "number", "code"),
    [
        (CodeFormat(), 1000, "CST1000"),
        (CodeFormat(), 123456, "CST123456"),
        (CodeFormat("K-", 1, 5), 42, "K-00042"),
        (CodeFormat("", 1, 0), 7, "7"),
        (CodeFormat("C2", 0, 0), 0, "C20"),
        (PATTERNED, 0, "AA-0000"),
        (PATTERNED, 1000, "AA-1000"),
        (PATTERNED, 10_000, "AB-0000"),
        (PATTERNED, 26 * 26 * 10_000 - 1, "ZZ-9999"),
        (CodeFormat(pattern="X9"), 359, "Z9"),
        (CodeFormat("CS-", 1, 4, "AA-9999"), 12, "CS-0012"),
    ],
)
def test_codes_are_made_and_read_back(fmt: CodeFormat, number: int, code: str) -> None:
    assert format_code(fmt, number) == code
    assert code_number(fmt, code) == number


@pytest.mark.parametrize(
    ("fmt", "number"),
    [
        (PATTERNED, 26 * 26 * 10_000),
        (CodeFormat("CS-", 1, 4, "AA-9999"), 10_000),
        (CodeFormat(), -1),
        (CodeFormat(pattern="-"), 1),
    ],
)
def test_a_series_comes_to_its_end(fmt: CodeFormat, number: int) -> None:
    with pytest.raises(OverflowError):
        format_code(fmt, number)


@pytest.mark.parametrize(
    ("code", "number"),
    [("cst1042", 1042), (" CST01042 ", 1042), ("CST", None), ("CST-1042", None), ("XYZ1042", None), ("CST10 42", None),
     ("CST٣", None), ("CST" + "9" * 19, None), ("", None), ("CST1\x00", None)],
)  # fmt: skip
def test_only_codes_of_the_series_have_a_number(code: str, number: int | None) -> None:
    assert code_number(CodeFormat(), code) == number


@pytest.mark.parametrize(
    ("pattern", "code", "accepted"),
    [("AA-9999", "AB-1234", True), ("AA-9999", "ab-1234", True), ("AA-9999", "A1-1234", False), ("AA-9999", "AB-12345", False),
     ("AA-9999", "AB 1234", False), ("AA-9999", "ÄB-1234", False), ("AA-9999", "AB-123٤", False), ("XX", "a1", True),
     ("k-9", "K-1", True), ("A9", "ﬆ1", False), ("", "anything goes", True), ("", " x", False), ("", "", False),
     ("", "a\u202eb", False)],
)  # fmt: skip
def test_typed_codes_follow_the_pattern(pattern: str, code: str, accepted: bool) -> None:
    assert matches(CodeFormat(pattern=pattern), code) is accepted


def test_the_next_number() -> None:
    fmt = CodeFormat()
    assert next_number(fmt, None) == 1000
    assert next_number(fmt, 7) == 1000
    assert next_number(fmt, 1041) == 1042
    assert next_number_after(fmt, []) == 1000
    assert next_number_after(fmt, ["CST1041", "OLD-9999", "cst1007", "12"]) == 1042


@given(FORMATS, st.integers(0, 10**9))
def test_every_made_code_is_accepted_and_read_back(fmt: CodeFormat, number: int) -> None:
    try:
        code = format_code(fmt, number)
    except OverflowError:
        assume(False)
    assert matches(fmt, code)
    assert code_number(fmt, code) == number


@given(FORMATS, st.text(max_size=12))
def test_hostile_text_never_fails(fmt: CodeFormat, text: str) -> None:
    number = code_number(fmt, text)
    assert number is None or matches(fmt, text.strip())

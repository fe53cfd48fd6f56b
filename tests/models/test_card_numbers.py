"""Card numbers are found in whatever they stand, masked once, and told from the other long numbers of a desk."""

import timeit
from itertools import cycle

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.models.card_numbers import MASK, card_numbers, has_mask, masked

# Beginning and length, as the brands give them out.
BRANDS = {
    "Visa": ("4", 16),
    "Visa, long": ("4", 19),
    "Mastercard": ("54", 16),
    "Mastercard, 2-series": ("2221", 16),
    "Mastercard, last of the 2-series": ("2720", 16),
    "American Express": ("37", 15),
    "Discover": ("6011", 16),
    "JCB": ("3528", 16),
    "Diners Club": ("36", 14),
    "Carte Blanche": ("305", 14),
    "UnionPay": ("62", 17),
    "Maestro": ("6759", 18),
    "Maestro, short": ("5018", 12),
}
SEPARATORS = ["", " ", "-", ".", "\u2009", "\u00a0", "\u202f", "\u2013", "\u2011", "_", " - ", "\u200b"]


CARD_LIKE = "DE41898704802607033127"


def luhn_total(digits: str) -> int:
    """Reckoned as the rule is taught, apart from how the program does it."""
    return sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(reversed(digits), cycle((1, 2))))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    start, length = BRANDS[draw(st.sampled_from(sorted(BRANDS)))]
    body = start + draw(st.text("0123456789", min_size=length - 1 - len(start), max_size=length - 1 - len(start)))
    return body + next(digit for digit in "0123456789" if luhn_total(body + digit) % 10 == 0)


@st.composite
def spread_numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number, and how somebody may have written it."""
    number = draw(numbers())
    gaps = draw(st.lists(st.sampled_from(SEPARATORS), min_size=len(number) - 1, max_size=len(number) - 1))
    return number, "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=True))


def left_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


@given(
    spread_numbers(),
    st.sampled_from(["", "card ", "No.: ", "1) ", "\n", "Visa"]),
    st.sampled_from(["", "!", " ok", "\n12/27", "x"]),
)
def test_every_number_is_found_and_masked_in_any_writing(written, before, behind):
    number, spread = written
    text = before + spread + behind
    clean = masked(text)
    assert clean.startswith(before)
    assert clean.endswith(behind)
    assert len(clean) == len(text)
    assert [one == other or other == MASK for one, other in zip(text, clean, strict=True)].count(False) == 0
    shown = left_of(clean[len(before) : len(clean) - len(behind)])
    assert shown == (number[:6] if len(number) > 12 else "") + number[-4:]
    assert has_mask(clean)
    assert masked(clean) == clean


@given(st.text("0123456789 -•٤a", max_size=120))
@example("4242 4242 4242 4242 4242 4242 4242")
@example("4242 4242 4242 42424242 42•• •••• 4242 4242 4242 4242")
def test_masking_what_is_masked_changes_nothing(text):
    assert masked(masked(text)) == masked(text)
    assert not card_numbers(masked(text))


def test_digits_of_other_scripts_count():
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    assert masked("4111 1111 1111 1111".translate(arabic)) == "4111 11•• •••• 1111".translate(arabic)
    assert masked("４１１１１１１１１１１１１１１１") == "４１１１１１••••••１１１１"


@given(numbers(), st.text("0123456789", min_size=1, max_size=10))
def test_what_lies_within_a_longer_number_is_none(number, more):
    long = more + number
    assume(len(long) > 19)
    assert masked(long) == long
    assert masked(number + "0" * 8) == number + "0" * 8


@pytest.mark.parametrize(
    "text",
    [
        "+44 20 7946 0000",
        "+49 1511 1234567",
        "0049 (0)1511 1234567",
        "4006381333931",  # an EAN
        "35-209900-176148-1",  # an IMEI, which has the same check digit
        "8949 0200 0012 3456 7891",
        "2026-01-31 2026-02-28 12:30",
        "31.12.2026-31.12.2027",
        "20260131123456",
        "DE44 5107 0021 0123 4567 89",
        "4111 1111 1111 1112",
        "4111 1111\n1111 1111",
        "1234 5678 9012 3452",
    ],
)
def test_other_numbers_of_a_desk_stay(text):
    assert masked(text) == text


def test_a_whole_iban_stays_whatever_its_digits_are():
    iban = "DE04 5105 1051 0510 5100 00"
    assert card_numbers(iban.partition(" ")[2]), "the digits alone would be taken for a card's"
    assert masked(f"Pay to {iban} on Monday") == f"Pay to {iban} on Monday"


@pytest.mark.parametrize("iban", ["DE04 5105 1051 0510 5100 00", CARD_LIKE])
def test_an_iban_stays_while_it_is_typed_and_only_then(iban):
    """Its check digits may be the first of a card's, and all of those may stand there before it is whole."""
    assert masked(iban) == iban
    for typed in range(len(iban)):
        assert masked(iban[:typed], is_typed=True) == iban[:typed]
    assert any(MASK in masked(iban[:typed]) for typed in range(len(iban)))
    assert MASK in masked("GB04 5105 1051 0510 5100 00 and more", is_typed=True)


@given(st.integers(10**12, 10**13 - 1))
def test_no_number_of_thirteen_digits_is_taken(number):
    """As telephone numbers and EANs have."""
    assert not card_numbers(str(number))


@pytest.mark.parametrize(
    ("text", "most"),
    [("Ada Lovelace", 50e-6), ("x" * 200, 50e-6), ("+44 20 7946 0000 " * 3, 50e-6), ("1 " * 10_000, 0.05)],
)
def test_it_takes_no_time_that_anybody_would_notice(text, most):
    assert min(timeit.repeat(lambda: masked(text), number=1, repeat=20)) < most

"""Pages of documents: drawn as wide as wished and within bounds, whatever the document is."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import CancelledError, DocumentError, DocumentProblem
from app.models.attachment import MOST_BYTES, PIECE_BYTES
from app.models.page import Page, PageWish
from app.services.imaging.documents import MOST_PIXELS
from app.services.imaging.pages import PageReader
from tests import documents
from tests.processes import spawned

pytestmark = pytest.mark.usefixtures("qapp")

_MILLION = 1_000_000
TOO_MUCH = (DocumentProblem.PAGE, DocumentProblem.TOO_DEMANDING, DocumentProblem.TOO_SLOW)


def reader_of(content: bytes, seconds: float = 20.0) -> PageReader:
    pieces = (content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES))
    kept = list(pieces)
    return PageReader(len(content), lambda: kept, seconds=seconds)


def drawn(content: bytes, number: int = 0, width: int = 800) -> Page:
    with reader_of(content) as reader:
        return reader.draw(PageWish(number, width))


def ink(page: Page) -> float:
    """Which share of the page is not white."""
    blues = page.pixels[::4]
    return 1 - blues.count(255) / len(blues)


def test_pages_are_as_wide_as_wished_and_nowhere_larger_than_can_be_shown() -> None:
    with reader_of(documents.document(3)) as reader:
        first, last = reader.draw(PageWish(0, 800)), reader.draw(PageWish(2, 1600))
        assert (first.of, first.width, first.problem) == (3, pytest.approx(800, abs=1), None)
        assert first.height == pytest.approx(800 * 842 / 595, abs=2)
        assert len(first.pixels) == first.width * first.height * 4
        assert last.width == pytest.approx(1600, abs=1)
        assert 0 < ink(first) < 0.2
        assert reader.draw(PageWish(3, 800)).problem is DocumentProblem.PAGE
        assert reader.draw(PageWish(1, 800)).problem is None
    for size in ((14_400, 14_400), (200, 14_400), (14_400, 200)):
        page = drawn(documents.document(1, size), width=4_000)
        assert page.problem is None
        assert page.width * page.height <= MOST_PIXELS * 1.1
        assert max(page.width, page.height) <= 32_000


def test_five_thousand_pages_and_25_megabytes_keep_nobody_waiting() -> None:
    many = documents.of_many_pages(5_000)
    whole = many + b"\n%" + bytes(MOST_BYTES - len(many) - 2)
    started, before = time.monotonic(), spawned()
    with reader_of(whole) as reader:
        assert reader.draw(PageWish(0, 800)).of == 5_000
        assert ink(reader.draw(PageWish(4_999, 800))) > 0
        (held,) = (held for number, held in spawned().items() if number not in before)
        assert held < 150 * _MILLION
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("content", "problem"),
    [(documents.protected(), DocumentProblem.PROTECTED), (b"%PDF-1.7 x", DocumentProblem.DAMAGED)],
    ids=["protected", "junk"],
)
def test_what_can_not_be_opened_says_why(content: bytes, problem: DocumentProblem) -> None:
    with reader_of(content) as reader, pytest.raises(DocumentError) as refused:
        reader.draw(PageWish(0, 800))
    assert refused.value.problem is problem


def test_a_page_that_takes_too_much_is_lost_alone() -> None:
    with reader_of(documents.with_a_slow_page(), seconds=1.5) as reader:
        assert reader.draw(PageWish(0, 800)).problem in TOO_MUCH
        assert ink(reader.draw(PageWish(1, 800))) > 0
    assert drawn(documents.with_a_large_picture()).problem in (None, *TOO_MUCH)


def test_whoever_turns_away_waits_for_nothing_and_leaves_nothing() -> None:
    def turn_away() -> None:
        raise CancelledError

    before = spawned().keys()
    content = documents.document()
    with pytest.raises(CancelledError), PageReader(len(content), lambda: [content], turn_away) as reader:
        reader.draw(PageWish(0, 800))
    assert spawned().keys() <= before


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_damage_of_any_sort_gives_a_page_or_a_sentence(seed: int) -> None:
    dice, content = random.Random(seed), bytearray(documents.document(2))
    for _ in range(dice.randint(1, 40)):
        content[dice.randrange(len(content))] = dice.randrange(256)
    try:
        page = drawn(bytes(content[: dice.randrange(len(content) // 2, len(content))]))
    except DocumentError:
        return
    assert page.problem or page.pixels

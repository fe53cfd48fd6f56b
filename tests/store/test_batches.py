"""The slices in which a long job writes: all of the items, few to begin with, as many as fit into the time."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.store.batches import BATCH_SECONDS, LEAST, MOST, in_batches, next_size


def test_every_item_comes_once_and_in_order():
    slices = list(in_batches(range(200)))
    assert [item for some in slices for item in some] == list(range(200))
    assert len(slices[0]) == LEAST
    assert all(len(after) <= len(before) * 1.5 + 1 for before, after in pairwise(slices))


def test_nothing_makes_no_batch():
    assert list(in_batches(())) == []


def test_the_caller_says_with_how_many_at_least():
    assert [len(some) for some in in_batches("abc", least=2)] == [2, 1]


@pytest.mark.parametrize(
    ("size", "seconds", "following"),
    [
        (100, BATCH_SECONDS, 100),
        (100, BATCH_SECONDS * 2, 50),
        (100, BATCH_SECONDS / 10, 150),
        (100, 0.0, 150),
        (1, BATCH_SECONDS * 100, 1),
        (MOST, BATCH_SECONDS / 2, MOST),
    ],
    ids=["as long as it should", "too long", "at once", "no time at all", "one alone too long", "never more"],
)
def test_the_next_batch_takes_what_fits(size, seconds, following):
    assert next_size(size, seconds) == following

"""Which names some typed letters fit, and which fit better."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.likeness import likeness


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("s", "Save"),
        ("sd", "Save as draft"),
        ("sad", "Save as draft"),
        ("SAVE", "save"),
        ("draft", "Save as draft"),
        ("save dr", "Save as draft"),
        ("cafe", "Café"),
        ("", "Anything"),
    ],
)
def test_letters_that_begin_words_or_stand_in_a_row_fit(typed, name):
    assert likeness(typed, name) > 0


@pytest.mark.parametrize(("typed", "name"), [("x", "Save"), ("ds", "Save draft"), ("vsr", "Save as draft")])
def test_strewn_or_missing_letters_do_not(typed, name):
    assert likeness(typed, name) == 0


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [("re", "Revert", "Save the record"), ("sa", "Save", "Undo save"), ("so", "Sort order", "Send to someone")],
)
def test_the_likelier_name_scores_more(typed, better, worse):
    assert likeness(typed, better) >= likeness(typed, worse)


@given(st.text(min_size=1, max_size=30))
def test_every_name_fits_itself(name):
    assert likeness(name, name) > 0


@given(st.text(max_size=10), st.text(max_size=100))
def test_any_text_may_be_typed(typed, name):
    assert likeness(typed, name) >= 0

"""Initials of all sorts of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.initials import color_number, initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("Ada King Lovelace", "AL"),
        ("Madonna", "M"),
        ("ada", "A"),
        ("'Ada' (Lovelace)", "AL"),
        ("Élise Ångström", "ÉÅ"),
        ("e\u0301lise", "É"),
        ("山田 太郎", "山"),
        ("김 철수", "김"),
        ("Иван Петров", "ИП"),
        ("محمد علي", "م\u200cع"),
        ("👩‍👩‍👧 Family", "👩‍👩‍👧F"),
        ("👍🏽", "👍🏽"),
        ("🇩🇪🇫🇷", "🇩🇪"),
        ("ß", "ß"),
        ("क्षमा शर्मा", "क्षश"),
        ("தமிழ்", "த"),
        ("თამარ მეფე", "თმ"),
        ("שרה כהן", "שכ"),
        ("ใจดี", "ใ"),
        ("1️⃣ First", "1️⃣F"),
        ("🦊", "🦊"),
        ("3M", "3"),
        ("", ""),
        ("- . ,", ""),
        ("\0\u202eBob", "B"),
    ],
)
def test_initials(name, initials):
    assert initials_of(name) == initials


@given(st.text())
def test_any_name_has_short_initials_or_none(name):
    assert initials_of(name * 50) is not None
    assert bool(initials_of(name)) <= bool(name.strip())


@given(st.integers(1, 2**63 - 100))
def test_colour_is_stable_and_neighbours_differ(record_id):
    assert color_number(record_id, 12) == color_number(record_id, 12)
    assert len({color_number(record_id + step, 12) for step in range(50)}) > 6

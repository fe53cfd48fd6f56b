"""What a change is, and how two changes of one record come together: laws that hold for any contents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.fields import Field, Kind, RecordType, item_type
from app.models.merge import Conflict, Side, applied, difference, merge, settled
from app.models.values import Content, Item

NOTE = RecordType(
    name="note",
    label="Note",
    plural="Notes",
    parent="thing",
    fields=(
        Field(name="digits", label="Digits", follows="text"),
        Field(name="text", label="Text"),
        Field(name="at", label="At"),
    ),
)
THING = RecordType(
    name="thing",
    label="Thing",
    plural="Things",
    fields=(
        Field(name="name", label="Name"),
        Field(name="first", label="First", follows="name"),
        Field(name="last", label="Last", follows="name"),
        Field(name="color", label="Colour"),
        Field(name="tags", label="Tags", kind=Kind.TAGS),
        Field(name="notes", label="Notes", kind=Kind.ITEMS, items=NOTE),
    ),
)

texts = st.sampled_from([None, "a", "b", "c"])
items = st.builds(lambda digits, text, at: {"digits": digits, "text": text, "at": at}, texts, texts, texts)


def _content(name, color, tags, notes, first=None, last=None):
    rows = tuple(Item(values, number) for number, values in sorted(notes.items()))
    return Content({"name": name, "first": first, "last": last, "color": color, "tags": tags}, {"notes": rows})


contents = st.builds(
    _content,
    texts,
    texts,
    st.sampled_from([(), ("x",), ("x", "y")]),
    st.dictionaries(st.integers(1, 4), items),
    texts,
    texts,
)


def _places(conflicts):
    return {(one.field, one.item_id, one.part) for conflict in conflicts for one in (conflict, *conflict.following)}


@given(contents, contents)
def test_difference_leads_there_and_back(old, new):
    changes = difference(THING, old, new)
    assert applied(THING, old, changes) == new
    assert applied(THING, new, changes, back=True) == old


@given(contents)
def test_nothing_differs_from_itself(content):
    assert difference(THING, content, content) == ()


@given(contents, contents)
def test_a_side_that_did_nothing_changes_nothing(original, changed):
    assert merge(THING, original, changed, original).content == changed
    assert merge(THING, original, original, changed).content == changed
    assert not merge(THING, original, changed, original).conflicts
    assert not merge(THING, original, original, changed).conflicts


@given(contents, contents)
def test_the_same_change_on_both_sides_is_no_conflict(original, changed):
    merged = merge(THING, original, changed, changed)
    assert merged.content == changed
    assert not merged.conflicts


@given(contents, contents)
def test_what_mine_does_not_name_is_untouched(original, theirs):
    merged = merge(THING, original, theirs, Content())
    assert merged.content == theirs
    assert not merged.conflicts


@given(contents, contents, contents)
def test_both_sides_see_the_same_conflicts(original, theirs, mine):
    one, other = merge(THING, original, theirs, mine), merge(THING, original, mine, theirs)
    assert _places(one.conflicts) == _places(other.conflicts)
    if not one.conflicts:
        assert one.content == other.content


@given(contents, contents, contents)
def test_without_a_conflict_every_change_of_both_is_in(original, theirs, mine):
    merged = merge(THING, original, theirs, mine)
    disputed = {(field, item_id) for field, item_id, _ in _places(merged.conflicts)}
    for side in (theirs, mine):
        for change in difference(THING, original, side):
            if change.item_id == 0 and (change.field, 0) not in disputed:
                assert merged.content.values[change.field] == change.new


@given(contents, contents, contents, st.data())
def test_settling_every_conflict_for_theirs_gives_theirs_there(original, theirs, mine, data):
    merged = merge(THING, original, theirs, mine)
    content = merged.content
    for conflict in data.draw(st.permutations(merged.conflicts)):
        content = settled(content, conflict, Side.THEIRS)
    for field, item_id, part in _places(merged.conflicts):
        kept, theirs_then = ({item.id: item for item in side.items["notes"]} for side in (content, theirs))
        if item_id == 0:
            assert content.values[field] == theirs.values[field]
        elif part:
            assert kept[item_id].values[part] == theirs_then[item_id].values[part]
        else:
            assert kept.get(item_id) == theirs_then.get(item_id)
    again = merge(THING, theirs, theirs, content)
    assert not again.conflicts


@given(contents, contents)
def test_a_child_row_that_names_some_parts_leaves_the_others(original, theirs):
    partial = tuple(Item({"text": item.values["text"]}, item.id) for item in original.items["notes"])
    merged = merge(THING, original, theirs, Content({}, {"notes": partial}))
    assert not merged.conflicts
    assert merged.content == theirs


@pytest.mark.parametrize("side", Side)
def test_parts_go_with_the_name_that_they_belong_to(side):
    original = _content("Ada Byron", None, (), {}, "Ada", "Byron")
    theirs = _content("Ada King", None, (), {}, "Ada", "King")
    mine = _content("Adele Byron", None, (), {}, "Adele", "Byron")
    merged = merge(THING, original, theirs, mine)
    assert [conflict.field for conflict in merged.conflicts] == ["name"]
    chosen = {Side.THEIRS: theirs, Side.MINE: mine, Side.ORIGINAL: original}[side]
    assert settled(merged.content, merged.conflicts[0], side) == chosen


def test_a_part_that_both_corrected_is_asked_about_itself():
    original = _content("Ada Byron", None, (), {}, "Ada", "Byron")
    theirs, mine = (_content("Ada Byron", None, (), {}, first, "Byron") for first in ("Adele", "Adina"))
    (conflict,) = merge(THING, original, theirs, mine).conflicts
    assert (conflict.field, conflict.following) == ("first", ())


def test_new_rows_of_both_sides_are_kept():
    original = _content(None, None, (), {1: {"text": "a", "at": None}})
    theirs = _content(None, None, (), {1: {"text": "a", "at": None}, 2: {"text": "b", "at": None}})
    mine = replace(original, items={"notes": (*original.items["notes"], Item({"text": "c", "at": None}))})
    merged = merge(THING, original, theirs, mine)
    assert [item.values["text"] for item in merged.content.items["notes"]] == ["a", "b", "c"]


@pytest.mark.parametrize("mine_changes", [True, False])
def test_removing_against_changing_is_shown(mine_changes):
    original = _content(None, None, (), {1: {"text": "a", "at": None}})
    changed = _content(None, None, (), {1: {"text": "b", "at": None}})
    removed = _content(None, None, (), {})
    theirs, mine = (removed, changed) if mine_changes else (changed, removed)
    (conflict,) = merge(THING, original, theirs, mine).conflicts
    row, gone = Item({"text": "b", "at": None}, 1), None
    expected = (gone, row) if mine_changes else (row, gone)
    assert (conflict.theirs, conflict.mine) == expected
    content = merge(THING, original, theirs, mine).content
    gone_side, row_side = (Side.THEIRS, Side.MINE) if mine_changes else (Side.MINE, Side.THEIRS)
    assert settled(content, conflict, gone_side).items["notes"] == ()
    assert settled(content, conflict, row_side).items["notes"] == (row,)


def test_one_part_of_a_row_is_settled_alone():
    conflict = Conflict("notes", "a", "b", "c", 1, "text")
    content = _content(None, None, (), {1: {"text": "c", "at": "x"}})
    assert settled(content, conflict, Side.THEIRS).items["notes"] == (Item({"text": "b", "at": "x"}, 1),)
    assert item_type(THING.by_name["notes"]) is NOTE

"""What a change is, and how two changes of one record come together: laws that hold for any contents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.fields import Field, Kind, RecordType, item_type
from app.models.merge import Conflict, applied, difference, merge, settled
from app.models.values import Content, Item

NOTE = RecordType(
    name="note",
    label="Note",
    plural="Notes",
    parent="thing",
    fields=(Field(name="text", label="Text"), Field(name="at", label="At")),
)
THING = RecordType(
    name="thing",
    label="Thing",
    plural="Things",
    fields=(
        Field(name="name", label="Name"),
        Field(name="color", label="Colour"),
        Field(name="tags", label="Tags", kind=Kind.TAGS),
        Field(name="notes", label="Notes", kind=Kind.ITEMS, items=NOTE),
    ),
)

texts = st.sampled_from([None, "a", "b", "c"])
items = st.builds(lambda text, at: {"text": text, "at": at}, texts, texts)


def _content(name, color, tags, notes):
    rows = tuple(Item(values, number) for number, values in sorted(notes.items()))
    return Content({"name": name, "color": color, "tags": tags}, {"notes": rows})


contents = st.builds(
    _content, texts, texts, st.sampled_from([(), ("x",), ("x", "y")]), st.dictionaries(st.integers(1, 4), items)
)


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
    def places(conflicts):
        return {(conflict.field, conflict.item_id, conflict.part) for conflict in conflicts}

    one, other = merge(THING, original, theirs, mine), merge(THING, original, mine, theirs)
    assert places(one.conflicts) == places(other.conflicts)
    if not one.conflicts:
        assert one.content == other.content


@given(contents, contents, contents)
def test_without_a_conflict_every_change_of_both_is_in(original, theirs, mine):
    merged = merge(THING, original, theirs, mine)
    disputed = {(conflict.field, conflict.item_id) for conflict in merged.conflicts}
    for side in (theirs, mine):
        for change in difference(THING, original, side):
            if change.item_id == 0 and (change.field, 0) not in disputed:
                assert merged.content.values[change.field] == change.new


@given(contents, contents, contents, st.data())
def test_settling_every_conflict_for_theirs_gives_theirs_there(original, theirs, mine, data):
    merged = merge(THING, original, theirs, mine)
    content = merged.content
    for conflict in data.draw(st.permutations(merged.conflicts)):
        content = settled(content, conflict, conflict.theirs)
    for conflict in merged.conflicts:
        if conflict.item_id == 0:
            assert content.values[conflict.field] == theirs.values[conflict.field]
        elif not conflict.part:
            kept = {item.id: item for item in content.items["notes"]}
            assert kept.get(conflict.item_id) == conflict.theirs
    again = merge(THING, theirs, theirs, content)
    assert not again.conflicts


@given(contents, contents)
def test_a_child_row_that_names_some_parts_leaves_the_others(original, theirs):
    partial = tuple(Item({"text": item.values["text"]}, item.id) for item in original.items["notes"])
    merged = merge(THING, original, theirs, Content({}, {"notes": partial}))
    assert not merged.conflicts
    assert merged.content == theirs


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
    assert settled(content, conflict, None).items["notes"] == ()
    assert settled(content, conflict, row).items["notes"] == (row,)


def test_one_part_of_a_row_is_settled_alone():
    conflict = Conflict("notes", "a", "b", "c", 1, "text")
    content = _content(None, None, (), {1: {"text": "c", "at": "x"}})
    assert settled(content, conflict, "b").items["notes"] == (Item({"text": "b", "at": "x"}, 1),)
    assert item_type(THING.by_name["notes"]) is NOTE

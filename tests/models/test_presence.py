"""Who holds a record of those who edit it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.models.presence import Editing, LockKind, standing_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def editing(session, minutes=0, record_id=1, **values):
    return Editing(
        "customer", record_id, session, session, f"Person {session}", NOON + timedelta(0, 60 * minutes), **values
    )


everybody = st.lists(
    st.builds(
        editing,
        session=st.integers(1, 5),
        minutes=st.integers(0, 3),
        record_id=st.integers(1, 2),
        freed_by=st.sampled_from(["", "", "Ada"]),
    ),
    unique_by=lambda each: (each.record_id, each.session),
)


@given(everybody, st.sampled_from(LockKind))
def test_at_most_one_window_may_save_an_enforced_record(rows, kind):
    here = {each.session for each in rows if each.record_id == 1}
    free = [one for one in here if not standing_of(rows, "customer", 1, one, kind).is_held]
    if kind is LockKind.ENFORCED:
        holders = [each for each in rows if each.record_id == 1 and not each.freed_by]
        assert len(free) == bool(holders)
        assert not holders or free[0] == min(holders, key=lambda each: (each.since, each.session)).session
    else:
        assert set(free) == here


@given(everybody, st.integers(1, 6), st.sampled_from(LockKind))
def test_who_is_named_is_somebody_else(rows, session, kind):
    standing = standing_of(rows, "customer", 1, session, kind)

    assert all(each.session != session and each.record_id == 1 for each in standing.others)
    assert list(standing.others) == sorted(standing.others, key=lambda each: (each.since, each.session))
    assert standing.own is None or standing.own.session == session


def test_who_only_looks_is_kept_from_editing_where_that_is_the_rule():
    rows = [editing(1)]

    assert standing_of(rows, "customer", 1, 9, LockKind.ENFORCED).is_held
    assert not standing_of(rows, "customer", 1, 9, LockKind.INFORMATIONAL).is_held
    assert not standing_of(rows, "customer", 2, 9, LockKind.ENFORCED).is_held


def test_what_an_administrator_freed_is_not_held_again_by_itself():
    rows = [editing(1, freed_by="Ada")]

    assert standing_of(rows, "customer", 1, 1, LockKind.ENFORCED).is_held
    assert not standing_of(rows, "customer", 1, 2, LockKind.ENFORCED).is_held

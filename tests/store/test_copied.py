"""What rows come to, and what a stored revision means: rules without a database."""

from hypothesis import given
from hypothesis import strategies as st

from app.errors import FileProblem, ServerProblem
from app.store import revisions
from app.store.copying import Copied

values = st.none() | st.integers() | st.text() | st.binary()
rows = st.lists(st.tuples(values, values))


@given(rows, st.randoms())
def test_the_order_of_rows_does_not_matter(some, dice):
    mixed = dice.sample(some, len(some))
    assert Copied().with_rows(some) == Copied().with_rows(mixed)


@given(rows, rows)
def test_pieces_add_up(some, others):
    assert Copied().with_rows(some) + Copied().with_rows(others) == Copied().with_rows([*some, *others])


@given(rows, st.tuples(values, values), st.tuples(values, values))
def test_another_row_comes_to_something_else(some, one, other):
    same = Copied().with_rows([*some, one]) == Copied().with_rows([*some, other])
    assert same == (one == other)


def test_nothing_and_an_empty_text_are_told_apart():
    assert Copied().with_rows([(None,)]) != Copied().with_rows([("",)]) != Copied().with_rows([(b"",)])


numbers = st.integers(1, 9_999).map("{:04}".format)


@given(numbers, numbers)
def test_a_revision_is_older_the_same_or_newer(stored, newest):
    problem = revisions.problem_of_file(stored, newest)
    if stored == newest:
        assert problem is None
    else:
        assert problem is (FileProblem.NEWER if int(stored) > int(newest) else FileProblem.NEEDS_UPGRADE)


@given(numbers, numbers)
def test_a_server_says_the_same_unless_somebody_has_it_alone(stored, newest):
    found, held = (revisions.problem_of_server(stored, newest, is_held=is_held) for is_held in (False, True))
    assert str(found) == str(revisions.problem_of_file(stored, newest))
    assert held is ServerProblem.UPGRADING


@given(numbers, numbers)
def test_half_a_copy_is_newer_than_anything_to_a_program_that_does_not_know_of_it(stored, newest):
    half = revisions.unfinished(stored)
    assert half > newest
    assert revisions.problem_of_file(half, newest) is FileProblem.UNFINISHED
    assert revisions.problem_of_server(half, newest, is_held=True) is ServerProblem.UNFINISHED
    assert len(half) <= 32  # as many letters as Alembic's column takes

"""The window killed while somebody types, saves and backs up; a hundred times: `python -m tests.bench kills`.

Here only so often that what is not kept in time shows in one run of the tests.
"""

from tests.end_to_end.kills import kill_often

KILLS = 6


def test_a_killed_window_loses_nothing_confirmed_and_nothing_typed_a_second_before(tmp_path):
    outcome = kill_often(tmp_path, KILLS, longest=3.0)

    assert outcome.lost == []
    assert outcome.kills == KILLS
    assert outcome.saves > 0

"""A recovery key survives printing and typing, and every slip in it is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import KeyProblem, WrongKeyError
from app.models import recovery_key

KEYS = st.binary(min_size=32, max_size=32)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def problem_of(text):
    with pytest.raises(WrongKeyError) as wrong:
        recovery_key.read(text)
    return wrong.value


@given(KEYS)
def test_what_is_printed_is_read_back(key):
    text = recovery_key.as_text(key)

    assert recovery_key.read(text) == key
    assert [len(group) for group in text.split("-")] == [6] * recovery_key.GROUPS
    assert not set(text) & set("ILOU")
    assert recovery_key.looks_like_one(text)


@given(KEYS, st.data())
def test_it_is_read_in_any_case_spacing_and_with_look_alikes(key, data):
    def as_typed(letter):
        alike = {"0": "0oO", "1": "1iIlL", "-": "- –\u00a0"}.get(letter, letter + letter.lower())
        return data.draw(st.sampled_from(alike))

    assert recovery_key.read(" " + "".join(map(as_typed, recovery_key.as_text(key))) + "\n") == key


@given(KEYS, st.data())
def test_a_wrong_letter_is_found_in_its_group(key, data):
    text = recovery_key.as_text(key)
    place = data.draw(st.integers(0, len(text) - 1).filter(lambda place: text[place] != "-"))
    other = data.draw(st.sampled_from(LETTERS.replace(text[place], "")))

    wrong = problem_of(text[:place] + other + text[place + 1 :])

    assert (wrong.problem, wrong.group) == (KeyProblem.MISTYPED, place // 7 + 1)


@given(KEYS, st.data())
def test_letters_of_a_group_that_changed_places_are_found(key, data):
    groups = recovery_key.as_text(key).split("-")
    number = data.draw(st.integers(0, 10))
    one, other = data.draw(st.lists(st.integers(0, 5), min_size=2, max_size=2, unique=True))
    letters = list(groups[number])
    letters[one], letters[other] = letters[other], letters[one]
    is_same = "".join(letters) == groups[number]
    groups[number] = "".join(letters)

    if is_same:
        assert recovery_key.read("-".join(groups)) == key
    else:
        assert problem_of("-".join(groups)).group == number + 1


def test_groups_that_changed_places_are_found():
    groups = recovery_key.as_text(bytes(range(32))).split("-")
    groups[2], groups[3] = groups[3], groups[2]

    assert problem_of("-".join(groups)).problem is KeyProblem.MISTYPED


@pytest.mark.parametrize("cut", [1, 6, 7, 40])
def test_an_incomplete_key_is_told_from_a_wrong_one(cut):
    text = recovery_key.as_text(bytes(range(32)))

    assert problem_of(text[:-cut]).problem is KeyProblem.INCOMPLETE
    assert problem_of(f"{text}-{text[:6]}").problem is KeyProblem.INCOMPLETE


@given(st.text())
def test_anything_else_is_refused(text):
    assert problem_of(text).problem in (KeyProblem.MISTYPED, KeyProblem.INCOMPLETE)


@pytest.mark.parametrize("text", ["", "correct horse battery staple", "anvil quartz penguin lantern meadow", "secret"])
def test_a_passphrase_is_not_taken_for_one(text):
    assert not recovery_key.looks_like_one(text)


def test_the_last_group_proves_that_it_was_kept():
    text = recovery_key.as_text(bytes(range(32)))
    last = recovery_key.last_group(text)

    assert recovery_key.is_same(f" {last.lower()} ", last)
    assert not recovery_key.is_same("", last)
    assert not recovery_key.is_same(text.split("-")[0], last)

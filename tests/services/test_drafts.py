"""Drafts: any text is kept, nobody else sees it, and a record that is made of one replaces it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InvalidRecordError, RecordGoneError
from app.models.values import Content
from app.services.drafts import delete_draft, list_drafts, read_draft, save_draft
from app.services.forms import save_record
from tests.factories import first_company, staff_actor


def keep(database, actor, texts, draft_id=None, name="Ada"):
    with database.writing() as connection:
        company_id = first_company(connection)
        return save_draft(connection, draft_id, "customer", company_id, texts, name, actor=actor)


def drafts(database, actor):
    with database.reading() as connection:
        return list_drafts(connection, actor=actor)


def test_draft_holds_what_was_typed(database, actor):
    texts = {"last_survey_date": "31.02.", "phones": [{"number": "letters", "label": "Work"}], "kind": "external"}
    draft_id = keep(database, actor, texts)
    with database.reading() as connection:
        draft = read_draft(connection, draft_id)
    assert (draft.record_type, draft.texts) == ("customer", texts)


def test_saving_again_replaces_and_a_lost_draft_is_made_anew(database, actor):
    draft_id = keep(database, actor, {"full_name": "A"})
    assert keep(database, actor, {"full_name": "B"}, draft_id, "B") == draft_id
    assert [row.display_name for row in drafts(database, actor)] == ["B"]
    with database.writing() as connection:
        delete_draft(connection, draft_id, actor=actor)
        delete_draft(connection, draft_id, actor=actor)
    assert drafts(database, actor) == ()
    assert keep(database, actor, {"full_name": "C"}, draft_id) != draft_id


def test_drafts_are_listed_latest_first_and_only_to_their_author(database, actor):
    first, second = keep(database, actor, {}, name="first"), keep(database, actor, {}, name="second")
    keep(database, actor, {}, first, "first again")
    assert [row.id for row in drafts(database, actor)] == [first, second]
    with database.writing() as connection:
        other = staff_actor(connection, "Eve")
        delete_draft(connection, first, actor=other)
    assert drafts(database, other) == ()
    assert len(drafts(database, actor)) == 2


def test_draft_that_is_gone_says_so(database):
    with database.reading() as connection, pytest.raises(RecordGoneError):
        read_draft(connection, 1)


def test_draft_goes_only_with_the_record_that_is_made_of_it(database, actor):
    draft_id = keep(database, actor, {"full_name": "Ada"})
    with pytest.raises(InvalidRecordError), database.writing() as connection:
        save_record(connection, "customer", first_company(connection), None, Content({"kind": "internal"}), draft_id)
    assert len(drafts(database, actor)) == 1
    with database.writing() as connection:
        stored = save_record(
            connection, "customer", first_company(connection), None, Content({"full_name": "Ada"}), draft_id
        )
    assert drafts(database, actor) == ()
    assert stored.sheet.record == stored.saved.record


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.text())
def test_any_text_is_kept(database, actor, text, name):
    draft_id = keep(database, actor, {"full_name": text, "phones": [{"number": text}]}, name=name)
    with database.reading() as connection:
        assert read_draft(connection, draft_id).texts == {"full_name": text, "phones": [{"number": text}]}


def test_what_no_database_takes_is_left_out(database, actor):
    draft_id = keep(database, actor, {"full_name": "a\0b\ud800"}, name="x\0" * 300)
    with database.reading() as connection:
        assert read_draft(connection, draft_id).texts["full_name"] == "ab\ufffd"

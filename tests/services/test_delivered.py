"""What a database of an older version gets when it is brought up to date, and what stays as somebody has it."""

from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.models.pick_lists import PICK_LISTS, PICK_VALUE
from app.models.ready_roles import FRONTLINE
from app.models.rights import Act, Reach
from app.models.role import ROLE, ROLE_RIGHT
from app.models.tables import table_of, text_table_of
from app.services.shared import upgrade_shared
from app.services.upgrades import upgrade_file
from app.store.database import held_alone, open_database
from tests import guarded

BEFORE = "0017"
"""The last revision without contracts and interactions."""

PICK, TEXT, RIGHT = table_of(PICK_VALUE), text_table_of(PICK_VALUE), table_of(ROLE_RIGHT)
NEW_LISTS = ("interaction_type", "interaction_channel")


@pytest.fixture
def older(database):
    """A database as it was before there were interactions, whose administrator took a role and a list in hand."""
    role = table_of(ROLE)
    frontline = sa.select(role.c.id).where(role.c.name == FRONTLINE.name).scalar_subquery()
    with database.writing() as connection:
        new = sa.select(PICK.c.id).where(PICK.c.pick_list.in_(NEW_LISTS))
        connection.execute(sa.delete(TEXT).where(TEXT.c.id.in_(new)))
        connection.execute(sa.delete(PICK).where(PICK.c.pick_list.in_(NEW_LISTS)))
        connection.execute(sa.update(PICK).where(PICK.c.value == "Sales").values(label="Selling"))
        connection.execute(sa.delete(RIGHT).where(RIGHT.c.record_type.in_(("interaction", "contract"))))
        own = (RIGHT.c.role_id == frontline, RIGHT.c.record_type == "customer", RIGHT.c.act == str(Act.EDIT))
        connection.execute(sa.update(RIGHT).where(*own).values(reach=str(Reach.OWN)))
    database.close()
    if isinstance(database.place, Path):
        with held_alone(database.place) as connection, connection.begin():
            guarded.take_back_steps(connection, BEFORE)
    else:
        guarded.set_back(database.place, BEFORE)
    return database.place


def test_what_is_new_is_there_after_an_upgrade_and_what_was_changed_stays(older):
    if isinstance(older, Path):
        upgrade_file(older)
    else:
        upgrade_shared(older, lambda done, total: None)

    with closing(open_database(older)) as database, database.reading() as connection:
        for name in NEW_LISTS:
            values = connection.scalars(
                sa.select(PICK.c.label).where(PICK.c.pick_list == name).order_by(PICK.c.position)
            )
            assert tuple(values) == PICK_LISTS[name][1]
        assert connection.scalar(sa.select(PICK.c.label).where(PICK.c.value == "Sales")) == "Selling"
        assert connection.scalar(sa.select(sa.func.count()).where(PICK.c.pick_list == "department")) == 12
        role = table_of(ROLE)
        rights = sa.select(RIGHT.c.record_type, RIGHT.c.act, RIGHT.c.reach).join(role, role.c.id == RIGHT.c.role_id)
        found = connection.execute(rights.where(role.c.name == FRONTLINE.name)).all()
    reaches = {(name, act): reach for name, act, reach in found}
    assert len(reaches) == len(found)
    assert reaches["interaction", "add"] == reaches["contract", "edit"] == Reach.COMPANY
    assert reaches["interaction", "delete"] == Reach.NONE
    assert reaches["customer", "edit"] == Reach.OWN

"""Records as others refer to them."""

from __future__ import annotations

from app.models.customer import CUSTOMER
from app.services.references import Reference, find_references, read_reference
from app.services.trash import move_to_trash
from tests.factories import customer_content, email, stored_customer


def test_any_words_find_with_what_tells_namesakes_apart(database):
    content = customer_content("Ada Lovelace", customer_code="X1", emails=[email()])
    ada = stored_customer(database, content)
    other = stored_customer(database, customer_content("Ada Lovelace", customer_code="X2"))
    stored_customer(database, customer_content("Grace Hopper"))
    with database.reading() as connection:
        found = find_references(connection, "customer", "love ada")
        assert [reference.id for reference in found] == [ada.id, other.id]
        assert found[0].detail == "X1 · ada@example.com"
        assert find_references(connection, "customer", "x2") == (Reference(other.key, "Ada Lovelace", "X2"),)
        assert len(find_references(connection, "customer", "", 2)) == 2
        assert find_references(connection, "customer", "100% 'OR 1=1 *") == ()


def test_the_trash_is_not_offered_but_still_has_its_name(database, actor):
    ada = stored_customer(database, customer_content("Ada Lovelace"))
    with database.writing() as connection:
        move_to_trash(connection, CUSTOMER, [ada.id], actor=actor)
    with database.reading() as connection:
        assert find_references(connection, "customer", "ada") == ()
        assert read_reference(connection, "customer", ada.id) == Reference(ada.key, "Ada Lovelace")
        assert read_reference(connection, "customer", 1) is None
        assert read_reference(connection, "staff", actor.staff_id).label == actor.name

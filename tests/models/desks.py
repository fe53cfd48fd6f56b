"""People, roles and records of a small desk, drawn at random: few of each, so that they meet often."""

import dataclasses

from hypothesis import strategies as st

from app.models.rights import EVERY, Act, FieldAccess, FieldRule, Grant, Holder, Person, Reach, Role

TYPES = ("customer", "image")
DEPARTMENTS = (None, "", "Finance", "Legal")

numbers = st.integers(1, 2)
number_sets = st.sampled_from([frozenset(some) for some in ((), (1,), (2,), (1, 2))])
maybe = st.none() | numbers
departments = st.sampled_from(DEPARTMENTS)
acts = st.sampled_from(Act)
record_types = st.sampled_from(TYPES)

places = st.sampled_from((*TYPES, EVERY))
some_reaches = st.lists(st.sampled_from(Reach), min_size=1, max_size=2)
columns = st.tuples(places, st.fixed_dictionaries(dict.fromkeys(Act, some_reaches)))
matrices = st.lists(columns, min_size=1, max_size=2).map(
    lambda drawn: tuple(
        Grant(place, act, reach) for place, column in drawn for act, reaches in column.items() for reach in reaches
    )
)
"""Of one or two record types everything, so that an act often meets the others that it needs."""

fields = st.sampled_from(("full_name", "first", "phones", "phone", "vat_number", "kind", "display_name", EVERY))
rules = st.builds(FieldRule, places, fields, st.sampled_from(FieldAccess))
roles = st.builds(
    Role,
    st.sampled_from(("Front", "Back", "Night")),
    matrices,
    st.lists(rules, max_size=4).map(tuple),
)


def _numbered(kind):
    """What draws the fields of a kind that hold one number, or several."""
    names = [field.name for field in dataclasses.fields(kind)]
    one = {name: maybe for name in names if name.endswith("_id")}
    return one | {name: number_sets for name in names if name.endswith("_ids")}


people = st.builds(
    Person,
    **{
        **_numbered(Person),
        "staff_id": numbers,
        "roles": st.lists(roles, min_size=1, max_size=2).map(tuple),
        "active": st.integers(0, 9).map(bool),
        "department": departments,
    },
)
holders = st.builds(Holder, **_numbered(Holder), owner_department=departments, customer_department=departments)


def role(*grants, rules=(), name="Desk"):
    """A role from (record type, act, reach) and (record type, field, access)."""
    return Role(name, tuple(Grant(*grant) for grant in grants), tuple(FieldRule(*rule) for rule in rules))

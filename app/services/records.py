"""Saving records of any type: by what is declared of their fields, and by what their type adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem
from app.models import record_rules
from app.models.attachment import ATTACHMENT
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.contract import CONTRACT, SERVICE
from app.models.customer import CUSTOMER
from app.models.fields import RecordType
from app.models.interaction import INTERACTION
from app.models.invoice import INVOICE
from app.models.note import NOTE
from app.models.payment import PAYMENT
from app.models.product import PRODUCT
from app.models.review import REVIEW
from app.models.values import Actor, Content, Record, Value
from app.services import (
    about,
    companies,
    contracts,
    customers,
    following,
    interactions,
    invoices,
    notes,
    payments,
    people,
    products,
    reviews,
)
from app.services.belonging import company_of_new, company_problems
from app.services.references import require_targets
from app.services.saving import Saved, Saving, TypeRules, brought_together, read_active, without_cards
from app.services.series import next_in_series
from app.services.unique import taken, told_apart
from app.store.field_reach import require_fillable
from app.store.unit_of_work import UnitOfWork
from app.store.withheld import judged_of, left_alone, withheld

RULES: Mapping[str, TypeRules] = {
    **dict.fromkeys(people.PEOPLE, people.RULES),
    PRODUCT.name: products.RULES,
    CONTRACT.name: contracts.CONTRACT_RULES,
    SERVICE.name: contracts.SERVICE_RULES,
    INTERACTION.name: interactions.RULES,
    NOTE.name: notes.RULES,
    REVIEW.name: reviews.RULES,
    ATTACHMENT.name: TypeRules(about.with_customer, about.about_problems),
    INVOICE.name: invoices.RULES,
    PAYMENT.name: payments.RULES,
}
"""Of the types that ask for more than is declared of their fields."""


def save_record(
    connection: sa.Connection,
    type_name: str,
    company_id: int | None,
    base: Record | None,
    mine: Content,
    *,
    actor: Actor,
    batch_id: int | None = None,
) -> Saved:
    """Store what a form holds, brought together with what others saved since the form was opened.

    Args:
        connection: within a transaction, which the caller owns.
        type_name: of any type.
        company_id: for a new one, the operating company it belongs to, unless it belongs to a record of another one;
            None for all of them. Others stay where they are.
        base: the record as the form opened it, None for a new one.
        mine: what the form holds now; a field it doesn't name stays as it is or, in a new one, gets its default.
        actor: who saves.
        batch_id: the batch that the save is a part of; customers and companies are saved by themselves.

    Raises:
        RecordGoneError: the record is no longer there, or in the trash.
        EditConflictError: somebody else changed the same fields meanwhile.
        InvalidRecordError: a rule is broken; it lists every problem.
        NotAllowedError: whoever saves may not do it.
    """
    record_type = RECORD_TYPES[type_name]
    if record_type is CUSTOMER:
        return customers.save_customer(connection, company_id or 0, base, mine, actor=actor)
    mine, masked = without_cards(record_type, base, mine)
    if record_type is COMPANY:  # whatever is wrong with one keeps it from being stored
        return Saved(companies.save_company(connection, base, mine, actor=actor), masked, base is None)
    require_targets(connection, record_type, base.content if base else Content(), mine)
    moves = base is not None and following.is_handed_over(record_type, base.values, mine.values)
    work = following.begin(connection, record_type, actor, batch_id, is_handed_over=moves)
    if base is not None:
        saved = update_record(work, base, read_active(connection, record_type, base.id, lock=True), mine)
        return replace(saved, warnings=(*saved.warnings, *masked))
    made = create_record(work, record_type, company_id, mine)
    return replace(made, warnings=(*made.warnings, *masked))


def create_record(work: UnitOfWork, record_type: RecordType, company_id: int | None, mine: Content) -> Saved:
    """Store a new record, by the rules of every save; `save_record` says how it can be refused.

    Args:
        work: which it is a part of.
        record_type: neither that of customers nor that of companies.
        company_id: as `save_record` takes it.
        mine: what it says; a field that it doesn't name gets its default.
    """
    connection = work.connection
    require_fillable(connection, record_type, mine)
    company_id = company_of_new(connection, record_type, mine, company_id)
    defaults: dict[str, Value] = {field.name: field.default for field in record_type.value_fields}
    wanted = Content({**defaults, **mine.values}, mine.items)
    content, warnings = _judged(Saving(connection, record_type, company_id, None, work.actor), wanted)
    made = work.create(record_type, company_id, content)
    following.follow(work, record_type, [made.id])
    return Saved(made, warnings, True)


def update_record(work: UnitOfWork, base: Record, stored: Record, mine: Content) -> Saved:
    """Store what an active record shall say, by the rules of every save; `save_record` says how it can be refused.

    Args:
        work: which it is a part of.
        base: the record as it was when `mine` was begun.
        stored: the record as it is now, read in this transaction; neither a customer nor a company.
        mine: what it shall say.
    """
    record_type = RECORD_TYPES[stored.type_name]
    company_id = stored.values["company_id"]
    company_id = company_id if isinstance(company_id, int) else None
    saving = Saving(work.connection, record_type, company_id, stored, work.actor)
    content, warnings = _judged(saving, brought_together(work.connection, record_type, base, stored, mine))
    updated = work.update(record_type, stored, content)
    following.follow(work, record_type, [updated.id])
    if following.is_handed_over(record_type, stored.values, updated.values):
        following.hand_over(work, record_type, updated)
    return Saved(updated, warnings, False)


def _judged(saving: Saving, content: Content) -> tuple[Content, tuple[Problem, ...]]:
    """The content as it is stored, and the warnings; raises for what blocks."""
    connection, record_type, stored = saving.connection, saving.record_type, saving.stored
    rules = RULES.get(record_type.name, TypeRules())
    content = record_rules.tidied(record_type, content)
    if stored is not None:
        content = left_alone(connection, record_type, stored.content, content)
    content = rules.completed(saving, content)
    clashes = (
        *(
            taken(connection, record_type, field, content, saving.company_id, saving.own_id)
            for field in record_type.fields
            if field.unique
        ),
        told_apart(connection, record_type, content, saving.company_id, saving.own_id),
    )
    found = (
        *record_rules.problems(record_type, content),
        *(clash for clash in clashes if clash),
        *company_problems(saving, content),
        *rules.problems(saving, content),
    )
    if stored is not None:
        found = judged_of(connection, record_type, found)
    if any(problem.blocking for problem in found):
        raise InvalidRecordError(found)
    return (_numbered(saving, content) if rules.is_numbered(content.values) else content), found


def _numbered(saving: Saving, content: Content) -> Content:
    """With the next number of its series where nobody typed one; not before it is known to be stored, so that none is lost."""
    connection, record_type = saving.connection, saving.record_type
    kept_back = withheld(connection, record_type).fields if saving.stored else frozenset()
    blank = [
        field
        for field in record_type.fields
        if field.series and not content.values.get(field.name) and field.name not in kept_back
    ]
    if not blank or saving.company_id is None:
        return content
    made = {
        field.name: next_in_series(connection, record_type, field, content.values, saving.company_id) for field in blank
    }
    return replace(content, values={**content.values, **made})

"""What people do with customers: save them, look for what clashes, and what hangs on those that leave."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models import codes
from app.models.company import COMPANY, UNIQUE_ALWAYS
from app.models.contact_points import EMAIL
from app.models.customer import CUSTOMER
from app.models.customer_rules import Rules, problems, tidied, with_whole_name
from app.models.tables import table_of
from app.models.values import Actor, Content, Record, State, Value
from app.services import managers
from app.services.saving import Saved, brought_together, without_cards
from app.services.unique import IN_TRASH, is_taken, taken, veiled
from app.store import identity
from app.store.field_reach import require_fillable
from app.store.labels import Labels, labels_question
from app.store.prepared import answers
from app.store.reach import seeing_all
from app.store.records import asked_record, read_record
from app.store.turns import take_turn
from app.store.unit_of_work import UnitOfWork
from app.store.withheld import judged_of, left_alone, withheld


def company_rules(connection: sa.Connection, company_id: int) -> Rules:
    """What the operating company lays down for its customers."""
    with seeing_all(connection):  # they hold for whoever works there
        company = read_record(connection, COMPANY, company_id)
    if company is None:
        raise RecordGoneError(COMPANY.name, company_id)
    return Rules.of(company.values)


def save_customer(
    connection: sa.Connection,
    company_id: int,
    base: Record | None,
    mine: Content,
    *,
    actor: Actor,
    back: Record | None = None,
) -> Saved:
    """Store what a form holds, brought together with what others saved since the form was opened.

    The caller owns the transaction.

    Args:
        company_id: for a new customer, where it belongs; others stay where they are.
        base: the record as the form opened it, None for a new one.
        mine: what the form holds now; a field it doesn't name stays as it is.
        actor: who saves.
        back: what a new customer was before, if it comes back: it has its id and its day of creation again.

    Raises:
        RecordGoneError: the customer is no longer there, or in the trash.
        EditConflictError: somebody else changed the same fields meanwhile.
        InvalidRecordError: a rule is broken; it lists every one.
        NotAllowedError: whoever saves may not do it.
    """
    mine, masked = without_cards(CUSTOMER, base, mine)
    if base is not None:
        stored, rules, labels = _read_to_save(connection, base)
        work = UnitOfWork(connection, actor, labels=labels)
        saved = update_customer(work, rules, base, stored, with_whole_name(mine, base.content, rules))
        return replace(saved, warnings=(*saved.warnings, *masked))
    work = UnitOfWork(connection, actor)
    if back is None:
        require_fillable(connection, CUSTOMER, mine)
    rules = company_rules(connection, company_id)
    content, warnings = _judged(connection, tidied(_with_defaults(mine), rules), rules, company_id, None)
    return Saved(work.create(CUSTOMER, company_id, content, back), (*warnings, *masked), True)


def _read_to_save(connection: sa.Connection, base: Record) -> tuple[Record, Rules, Labels]:
    """The customer as it is now, kept from others, the rules of its company and the labels: with one way to a server.

    Raises:
        RecordGoneError: the customer is no longer there, or in the trash.
    """
    customer = asked_record(connection, CUSTOMER, base.id, lock=True)
    with seeing_all(connection):
        company = asked_record(connection, COMPANY, company_of(base))
    asked = (*customer.questions, *company.questions, labels_question(connection))
    *found, picks = answers(connection, asked)
    own = len(customer.questions)
    stored, its_company = customer.told(found[:own]), company.told(found[own:])
    if stored is None or stored.state is not State.ACTIVE:
        raise RecordGoneError(CUSTOMER.name, base.id)
    is_same = its_company is not None and its_company.id == company_of(stored)
    rules = Rules.of(its_company.values) if its_company and is_same else company_rules(connection, company_of(stored))
    return stored, rules, Labels(connection, picks)


def _with_defaults(mine: Content) -> Content:
    """With what a form doesn't hold, as one doesn't in which fields are hidden."""
    missing = {field.name: field.default for field in CUSTOMER.value_fields if field.name not in mine.values}
    return replace(mine, values={**missing, **mine.values})


def update_customer(work: UnitOfWork, rules: Rules, base: Record, stored: Record, mine: Content) -> Saved:
    """Store what an active customer shall say, by the rules of its company; `save_customer` says how it can be refused.

    Args:
        stored: the record as it is now, read in this transaction.
    """
    together = brought_together(work.connection, CUSTOMER, base, stored, mine)
    wanted = left_alone(work.connection, CUSTOMER, stored.content, tidied(together, rules))
    content, warnings = _judged(work.connection, wanted, rules, company_of(stored), stored)
    if "former_codes" not in withheld(work.connection, CUSTOMER).fields:  # else the server keeps the former one itself
        content = _with_former_code(stored, content)
    return Saved(work.update(CUSTOMER, stored, content), warnings, False)


def company_of(record: Record) -> int:
    """The operating company that a customer belongs to."""
    company_id = record.values["company_id"]
    if not isinstance(company_id, int):
        raise TypeError("a customer without an operating company")
    return company_id


def _judged(
    connection: sa.Connection, content: Content, rules: Rules, company_id: int, stored: Record | None
) -> tuple[Content, tuple[Problem, ...]]:
    """The content with its code, and the warnings; raises for what blocks."""
    _take_turns(connection, content, rules, company_id, stored)
    found = (*problems(content, rules), *clashes(connection, content, rules, company_id, *_known(stored)))
    if stored is not None:
        found = judged_of(connection, CUSTOMER, found)
    if any(problem.blocking for problem in found):
        raise InvalidRecordError(found)
    has_code = stored is not None and "customer_code" in withheld(connection, CUSTOMER).fields
    if not has_code and not content.values.get("customer_code"):
        code = _next_code(connection, rules, company_id)
        content = replace(content, values={**content.values, "customer_code": code})
    return content, found


def _take_turns(
    connection: sa.Connection, content: Content, rules: Rules, company_id: int, stored: Record | None
) -> None:
    """Where a rule looks at others: of two who become each other's managers, or take the same address, one is told."""
    if stored and content.values.get("manager_id") != stored.values["manager_id"]:
        take_turn(connection, "managers of customers")
    emails = stored.items["emails"] if stored else ()
    if rules.email_rule == UNIQUE_ALWAYS and content.items.get("emails", ()) != emails:
        take_turn(connection, addresses_of(company_id))


def addresses_of(company_id: int) -> str:
    """The turn of whoever takes an address in a company that lets nobody share one."""
    return f"addresses of {company_id}"


def _known(stored: Record | None) -> tuple[int, Content | None]:
    return (stored.id, stored.content) if stored else (0, None)


def _with_former_code(stored: Record, content: Content) -> Content:
    """Old codes keep finding their customer."""
    old = stored.values["customer_code"]
    former = content.values.get("former_codes")
    if not isinstance(old, str) or old == content.values["customer_code"] or not isinstance(former, tuple):
        return content
    return replace(content, values={**content.values, "former_codes": tuple(dict.fromkeys((*former, old)))})


def _next_code(connection: sa.Connection, rules: Rules, company_id: int) -> str:
    """The next code that nobody typed before its turn.

    Raises:
        InvalidRecordError: the company's pattern has no code left.
    """
    while True:
        number = identity.next_number(connection, f"customer_code/{company_id}", start=rules.code_format.start)
        try:
            code = codes.format_code(rules.code_format, number)
        except OverflowError:
            raise InvalidRecordError((Problem("customer_code", "no_code_left"),)) from None
        if not is_taken(connection, CUSTOMER, CUSTOMER.by_name["customer_code"], code, company_id):
            return code


def clashes(
    connection: sa.Connection,
    content: Content,
    rules: Rules,
    company_id: int,
    own_id: int,
    before: Content | None = None,
) -> tuple[Problem, ...]:
    """What the content has in common with other active customers of the company that nobody should share.

    Args:
        own_id: the customer itself, 0 for a new one.
        before: what it said before; what has not changed since is not asked about again.
    """
    before = before or Content()
    unique = [
        taken(connection, CUSTOMER, field, content, company_id, own_id)
        for field in CUSTOMER.fields
        if field.unique and content.values.get(field.name) != before.values.get(field.name)
    ]
    known = {item.values.get("address") for item in before.items.get("emails", ())}
    emails = _shared_emails(connection, content, rules, company_id, own_id, known)
    managed = content.values.get("manager_id") != before.values.get("manager_id")
    manager = managers.loop_problem(connection, CUSTOMER, content, own_id) if managed else None
    return (*(problem for problem in (*unique, manager) if problem), *emails)


def _shared_emails(
    connection: sa.Connection, content: Content, rules: Rules, company_id: int, own_id: int, known: set[Value]
) -> tuple[Problem, ...]:
    table, email = table_of(CUSTOMER), table_of(EMAIL)
    found = []
    for number, item in enumerate(content.items.get("emails", ())):
        address = item.values.get("address")
        if address in known:
            continue
        other = connection.execute(
            sa.select(table.c.id, table.c.display_name, table.c.state)
            .join(email, email.c.customer_id == table.c.id)
            .where(
                email.c.address_key == (EMAIL.by_name["address"].key_of(str(address or "")) or ""),
                table.c.company_id == company_id,
                table.c.id != own_id,
            )
            .order_by(table.c.state)  # the active first
            .limit(1)
        ).first()
        if other:
            is_active = other.state == State.ACTIVE
            blocking = is_active and rules.email_rule == UNIQUE_ALWAYS
            code = "email_taken" if is_active else IN_TRASH
            problem = Problem("emails", code, other.display_name, number, "address", other.id, blocking)
            found.append(veiled(connection, CUSTOMER, problem))
    return tuple(found)


def next_code(connection: sa.Connection, company_id: int) -> str:
    """The next free code of a company's customers.

    Raises:
        InvalidRecordError: the company has none left.
    """
    return _next_code(connection, company_rules(connection, company_id), company_id)

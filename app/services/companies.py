"""Operating companies: chosen first, and what everything belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models.company import COMPANY
from app.models.company_rules import problems, tidied
from app.models.customer import CUSTOMER
from app.models.folding import sort_key
from app.models.rights import Act
from app.models.tables import ACTIVE, staff, table_of
from app.models.values import Actor, Content, Record, Value
from app.services.saving import brought_together, read_active
from app.store.field_reach import require_fillable
from app.store.reach import sight_of
from app.store.records import read_record
from app.store.turns import take_turn
from app.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """An operating company as it is chosen from a list; `colour` is one of `models.company.COLOURS`, "" for none."""

    id: int
    code: str
    name: str
    active: bool
    colour: str = ""


def list_companies(connection: sa.Connection) -> tuple[CompanyRow, ...]:
    """All operating companies, by name."""
    return rows_of(connection.execute(listing()))


def listing() -> sa.Select[Any]:
    """Finds what `rows_of` makes them of."""
    table = table_of(COMPANY)
    columns = (table.c.id, table.c.code, table.c.name, table.c.active, table.c.colour)
    return sa.select(*columns).where(table.c.state == ACTIVE).order_by(table.c.display_name_key)


def rows_of(found: Iterable[Any]) -> tuple[CompanyRow, ...]:
    """Companies, of what was found of them."""
    return tuple(CompanyRow(each, code, name, bool(active), colour or "") for each, code, name, active, colour in found)


def worked_for(connection: sa.Connection, companies: Iterable[CompanyRow]) -> tuple[CompanyRow, ...]:
    """Those that the person works for; all of them where the person's rights end at none."""
    sight = sight_of(connection)
    if sight is None or sight.reaches(Act.VIEW, CUSTOMER.name).everything:
        return tuple(companies)
    return tuple(company for company in companies if company.id in sight.person.company_ids)


def read_company(connection: sa.Connection, company_id: int) -> Record:
    """The operating company.

    Raises:
        RecordGoneError: there is none with that id.
    """
    record = read_record(connection, COMPANY, company_id)
    if record is None:
        raise RecordGoneError(COMPANY.name, company_id)
    return record


def save_company(connection: sa.Connection, base: Record | None, mine: Content, *, actor: Actor) -> Record:
    """Store what a form holds, brought together with what others saved since the form was opened.

    Args:
        connection: within a transaction, which the caller owns.
        base: the company as the form opened it, None for a new one.
        mine: what the form holds now; a field it doesn't name stays as it is or, in a new one, gets its default.
        actor: who saves.

    Raises:
        RecordGoneError: the company is no longer there.
        EditConflictError: somebody else changed the same fields meanwhile.
        InvalidRecordError: a rule is broken; it lists every one.
    """
    work = UnitOfWork(connection, actor)
    if base is not None:
        return update_company(work, base, read_active(connection, COMPANY, base.id, lock=True), mine)
    require_fillable(connection, COMPANY, mine)
    defaults: dict[str, Value] = {field.name: field.default for field in COMPANY.value_fields}
    return work.create(COMPANY, None, _judged(connection, tidied(Content({**defaults, **mine.values})), 0))


def update_company(work: UnitOfWork, base: Record, stored: Record, mine: Content) -> Record:
    """Store what an active company shall say, by the rules of every save; `save_company` says how it can be refused.

    Args:
        stored: the record as it is now, read in this transaction.
    """
    content = tidied(brought_together(work.connection, COMPANY, base, stored, mine))
    return work.update(COMPANY, stored, _judged(work.connection, content, base.id))


def what_keeps(connection: sa.Connection, ids: Collection[int]) -> Mapping[int, Problem]:
    """Why companies can't go to the trash: they have customers or staff, or nobody could work with the database without them."""
    if not any(other.active for other in list_companies(connection) if other.id not in ids):
        return dict.fromkeys(ids, Problem("active", "last_active"))
    found = {one: _customers_problem(connection, one) or _staff_problem(connection, one) for one in ids}
    return {one: problem for one, problem in found.items() if problem}


def _customers_problem(connection: sa.Connection, company_id: int) -> Problem | None:
    customer = table_of(CUSTOMER)
    held = sa.select(customer.c.display_name).where(customer.c.company_id == company_id, customer.c.state == ACTIVE)
    holder = connection.execute(held.limit(1)).first()
    return Problem("name", "has_customers", holder.display_name or "") if holder else None


def _staff_problem(connection: sa.Connection, company_id: int) -> Problem | None:
    """Who works for a company works for no other; without one, they would for all, also when they come back from the trash."""
    works = sa.select(staff.c.display_name).where(staff.c.company_id == company_id).limit(1)
    who = connection.execute(works).first()
    return Problem("name", "has_staff", who.display_name or "") if who else None


def _judged(connection: sa.Connection, content: Content, own_id: int) -> Content:
    take_turn(connection, COMPANY.name)  # of two who stop the last two companies one is refused
    found = (*problems(content), *_clashes(content, list_companies(connection), own_id))
    if found:
        raise InvalidRecordError(found)
    return content


def _clashes(content: Content, companies: Iterable[CompanyRow], own_id: int) -> Iterator[Problem]:
    others = [company for company in companies if company.id != own_id]
    code = content.values.get("code")
    if isinstance(code, str):
        same = next((other for other in others if sort_key(other.code) == sort_key(code)), None)
        if same is not None:
            yield Problem("code", "taken", same.name, other_id=same.id)
    if not content.values.get("active") and not any(other.active for other in others):
        yield Problem("active", "last_active")

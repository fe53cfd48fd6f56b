"""What invoices ask for: totals from their lines, dates from their company, and moves of the status that nobody slips past."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from app.errors import Problem
from app.models import money
from app.models.customer import CUSTOMER
from app.models.invoice import CREDIT_NOTE, INVOICE, INVOICE_KIND, MOST_LINES, ORDER
from app.models.invoice_status import CANCELLED, DRAFT, STATUSES, after_payments, is_free, still_due
from app.models.money import LINE_HALF_EVEN
from app.models.months import is_month, month_of
from app.models.origins import AUTOMATIC
from app.models.product import PRODUCT
from app.models.tables import table_of
from app.models.values import Content, Item, Value, Values
from app.services.billing import company_values, is_late, lapse_of, today_at
from app.services.saving import REDO, UNDO, Saving, TypeRules
from app.store.billed import credited
from app.store.records import read_record, read_records, read_shown

_BILLS = frozenset({INVOICE_KIND, ORDER})
_UNISSUED = frozenset({DRAFT, CANCELLED})
"""What has no number may stay without: a draft, also one that was cancelled before anybody saw it."""

_NOTHING: Values = {}


def is_issued(values: Values) -> bool:
    """Whether it has a number, which it keeps for ever, or gets one now."""
    return bool(values.get("number")) or values.get("payment_status") not in _UNISSUED


def _completed(saving: Saving, content: Content) -> Content:
    before = saving.stored.values if saving.stored else _NOTHING
    company = company_values(saving.connection, saving.company_id)
    values = dict(content.values)
    _date(values, before, company)
    values["currency"] = values.get("currency") or company.get("currency")
    if values.get("origin") == AUTOMATIC and not values.get("status_reason"):
        values["status_reason"] = None if saving.stored else values.get("integration")
    values["tax_exemption"] = _exemption(saving, values, before)
    values["rounding"] = before.get("rounding") or LINE_HALF_EVEN
    if saving.actor.origin in (UNDO, REDO) and not is_free(*_move(values, before)):
        values["status_reason"] = _TAKEN_BACK
    values["name"] = _called(values)
    lines = _with_products(saving, content.items.get("lines", ()))
    items = _reckoned(values, lines)
    _settle(values, before, today_at(company.get("time_zone")))
    return Content(values, {**content.items, "lines": items})


def _called(values: Values) -> str:
    """What it is called as long as it has no number."""
    status = values.get("payment_status")
    return next(each.label for each in STATUSES if each.value == (status if status in _UNISSUED else DRAFT))


def _date(values: dict[str, Value], before: Values, company: Values) -> None:
    """The month follows the date, unless somebody counts it in another; a date of payment is given when it is issued."""
    day = values["date"] = values.get("date") or today_at(company.get("time_zone"))
    month, former = values.get("month"), before.get("date")
    follows = isinstance(former, date) and month == before.get("month") == month_of(former)
    if isinstance(day, date) and (not month or follows):
        values["month"] = month_of(day)
    days = company.get("due_days")
    is_billed = values.get("document_type") in _BILLS and is_issued(values)
    if is_billed and not values.get("due_on") and isinstance(day, date) and isinstance(days, int):
        values["due_on"] = day + min(timedelta(days=days), date.max - day)


def _exemption(saving: Saving, values: Values, before: Values) -> Value:
    """What holds on its date; what was issued stays as it was, whatever becomes of the customer."""
    if before.get("number") and before.get("customer_id") == values.get("customer_id"):
        return before.get("tax_exemption")
    return _exempt_now(saving.connection, values)


def _exempt_now(connection: sa.Connection, values: Values) -> str:
    customer_id, day = values.get("customer_id"), values.get("date")
    if not isinstance(customer_id, int) or not isinstance(day, date):
        return money.NONE
    customer = read_record(connection, CUSTOMER, customer_id)
    return money.exemption_of(customer.values, day) if customer else money.NONE


def _with_products(saving: Saving, lines: tuple[Item, ...]) -> tuple[Item, ...]:
    """A line that names a product and says nothing of its own says what the product does today."""
    bare = {
        one for line in lines if isinstance(one := line.values.get("product_id"), int) and not line.values.get("text")
    }
    products = read_records(saving.connection, PRODUCT, sorted(bare)) if bare else {}
    return tuple(
        replace(line, values={**line.values, **product_line(products[one].values)})
        if isinstance(one := line.values.get("product_id"), int) and one in products and not line.values.get("text")
        else line
        for line in lines
    )


def product_line(product: Values) -> dict[str, Value]:
    """What a line says of a product that is picked."""
    return {
        "text": product.get("display_name"),
        "unit_price": product.get("price") or Decimal(0),
        "tax_rate": product.get("tax_rate"),
        "state_tax_rate": product.get("state_tax_rate"),
    }


def read_product_line(connection: sa.Connection, product_id: int) -> dict[str, Value]:
    """The same of a product as it is now, and in which currency; nothing if it is no longer there."""
    product = read_shown(connection, PRODUCT, [product_id]).get(product_id)
    return {**product_line(product.values), "currency": product.values.get("currency")} if product else {}


@dataclass(frozen=True, slots=True)
class Terms:
    """By what an invoice is reckoned while it is typed: of which taxes the customer is exempt, and the currency."""

    exempt: str
    currency: str


def read_terms(connection: sa.Connection, company_id: int, values: Values, issued_as: str | None = None) -> Terms:
    """What the save would go by; what was issued keeps its exemption."""
    company = company_values(connection, company_id)
    dated = {**values, "date": values.get("date") or today_at(company.get("time_zone"))}
    exempt = issued_as if issued_as is not None else str(_exempt_now(connection, dated))
    return Terms(exempt, str(values.get("currency") or company.get("currency") or ""))


def _reckoned(values: dict[str, Value], lines: tuple[Item, ...]) -> tuple[Item, ...]:
    """The lines with what each comes to, and the totals."""
    digits = money.currency_digits(str(values.get("currency") or ""))
    exempt = str(values.get("tax_exemption") or money.NONE)
    amounts = [money.amounts_of(money.Line.of(line.values), digits, exempt) for line in lines]
    whole = money.sum_of(amounts)
    values |= {"net": whole.net, "country_tax": whole.country_tax, "state_tax": whole.state_tax, "total": whole.total}
    return tuple(
        replace(
            line,
            values={**line.values, "amount": of.net, "country_tax": of.country_tax, "state_tax": of.state_tax},
        )
        for line, of in zip(lines, amounts, strict=True)
    )


def _move(values: Values, before: Values) -> tuple[str, str]:
    """The status that it had, and the one that it is to have; a new invoice was a draft before."""
    was, now = (each.get("payment_status") or DRAFT for each in (before, values))
    return str(was), str(now)


def _settle(values: dict[str, Value], before: Values, today: date) -> None:
    """What is still due; where the total became another one, the status follows from what was paid."""
    received, returned = (_decimal(before.get(name)) for name in ("received", "returned"))
    total, (was, status) = _decimal(values["total"]), _move(values, before)
    if status == was and total != before.get("total") and (received or returned):
        status = after_payments(status, total, received, returned, is_late=is_late(values, today))
        values["status_reason"] = None if is_free(was, status) else _OTHER_TOTAL
    elif status != was and is_free(was, status) and values.get("status_reason") == before.get("status_reason"):
        values["status_reason"] = None  # it was about another move
    values |= {"payment_status": status, "received": received, "returned": returned}
    values["due"] = Decimal(0) if values.get("became_id") else still_due(status, total, received, returned)
    values["lapses_on"] = lapse_of(values)


_OTHER_TOTAL, _TAKEN_BACK = "The total became another one.", "An act was taken back."


def _problems(saving: Saving, content: Content) -> Iterator[Problem]:
    values, before = content.values, saving.stored.values if saving.stored else _NOTHING
    yield from _line_problems(content)
    yield from _month_problems(values)
    yield from _status_problems(values, before)
    if saving.stored is not None and before["document_type"] != values.get("document_type"):
        yield Problem("document_type", "stays_issued")
    if before.get("number"):
        for name in ("number", "customer_id"):
            if before[name] != values.get(name):
                yield Problem(name, "stays_issued")
    elif values.get("number") and values.get("payment_status") in _UNISSUED:
        yield Problem("number", "draft_number")
    if values.get("document_type") == CREDIT_NOTE and (problem := _credit_problem(saving, values)):
        yield problem


def _line_problems(content: Content) -> Iterator[Problem]:
    lines = content.items.get("lines", ())
    if not lines and is_issued(content.values):
        yield Problem("lines", "lines_needed")
    if len(lines) > MOST_LINES:
        yield Problem("lines", "too_many_lines", str(MOST_LINES))


def _month_problems(values: Values) -> Iterator[Problem]:
    month, day, due_on = values.get("month"), values.get("date"), values.get("due_on")
    if month is not None and not is_month(str(month)):
        yield Problem("month", "not_a_month")
    elif isinstance(day, date) and month != month_of(day):
        yield Problem("month", "other_month", blocking=False)
    if isinstance(day, date) and isinstance(due_on, date) and due_on < day:
        yield Problem("due_on", "due_before_date", blocking=False)


def _status_problems(values: Values, before: Values) -> Iterator[Problem]:
    """A move that is none of the allowed takes a reason of its own: that of an earlier one doesn't do."""
    was, now = _move(values, before)
    reason = values.get("status_reason")
    if not is_free(was, now) and (not reason or reason == before.get("status_reason")):
        yield Problem("status_reason", "reason_needed")


def _credit_problem(saving: Saving, values: Values) -> Problem | None:
    """At most what was billed is credited, all credit notes for an invoice together; the invoice is kept from others."""
    billed_id, total = values.get("made_from_id"), values.get("total")
    if not isinstance(total, Decimal) or not isinstance(billed_id, int):
        return None
    billed = read_record(saving.connection, INVOICE, billed_id, lock=True)
    most = _decimal(billed.values["total"]) if billed else Decimal(0)
    left = most + credited(saving.connection, billed_id, but=saving.own_id)
    return Problem("lines", "credit_too_large", f"{left:f}") if total < -left else None


def _decimal(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def what_keeps(connection: sa.Connection, ids: Collection[int]) -> Mapping[int, Problem]:
    """Why invoices can't go to the trash: what was issued is cancelled, so that its number stays accounted for."""
    table = table_of(INVOICE)
    issued = sa.select(table.c.id, table.c.number).where(table.c.id.in_(ids), table.c.number.is_not(None))
    return {row.id: Problem("number", "issued_stays", row.number) for row in connection.execute(issued)}


RULES = TypeRules(_completed, _problems, is_numbered=is_issued)

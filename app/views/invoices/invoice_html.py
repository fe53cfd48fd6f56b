"""The page of an invoice as HTML: the template that comes with the program, filled with what is printed.

What people typed is text and nothing else: no markup in it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from html import escape
from string import Template

from PySide6.QtCore import QCoreApplication

from app.models.fields import Field
from app.models.formatting import format_date, own_date_order
from app.models.invoice import INVOICE, INVOICE_LINE
from app.models.invoice_status import CANCELLED, DRAFT, OPEN
from app.models.money import NONE, currency_digits
from app.models.numbers import format_decimal, own_number_locale
from app.models.payment import PAYMENT, REFUNDED
from app.models.values import Value, Values
from app.services.invoice_pages import InvoicePage
from app.views.words import label_of
from app.words.marking import QT_TRANSLATE_NOOP

LOGO = "logo"
"""The name under which whoever shows the page has the company's picture."""

_LOGO_HEIGHT = 56
_WORDS = {
    "number": QT_TRANSLATE_NOOP("invoice", "Number"),
    "credits": QT_TRANSLATE_NOOP("invoice", "Credit for"),
    "date": QT_TRANSLATE_NOOP("invoice", "Date"),
    "due": QT_TRANSLATE_NOOP("invoice", "Due date"),
    "code": QT_TRANSLATE_NOOP("invoice", "Customer"),
    "vat": QT_TRANSLATE_NOOP("invoice", "VAT number"),
    "place": QT_TRANSLATE_NOOP("invoice", "No."),
    "text": QT_TRANSLATE_NOOP("invoice", "Description"),
    "net": QT_TRANSLATE_NOOP("invoice", "Net"),
    "total": QT_TRANSLATE_NOOP("invoice", "Total"),
    "still_due": QT_TRANSLATE_NOOP("invoice", "Still due"),
    "payments": QT_TRANSLATE_NOOP("invoice", "Payments"),
    "refund": QT_TRANSLATE_NOOP("invoice", "Refund"),
    "exempt": QT_TRANSLATE_NOOP("invoice", "Exempt from tax: {what}."),
    "certificate": QT_TRANSLATE_NOOP("invoice", "Certificate {number}."),
}


def _say(name: str) -> str:
    return QCoreApplication.translate("invoice", _WORDS[name])


def html_of(page: InvoicePage, template: str) -> str:
    """The whole page.

    Args:
        template: with a name behind a dollar sign for each part that is filled in.
    """
    return Template(template).substitute(
        logo=f'<img src="{LOGO}" height="{_LOGO_HEIGHT}"><br>' if page.logo else "",
        company=escape(str(page.company.get("name") or "")),
        letterhead=_broken(str(page.company.get("letterhead") or "")),
        kind=escape(_kind(page)),
        facts="".join(_row(label, text) for label, text in _facts(page)),
        customer="<br>".join(map(escape, page.customer)),
        customer_facts=" · ".join(escape(f"{label}: {text}") for label, text in _customer_facts(page)),
        heads="".join(_heads(page)),
        lines="".join(f"<tr>{''.join(_cells(page, place, line))}</tr>" for place, line in enumerate(page.lines, 1)),
        exemption=escape(" ".join(_exemption(page))),
        totals="".join(_row(label, text, css) for label, text, css in _totals(page)),
        payments=_payments(page),
        note=_note(page),
    )


def _kind(page: InvoicePage) -> str:
    field = INVOICE.by_name["document_type"]
    kind, status = _choice(field, page.invoice.get("document_type")), page.invoice.get("payment_status")
    is_void = status in (DRAFT, CANCELLED)
    return f"{kind} ({_choice(INVOICE.by_name['payment_status'], status).lower()})" if is_void else kind


def _choice(field: Field, value: Value) -> str:
    return next((label_of(choice) for choice in field.choices if choice.value == value), str(value or ""))


def _facts(page: InvoicePage) -> Iterator[tuple[str, str]]:
    values = page.invoice
    for name, value in (
        ("number", values.get("number")),
        ("credits", page.credits),
        ("date", values.get("date")),
        ("due", values.get("due_on")),
    ):
        if value:
            yield _say(name), format_date(value, own_date_order()) if isinstance(value, date) else str(value)


def _customer_facts(page: InvoicePage) -> Iterator[tuple[str, str]]:
    for name, value in (
        ("code", page.customer_values.get("customer_code")),
        ("vat", page.customer_values.get("vat_number")),
    ):
        if value:
            yield _say(name), str(value)


def _columns(page: InvoicePage) -> tuple[str, ...]:
    """Those that say something in any line."""
    some = ("discount", "tax_rate", "state_tax_rate")
    shown = tuple(name for name in some if any(line.get(name) for line in page.lines))
    return ("quantity", "unit_price", *shown, "amount")


def _heads(page: InvoicePage) -> Iterator[str]:
    yield f'<th align="left">{escape(_say("place"))}</th><th align="left">{escape(_say("text"))}</th>'
    for name in _columns(page):
        percent = " %" if name in ("discount", "tax_rate", "state_tax_rate") else ""
        yield f'<th align="right">{escape(label_of(INVOICE_LINE.by_name[name]) + percent)}</th>'


def _cells(page: InvoicePage, place: int, line: Values) -> Iterator[str]:
    yield f'<td class="cell">{place}</td><td class="cell">{_broken(str(line.get("text") or ""))}</td>'
    for name in _columns(page):
        value, field = line.get(name), INVOICE_LINE.by_name[name]
        places = _digits(page) if name == "amount" else field.shown_places
        text = format_decimal(value, places, own_number_locale()) if isinstance(value, Decimal) else ""
        yield f'<td class="cell" align="right">{escape(text)}</td>'


def _exemption(page: InvoicePage) -> Iterator[str]:
    exempt = page.invoice.get("tax_exemption")
    if exempt and exempt != NONE:
        yield _say("exempt").format(what=_choice(INVOICE.by_name["tax_exemption"], exempt).lower())
        if certificate := page.customer_values.get("tax_certificate"):
            yield _say("certificate").format(number=certificate)


def _totals(page: InvoicePage) -> Iterator[tuple[str, str, str]]:
    values = page.invoice
    taxes = [name for name in ("country_tax", "state_tax") if values.get(name)]
    if taxes:
        yield _say("net"), _money(page, values.get("net")), ""
    for name in taxes:
        yield label_of(INVOICE.by_name[name]), _money(page, values.get(name)), ""
    yield _say("total"), _money(page, values.get("total")), "total"
    for name in ("received", "returned"):
        if values.get(name):
            yield label_of(INVOICE.by_name[name]), _money(page, values.get(name)), ""
    if values.get("payment_status") in OPEN and values.get("due") != values.get("total"):
        yield _say("still_due"), _money(page, values.get("due")), "total"


def _payments(page: InvoicePage) -> str:
    if not page.payments:
        return ""
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in _payment(page, one))}</tr>" for one in page.payments
    )
    table = f'<table cellspacing="0" cellpadding="2">{rows}</table>'
    return f"<p>&nbsp;</p><p><b>{escape(_say('payments'))}</b></p>{table}"


def _payment(page: InvoicePage, values: Values) -> Iterable[str]:
    day = values.get("paid_on")
    words = _choice(PAYMENT.by_name["method"], values.get("method"))
    if values.get("payment_state") == REFUNDED:
        words = f"{_say('refund')} {words}".strip()
    yield format_date(day, own_date_order()) if isinstance(day, date) else ""
    yield words
    yield str(values.get("reference") or "")
    yield _money(page, values.get("amount"))


def _note(page: InvoicePage) -> str:
    note = page.invoice.get("public_note")
    return f"<p>&nbsp;</p><p>{_broken(str(note))}</p>" if note else ""


def _row(label: str, text: str, css: str = "") -> str:
    style = f' class="{css}"' if css else ""
    return f'<tr><td align="right"{style}>{escape(label)}&nbsp;&nbsp;</td><td align="right"{style}>{escape(text)}</td></tr>'


def _broken(text: str) -> str:
    """The lines of a text below each other."""
    return "<br>".join(map(escape, text.splitlines()))


def _digits(page: InvoicePage) -> int:
    return currency_digits(str(page.invoice.get("currency") or ""))


def _money(page: InvoicePage, value: Value) -> str:
    if not isinstance(value, Decimal):
        return ""
    currency = str(page.invoice.get("currency") or "")
    return f"{format_decimal(value, _digits(page), own_number_locale())} {currency}".strip()

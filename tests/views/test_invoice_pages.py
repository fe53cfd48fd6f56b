"""What is printed of an invoice: read from the database, as HTML, and on pages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtGui import QPdfWriter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app import paths
from app.background import DatabaseTasks
from app.models.values import Content, Item
from app.services.companies import read_company, save_company
from app.services.invoice_acts import credit, record_payment
from app.services.invoice_pages import read_page
from app.services.records import save_record
from app.services.staff import current_actor
from app.store.database import Database
from app.views.invoices.invoice_printing import InvoicePrinting
from app.views.invoices.paper import Pages, Paper, Printed, room_on, set_up
from tests.factories import address, customer_content, first_company, stored_customer

LINE = {
    "text": "<b>Router</b> & cable",
    "unit_price": Decimal(100),
    "tax_rate": Decimal(5),
    "state_tax_rate": Decimal(9),
}


@pytest.fixture
def printed(database: Database, tasks: DatabaseTasks, qtbot: QtBot):
    """Prints an invoice with so many lines, or what comes of it."""
    window = QWidget()
    qtbot.addWidget(window)
    printing = InvoicePrinting(tasks, window)
    template = paths.resource("invoice.html").read_text(encoding="utf-8")
    customer = stored_customer(
        database,
        customer_content(
            "محمد الشريف",
            addresses=[address("1 Wrong Road"), address("12 <High> Street", type="billing")],
            tax_exempt="state",
            tax_certificate="EX-7",
        ),
    )

    def of(many: int = 1, *, credited: bool = False) -> Printed:
        with database.writing() as connection:
            actor, company = current_actor(connection), first_company(connection)
            letterhead = Content({"letterhead": "Harbour Road 1\nHalifax"})
            save_company(connection, read_company(connection, company), letterhead, actor=actor)
            values = {
                "customer_id": customer.id,
                "payment_status": "due",
                "date": date(2026, 11, 29),
                "public_note": "Thanks",
            }
            content = Content(values, {"lines": tuple(Item(LINE) for _ in range(many))})
            invoice_id = save_record(connection, "invoice", company, None, content, actor=actor).record.id
            record_payment(connection, invoice_id, {"amount": Decimal(40), "method": "card", "reference": "T-1"})
            shown_id = credit(connection, invoice_id).id if credited else invoice_id
            return printing.printed_of(read_page(connection, shown_id), template)

    return of


def words_of(printed: Printed) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>|&nbsp;", " ", printed.html, flags=re.DOTALL).split())


def test_everything_stands_on_the_page_and_no_markup_of_peoples(printed):
    words = words_of(printed())
    for part in (
        "Harbour Road 1 Halifax",
        "Invoice Number INV1000",
        "Due date Dec 29, 2026",
        "محمد الشريف 12 &lt;High&gt; Street London United Kingdom",
        "&lt;b&gt;Router&lt;/b&gt; &amp; cable 1 100.00 5 9 100.00",
        "Exempt from tax: state or provincial. Certificate EX-7.",
        "Total 105.00 USD",
        "Still due 65.00 USD",
        "Card T-1 40.00 USD",
        "Thanks",
    ):
        assert part in words
    assert "Wrong Road" not in words


def test_a_credit_note_says_what_it_is_about(printed):
    words = words_of(printed(credited=True))
    assert "Credit note (draft) Credit for INV1000" in words
    assert "Total -105.00 USD" in words


def test_long_ones_take_as_many_pages_as_they_need(printed):
    one, many = Paper(printed()).pdf(), Paper(printed(100)).pdf()
    pages = [len(re.findall(rb"/Type /Page\b", content)) for content in (one, many)]
    assert pages[0] == 1
    assert 3 <= pages[1] <= 6


def test_pages_are_laid_out_once_and_painted_on_whatever_paper(printed, tmp_path):
    def painted(paper: Pages, country: str, first: int = 1, last: int = 0) -> int:
        path = tmp_path / "painted.pdf"
        writer = QPdfWriter(str(path))
        set_up(writer, country)
        paper.paint(writer, first, last)
        return len(re.findall(rb"/Type /Page\b", path.read_bytes()))

    writer = QPdfWriter(str(tmp_path / "measured.pdf"))
    set_up(writer, "US")
    pages = Paper(printed(100)).recorded(room_on(writer))
    count = len(pages.recordings)
    assert 3 <= count <= 6
    assert painted(pages, "US") == painted(pages, "DE") == count
    assert painted(pages, "US", 2, 3) == 2

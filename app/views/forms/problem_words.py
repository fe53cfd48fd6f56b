"""The sentences for everything that can be wrong with a field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.errors import Problem
from app.models.fields import RecordType, item_type
from app.views.words import isolated, label_of
from app.words.marking import QT_TRANSLATE_NOOP

_CONTEXT = "problems"

_SENTENCES = {
    "required": QT_TRANSLATE_NOOP("problems", "This is needed."),
    "too_long": QT_TRANSLATE_NOOP("problems", "This is too long: at most {detail} characters fit."),
    "not_a_date": QT_TRANSLATE_NOOP("problems", "This is no date. Try 31 Jan 2026, today or +90d."),
    "not_a_moment": QT_TRANSLATE_NOOP("problems", "This is no date with a time. Try 31 Jan 2026 14:30, or now."),
    "not_a_number": QT_TRANSLATE_NOOP("problems", "This is no whole number."),
    "card_number_masked": QT_TRANSLATE_NOOP(
        "problems", "A card number was masked: only its first six and last four digits may be kept here."
    ),
    "negative": QT_TRANSLATE_NOOP("problems", "This can't be less than nothing."),
    "not_a_decimal": QT_TRANSLATE_NOOP("problems", "This is no number. Try one such as 1234.50."),
    "too_many_places": QT_TRANSLATE_NOOP("problems", "At most {detail} digits stand behind the point."),
    "number_too_small": QT_TRANSLATE_NOOP("problems", "This can't be less than {detail}."),
    "number_at_most": QT_TRANSLATE_NOOP("problems", "This can't be more than {detail}."),
    "number_too_large": QT_TRANSLATE_NOOP("problems", "This number is too large."),
    "ends_before_start": QT_TRANSLATE_NOOP("problems", "It can't end before it starts."),
    "about_several": QT_TRANSLATE_NOOP("problems", "It can be about one record only."),
    "outside_contract": QT_TRANSLATE_NOOP("problems", "This lies outside of the contract."),
    "other_company": QT_TRANSLATE_NOOP("problems", "This is of another operating company."),
    "not_a_month": QT_TRANSLATE_NOOP("problems", "This is no month. Write it as 2026-11."),
    "other_month": QT_TRANSLATE_NOOP("problems", "This is another month than that of the date."),
    "due_before_date": QT_TRANSLATE_NOOP("problems", "It is due before its date."),
    "lines_needed": QT_TRANSLATE_NOOP("problems", "It needs a line before it can be issued."),
    "too_many_lines": QT_TRANSLATE_NOOP("problems", "At most {detail} lines fit."),
    "credit_too_large": QT_TRANSLATE_NOOP("problems", "More can't be credited than was billed: {detail} is left."),
    "draft_number": QT_TRANSLATE_NOOP(
        "problems", "A draft has no number yet. Issue it with another status, or leave this blank."
    ),
    "stays_issued": QT_TRANSLATE_NOOP("problems", "This stays as it is once the document was issued."),
    "issued_stays": QT_TRANSLATE_NOOP(
        "problems", "{detail} was issued and can't be thrown away: its number would be missing. Cancel it instead."
    ),
    "is_an_invoice": QT_TRANSLATE_NOOP("problems", "Only orders, quotes and estimates become invoices."),
    "became_already": QT_TRANSLATE_NOOP("problems", "It has become {detail} already."),
    "reason_needed": QT_TRANSLATE_NOOP(
        "problems", "This status doesn't follow from the one before. Say why it is right all the same."
    ),
    "stays_with_invoice": QT_TRANSLATE_NOOP(
        "problems", "A payment stays with its invoice. Move it to the trash, and record it anew."
    ),
    "not_payable": QT_TRANSLATE_NOOP(
        "problems",
        "Only what was issued is paid, and not cancelled: invoices, orders that are none yet, and credit notes.",
    ),
    "nothing_paid": QT_TRANSLATE_NOOP("problems", "A payment is of more than nothing."),
    "overpaid": QT_TRANSLATE_NOOP("problems", "That is {detail} too much; it is taken all the same."),
    "other_currency": QT_TRANSLATE_NOOP("problems", "{detail}, which is another currency: type its price here."),
    "more_than_paid": QT_TRANSLATE_NOOP("problems", "More can't be given back than was paid."),
    "not_listed": QT_TRANSLATE_NOOP("problems", "This is not in the list. Choose one of its entries."),
    "not_chosen": QT_TRANSLATE_NOOP("problems", "Choose one of those that were found."),
    "pattern": QT_TRANSLATE_NOOP("problems", "The code must look like {detail}: A is a letter, 9 a digit, X either."),
    "no_code_left": QT_TRANSLATE_NOOP(
        "problems", "The company has no code left to give. Type one, or change its rules."
    ),
    "taken": QT_TRANSLATE_NOOP("problems", "{detail} has this already."),
    "just_taken": QT_TRANSLATE_NOOP("problems", "Somebody else uses this already."),
    "login_too_long": QT_TRANSLATE_NOOP(
        "problems", "The server knows no names as long as this one. Type a shorter one."
    ),
    "login_reserved": QT_TRANSLATE_NOOP("problems", "The server uses this name itself. Type another one."),
    "login_elsewhere": QT_TRANSLATE_NOOP(
        "problems", "Another database of this server has somebody of this name. Type another one."
    ),
    "own_login": QT_TRANSLATE_NOOP(
        "problems", "You are signed in under this name: somebody else has to change it, while you are not."
    ),
    "in_trash": QT_TRANSLATE_NOOP("problems", "{detail}, in the trash, had this."),
    "last_active": QT_TRANSLATE_NOOP("problems", "At least one company stays active: make another one active first."),
    "last_administrator": QT_TRANSLATE_NOOP(
        "problems",
        "Somebody has to stay an administrator: give somebody else a role first that may view and edit all staff, and view roles.",
    ),
    "has_customers": QT_TRANSLATE_NOOP("problems", "Customers belong to it, {detail} for one."),
    "has_staff": QT_TRANSLATE_NOOP("problems", "Staff work for it, {detail} for one."),
    "purged": QT_TRANSLATE_NOOP("problems", "What it referred to was purged."),
    "email_taken": QT_TRANSLATE_NOOP("problems", "{detail} has this address too."),
    "manages_themselves": QT_TRANSLATE_NOOP("problems", "{detail}: nobody can manage themselves."),
    "bad_url": QT_TRANSLATE_NOOP("problems", "This is not the address of a {detail} page."),
    "doubtful_handle": QT_TRANSLATE_NOOP("problems", "Handles have at most 15 letters, digits or underscores."),
    "doubtful_vat": QT_TRANSLATE_NOOP("problems", "This doesn't look like a VAT number of that country."),
    "doubtful_phone": QT_TRANSLATE_NOOP("problems", "No valid telephone number; it is kept and can be found."),
    "email_empty": QT_TRANSLATE_NOOP("problems", "An e-mail address is needed here."),
    "email_no_at": QT_TRANSLATE_NOOP("problems", "An e-mail address has an @ in it."),
    "email_bad_local": QT_TRANSLATE_NOOP("problems", "The part before the @ can't be right."),
    "email_bad_domain": QT_TRANSLATE_NOOP("problems", "The part behind the @ can't be right."),
    "email_too_long": QT_TRANSLATE_NOOP("problems", "This is too long for an e-mail address."),
    "second_primary": QT_TRANSLATE_NOOP("problems", "There is a primary address already; the first one counts."),
    "no_billing_address": QT_TRANSLATE_NOOP("problems", "There is no billing address to be the same as."),
    "address_missing": QT_TRANSLATE_NOOP("problems", "Addresses in this country usually need it."),
    "address_unknown_country": QT_TRANSLATE_NOOP("problems", "This country is not known."),
    "address_postal_code_shape": QT_TRANSLATE_NOOP("problems", "Postal codes of this country look different."),
    "address_postal_code_elsewhere": QT_TRANSLATE_NOOP("problems", "This postal code seems to lie elsewhere."),
    "address_unknown_state": QT_TRANSLATE_NOOP("problems", "This is not known in that country."),
}
_CHAIN = " → "
_MOST_SENTENCES = 3
_LONGEST_NAME = 80
_SITES = {"facebook": "Facebook", "linkedin": "LinkedIn", "twitter": "X/Twitter"}


def sentence_of(problem: Problem) -> str:
    """What to say below the field."""
    sentence = _SENTENCES.get(problem.code)
    if sentence is None:
        return QCoreApplication.translate(_CONTEXT, "This can't be stored as it is.")
    detail = _SITES.get(problem.detail, problem.detail)
    if problem.code == "manages_themselves":
        detail = _CHAIN.join(isolated(name[:_LONGEST_NAME]) for name in detail.split(_CHAIN))
    elif problem.other_id:
        detail = isolated(detail[:_LONGEST_NAME])
    return QCoreApplication.translate(_CONTEXT, sentence).format(detail=detail)


def worth_another_look(record_type: RecordType, warnings: Sequence[Problem]) -> str:
    """That something is stored and yet doubtful, with the first sentences behind the names of what they are about.

    "" if nothing is.
    """
    words = " ".join(dict.fromkeys(_about_field(record_type, warning) for warning in warnings[:_MOST_SENTENCES]))
    said = QCoreApplication.translate(_CONTEXT, "Stored. Worth another look: {sentences}")
    return said.format(sentences=words) if words else ""


def _about_field(record_type: RecordType, problem: Problem) -> str:
    field = record_type.by_name[problem.field]
    part = item_type(field).by_name[problem.part] if problem.part else field
    return f"{label_of(part)}: {sentence_of(problem)}"

"""What a customer must and should be (RECORDS.md): tidied before it is stored, and judged field by field.

Pure: rules that need other records (a code or an address in use, a manager's chain) are the service's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.errors import Problem
from app.models import company as company_rules
from app.models.addresses import check_address
from app.models.codes import CodeFormat, matches
from app.models.customer import CUSTOMER, INTERNAL
from app.models.emails import check_email
from app.models.fields import Field, item_type
from app.models.identifiers import check_profile_url, check_vat, clean_handle, is_handle
from app.models.listed import not_listed
from app.models.names import NameParts, format_full_name, parse_full_name
from app.models.phones import read_phone
from app.models.tidying import filled, too_long
from app.models.values import Content, Item, Value, Values

NAME_PARTS = ("pre", "first", "middle", "last", "suffix", "nickname")
_SITES: dict[str, Literal["facebook", "linkedin"]] = {"facebook_url": "facebook", "linkedin_url": "linkedin"}


@dataclass(frozen=True, slots=True)
class Rules:
    """What an operating company lays down for its customers."""

    country: str = ""
    name_rule: str = company_rules.FULL_NAME
    email_rule: str = company_rules.UNIQUE_FOR_PORTAL
    code_format: CodeFormat = field(default_factory=CodeFormat)

    @classmethod
    def of(cls, company: Values) -> Rules:
        """The rules that a company's record states."""
        code_format = CodeFormat(
            prefix=_text(company, "code_prefix"),
            start=_number(company, "code_start", CodeFormat().start),
            length=_number(company, "code_length", CodeFormat().length),
            pattern=_text(company, "code_pattern"),
        )
        return cls(
            _text(company, "default_country"), _text(company, "name_rule"), _text(company, "email_rule"), code_format
        )


def tidied(content: Content, rules: Rules) -> Content:
    """The content as it is stored: clean text, names in parts, phones read, one primary, nothing for what is blank."""
    values = {field.name: filled(field, content.values.get(field.name)) for field in CUSTOMER.value_fields}
    _complete_name(values, rules.country)
    if handle := _text(values, "twitter_handle"):
        values["twitter_handle"] = clean_handle(handle)
    for name, site in _SITES.items():
        if url := _text(values, name):
            values[name] = check_profile_url(url, site)[0]
    items = {field.name: tuple(_tidy_items(field, content, rules)) for field in CUSTOMER.item_fields}
    return Content(values, items)


def with_whole_name(mine: Content, base: Content, rules: Rules) -> Content:
    """A change with what follows from it: another full name has other parts, and other parts make another full name.

    Args:
        mine: what is to be changed; where it names both, as a form does, it is left as it is.
        base: the content that it changes.
        rules: of the customer's company.
    """
    parts_of_whole = [name for name in NAME_PARTS if name != "nickname"]  # a nickname need not stand in the full name
    names_parts, names_whole = any(name in mine.values for name in parts_of_whole), "full_name" in mine.values
    if names_parts == names_whole:
        return mine
    followed: dict[str, Value]
    if names_whole:
        parsed = parse_full_name(_text(mine.values, "full_name"), rules.country or None)
        followed = {name: getattr(parsed, name) or None for name in parts_of_whole}
        if parsed.nickname:
            followed["nickname"] = parsed.nickname
    else:
        parts = {name: _text({**base.values, **mine.values}, name) for name in parts_of_whole}
        followed = {"full_name": format_full_name(NameParts(**parts)) or None}
    return Content({**mine.values, **followed}, mine.items)


def _complete_name(values: dict[str, Value], country: str) -> None:
    """Parts follow from the full name where nobody gave any, and the full name from typed parts."""
    parts = {name: _text(values, name) for name in NAME_PARTS}
    full_name = _text(values, "full_name")
    if full_name and not any(parts.values()):
        parsed = parse_full_name(full_name, country or None)
        values.update({name: getattr(parsed, name) or None for name in NAME_PARTS})
    elif not full_name and any(parts.values()):
        values["full_name"] = format_full_name(NameParts(**parts)) or None


def _tidy_items(field: Field, content: Content, rules: Rules) -> Iterator[Item]:
    child = item_type(field)
    seen_primary = False
    items = content.items.get(field.name, ())
    flagged = any(item.values.get("is_primary") for item in items)
    for item in items:
        values = {part.name: filled(part, item.values.get(part.name)) for part in child.stored_fields}
        if not any(value for name, value in values.items() if name not in ("label", "type", "is_primary", "country")):
            continue  # a row that nobody filled in
        if "is_primary" in values:
            values["is_primary"] = not seen_primary and bool(values["is_primary"] or not flagged)
            seen_primary = seen_primary or bool(values["is_primary"])
        if field.name == "phones":
            values.update(_phone_forms(_text(values, "number"), rules.country))
        elif field.name == "addresses":
            _complete_address(values, rules)
        yield Item(values, item.id)


def _complete_address(values: dict[str, Value], rules: Rules) -> None:
    """Numbers are read as those of the address's country; what is the same as the billing address holds nothing."""
    if values.get("same_as_billing"):
        values.update({name: None for name in values if name not in ("type", "same_as_billing")})
    for name in ("phone", "fax"):
        forms = _phone_forms(_text(values, name), _text(values, "country") or rules.country)
        values.update({f"{name}_{form}": forms[form] for form in ("e164", "national")})


def _phone_forms(number: str, country: str) -> dict[str, Value]:
    phone = read_phone(number, country or None)
    forms = {"e164": phone.e164, "national": phone.national, "extension": phone.extension}
    return {name: text or None for name, text in forms.items()}


def problems(content: Content, rules: Rules) -> tuple[Problem, ...]:
    """Everything that is wrong with tidied content; warnings do not block."""
    return (
        *_missing_names(content.values, rules),
        *too_long(CUSTOMER, content.values),
        *not_listed(CUSTOMER, content.values),
        *_wrong_values(content, rules),
        *(problem for field in CUSTOMER.item_fields for problem in _wrong_items(field, content, rules)),
    )


def _missing_names(values: Values, rules: Rules) -> Iterator[Problem]:
    named_by_business = values.get("business_name") and values.get("kind") != INTERNAL
    if rules.name_rule == company_rules.FIRST_AND_LAST:
        if not named_by_business:
            yield from (Problem(name, "required") for name in ("first", "last") if not values.get(name))
    elif not values.get("full_name") and not named_by_business:
        yield Problem("full_name", "required")


def _wrong_values(content: Content, rules: Rules) -> Iterator[Problem]:
    values = content.values
    code = _text(values, "customer_code")
    if code and not matches(rules.code_format, code):
        yield Problem("customer_code", "pattern", rules.code_format.pattern)
    handle = _text(values, "twitter_handle")
    if handle and not is_handle(handle):
        yield Problem("twitter_handle", "doubtful_handle", blocking=False)
    for name, site in _SITES.items():
        url = _text(values, name)
        if url and not check_profile_url(url, site)[1]:
            yield Problem(name, "bad_url", site)
    vat_number = _text(values, "vat_number")
    if vat_number and not check_vat(vat_number, _home(content) or rules.country)[1]:
        yield Problem("vat_number", "doubtful_vat", blocking=False)


def _home(content: Content) -> str:
    """The country of the primary address."""
    addresses = [item.values for item in content.items.get("addresses", ())]
    home = next((values for values in addresses if values.get("type") == "primary"), addresses[0] if addresses else {})
    return _text(home, "country")


def _wrong_items(field: Field, content: Content, rules: Rules) -> Iterator[Problem]:
    child = item_type(field)
    for number, item in enumerate(content.items.get(field.name, ())):
        for problem in (*too_long(child, item.values), *not_listed(child, item.values)):
            if problem.field != "country":  # the rules of addresses say it better
                yield replace(problem, field=field.name, item=number, part=problem.field)
        match field.name:
            case "phones":
                yield from _wrong_phone(item.values, number, rules)
            case "emails":
                yield from _wrong_email(item.values, number)
            case "addresses":
                yield from _doubtful_address(item.values, number)
                yield from _doubtful_place(content, number)


def _wrong_phone(values: Values, number: int, rules: Rules) -> Iterator[Problem]:
    typed = _text(values, "number")
    if not typed:
        yield Problem("phones", "required", item=number, part="number")
    elif not read_phone(typed, rules.country or None).valid:
        yield Problem("phones", "doubtful_phone", item=number, part="number", blocking=False)


def _wrong_email(values: Values, number: int) -> Iterator[Problem]:
    check = check_email(_text(values, "address"))
    if check.problem is not None:
        yield Problem("emails", f"email_{check.problem.name.lower()}", item=number, part="address")


def _doubtful_place(content: Content, number: int) -> Iterator[Problem]:
    """What an address is to the others of the record: the only primary one, or the same as one that is there."""
    addresses = [item.values for item in content.items.get("addresses", ())]
    own, types = addresses[number], [values.get("type") for values in addresses]
    if own.get("type") == "primary" and types.index("primary") < number:
        yield Problem("addresses", "second_primary", item=number, part="type", blocking=False)
    if own.get("same_as_billing") and "billing" not in types:
        yield Problem("addresses", "no_billing_address", item=number, part="same_as_billing", blocking=False)
    email = _text(own, "email")
    if email and (found := check_email(email).problem) is not None:
        yield Problem("addresses", f"email_{found.name.lower()}", item=number, part="email", blocking=False)


def _doubtful_address(values: Values, number: int) -> Iterator[Problem]:
    if values.get("same_as_billing"):
        return
    parts: Mapping[str, str] = {name: str(value) for name, value in values.items() if isinstance(value, str)}
    for found in check_address(parts):
        code = f"address_{found.code.name.lower()}"
        yield Problem("addresses", code, item=number, part=found.part, blocking=False)


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _number(values: Values, name: str, default: int) -> int:
    value = values.get(name)
    return value if isinstance(value, int) else default

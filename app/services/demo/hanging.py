"""What hangs on made-up customers: what is sold, what runs under which contract, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa

from app.models.contract import ACTIVE, CONTRACT, ENDED, EXPIRED, RUNNING, SERVICE
from app.models.fields import RecordType
from app.models.interaction import INTERACTION
from app.models.origins import MANUAL
from app.models.product import PACKAGE, PRODUCT
from app.models.values import Content, Item, Value
from app.services.demo.dice import Dice
from app.services.demo.people import LAST_DAY
from app.services.demo.shares import Share
from app.store import identity
from app.store.bulk import Common, create_in_bulk

_AT_FIRST, _AMONG_FIRST, _AMONG_OTHERS = 300, 3, 100
"""Of so many customers each third has contracts, so that a small file shows some; of the others one in a hundred."""

_AT_ONCE = 2_000
_START = 1000

_PRODUCTS = (
    ("RTR-200", "Router XR-200", "product", "1299.00"),
    ("SWT-24", "Switch, 24 ports", "product", "449.50"),
    ("WAP-6", "Wireless access point", "product", "189.90"),
    ("PHN-IP", "Desk telephone", "product", "129.00"),
    ("LPT-14", "Laptop, 14 inch", "product", "1149.00"),
    ("CARE-NBD", "On-site care, next business day", "service", "49.90"),
    ("CARE-4H", "On-site care, within four hours", "service", "119.00"),
    ("BKP-100", "Backup, 100 GB", "service", "12.50"),
    ("MAIL-50", "Mailbox, 50 GB", "service", "4.90"),
    ("HELP-G", "Help desk Gold", "service", "24.00"),
    ("LINE-1G", "Internet access, 1 Gbit/s", "service", "89.00"),
    ("FAX-SRV", "Fax server", "service", "15.00"),
)
_NO_LONGER = frozenset({"FAX-SRV"})
_PACKAGES = (
    ("SO-1", "Small office", {"RTR-200": 1, "WAP-6": 2, "PHN-IP": 5, "LINE-1G": 1}),
    ("DESK-1", "New desk", {"LPT-14": 1, "PHN-IP": 1, "MAIL-50": 1, "HELP-G": 1}),
    ("CARE-1", "Worry-free", {"CARE-4H": 1, "BKP-100": 10}),
)
_TITLES = ("Maintenance", "Support", "Workplace", "Connectivity", "Managed services", "Framework contract")
_LEVELS = ("bronze", "silver", "silver", "gold", "platinum")
_HAPPENED = (
    ("Support", "Phone", "incoming", "Router blinks red", "Restarted it together; the line came back."),
    ("Support", "E-mail", "incoming", "Mailbox is full", "Told how to archive; nothing left to do."),
    ("Inquiry", "Phone", "incoming", "Asks for a price", "Offer follows by e-mail."),
    ("Inquiry", "Web", "incoming", "Asks when the contract ends", ""),
    ("Complaint", "E-mail", "incoming", "Invoice came twice", "The second one was cancelled."),
    ("Purchase", "Store", "incoming", "Bought two telephones", ""),
    ("Support", "Chat", "incoming", "Cannot sign in", "Password was reset."),
    ("Support", "Phone", "outgoing", "Called back about the outage", "Works again since this morning."),
)


def _add_goods(connection: sa.Connection, common: Common, currency: str) -> dict[str, int]:
    """The products and packages of a company; the ids of the products by their codes."""
    contents = [
        _content(
            PRODUCT,
            code=code,
            name=name,
            kind=kind,
            price=Decimal(price),
            currency=currency,
            active=code not in _NO_LONGER,
        )
        for code, name, kind, price in _PRODUCTS
    ]
    ids = create_in_bulk(connection, PRODUCT, contents, common)
    products = dict(zip((code for code, *_ in _PRODUCTS), ids, strict=True))
    packages = [
        Content(
            _content(PACKAGE, code=code, name=name).values,
            {
                "products": tuple(
                    Item({"product_id": products[one], "quantity": Decimal(n)}) for one, n in parts.items()
                )
            },
        )
        for code, name, parts in _PACKAGES
    ]
    create_in_bulk(connection, PACKAGE, packages, common)
    return products


def _content(record_type: RecordType, **values: Value) -> Content:
    return Content({**{field.name: field.default for field in record_type.value_fields}, **values})


def add_hanging(connection: sa.Connection, share: Share, currency: str) -> None:
    """Products and packages of a company, and for a share of its customers contracts with services, and interactions."""
    common, population = share.common, share.population
    dice = Dice(f"{share.seed}/{population.code_prefix}/hanging")
    goods = _add_goods(connection, common, currency)
    chosen = [population.first_id + place for place in _chosen(population.size)]
    for start in range(0, len(chosen), _AT_ONCE):
        _add_some(connection, common, goods, currency, dice, chosen[start : start + _AT_ONCE])


def _chosen(size: int) -> Iterator[int]:
    yield from range(0, min(size, _AT_FIRST), _AMONG_FIRST)
    yield from range(_AT_FIRST, size, _AMONG_OTHERS)


def _add_some(
    connection: sa.Connection,
    common: Common,
    goods: Mapping[str, int],
    currency: str,
    dice: Dice,
    customers: Sequence[int],
) -> None:
    first = identity.next_number(connection, f"contract/{common.company_id}", len(customers), start=_START)
    contracts = [_contract(dice, one, f"CON{first + number}") for number, one in enumerate(customers)]
    ids = create_in_bulk(connection, CONTRACT, contracts, common)
    services = [
        service
        for contract_id, contract in zip(ids, contracts, strict=True)
        for service in _services(dice, goods, currency, contract_id, contract)
    ]
    create_in_bulk(connection, SERVICE, services, common)
    happened = [one for customer in customers for one in _interactions(dice, customer, common.actor.staff_id)]
    create_in_bulk(connection, INTERACTION, happened, common)


def _contract(dice: Dice, customer_id: int, number: str) -> Content:
    starts = LAST_DAY - timedelta(days=dice.below(3 * 365))
    years = 1 + dice.below(3)
    ends = starts + timedelta(days=365 * years - 1)
    is_over = ends < LAST_DAY
    return _content(
        CONTRACT,
        number=number,
        title=f"{dice.pick(_TITLES)} {starts.year}",
        customer_id=customer_id,
        contract_status=EXPIRED if is_over else ACTIVE,
        starts_on=starts,
        ends_on=ends,
        sla_level=dice.pick(_LEVELS),
    )


def _services(
    dice: Dice, goods: Mapping[str, int], currency: str, contract_id: int, contract: Content
) -> Iterator[Content]:
    """Some run on; of some there are two after each other, with or without a gap between them."""
    starts, ends = contract.values["starts_on"], contract.values["ends_on"]
    for _ in range(1 + dice.below(3)):
        code, name, _, price = dice.pick(_PRODUCTS)
        spans: list[tuple[Value, Value]] = [(starts, ends)]
        if dice.happens(0.25) and isinstance(starts, date):
            middle = starts + timedelta(days=90 + dice.below(90))
            spans = [(starts, middle), (middle + timedelta(days=dice.pick((1, 15, 45))), None)]
        for first, last in spans:
            is_over = isinstance(last, date) and last < LAST_DAY
            yield _content(
                SERVICE,
                name=name,
                contract_id=contract_id,
                customer_id=contract.values["customer_id"],
                product_id=goods[code],
                quantity=Decimal(1 + dice.below(5)),
                price=Decimal(price),
                currency=currency,
                starts_on=first,
                expires_on=last,
                service_status=ENDED if is_over else RUNNING,
            )


def _interactions(dice: Dice, customer_id: int, staff_id: int) -> Iterator[Content]:
    for _ in range(1 + dice.below(5)):
        kind, channel, direction, task, details = dice.pick(_HAPPENED)
        day = LAST_DAY - timedelta(days=dice.below(2 * 365))
        yield _content(
            INTERACTION,
            customer_id=customer_id,
            at=datetime(day.year, day.month, day.day, 8 + dice.below(9), dice.below(60), tzinfo=UTC),
            interaction_type=kind,
            channel=channel,
            direction=direction,
            task=task,
            details=details or None,
            duration=5 * (1 + dice.below(6)),
            staff_id=staff_id,
            origin=MANUAL,
        )

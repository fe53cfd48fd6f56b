"""Services and products added to a customer's contract, several at once: all of it is one act, which one undo takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa

from app.errors import InvalidRecordError, Problem, RecordGoneError
from app.models import record_rules
from app.models.contract import ACTIVE, CONTRACT, DRAFT, ENDED, SERVICE
from app.models.customer import CUSTOMER
from app.models.product import PACKAGE, PRODUCT
from app.models.rights import Act
from app.models.service_lines import ServiceLine, is_backwards
from app.models.spans import Span
from app.models.tables import ACTIVE as ACTIVE_RECORD
from app.models.tables import table_of
from app.models.values import Actor, Content, Record, RecordKey, Value
from app.services.forms import Basis, read_basis
from app.services.records import save_record
from app.services.references import Reference, read_reference
from app.services.saving import read_active
from app.store.bulk import Common, create_in_bulk, open_batch
from app.store.field_reach import require_fillable
from app.store.portions import portions
from app.store.reach import may, scope_of, within_reach
from app.store.records import read_shown

_ORDER = {ACTIVE: 0, DRAFT: 1}
MOST_CONTRACTS = 500


@dataclass(frozen=True, slots=True)
class ContractChoice:
    """A contract that services can be added to."""

    id: int
    name: str
    number: str
    status: str
    span: Span


@dataclass(frozen=True, slots=True)
class Ground:
    """What the person chooses from.

    Attributes:
        contracts: the customer's, those that run first.
        running: when services of the customer run, by product.
        chosen: the contract that services are added to, if it was said already.
    """

    customer: Reference
    basis: Basis
    contracts: tuple[ContractChoice, ...]
    running: Mapping[int, tuple[Span, ...]]
    may_make_contract: bool
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it."""

    contract: Record
    services: int
    is_new_contract: bool


def read_ground(connection: sa.Connection, key: RecordKey) -> Ground:
    """What is needed to add services to a customer, or to a contract of one.

    Raises:
        RecordGoneError: the record is not there, or not to be seen.
    """
    contract = _read(connection, key) if key.type_name == CONTRACT.name else None
    customer_id = contract.values["customer_id"] if contract else key.id
    customer_id = customer_id if isinstance(customer_id, int) else 0
    customer = _read(connection, RecordKey(CUSTOMER.name, customer_id))
    reference = read_reference(connection, CUSTOMER.name, customer_id)
    if reference is None:
        raise RecordGoneError(CUSTOMER.name, customer_id)
    basis = read_basis(connection, _company_of(contract or customer))
    return Ground(
        reference,
        basis,
        _contracts(connection, customer_id),
        _running(connection, customer_id),
        may(connection, Act.ADD, CONTRACT),
        contract.id if contract else 0,
    )


def _read(connection: sa.Connection, key: RecordKey) -> Record:
    record_type = {CUSTOMER.name: CUSTOMER, CONTRACT.name: CONTRACT}[key.type_name]
    found = read_shown(connection, record_type, [key.id]).get(key.id)
    if found is None:
        raise RecordGoneError(key.type_name, key.id)
    return found


def _company_of(record: Record) -> int:
    company_id = record.values["company_id"]
    return company_id if isinstance(company_id, int) else 0


def _contracts(connection: sa.Connection, customer_id: int) -> tuple[ContractChoice, ...]:
    table, unread = table_of(CONTRACT), scope_of(connection, CONTRACT).unread
    names = ("id", "display_name", "number", "contract_status", "starts_on", "ends_on")
    columns = (sa.null() if name in unread else table.c[name] for name in names)
    own = (table.c.customer_id == customer_id, table.c.state == ACTIVE_RECORD, *within_reach(connection, CONTRACT))
    rows = connection.execute(sa.select(*columns).where(*own).order_by(table.c.id.desc()).limit(MOST_CONTRACTS))
    found = (
        ContractChoice(each, name or "", number or "", status or "", Span(first, last))
        for each, name, number, status, first, last in rows
    )
    return tuple(sorted(found, key=lambda contract: _ORDER.get(contract.status, len(_ORDER))))


def _running(connection: sa.Connection, customer_id: int) -> dict[int, tuple[Span, ...]]:
    """As far as the person may know; those that somebody ended run no longer."""
    table, unread = table_of(SERVICE), scope_of(connection, SERVICE).unread
    names = ("product_id", "starts_on", "expires_on")
    if unread & {*names, "service_status"}:
        return {}
    own = (table.c.customer_id == customer_id, table.c.state == ACTIVE_RECORD, *within_reach(connection, SERVICE))
    columns = (table.c[name] for name in names)
    found: dict[int, tuple[Span, ...]] = {}
    for product_id, first, last in connection.execute(
        sa.select(*columns).where(*own, table.c.service_status.is_distinct_from(ENDED))
    ):
        found[product_id] = (*found.get(product_id, ()), Span(first, last))
    return found


def read_product_lines(connection: sa.Connection, ids: Iterable[int]) -> tuple[ServiceLine, ...]:
    """A line for each of these products, as they are offered now; those that are gone are left out."""
    products = _products(connection, ids)
    return tuple(_line(products[one]) for one in ids if one in products)


def read_package_lines(connection: sa.Connection, package_id: int) -> tuple[ServiceLine, ...]:
    """A line for each product of a package, as often as there is of it.

    Raises:
        RecordGoneError: there is no such package, or it is not to be seen.
    """
    package = read_shown(connection, PACKAGE, [package_id]).get(package_id)
    if package is None:
        raise RecordGoneError(PACKAGE.name, package_id)
    items = package.items.get("products", ())
    products = _products(connection, [one for item in items if isinstance(one := item.values["product_id"], int)])
    return tuple(
        _line(products[product_id], quantity, package_id)
        for item in items
        if isinstance(product_id := item.values["product_id"], int)
        and isinstance(quantity := item.values["quantity"], Decimal)
        and product_id in products
    )


def _products(connection: sa.Connection, ids: Iterable[int]) -> dict[int, Record]:
    found: dict[int, Record] = {}
    for some in portions(list(dict.fromkeys(ids))):
        found |= read_shown(connection, PRODUCT, some)
    return found


def _line(product: Record, quantity: Decimal = Decimal(1), package_id: int | None = None) -> ServiceLine:
    values = product.values
    price = values.get("price")
    return ServiceLine(
        product.id,
        str(values.get("display_name") or ""),
        price if isinstance(price, Decimal) else None,
        str(values.get("currency") or ""),
        bool(values.get("active", True)),
        quantity,
        package_id=package_id,
    )


def add_services(
    connection: sa.Connection,
    customer_id: int,
    contract: int | Content,
    lines: Sequence[ServiceLine],
    *,
    company_id: int,
    actor: Actor,
) -> Added:
    """Store the lines as services of a contract, which is made before if there is none yet.

    Names and prices are stored as they are now: what becomes of a product or a package later doesn't touch them.

    Args:
        connection: within a transaction, which the caller owns.
        customer_id: whose services they are.
        contract: the id of one of the customer's, or what a new one says.
        lines: at least one.
        company_id: to which a new contract belongs.
        actor: who adds them.

    Raises:
        RecordGoneError: the contract is no longer there, or it is somebody else's.
        InvalidRecordError: a rule is broken; an `item` of 0 and more is the number of the line.
        NotAllowedError: whoever adds them may not do it.
    """
    batch_id = open_batch(connection, "", actor)
    if isinstance(contract, Content):
        mine = Content({**contract.values, "customer_id": customer_id})
        saved = save_record(connection, CONTRACT.name, company_id, None, mine, actor=actor, batch_id=batch_id)
        stored = saved.record
    else:
        stored = read_active(connection, CONTRACT, contract)
        if stored.values["customer_id"] != customer_id:
            raise RecordGoneError(CONTRACT.name, stored.id)
    contents = _judged(connection, stored, lines)
    common = Common(_company_of(stored) or company_id, actor, batch_id, datetime.now(UTC))
    create_in_bulk(connection, SERVICE, contents, common)
    return Added(stored, len(contents), isinstance(contract, Content))


def _judged(connection: sa.Connection, contract: Record, lines: Sequence[ServiceLine]) -> list[Content]:
    """What the services say, with today's names and prices of their products; raises for what blocks."""
    products = _products(connection, (line.product_id for line in lines))
    contents = [_content(contract, line, products.get(line.product_id)) for line in lines]
    found: list[Problem] = []
    for number, (line, content) in enumerate(zip(lines, contents, strict=True)):
        broken = [problem for problem in record_rules.problems(SERVICE, content) if problem.blocking]
        broken += [Problem("expires_on", "ends_before_start")] if is_backwards(line.span) else []
        broken += _product_problems(products.get(line.product_id), contract)
        found += (Problem(each.field, each.code, each.detail, item=number) for each in broken)
    if found or not lines:
        raise InvalidRecordError(tuple(found) or (Problem("product_id", "required"),))
    for content in contents:
        require_fillable(connection, SERVICE, content)
    return contents


def _product_problems(product: Record | None, contract: Record) -> list[Problem]:
    if product is None:
        return [Problem("product_id", "purged")]
    is_ours = _company_of(product) in (0, _company_of(contract))
    return [] if is_ours else [Problem("product_id", "other_company")]


def _content(contract: Record, line: ServiceLine, product: Record | None) -> Content:
    values: dict[str, Value] = {field.name: field.default for field in SERVICE.value_fields}
    told = product.values if product else {}
    values |= {
        "contract_id": contract.id,
        "customer_id": contract.values["customer_id"],
        "product_id": line.product_id,
        "package_id": line.package_id,
        "name": told.get("display_name"),
        "price": told.get("price"),
        "currency": told.get("currency"),
        "quantity": line.quantity,
        "starts_on": line.span.first,
        "expires_on": line.span.last,
    }
    return record_rules.tidied(SERVICE, Content(values))

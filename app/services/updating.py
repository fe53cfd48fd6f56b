"""The ordinary save of records of any type, for whoever brings old values back: by their rules, over nobody's edits."""

from __future__ import annotations

from app.errors import RecordGoneError
from app.models.catalogue import RECORD_TYPES
from app.models.company import COMPANY
from app.models.customer import CUSTOMER
from app.models.customer_rules import Rules
from app.models.values import Content, Record, State
from app.services.companies import update_company
from app.services.customers import company_of, company_rules, update_customer
from app.services.records import update_record
from app.services.references import require_targets
from app.store.unit_of_work import UnitOfWork


class Updates:
    """The saves of one act; what several records have in common is read once."""

    def __init__(self, work: UnitOfWork) -> None:
        self.work = work
        self._rules: dict[int, Rules] = {}

    def update(self, base: Record, stored: Record | None, mine: Content) -> Record:
        """Store and return what a record shall say, on top of what it said at `base`; a field that `mine` doesn't name stays.

        Args:
            stored: the record as it is now, read in this transaction.

        Raises:
            RecordGoneError: the record is no longer there, or in the trash.
            EditConflictError: the same fields were changed since.
            InvalidRecordError: a rule is broken, or something that it would refer to is gone.
        """
        work, record_type = self.work, RECORD_TYPES[base.type_name]
        require_targets(work.connection, record_type, base.content, mine)
        if stored is None or stored.state is not State.ACTIVE:
            raise RecordGoneError(record_type.name, base.id)
        match record_type.name:
            case CUSTOMER.name:
                return update_customer(work, self._rules_of(company_of(stored)), base, stored, mine).record
            case COMPANY.name:
                return update_company(work, base, stored, mine)
            case _:
                return update_record(work, base, stored, mine).record

    def _rules_of(self, company_id: int) -> Rules:
        if company_id not in self._rules:
            self._rules[company_id] = company_rules(self.work.connection, company_id)
        return self._rules[company_id]

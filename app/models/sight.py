"""What one person sees and may do, worked out once: it is asked with every statement and by everything a window offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.models.field_rights import field_access, most_of
from app.models.fields import RecordType, Sensitivity, item_type
from app.models.reaches import EVERYTHING, Clause, Condition, Fact, Reaches, reaches, shortened
from app.models.rights import Accesses, Act, FieldAccess, Holder, Person, least_open

READING = frozenset({Act.VIEW, Act.EXPORT})
"""What changes nothing, and so is left to somebody who only looks through another's eyes."""

UNREAD = frozenset({FieldAccess.HIDDEN, FieldAccess.MASKED})
"""What people can neither read as a whole, nor sort, filter or search by."""


@dataclass(frozen=True)
class Scope:
    """What of a type's records somebody sees: the key of whatever is prepared once for those who see the same.

    Attributes:
        reaches: the records, by conditions on what stands in their own rows.
        texts: the search texts that hold no field which they can't read.
        unread: the fields that they can't.
        targets: of what the type's records refer to, which records they see, by type; types of which they see all are not
            named.
    """

    reaches: Reaches = EVERYTHING
    texts: tuple[Sensitivity, ...] = tuple(Sensitivity)
    unread: frozenset[str] = frozenset()
    targets: tuple[tuple[str, Reaches], ...] = ()

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """What is looked at to tell which they see."""
        return self.reaches.facts.union(*(reached.facts for _, reached in self.targets))

    def reached_of(self, type_name: str) -> Reaches:
        """Which of the records that are referred to they see."""
        return dict(self.targets).get(type_name, EVERYTHING)


WHOLE = Scope()

STRUCTURE = frozenset({"company_id", "kind", "document_type"})
"""What a record is, and to which company it belongs: without knowing it nothing of it could be shown."""

NAMES = frozenset({"full_name", "first", "last", "business_name"})
"""Of which the rules of a company ask for some."""


@dataclass(frozen=True)
class Sight:
    """A person among their colleagues.

    Attributes:
        company_ids: of all companies there are, so that a reach that ends at all of them is known to leave nothing out.
        report_ids: the members of staff who report to the person.
        department_ids: those of the person's department.
        is_borrowed: somebody else looks through this person's eyes, and so changes nothing.
    """

    person: Person
    company_ids: frozenset[int] = frozenset()
    report_ids: frozenset[int] = frozenset()
    department_ids: frozenset[int] = frozenset()
    is_borrowed: bool = False
    _reaches: dict[tuple[Act, str], Reaches] = field(default_factory=dict, compare=False, repr=False)
    _most: dict[str, FieldAccess] = field(default_factory=dict, compare=False, repr=False)
    _accesses: dict[tuple[str, str], FieldAccess] = field(default_factory=dict, compare=False, repr=False)
    _acts: dict[str, tuple[frozenset[Act], frozenset[Act]]] = field(default_factory=dict, compare=False, repr=False)
    _scopes: dict[str, Scope] = field(default_factory=dict, compare=False, repr=False)
    _fields: dict[tuple[str, tuple[FieldAccess, ...]], frozenset[str]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _closed: dict[tuple[str, FieldAccess | None], Accesses] = field(default_factory=dict, compare=False, repr=False)

    def reaches(self, act: Act, type_name: str) -> Reaches:
        """Which records of a type an act reaches; who owns a record is asked by number alone."""
        if (act, type_name) not in self._reaches:
            found = reaches(self.person, act, type_name)
            self._reaches[act, type_name] = Reaches(tuple(self._clauses(found)))
        return self._reaches[act, type_name]

    def _clauses(self, found: Reaches) -> Iterable[Clause]:
        for clause in found.clauses:
            conditions = (self._resolved(condition) for condition in clause)
            known = shortened(condition for condition in conditions if condition.possible)
            if Condition() not in known:
                yield known

    def _resolved(self, condition: Condition) -> Condition:
        is_any = condition.within is not None and condition.within >= {None, *self.company_ids}
        within = None if is_any else condition.within
        match condition.fact:
            case Fact.OWNER_MANAGER:
                return Condition(within, Fact.OWNER, self.report_ids)
            case Fact.OWNER_DEPARTMENT:
                return Condition(within, Fact.OWNER, self.department_ids)
            case _:
                return replace(condition, within=within)

    def may(self, act: Act, type_name: str) -> bool:
        """Whether there can be any record of the type that they may do this to."""
        return act in self.acts(type_name)[0]

    def acts(self, type_name: str) -> tuple[frozenset[Act], frozenset[Act]]:
        """What they may do to any records of the type, and what of it to all of them."""
        if type_name not in self._acts:
            some = frozenset(
                act for act in Act if not self._is_refused(act) and not self.reaches(act, type_name).nothing
            )
            self._acts[type_name] = some, frozenset(act for act in some if self.reaches(act, type_name).everything)
        return self._acts[type_name]

    def may_on(self, act: Act, type_name: str, holder: Holder) -> bool:
        """Whether they may do this to a record."""
        return not self._is_refused(act) and self.reaches(act, type_name).cover(holder)

    def _is_refused(self, act: Act) -> bool:
        return self.is_borrowed and act not in READING

    def access(self, record_type: RecordType, name: str) -> FieldAccess:
        """What they see of a field, and may do to it."""
        key = (record_type.name, name)
        if key not in self._accesses:
            if record_type.name not in self._most:
                self._most[record_type.name] = most_of(self.person, record_type.name)
            self._accesses[key] = field_access(self.person, record_type, name, self._most[record_type.name])
        return self._accesses[key]

    def access_for_new(self, record_type: RecordType, name: str) -> FieldAccess:
        """The same in a record that they make: whoever may make one fills what it can't be without."""
        declared = record_type.by_name[name]
        is_needed = name in NAMES or (declared.required and declared.default is None)
        may_fill = is_needed and self.may(Act.ADD, record_type.name)
        return FieldAccess.EDITABLE if may_fill else self.access(record_type, name)

    def fields_with(self, record_type: RecordType, *accesses: FieldAccess) -> frozenset[str]:
        """The names of the fields that they have such an access to."""
        key = (record_type.name, accesses)
        if key not in self._fields:
            self._fields[key] = frozenset(
                field.name for field in record_type.all_fields if self.access(record_type, field.name) in accesses
            )
        return self._fields[key]

    def closed(self, record_type: RecordType, most: FieldAccess | None) -> Accesses:
        """The fields that are not open to be written into, with what can be done instead.

        Args:
            record_type: of the record.
            most: that is done to any field of it; None for a record that they make.
        """
        key = (record_type.name, most)
        if key not in self._closed:
            found = {field.name: self._open(record_type, field.name, most) for field in record_type.fields}
            self._closed[key] = {name: access for name, access in found.items() if access is not FieldAccess.EDITABLE}
        return self._closed[key]

    def _open(self, record_type: RecordType, name: str, most: FieldAccess | None) -> FieldAccess:
        if most is None:
            return self.access_for_new(record_type, name)
        return least_open(self.access(record_type, name), most)

    def scope(self, record_type: RecordType) -> Scope:
        """What of a type's records they see."""
        if record_type.name not in self._scopes:
            unread = self.fields_with(record_type, *UNREAD) - STRUCTURE
            reached = self.reaches(Act.VIEW, record_type.name)
            found = Scope(reached, _texts(record_type, unread), unread, tuple(self._targets(record_type)))
            self._scopes[record_type.name] = found
        return self._scopes[record_type.name]

    def _targets(self, record_type: RecordType) -> Iterable[tuple[str, Reaches]]:
        for target in sorted({one.refers_to for one in record_type.all_fields if one.refers_to}):
            if not (reached := self.reaches(Act.VIEW, target)).everything:
                yield target, reached


def _texts(record_type: RecordType, unread: frozenset[str]) -> tuple[Sensitivity, ...]:
    """A text says of no word which field it came from: with one field that can't be read, none of it is searched."""
    closed = {
        field.sensitivity
        for field in record_type.fields
        if field.name in unread
        and (field.searched or (field.items and any(part.searched for part in item_type(field).fields)))
    }
    return tuple(sensitivity for sensitivity in Sensitivity if sensitivity not in closed)

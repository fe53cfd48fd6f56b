"""The form of a customer: names that are taken apart while they are typed, and clashes that show before the save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from app import services
from app.errors import Problem
from app.models.company import FIRST_AND_LAST
from app.models.customer import EXTERNAL
from app.models.customer_rules import NAME_PARTS, problems, tidied
from app.models.names import NameParts, format_full_name, parse_full_name
from app.models.values import Content
from app.overriding import override
from app.settings import SHOW_ALL_FIELDS
from app.views.forms.editors import TextEditor, text_of
from app.views.forms.record_form import RecordForm
from app.views.words import label_of

if TYPE_CHECKING:
    from app.services.forms import Basis, RowReferences
    from app.services.references import Reference

_CLASHING = ("customer_code", "sam_account_name", "emails", "manager_id")
_PARTS_OF_WHOLE = tuple(part for part in NAME_PARTS if part != "nickname")

_PAUSE = 400
"""Milliseconds after the last key before clashes are looked for."""

_ONLY_ON_SAVE = frozenset({"required", "address_missing"})
"""Nobody is told what is missing while still typing."""


class CustomerForm(RecordForm):
    """Adds to the form of the catalogue what only customers have."""

    grids = (NAME_PARTS, ("building", "floor", "room_or_desk"))

    @override
    def _complete(self) -> None:
        super()._complete()
        self._ticket = 0
        self._is_built = False  # the full name was put together from the parts
        self._nickname_in_name = ""
        self._parse: tuple[tuple[str, str | None], NameParts] = (("", None), NameParts())
        self._clash_timer = QTimer(self)
        self._clash_timer.setSingleShot(True)
        self._clash_timer.setInterval(_PAUSE)
        self._clash_timer.timeout.connect(self._on_clash_pause)
        self.all_fields_box = QCheckBox(self.tr("Show all fields"), self)
        self.all_fields_box.setToolTip(self.tr("Also those that customers of the other kind have"))
        self.add_below(self.all_fields_box)
        self._mark_needed_names()
        self._listen()
        self.all_fields_box.setChecked(self._settings.get(SHOW_ALL_FIELDS))

    @override
    def follow(self, kind: str, basis: Basis) -> None:
        before = (self.kind, self.basis.rules.name_rule)
        super().follow(kind, basis)
        if before != (kind, basis.rules.name_rule):
            self._mark_needed_names()
        self._show_what_rights_hang_on()

    def _show_what_rights_hang_on(self) -> None:
        extends = self.basis.extends_rights
        text = self.tr("Colleagues may get rights on this customer by it, or lose them.") if extends else ""
        for name in ("department", "manager_id"):
            self.boxes[name].show_hint(text)

    def _mark_needed_names(self) -> None:
        are_parts_needed = self.basis.rules.name_rule == FIRST_AND_LAST
        for part in ("first", "last"):
            self.boxes[part].set_label(label_of(self.boxes[part].field), are_parts_needed)
        full_name = self.boxes["full_name"]
        full_name.set_label(label_of(full_name.field), not are_parts_needed and self.kind != EXTERNAL)
        if isinstance(full_name.editor, TextEditor):
            is_either_fine = not are_parts_needed and self.kind == EXTERNAL
            text = self.tr("Needed, unless there is a business name") if is_either_fine else ""
            full_name.editor.line.setPlaceholderText(text)

    def _listen(self) -> None:
        self.boxes["full_name"].editor.edited.connect(self._on_full_name_edited)
        self.boxes["full_name"].hint_followed.connect(self._on_full_name_edited)
        for part in NAME_PARTS:
            self.boxes[part].editor.edited.connect(self._on_part_edited)
        for name in _CLASHING:
            self.boxes[name].editor.edited.connect(self._on_clashing_edited)
        self.committed.connect(self._on_committed)
        self.all_fields_box.toggled.connect(self._on_all_fields_toggled)

    @override
    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        self._clash_timer.stop()
        self._tasks.cancel(self._ticket)
        self._is_built = False
        super().show_content(content, references, of_rows)
        self._nickname_in_name = self._parsed().nickname

    @override
    def content(self, *, everything: bool) -> Content:
        """A name that was touched goes along whole: corrected parts belong to the full name that they were typed with."""
        content = super().content(everything=everything)
        names = ("full_name", *NAME_PARTS)
        if not any(name in content.values for name in names):
            return content
        typed = {name: box.editor.value() for name, box in self.open_boxes() if name in names}
        return Content({**content.values, **typed}, content.items)

    @override
    def clear_problems(self) -> None:
        super().clear_problems()
        self._show_name_hint()

    @override
    def display_name(self) -> str:
        typed = (text_of(self.boxes[name].editor.raw()).strip() for name in ("full_name", "business_name"))
        return next(filter(None, typed), "")

    @override
    def called(self) -> str:
        """First and last name, as they stand in the parts, without titles; else as it is listed."""
        parts = (text_of(self.boxes[part].editor.raw()).strip() for part in ("first", "last"))
        return " ".join(filter(None, parts)) or self.display_name()

    def _parts(self) -> NameParts:
        return NameParts(**{part: str(self.boxes[part].editor.value() or "") for part in NAME_PARTS})

    def _parsed(self) -> NameParts:
        asked = (str(self.boxes["full_name"].editor.value() or ""), self.basis.rules.country or None)
        if self._parse[0] != asked:
            self._parse = (asked, parse_full_name(*asked))
        return self._parse[1]

    def _on_full_name_edited(self) -> None:
        """The parts follow the full name, corrected ones too: it is another name now.

        A nickname need not stand in it: one that did not stays, unless another does now.
        """
        parsed = self._parsed()
        follows = parsed.nickname or self._parts().nickname == self._nickname_in_name
        self._nickname_in_name = parsed.nickname
        for part in NAME_PARTS if follows else _PARTS_OF_WHOLE:
            self.boxes[part].editor.show_value(getattr(parsed, part))
            self.boxes[part].show_problem(self.boxes[part].editor.fault())
        self._is_built = False
        self._show_name_hint()
        self.edited.emit()

    def _on_part_edited(self) -> None:
        """A corrected part is kept; where nobody typed a full name, it is built from the parts."""
        full_name = self.boxes["full_name"]
        is_built = self._is_built or self.basis.rules.name_rule == FIRST_AND_LAST or not full_name.editor.raw()
        if is_built:
            full_name.editor.show_value(format_full_name(self._parts()))
            full_name.show_problem(full_name.editor.fault())
        self._is_built = is_built
        self._show_name_hint()

    def _show_name_hint(self) -> None:
        parts, parsed = self._parts(), self._parsed()
        if not parsed.nickname:
            parts = replace(parts, nickname="")
        is_corrected = not self._is_built and parts != parsed
        text = self.tr("The parts were corrected.") if is_corrected else ""
        self.boxes["full_name"].show_hint(text, self.tr("Parse again") if is_corrected else "")

    @override
    def broken_rules(self, faults: Sequence[Problem]) -> tuple[Problem, ...]:
        faulty = {fault.field for fault in faults}
        found = problems(tidied(self._whole(), self.basis.rules), self.basis.rules)
        open_to_them = {name for name, _ in self.open_boxes()}
        return tuple(problem for problem in found if problem.field not in faulty and problem.field in open_to_them)

    def _on_committed(self, name: str) -> None:
        """Say what the rules find wrong with a field that the person is done with."""
        found = [problem for problem in self.broken_rules(()) if problem.field == name]
        self._show_found(problem for problem in found if problem.code not in _ONLY_ON_SAVE)

    def _whole(self) -> Content:
        content = self.content(everything=True)
        return Content({**content.values, "kind": self.kind}, content.items)

    def _on_clashing_edited(self) -> None:
        """What is being looked for now was typed before."""
        self._tasks.cancel(self._ticket)
        self._clash_timer.start()

    def _on_clash_pause(self) -> None:
        self._tasks.cancel(self._ticket)
        look = partial(
            services.customers.clashes,
            content=tidied(self._whole(), self.basis.rules),
            rules=self.basis.rules,
            company_id=self.basis.company_id,
            own_id=self.record_id,
        )
        self._ticket = self._tasks.read(self, look, self._on_clashes_found)

    def _on_clashes_found(self, found: tuple[Problem, ...]) -> None:
        self._show_found(found)

    def _show_found(self, found: Iterable[Problem]) -> None:
        for problem in found:
            box = self.boxes.get(problem.field)
            if box is not None and box.problem is None:
                self.show_problem(problem)

    def _on_all_fields_toggled(self, is_all: bool) -> None:
        self._settings.set(SHOW_ALL_FIELDS, is_all)
        self.show_all_fields(is_all)

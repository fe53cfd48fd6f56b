"""A form for editing a record of any type, built from the field catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.background import DatabaseTasks
from app.errors import Problem
from app.models.fields import Field, Kind, RecordType
from app.models.fields import Section as SectionOf
from app.models.rights import FieldAccess
from app.models.sight import UNREAD
from app.models.values import Content, Record, RecordKey, Value
from app.overriding import override
from app.settings import Settings
from app.views.forms.editor_kit import EditorKit
from app.views.forms.editors import Raw, text_of
from app.views.forms.editors_image import ImageEditor
from app.views.forms.editors_record import RecordEditor
from app.views.forms.field_box import FieldBox
from app.views.forms.form_columns import FormColumns
from app.views.forms.form_contents import content_of, faults_of, reference_names_of
from app.views.forms.problem_words import sentence_of
from app.views.forms.rows_editor import RowsEditor
from app.views.forms.scrolling import bring_into_sight
from app.views.forms.section_layout import SectionLayout, align_labels
from app.views.forms.sections import is_open, remember_open, section_key
from app.views.forms.slices import Slices
from app.views.forms.tab_order import TabOrder
from app.views.widgets.message_line import announce
from app.views.widgets.section import Section
from app.views.words import label_of

if TYPE_CHECKING:
    from app.models.rights import Accesses
    from app.services.forms import Basis, RowReferences
    from app.services.references import Reference


class RecordForm(QWidget):
    """The editors of all fields that people set, in collapsible sections that are remembered.

    `record_id` is 0 for a new record.

    Signals:
        edited: something was changed; `is_dirty` says whether it differs from what was shown.
        committed: the person left a field (by name).
        other_wanted: the RecordKey of what a field refers to or clashes with: the person wants to see it.
    """

    edited = Signal()
    committed = Signal(str)
    other_wanted = Signal(object)

    grids: tuple[tuple[str, ...], ...] = ()
    """Short fields that share lines, by name; each group stands where its first field would."""

    most_columns = 2
    leads_to_records = True
    """Whether the person can open what a field refers to from there."""

    def __init__(
        self,
        record_type: RecordType,
        kind: str,
        basis: Basis,
        tasks: DatabaseTasks,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        in_slices: bool = False,
    ) -> None:
        """Make the form; with `in_slices` there are no editors until `building` is done."""
        super().__init__(parent)
        self.record_type, self.kind = record_type, kind
        self.basis, self._tasks, self._settings = basis, tasks, settings
        self._kit = EditorKit(basis, tasks, self, settings)
        self._kit.leads_to_records = self.leads_to_records
        self._baseline: dict[str, Raw] = {}
        self._tab_order = TabOrder(self._controls, self)
        self._is_all_shown = False
        self._closed: frozenset[str] = frozenset()
        self.record_id = 0
        self.boxes: dict[str, FieldBox] = {}
        self.sections: dict[str, Section] = {}
        self._columns = FormColumns(self, self.most_columns)
        self.building = Slices(self._build())
        if not in_slices:
            self.building.finish()

    def _build(self) -> Iterator[None]:
        for section in self.record_type.sections:
            yield from self._add_section(section)
        self._complete()

    def _complete(self) -> None:
        """What can be done only when all editors are there."""
        align_labels([box.label for box in self.boxes.values() if not self._is_above(box.field)])
        self._tab_order.make_soon()
        self._pictures = [box.editor for box in self.boxes.values() if isinstance(box.editor, ImageEditor)]
        self.edited.connect(self._show_initials)

    def follow(self, kind: str, basis: Basis) -> None:
        """Be the form of this kind, by this company's rules, from now on; what the lists offer must be the same."""
        self.basis = self._kit.basis = basis
        if kind != self.kind:
            self.kind = kind
            self._show_fitting()

    def _add_section(self, section: SectionOf) -> Iterator[None]:
        content = QWidget(self)
        layout = SectionLayout(content, self.grids)
        for field in self.record_type.in_section(section.name):
            if field.edited:
                self._add_field(field, layout, content)
                yield
        folding = Section(label_of(section), content, self)
        key = section_key(self.record_type, section)
        folding.set_open(is_open(self._settings, key))
        folding.folded.connect(lambda is_open: remember_open(self._settings, key, is_open))
        folding.setVisible(self._is_section_shown(section))
        self.sections[section.name] = folding
        self._columns.add(folding)

    def _is_above(self, field: Field) -> bool:
        """Whether the field's label stands above it."""
        return field.kind is Kind.ITEMS or any(field.name in names for names in self.grids)

    def _add_field(self, field: Field, layout: SectionLayout, parent: QWidget) -> None:
        box = self.boxes[field.name] = FieldBox(self._kit.make(field, parent), parent)
        box.editor.edited.connect(self.edited)
        box.editor.committed.connect(lambda: self.committed.emit(field.name))
        box.other_wanted.connect(self.other_wanted)
        box.rival_wanted.connect(self._on_rival_wanted)
        if isinstance(box.editor, RowsEditor):
            box.editor.other_wanted.connect(self.other_wanted)
            box.editor.rival_wanted.connect(self._on_rival_wanted)
            box.editor.rows_changed.connect(self._tab_order.make_soon)
        box.is_label_wanted = field.label != self._section_label(field)
        box.set_field_visible(self._is_shown(field))
        layout.place(box)

    def _on_rival_wanted(self, record_id: int) -> None:
        self.other_wanted.emit(RecordKey(self.record_type.name, record_id))

    def _section_label(self, field: Field) -> str:
        return next(section.label for section in self.record_type.sections if section.name == field.section)

    def _is_section_shown(self, section: SectionOf) -> bool:
        is_typed = any(field.edited for field in self.record_type.in_section(section.name))
        return is_typed and (self._is_all_shown or not section.only or self.kind in section.only)

    def allow(self, accesses: Accesses) -> None:
        """Have no editors for fields that can't be read, and only show those that can't be written into.

        Args:
            accesses: of the fields that are not open, by name.
        """
        self._closed = frozenset(name for name, access in accesses.items() if access in UNREAD)
        for name, box in self.boxes.items():
            box.editor.set_read_only(accesses.get(name, FieldAccess.EDITABLE) is not FieldAccess.EDITABLE)
        self._show_fitting()

    def open_boxes(self) -> Iterator[tuple[str, FieldBox]]:
        """The fields that the person can read, by name."""
        return ((name, box) for name, box in self.boxes.items() if name not in self._closed)

    def _is_shown(self, field: Field) -> bool:
        return field.name not in self._closed and self._is_kind_shown(field)

    def _is_kind_shown(self, field: Field) -> bool:
        return self._is_all_shown or not field.only or self.kind in field.only

    def add_below(self, widget: QWidget) -> None:
        """Put something below the last section."""
        self._columns.add_below(widget)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._columns.fit(event.size().width())

    def show_all_fields(self, is_all: bool) -> None:
        """Show the sections and fields of other kinds as well, or those of this kind only."""
        self._is_all_shown = is_all
        self._show_fitting()

    def _show_fitting(self) -> None:
        """Show what the kind of record has, and nothing else."""
        with self._columns.held():
            for section in self.record_type.sections:
                self.sections[section.name].setVisible(self._is_section_shown(section))
            for box in self.boxes.values():
                box.set_field_visible(self._is_shown(box.field))
        self._columns.balance()
        self._tab_order.make_soon()

    def show_content(
        self, content: Content, references: Mapping[str, Reference], of_rows: RowReferences | None = None
    ) -> None:
        """Show a record as it is stored; from here on, what differs is an edit.

        Args:
            references: what the record refers to, by field.
            of_rows: what its child rows refer to, by type and id.
        """
        with self._columns.held():
            for name, box in self.boxes.items():
                editor = box.editor
                if isinstance(editor, RowsEditor):
                    editor.show_items(content.items.get(name, ()), of_rows or {})
                elif isinstance(editor, RecordEditor) and name in references:
                    editor.show_reference(references[name])
                else:
                    editor.show_value(content.values.get(name))
            self.clear_problems()
        self._tab_order.make_soon()
        self.accept_baseline()
        self._show_initials()

    def display_name(self) -> str:
        """Under which name the record is listed, as it stands there."""
        return self.record_type.title({name: text_of(box.editor.raw()).strip() for name, box in self.boxes.items()})

    def called(self) -> str:
        """What the record is called as it stands there; its initials come from that."""
        return self.display_name()

    def _show_initials(self) -> None:
        for editor in self._pictures:
            editor.show_initials(self.record_id, self.called())

    def show_stored(
        self,
        record: Record,
        references: Mapping[str, Reference],
        sent: Mapping[str, Raw],
        of_rows: RowReferences | None = None,
    ) -> None:
        """Show a record as it was stored; what was typed since its texts were sent stays typed."""
        typed_since = {name: raw for name, raw in self.texts().items() if raw != sent.get(name)}
        self.record_id = record.id
        self.show_content(record.content, references, of_rows)
        self.show_texts(typed_since)

    def begin_anew(self) -> None:
        """What is on its way for the fields, such as a picture that is being read, is not for what they show next."""
        for editor in self._pictures:
            editor.forget_wishes()

    def show_new(self, given: Mapping[str, Reference] | None = None) -> None:
        """Show an empty record with the defaults of its fields, which refers to what is given, by field."""
        values: dict[str, Value] = {}
        for name, box in self.open_boxes():
            if self._is_shown(box.field) or box.field.required:
                values[name] = box.field.default
        self.show_content(Content(values), given or {})

    def accept_baseline(self, texts: Mapping[str, Raw] | None = None) -> None:
        """Take what stands there (or stood there when it was sent to be stored) for unchanged."""
        self._baseline = dict(self.texts() if texts is None else texts)

    def texts(self) -> dict[str, Raw]:
        """What stands in every editor, valid or not."""
        return {name: box.editor.raw() for name, box in self.open_boxes()}

    def show_texts(self, texts: Mapping[str, Raw]) -> None:
        """Show what `texts` gave, as drafts keep it."""
        for name, raw in texts.items():
            if name in self.boxes:
                self.boxes[name].editor.show_raw(raw)

    def is_dirty(self) -> bool:
        """Whether anything differs from what was shown."""
        return self.texts() != self._baseline

    def changed_fields(self) -> tuple[str, ...]:
        """The fields in which something else stands than was shown."""
        return tuple(name for name, raw in self.texts().items() if raw != self._baseline.get(name))

    def content(self, *, everything: bool) -> Content:
        """What the form says.

        Args:
            everything: for a new record; otherwise only fields that were changed, so that nobody's later change of
                another field is touched.
        """
        return content_of(self.open_boxes(), {} if everything else self._baseline)

    def faults(self) -> tuple[Problem, ...]:
        """Everything that keeps texts from being values."""
        return faults_of(box for _, box in self.open_boxes())

    def broken_rules(self, faults: Sequence[Problem]) -> tuple[Problem, ...]:
        """What the record's rules find wrong beside the fields that hold no value at all; types without rules say none."""
        return ()

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Say beside the fields what is wrong with them; errors win over warnings."""
        self.clear_problems()
        for problem in sorted(problems, key=lambda problem: problem.blocking):
            self.show_problem(problem)

    def show_problem(self, problem: Problem) -> None:
        """Say beside its field, or child row, what is wrong."""
        box = self._box_of(problem)
        if box is not None and not (isinstance(box.editor, RowsEditor) and box.editor.show_problem(problem)):
            box.show_problem(problem)

    def _box_of(self, problem: Problem) -> FieldBox | None:
        """The field that a problem is said beside, in sight; None if this form doesn't have it open."""
        box = self.boxes.get(problem.field)
        if box is None or problem.field in self._closed:
            return None
        self._reveal(box)
        return box

    def has_errors(self) -> bool:
        """Whether something that keeps the record from being stored is said beside a field."""
        return any(box.problem is not None and box.problem.blocking for box in self.findChildren(FieldBox))

    def clear_problems(self) -> None:
        """Take back everything that was said."""
        for box in self.boxes.values():
            box.show_problem(None)
            if isinstance(box.editor, RowsEditor):
                box.editor.clear_problems()

    def focus_problem(self, problem: Problem) -> None:
        """Lead the person to what is wrong, and have it read out."""
        box = self._box_of(problem)
        if box is None:
            return
        editor = box.editor
        control = editor.control_of(problem) if isinstance(editor, RowsEditor) else editor.controls()[0]
        control.setFocus()
        bring_into_sight(control)
        announce(control, sentence_of(problem))

    def first_of(self, problems: Iterable[Problem]) -> Problem:
        """The problem to begin with: the first error in reading order, else the first warning."""
        places = {name: place for place, name in enumerate(self.boxes)}
        return min(problems, key=lambda problem: (not problem.blocking, places.get(problem.field, len(places))))

    def reference_names(self) -> dict[tuple[str, int], str]:
        """What people call the records that the form refers to, by type and id."""
        return reference_names_of(self.boxes.values())

    def focus_first(self, filled: Iterable[str] = ()) -> None:
        """Put the cursor into the first field that is shown, past those that are `filled` already."""
        passed: list[QWidget] = [section.heading for section in self.sections.values()]
        passed += (each for name in filled if name in self.boxes for each in self.boxes[name].editor.controls())
        for control in self._controls():
            if control.isVisibleTo(self) and control not in passed:
                control.setFocus()
                bring_into_sight(control)
                return

    def _reveal(self, box: FieldBox) -> None:
        box.set_field_visible(True)
        self.sections[box.field.section].setVisible(True)
        self.sections[box.field.section].set_open(True)

    def _controls(self) -> list[QWidget]:
        found: list[QWidget] = []
        for name, section in self.sections.items():
            found.append(section.heading)
            for field in self.record_type.in_section(name):
                if field.name in self.boxes:
                    found += self.boxes[field.name].editor.controls()
        return found

    @override
    def focusNextPrevChild(self, is_next: bool) -> bool:
        self._tab_order.make_now()
        return super().focusNextPrevChild(is_next)

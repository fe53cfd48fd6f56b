"""One picture: how it looks, what it is called, where it is used, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.models.image import IMAGE
from app.views.widgets.elided_label import ElidedLabel
from app.views.words import counted, isolated

if TYPE_CHECKING:
    from app.services.pictures import Details, Use

PREVIEW = 208
_USE = Qt.ItemDataRole.UserRole


class PictureDetails(QWidget):
    """About the pictures that are selected: everything about one, what goes for all about several.

    Signals:
        renamed: (ids, text) the picture is to be called so.
        sorted_: (ids, text) the pictures go into this category.
        edit_wanted, replace_wanted, trash_wanted, restore_wanted, purge_wanted: the person pressed a button.
        record_wanted: (type name, id) of a record that shows the picture.
    """

    renamed = Signal(object, str)
    sorted_ = Signal(object, str)
    edit_wanted = Signal()
    replace_wanted = Signal()
    trash_wanted = Signal()
    restore_wanted = Signal()
    purge_wanted = Signal()
    record_wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._name = self._category = ""
        self._ids: tuple[int, ...] = ()
        self.preview = QLabel(self)
        self.name_edit = QLineEdit(self)
        self.category_box = QComboBox(self)
        self.facts_label = ElidedLabel(self)
        self.uses_label = QLabel(self)
        self.uses_list = QListWidget(self)
        self.edit_button = QPushButton(self.tr("Crop and ro&tate…"), self)
        self.replace_button = QPushButton(self.tr("Re&place…"), self)
        self.trash_button = QPushButton(self.tr("&Delete…"), self)
        self.restore_button = QPushButton(self.tr("Resto&re"), self)
        self.purge_button = QPushButton(self.tr("&Purge…"), self)
        self._acts = (self.edit_button, self.replace_button, self.trash_button, self.restore_button, self.purge_button)
        self._is_in_trash = False
        self._prepare()
        self._lay_out()
        self._connect()
        self.show_none(())

    def _prepare(self) -> None:
        self.preview.setFixedSize(PREVIEW, PREVIEW)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name_edit.setMaxLength(IMAGE.by_name["name"].max_length)
        self.name_edit.setAccessibleName(self.tr("Name"))
        self.category_box.setEditable(True)
        self.category_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.category_box.setAccessibleName(self.tr("Category"))
        self.category_box.setMinimumContentsLength(8)
        self.category_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if (line := self.category_box.lineEdit()) is not None:
            line.setPlaceholderText(self.tr("No category"))
            line.setMaxLength(IMAGE.by_name["category"].max_length)
        self.uses_list.setAccessibleName(self.tr("Used by"))
        self.uses_list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for button in self._acts:
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields.addRow(self.tr("Name"), self.name_edit)
        fields.addRow(self.tr("Category"), self.category_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.facts_label)
        layout.addLayout(fields)
        layout.addWidget(self.uses_label)
        layout.addWidget(self.uses_list, 1)
        for button in self._acts:
            layout.addWidget(button)
        self.show_place(in_trash=False)

    def _connect(self) -> None:
        self.name_edit.editingFinished.connect(self._on_name_finished)
        self.category_box.activated.connect(lambda row: self._on_category_finished())
        if (line := self.category_box.lineEdit()) is not None:
            line.editingFinished.connect(self._on_category_finished)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.replace_button.clicked.connect(self.replace_wanted)
        self.trash_button.clicked.connect(self.trash_wanted)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.purge_button.clicked.connect(self.purge_wanted)
        self.uses_list.itemActivated.connect(self._on_use_chosen)

    @property
    def _for_one(self) -> tuple[QWidget, ...]:
        return self.name_edit, self.edit_button, self.replace_button

    def show_place(self, *, in_trash: bool) -> None:
        """Offer what can be done with pictures in the trash, or with those that are not."""
        self._is_in_trash = in_trash
        for button in self._acts:
            is_for_here = (button in (self.restore_button, self.purge_button)) is in_trash
            button.setVisible(is_for_here and not self._read_only)

    def show_none(self, ids: tuple[int, ...]) -> None:
        """Show that no picture is selected, or several."""
        self._turn_to(ids)
        selected = len(ids)
        self._name = self._category = ""
        self.preview.clear()
        self.preview.setText(self.tr("{count} pictures selected").format(count=f"{selected:,}") if selected else "")
        self.name_edit.clear()
        self.category_box.setEditText("")
        self.facts_label.show_text("")
        self._show_uses((), 0)
        self.uses_label.clear()
        for widget in self._for_one:
            widget.setEnabled(False)
        self.category_box.setEnabled(selected > 1 and not self._is_in_trash and not self._read_only)
        for button in (self.trash_button, self.restore_button, self.purge_button):
            button.setEnabled(selected > 1)

    def show_categories(self, names: list[str]) -> None:
        """Offer these categories; what is typed stays."""
        line = self.category_box.lineEdit()
        text, is_typed_in = self.category_box.currentText(), _is_typed_in(line)
        self.category_box.clear()
        self.category_box.addItems(names)
        self.category_box.setEditText(text)
        if line is not None:
            line.setModified(is_typed_in)

    def show_details(self, details: Details, preview: QImage) -> None:
        """Show everything about one picture."""
        values = details.record.values
        self._turn_to((details.record.id,))
        self._name, self._category = str(values["name"] or ""), str(values["category"] or "")
        pixmap = QPixmap.fromImage(preview)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.preview.setPixmap(pixmap)
        if not _is_typed_in(self.name_edit):
            self.name_edit.setText(self._name)
            self.name_edit.setCursorPosition(0)
        if not _is_typed_in(self.category_box.lineEdit()):
            self.category_box.setEditText(self._category)
        size = self.tr("{width} × {height}, {size} KB")
        kilobytes = max(1, round(int(str(values["size"] or 0)) / 1024))
        self.facts_label.show_text(
            size.format(width=values["width"] or "?", height=values["height"] or "?", size=f"{kilobytes:,}")
        )
        self._show_uses(details.uses, details.use_count)
        for widget in (*self._for_one, self.category_box):
            widget.setEnabled(not self._is_in_trash and not self._read_only)
        for button in (self.trash_button, self.restore_button, self.purge_button):
            button.setEnabled(True)

    def _show_uses(self, uses: tuple[Use, ...], count: int) -> None:
        self.uses_list.clear()
        for use in uses:
            item = QListWidgetItem(isolated(use.label))
            item.setData(_USE, (use.type_name, use.record_id))
            item.setToolTip(self.tr("Enter or a double click opens the record"))
            self.uses_list.addItem(item)
        if count > len(uses):
            more = QListWidgetItem(self.tr("and {count} more").format(count=f"{count - len(uses):,}"))
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.uses_list.addItem(more)
        one, many = self.tr("Used by 1 record"), self.tr("Used by {count} records")
        self.uses_label.setText(counted(count, one, many) if count else self.tr("Not used yet"))
        self.uses_list.setEnabled(bool(uses))

    def _turn_to(self, ids: tuple[int, ...]) -> None:
        """Be about these pictures; what was just being typed is said of those before."""
        if ids != self._ids:
            for edit, finish in (
                (self.name_edit, self._on_name_finished),
                (self.category_box.lineEdit(), self._on_category_finished),
            ):
                if edit is not None and _is_typed_in(edit):
                    finish()
            self._ids = ids

    def _on_name_finished(self) -> None:
        text = self.name_edit.text().strip()
        self.name_edit.setModified(False)
        if not text:
            self.name_edit.setText(self._name)
        elif text != self._name and self.name_edit.isEnabled():
            self._name = text
            self.renamed.emit(self._ids, text)

    def _on_category_finished(self) -> None:
        text = self.category_box.currentText().strip()
        if (line := self.category_box.lineEdit()) is not None:
            line.setModified(False)
        if text != self._category and self.category_box.isEnabled():
            self._category = text
            self.sorted_.emit(self._ids, text)

    def _on_use_chosen(self, item: QListWidgetItem) -> None:
        if use := item.data(_USE):
            self.record_wanted.emit(*use)

    @staticmethod
    def preview_size(ratio: float) -> QSize:
        """How large a preview is in the pixels of the screen."""
        return QSize(round(PREVIEW * ratio), round(PREVIEW * ratio))


def _is_typed_in(edit: QLineEdit | None) -> bool:
    """Whether somebody is at it, so that nothing else must be put there."""
    return edit is not None and edit.hasFocus() and edit.isModified()

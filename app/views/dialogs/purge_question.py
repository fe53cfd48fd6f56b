"""The question before records are purged: what goes with them, and how many, which has to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.views.forms.questions import breakable
from app.views.words import counted, isolated

if TYPE_CHECKING:
    from app.services.trash import PurgeImpact


class PurgeQuestion(QDialog):
    """Yes can be said only when the number stands in the field.

    Args:
        impact: what purging would touch.
        parent: as of any dialog.
        what: goes with them; by default what goes with customers.
    """

    def __init__(self, impact: PurgeImpact, parent: QWidget | None = None, *, what: str = "") -> None:
        super().__init__(parent)
        self._what = what or self.tr(
            "Everything that was stored goes: phones, addresses, the search text and what the history says. That it "
            "was purged, when and by whom is kept. This cannot be undone."
        )
        self._count = impact.records
        self.setWindowTitle(self.tr("Purge"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.count_edit = QLineEdit(self)
        self.count_edit.setAccessibleName(self.tr("How many records are purged"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.purge_button = self.buttons.addButton(self.tr("Purge"), QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        for text in self._sentences(impact):
            label = QLabel(breakable(text), self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.count_edit)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.count_edit.textChanged.connect(self._on_typed)
        self._on_typed()

    def _sentences(self, impact: PurgeImpact) -> list[str]:
        count = f"{impact.records:,}"
        if impact.records == 1:
            name = isolated(impact.name[:200])
            first = self.tr("Remove {name} for good?").format(name=name)
        else:
            first = self.tr("Remove {count} records for good?").format(count=count)
        sentences = [first, self._what]
        if impact.belonging:
            one = self.tr("1 record that belongs to this goes with it for good, in the trash or not.")
            many = self.tr("{count} records that belong to this go with it for good, in the trash or not.")
            sentences.append(counted(impact.belonging, one, many))
        if impact.referring:
            one = self.tr("1 other record refers to this and will no longer.")
            many = self.tr("{count} other records refer to this and will no longer.")
            sentences.append(counted(impact.referring, one, many))
        return [*sentences, self.tr("Type the number of records to be purged: {count}").format(count=count)]

    def _on_typed(self) -> None:
        typed = self.count_edit.text().strip().replace(",", "").replace(".", "").replace(" ", "")
        self.purge_button.setEnabled(typed == str(self._count))


def is_purge_asked(parent: QWidget) -> bool:
    """Whether the question is open already."""
    return any(question.isVisible() for question in parent.findChildren(PurgeQuestion))

"""What a person sees of a failure of the program itself, and what can be done then."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

_MOST_COUNTED = 100


class CrashDialog(QDialog):
    """One failure, with its report; those that follow are only counted.

    Signals:
        close_wanted: the person would rather end the program.
    """

    close_wanted = Signal()

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 1
        self.setWindowTitle(self.tr("Something went wrong in Deskbook"))
        self.report_box = QPlainTextEdit(report, self)
        self.again_label = QLabel(self)
        self.copy_button = QPushButton(self.tr("Copy report"), self)
        self.close_button = QPushButton(self.tr("Close the program"), self)
        self.continue_button = QPushButton(self.tr("Continue"), self)
        self._lay_out()
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.close_button.clicked.connect(self._on_close_clicked)
        self.continue_button.clicked.connect(self.accept)
        self.continue_button.setDefault(True)
        self.continue_button.setFocus()

    def _lay_out(self) -> None:
        self.report_box.setReadOnly(True)
        self.report_box.setTabChangesFocus(True)
        self.report_box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report_box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report_box.setAccessibleName(self.tr("Report"))
        self.again_label.hide()
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        buttons.addButton(self.continue_button, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.addLayout(self._head())
        layout.addWidget(self.report_box, 1)
        layout.addWidget(self.again_label)
        layout.addWidget(buttons)
        line = self.fontMetrics()
        self.resize(line.averageCharWidth() * 90, line.lineSpacing() * 24)

    def _head(self) -> QHBoxLayout:
        icon = QLabel(self)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_LargeIconSize)
        icon.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxWarning).pixmap(side, side))
        icon.setAccessibleName(self.tr("Warning"))
        self.sentence_label = QLabel(
            self.tr(
                "The program made a mistake, and what you did last may not have worked. Everything you saved is safe, "
                "and what you typed is still there: continue, save it, and try again. The report below holds no data "
                "of yours; it helps whoever mends the program."
            ),
            self,
        )
        self.sentence_label.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.sentence_label, 1)
        return head

    def count_another(self) -> None:
        """Say that it happened again, or something else along with it; after a hundred times it is said no more."""
        if self._count == _MOST_COUNTED:
            return
        self._count += 1
        self.again_label.setText(
            self.tr("More failures followed, {count} in all. Their reports are in the log.").format(count=self._count)
        )
        self.again_label.show()

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.report_box.toPlainText())
        self.copy_button.setText(self.tr("Copied"))

    def _on_close_clicked(self) -> None:
        self.accept()
        self.close_wanted.emit()


class CrashReporter(QObject):
    """Shows a dialog for a report that may come from any thread; never two at once, and none after one failed to show.

    Signals:
        crashed: emitted, from any thread, with a report to be shown.
        close_wanted: the person would rather end the program.
    """

    crashed = Signal(str)
    close_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._is_able = True
        self.crashed.connect(self._on_crashed, Qt.ConnectionType.QueuedConnection)

    def _on_crashed(self, report: str) -> None:
        if self.dialog is not None:
            self.dialog.count_another()
        elif self._is_able:
            self._is_able = False  # until it stands
            self.dialog = CrashDialog(report, QApplication.activeWindow())
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.close_wanted.connect(self.close_wanted)
            self.dialog.finished.connect(self._on_finished)
            self.dialog.destroyed.connect(self._on_finished)  # with its parent
            self.dialog.show()
            self._is_able = True

    def _on_finished(self) -> None:
        self.dialog = None

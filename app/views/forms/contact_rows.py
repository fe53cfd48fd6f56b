"""The row of a telephone number: what the program makes of it stands below while it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from app.models.countries import country_names
from app.models.phones import format_phone, read_phone
from app.overriding import override
from app.views.forms.item_row import ItemRow

_MOBILE = "Mobile"


class PhoneRow(ItemRow):
    """A telephone number. The carrier is asked for where it means something: of a mobile phone."""

    @override
    def _lay_out(self) -> None:
        carrier = self.boxes.pop("carrier")
        super()._lay_out()
        self.boxes["carrier"] = carrier
        layout = self.layout()
        if isinstance(layout, QGridLayout):
            layout.addWidget(carrier.label, 2, 0)
            layout.addWidget(carrier, 2, 1, 1, -1)

    @override
    def controls(self) -> Sequence[QWidget]:
        """The carrier stands below all the rest."""
        carrier = self.boxes["carrier"].editor.controls()
        return (*(control for control in super().controls() if control not in carrier), *carrier)

    @override
    def _refresh(self) -> None:
        label, number, carrier = (self.boxes[part] for part in ("label", "number", "carrier"))
        carrier.set_field_visible(label.editor.value() == _MOBILE or bool(carrier.editor.raw()))
        number.show_hint(self._understood(str(number.editor.value() or "")))

    def _understood(self, typed: str) -> str:
        """The international form and the country of a number."""
        phone = read_phone(typed, self._kit.basis.rules.country or None)
        if not phone.valid:
            return ""
        extension = self.tr("extension {digits}").format(digits=phone.extension) if phone.extension else ""
        country = country_names().get(phone.region, "")
        return " · ".join(filter(None, (format_phone(phone.e164, None), extension, country)))

"""The declaration of a picture; its bytes are kept apart from it and are not in the log (docs/decisions/0007)."""

from dataclasses import dataclass
from pathlib import Path

from app.models.fields import Field, FirstOf, Kind, RecordType, Section

CHARACTERS = "Characters"
"""The category of the drawn faces that every new file has."""

LARGEST_SIDE = 1024
THUMBNAILS = (32, 64, 128)

IMAGE = RecordType(
    name="image",
    label="Picture",
    plural="Pictures",
    title=FirstOf(("name",)),
    sections=(Section("picture", "Picture"),),
    fields=(
        Field(name="display_name", label="Name", derived=("", ""), sort_index=True, listed=True, edited=False),
        Field(name="name", label="Name", section="picture", required=True, searched=True),
        Field(name="category", label="Category", section="picture", max_length=80, listed=True),
        Field(name="media_type", label="Format", max_length=40, edited=False),
        Field(name="width", label="Width", kind=Kind.INTEGER, edited=False),
        Field(name="height", label="Height", kind=Kind.INTEGER, edited=False),
        Field(name="size", label="Size", kind=Kind.INTEGER, edited=False, help="In bytes."),
        Field(name="sha256", label="Content", max_length=64, edited=False, exact=True),
    ),
)
"""`sha256` names the bytes: replacing a picture, and undoing that, is a change of this field like any other."""


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture in the form in which it is kept.

    Attributes:
        sha256: of the content, in hexadecimal digits.
        thumbnails: in squares of 32, 64 and 128 pixels, in this order and in the format of the content.
    """

    sha256: str
    media_type: str
    width: int
    height: int
    content: bytes
    thumbnails: tuple[bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class PictureSource:
    """Where a picture comes from: a file, or bytes that were dropped or pasted, under a name that people know."""

    name: str
    place: Path | bytes


@dataclass(frozen=True, slots=True)
class PictureEdit:
    """What is done to an upright picture: quarter turns to the right, then a part cut out.

    Attributes:
        box: left, top, right and bottom of the part, in shares of the turned picture from 0 to 1.
    """

    turns: int = 0
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

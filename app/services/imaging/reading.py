"""One picture of any origin read and brought into the form in which it is kept. Meant for a process of its own.

Sizes are looked at before anything is decoded, formats are named one by one (others unpack small files to anything), and
whatever a decoder raises becomes a `PictureError`.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import stat
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from app.errors import PictureError, PictureProblem
from app.models.image import LARGEST_SIDE, THUMBNAILS, PictureEdit, StoredImage
from app.services.imaging import headers
from app.services.imaging.shrinking import gathered, shrunk, tag_of

LARGEST_FILE = 25 * 1024 * 1024
_MILLION = 1_000_000
_MOST_PIXELS, _MOST_PIXELS_OF_JPEG = 25, 100
_LONGEST_SIDE = 65_535
_BUDGET = 165 * _MILLION
"""How many bytes decoding may take; the process that does it is bounded above that."""

_BYTES_A_PIXEL = {headers.WEBP: 12, headers.AVIF: 12, headers.HEIF: 6, headers.JPEG2000: 20}
"""What decoders take that make several copies of the picture."""

_BYTES_A_DEEP_PIXEL = 14
"""What HEIF takes whose colours have more than eight bits."""

_USUAL_BYTES_A_PIXEL = 4
_IN_WORK = 20 * _MILLION

Ask = Callable[[int], None]

_PLUGINS = {
    headers.ICO: "Ico", headers.CUR: "Cur", headers.WEBP: "WebP", headers.TIFF: "Tiff", headers.AVIF: "Avif",
    headers.QOI: "Qoi", headers.PCX: "Pcx", headers.TGA: "Tga", headers.JPEG2000: "Jpeg2K", headers.ICNS: "Icns",
    headers.PSD: "Psd", headers.SGI: "Sgi", headers.DDS: "Dds", headers.SUN: "Sun", headers.XPM: "Xpm",
    headers.XBM: "Xbm",
}  # fmt: skip
"""Those that Pillow doesn't load by itself."""

_CLEANED = {headers.PNG: headers.png_without_extras, headers.JPEG: headers.jpeg_without_extras}
_PARTLY_KNOWN = frozenset({headers.PSD, headers.SGI, headers.DDS, headers.SUN, headers.XPM})
"""Formats of which Pillow reads some kinds only: what it can't open of them need not be damaged."""

_FEW_COLORS = 64
_FEW_PIXELS = 128 * 128
"""So small, a picture loses more of its colours by rough packing than that saves."""

_QUALITY = 85
_ORIENTATION = 0x0112
_PHOTOMETRIC = 262
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTERS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)


def read_file(path: Path) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        PictureError: it is, or it can't be read.
    """
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise PictureError(PictureProblem.UNREADABLE)
        if facts.st_size > LARGEST_FILE:
            raise _too_large()
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError):  # a name that no file can have is the latter
        raise PictureError(PictureProblem.UNREADABLE) from None


def _too_large() -> PictureError:
    return PictureError(PictureProblem.TOO_LARGE, str(LARGEST_FILE // 1024**2))


def normalised(data: bytes, edit: PictureEdit | None = None, ask: Ask = lambda need: None) -> StoredImage:
    """The picture upright, in sRGB, without metadata, no larger than needed, with thumbnails.

    Args:
        data: of the file.
        edit: what else is to be done with it.
        ask: is told how many bytes this will take, and returns when they may be taken.

    Raises:
        PictureError: it can't be taken in.
    """
    if len(data) > LARGEST_FILE:
        raise _too_large()
    kind = headers.format_of(data)
    most = _MOST_PIXELS_OF_JPEG if kind == headers.JPEG else _MOST_PIXELS
    try:
        with _guarded(most * _MILLION):
            return _stored(_edited(_small(data, kind, most, ask), edit), is_photo=kind in (headers.JPEG, headers.HEIF))
    except PictureError:
        raise
    except MemoryError:
        raise PictureError(PictureProblem.TOO_DEMANDING) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(PictureProblem.TOO_MANY_PIXELS, str(most)) from None
    except Exception:  # noqa: BLE001 - damaged files make decoders raise anything
        raise PictureError(PictureProblem.DAMAGED) from None


@contextmanager
def _guarded(most_pixels: int) -> Iterator[None]:
    """Pillow's own limit set to ours, as an error: it also holds for pictures within pictures."""
    before = Image.MAX_IMAGE_PIXELS
    Image.MAX_IMAGE_PIXELS = most_pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    finally:
        Image.MAX_IMAGE_PIXELS = before


def _small(data: bytes, kind: str, most: int, ask: Ask) -> Image.Image:
    """The picture decoded, upright and in sRGB, at the size in which it is kept."""
    decode = {headers.WEBP: _webp, headers.HEIF: _heif}.get(kind)
    picture = decode(data, most, ask) if decode else _usual(data, kind, most, ask)
    upright = _TURNS.get(_orientation(picture))
    small = shrunk(picture, inverted=_is_inverted(picture, kind))
    small.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return small.transpose(upright) if upright is not None else small


def _usual(data: bytes, kind: str, most: int, ask: Ask) -> Image.Image:
    if kind in _CLEANED:
        data = _CLEANED[kind](data)
    picture = _opened(data, kind)
    halved = _halvings(data, picture.size) if kind == headers.JPEG2000 else 0
    _require_size(picture.size, kind, most, halved)
    passes = _coefficients(picture) if kind == headers.JPEG and picture.info.get("progressive") else 0
    if passes and passes + picture.width * picture.height // 4 > _BUDGET:
        raise PictureError(PictureProblem.TOO_DEMANDING)
    if kind == headers.JPEG:
        picture.draft(None, _fitting(picture.size))
    if halved:
        setattr(picture, "reduce", halved)  # noqa: B010 - an attribute of this format that is a method of others
    ask(_need(data, (picture.width >> halved, picture.height >> halved), _bytes_a_pixel(kind)) + passes)
    if kind == headers.TIFF:
        _load_unturned(picture)
    else:
        picture.load()
    return picture


def _load_unturned(picture: Image.Image) -> None:
    """Load a TIFF without turning it yet, which `load` does with the whole of it: that takes as much again."""
    exif = picture.getexif()
    orientation = exif.pop(_ORIENTATION, 1)
    picture.load()
    exif[_ORIENTATION] = orientation


def _opened(data: bytes, kind: str) -> Image.Image:
    if kind in _PLUGINS:
        importlib.import_module(f"PIL.{_PLUGINS[kind]}ImagePlugin")
    try:
        return Image.open(io.BytesIO(data), formats=[kind])
    except (OSError, ValueError, NotImplementedError):
        if kind in _PARTLY_KNOWN:
            raise PictureError(PictureProblem.UNSUPPORTED, kind) from None
        raise


def _webp(data: bytes, most: int, ask: Ask) -> Image.Image:
    """A WebP picture that shares the memory of its pixels with its decoder's answer, of which `load` makes a copy."""
    from PIL import _webp

    size = headers.webp_size(data)
    _require_size(size, headers.WEBP, most)
    ask(_need(data, size, _bytes_a_pixel(headers.WEBP)))  # its decoder takes room for all of it as soon as it is made
    decoder = _webp.WebPAnimDecoder(data)
    size, _, _, _, mode = decoder.get_info()
    texts = {"icc_profile": "ICCP", "exif": "EXIF", "xmp": "XMP "}
    info = {name: decoder.get_chunk(chunk) for name, chunk in texts.items()}
    pixels, _ = decoder.get_next()
    picture = Image.frombuffer(mode, size, pixels, "raw", mode, 0, 1)
    picture.info.update({name: chunk for name, chunk in info.items() if chunk})
    return picture


def _heif(data: bytes, most: int, ask: Ask) -> Image.Image:
    """A HEIF picture, made smaller strip by strip already: Pillow's copy would be larger than what decoding takes.

    Its decoder turns it as the file says, so it has no orientation of its own any more.
    """
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 0  # each would take memory of its own
    decoded = pillow_heif.open_heif(io.BytesIO(data), remove_stride=False)
    _require_size(decoded.size, headers.HEIF, most)
    each = _BYTES_A_DEEP_PIXEL if decoded.info.get("bit_depth", 8) > 8 else _bytes_a_pixel(headers.HEIF)
    if decoded.size[0] * decoded.size[1] * each > _BUDGET:
        raise PictureError(PictureProblem.TOO_DEMANDING)
    ask(_need(data, decoded.size, each))
    pixels, mode, stride = decoded.data, decoded.mode, decoded.stride
    (width, height), profile = decoded.size, decoded.info.get("icc_profile")

    def strip(top: int, bottom: int) -> Image.Image:
        rows = pixels[top * stride : bottom * stride]
        return Image.frombytes(mode, (width, bottom - top), rows, "raw", mode, stride)

    picture = strip(0, height) if mode.startswith("I") else gathered((width, height), strip)
    picture.info["icc_profile"] = profile
    return picture


def _halvings(data: bytes, size: tuple[int, int]) -> int:
    """How often a JPEG 2000 picture may be halved on its way out of the decoder, and still is as large as it is kept."""
    return min(headers.reductions(data), max(0, (max(size) // LARGEST_SIDE).bit_length() - 1))


def _bytes_a_pixel(kind: str) -> int:
    return _BYTES_A_PIXEL.get(kind, _USUAL_BYTES_A_PIXEL)


def _require_size(size: tuple[int, int], kind: str, most: int, halved: int = 0) -> None:
    """See from the header alone that the picture can be decoded within bounds."""
    width, height = size
    if width * height > most * _MILLION or max(width, height) > _LONGEST_SIDE:
        raise PictureError(PictureProblem.TOO_MANY_PIXELS, str(most))
    if width * height == 0:
        raise PictureError(PictureProblem.DAMAGED)
    if (width * height >> 2 * halved) * _BYTES_A_PIXEL.get(kind, 0) > _BUDGET:
        raise PictureError(PictureProblem.TOO_DEMANDING)


def _need(data: bytes, size: tuple[int, int], each: int) -> int:
    """About how many bytes decoding takes: the file, the picture, and what is in work of it."""
    return 2 * len(data) + size[0] * size[1] * each + _IN_WORK


def _coefficients(picture: Image.Image) -> int:
    """The bytes that a JPEG which comes in passes keeps until the last of them: all of it, at two bytes a sample."""
    layers = [(across, down) for _, across, down, _ in getattr(picture, "layer", ())]
    if not layers:
        return 0
    widest, highest = max(across for across, _ in layers), max(down for _, down in layers)
    samples = sum(across * down for across, down in layers) / max(1, widest * highest)
    return int(2 * samples * picture.width * picture.height)


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size in which a picture of that size is kept: the decoder may leave out what is finer."""
    scale = min(1.0, LARGEST_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _is_inverted(picture: Image.Image, kind: str) -> bool:
    """Whether its values are the wrong way round.

    Pillow takes every CMYK JPEG for one of Adobe's, which turn their inks round and say so. In a TIFF that says that
    white is zero it turns round the greys of eight bits only.
    """
    if kind == headers.TIFF:
        return picture.mode.startswith(("I;16", "F")) and tag_of(picture, _PHOTOMETRIC, 1) == 0
    return kind == headers.JPEG and picture.mode == "CMYK" and "adobe" not in picture.info


def _orientation(picture: Image.Image) -> int:
    try:
        found = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - damaged metadata doesn't make the picture a damaged one
        return 1
    return found if isinstance(found, int) else 1


def _edited(picture: Image.Image, edit: PictureEdit | None) -> Image.Image:
    if edit is None:
        return picture
    turn = _QUARTERS[edit.turns % 4]
    turned = picture.transpose(turn) if turn is not None else picture
    left, top, right, bottom = (min(1.0, max(0.0, share)) for share in edit.box)
    width, height = turned.size
    x, y = min(int(left * width), width - 1), min(int(top * height), height - 1)
    return turned.crop((x, y, max(x + 1, round(right * width)), max(y + 1, round(bottom * height))))


def _stored(picture: Image.Image, *, is_photo: bool) -> StoredImage:
    is_small = picture.width * picture.height <= _FEW_PIXELS
    is_drawing = not is_photo and picture.getcolors(_FEW_COLORS) is not None
    content = _encoded(picture, lossless=is_small or is_drawing)
    rough = picture.reduce(max(1, min(picture.size) // (2 * THUMBNAILS[-1])))
    largest = ImageOps.fit(rough, (THUMBNAILS[-1],) * 2)
    small, middle = (largest.resize((side, side), Image.Resampling.BOX) for side in THUMBNAILS[:-1])
    thumbnails = (_encoded(small), _encoded(middle), _encoded(largest))
    digest = hashlib.sha256(content).hexdigest()
    return StoredImage(digest, "image/webp", picture.width, picture.height, content, thumbnails)


def _encoded(picture: Image.Image, *, lossless: bool = False) -> bytes:
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=_QUALITY, lossless=lossless)
    return target.getvalue()


def stored_drawing(picture: Image.Image) -> StoredImage:
    """A picture of our own making, ready to be kept."""
    return _stored(picture, is_photo=True)

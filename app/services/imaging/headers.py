"""What a file is, told by its first bytes before any decoder sees it."""

from __future__ import annotations

import re
import struct
import zlib

from app.errors import PictureError, PictureProblem

PNG, JPEG, GIF, ICO, CUR, BMP, WEBP, TIFF, AVIF, HEIF, PPM, QOI, PCX, TGA = (
    "PNG", "JPEG", "GIF", "ICO", "CUR", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "PPM", "QOI", "PCX", "TGA",
)  # fmt: skip
JPEG2000, ICNS, PSD, SGI, DDS, SUN, XPM, XBM = "JPEG2000", "ICNS", "PSD", "SGI", "DDS", "SUN", "XPM", "XBM"
"""The formats that are taken, as Pillow calls them."""

_TAKEN: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"\x89PNG\r\n\x1a\n", PNG),
        (rb"\xff\xd8\xff", JPEG),
        (rb"GIF8[79]a", GIF),
        (rb"\x00\x00\x01\x00", ICO),
        (rb"\x00\x00\x02\x00[\x01-\xff]\x00", CUR),
        (rb"BM", BMP),
        (rb"RIFF....WEBP", WEBP),
        (rb"II[*+]\x00|MM\x00[*+]", TIFF),
        (rb"....ftyp(?:avi[fs]|.{8,40}?avi[fs])", AVIF),
        (rb"....ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", HEIF),
        (rb"P[1-6f][\s#]", PPM),
        (rb"qoif", QOI),
        (rb"\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]", PCX),
        (rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", JPEG2000),
        (rb"icns", ICNS),
        (rb"8BPS\x00\x01", PSD),
        (rb"\x01\xda[\x00\x01][\x01\x02]\x00[\x01-\x03]", SGI),
        (rb"DDS ", DDS),
        (rb"\x59\xa6\x6a\x95", SUN),
        (rb"/\* XPM \*/", XPM),
        (rb"\s?#define\s+\S*width\s", XBM),
    )
)
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"8BPS", "PSD"),
        (rb"BLP[12]", "BLP"),
        (rb"....[\x11\x12]\xaf", "FLI"),
        (rb"%!PS|\xc5\xd0\xd3\xc6", "EPS"),
        (rb"%PDF", "PDF"),
        (rb"\xff\x0a|\x00\x00\x00\x0cJXL ", "JPEG XL"),
        (rb"gimp xcf", "XCF"),
        (rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF", "WMF"),
        (rb"SIMPLE  =", "FITS"),
        (rb"....ftyp", "MP4"),
    )
)
_SVG = re.compile(rb"<svg[\s>]|<!doctype\s+svg", re.IGNORECASE)
_TGA_FOOTER = b"TRUEVISION-XFILE.\0"
_TGA_START = re.compile(
    rb".(?:\x00[\x02\x03\x0a\x0b]\x00{5}|\x01[\x01\x09]....[\x10\x18\x20]).{4}"
    rb"(?!\x00\x00)..(?!\x00\x00)..[\x08\x10\x18\x20][\x00-\x3f]",
    re.DOTALL,
)
"""Older ones say nowhere what they are, so what stands in all of their first bytes must make sense."""

_LOOKED_AT = 64
_SVG_LOOKED_AT = 65_536
_CODING_LOOKED_AT = 65_536

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"eXIf"})
_TURNING_TEXTS = (b"XML:com.adobe.xmp\0", b"Raw profile type exif\0")
"""Some programs write which side is up into one of these texts."""

_JPEG_START = b"\xff\xd8"
_JPEG_PART = re.compile(rb"\xff+([\x01-\xfe])")
_JPEG_DATA = b"\xda"
_JPEG_EXTRA = re.compile(rb"[\xe0-\xef\xfe]")
_JPEG_ONCE = (b"JFIF\0", b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0", b"Adobe")
_JPEG_KEPT = b"ICC_PROFILE\0"
_MOST_PARTS = 5_000

_LARGEST_EXIF = 65_536
_MOST_UNPACKED = 1_000_000


def format_of(data: bytes) -> str:
    """The format of a picture, as Pillow calls it.

    Raises:
        PictureError: it is none that is taken.
    """
    start = data[:_LOOKED_AT]
    found = next((name for pattern, name in _TAKEN if pattern.match(start)), "")
    if not found:
        refusal = _refusal(data, start)
        is_tga = refusal.problem is PictureProblem.NOT_A_PICTURE and _TGA_START.match(start)
        if not is_tga and not data.endswith(_TGA_FOOTER):
            raise refusal
        found = TGA
    return found


def _refusal(data: bytes, start: bytes) -> PictureError:
    if not data:
        return PictureError(PictureProblem.EMPTY)
    known = next((name for pattern, name in _REFUSED if pattern.match(start)), "")
    if known:
        return PictureError(PictureProblem.UNSUPPORTED, known)
    plain = data[:_SVG_LOOKED_AT].replace(b"\0", b"")  # UTF-16 too
    return PictureError(PictureProblem.VECTORS if _SVG.search(plain) else PictureProblem.NOT_A_PICTURE)


def png_without_extras(data: bytes) -> bytes:
    """A PNG without texts, later frames and whatever else unpacks to any size; what is damaged stays damaged."""
    kept, at = [_PNG_START], len(_PNG_START)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if _is_kept(data, name, at + 8, length):
            kept.append(data[at:end])
        at = end
        if name == b"IEND":
            break
    return b"".join(kept)


def _is_kept(data: bytes, name: bytes, start: int, length: int) -> bool:
    if name in _PNG_KEPT:
        return not (name == b"eXIf" and length > _LARGEST_EXIF)
    if name == b"iCCP":
        return _unpacks_to_little(data[start : start + length])
    if length > _MOST_UNPACKED or not data.startswith(_TURNING_TEXTS, start):
        return False
    content = data[start : start + length]
    text = content[content.find(b"\0") + 1 :]
    match name:
        case b"tEXt":
            return True
        case b"zTXt":
            return _unpacks_to_little(content)
        case b"iTXt":
            return text[:1] == b"\0"  # not packed
    return False


def _unpacks_to_little(chunk: bytes) -> bool:
    """Whether what is packed in a chunk, behind a name and the method, can be unpacked, to something of sensible size."""
    packed = chunk[chunk.find(b"\0") + 2 :]
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        return False
    return not unpacker.unconsumed_tail


def jpeg_without_extras(data: bytes) -> bytes:
    """A JPEG without comments, previews and padding before its data: Pillow keeps every one of them.

    Raises:
        PictureError: it has more parts than any picture.
    """
    kept, at, once = [_JPEG_START], len(_JPEG_START), set(_JPEG_ONCE)
    for _ in range(_MOST_PARTS):
        part = _JPEG_PART.match(data, at)
        if part is None or part[1] == _JPEG_DATA:
            return b"".join((*kept, data[at:]))
        start = part.end() + 2
        at = part.end() + int.from_bytes(data[part.end() : start], "big")
        name = next((name for name in once if data.startswith(name, start)), None)
        once.discard(name or b"")
        if name or data.startswith(_JPEG_KEPT, start) or not _JPEG_EXTRA.match(part[1]):
            kept.append(data[part.end() - 2 : at])
    raise PictureError(PictureProblem.DAMAGED)


def reductions(data: bytes) -> int:
    """How often a JPEG 2000 picture can be halved before it is decoded."""
    at = data.find(b"\xff\x52", 0, _CODING_LOOKED_AT)
    return data[at + 9] if 0 <= at < len(data) - 9 else 0


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height of a WebP picture; (0, 0) where its header is damaged."""
    start = data[:32].ljust(32, b"\0")
    match start[12:16]:
        case b"VP8 ":
            return _little(start, 26, 2) & 0x3FFF, _little(start, 28, 2) & 0x3FFF
        case b"VP8L":
            bits = _little(start, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return _little(start, 24, 3) + 1, _little(start, 27, 3) + 1
    return 0, 0


def _little(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")

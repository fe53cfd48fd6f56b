"""What a file is, told by its first bytes before any decoder sees it."""

from __future__ import annotations

import re
import struct
import zlib

from app.errors import PictureError, PictureProblem

PNG, JPEG, GIF, ICO, CUR, BMP, WEBP, TIFF, AVIF, HEIF, PPM, QOI, PCX, TGA = (
    "PNG", "JPEG", "GIF", "ICO", "CUR", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "PPM", "QOI", "PCX", "TGA",
)  # fmt: skip
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
        (rb"P[1-6][\s#]", PPM),
        (rb"qoif", QOI),
        (rb"\x0a[\x00\x02-\x05]\x01[\x01\x02\x04\x08]", PCX),
    )
)
_REFUSED: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), name)
    for pattern, name in (
        (rb"8BPS", "PSD"),
        (rb"BLP[12]", "BLP"),
        (rb"....[\x11\x12]\xaf", "FLI"),
        (rb"DDS ", "DDS"),
        (rb"%!PS|\xc5\xd0\xd3\xc6", "EPS"),
        (rb"%PDF", "PDF"),
        (rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", "JPEG 2000"),
        (rb"\xff\x0a|\x00\x00\x00\x0cJXL ", "JPEG XL"),
        (rb"icns", "ICNS"),
        (rb"gimp xcf", "XCF"),
        (rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF", "WMF"),
        (rb"SIMPLE  =", "FITS"),
        (rb"....ftyp", "MP4"),
    )
)
_SVG = re.compile(rb"<svg[\s>]|<!doctype\s+svg", re.IGNORECASE)
_TGA_FOOTER = b"TRUEVISION-XFILE.\0"
_LOOKED_AT = 64
_SVG_LOOKED_AT = 65_536

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"eXIf"})
_LARGEST_EXIF = 65_536
_LARGEST_PROFILE = 1_000_000


def format_of(data: bytes) -> str:
    """The format of a picture, as Pillow calls it.

    Raises:
        PictureError: it is none that is taken.
    """
    start = data[:_LOOKED_AT]
    found = next((name for pattern, name in _TAKEN if pattern.match(start)), "")
    if not found and data.endswith(_TGA_FOOTER):
        found = TGA
    if not found:
        raise _refusal(data, start)
    return found


def _refusal(data: bytes, start: bytes) -> PictureError:
    if not data:
        return PictureError(PictureProblem.EMPTY)
    known = next((name for pattern, name in _REFUSED if pattern.match(start)), "")
    if known:
        return PictureError(PictureProblem.UNSUPPORTED, known)
    plain = data[:_SVG_LOOKED_AT].replace(b"\0", b"")  # UTF-16 too
    return PictureError(PictureProblem.VECTORS if _SVG.search(plain) else PictureProblem.NOT_A_PICTURE)


def without_extras(data: bytes) -> bytes:
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
    if name == b"iCCP":
        return _is_small_profile(data[start : start + length])
    return name in _PNG_KEPT and not (name == b"eXIf" and length > _LARGEST_EXIF)


def _is_small_profile(chunk: bytes) -> bool:
    """Whether a packed colour profile can be unpacked, to something of a sensible size."""
    packed = chunk[chunk.find(b"\0") + 2 :]
    unpacker = zlib.decompressobj()
    try:
        unpacker.decompress(packed, _LARGEST_PROFILE)
    except zlib.error:
        return False
    return not unpacker.unconsumed_tail


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

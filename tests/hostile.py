"""Files that are made to hurt whoever opens them, and good ones of every format that is taken."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

FORMATS = (
    "PNG", "JPEG", "GIF", "ICO", "BMP", "WEBP", "TIFF", "AVIF", "PPM", "QOI", "PCX", "TGA", "JPEG2000", "SGI", "DDS",
)  # fmt: skip
_MEGA = 1_000_000

_HEIF_QUICKLY = {"preset": "ultrafast"}
_QUICKLY = {"WEBP": {"method": 0}, "AVIF": {"speed": 10}}
"""How encoders take the least trouble; those who read have as much of it as ever."""


@cache
def good(format_: str, size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture of that format."""
    target = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    if format_ == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(picture).save(target, quality=50, enc_params=_HEIF_QUICKLY)
    else:
        picture.save(target, format_, **({"sizes": [size]} if format_ == "ICO" else _QUICKLY.get(format_, {})))
    return target.getvalue()


def encoded(picture: Image.Image, format_: str, **options: object) -> bytes:
    """A picture as a file."""
    target = io.BytesIO()
    picture.save(target, format_, **options)
    return target.getvalue()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width: int, height: int, *extras: bytes, depth: int = 8, color: int = 2, rows: int | None = None) -> bytes:
    """A PNG of zeros, with chunks before its data; `rows` says how many it really has."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    line = 1 + (width * channels * depth + 7) // 8
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(line)) for _ in range(height if rows is None else rows)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    palette = [png_chunk(b"PLTE", bytes(768)), png_chunk(b"tRNS", bytes(256))] if color == 3 else []
    parts = [png_chunk(b"IHDR", head), *palette, *extras, png_chunk(b"IDAT", packed), png_chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@cache
def _bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(_MEGA)) for _ in range(megabytes)) + packer.flush()


def text_bomb() -> bytes:
    return png(8, 8, *(png_chunk(b"zTXt", b"Comment\0\0" + _bomb(100)) for _ in range(30)))


def itxt_bomb() -> bytes:
    return png(8, 8, png_chunk(b"iTXt", b"Comment\0\1\0\0\0" + _bomb(400)))


def profile_bomb() -> bytes:
    return png(8, 8, png_chunk(b"iCCP", b"profile\0\0" + _bomb(400)))


def icon_with_a_large_picture() -> bytes:
    inner = png(12_000, 12_000, color=0)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(inner), 22) + inner


def gif_with_a_huge_screen() -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0x80, 0, 0) + good("GIF")[13:]


def many_frames() -> bytes:
    frames = [Image.new("P", (400, 400), number % 256) for number in range(300)]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])


def tiff_of_many_pages() -> bytes:
    pages = [Image.new("L", (1000, 1000), number) for number in range(20)]
    return encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_deflate")


def tiff(width: int, height: int, strip: int, *, rows: int = 1, samples: int = 3) -> bytes:
    """A TIFF that says what it likes of its size and its one strip."""
    tags = (
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 8),
        (277, 3, 1, samples), (278, 4, 1, rows), (279, 4, 1, strip),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0) + bytes(64)


def tiff_with_too_many_tags() -> bytes:
    entries = b"".join(struct.pack("<HHII", number, 2, 0xFFFFFFF0, 8) for number in range(60_000))
    return b"II*\0" + struct.pack("<IH", 8, 60_000) + entries


def jpeg_with(marker: int, content: bytes, many: int = 1) -> bytes:
    """A good JPEG with more of some marker at its beginning."""
    segment = bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
    return good("JPEG")[:2] + segment * many + good("JPEG")[2:]


def huge_exif() -> bytes:
    entries = b"".join(struct.pack("<HHII", 0x9000 + number % 99, 2, 60_000, 8) for number in range(5_000))
    return jpeg_with(0xE1, b"Exif\0\0II*\0" + struct.pack("<IH", 8, 5_000) + entries)


def many_comments() -> bytes:
    return jpeg_with(0xFE, b"", 6_000_000)


def many_exifs() -> bytes:
    return jpeg_with(0xE1, b"Exif\0\0MM\0*" + bytes(65_000), 380)


def padded() -> bytes:
    return good("JPEG")[:2] + b"\xff" * 24_000_000 + good("JPEG")[2:]


def deep_heif() -> bytes:
    import pillow_heif

    target = io.BytesIO()
    pillow_heif.from_bytes("RGB;16", (4_240, 2_832), bytes(4_240 * 2_832 * 6)).save(
        target, quality=50, enc_params=_HEIF_QUICKLY
    )
    return target.getvalue()


def huge_profile() -> bytes:
    return jpeg_with(0xE2, b"ICC_PROFILE\0\1\xff" + bytes(65_000), 300)


def passes(size: tuple[int, int]) -> bytes:
    """A JPEG that comes in passes, with all colours at full size: its decoder keeps all of it until the last."""
    return encoded(Image.new("RGB", size, "teal"), "JPEG", progressive=True, subsampling=0, quality=50)


def blp() -> bytes:
    return b"BLP2" + struct.pack("<iBBBBii", 1, 1, 0, 0, 0, 60_000, 60_000) + bytes(2_000)


def fli() -> bytes:
    return struct.pack("<IHHHHHH", 128, 0xAF12, 1, 60_000, 60_000, 8, 3) + bytes(200)


def svg() -> bytes:
    return b'<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def qoi_of_air() -> bytes:
    return b"qoif" + struct.pack(">IIBB", 5_000, 5_000, 4, 0) + b"\xfd" * 300


def pam(size: int) -> bytes:
    return f"P6 {size} {size} 65535\n".encode() + bytes(100)


def numbers() -> bytes:
    """A PPM in plain numbers, which are read one by one."""
    return b"P3 2000 2000 255\n" + b"0 " * 12_000_000


HOSTILE: dict[str, Callable[[], bytes]] = {
    "text bomb": text_bomb,
    "iTXt bomb": itxt_bomb,
    "profile bomb": profile_bomb,
    "144 megapixels": lambda: png(12_000, 12_000, color=0),
    "144 megapixels said, few there": lambda: png(12_000, 12_000, rows=3),
    "25 megapixels": lambda: png(5_000, 5_000, color=6),
    "25 megapixels with a palette": lambda: png(5_000, 5_000, color=3),
    "25 megapixels of grey with transparency": lambda: png(5_000, 5_000, color=4),
    "25 megapixels of 16 bits": lambda: png(5_000, 5_000, depth=16, color=6),
    "25 megapixels of 16 bit grey": lambda: png(5_000, 5_000, depth=16, color=0),
    "one line": lambda: png(25_000_000, 1, color=6),
    "one column": lambda: png(1, 60_000, color=6),
    "cut off": lambda: png(3_000, 3_000)[:-40],
    "icon with a large picture": icon_with_a_large_picture,
    "GIF with a huge screen": gif_with_a_huge_screen,
    "many frames": many_frames,
    "TIFF of many pages": tiff_of_many_pages,
    "TIFF with an absurd strip": lambda: tiff(4_000, 4_000, 0xFFFFFFFF, rows=0xFFFFFFFF),
    "TIFF with a strip for all": lambda: tiff(5_000, 5_000, 75_000_000, rows=5_000),
    "TIFF with absurd samples": lambda: tiff(100, 100, 30_000, samples=60_000),
    "TIFF with too many tags": tiff_with_too_many_tags,
    "TIFF of floats": lambda: encoded(Image.new("F", (4_900, 4_900), 0.5), "TIFF", compression="tiff_lzw"),
    "TIFF of inks": lambda: encoded(Image.new("CMYK", (4_900, 4_900), "red"), "TIFF", compression="tiff_lzw"),
    "huge EXIF": huge_exif,
    "huge profile": huge_profile,
    "a bomb of comments": many_comments,
    "a bomb of EXIFs": many_exifs,
    "a bomb of padding": padded,
    "JPEG of 100 megapixels": lambda: encoded(Image.new("L", (10_000, 9_990), 90), "JPEG", quality=30),
    "JPEG of 99 megapixels in passes": lambda: passes((9_950, 9_950)),
    "JPEG of 30 megapixels in passes": lambda: passes((6_000, 5_000)),
    "JPEG of 25 megapixels of inks": lambda: encoded(Image.new("CMYK", (5_000, 5_000)), "JPEG", progressive=True),
    "WebP of 25 megapixels": lambda: encoded(Image.new("RGB", (5_000, 5_000), "teal"), "WEBP", method=0),
    "WebP of 9 megapixels": lambda: encoded(Image.new("RGBA", (3_000, 3_000), "teal"), "WEBP", method=0),
    "AVIF of 15 megapixels": lambda: encoded(Image.new("RGB", (5_000, 3_000), "teal"), "AVIF", speed=10),
    "HEIF of 12 megapixels of 10 bits": deep_heif,
    "BLP": blp,
    "FLI": fli,
    "SVG": svg,
    "SVG in UTF-16": lambda: svg().decode().encode("utf-16"),
    "QOI of air": qoi_of_air,
    "PPM of numbers": numbers,
    "PPM of 16 bits": lambda: pam(5_000),
    "nothing": lambda: b"",
    "zeros": lambda: bytes(5_000),
    "26 MB": lambda: good("PNG") + bytes(26 * 1024 * 1024),
}

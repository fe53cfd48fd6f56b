"""Pictures of every format, orientation and colour become pictures of ours, and nothing else comes of a file."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from app.errors import PictureError, PictureProblem
from app.models.image import THUMBNAILS, PictureEdit, StoredImage
from app.services.imaging.reading import LARGEST_FILE, normalised, read_file
from tests import hostile
from tests.hostile import FORMATS, encoded, good

SMALL = {
    name: make for name, make in hostile.HOSTILE.items() if not any(word in name for word in ("megapix", "TIFF of"))
}


def opened(picture: StoredImage) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def near(one: tuple[int, ...], other: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("format_", [*FORMATS, "HEIF"])
def test_every_format_that_is_taken(format_: str) -> None:
    picture = normalised(good(format_))

    assert (picture.width, picture.height) == (60, 40)
    assert opened(picture).size == (60, 40)
    assert near(opened(picture).convert("RGB").getpixel((30, 20)), (130, 130, 130), 12)
    for side, thumbnail in zip(THUMBNAILS, picture.thumbnails, strict=True):
        assert Image.open(io.BytesIO(thumbnail)).size == (side, side)


RED = bytes((255, 0, 0))
RARE = {
    "PSD": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 4, 4, 8, 3) + bytes(14) + bytes([255] * 16) + bytes(32),
    "XPM": b'/* XPM */\nstatic char * a[] = {\n"4 4 1 1",\n"a c #ff0000",\n' + b'"aaaa",\n' * 3 + b'"aaaa"};',
    "Sun raster": struct.pack(">8I", 0x59A66A95, 4, 4, 24, 48, 3, 0, 0) + RED * 16,
    "PFM": b"Pf\n4 4\n-1.0\n" + struct.pack("<f", 0.3) * 16,
    "XBM": b"#define a_width 4\n#define a_height 4\nstatic char a_bits[] = {\n" + b"0x0f," * 4 + b"};",
    "TGA without a footer": struct.pack("<BBB5xHHHHBB", 0, 0, 2, 0, 0, 4, 4, 24, 0) + RED[::-1] * 16,
    "TGA with a palette": struct.pack("<BBBHHBHHHHBB", 0, 1, 1, 0, 1, 24, 0, 0, 4, 4, 8, 0) + RED[::-1] + bytes(16),
    "ICNS": encoded(Image.new("RGBA", (32, 32), "red"), "ICNS"),
}


@pytest.mark.parametrize("name", RARE)
def test_rarer_formats_are_taken_too(name: str) -> None:
    found = opened(normalised(RARE[name])).convert("RGB").getpixel((2, 2))

    assert near(found, {"PFM": (77, 77, 77), "XBM": (255, 255, 255)}.get(name, (255, 0, 0)))


def test_what_only_looks_a_little_like_an_old_tga_is_none() -> None:
    for data in (bytes(100), b"\0\0\2" + bytes(100), b"\0\0\2\0\0\0\0\0\0\0\0\0\4\0\4\0\x17\0" + bytes(99)):
        with pytest.raises(PictureError) as refused:
            normalised(data)
        assert refused.value.problem is PictureProblem.NOT_A_PICTURE


def test_an_unknown_kind_of_a_rare_format_is_not_called_damaged() -> None:
    with pytest.raises(PictureError) as refused:
        normalised(RARE["XPM"].replace(b"#ff0000", b"red"))

    assert (refused.value.problem, refused.value.detail) == (PictureProblem.UNSUPPORTED, "XPM")


def test_a_large_jpeg_2000_is_decoded_at_reduced_scale() -> None:
    needs: list[int] = []

    picture = normalised(good("JPEG2000", (4000, 3000)), ask=needs.append)

    assert (picture.width, picture.height) == (1024, 768)
    assert max(needs) < 100_000_000


def test_a_photo_of_a_telephone_is_taken_in_every_format() -> None:
    for format_, size in (("WEBP", (4032, 3024)), ("AVIF", (4032, 3024)), ("HEIF", (5712, 4284))):
        assert normalised(good(format_, size)).width == 1024


def test_a_small_picture_loses_nothing() -> None:
    many = Image.effect_noise((64, 64), 90)
    noise = Image.merge("RGB", (many, many.rotate(90), many.rotate(180)))

    assert opened(normalised(encoded(noise, "PNG"))).tobytes() == noise.tobytes()


def test_a_large_picture_is_made_smaller() -> None:
    assert normalised(good("PNG", (3000, 1500))).width == 1024
    assert normalised(good("JPEG", (1000, 4000))).height == 1024
    assert normalised(good("PNG", (1, 9000))).height == 1024


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_picture_is_upright_and_says_nothing_more(orientation: int, format_: str) -> None:
    drawn = Image.new("RGB", (64, 32), "white")
    drawn.paste((255, 0, 0), (0, 0, 32, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    if format_ != "TIFF":  # where Pillow does not write them
        exif[0x8825] = {1: "N", 2: (52.0, 30.0, 0.0)}
    data = encoded(drawn, format_, exif=exif)

    found = opened(normalised(data))

    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    assert found.size == expected.size
    places = [(8, 8), (found.width - 8, 8), (8, found.height - 8), (found.width - 8, found.height - 8)]
    assert all(near(found.convert("RGB").getpixel(at), expected.getpixel(at), 40) for at in places)
    assert not found.getexif()
    assert {"exif", "xmp", "icc_profile"}.isdisjoint(found.info)


XMP = b'<x tiff:Orientation="6"/>'
OLD_EXIF = b"\nexif\n      26\n" + b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0".hex().encode()
TEXTS = {
    "XMP": (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP),
    "text of an old program": (b"tEXt", b"Raw profile type exif\0" + OLD_EXIF),
    "packed text of an old program": (b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(OLD_EXIF)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_png_is_upright_by_what_its_texts_say(name: str) -> None:
    data = hostile.png(30, 20, hostile.png_chunk(*TEXTS[name]))

    picture = normalised(data)

    assert (picture.width, picture.height) == (20, 30)
    assert not opened(picture).info.keys() & {"xmp", "exif"}


def test_a_packed_text_that_would_turn_a_png_is_no_bomb() -> None:
    packed = zlib.compress(bytes(30_000_000))
    for name, content in (("iTXt", b"XML:com.adobe.xmp\0\1\0\0\0"), ("zTXt", b"Raw profile type exif\0\0")):
        assert normalised(hostile.png(8, 8, hostile.png_chunk(name.encode(), content + packed))).width == 8


def grey_tiff(bits: int, photometric: int, row: bytes) -> bytes:
    tags = (
        (256, 4, 1, 256), (257, 4, 1, 1), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, photometric),
        (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, 1), (279, 4, 1, len(row)),
    )  # fmt: skip
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return (b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries).ljust(200, b"\0") + row


def test_greys_of_a_tiff_by_their_bits_and_their_white() -> None:
    wide = b"".join(struct.pack("<H", value * 257) for value in range(256))
    pairs = (
        struct.pack(">I", (value * 4095 // 255) << 20 | ((value + 1) * 4095 // 255) << 8) for value in range(0, 256, 2)
    )
    twelve = b"".join(pair[:3] for pair in pairs)
    for data, ends in (
        (grey_tiff(16, 1, wide), (0, 255)),
        (grey_tiff(16, 0, wide), (255, 0)),
        (grey_tiff(12, 1, twelve), (0, 255)),
    ):
        found = opened(normalised(data)).convert("L")
        assert near(
            (found.getpixel((0, 0)), found.getpixel((128, 0)), found.getpixel((255, 0))), (ends[0], 128, ends[1])
        )


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "I;16"])
def test_a_tiff_of_any_colours_is_upright(mode: str, compression: str) -> None:
    drawn = Image.new("L", (64, 32), "white")
    drawn.paste(0, (0, 0, 32, 16))
    exif = Image.Exif()
    exif[0x0112] = 6
    of_mode = drawn.convert("I").point(lambda value: value * 257) if mode == "I;16" else drawn.convert("RGB")

    found = opened(normalised(encoded(of_mode.convert(mode), "TIFF", exif=exif, compression=compression)))

    assert found.size == (32, 64)
    corners = [found.convert("L").getpixel(at) for at in ((28, 4), (4, 4), (28, 60), (4, 60))]
    assert near((0, 255, 255, 255), tuple(corners))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_every_kind_of_colours_from_black_to_white(mode: str) -> None:
    grey = Image.linear_gradient("L")
    wide = grey.convert("I").point(lambda value: value * 257)
    of_mode = {"I;16": wide.convert("I;16"), "I": wide, "F": grey.convert("F").point(lambda value: value * (1 / 255))}
    picture = of_mode.get(mode) or (grey.quantize(256) if mode == "P" else grey.convert("RGB").convert(mode))
    format_ = "PNG" if mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else "TIFF"

    found = opened(normalised(encoded(picture, format_))).convert("RGB")

    assert near(found.getpixel((128, 2)), (2, 2, 2), 10)
    assert near(found.getpixel((128, 253)), (253, 253, 253), 10)
    if mode != "1":
        assert near(found.getpixel((128, 128)), (128, 128, 128), 10)


def test_transparency_stays() -> None:
    palette = Image.new("P", (20, 20), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    for picture, options in ((palette, {"transparency": 1}), (Image.new("RGBA", (20, 20), (255, 0, 0, 0)), {})):
        found = opened(normalised(encoded(picture, "PNG", **options)))
        assert found.mode == "RGBA"
        assert found.getpixel((5, 5))[3] == 0


def test_transparency_of_16_bit_greys_stays() -> None:
    picture = normalised(hostile.png(4, 4, hostile.png_chunk(b"tRNS", b"\0\0"), depth=16, color=0))
    other = normalised(hostile.png(4, 4, hostile.png_chunk(b"tRNS", b"\0\7"), depth=16, color=0))

    assert opened(picture).getchannel("A").getextrema() == (0, 0)
    assert opened(other).convert("RGBA").getchannel("A").getextrema() == (255, 255)


def test_inks_are_the_right_way_round_whoever_wrote_them() -> None:
    adobes = encoded(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG", quality=95)
    start = adobes.index(b"\xff\xee")
    length = int.from_bytes(adobes[start + 2 : start + 4], "big")
    others = adobes[:start] + adobes[start + 2 + length :]

    assert near(opened(normalised(adobes)).convert("RGB").getpixel((20, 20)), (255, 0, 0), 12)
    assert near(opened(normalised(others)).convert("RGB").getpixel((20, 20)), (0, 0, 0), 12)  # all inks but black


def test_colours_of_another_profile_are_brought_to_the_screens() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    picture = encoded(Image.new("RGB", (20, 20), (200, 30, 30)), "PNG", icc_profile=lab.tobytes())
    srgb = encoded(
        Image.new("RGB", (20, 20), (200, 30, 30)),
        "JPEG",
        quality=95,
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    )
    for data in (picture, srgb, encoded(Image.new("RGB", (20, 20), (200, 30, 30)), "PNG", icc_profile=b"damaged")):
        assert near(opened(normalised(data)).convert("RGB").getpixel((5, 5)), (200, 30, 30), 8)


def test_of_what_moves_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (30, 30), color) for color in ("red", "lime")]
    for format_ in ("GIF", "PNG", "WEBP", "TIFF", "AVIF"):
        data = encoded(frames[0], format_, save_all=True, append_images=frames[1:])
        assert near(opened(normalised(data)).convert("RGB").getpixel((15, 15)), (255, 0, 0), 12), format_


def test_an_edit_turns_first_and_then_cuts() -> None:
    drawn = Image.new("RGB", (80, 40), "white")
    drawn.paste((255, 0, 0), (0, 0, 40, 40))

    picture = normalised(encoded(drawn, "PNG"), PictureEdit(1, (0, 0, 1, 0.5)))

    assert (picture.width, picture.height) == (40, 40)
    assert near(opened(picture).convert("RGB").getpixel((20, 20)), (255, 0, 0))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", PictureProblem.EMPTY),
        (b"MZ" + bytes(500), PictureProblem.NOT_A_PICTURE),
        (hostile.svg(), PictureProblem.VECTORS),
        ('<svg width="1">'.encode("utf-16"), PictureProblem.VECTORS),
        (b"%PDF-1.7 <svg>", PictureProblem.UNSUPPORTED),
        (hostile.blp(), PictureProblem.UNSUPPORTED),
        (hostile.fli(), PictureProblem.UNSUPPORTED),
        (good("PNG")[:100], PictureProblem.DAMAGED),
        (good("JPEG")[:300], PictureProblem.DAMAGED),
        (hostile.png(5_001, 5_001, rows=1), PictureProblem.TOO_MANY_PIXELS),
        (hostile.png(65_536, 1), PictureProblem.TOO_MANY_PIXELS),
        (hostile.gif_with_a_huge_screen(), PictureProblem.TOO_MANY_PIXELS),
        (good("PNG") + bytes(LARGEST_FILE), PictureProblem.TOO_LARGE),
    ],
)
def test_what_is_refused_and_why(data: bytes, problem: PictureProblem) -> None:
    with pytest.raises(PictureError) as refused:
        normalised(data)

    assert refused.value.problem is problem


def test_text_and_profile_bombs_are_left_out() -> None:
    for make in (hostile.text_bomb, hostile.itxt_bomb, hostile.profile_bomb):
        assert normalised(make()).width == 8


def test_files_that_cant_be_read(tmp_path: Path) -> None:
    (tmp_path / "large.png").write_bytes(bytes(LARGEST_FILE + 1))
    for name, problem in (
        ("missing.png", PictureProblem.UNREADABLE),
        ("", PictureProblem.UNREADABLE),
        ("a\0b", PictureProblem.UNREADABLE),
        ("large.png", PictureProblem.TOO_LARGE),
    ):
        with pytest.raises(PictureError) as refused:
            read_file(tmp_path / name)
        assert refused.value.problem is problem


@pytest.mark.parametrize("name", SMALL)
def test_a_hostile_file_gives_a_picture_or_a_sentence(name: str) -> None:
    ours_or_refused(SMALL[name]())


def ours_or_refused(data: bytes) -> None:
    try:
        picture = normalised(data)
    except PictureError:
        return
    assert max(picture.width, picture.height) <= 1024
    assert opened(picture).size == (picture.width, picture.height)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([*FORMATS, "HEIF"]), st.data())
def test_damage_of_any_sort_gives_a_picture_or_a_sentence(format_: str, data: st.DataObject) -> None:
    whole = bytearray(good(format_))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        match data.draw(st.sampled_from(["set", "cut", "drop", "double"])):
            case "set":
                whole[at] = data.draw(st.integers(0, 255))
            case "cut":
                del whole[at + 1 :]
            case "drop":
                del whole[at : min(at + 4, len(whole) - 1)]
            case "double":
                whole[at:at] = whole[at : at + 64]
    ours_or_refused(bytes(whole))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([good(format_)[:16] for format_ in FORMATS]))
def test_any_bytes_give_a_picture_or_a_sentence(rest: bytes, start: bytes) -> None:
    ours_or_refused(start + rest)

"""Pictures of every format, orientation and colour become pictures of ours, and nothing else comes of a file."""

from __future__ import annotations

import io
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

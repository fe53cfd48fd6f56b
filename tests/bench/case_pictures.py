"""Photographs imported by the job, against Pillow alone doing the same to the same files in two processes."""

from __future__ import annotations

import io
import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil
from PIL import Image, ImageChops

from app.job_process import JobProcess
from app.models.image import LARGEST_SIDE, PictureSource
from app.services.files import new_file
from app.services.picture_jobs import Outcome, Report, import_pictures
from tests.bench.files import folder
from tests.bench.results import Result, tell

BAR = 1.3
MOST_MEGABYTES = 300.0
_PHOTOS = int(os.environ.get("DESKBOOK_BENCH_PHOTOS", "1000"))
_SIZE = (3000, 2000)
_QUALITY, _KEPT_QUALITY = 40, 85
_PROCESSES = 2
_MOTIFS = 8


def photographs() -> list[Path]:
    """Files as cameras write them, each another, made once."""
    place = folder() / "photographs"
    place.mkdir(exist_ok=True)
    wanted = [place / f"{number:04}.jpg" for number in range(_PHOTOS)]
    missing = [number for number, path in enumerate(wanted) if not path.exists()]
    if missing:
        tell(f"making {len(missing)} photographs …")
        motifs = [_motif(number) for number in range(_MOTIFS)]
        for number in missing:
            moved = ImageChops.offset(motifs[number % _MOTIFS], number * 37 % _SIZE[0], number * 11 % _SIZE[1])
            moved.save(wanted[number], "JPEG", quality=_QUALITY)
    return wanted


def _motif(number: int) -> Image.Image:
    """Soft shapes with the noise of a sensor on top."""
    planes = []
    for channel in range(3):
        shapes = Image.effect_noise((12 + number, 8 + channel), 120).resize(_SIZE, Image.Resampling.BICUBIC)
        planes.append(Image.blend(shapes, Image.effect_noise(_SIZE, 30), 0.15))
    return Image.merge("RGB", planes)


def plainly(path: Path) -> int:
    """What Pillow needs for one: decoded at reduced scale, resized, encoded."""
    with Image.open(path) as picture:
        scale = LARGEST_SIDE / max(picture.size)
        size = (round(picture.width * scale), round(picture.height * scale))
        picture.draft("RGB", size)
        small = picture.resize(size, Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "WEBP", quality=_KEPT_QUALITY)
    return len(target.getvalue())


def run(rows: int) -> Iterator[Result]:
    """Each once, whole, with the start of its processes; then the memory of the job with all its processes."""
    paths = photographs()
    tell(f"Pillow alone, {len(paths)} photographs …")
    began = time.monotonic()
    with multiprocessing.get_context("spawn").Pool(_PROCESSES) as pool:
        sum(pool.imap_unordered(plainly, paths))
    floor = time.monotonic() - began
    tell("the job …")
    with tempfile.TemporaryDirectory(dir=folder()) as place, _peak() as peak:
        ours = _imported(Path(place) / "pictures.deskbook", paths)
    note = f"{len(paths)} photographs, {len(paths) / ours:.1f} a second"
    yield Result("pictures", rows, ours, floor, "s", BAR, note)
    yield Result("pictures, memory", rows, peak[0] / 2**20, None, "MB", MOST_MEGABYTES, "all processes of the job")


def _imported(path: Path, photos: list[Path]) -> float:
    new_file(path)
    sources = tuple(PictureSource(photo.stem, photo) for photo in photos)
    began = time.monotonic()
    report: Report = JobProcess(import_pictures, (path, sources, "Photographs", "Bench")).run(lambda done, total: None)
    taken = time.monotonic() - began
    if len(report.of(Outcome.IMPORTED)) != len(photos):
        raise RuntimeError("not every photograph was imported")
    return taken


@contextmanager
def _peak() -> Iterator[list[int]]:
    """The most that all processes below this one hold together, what they share counted once for each."""
    peak, stop, me = [0], Event(), psutil.Process()

    def look() -> None:
        while not stop.wait(0.05):
            held = 0
            for child in me.children(recursive=True):
                with suppress(psutil.Error):
                    held += child.memory_info().rss
            peak[0] = max(peak[0], held)

    watcher = Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        stop.set()
        watcher.join()

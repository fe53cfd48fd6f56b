"""Time and memory of reading one file, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
from PIL import Image

from app.errors import PictureError, PictureProblem
from app.job_process import JobProcess
from app.models.image import PictureSource, StoredImage
from app.services.imaging.workers import Readers
from app.services.picture_jobs import Report, import_pictures
from tests.hostile import HOSTILE, encoded, good

MOST = 300 * 2**20
HEAVY = {
    words: [name for name in HOSTILE if any(word in name for word in words.split())]
    for words in ("bomb", "megapixels", "TIFF", "icon huge frames")
}
"""Those that ask for much memory; of a sort they are read in one job, which takes longer to begin than to read most."""


@contextmanager
def peak_of_children() -> Iterator[list[int]]:
    """The most memory that all processes begun below this one hold together, looked at every few milliseconds.

    One that is being started shows the memory of whoever starts it, and its command, until it loads its own program.
    """
    peak, stop, me = [0], Event(), psutil.Process()
    others = {child.pid for child in me.children()}  # a server of other tests, and what that starts

    def loaded() -> Iterator[psutil.Process]:
        for child in me.children(recursive=True):
            with suppress(psutil.Error):
                is_ours = not others & {child.pid, child.ppid()}
                if is_ours and child.cmdline() != psutil.Process(child.ppid()).cmdline():
                    yield child

    def held(child: psutil.Process) -> int:
        with suppress(psutil.Error):
            return int(child.memory_info().rss)
        return 0

    def look() -> None:
        while not stop.is_set():
            children = list(loaded())  # looked for less often than at: it takes as long as all processes of the system
            for _ in range(12):
                peak[0] = max(peak[0], sum(map(held, children)))
                stop.wait(0.004)

    thread = Thread(target=look)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("words", HEAVY)
def test_a_job_that_imports_hostile_files_stays_small(words: str, new_file: Path, tmp_path: Path) -> None:
    sources = [PictureSource(name, tmp_path / str(number)) for number, name in enumerate(HEAVY[words])]
    for source in sources:
        source.place.write_bytes(HOSTILE[source.name]())
    job = JobProcess(import_pictures, (new_file, tuple(sources), None, "Import"))

    with peak_of_children() as peak:
        report: Report = job.run(lambda done, total: None)

    assert len(report.files) == len(sources)
    assert peak[0] < MOST


def test_heavy_pictures_side_by_side_stay_small_together(new_file: Path, tmp_path: Path) -> None:
    heavy = [good("PNG", (4_950, 4_950)), good("WEBP", (3_400, 3_400)), HOSTILE["25 megapixels of 16 bits"]()]
    heavy += [good("HEIF", (4_900, 4_900)), good("AVIF", (3_600, 3_600)), HOSTILE["a bomb of comments"]()]
    heavy += [good("PNG") + bytes(24_000_000), good("BMP", (2_900, 2_900)), good("PNG", (4_940, 4_940))]
    sources = []
    for number, data in enumerate(heavy):
        file = tmp_path / str(number)
        file.write_bytes(data)
        sources.append(PictureSource(str(number), file))
    job = JobProcess(import_pictures, (new_file, tuple(sources), None, "Import"))

    with peak_of_children() as peak:
        report: Report = job.run(lambda done, total: None)

    assert [number for number, file in enumerate(report.files) if file.error] == [5]
    assert peak[0] < MOST


def test_a_large_picture_that_is_to_be_turned_needs_no_second_one() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (5_700, 4_200), "teal"), "TIFF", compression="tiff_deflate", exif=exif)

    with Readers([PictureSource("", data)]) as readers:
        _, read = next(readers.results())

    assert isinstance(read, StoredImage)
    assert (read.width, read.height) == (755, 1024)


def test_a_file_that_takes_too_long_is_lost_alone() -> None:
    sources = [PictureSource(str(number), good("PNG")) for number in range(3)]
    sources.insert(1, PictureSource("slow", HOSTILE["PPM of numbers"]()))

    with Readers(sources, seconds=1.5) as readers:
        results = dict(readers.results())

    assert isinstance(results[1], PictureError)
    assert results[1].problem is PictureProblem.TOO_SLOW
    assert all(isinstance(results[number], StoredImage) for number in (0, 2, 3))


def test_nothing_is_left_of_readers_that_are_left_early() -> None:
    before = len(psutil.Process().children())
    with Readers([PictureSource(str(number), good("PNG")) for number in range(30)]) as readers:
        next(readers.results())

    assert len(psutil.Process().children()) == before


def test_files_come_back_under_their_numbers(tmp_path: Path) -> None:
    makers: list[Callable[[], bytes]] = [lambda: good("JPEG", (30, 20)), lambda: b"no", lambda: good("GIF", (31, 20))]
    for number, make in enumerate(makers):
        (tmp_path / str(number)).write_bytes(make())

    with Readers([PictureSource("", tmp_path / str(number)) for number in range(3)]) as readers:
        results = dict(readers.results())

    assert [getattr(results[number], "width", None) for number in range(3)] == [30, None, 31]

"""What is done with whole files in the job process; light to import, so that the window can name them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import services
from app.errors import FileError, FileProblem
from app.models.servers import Place, ServerAddress

if TYPE_CHECKING:
    from app.services.automatic_backups import Made
    from app.services.copying import Fetched
    from app.services.intake_folder import FileTaken
    from app.services.logins import Administrator
    from app.services.pulling import Pulled

Progress = Callable[[int, int], object]


def make_empty(path: Path, on_progress: Progress) -> Path:
    """Make a file that is ready for its first customer, its folder too where it is missing."""
    _make_folder(path)
    services.files.new_file(path)
    return path


def make_sample(path: Path, customers: int, on_progress: Progress) -> Path:
    """Make a file with invented customers."""
    _make_folder(path)
    services.demo.make_demo(path, customers, on_progress=on_progress)
    return path


def _make_folder(path: Path) -> None:
    from app.store.failures import translating

    with translating(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:  # systems differ in what they call a file in the way
            raise FileError(FileProblem.NO_FOLDER, path) from error


def back_up(path: Path, target: Path, on_progress: Progress) -> Path:
    """Write a checked copy and return where it is."""
    return services.backups.back_up(path, target, on_progress)


def restore(backup: Path, path: Path, on_progress: Progress) -> Path:
    """Make a new file from a backup and return where it is."""
    services.backups.restore(backup, path, on_progress=on_progress)
    return path


def check(place: Place, on_progress: Progress) -> tuple[str, ...]:
    """Look a database over and return what is wrong with it, in sentences."""
    return tuple(str(finding) for finding in services.checks.check_place(place, on_progress))


def upgrade(path: Path, on_progress: Progress) -> Path:
    """Bring a file of an older version up to date; it is copied first."""
    services.upgrades.upgrade_file(path)
    return path


def encrypt(path: Path, key: bytes, on_progress: Progress) -> Path:
    """Encrypt a file under a key that is kept already."""
    services.encryption.encrypt(path, key, on_progress)
    return path


def decrypt(path: Path, unsaved: Path, on_progress: Progress) -> Path:
    """Make an encrypted file a plain one again; `unsaved` is the folder of unsaved text."""
    services.recovery.open_up(path, unsaved)
    services.encryption.decrypt(path, on_progress)
    return path


def back_up_itself(
    path: Path, root: Path, node: int, percent: int, only_if_due: bool, on_progress: Progress
) -> Made | None:
    """Make a backup among the automatic ones; None if there is no need."""
    return services.automatic_backups.make(path, root, node, percent, on_progress, only_if_due=only_if_due)


def check_backups(backups: Sequence[Path], on_progress: Progress) -> dict[Path, bool]:
    """Say of each backup whether it is sound."""
    return services.automatic_backups.are_sound(backups, on_progress)


def expand_backup(backup: Path, folder: Path, on_progress: Progress) -> Path:
    """Write what a backup holds where it can be looked at, and return where that is."""
    return services.automatic_backups.expand(backup, folder, on_progress)


def restore_in_place(backup: Path, path: Path, node: int, on_progress: Progress) -> Path | None:
    """Put what a backup of the same database holds in place of a file that nobody has open; returns where that is now."""
    return services.backups.restore(backup, path, replace=True, node=node, on_progress=on_progress)


def pull_out(backup: Path, path: Path, ids: Sequence[int], on_progress: Progress) -> Pulled:
    """Bring single records of an expanded backup back."""
    return services.pulling.pull_out(backup, path, ids, on_progress)


def take_in(place: Place, folder: Path, names: Sequence[str], on_progress: Progress) -> tuple[FileTaken, ...]:
    """Take files of other programs from a folder into a database."""
    return services.intake_folder.take_files(place, folder, names, on_progress)


def make_shared(
    address: ServerAddress, company: str, country: str, administrator: Administrator, on_progress: Progress
) -> ServerAddress:
    """Make a database on a server ready for its first customer.

    Returns:
        As whom to open it: as the administrator, or, where it was ready already, as whoever it was to be made by.
    """
    from app.models.logins import login_of

    is_new = services.shared.new_shared(address, company, country, lambda: administrator)
    return replace(address, user=login_of(address.database, administrator.sign_in)) if is_new else address


def fill_shared(path: Path, address: ServerAddress, on_progress: Progress) -> ServerAddress:
    """Make a database on a server that holds what a file does; begun once, it goes on."""
    services.copying.copy_to_server(path, address, on_progress)
    return address


def fetch_shared(address: ServerAddress, path: Path, key: bytes | None, on_progress: Progress) -> Fetched:
    """Make a file of what this person may see of a shared database; begun once, it goes on."""
    return services.copying.copy_to_file(address, path, key, on_progress)

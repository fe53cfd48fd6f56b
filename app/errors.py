"""The failures that are the world's fault. Anything else is a bug and goes to the crash handler."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class AppError(Exception):
    """Base of every expected failure; it carries fields, and the view finds the words."""

    def __reduce__(self) -> tuple[object, ...]:
        """Cross from the job process with every field, whatever the constructor takes."""
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(error_type: type[AppError], args: tuple[object, ...], fields: dict[str, object]) -> AppError:
    error = error_type.__new__(error_type, *args)
    error.__dict__.update(fields)
    return error


class FileProblem(StrEnum):
    """Why a file cannot be opened or written."""

    NO_FOLDER = "no_folder"
    MISSING = "missing"
    REPLACED = "replaced"
    EXISTS = "exists"
    NOT_OURS = "not_ours"
    DAMAGED = "damaged"
    NEWER = "newer"
    READ_ONLY = "read_only"
    LOCKED = "locked"
    DISK_FULL = "disk_full"
    NETWORK_DRIVE = "network_drive"
    NO_PERMISSION = "no_permission"
    NEEDS_UPGRADE = "needs_upgrade"
    KEY_NEEDED = "key_needed"
    OPEN_ELSEWHERE = "open_elsewhere"
    OTHER_DATABASE = "other_database"
    UNFINISHED = "unfinished"
    NOT_THE_SAME = "not_the_same"
    LENT = "lent"
    NO_LOGIN = "no_login"


class FileError(AppError):
    """A database file cannot be used as it is."""

    def __init__(self, problem: FileProblem, path: Path | None, detail: str = "") -> None:
        super().__init__(f"{problem}: {path} {detail}".strip())
        self.problem = problem
        self.path = path
        self.detail = detail


class ServerProblem(StrEnum):
    """Why a shared database cannot be worked with."""

    WRONG_HOST = "wrong_host"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    WRONG_PASSWORD = "wrong_password"
    NOT_ADMITTED = "not_admitted"
    SHUT_OUT = "shut_out"
    PASSWORD_GIVEN = "password_given"
    NOT_OF_STAFF = "not_of_staff"
    NO_DATABASE = "no_database"
    NO_COMPANY = "no_company"
    NOT_OURS = "not_ours"
    NOT_EMPTY = "not_empty"
    NOT_THE_SAME = "not_the_same"
    NEWER = "newer"
    NEEDS_UPGRADE = "needs_upgrade"
    UPGRADING = "upgrading"
    IN_USE = "in_use"
    UNFINISHED = "unfinished"
    NO_RIGHTS = "no_rights"
    NO_TRIGRAMS = "no_trigrams"
    CERTIFICATE = "certificate"
    OWN_CERTIFICATE = "own_certificate"
    OTHER_NAME = "other_name"
    NO_TLS = "no_tls"
    POOLED = "pooled"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    LOST = "lost"
    STOPPED = "stopped"
    BUSY = "busy"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"


_OF_STATEMENTS = frozenset(
    {
        ServerProblem.NO_RIGHTS,
        ServerProblem.NO_COMPANY,
        ServerProblem.NOT_OF_STAFF,
        ServerProblem.BUSY,
        ServerProblem.TOO_LONG,
        ServerProblem.DISK_FULL,
        ServerProblem.NOT_EMPTY,
        ServerProblem.NOT_THE_SAME,
        ServerProblem.IN_USE,
        ServerProblem.UNFINISHED,
        ServerProblem.NO_TRIGRAMS,
    }
)
"""What a server says on a connection that goes on."""


class ServerError(AppError):
    """A shared database cannot be worked with.

    Attributes:
        address: where, without a password.
        has_judged: whether it was said only after a password had been asked for and sent.
    """

    def __init__(
        self, problem: ServerProblem, address: object = None, detail: str = "", *, has_judged: bool = False
    ) -> None:
        super().__init__(f"{problem}: {address or ''} {detail}".strip())
        self.problem = problem
        self.address = address
        self.detail = detail
        self.has_judged = has_judged

    @property
    def is_of_connection(self) -> bool:
        """Whether all that is asked fails until there is another connection."""
        if self.problem is ServerProblem.READ_ONLY:  # of several hosts another takes changes, or will soon
            return len(getattr(self.address, "hosts", ())) > 1
        return self.problem not in _OF_STATEMENTS


class InDoubtError(ServerError):
    """The connection was lost just when something was to be stored: whether it was is found out by its mark."""

    def __init__(self, address: object, mark: str) -> None:
        super().__init__(ServerProblem.LOST, address, "while committing")
        self.mark = mark


class PictureProblem(StrEnum):
    """Why a picture cannot be taken in, or changed."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_A_PICTURE = "not_a_picture"
    VECTORS = "vectors"
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TOO_DEMANDING = "too_demanding"
    TOO_SLOW = "too_slow"
    REPLACED = "replaced"


class PictureError(AppError):
    """A picture cannot be taken in, or changed; `detail` is a limit or a format that the sentence needs."""

    def __init__(self, problem: PictureProblem, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem = problem
        self.detail = detail


class DocumentProblem(StrEnum):
    """Why a document, or a page of it, can't be shown."""

    PROTECTED = "protected"
    DAMAGED = "damaged"
    EMPTY = "empty"
    PAGE = "page"
    TOO_DEMANDING = "too_demanding"
    TOO_SLOW = "too_slow"


class DocumentError(AppError):
    """A document, or a page of it, can't be shown."""

    def __init__(self, problem: DocumentProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class AttachmentProblem(StrEnum):
    """Why a file can't be attached, or had back."""

    UNREADABLE = "unreadable"
    FOLDER = "folder"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    LOST = "lost"


class AttachmentError(AppError):
    """A file can't be attached, or had back; `name` is what people call it, `detail` a limit that the sentence needs."""

    def __init__(self, problem: AttachmentProblem, name: str = "", detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem = problem
        self.name = name
        self.detail = detail


class KeyProblem(StrEnum):
    """Why what was typed doesn't open an encrypted file."""

    WRONG_PASSPHRASE = "wrong_passphrase"
    MISTYPED = "mistyped"
    INCOMPLETE = "incomplete"
    OTHER_FILE = "other_file"


class WrongKeyError(AppError):
    """An encrypted file can't be opened with what was typed; what that was is told to nobody.

    `group` counts the groups of a recovery key from 1 and says which of them is mistyped; 0 if nobody can tell.
    """

    def __init__(self, problem: KeyProblem, group: int = 0) -> None:
        super().__init__(f"{problem} {group or ''}".strip())
        self.problem = problem
        self.group = group


class KeyringProblem(StrEnum):
    """Why the system's keyring can't be used."""

    NONE = "none"
    LOCKED = "locked"
    REFUSED = "refused"


class KeyringError(AppError):
    """The system's keyring can't be used."""

    def __init__(self, problem: KeyringProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class RecordGoneError(AppError):
    """The record is no longer there to be read or changed."""

    def __init__(self, type_name: str, record_id: int) -> None:
        super().__init__(f"{type_name} {record_id} is gone")
        self.type_name = type_name
        self.record_id = record_id


class StillNamedError(AppError):
    """What was to be removed for good is named by something that whoever would remove it doesn't see."""


class EditConflictError(AppError):
    """Somebody else saved the record meanwhile, and both sides touched the same fields.

    `conflicts` holds a `merge.Conflict` for each of them; `stored` is the record as it is now.
    """

    def __init__(self, record_id: int, changed_by: str, conflicts: tuple[object, ...], stored: object) -> None:
        super().__init__(f"record {record_id} was changed by {changed_by or 'somebody else'}")
        self.record_id = record_id
        self.changed_by = changed_by
        self.conflicts = conflicts
        self.stored = stored


class EditedSinceError(AppError):
    """Taking a creation back would put away what others have put into the record since."""

    def __init__(self, record_id: int, changed_by: str) -> None:
        super().__init__(f"record {record_id} was edited by {changed_by} since it was created")
        self.record_id = record_id
        self.changed_by = changed_by


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one field of a record.

    Attributes:
        field: the field's name; for a child row `item` says which one, counted from 0.
        code: what is wrong, as the views' words know it.
        detail: a limit, an example or a name that the sentence needs.
        other_id: the record that it clashes with, to offer opening it.
        blocking: a warning does not keep the record from being saved.
    """

    field: str
    code: str
    detail: str = ""
    item: int = -1
    part: str = ""
    other_id: int = 0
    blocking: bool = True


class InvalidRecordError(AppError):
    """The record breaks rules; nothing was stored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


class NotAllowedError(AppError):
    """The person may not do that: to a record, or with `record_id` 0 to any of the type; with `field`, not with that one.

    `act` is one of `models.rights.Act`, by its value.
    """

    def __init__(self, act: str, type_name: str, record_id: int = 0, field: str = "") -> None:
        super().__init__(f"{act} {type_name} {record_id or ''} {field}".strip())
        self.act = act
        self.type_name = type_name
        self.record_id = record_id
        self.field = field


class CancelledError(AppError):
    """The person stopped the job, or a newer question made it pointless."""


class JobDiedError(AppError):
    """The process of a job ended before it answered: killed, out of memory, or crashed in a library."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(f"the job process ended with {exit_code}")
        self.exit_code = exit_code

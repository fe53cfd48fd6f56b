"""What a person types is for nobody else on the same computer; where files have permissions."""

from app.locks import FileLock
from tests.store.test_recovery import files, gone, kept


def test_nobody_else_can_read_what_is_kept(tmp_path):
    gone(tmp_path, kept())
    (piece,) = files(tmp_path)

    assert (piece.stat().st_mode & 0o777, piece.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_lock_that_was_tidied_away_is_taken_anew(tmp_path):
    path = tmp_path / "lock"
    first, second, third = FileLock(path), FileLock(path), FileLock(path)

    assert first.take()
    assert not second.take()
    first.release(remove=True)
    assert second.take(waiting=True)
    assert not third.take()
    second.release(remove=True)
    assert not path.exists()

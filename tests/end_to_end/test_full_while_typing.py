"""The drive of unsaved text runs full while somebody types: a real one, mounted by a process of its own."""

from tests.processes import DRIVE_HELPERS, run_script, with_own_mounts

FULL = """
os.environ["QT_QPA_PLATFORM"] = "offscreen"
database = folder / "b.deskbook"
new_file(database)
drive = folder / "home"
drive.mkdir()
mount("-t", "tmpfs", "-o", "size=100k", "tmpfs", str(drive))
os.environ["DESKBOOK_HOME"] = str(drive)

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app import paths
from app.models.customer import EXTERNAL
from tests.stage import Stage, until

application = QApplication([])
stage = Stage(folder)
stage.open(database)
until(lambda: "safety" in vars(stage.window) and stage.window.safety.unsaved.keeper.is_ready())
heard = []
stage.window.safety.unsaved.keeper.said.connect(heard.append)
stage.new(EXTERNAL)
line = stage.window.customers.pane.form.boxes["nickname"].editor.line

def kept():
    return [path for path in paths.recovery_folder().rglob("*.kept") if b"Countess of" in path.read_bytes()]

folder = drive
fill()
QTest.keyClicks(line, "Countess")
until(lambda: heard)
print(heard)
QTest.keyClicks(line, " of Lovelace")
print(line.text(), len(kept()))
(drive / "filling").unlink()
until(kept)
until(lambda: len(heard) == 2)
print(heard[1], len(kept()))
stage.close()
"""


def test_typing_goes_on_and_the_text_is_kept_when_there_is_room(tmp_path):
    said = run_script(DRIVE_HELPERS + FULL, tmp_path, prefix=with_own_mounts()).splitlines()

    assert "can't be kept just now" in said[0]
    assert "is full" in said[0]
    assert said[1:] == ["Countess of Lovelace 0", "Unsaved text is kept again 1"]

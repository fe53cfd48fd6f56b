"""A network drive whose other end has gone."""

from app.errors import FileProblem
from tests.processes import DRIVE_HELPERS, run_script, with_own_mounts

NETWORK = """
channel = os.open("/dev/fuse", os.O_RDWR)
options = f"fd={channel},rootmode=40000,user_id=0,group_id=0,subtype=sshfs"
subprocess.run(["mount", "-i", "-t", "fuse", "-o", options, "host:/", str(folder)], check=True, pass_fds=[channel])
os.close(channel)  # as if the other computer had gone
attempt(open_database, path)
attempt(new_file, path)
"""


def test_a_network_drive_is_refused_without_touching_it(tmp_path):
    said = run_script(DRIVE_HELPERS + NETWORK, tmp_path, prefix=with_own_mounts()).splitlines()

    assert said == [f"{FileProblem.NETWORK_DRIVE} {tmp_path / 'a.deskbook'}"] * 2

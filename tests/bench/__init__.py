"""How fast the program is, as ratios against floors taken in the same run: `python -m tests.bench --list`."""

"""toot, with the names of one test."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import names  # noqa: E402, F401 (importing it is what it is for)
from toot.cli import cli  # noqa: E402

if __name__ == "__main__":
    cli(prog_name="toot")

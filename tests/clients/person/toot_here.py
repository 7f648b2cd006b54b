"""toot, with the names of one test."""

import names  # noqa: F401 (importing it is what it is for)
from toot.cli import cli

if __name__ == "__main__":
    cli(prog_name="toot")

"""What the scripts in Python share: the story that they are told, and how they wait.

$STAFFROOM_STORY is JSON with `url`, `other_url`, `password`, `ben_token`, `picture`: Amira and Chris are at `url` and
have that password, and Ben is `ben` at `other_url`. Importing this leads their names to the servers of the test.
"""

import json
import os
import time
from urllib.parse import urlsplit

import names  # noqa: F401 (importing it is what it is for)

STORY = json.loads(os.environ["STAFFROOM_STORY"])
URL, OTHER, PASSWORD = STORY["url"], STORY["other_url"], STORY["password"]
HOST, OTHER_HOST = urlsplit(URL).netloc, urlsplit(OTHER).netloc


def step(what):
    print(what, flush=True)


def until(what, found, limit=30):
    """Asks again and again until something is found, and gives it."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"waited in vain: {what}")

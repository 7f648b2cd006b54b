"""pytest plugin: lets the tests of Mastodon.py, as they are in its source distribution, talk to a live
server instead of replaying what was once recorded.

The tests know accounts by tokens that are written in them. Ours are random, so that those are translated:
$STAFFROOM_SEED is a file that `staffroom-testserver seed` wrote, with ours for each of theirs.
"""

import contextlib
import json
import os
import pickle
import time

import mastodon
import pytest
import vcr

with open(os.environ["STAFFROOM_SEED"], encoding="utf-8") as file:
    OURS = json.load(file)

construct = mastodon.Mastodon.__init__


def construct_with_ours(self, *args, **kwargs):
    args = [OURS.get(value, value) if isinstance(value, str) else value for value in args]
    kwargs = {
        name: OURS.get(value, value) if isinstance(value, str) else value
        for name, value in kwargs.items()
    }
    construct(self, *args, **kwargs)


mastodon.Mastodon.__init__ = construct_with_ours

# Some tests replay recordings of old servers within the test, because newer ones cannot do it: we can.
vcr.use_cassette = lambda *args, **kwargs: contextlib.nullcontext()

# The second of these looks for what the first has scheduled, six minutes later.
SCHEDULES = "test_scheduled_status_long_part1"
LOOKS = "test_scheduled_status_long_part2"
DUE = "tests/cassettes_special/test_scheduled_status_long_datetimeobjects.pkl"

# Fixtures of tests that are about somebody else's server, and those that know the server under test.
FOREIGN = {"mastodon_base", "mastodon_admin"}
OURS_ASKED = {"api", "api2", "api3", "api_anonymous", "api_low_version"}


def is_about_the_server(item):
    """Whether a test asks the server under test, or could: the others are about the library alone."""
    fixtures = set(item.fixturenames)
    if fixtures & FOREIGN:
        return False
    return bool(fixtures & OURS_ASKED) or item.get_closest_marker("vcr") is not None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    def place(item):
        return {SCHEDULES: -1, LOOKS: 1}.get(item.originalname, 0)

    others = [item for item in items if not is_about_the_server(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = sorted((item for item in items if is_about_the_server(item)), key=place)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    if item.originalname == LOOKS:
        with open(DUE, "rb") as file:
            due = pickle.load(file)
        time.sleep(max(0, due + 2 - time.time()))

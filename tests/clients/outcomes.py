"""pytest plugin: writes what became of every test into the file $STAFFROOM_OUTCOMES, as JSON.

{"tests/test_a.py::test_b": {"outcome": "passed", "talked": true, "seconds": 0.2, "why": ""}, ...}

A test that is expected to fail and does has passed. `talked` says whether it asked the server anything.
"""

import json
import os

import names
import pytest

outcomes = {}
asked_before = 0


def pytest_runtest_logstart(nodeid, location):
    global asked_before
    asked_before = names.asked


def pytest_runtest_logreport(report):
    known = outcomes.setdefault(
        report.nodeid, {"outcome": "passed", "talked": False, "seconds": 0.0, "why": ""}
    )
    known["talked"] = names.asked > asked_before
    known["seconds"] = round(known["seconds"] + report.duration, 2)
    if report.skipped and not hasattr(report, "wasxfail") and known["outcome"] == "passed":
        known["outcome"] = "skipped"
        known["why"] = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
    if report.failed:
        known["outcome"] = "failed"
        crash = getattr(report.longrepr, "reprcrash", None)
        text = crash.message if crash else str(report.longrepr)
        where = "" if report.when == "call" else f"[{report.when}] "
        known["why"] += where + text[:2000]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    with open(os.environ["STAFFROOM_OUTCOMES"], "w", encoding="utf-8") as file:
        json.dump(outcomes, file, indent=1, ensure_ascii=False)

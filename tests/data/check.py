#!/usr/bin/env python3
"""Checks the sample practices and TeachMeets of this folder. Needs Python 3.11 or newer and nothing else.

    python3 tests/data/check.py

It says what is wrong, one line each, and ends with 1; or it says what is there and ends with 0. The rules are those of
README.md beside it; those of records and of levels of evidence are a copy of what the server asks of its own authors, so
that a mistake is found before a server has to be started. The server has the last word.
"""

import datetime
import pathlib
import re
import sys
import tomllib
import zoneinfo

HERE = pathlib.Path(__file__).resolve().parent
VOCABULARY = HERE.parent.parent / "crates" / "vocabulary" / "vocabulary.toml"

MEASURED = {"pre-post", "cross-section", "controlled-correlation", "qualitative", "single-case"}
COMPARED = {"interrupted-time-series", "quasi-experiment", "natural-experiment", "micro-rct", "rct"}
FROM_OUTSIDE = {"independent-practitioner", "independent-evaluator", "vendor"}
REASONS = {"spam", "abuse", "out-of-scope", "duplicate"}
UNSUCCESSFUL = {"no-effect", "harmful", "inconclusive", "abandoned"}
STATES = {"planned", "running", "completed", "abandoned"}
SLOTS = {"nano": 2, "micro": 7, "soapbox": 15, "round-table": 20}

# Members whose values are concepts: the scheme, and whether there are several.
FACETS = {
    "evidenceLevel": ("ev", False), "outcome": ("oc", False), "innovationKind": ("ik", False),
    "technologyType": ("tech", True), "problem": ("pr", True), "phase": ("ph", True), "subject": ("su", True),
    "setting": ("se", True), "studyDesign": ("sd", False), "measure": ("me", True), "learners": ("gs", False),
    "comparisonLearners": ("gs", False), "assurance": ("as", False), "independence": ("in", False),
    "costBand": ("co", False), "staffTimeSetup": ("ts", False), "staffTimeRunning": ("tr", False),
    "timeHorizon": ("ho", False), "groupSize": ("gs", False),
}
PRACTICE = {
    "evidenceLevel", "innovationKind", "technologyType", "problem", "phase", "subject", "setting", "studyDesign",
    "measure", "learners", "comparisonLearners", "assurance", "independence", "costBand", "staffTimeSetup",
    "staffTimeRunning", "timeHorizon", "groupSize", "ages", "steps", "materials", "whoDelivers", "rationale",
    "whatDidNotWork", "wouldWarnAbout", "citations", "adopts", "approach", "product", "interestDeclared", "region",
    "language", "licence", "index",
}
ADOPTION = {
    "status", "expectation", "measureChosen", "decideBy", "phase", "subject", "setting", "groupSize",
    "adaptationIntended", "region",
}
OUTCOME = {
    "outcome", "evidenceLevel", "studyDesign", "measure", "learners", "comparisonLearners", "duration", "fidelity",
    "adaptation", "phase", "subject", "setting", "region", "costBand", "staffTimeSetup", "staffTimeRunning",
    "independence", "interestDeclared", "product", "wouldDoAgain", "lesson", "nextTime", "wouldWarnAbout", "sourceUrl",
    "reasons",
}
WORDS = {
    "status": STATES,
    "fidelity": {"as-described", "small-changes", "large-changes"},
    "wouldDoAgain": {"yes", "no", "with-changes"},
    "index": {"all", "none"},
}
LONGEST = {
    "expectation": 500, "measureChosen": 500, "adaptationIntended": 500, "duration": 300, "lesson": 4000,
    "nextTime": 4000, "wouldWarnAbout": 4000, "whoDelivers": 500, "rationale": 4000, "whatDidNotWork": 4000,
    "interestDeclared": 500,
}
PARTS = {
    "citations": {"title", "year", "url", "kind"},
    "materials": {"name", "url", "licence", "learningResourceType"},
    "approach": {"url", "label", "padlocks", "months", "cost", "retrieved"},
    "product": {"name", "maker", "url"},
    "adaptation": {"what", "why"},
}

mistakes = []


def tell(where, message):
    mistakes.append(f"{where}: {message}")


def load(path):
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        tell(path.name, f"cannot be read: {error}")
        return None


def concepts_of(path):
    schemes = tomllib.loads(path.read_text(encoding="utf-8"))["scheme"]
    return {
        scheme["slug"]: {concept["slug"] for concept in scheme["concept"] if not concept.get("deprecated")}
        for scheme in schemes
    }


def people_of(path):
    data = load(path) or {}
    instances = {it["name"] for it in data.get("instances", [])}
    people = {}
    for person in data.get("people", []):
        key = (person.get("handle"), person.get("instance"))
        where = f"people.toml, {key[0]}"
        if key in people:
            tell(where, "stands there twice")
        if not re.fullmatch(r"(?=.{1,30}$)[A-Za-z0-9]+(_[A-Za-z0-9]+)*", key[0] or ""):
            tell(where, "is no handle: letters, digits and single underscores, at most 30")
        if key[1] not in instances:
            tell(where, f"is on an instance that is not listed: {key[1]}")
        people[key] = person
    return people


def slug(value):
    return value.split("/", 1)[1] if isinstance(value, str) and "/" in value else None


def is_address(value):
    return isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", value) is not None


def is_work(value):
    """An address that is not one of ours for examples."""
    return is_address(value) and not re.match(r"https?://[^/]*\.example(/|$)", value)


def need(data, members, where):
    for member in members:
        value = data.get(member)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            tell(where, f"{member} is missing")


def check_facets(data, where, schemes):
    for member, value in data.items():
        if member not in FACETS:
            continue
        scheme, many = FACETS[member]
        if many != isinstance(value, list):
            tell(where, f"{member} has to be " + ("a list" if many else "one concept, not a list"))
            continue
        values = value if many else [value]
        if len(values) != len(set(map(str, values))):
            tell(where, f"{member} names a concept twice")
        for concept in values:
            if not isinstance(concept, str) or not concept.startswith(scheme + "/") or slug(concept) not in schemes[scheme]:
                tell(where, f"{member}: the vocabulary has no {concept!r} in the scheme {scheme}")


def check_members(data, allowed, own, where):
    for member in data:
        if member not in allowed and member not in own:
            tell(where, f"{member} is no member that may stand here")
    for member, most in LONGEST.items():
        if isinstance(data.get(member), str) and len(data[member]) > most:
            tell(where, f"{member} has more than {most} characters")
    for member, words in WORDS.items():
        if member in allowed and member in data and data[member] not in words:
            if not (member == "index" and str(data[member]).startswith("hub:")):
                tell(where, f"{member} is {data[member]!r}; it may be one of {', '.join(sorted(words))}")
    for member, parts in PARTS.items():
        if member not in allowed:
            continue
        for at, part in enumerate(data.get(member, [])):
            here = f"{where}, {member} {at + 1}"
            for name in part:
                if name not in parts:
                    tell(here, f"{name} is no member that may stand here")
            for name in {"citations": ["title", "url", "kind"], "product": ["name"], "adaptation": ["what"]}.get(member, ["url"]):
                if not part.get(name):
                    tell(here, f"{name} is missing")
            if "url" in part and not is_address(part["url"]):
                tell(here, f"{part['url']!r} is no address in full; write a DOI as https://doi.org/…")
            for name in ("title", "name", "what"):
                if len(part.get(name, "")) > 300:
                    tell(here, f"{name} has more than 300 characters")
            if len(part.get("why", "")) > 500:
                tell(here, "why has more than 500 characters")
    region = data.get("region")
    if region is not None and not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", region):
        tell(where, f"region {region!r} is no code such as GB or GB-WLS")


def check_level(data, own_outcomes, where):
    level = slug(data.get("evidenceLevel"))
    design = slug(data.get("studyDesign"))

    def counted(member):
        return slug(data.get(member)) not in (None, "staff-only")

    if level in ("replicated", "established"):
        tell(where, f"{level} is given by a curator; an author claims compared at most")
    elif level == "reasoned":
        if len(data.get("rationale", "").strip()) < 80 and not data.get("citations"):
            tell(where, "reasoned needs a rationale of 80 characters or a citation")
    elif level == "tried":
        if own_outcomes == 0:
            tell(where, "tried needs an outcome of the author's own setting (own = true)")
    elif level == "measured":
        if design not in MEASURED:
            tell(where, f"measured needs a study design out of {', '.join(sorted(MEASURED))}")
        if not data.get("measure"):
            tell(where, "measured needs a measure")
        if not counted("learners"):
            tell(where, "measured needs learners")
    elif level == "compared":
        if design not in COMPARED:
            tell(where, f"compared needs a study design out of {', '.join(sorted(COMPARED))}")
        for member in ("learners", "comparisonLearners"):
            if not counted(member):
                tell(where, f"compared needs {member}")


def check_who(data, people, where):
    person = people.get((data.get("author"), data.get("instance")))
    if person is None:
        tell(where, f"{data.get('author')} on {data.get('instance')} is nobody of people.toml")
        return {}
    return person


def check_outcome(data, where, author, people, schemes, allowed_concepts):
    own = {"author", "instance", "own", "basis", "language", "rejected", "text"}
    check_members(data, OUTCOME, own, where)
    check_facets(data, where, schemes)
    need(data, ["outcome", "evidenceLevel", "text", "lesson"], where)
    person = check_who(data, people, where)
    is_author = (data.get("author"), data.get("instance")) == author
    same_organisation = bool(person.get("member")) and bool(people.get(author, {}).get("member")) and data.get("instance") == author[1]
    result, level = slug(data.get("outcome")), slug(data.get("evidenceLevel"))
    if level not in ("tried", "measured", "compared"):
        tell(where, f"one result is tried, measured or compared, not {level}")
    check_level(data, 1, where)
    if data.get("own") is not (is_author or same_organisation):
        tell(where, "own has to be true for the author's own setting and false for everybody else's")
    independence = slug(data.get("independence"))
    if data.get("own") and independence in FROM_OUTSIDE:
        tell(where, "nobody is independent of their own practice, nor of their own school's")
    if not is_author and independence == "originator":
        tell(where, "only the author of a practice reports as its originator")
    if independence == "vendor" and not data.get("interestDeclared"):
        tell(where, "a vendor says in interestDeclared what the interest is")
    if result in ("worked", "partly"):
        need(data, ["wouldWarnAbout"], where)
    if result in UNSUCCESSFUL:
        need(data, ["nextTime"], where)
    if result == "abandoned":
        need(data, ["reasons"], where)
    if data.get("rejected", "spam") not in REASONS:
        tell(where, "rejected has to be one of " + ", ".join(sorted(REASONS)))
    if data.get("rejected") and data.get("own"):
        tell(where, "nobody rejects a result of their own setting")

    basis = data.get("basis")
    if basis not in ("sample", "published"):
        tell(where, "basis has to be \"sample\" or \"published\"")
    if (person.get("kind") == "reader") != (basis == "published"):
        tell(where, "published results, and only those, are entered by people of kind \"reader\"")
    if basis == "published":
        need(data, ["sourceUrl"], where)
        if data.get("sourceUrl") and not is_work(data["sourceUrl"]):
            tell(where, "sourceUrl has to be the address of the published work")
        if data.get("sourceUrl") not in allowed_concepts and not data.get("sourceUrl", "").startswith("https://sportscotland.org.uk/"):
            tell(where, "sourceUrl has to be among the citations of the practice")
    elif any(is_work(product.get("url")) for product in data.get("product", [])):
        tell(where, "an invented result names no real product")


def check_practice(path, people, schemes):
    data = load(path)
    if data is None:
        return None
    where = path.name
    if not re.fullmatch(r"\d\d-[a-z0-9-]+\.toml", path.name):
        tell(where, "is not named NN-slug.toml")
    for member in data:
        if member not in {"author", "instance", "language", "title", "content", "note", "practice", "outcomes", "adoptions"}:
            tell(where, f"{member} is no member that may stand here")
    need(data, ["author", "instance", "language", "title", "content", "note", "practice"], where)
    person = check_who(data, people, where)
    if person.get("kind") == "reader":
        tell(where, "the author of a practice is a teacher, not a reader of studies")
    if "sample" not in data.get("note", "").lower():
        tell(where, "note has to say what is sample and what comes from the source")
    words = len(re.findall(r"\w[\w'’-]*", data.get("content", "")))
    if not 250 <= words <= 900:
        tell(where, f"content has {words} words; it should have 250 to 900")

    record, here = data.get("practice", {}), f"{where}, practice"
    check_members(record, PRACTICE, set(), here)
    check_facets(record, here, schemes)
    need(record, ["evidenceLevel", "innovationKind", "technologyType", "problem", "phase", "subject", "setting",
                  "assurance", "costBand", "staffTimeSetup", "timeHorizon", "groupSize", "steps", "rationale",
                  "wouldWarnAbout", "region", "language", "licence"], here)
    if slug(record.get("assurance")) in ("curator", "external"):
        tell(here, "an author's assurance is self or colleague")
    if record.get("licence") not in schemes["li"] or "-ND-" in record.get("licence", ""):
        tell(here, f"licence {record.get('licence')!r} is not offered")
    if record.get("language") != data.get("language"):
        tell(here, "language has to be that of the text")
    ages = record.get("ages", {})
    if ages.get("from", 0) > ages.get("to", 120):
        tell(here, "ages begin with the youngest")
    for citation in record.get("citations", []):
        if citation.get("kind") not in ("study", "comparison", "wide-evidence", "other"):
            tell(here, f"a citation cannot be of kind {citation.get('kind')!r}")
        if not is_work(citation.get("url")):
            tell(here, f"the citation {citation.get('title')!r} needs its DOI or address")
    for approach in record.get("approach", []):
        if any(name in approach for name in ("padlocks", "months", "cost")) and "retrieved" not in approach:
            tell(here, "figures of an approach need the day on which they were retrieved")

    author = (data.get("author"), data.get("instance"))
    cited = {citation.get("url") for citation in record.get("citations", [])}
    outcomes = data.get("outcomes", [])
    own = [it for it in outcomes if it.get("own") is True]
    if len(own) > 1:
        tell(where, "there is one current outcome of the author's own setting, not more")
    settings = set()
    for at, outcome in enumerate(outcomes):
        at_outcome = f"{where}, outcome {at + 1}"
        check_outcome(outcome, at_outcome, author, people, schemes, cited)
        reporter = people.get((outcome.get("author"), outcome.get("instance")), {})
        setting = outcome.get("instance") if reporter.get("member") else (outcome.get("author"), outcome.get("instance"))
        if setting in settings:
            tell(at_outcome, "is a second outcome of the same setting; the newer would replace the older")
        settings.add(setting)
    check_level(record, len(own), here)

    adopters = set()
    for at, adoption in enumerate(data.get("adoptions", [])):
        at_adoption = f"{where}, adoption {at + 1}"
        check_members(adoption, ADOPTION, {"author", "instance", "language", "text"}, at_adoption)
        check_facets(adoption, at_adoption, schemes)
        need(adoption, ["status", "expectation", "text"], at_adoption)
        check_who(adoption, people, at_adoption)
        who = (adoption.get("author"), adoption.get("instance"))
        if who in adopters:
            tell(at_adoption, "is a second one of the same person")
        adopters.add(who)
        if adoption.get("status") in ("planned", "running"):
            need(adoption, ["decideBy"], at_adoption)
        if "decideBy" in adoption:
            try:
                datetime.date.fromisoformat(adoption["decideBy"])
            except (TypeError, ValueError):
                tell(at_adoption, f"decideBy {adoption['decideBy']!r} is no day such as \"2027-02-12\"")

    results = {slug(it.get("outcome")) for it in own}
    return {
        "studied": any(c.get("kind") == "study" and is_work(c.get("url")) for c in record.get("citations", []))
        and any(it.get("basis") == "published" for it in outcomes),
        "replicated": sum(it.get("basis") == "published" for it in outcomes) > 1,
        "results": results,
        "language": data.get("language"),
        "single_case": slug(record.get("studyDesign")) == "single-case" and "se/special" in record.get("setting", []),
        "phases": set(record.get("phase", [])),
        "technology": set(record.get("technologyType", [])),
        "settings": set(record.get("setting", [])),
        "levels": {record.get("evidenceLevel")},
        "outcomes": len(outcomes),
        "adoptions": len(data.get("adoptions", [])),
    }


def local_time(value, zone, where, member):
    """A time that exists in the zone, once."""
    try:
        time = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        tell(where, f"{member} {value!r} is no local time such as \"2027-01-28T18:00\"")
        return None
    if time.tzinfo is not None:
        tell(where, f"{member} is a local time; the zone stands in zone")
        return None
    there = time.replace(tzinfo=zone)
    if there.astimezone(datetime.timezone.utc).astimezone(zone).replace(tzinfo=None) != time:
        tell(where, f"{member} {value} does not exist there: the clocks go forward")
    return there


def check_teachmeet(path, people, schemes, practices):
    data = load(path)
    if data is None:
        return
    where = path.name
    for member in data:
        if member not in {"author", "instance", "language", "name", "series", "summary", "note", "kind", "zone", "start", "end",
                          "languages", "rules", "phase", "subject", "technologyType", "place", "online", "capacities",
                          "slots", "notes"}:
            tell(where, f"{member} is no member that may stand here")
    need(data, ["author", "instance", "language", "name", "series", "summary", "note", "kind", "zone", "start", "end",
                "rules", "capacities", "slots", "notes"], where)
    check_who(data, people, where)
    check_facets(data, where, schemes)
    if data.get("kind") != "teachmeet":
        tell(where, "kind has to be \"teachmeet\"")
    try:
        zone = zoneinfo.ZoneInfo(data.get("zone", ""))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        tell(where, f"zone {data.get('zone')!r} is no time zone such as Europe/London")
        zone = None
    if zone is not None:
        start = local_time(data.get("start"), zone, where, "start")
        end = local_time(data.get("end"), zone, where, "end")
        if start and end and end <= start:
            tell(where, "it ends before it starts")
        minutes = sum(slot.get("minutes", 0) for slot in data.get("slots", []))
        if start and end and minutes * 60 > (end - start).total_seconds():
            tell(where, f"the talks take {minutes} minutes, more than there are")
    if not data.get("place") and not data.get("online"):
        tell(where, "place or online is missing")
    if data.get("place"):
        need(data["place"], ["name", "address", "country"], f"{where}, place")
    if data.get("online") and not is_address(data["online"].get("url")):
        tell(where, "online needs a url")
    capacities = data.get("capacities", {})
    for name in ("speakers", "attendees", "remote"):
        if not isinstance(capacities.get(name), int) or capacities[name] < 0:
            tell(where, f"capacities need a number of {name}")
    slots = data.get("slots", [])
    if len(slots) > capacities.get("speakers", 0):
        tell(where, "there are more talks than places for speakers")
    for at, slot in enumerate(slots):
        here = f"{where}, slot {at + 1}"
        need(slot, ["kind", "minutes", "speaker", "title", "status"], here)
        for member in slot:
            if member not in {"kind", "minutes", "speaker", "title", "practice", "status"}:
                tell(here, f"{member} is no member that may stand here")
        if slot.get("kind") not in SLOTS:
            tell(here, f"kind {slot.get('kind')!r} is none of {', '.join(SLOTS)}")
        elif slot.get("minutes") != SLOTS[slot["kind"]]:
            tell(here, f"a {slot['kind']} talk takes {SLOTS[slot['kind']]} minutes")
        if slot.get("status") not in ("offered", "accepted"):
            tell(here, "status has to be \"offered\" or \"accepted\"")
        speaker = slot.get("speaker", {})
        check_who({"author": speaker.get("handle"), "instance": speaker.get("instance")}, people, here)
        if "practice" in slot and slot["practice"] not in practices:
            tell(here, f"there is no practice {slot['practice']!r}")
    for at, note in enumerate(data.get("notes", [])):
        here = f"{where}, note {at + 1}"
        need(note, ["author", "instance", "text", "licence"], here)
        for member in note:
            if member not in {"slot", "author", "instance", "language", "text", "links", "licence"}:
                tell(here, f"{member} is no member that may stand here")
        check_who(note, people, here)
        if "slot" in note and not 1 <= note["slot"] <= len(slots):
            tell(here, f"there is no slot {note['slot']}")
        if note.get("licence") not in schemes["li"]:
            tell(here, f"licence {note.get('licence')!r} is not in the vocabulary")
        for link in note.get("links", []):
            if not is_address(link):
                tell(here, f"{link!r} is no address")


def check_whole(practices, teachmeets):
    """What the folder has to hold as a whole."""
    def at_least(number, what, found):
        if found < number:
            tell("practices", f"needed of {what}: at least {number}; there are {found}")

    def count(test):
        return sum(1 for it in practices if test(it))

    at_least(12, "practices", len(practices))
    at_least(8, "practices built on a published study, with its result", count(lambda it: it["studied"]))
    at_least(5, "practices with results of further studies", count(lambda it: it["replicated"]))
    at_least(3, "practices that had no effect, were inconclusive or were given up",
             count(lambda it: it["results"] & (UNSUCCESSFUL - {"harmful"})))
    at_least(1, "harmful practices", count(lambda it: "harmful" in it["results"]))
    at_least(1, "practices in Welsh", count(lambda it: it["language"] == "cy"))
    at_least(1, "single-case studies from special education", count(lambda it: it["single_case"]))
    at_least(1, "practices of early years", count(lambda it: "ph/early-childhood" in it["phases"]))
    at_least(1, "practices of further education", count(lambda it: "se/further-education" in it["settings"]))
    at_least(10, "kinds of technology", len(set().union(*(it["technology"] for it in practices)) if practices else ()))
    at_least(4, "levels of evidence", len(set().union(*(it["levels"] for it in practices)) if practices else ()))
    if teachmeets < 3:
        tell("teachmeets", f"at least 3 are needed; there are {teachmeets}")


def main():
    schemes = concepts_of(VOCABULARY)
    people = people_of(HERE / "people.toml")
    paths = sorted((HERE / "practices").glob("*.toml"))
    practices = [it for it in (check_practice(path, people, schemes) for path in paths) if it]
    meetings = sorted((HERE / "teachmeets").glob("*.toml"))
    for path in meetings:
        check_teachmeet(path, people, schemes, {it.stem for it in paths})
    check_whole(practices, len(meetings))
    if mistakes:
        print("\n".join(mistakes), file=sys.stderr)
        print(f"{len(mistakes)} to mend", file=sys.stderr)
        return 1
    print(
        f"{len(practices)} practices, {sum(it['outcomes'] for it in practices)} outcomes, "
        f"{sum(it['adoptions'] for it in practices)} adoptions, "
        f"{sum(it['studied'] for it in practices)} built on published studies; {len(meetings)} TeachMeets"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

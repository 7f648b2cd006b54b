"""Counts ledgers again from public documents alone (see README.md). Ends with 0: all agree, 1: some differ, 2: some cannot be read."""
import argparse, collections, contextlib, datetime, functools, json, os, pathlib, re, socket, sys, threading, time, types
from urllib import error, parse, request
RESULTS, LEVELS = "worked partly no-effect harmful inconclusive abandoned".split(), "idea reasoned tried measured compared".split()
STATUSES, INDEPENDENT = "planned running completed abandoned".split(), ["independent-practitioner", "independent-evaluator"]
BESIDE = {"own": "own", "vendor": "vendorInterest", "unverified": "unverified"}
def origin(url): return (at := parse.urlsplit(url)).scheme, at.hostname, at.port or {"https": 443, "http": 80}.get(at.scheme)
def slug(iri, scheme, known): return next((it for it in known if iri == f"https://w3id.org/staffroom/v/{scheme}/{it}"), None)
def when(text): return at if (at := datetime.datetime.fromisoformat(text)).tzinfo else at.replace(tzinfo=datetime.timezone.utc)
def flat(value, path=""):  # {"outcomes": {"worked": 3}} as {"outcomes.worked": 3}, without noughts.
    if not isinstance(value, dict): return {path: value} if value else {}
    return {at: n for name in value for at, n in flat(value[name], f"{path}.{name}".strip(".")).items()}
def reader(options):  # What reads a public document, once and in bounds; None for what is gone.
    look_up, names = socket.getaddrinfo, dict(it.split("=") for it in options.resolve)
    socket.getaddrinfo = lambda host, port, *more, **named: look_up(*names.get(host, f"{host}:{port}").rsplit(":", 1), *more, **named)
    @functools.cache
    def get(url):
        if get.cache_info().misses > options.documents or origin(url)[0] not in ("http", "https"): raise OSError(f"{url} is not read")
        file = options.folder and pathlib.Path(options.folder, parse.quote(url, safe="")).absolute().as_uri()
        asked = request.Request(file or url, headers={"Accept": "application/activity+json, application/json;q=0.5"})
        try:
            with request.urlopen(asked, timeout=10) as answer: document = json.loads(answer.read(options.size))
        except error.URLError as problem:
            if getattr(problem, "code", 0) not in (404, 410) and not isinstance(problem.reason, FileNotFoundError): raise
        else: return None if document.get("type") == "Tombstone" else document
    return get
def listed(get, page):  # What a list in pages holds, and since when each counts as said.
    more, times = listed(get, get(page)["next"]) if get(page).get("next") else ([], {})
    return get(page)["orderedItems"] + more, times | get(page).get("saidAt", {})
def entry(get, at, practice, said, is_author):  # What an entry says, as its own server shows it; None where it does not count.
    if not (note := get(at)) or note["id"] != at or origin(author := note["attributedTo"]) != origin(at): return None
    mine, record = practice["practice"], note["outcome" if (is_outcome := "outcome" in note) else "adoption"]
    named, ends, day, region = (it if isinstance(it := record.get(name), str) else "" for name in ("organisation", "adoption", "decideBy", "region"))
    if record["practice"] != practice["id"] or note["inReplyTo"] not in [practice["id"], is_outcome and ends]: return None
    if '"https://www.w3.org/ns/activitystreams#Public"' not in json.dumps([note.get("to"), note.get("cc")]): return None
    known = bool(named) and note.get("vouchedBy") == named and origin(named) == origin(author)
    own = author == practice["attributedTo"] or known and named == mine.get("organisation") == practice.get("vouchedBy")
    stated = slug(record.get("independence"), "in", INDEPENDENT + ["vendor"]) if is_outcome else None
    if is_author and own and stated in INDEPENDENT: return None
    if (version := range(record.get("practiceVersion", 1)).stop) > mine["version"] and is_author: return None
    return types.SimpleNamespace(id=at, author=author, is_outcome=is_outcome, setting=(named if known else author, known), own=own, ends=ends,
        at=min(when(note["published"]), when(said.get(at, note["published"]))), version=version, host=origin(at)[1], interest=(interest := stated == "vendor" or is_outcome and bool(record.get("interestDeclared"))),
        status=is_outcome or STATUSES[STATUSES.index(record["status"])], by=day if re.fullmatch("\\d{4}-\\d\\d-\\d\\d", day) else "9999",
        independent=stated in INDEPENDENT and not interest, country="".join(re.findall("^[A-Z]{2}(?=-|$)", region)),
        result=is_outcome and slug(record["outcome"], "oc", RESULTS), level=slug(record.get("evidenceLevel"), "ev", LEVELS))
def count(entries, version, now):  # The counts of a ledger by the rules of docs/developers/ledger.md.
    settings, n, places, months = collections.defaultdict(list), collections.Counter(), [], []
    for it in sorted(entries, key=lambda it: (it.at, it.id), reverse=True): settings[it.setting].append(it)
    for (_, known), said in settings.items():
        adoptions, threads = [it for it in said if not it.is_outcome], {}
        adopted, open_ones = {it.author: it.id for it in reversed(adoptions)}, [it for it in adoptions if it.status != "abandoned"]
        for it in said: it.is_outcome and threads.setdefault(it.ends or adopted.get(it.author) or ("by", it.author), it)
        reports, current = list(threads.values()), list(threads.values()) + adoptions
        standing = ("own" if any(it.own for it in current) else "unverified" if not known else "vendor" if any(it.interest for it in current)
                    else "independent" if reports and all(it.independent for it in reports) else "undeclared")
        headline, place, independent, vouched = standing not in BESIDE, BESIDE.get(standing, ""), standing == "independent", standing != "unverified"
        stage = ("abandoned" if reports[0].result == "abandoned" else "completed") if reports else (open_ones or adoptions)[0].status
        late = headline and not reports and min([it.by for it in open_ones], default="9999") < now.date().isoformat()
        part = "overdue" if late else "gaveUp" if stage == "abandoned" else "reported" if reports else "waiting"
        n.update({"totalItems": len(current), "overdueReports": late, f"unverifiedAdoptions.{stage}": not vouched and bool(adoptions)})
        n.update([f"adoptions.{stage}", "denominator.said", f"denominator.{part}"] * (headline and bool(adoptions)))
        if not reports: continue
        it, result = reports[0], reports[0].result or "unknown"
        n.update({"organisations" if headline else place if vouched else "unverifiedSettings": 1, (f"{place}Outcomes" if place else "outcomes") + f".{result}": 1,
            f"noticedNoDifference.{place or 'headline'}": result == "no-effect" and it.level not in LEVELS[3:],
            "harm": vouched and any(it.result == "harmful" for it in reports), "independent": independent, f"independentOutcomes.{result}": independent,
            "reports": headline * len(reports), f"byEvidence.{it.level or 'unstated'}": headline, f"byVersion.{it.version}.{result}": headline,
            "unannounced": headline and not adoptions, "aboutOlderVersions": headline and it.version < version,
            "differingSettings": headline and any(other.result != it.result for other in reports)})
        months += [it.at.year * 12 + it.at.month] * vouched; places += [(it.host, next((it.country for it in current if it.country), ""))] * headline
    own, against = [it for it in RESULTS[:4] if n[f"ownOutcomes.{it}"]], n["independentOutcomes.no-effect"] + n["independentOutcomes.harmful"]
    n.update({"confirmed": n[f"outcomes.{own[0]}"] if len(own) == 1 else 0, "practiceVersion": version,
              "instances": len({host for host, _ in places}), "countries": len({country for _, country in places} - {""})})
    return n, ["harm-reported"] * bool(n.pop("harm", 0)) + ["contested"] * (against > 1 and against * 5 >= n["independent"]) + [
        "stale"] * (now.year * 12 + now.month - max(months, default=now.year * 12 + now.month) > 60)
def recount(get, head):  # What stands in a ledger that is not so, and how many independent settings there are.
    if "ledgerSummary" not in head: head = get(head["practice"]["ledger"] if isinstance(head["practice"], dict) else head["ledger"])
    summary, practice, (ids, times) = head["ledgerSummary"], get(head["ledgerSummary"]["practice"]), listed(get, head["first"])
    entries, is_author = [], origin(head["id"]) == origin(practice["id"])
    for at in dict.fromkeys(ids):  # What cannot be understood does not count.
        with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError, RecursionError): entries.append(entry(get, at, practice, times, is_author))
    found, flags = count(filter(None, entries), practice["practice"]["version"], when(summary["asOf"]))
    found.update(f"rejected.{it['rejectionReason']}" for it in listed(get, get(head["rejected"])["first"])[0])
    dict.update(found, practice=practice["id"], flags=["withdrawn"] * (practice["practice"].get("withdrawn") is True) + flags or 0)
    said = flat({**summary, "totalItems": head["totalItems"], "asOf": 0, "digest": 0, "withdrawn": 0})
    return [f"{at}: {said.get(at, 0)}, but counted: {found[at]}" for at in sorted({**said, **found}) if said.get(at, 0) != found[at]], found["independent"]
flags = argparse.ArgumentParser(description=__doc__)
flags.add_argument("ledgers", nargs="*", help="addresses: of ledgers, of practices, of /api/staffroom/v1/hub/practices/N/ledgers; none: standard input")
flags.add_argument("--resolve", action="append", default=[], metavar="HOST=ADDRESS:PORT", help="where a host is reached")
for name, default, words in (("folder", "", "read documents here, each named by its percent-encoded address, and not from the network"),
    ("documents", 10_000, "how many at most"), ("size", 1 << 20, "bytes of one at most"), ("seconds", 600, "how long at most")):
    flags.add_argument(f"--{name}", default=default, type=type(default), help=words)
get, worst = reader(options := flags.parse_args()), 0
threading.Thread(target=lambda: time.sleep(options.seconds) or os._exit(2), daemon=True).start()
for address in options.ledgers or sys.stdin.read().split():
    try: wrong, independent = recount(get, get(address))
    except Exception as problem: wrong, independent, worst = [repr(problem)], None, 2
    worst, few = max(worst, bool(wrong)), ", too few independent settings to say more" if independent is not None and independent < 5 else ""
    print(f"{'unreadable' if independent is None else 'differs' if wrong else 'agrees'}: {address}{few}", *wrong, sep="\n  ", flush=True)
sys.exit(worst)

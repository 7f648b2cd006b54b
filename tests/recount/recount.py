"""Counts ledgers again from public documents alone (see README.md). Ends with 0: all agree, 1: some differ, 2: some cannot be read."""
import argparse, collections, concurrent.futures, functools, http.client, json, os, pathlib, re, socket, sys, time, types; from datetime import datetime, timedelta, timezone; from urllib import error, parse, request
RESULTS, LEVELS = "worked partly no-effect harmful inconclusive abandoned".split(), "idea reasoned tried measured compared".split()
STATUSES, INDEPENDENT, WEB = "planned running completed abandoned".split(), ["independent-practitioner", "independent-evaluator"], {"https": 443, "http": 80}
BESIDE, PUBLIC = {"own": "own", "vendor": "vendorInterest", "unverified": "unverified"}, '"https://www.w3.org/ns/activitystreams#Public"'
def origin(url): return (at := parse.urlsplit(url)).scheme, at.hostname, at.port or WEB.get(at.scheme)
def slug(iri, scheme, known): return next((it for it in known if iri == f"https://w3id.org/staffroom/v/{scheme}/{it}"), None)
def when(text): return (at if (at := datetime.fromisoformat(text)).tzinfo else at.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
def only(so, problem, value=None):
    if not so: raise problem
    return value
def once(pairs): return only(len(it := dict(pairs)) == len(pairs), ValueError("a name that stands twice"), it)
def flat(value, path=""):  # {"outcomes": {"worked": 3}} as {"outcomes.worked": 3}, without noughts.
    if not isinstance(value, dict): return {path[1:]: value} if value else {}
    return {at: n for name in value for at, n in flat(value[name], only(re.fullmatch("[\\w-]+", name), ValueError("a name that is none"), f"{path}.{name}")).items()}
def reader(options):  # What reads a public document, once and in bounds; nothing for what is gone.
    look_up, names, spent, ends = socket.getaddrinfo, dict(it.split("=") for it in options.resolve), collections.Counter(), time.monotonic() + options.seconds
    socket.getaddrinfo = lambda host, port, *more, **named: look_up(*names.get(host, f"{host}:{port}").rsplit(":", 1), *more, **named)
    request.HTTPRedirectHandler.redirect_request, threads = lambda *_: None, concurrent.futures.ThreadPoolExecutor(options.documents)
    def read(url):  # A redirect is an error here: nobody speaks for another address.
        at = pathlib.Path(options.folder, parse.quote(url, safe="")).absolute().as_uri() if options.folder else url
        asked = request.Request(at, headers={"Accept": "application/activity+json, application/json;q=0.5"})
        try:
            with request.urlopen(asked, timeout=10) as answer: spent["bytes"] += len(text := answer.read(options.size + 1))
        except error.URLError as problem:
            return only(getattr(problem, "code", 0) in (404, 410) or isinstance(problem.reason, FileNotFoundError), problem, b"{}")
        return only(len(text) <= options.size and not getattr(answer, "length", 0) and spent["bytes"] <= options.bytes, OSError("too many bytes, or too few"), text)
    @functools.cache
    def get(url):
        only(time.monotonic() < ends and get.cache_info().misses <= options.documents and origin(url)[0] in WEB, OSError("not asked"))
        text = threads.submit(read, url).result(min(20, ends - time.monotonic()))  # Whoever drips keeps a thread, and nobody waits for it.
        return json.loads(text, object_pairs_hook=once)
    return get
def listed(get, page):  # What a list in pages holds, and since when each counts as said.
    more, times = listed(get, get(page)["next"]) if get(page).get("next") else ([], {})
    return get(page)["orderedItems"] + more, times | {it: when(text) for it, text in get(page).get("saidAt", {}).items()}
def entry(get, at, practice, said, is_author):  # What an entry says, as its own server shows it; None where it does not count.
    if not (note := get(at)) or note.get("type") == "Tombstone" or note["id"] != at or origin(author := note["attributedTo"]) != origin(at): return None
    mine, record = practice["practice"], note["outcome" if (is_outcome := "outcome" in note) else "adoption"]
    named, ends, day, region = (it if isinstance(it := record.get(name), str) else "" for name in ("organisation", "adoption", "decideBy", "region"))
    if record["practice"] != practice["id"] or note["inReplyTo"] not in [practice["id"], is_outcome and ends] or PUBLIC not in json.dumps([note.get("to"), note.get("cc")]): return None
    known = bool(named) and note.get("vouchedBy") == named and origin(named) == origin(author)
    own = author == practice["attributedTo"] or known and named == mine.get("organisation") == practice.get("vouchedBy")
    stated, published = slug(record.get("independence"), "in", INDEPENDENT + ["vendor"]) if is_outcome else None, when(note["published"])
    if (version := range(record.get("practiceVersion", 1)).stop) > mine["version"] and is_author or is_author and own and stated in INDEPENDENT: return None
    return types.SimpleNamespace(id=at, author=author, is_outcome=is_outcome, setting=(named if known else author, known), own=own, ends=ends, version=version, host=origin(at)[1],
        at=(since := min(published, said.get(at, published))), dated=since < published, by=day if re.fullmatch("\\d{4}-\\d\\d-\\d\\d", day) else "9999",
        interest=(interest := stated == "vendor" or is_outcome and bool(record.get("interestDeclared"))), independent=stated in INDEPENDENT and not interest, level=slug(record.get("evidenceLevel"), "ev", LEVELS),
        country="".join(re.findall("^[A-Z]{2}(?=-|$)", region)), result=is_outcome and (slug(record["outcome"], "oc", RESULTS) or "unknown"), status=is_outcome or STATUSES[STATUSES.index(record["status"])])
def count(entries, version, now):  # The counts of a ledger by the rules of docs/developers/ledger.md.
    settings, n, places, months = collections.defaultdict(list), collections.Counter(), [], []
    for it in sorted(entries, key=lambda it: (it.at, it.id), reverse=True): settings[it.setting].append(it)
    for (_, known), said in settings.items():
        adoptions, threads = [it for it in said if not it.is_outcome], {}
        for it in said: it.is_outcome and threads.setdefault(it.ends or next((on.id for on in adoptions if on.author == it.author), ("by", it.author)), it)
        reports, current, open_ones = [*threads.values()], [*threads.values(), *adoptions], [it for it in adoptions if it.status != "abandoned"]
        standing = "own" if any(it.own for it in current) else "unverified" if not known else "vendor" if any(it.interest for it in current) else "independent" if reports and all(it.independent for it in reports) else "undeclared"
        headline, place, independent, vouched = standing not in BESIDE, BESIDE.get(standing, ""), standing == "independent", standing != "unverified"
        stage = ("abandoned" if reports[0].result == "abandoned" else "completed") if reports else (open_ones or adoptions)[0].status
        part = "overdue" if headline and not reports and any(it.by < now.date().isoformat() for it in open_ones) else "gaveUp" if stage == "abandoned" else "reported" if reports else "waiting"
        n.update({"totalItems": len(current), "overdueReports": part == "overdue", f"unverifiedAdoptions.{stage}": not vouched and bool(adoptions),
            "reports": headline * len(reports), "unannounced": headline and not adoptions, **dict.fromkeys([f"adoptions.{stage}", "denominator.said", f"denominator.{part}"], headline and bool(adoptions))})
        for it in reports[:1]:
            n.update({"organisations" if headline else place if vouched else "unverifiedSettings": 1, (f"{place}Outcomes" if place else "outcomes") + f".{it.result}": 1,
                "harm": vouched and any(it.result == "harmful" for it in reports), f"noticedNoDifference.{place or 'headline'}": it.result == "no-effect" and it.level not in LEVELS[3:],
                "independent": independent, f"independentOutcomes.{it.result}": independent, "differingSettings": headline and any(on.result != it.result for on in reports),
                f"byEvidence.{it.level or 'unstated'}": headline, f"byVersion.{it.version}.{it.result}": headline, "aboutOlderVersions": headline and it.version < version})
            months += [it.at.year * 12 + it.at.month] * vouched; places += [(it.host, next((it.country for it in current if it.country), ""))] * headline
    own, against = [it for it in RESULTS[:4] if n[f"ownOutcomes.{it}"]], n["independentOutcomes.no-effect"] + n["independentOutcomes.harmful"]
    n.update({"confirmed": n[f"outcomes.{own[0]}"] if len(own) == 1 else 0, "practiceVersion": version, "instances": len({host for host, _ in places}), "countries": len({country for _, country in places} - {""})})
    return n, ["harm-reported"] * bool(n.pop("harm", 0)) + ["contested"] * (against > 1 and against * 5 >= n["independent"]) + ["stale"] * (now.year * 12 + now.month - max(months, default=now.year * 12 + now.month) > 60)
def recount(get, address, now):  # How it ends, what to say of the ledger, and what stands in it that is not so.
    head, at, asked = get(address), address, None
    if "ledgerSummary" not in head:  # A practice names its ledger, and so does what the API of a hub says of one.
        at, asked = (head["practice"]["ledger"], address) if isinstance(head["practice"], dict) else (head["ledger"], head["hub"]["summary"]["practice"])
    summary, practice, is_author = (head := get(at))["ledgerSummary"], get(of := head["ledgerSummary"]["practice"]), origin(at) == origin(of)
    (ids, said), (rejected, _), entries, unread = listed(get, head["first"]), listed(get, get(head["rejected"])["first"]), [], {}
    only((head["id"], practice["id"], origin(at), asked or of) == (at, of, origin(address), of) and (not is_author or practice["practice"]["ledger"] == at), ValueError("address, ledger and practice are not of one"))
    only(abs((as_of := when(summary["asOf"])) - now) <= timedelta(days=1), ValueError(f"asOf is {as_of}"))
    for id in dict.fromkeys(ids):
        try: entries += filter(None, [entry(get, id, practice, said, is_author)])
        except (OSError, http.client.HTTPException) as problem: unread[id] = problem
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError): pass  # What cannot be understood does not count.
    found, flags = count(entries, practice["practice"]["version"], as_of)
    dict.update(found, collections.Counter(f"rejected.{it['rejectionReason']}" for it in rejected), practice=of, flags=["withdrawn"] * (practice["practice"].get("withdrawn") is True) + flags or 0)
    says, dated = flat({**summary, "totalItems": head["totalItems"], "asOf": 0, "digest": 0, "withdrawn": 0}), sum(it.dated for it in entries)
    wrong = [f"{it}: {says.get(it, 0)}, but counted: {found[it]}" for it in sorted({**says, **found}) if says.get(it, 0) != found[it]]
    words = [f"{len(unread)} entries"] * bool(unread) + ["too few independent settings to say more"] * (found["independent"] < 5) + [f"{dated} dated by its keeper"] * bool(dated) + [f"of {of} as " + ("its author counts" if is_author else f"a hub counts, not of {at.removesuffix('/ledger')}")]
    return 2 if unread else bool(wrong), words, [f"{it}: {unread[it]!r}" for it in unread] + wrong
(flags := argparse.ArgumentParser(description=__doc__)).add_argument("ledgers", nargs="*", help="addresses: of ledgers, of practices, of /api/staffroom/v1/hub/practices/N/ledgers; none: standard input")
flags.add_argument("--resolve", action="append", default=[], metavar="HOST=ADDRESS:PORT", help="where a host is reached")
for name, default, words in (("folder", "", "read documents here, each named by its percent-encoded address"), ("documents", 10_000, "how many at most"), ("seconds", 600, "how long at most"),
        ("size", 1 << 20, "bytes of one at most"), ("bytes", 1 << 26, "bytes of all at most"), ("now", datetime.now(timezone.utc).isoformat(), "the time, where it is another")):
    flags.add_argument(f"--{name}", default=default, type=type(default), help=words)
get, codes, VERDICTS = reader(options := flags.parse_args()), [0], ["agrees", "differs", "unreadable"]
for address in options.ledgers or sys.stdin.read().split():
    try: code, words, lines = recount(get, address, when(options.now))
    except Exception as problem: code, words, lines = 2, [], [repr(problem)]
    print(*(ascii(line)[1:-1] for line in [", ".join([f"{VERDICTS[code]}: {address}", *words]), *lines]), sep="\n  ", flush=True); codes.append(code)
os._exit(max(codes))  # Without waiting for whoever still drips.

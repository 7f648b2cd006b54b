//! Asks all members, reads what they have, and measures.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use tokio::time::{sleep, sleep_until, timeout};
use url::Url;

use super::members::{Follows, Members, OUTCOMES, Thing};
use super::options::Hub;
use crate::federation::signed::{Signer, on_all_cores};
use crate::figures::Figures;
use crate::practices::reads::{Reading, SEARCH, facet_searches, words};
use crate::practices::seed;
use crate::startup::mega;
use crate::tested::http::Connection;
use crate::tested::load::send_all;
use crate::tested::memory::Memory;
use crate::tested::options::beside;
use crate::tested::program::Program;
use crate::tested::server::{Api, Server};
use crate::tested::table::Table;

/// How often it is looked whether something has come to pass.
const LOOKS_EVERY: Duration = Duration::from_millis(50);
/// How often the whole list of members is looked at.
const COUNTS_EVERY: Duration = Duration::from_secs(2);
/// One new outcome of so many is waited for.
const WATCHED: usize = 10;

pub(crate) fn run(options: &Hub) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut bench = Bench::start(options).await?;
        let measured = bench.measure().await;
        measured.with_context(|| {
            let log = bench.program.log();
            format!("the end of the server's log:\n{log}")
        })?;
        bench.program.stop()
    })
}

struct Bench<'a> {
    options: &'a Hub,
    binary: PathBuf,
    program: Program,
    server: Server,
    members: Arc<Members>,
    follows: Follows,
}

/// What counts of members at the hub.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counted {
    practices: u32,
    outcomes: u32,
}

impl<'a> Bench<'a> {
    async fn start(options: &'a Hub) -> anyhow::Result<Self> {
        let binary = beside(options.program.as_deref(), "staffroom-testserver")?;
        let cli = beside(options.cli.as_deref(), "staffroom")?;
        let mut settings = vec![
            ("STAFFROOM_INSTANCE__ROLE", "hub"),
            ("STAFFROOM_FEDERATION__LEDGER_INTERVAL", "5m"),
        ];
        if let Some(url) = &options.database {
            settings.push(("STAFFROOM_DATABASE__URL", url));
        }
        let (members, follows) =
            Members::start(options.members, options.practices, !options.named).await?;
        let (program, server) = Program::start_with(&binary, &cli, "normal", &settings).await?;
        Ok(Self {
            options,
            binary,
            program,
            server,
            members,
            follows,
        })
    }

    async fn measure(&mut self) -> anyhow::Result<()> {
        let mut table = Table::default();
        let memory = Memory::watch(self.server.process.clone());
        let kept_in = if self.options.database.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        };
        println!(
            "{kept_in}, {} members with {} practices and {OUTCOMES} outcomes of each",
            self.options.members, self.options.practices
        );
        let (inbox, accepts) = self.ask().await?;
        self.backfill(accepts, &mut table).await?;
        self.again(&mut table).await?;
        self.search(&mut table).await?;
        self.fresh(&inbox, &mut table).await?;
        self.let_go(&mut table).await?;
        if let Some(peak) = memory.take_peak() {
            let seen = format!("{:.1} MB resident at most", mega(peak));
            table.row("memory", seen, "–");
        }
        println!("\n{table}");
        Ok(())
    }

    /// Runs a command of the hub to its end, while the members answer on the other threads.
    #[expect(
        clippy::disallowed_methods,
        reason = "a benchmark waits for one command after the other"
    )]
    fn tell(&self, words: &[&str]) -> anyhow::Result<String> {
        let words: Vec<&str> = ["--", "hub"].iter().chain(words).copied().collect();
        tokio::task::block_in_place(|| self.program.tell(&self.binary, &words, ""))
    }

    /// Has every member asked; gives the hub's inbox, and what they will answer there.
    async fn ask(&mut self) -> anyhow::Result<(Url, Vec<Vec<u8>>)> {
        let began = Instant::now();
        for host in 0..self.members.hosts {
            let authority = self.members.world.authority(host);
            self.tell(&["add", &authority])?;
            if (host + 1) % 100 == 0 {
                println!(
                    "{} members are asked after {:.0} s",
                    host + 1,
                    began.elapsed().as_secs_f64()
                );
            }
        }
        let mut asked = Vec::new();
        let mut seen = HashSet::new();
        while asked.len() < self.members.hosts as usize {
            let patience = Duration::from_secs(self.options.patience);
            let follow = timeout(patience, self.follows.recv()).await;
            let follow = follow.ok().flatten();
            let follow = follow.with_context(|| format!("{} follows came", asked.len()))?;
            let whom = follow.get("object").and_then(Value::as_str);
            let url = Url::parse(whom.unwrap_or_default())?;
            let host = self.host_of(&url).context("a follow of nobody")?;
            if seen.insert(host) {
                asked.push((host, follow));
            }
        }
        let inbox = self.inbox(&asked).await?;
        let signer = self.signer();
        let accepts = on_all_cores(&asked, |(host, follow)| {
            let voice = Members::voice(*host);
            let accept = self.members.world.accept(voice, follow);
            signer.post(voice, &inbox, &accept)
        })?;
        Ok((inbox, accepts))
    }

    fn host_of(&self, url: &Url) -> Option<u32> {
        let found = crate::federation::world::World::host_of(url.host_str()?)?;
        (found < self.members.hosts).then_some(found)
    }

    fn signer(&self) -> Signer<'_> {
        Signer {
            world: &self.members.world,
            extra: &[],
        }
    }

    /// The inbox of the server, as the actor that follows says.
    async fn inbox(&self, asked: &[(u32, Value)]) -> anyhow::Result<Url> {
        let actor = asked.first().and_then(|(_, follow)| follow.get("actor"));
        let actor = Url::parse(actor.and_then(Value::as_str).unwrap_or_default())?;
        let request = self.signer().get(Members::voice(0), &actor)?;
        let answer = Connection::new(self.server.address).send(&request).await?;
        ensure!(answer.status() == 200, "{actor}: {}", answer.first);
        let document: Value = serde_json::from_slice(&answer.body)?;
        let inbox = document.pointer("/endpoints/sharedInbox");
        let inbox = inbox.and_then(Value::as_str).context("no inbox")?;
        Ok(Url::parse(inbox)?)
    }

    /// What counts of all members, or of one.
    fn counted(&self, of: Option<&str>) -> anyhow::Result<Counted> {
        let printed = self.tell(&["list"])?;
        let mut all = Counted::default();
        for line in printed.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [host, _, practices, _, outcomes, ..] = words.as_slice() else {
                continue;
            };
            if of.is_none_or(|of| of == *host) {
                all.practices += practices.parse::<u32>().unwrap_or(0);
                all.outcomes += outcomes.parse::<u32>().unwrap_or(0);
            }
        }
        Ok(all)
    }

    /// All say yes at once, and are read.
    async fn backfill(&self, accepts: Vec<Vec<u8>>, table: &mut Table) -> anyhow::Result<()> {
        let wanted = Counted {
            practices: self.options.practices,
            outcomes: self.options.practices * OUTCOMES,
        };
        let all = wanted.practices + wanted.outcomes;
        let began = Instant::now();
        let before = self.server.processor_time();
        send_all(&self.server, accepts, self.options.connections)
            .await?
            .all_accepted("an Accept")?;
        let mut last = (Counted::default(), Instant::now());
        loop {
            let now = self.counted(None)?;
            if now == wanted {
                break;
            }
            if now == last.0 {
                let since = last.1.elapsed().as_secs();
                ensure!(since < self.options.patience, "{now:?} of {wanted:?} came");
            } else {
                last = (now, Instant::now());
            }
            println!("{:.0} s: {now:?}", began.elapsed().as_secs_f64());
            sleep(COUNTS_EVERY).await;
        }
        let took = began.elapsed().as_secs_f64();
        let mut seen = format!("{:.0} objects/s, {took:.0} s", f64::from(all) / took);
        if let Some((before, after)) = before.zip(self.server.processor_time()) {
            let each = after.saturating_sub(before).as_secs_f64() * 1e3 / f64::from(all);
            write!(seen, ", {each:.2} ms of the server's processor each")?;
        }
        println!("reading what they have: {seen}");
        table.row("reading what members have", seen, "1,000 objects/s");
        Ok(())
    }

    /// Reads a member once more: everything is there, and nothing is asked for.
    async fn again(&self, table: &mut Table) -> anyhow::Result<()> {
        let all = self.options.practices * (1 + OUTCOMES);
        let asked = self.members.asked.load(Ordering::Relaxed);
        let seen = format!("{:.2} requests for each", f64::from(asked) / f64::from(all));
        println!("what was read: {seen}");
        table.row(
            "what was read",
            seen,
            if self.options.named { "1" } else { "0" },
        );
        let authority = self.members.world.authority(0);
        let before = self.counted(None)?;
        let began = Instant::now();
        self.tell(&["add", &authority])?;
        loop {
            let status = self.tell(&["status", &authority])?;
            if status.contains("reading: done") {
                break;
            }
            ensure!(
                began.elapsed().as_secs() < self.options.patience,
                "{authority} is not read again: {status}"
            );
            sleep(LOOKS_EVERY).await;
        }
        let again = self.members.asked.load(Ordering::Relaxed) - asked;
        let now = self.counted(None)?;
        ensure!(now == before, "{before:?} became {now:?}");
        let seen = format!("{again} requests for what is there, the same counts");
        println!("a member is read again: {seen}");
        table.row("a member is read again", seen, "0, the same");
        Ok(())
    }

    async fn search(&self, table: &mut Table) -> anyhow::Result<()> {
        let newest = seed::name(self.options.practices - 1);
        self.found(&newest).await?;
        let reading = Reading {
            reads: self.options.reads,
            connections: self.options.connections,
        };
        let facets = facet_searches();
        let with_words = facets.iter().map(|it| format!("{it}&q=recorded+voice"));
        let with_words: Vec<String> = with_words.collect();
        let mut pages = Vec::new();
        for n in (0..self.options.practices).step_by(self.options.practices as usize / 8) {
            pages.push(format!("/practices/{}", self.found(&seed::name(n)).await?));
        }
        let one = |path: &str| vec![path.to_owned()];
        for (what, goal, targets, is_page) in [
            ("search, two facets", "p95 50 ms", facets, false),
            (
                "search, two facets and words",
                "p95 50 ms",
                with_words,
                false,
            ),
            ("page: the library", "p95 30 ms", one("/library"), true),
            ("page: the gap map", "p95 30 ms", one("/library/gaps"), true),
            (
                "page: a practice with both ledgers",
                "p95 30 ms",
                pages,
                true,
            ),
        ] {
            let seen = if is_page {
                reading.browse(&self.server, &targets).await
            } else {
                reading.read(&self.server, &targets).await
            };
            let seen = words(&seen.context(what)?.load);
            println!("{what}: {seen}");
            table.row(what, seen, goal);
        }
        Ok(())
    }

    /// The id of the practice with that word here, once it is found.
    async fn found(&self, word: &str) -> anyhow::Result<String> {
        let target = format!("{SEARCH}?limit=1&q={word}");
        let began = Instant::now();
        while began.elapsed().as_secs() < self.options.patience {
            let found = Api::new(&self.server).get(&target).await?;
            let id = found.pointer("/items/0/id").and_then(Value::as_str);
            if let Some(id) = id {
                return Ok(id.to_owned());
            }
            sleep(LOOKS_EVERY).await;
        }
        bail!("{word} is not found")
    }

    /// How many outcomes of a practice the hub counts.
    async fn outcomes(api: &mut Api, id: &str) -> anyhow::Result<u64> {
        let target = format!("/api/staffroom/v1/hub/practices/{id}/ledgers?limit=1");
        let ledgers = api.get(&target).await?;
        let sum = |name: &str| {
            let counts = ledgers.pointer(&format!("/hub/summary/{name}"));
            let counts = counts.and_then(Value::as_object).into_iter().flatten();
            counts.filter_map(|(_, n)| n.as_u64()).sum::<u64>()
        };
        Ok(sum("outcomes") + sum("unverifiedOutcomes"))
    }

    /// New outcomes arrive, so many a second: how long until some of them are counted.
    async fn fresh(&self, inbox: &Url, table: &mut Table) -> anyhow::Result<()> {
        let (per_second, seconds) = (self.options.fresh, self.options.seconds);
        let total = (per_second * seconds).min(self.options.practices);
        let new: Vec<Thing> = (0..total).map(|n| Thing::Outcome(n, OUTCOMES)).collect();
        let signer = self.signer();
        let requests = on_all_cores(&new, |thing| {
            let voice = Members::voice(self.members.host(*thing));
            signer.post(voice, inbox, &self.members.announce(*thing))
        })?;
        let mut watched = Vec::new();
        for n in (0..total).step_by(WATCHED) {
            let id = self.found(&seed::name(n)).await?;
            let before = Self::outcomes(&mut Api::new(&self.server), &id).await?;
            watched.push((n, id, before));
        }
        let began = Instant::now() + Duration::from_millis(100);
        let each = Duration::from_secs(1) / per_second;
        let patience = Duration::from_secs(self.options.patience);
        let watching: Vec<_> = watched
            .into_iter()
            .map(|(n, id, before)| {
                let mut api = Api::new(&self.server);
                let sent = began + each * n;
                tokio::spawn(async move {
                    sleep_until(sent.into()).await;
                    while sent.elapsed() < patience {
                        if Self::outcomes(&mut api, &id).await? > before {
                            return Ok(Some(sent.elapsed().as_secs_f64() * 1e3));
                        }
                        sleep(LOOKS_EVERY * 2).await;
                    }
                    anyhow::Ok(None)
                })
            })
            .collect();
        let mut sending = Vec::new();
        for (number, request) in (0_u32..).zip(requests) {
            sleep_until((began + each * number).into()).await;
            let server = self.server.clone();
            let sent = async move { send_all(&server, vec![request], 1).await };
            sending.push(tokio::spawn(sent));
        }
        for sent in sending {
            sent.await??.all_accepted("an Announce")?;
        }
        let (mut waits, mut missing) = (Vec::new(), 0);
        for watched in watching {
            match watched.await?? {
                Some(wait) => waits.push(wait),
                None => missing += 1,
            }
        }
        let waits = Figures::new(waits);
        let seen = format!(
            "p50 {:.0} ms, p95 {:.0} ms, worst {:.0} ms, {missing} missing",
            waits.percentile(0.5),
            waits.percentile(0.95),
            waits.percentile(1.0)
        );
        let what = format!("a new outcome is counted, {per_second} arrive each second");
        println!("{what}: {seen}");
        table.row(what, seen, "p95 5 s");
        Ok(())
    }

    /// One member is removed.
    async fn let_go(&self, table: &mut Table) -> anyhow::Result<()> {
        let host = self.members.hosts - 1;
        let authority = self.members.world.authority(host);
        let has = self.counted(Some(&authority))?;
        let theirs = seed::name(self.members.hosts - 1);
        self.found(&theirs).await?;
        let began = Instant::now();
        self.tell(&["remove", &authority])?;
        let target = format!("{SEARCH}?limit=1&q={theirs}");
        loop {
            let found = Api::new(&self.server).get(&target).await?;
            let is_found = found.pointer("/items/0").is_some();
            if !is_found && self.counted(Some(&authority))? == Counted::default() {
                break;
            }
            ensure!(
                began.elapsed().as_secs() < self.options.patience,
                "{authority} still counts"
            );
            sleep(LOOKS_EVERY).await;
        }
        let seen = format!(
            "{:.1} s, {} practices and {} outcomes",
            began.elapsed().as_secs_f64(),
            has.practices,
            has.outcomes
        );
        println!("a member that is removed is in no count: {seen}");
        table.row("a member that is removed is in no count", seen, "60 s");
        Ok(())
    }
}

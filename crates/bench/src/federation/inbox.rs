//! Notes into the inbox, as fast as the server takes them, until the last one is in the home
//! timeline.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use tokio::process::Command;
use tokio::time::sleep;

use super::seen::{Entry, Seen, entries};
use super::session::Session;
use super::signed::{now, on_all_cores};
use super::world::Person;
use crate::tested::load::Load;
use crate::tested::program::Program;
use crate::tested::server::Api;

const PAGE: &str = "/api/v1/timelines/home?limit=40";
/// How long nothing new comes before all is read again from the oldest on.
const QUIET: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(10);
/// From the date of one note to the next: timelines are ordered by it, and the oldest come first.
const APART: Duration = Duration::from_millis(1);

/// What is sent, and what happens after the last 202.
pub(crate) struct Plan<'a> {
    pub(crate) notes: u32,
    pub(crate) actors: u32,
    pub(crate) kill: Option<&'a str>,
    /// The program that was started, if it was.
    pub(crate) program: Option<&'a mut Program>,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) load: Load,
    /// From the first byte sent until the last note was seen.
    pub(crate) visible_after: Duration,
    pub(crate) found: usize,
    pub(crate) lost: usize,
    pub(crate) twice: usize,
    /// Of the server, for all of them and for telling us; `None` if its process is not known.
    pub(crate) processor: Option<Duration>,
}

/// Follows, sends, waits and counts.
pub(crate) async fn measure(session: &mut Session, plan: Plan<'_>) -> anyhow::Result<Outcome> {
    session.follow(plan.actors).await?;
    let cursor = warm_up(session).await?;
    println!("signing {} notes …", plan.notes);
    let (expected, requests) = write_notes(session, plan.notes, plan.actors).await?;
    let mut reader = Reader {
        api: Api::new(&session.server),
        seen: Seen::new(expected),
        start: cursor.clone(),
        cursor,
        last_new: Instant::now(),
    };
    session.memory.take_peak();
    let before = session.server.processor_time();
    let deadline = OnceLock::new();
    let send = async {
        let sent = send_and_kill(session, requests, plan).await;
        let patience = if sent.is_ok() {
            session.patience
        } else {
            Duration::ZERO
        };
        deadline.get_or_init(|| Instant::now() + patience);
        sent
    };
    let (load, ()) = tokio::join!(send, reader.read_until_all(&deadline));
    let load = load?;
    let after = session.server.processor_time();
    reader.read_whole().await?;
    Ok(Outcome {
        visible_after: reader.last_new.duration_since(load.started),
        found: reader.seen.found(),
        lost: reader.seen.lost(),
        twice: reader.seen.twice(),
        processor: after
            .zip(before)
            .and_then(|(after, before)| after.checked_sub(before)),
        load,
    })
}

/// One note that is waited for, so that connections are open and the timeline has a beginning.
async fn warm_up(session: &mut Session) -> anyhow::Result<String> {
    let author = Person { host: 0, number: 0 };
    let world = &session.hosts.world;
    let name = format!("warm-{}", now().as_micros());
    let activity = world.create(author, &name, now());
    let uri = world.note_id(author, &name);
    let request = session
        .signer()
        .post(author, &session.shared_inbox, &activity)?;
    session
        .send_all(vec![request])
        .await?
        .all_accepted("the first note")?;
    let until = Instant::now() + session.patience;
    while Instant::now() < until {
        let page = entries(session.api.get(PAGE).await?)?;
        if let Some(entry) = page.into_iter().find(|entry| entry.uri == uri) {
            return Ok(entry.id);
        }
        sleep(PAUSE).await;
    }
    bail!("the first note was accepted and never seen in the home timeline")
}

type Written = (Vec<String>, Vec<Vec<u8>>);

/// Dated one after the other from now on; gives them when the last date is past.
async fn write_notes(session: &Session, notes: u32, actors: u32) -> anyhow::Result<Written> {
    let (world, signer) = (&session.hosts.world, session.signer());
    let (run, began) = (now(), Instant::now());
    let numbers: Vec<u32> = (0..notes).collect();
    let written = on_all_cores(&numbers, |number| {
        let author = Person {
            host: 0,
            number: number % actors,
        };
        let name = format!("{}-{number}", run.as_micros());
        let activity = world.create(author, &name, run.plus(APART * (number + 1)));
        let request = signer.post(author, &session.shared_inbox, &activity)?;
        Ok((world.note_id(author, &name), request))
    })?;
    sleep((APART * notes).saturating_sub(began.elapsed())).await;
    Ok(written.into_iter().unzip())
}

async fn send_and_kill(
    session: &Session,
    requests: Vec<Vec<u8>>,
    plan: Plan<'_>,
) -> anyhow::Result<Load> {
    let load = session.send_all(requests).await?;
    after_last(plan.kill, plan.program).await?;
    Ok(load)
}

async fn after_last(kill: Option<&str>, program: Option<&mut Program>) -> anyhow::Result<()> {
    match kill {
        None => Ok(()),
        Some("") => {
            let program = program.context("--kill-after-last needs a command here")?;
            program.kill_and_restart().await
        }
        Some(command) => {
            let status = Command::new("sh").args(["-c", command]).status().await?;
            if !status.success() {
                bail!("{command:?} ended with {status}");
            }
            Ok(())
        }
    }
}

/// Reads the home timeline as it grows.
struct Reader {
    api: Api,
    seen: Seen,
    /// The newest entry before the first note.
    start: String,
    /// The newest entry that was read.
    cursor: String,
    last_new: Instant,
}

impl Reader {
    /// Until nothing is missing, or until the deadline once there is one. The server may be away
    /// for a while.
    async fn read_until_all(&mut self, deadline: &OnceLock<Instant>) {
        let mut quiet_since = Instant::now();
        let is_over = || deadline.get().is_some_and(|at| Instant::now() > *at);
        while self.seen.lost() > 0 && !is_over() {
            let target = format!("{PAGE}&min_id={}", self.cursor);
            let page = self.page(&target).await.unwrap_or_default();
            if let Some(newest) = page.first() {
                self.cursor.clone_from(&newest.id);
                if self.take(&page) {
                    quiet_since = Instant::now();
                }
                continue;
            }
            // At the newest: what came out of order is behind.
            let complete_until = self.seen.complete_until().unwrap_or(&self.start);
            complete_until.clone_into(&mut self.cursor);
            if quiet_since.elapsed() > QUIET {
                // An error shows when it is read for the last time.
                self.read_whole().await.ok();
                quiet_since = Instant::now();
            }
            sleep(PAUSE).await;
        }
    }

    /// From the newest to where it began.
    async fn read_whole(&mut self) -> anyhow::Result<()> {
        let mut target = format!("{PAGE}&since_id={}", self.start);
        loop {
            let page = self.page(&target).await?;
            let Some(oldest) = page.last() else {
                return Ok(());
            };
            target = format!("{PAGE}&max_id={}&since_id={}", oldest.id, self.start);
            self.take(&page);
        }
    }

    async fn page(&mut self, target: &str) -> anyhow::Result<Vec<Entry>> {
        Ok(entries(self.api.get(target).await?)?)
    }

    /// Whether any of it was new.
    fn take(&mut self, page: &[Entry]) -> bool {
        let is_new = self.seen.take(page);
        if is_new {
            self.last_new = Instant::now();
        }
        is_new
    }
}

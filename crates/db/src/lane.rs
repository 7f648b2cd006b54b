//! Threads that own connections, and the queue in front of them.
//!
//! A task is a closure without `.await`, so no transaction can be open while something is waited
//! for. The queue is bounded and every task has a deadline for its start: under overload callers
//! hear [`DbError::Busy`] soon instead of an answer too late.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::{Notify, oneshot};

use crate::connection::{Conn, Mode};
use crate::error::{DbError, DbResult};
use crate::news::{self, Newsroom};
use crate::wake;

/// How many tasks may wait for one lane.
const QUEUE_LENGTH: usize = 4_096;
/// How many write tasks share one commit at most.
const GROUP_SIZE: usize = 128;
/// No further task joins a commit that has been open for this long.
const GROUP_TIME: Duration = Duration::from_millis(10);

/// Opens a connection for a thread.
pub(crate) type Connector = Arc<dyn Fn() -> DbResult<Conn> + Send + Sync>;

/// A piece of work whose result type is known only to the one who asked.
pub(crate) trait Task: Send {
    /// What kind of transaction it wants.
    fn mode(&self) -> Mode;
    /// Begins it, unless nobody waits for it any more: then `false`, and it must not be run.
    fn begin(&self) -> bool;
    /// Does the work.
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// Answers the caller, once it is known whether the changes are on disk.
    fn finish(self: Box<Self>, committed: DbResult<()>);
}

/// How a task ended, before its transaction does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// Its changes are to be kept.
    Keep,
    /// Its changes are to be undone.
    Undo,
    /// It panicked: nobody knows what it left open on the connection.
    Panicked,
}

/// Decides, once, whether a task is run or its caller gives up.
#[derive(Clone, Default)]
struct Start(Arc<AtomicU8>);

impl Start {
    const WAITING: u8 = 0;
    const BEGUN: u8 = 1;
    const GIVEN_UP: u8 = 2;

    fn begin(&self) -> bool {
        self.leave_waiting(Self::BEGUN)
    }

    fn give_up(&self) -> bool {
        self.leave_waiting(Self::GIVEN_UP)
    }

    fn leave_waiting(&self, next: u8) -> bool {
        self.0
            .compare_exchange(Self::WAITING, next, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

/// A [`Task`] made of a closure.
struct Call<T, E, F> {
    mode: Mode,
    start: Start,
    start_before: Instant,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Task for Call<T, E, F>
where
    T: Send,
    E: From<DbError> + Send,
    F: FnOnce(&mut Conn) -> Result<T, E> + Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn begin(&self) -> bool {
        !self.reply.is_closed() && Instant::now() <= self.start_before && self.start.begin()
    }

    fn run(&mut self, conn: &mut Conn) -> Ran {
        let Some(work) = self.work.take() else {
            return Ran::Undo;
        };
        let Ok(outcome) = catch_unwind(AssertUnwindSafe(|| work(conn))) else {
            self.outcome = Some(Err(DbError::Panicked.into()));
            return Ran::Panicked;
        };
        let ran = if outcome.is_ok() {
            Ran::Keep
        } else {
            Ran::Undo
        };
        self.outcome = Some(outcome);
        ran
    }

    fn finish(self: Box<Self>, committed: DbResult<()>) {
        let answer = match (self.outcome, committed) {
            // The work's own error says more than that its transaction was undone.
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(DbError::Busy.into()),
        };
        // Nobody listening is no error: the caller has gone away.
        drop(self.reply.send(answer));
    }
}

/// A queue and the threads that empty it.
#[derive(Clone)]
pub(crate) struct Lane(Arc<Inner>);

struct Inner {
    sender: Option<Sender<Box<dyn Task>>>,
    threads: Vec<JoinHandle<()>>,
    start_within: Duration,
}

/// How a lane's threads commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Commit {
    /// Each task by itself.
    Each,
    /// Tasks that wait at the same moment together, a savepoint each: one flush to disk for many.
    Grouped,
}

/// What a lane needs to start.
pub(crate) struct LaneOptions {
    pub name: &'static str,
    pub threads: usize,
    pub commit: Commit,
    pub start_within: Duration,
    pub connector: Connector,
    pub queued: Arc<Notify>,
    pub news: Newsroom,
}

impl Lane {
    /// Starts the threads. Connections are opened with the first task, and again after a loss.
    pub(crate) fn start(options: &LaneOptions) -> DbResult<Self> {
        let (sender, receiver) = bounded::<Box<dyn Task>>(QUEUE_LENGTH);
        let threads = (0..options.threads.max(1))
            .map(|n| {
                let worker = Worker {
                    receiver: receiver.clone(),
                    connector: Arc::clone(&options.connector),
                    queued: Arc::clone(&options.queued),
                    news: options.news.clone(),
                    conn: None,
                };
                let commit = options.commit;
                thread::Builder::new()
                    .name(format!("db-{}-{n}", options.name))
                    .spawn(move || worker.work(commit))
                    .map_err(|e| DbError::Unavailable(format!("cannot start a thread: {e}")))
            })
            .collect::<DbResult<Vec<_>>>()?;
        Ok(Self(Arc::new(Inner {
            sender: Some(sender),
            threads,
            start_within: options.start_within,
        })))
    }

    /// Queues a closure and waits for its answer; gives up at the deadline where it has not begun.
    pub(crate) async fn call<T, E, F>(&self, mode: Mode, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    {
        let (reply, mut answer) = oneshot::channel();
        let start_before = Instant::now() + self.0.start_within;
        let start = Start::default();
        let call = Call {
            mode,
            start: start.clone(),
            start_before,
            work: Some(work),
            outcome: None,
            reply,
        };
        let sender = self.0.sender.as_ref().ok_or(DbError::Busy)?;
        sender
            .try_send(Box::new(call))
            .map_err(|error| match error {
                TrySendError::Full(_) => DbError::Busy,
                TrySendError::Disconnected(_) => {
                    DbError::Unavailable("the database is closed".into())
                }
            })?;
        let answer = match tokio::time::timeout_at(start_before.into(), &mut answer).await {
            Ok(answer) => answer,
            // Whoever holds the thread may do so for long: the caller hears of it now.
            Err(_) if start.give_up() => return Err(DbError::Busy.into()),
            Err(_) => answer.await,
        };
        answer.unwrap_or_else(|_| Err(DbError::Busy.into()))
    }

    /// How many tasks wait.
    pub(crate) fn waiting(&self) -> usize {
        self.0.sender.as_ref().map_or(0, Sender::len)
    }
}

impl Drop for Inner {
    /// Lets the threads finish what was queued and waits for them, so that connections are closed
    /// in order (`SQLite` then folds its log back into the database file).
    fn drop(&mut self) {
        drop(self.sender.take());
        for thread in self.threads.drain(..) {
            // A task that held the last handle must not wait for its own thread.
            if thread.thread().id() != thread::current().id() {
                drop(thread.join());
            }
        }
    }
}

struct Worker {
    receiver: Receiver<Box<dyn Task>>,
    connector: Connector,
    queued: Arc<Notify>,
    news: Newsroom,
    conn: Option<Conn>,
}

impl Worker {
    fn work(mut self, commit: Commit) {
        while let Ok(task) = self.receiver.recv() {
            if !task.begin() {
                task.finish(Err(DbError::Busy));
                continue;
            }
            match commit {
                Commit::Each => self.run_alone(task),
                Commit::Grouped => self.run_grouped(task),
            }
        }
    }

    fn run_alone(&mut self, mut task: Box<dyn Task>) {
        let mode = task.mode();
        let conn = match self.begun(mode) {
            Ok(conn) => conn,
            Err(error) => return task.finish(Err(error)),
        };
        let ended = match task.run(conn) {
            Ran::Keep => news::announce(conn).and_then(|()| conn.commit().map_err(DbError::from)),
            Ran::Undo => {
                wake::forget();
                news::forget();
                conn.rollback().map_err(DbError::from)
            }
            Ran::Panicked => Err(DbError::Panicked),
        };
        let ended = self.settle(ended);
        task.finish(ended);
    }

    fn run_grouped(&mut self, first: Box<dyn Task>) {
        let receiver = self.receiver.clone();
        let conn = match self.begun(Mode::Write) {
            Ok(conn) => conn,
            Err(error) => return first.finish(Err(error)),
        };
        let opened = Instant::now();
        let mut group = Vec::with_capacity(8);
        let mut next = Some(first);
        let mut broken = Ok(());
        while let Some(mut task) = next.take() {
            match in_savepoint(conn, task.as_mut()) {
                Ok(()) => group.push(task),
                // The transaction itself is of no more use: nothing in it can be kept.
                Err(error) => {
                    group.push(task);
                    broken = Err(error);
                    break;
                }
            }
            if group.len() < GROUP_SIZE && opened.elapsed() < GROUP_TIME {
                next = next_fresh(&receiver);
            }
        }
        let ended = match broken {
            Ok(()) => conn.commit().map_err(DbError::from),
            Err(error) => {
                drop(conn.rollback());
                wake::forget();
                news::forget();
                Err(error)
            }
        };
        let ended = self.settle(ended);
        for task in group {
            task.finish(ended.clone());
        }
    }

    /// A connection with an open transaction. A connection that was lost while idle (the database
    /// was restarted) shows here, before any work was done, and is replaced once.
    fn begun(&mut self, mode: Mode) -> DbResult<&mut Conn> {
        let mut last = None;
        for _ in 0..2 {
            let mut conn = match self.conn.take() {
                Some(conn) => conn,
                None => (self.connector)()?,
            };
            match conn.begin(mode).map_err(DbError::from) {
                Ok(()) => return Ok(self.conn.insert(conn)),
                Err(DbError::Busy) => {
                    self.conn = Some(conn);
                    return Err(DbError::Busy);
                }
                Err(error) => last = Some(error),
            }
        }
        Err(last.unwrap_or(DbError::Busy))
    }

    /// After the end of a transaction: throws a broken connection away, and tells the job runner
    /// when something was queued.
    fn settle(&mut self, ended: DbResult<()>) -> DbResult<()> {
        match &ended {
            Ok(()) => {
                if wake::take() {
                    self.queued.notify_one();
                }
                self.news.publish();
            }
            Err(error) => {
                wake::forget();
                news::forget();
                tracing::warn!(%error, "a database transaction could not be ended");
                // Whatever it was, a fresh connection starts from a known state.
                self.conn = None;
            }
        }
        ended
    }
}

/// The next waiting task that somebody still waits for.
fn next_fresh(receiver: &Receiver<Box<dyn Task>>) -> Option<Box<dyn Task>> {
    loop {
        let task = receiver.try_recv().ok()?;
        if task.begin() {
            return Some(task);
        }
        task.finish(Err(DbError::Busy));
    }
}

/// Runs a task so that its failure undoes only its own changes.
fn in_savepoint(conn: &mut Conn, task: &mut dyn Task) -> DbResult<()> {
    let outside = conn.depth()?;
    conn.savepoint()?;
    let woken = wake::take();
    let told = news::take();
    match task.run(conn) {
        Ran::Keep => conn.commit()?,
        Ran::Undo => {
            wake::forget();
            news::forget();
            conn.rollback()?;
        }
        // Its neighbours are not to suffer: whatever it left open on the connection is undone.
        Ran::Panicked => {
            wake::forget();
            news::forget();
            while conn.depth()? > outside {
                conn.rollback()?;
            }
        }
    }
    if woken {
        wake::mark();
    }
    news::put_before(told);
    Ok(())
}

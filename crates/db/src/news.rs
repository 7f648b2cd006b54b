//! What those who listen are told with a commit.
//!
//! On `SQLite` one process serves, and tells itself. On `PostgreSQL` the transaction tells all processes
//! (`NOTIFY`), this one included.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use staffroom_domain::News;
use tokio::sync::broadcast;

use crate::connection::Conn;
use crate::error::{DbError, DbResult};
use crate::postgres;

/// How much may wait for one who listens; what is more is lost to them, and they hear that it is.
const WAITING: usize = 16_384;
/// The channel of `PostgreSQL` on which it is told.
const CHANNEL: &str = "staffroom_news";
/// The longest text that is told at once, in bytes; the server takes 8,000 less one (NOTIFY).
const LONGEST: usize = 7_900;
/// How often the connection is looked at, which nothing else can wake.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A connection that was lost is made again after this time.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

thread_local! {
    static TOLD: RefCell<Vec<News>> = const { RefCell::new(Vec::new()) };
}

/// Tells those who listen, with the commit of the open transaction.
pub fn tell(news: News) {
    TOLD.with_borrow_mut(|told| told.push(news));
}

/// The open transaction, or the savepoint, is undone.
pub(crate) fn forget() {
    TOLD.with_borrow_mut(Vec::clear);
}

/// What the open transaction told; starts anew.
pub(crate) fn take() -> Vec<News> {
    TOLD.take()
}

/// Puts what an outer savepoint told before what an inner one did.
pub(crate) fn put_before(mut before: Vec<News>) {
    if before.is_empty() {
        return;
    }
    TOLD.with_borrow_mut(|told| {
        before.append(told);
        *told = before;
    });
}

/// Lets the server tell with the commit, where it does.
pub(crate) fn announce(conn: &mut Conn) -> DbResult<()> {
    let Conn::Postgres(conn) = conn else {
        return Ok(());
    };
    for text in texts(&take())? {
        diesel::RunQueryDsl::execute(
            diesel::sql_query("SELECT pg_notify($1, $2)")
                .bind::<Text, _>(CHANNEL)
                .bind::<Text, _>(text),
            conn,
        )?;
    }
    Ok(())
}

/// Lists in JSON, none of them longer than the server takes.
fn texts(news: &[News]) -> DbResult<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for one in news {
        let one =
            serde_json::to_string(one).map_err(|error| DbError::Corrupt(error.to_string()))?;
        match texts.last_mut() {
            Some(text) if text.len() + one.len() + 2 <= LONGEST => {
                text.push(',');
                text.push_str(&one);
            }
            _ => texts.push(format!("[{one}")),
        }
    }
    for text in &mut texts {
        text.push(']');
    }
    Ok(texts)
}

/// What a listener hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// News, in their order.
    News(Arc<[News]>),
    /// Something was lost: it is not known what.
    Lost,
}

/// Where news come in.
#[derive(Debug)]
pub struct Listener(broadcast::Receiver<Heard>);

impl Listener {
    /// What comes next; `None` where the database is closed.
    pub async fn next(&mut self) -> Option<Heard> {
        match self.0.recv().await {
            Ok(heard) => Some(heard),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Heard::Lost),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }

    /// What is there already.
    pub fn next_now(&mut self) -> Option<Heard> {
        match self.0.try_recv() {
            Ok(heard) => Some(heard),
            Err(broadcast::error::TryRecvError::Lagged(_)) => Some(Heard::Lost),
            Err(_) => None,
        }
    }
}

/// Where news go to.
#[derive(Clone, Debug)]
pub(crate) struct Newsroom {
    sender: broadcast::Sender<Heard>,
    /// Whether a thread listens to the server.
    listens: Arc<AtomicBool>,
}

impl Newsroom {
    pub(crate) fn new() -> Self {
        Self {
            sender: broadcast::channel(WAITING).0,
            listens: Arc::default(),
        }
    }

    /// Tells what the transaction on this thread told, after its commit.
    pub(crate) fn publish(&self) {
        let news = take();
        if !news.is_empty() {
            // Nobody listening is no error.
            drop(self.sender.send(Heard::News(news.into())));
        }
    }

    pub(crate) fn listen(&self) -> Listener {
        Listener(self.sender.subscribe())
    }

    /// The same; a thread passes on what the server tells, for as long as anybody listens. Blocks until
    /// it does.
    pub(crate) fn listen_to(&self, url: &str) -> DbResult<Listener> {
        let listener = self.listen();
        if self.listens.swap(true, Ordering::SeqCst) {
            return Ok(listener);
        }
        let (ready, is_ready) = mpsc::channel();
        let (room, url) = (self.clone(), url.to_owned());
        let thread = thread::Builder::new().name("db-news".to_owned());
        if let Err(error) = thread.spawn(move || room.pass_on(&url, &ready)) {
            self.listens.store(false, Ordering::SeqCst);
            let reason = format!("cannot start a thread: {error}");
            return Err(DbError::Unavailable(reason));
        }
        match is_ready.recv() {
            Ok(Err(error)) => Err(error),
            _ => Ok(listener),
        }
    }

    fn pass_on(&self, url: &str, ready: &mpsc::Sender<DbResult<()>>) {
        let mut conn = match connect(url) {
            Ok(conn) => conn,
            Err(error) => {
                self.listens.store(false, Ordering::SeqCst);
                drop(ready.send(Err(error)));
                return;
            }
        };
        drop(ready.send(Ok(())));
        while self.is_wanted() {
            match self.hear(&mut conn) {
                Ok(()) => thread::sleep(LOOK_EVERY),
                Err(error) => {
                    tracing::warn!(%error, "the database cannot be listened to");
                    match self.listen_again(url) {
                        Some(again) => conn = again,
                        None => return,
                    }
                }
            }
        }
    }

    /// A new connection, as soon as there can be one; none where nobody listens any more. What was told
    /// meanwhile is lost: that is said once nothing more can be, so that whoever looks then sees it all.
    fn listen_again(&self, url: &str) -> Option<PgConnection> {
        loop {
            thread::sleep(AGAIN_AFTER);
            if !self.is_wanted() {
                return None;
            }
            match connect(url) {
                Ok(conn) => {
                    drop(self.sender.send(Heard::Lost));
                    return Some(conn);
                }
                Err(error) => tracing::debug!(%error, "the database cannot be listened to yet"),
            }
        }
    }

    /// Whether anybody listens. Whoever begins to in the moment in which nobody does is not missed.
    fn is_wanted(&self) -> bool {
        if self.sender.receiver_count() > 0 {
            return true;
        }
        self.listens.store(false, Ordering::SeqCst);
        self.sender.receiver_count() > 0 && !self.listens.swap(true, Ordering::SeqCst)
    }

    fn hear(&self, conn: &mut PgConnection) -> DbResult<()> {
        for told in conn.notifications_iter() {
            match serde_json::from_str::<Vec<News>>(&told?.payload) {
                Ok(news) => drop(self.sender.send(Heard::News(news.into()))),
                // From a process of another version.
                Err(error) => tracing::debug!(%error, "news that cannot be read"),
            }
        }
        Ok(())
    }
}

fn connect(url: &str) -> DbResult<PgConnection> {
    let mut conn = postgres::open(url)?;
    conn.batch_execute(&format!("LISTEN {CHANNEL}"))?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use staffroom_domain::StatusId;

    use super::*;

    #[test]
    fn what_is_told_fits_and_comes_back_in_its_order() {
        let news: Vec<News> = (1..2_000)
            .map(|n| News::Posted(StatusId::from(i64::MAX - n)))
            .collect();
        let texts = texts(&news).unwrap();
        assert!(texts.len() > 1 && texts.iter().all(|text| text.len() < 8_000));
        let back: Vec<News> = texts
            .iter()
            .flat_map(|text| serde_json::from_str::<Vec<News>>(text).unwrap())
            .collect();
        assert_eq!(back, news);
    }
}

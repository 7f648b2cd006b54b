//! All streams of this process: who listens, and the task that tells them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use staffroom_service::lists::{self, ListError};
use staffroom_service::streaming::{self, Heard, Listener};
use staffroom_service::tokens::Bearer;
use staffroom_service::{Ctx, DbError};
use tokio::runtime::Handle;
use tokio::sync::{OnceCell, mpsc};
use tokio::task::AbortHandle;

use super::channel::{Asked, Channel, Refusal};
use super::message::Message;
use super::pass_on::pass_on;
use super::registry::{Caller, Registry};

/// How many news are looked at together.
const AT_ONCE: usize = 64;

/// Everybody who listens. One for a process; the task behind it begins with the first who does. Clones are
/// the same.
#[derive(Clone)]
pub struct Streams(Arc<Inner>);

struct Inner {
    ctx: Ctx,
    /// Where the task runs: not on the thread that answers the first client.
    runtime: Option<Handle>,
    registry: Mutex<Registry>,
    task: OnceCell<AbortHandle>,
}

impl Streams {
    /// To be made where the runtime of the whole process is the present one.
    pub fn new(ctx: &Ctx) -> Self {
        Self(Arc::new(Inner {
            ctx: ctx.for_workers(),
            runtime: Handle::try_current().ok(),
            registry: Mutex::default(),
            task: OnceCell::new(),
        }))
    }

    /// Ends all streams, and takes nobody in any more.
    pub fn close(&self) {
        self.registry().close();
        if let Some(task) = self.0.task.get() {
            task.abort();
        }
    }

    /// Lets somebody listen.
    pub(super) async fn enter(
        &self,
        bearer: &Bearer,
    ) -> Result<(Seat, mpsc::Receiver<Arc<Message>>), DbError> {
        self.0.task.get_or_try_init(|| self.begin()).await?;
        let caller = Caller {
            account: bearer.user.account.id,
            user: bearer.user.user.id,
            token: bearer.token,
            hears_notifications: bearer.may("read:notifications"),
        };
        let (id, messages) = self.registry().enter(caller);
        let seat = Seat {
            streams: self.clone(),
            id,
        };
        Ok((seat, messages))
    }

    async fn begin(&self) -> Result<AbortHandle, DbError> {
        let listener = streaming::listen(&self.0.ctx).await?;
        let work = self.clone().run(listener);
        let task = match &self.0.runtime {
            Some(runtime) => runtime.spawn(work),
            None => tokio::spawn(work),
        };
        Ok(task.abort_handle())
    }

    async fn run(self, mut listener: Listener) {
        while let Some(heard) = listener.next().await {
            let mut all = vec![heard];
            while all.len() < AT_ONCE
                && let Some(more) = listener.next_now()
            {
                all.push(more);
            }
            self.take_in(all).await;
        }
    }

    /// Where something was lost, everybody is sent away: they come back, and read what they missed.
    async fn take_in(&self, heard: Vec<Heard>) {
        if self.registry().is_empty() {
            return;
        }
        let mut news = Vec::new();
        for heard in heard {
            match heard {
                Heard::News(more) => news.extend_from_slice(&more),
                Heard::Lost => return self.start_anew("news were lost"),
            }
        }
        if let Err(error) = pass_on(self, &self.0.ctx, news).await {
            self.start_anew(&error.to_string());
        }
    }

    fn start_anew(&self, reason: &str) {
        let mut registry = self.registry();
        let clients = registry.len();
        tracing::warn!(%reason, clients, "streams are ended, so that clients read what they missed");
        registry.clear();
    }

    pub(super) fn registry(&self) -> MutexGuard<'_, Registry> {
        let registry = &self.0.registry;
        registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of somebody who listens, for as long as it lives.
pub(super) struct Seat {
    streams: Streams,
    id: u64,
}

impl Seat {
    /// Subscribes to what is asked for, where the token allows it.
    pub(super) async fn subscribe(&self, bearer: &Bearer, asked: Asked<'_>) -> Result<(), Refusal> {
        let account = bearer.user.account.id;
        let channel = Channel::parse(asked, account)?;
        if !bearer.may(asked.scope()) {
            return Err(Refusal::SCOPE);
        }
        if let Channel::List(list) = channel {
            let own = lists::get(&self.streams.0.ctx, account, list).await;
            own.map_err(|error| match error {
                ListError::NotFound | ListError::Invalid(_) => Refusal::NOT_THEIRS,
                ListError::Db(_) => Refusal::BUSY,
            })?;
        }
        self.streams.registry().subscribe(self.id, channel)
    }

    pub(super) fn unsubscribe(&self, channel: &Channel) {
        self.streams.registry().unsubscribe(self.id, channel);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.streams.registry().remove(self.id);
    }
}

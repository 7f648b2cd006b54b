//! The server from its start to its end.

use std::future::Future;
use std::time::Duration;

use sd_notify::NotifyState;
use staffroom_config::{DatabaseUrl, Loaded};
use staffroom_db::DbError;
use staffroom_service::{Ctx, organisations, users};
use staffroom_web::Web;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use crate::app::{App, OpenError, Outside, Purpose};
use crate::exchange::Exchange;
use crate::http::{self, Doors, HttpError, Listeners, Metrics, Served};
use crate::jobs::Runner;
use crate::{node, telemetry};

/// How much of the work of an instance a process does. On `PostgreSQL` several processes share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Everything.
    Everything,
    /// It answers requests, and leaves to others what follows from them.
    Answers,
    /// It does what follows: jobs, what goes to other servers and what came from them. It answers nobody.
    Work,
}

/// Why the server did not start or did not go on.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Nobody else could do the rest.
    #[error(
        "SQLite is for one process, which does everything: `staffroom serve`. Several processes share a \
         PostgreSQL (`database.url`)"
    )]
    OneProcess,
    /// Something on this machine.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The addresses to listen at.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Another process has this one's node number.
    #[error("this process lost its place among the servers of its database; start it again")]
    LostNode,
    /// The operating system tells us no signals.
    #[error("cannot wait for signals: {0}")]
    Signals(std::io::Error),
}

/// A server that runs.
pub struct Running {
    /// The program.
    pub app: App,
    /// What listens.
    pub http: Served,
    runner: Option<Runner>,
    exchange: Option<Exchange>,
    stop_node: CancellationToken,
    lost_node: CancellationToken,
}

impl Running {
    /// Opens everything, starts the workers and listens, as far as that is this process's share.
    pub async fn start(
        loaded: &Loaded,
        outside: Outside,
        share: Share,
    ) -> Result<Self, ServeError> {
        let is_sqlite = matches!(loaded.config.database_url(), DatabaseUrl::Sqlite(_));
        if is_sqlite && share != Share::Everything {
            return Err(ServeError::OneProcess);
        }
        let (answers, works) = (share != Share::Work, share != Share::Answers);
        let listeners = Listeners::bind(&loaded.config.server, answers)?;
        let app = App::open(loaded, outside, Purpose::Serve).await?;
        let metrics = telemetry::start_metrics().map(|recorder| Metrics {
            recorder,
            ctx: app.ctx.clone(),
        });
        let doors = Doors {
            web: Web::new(app.ctx.clone(), app.standing.trial),
            federation: app.federation.clone(),
            inbox: app.inbox.clone(),
        };
        let http = http::serve(&app.ctx, doors, metrics, listeners)?;
        let (stop_node, lost_node) = (CancellationToken::new(), CancellationToken::new());
        let (mut runner, mut exchange) = (None, None);
        if works {
            runner = Some(Runner::start(&app).await?);
            let federation = app.federation.clone();
            exchange = federation.map(|it| Exchange::start(it, app.inbox.clone()));
        } else {
            tokio::spawn(tidy(app.ctx.clone(), stop_node.clone()));
        }
        tokio::spawn(node::keep(
            app.ctx.for_workers(),
            app.node,
            stop_node.clone(),
            lost_node.clone(),
        ));
        Ok(Self {
            app,
            http,
            runner,
            exchange,
            stop_node,
            lost_node,
        })
    }

    /// Ends when this process has lost its node number.
    pub fn lost_node(&self) -> impl Future<Output = ()> + use<> {
        self.lost_node.clone().cancelled_owned()
    }

    /// Stops in order: no new requests, running ones finish, jobs finish or are given back, the
    /// database is closed.
    pub async fn stop(self) -> Result<(), DbError> {
        let patience = self.app.ctx.config.server.shutdown_timeout;
        self.http.stop().await;
        let exchange = async {
            if let Some(exchange) = self.exchange {
                exchange.stop(patience).await;
            }
        };
        let runner = async {
            if let Some(runner) = self.runner {
                runner.stop(patience).await;
            }
        };
        tokio::join!(exchange, runner);
        self.stop_node.cancel();
        self.app.close().await
    }
}

/// How often a process that does no periodic work forgets who has tried what.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// What is in memory each process tidies itself, whoever does the rest.
async fn tidy(ctx: Ctx, stop: CancellationToken) {
    loop {
        ctx.limits.prune();
        tokio::select! {
            () = tokio::time::sleep(TIDY_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Serves until a signal comes (SIGTERM, or Ctrl-C), then stops in order. `ready` is told once,
/// when requests are answered, or work is done.
pub async fn serve(
    loaded: &Loaded,
    outside: Outside,
    share: Share,
    ready: impl AsyncFnOnce(&Running, bool),
) -> Result<(), ServeError> {
    let signal = stop_signal().map_err(ServeError::Signals)?;
    let running = Running::start(loaded, outside, share).await?;
    organisations::begin(&running.app.ctx).await?;
    let any_user = users::any(&running.app.ctx).await?;
    ready(&running, any_user).await;
    tell_systemd(&[NotifyState::Ready]);
    let lost = running.lost_node();
    let lost = tokio::select! {
        () = signal => false,
        () = lost => true,
    };
    tracing::info!("stopping");
    tell_systemd(&[NotifyState::Stopping]);
    running.stop().await?;
    tracing::info!("stopped");
    if lost {
        Err(ServeError::LostNode)
    } else {
        Ok(())
    }
}

fn tell_systemd(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

/// Ends with the first SIGTERM or SIGINT. A second one ends the process at once.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            tracing::warn!("told twice: stopping at once");
            std::process::exit(130);
        });
    })
}

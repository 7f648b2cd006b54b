//! The two workers of federation: one sends, one applies what came in.

use std::time::Duration;

use staffroom_federation::inbox::{self, InboxState};
use staffroom_federation::{Federation, deliver};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Both workers, running.
pub struct Exchange {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Exchange {
    /// Starts them.
    pub fn start(federation: Federation, inbox: InboxState) -> Self {
        let stop = CancellationToken::new();
        let tasks = vec![
            tokio::spawn(deliver::run(federation.clone(), stop.clone())),
            tokio::spawn(inbox::run(federation, inbox, stop.clone())),
        ];
        Self { stop, tasks }
    }

    /// Lets them finish what they are at, for as long as `patience`; what is not finished is taken up
    /// again at the next start.
    pub async fn stop(self, patience: Duration) {
        self.stop.cancel();
        let until = Instant::now() + patience;
        for mut task in self.tasks {
            if tokio::time::timeout_at(until, &mut task).await.is_err() {
                tracing::warn!("a worker of federation did not stop in time");
                task.abort();
            }
        }
    }
}

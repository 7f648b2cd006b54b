//! What the endpoints work with.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use moka::future::Cache;
use staffroom_protocol::nodeinfo::Usage;
use staffroom_service::Ctx;

use super::answer::Refusal;
use crate::state::Federation;

/// How long counts are told that were true once.
const COUNTS_KEPT_FOR: Duration = Duration::from_hours(1);

/// The federation, and answers that hold for a while. Cheap to clone; to be made once for all threads
/// that answer.
#[derive(Clone)]
pub struct Serving {
    fed: Federation,
    usage: Cache<(), Usage>,
}

impl Serving {
    /// With nothing kept yet.
    pub fn new(fed: Federation) -> Self {
        Self {
            fed,
            usage: Cache::builder().time_to_live(COUNTS_KEPT_FOR).build(),
        }
    }

    pub(super) fn fed(&self) -> &Federation {
        &self.fed
    }

    pub(super) fn ctx(&self) -> &Ctx {
        self.fed.ctx()
    }

    pub(super) async fn allows(&self, host: &str) -> Result<bool, Refusal> {
        Ok(self.fed.policies().of(host).await?.federates)
    }

    /// The public document of that id, where it was made a moment ago.
    pub(super) async fn kept(&self, id: &str) -> Option<Bytes> {
        self.fed.documents().get(id).await
    }

    /// Keeps a public document for the next who ask.
    pub(super) async fn keep(&self, id: &str, document: Bytes) -> Bytes {
        let documents = self.fed.documents();
        documents.insert(id.to_owned(), document.clone()).await;
        document
    }

    /// Counts of this hour, or those that `count` gives.
    pub(super) async fn usage(
        &self,
        count: impl Future<Output = Result<Usage, Refusal>>,
    ) -> Result<Usage, Refusal> {
        if let Some(usage) = self.usage.get(&()).await {
            return Ok(usage);
        }
        let usage = count.await?;
        self.usage.insert((), usage).await;
        Ok(usage)
    }
}

//! Counts that are told for a while after they were true.

use std::future::Future;
use std::time::Duration;

use moka::future::Cache;
use staffroom_service::about::{self, Counts, Week};
use staffroom_service::{Ctx, DbError};

/// How long.
const FOR: Duration = Duration::from_hours(1);

/// Counts of this hour. Cheap to clone; one for all threads that answer.
#[derive(Clone)]
pub(crate) struct Kept {
    counts: Cache<(), Counts>,
    peers: Cache<(), Vec<String>>,
    weeks: Cache<(), Vec<Week>>,
}

impl Kept {
    /// With nothing counted yet.
    pub(crate) fn new() -> Self {
        Self {
            counts: Cache::builder().time_to_live(FOR).build(),
            peers: Cache::builder().time_to_live(FOR).build(),
            weeks: Cache::builder().time_to_live(FOR).build(),
        }
    }

    /// How large the instance is.
    pub(crate) async fn counts(&self, ctx: &Ctx) -> Result<Counts, DbError> {
        kept(&self.counts, about::counts(ctx)).await
    }

    /// Other servers.
    pub(crate) async fn peers(&self, ctx: &Ctx) -> Result<Vec<String>, DbError> {
        kept(&self.peers, about::peers(ctx)).await
    }

    /// What was done.
    pub(crate) async fn weeks(&self, ctx: &Ctx) -> Result<Vec<Week>, DbError> {
        kept(&self.weeks, about::weeks(ctx)).await
    }
}

async fn kept<T: Clone + Send + Sync + 'static>(
    cache: &Cache<(), T>,
    count: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    if let Some(known) = cache.get(&()).await {
        return Ok(known);
    }
    let counted = count.await?;
    cache.insert((), counted.clone()).await;
    Ok(counted)
}

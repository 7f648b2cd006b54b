//! The accounts of a hub that one follows: decided by those who look after the instance.

use staffroom_db::DbError;
use staffroom_domain::Roles;
use staffroom_vocabulary::Concept;
use thiserror::Error;

use super::{By, Kind, StaffError, Who, note, read};
use crate::context::Ctx;
use crate::hub::{self, Topic, TopicError};

/// Why something about these accounts is not done.
#[derive(Clone, Debug, Error)]
pub enum StaffTopicError {
    /// They may not.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// It cannot be.
    #[error(transparent)]
    Topic(#[from] TopicError),
}

impl From<DbError> for StaffTopicError {
    fn from(error: DbError) -> Self {
        Self::Staff(error.into())
    }
}

/// All of them, the library first.
pub async fn topics(ctx: &Ctx, by: By) -> Result<Vec<Topic>, StaffError> {
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    Ok(hub::topics(ctx).await?)
}

/// What becomes of the account of a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It announces.
    On {
        /// What it is called, where it is not called as usual.
        name: Option<String>,
        /// How often it tells what is new; none: as it did, or as usual.
        digest: Option<&'static str>,
    },
    /// It announces nothing any more.
    Off,
}

/// Switches the account of a concept on, or off. One that was on already only tells what is new as is wanted now.
pub async fn switch_topic(
    ctx: &Ctx,
    by: By,
    concept: &'static Concept,
    switch: Switch,
) -> Result<Topic, StaffTopicError> {
    if !ctx.config.is_hub() {
        return Err(TopicError::NoHub.into());
    }
    let is_on = switch != Switch::Off;
    let hub_name = ctx.config.instance.name.clone();
    read(ctx, by, Roles::is_staff, |_| Ok(())).await?;
    if is_on {
        hub::forget_waiting_of(ctx, concept).await?;
    }
    let switched = ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let (topic, kind) = match switch {
            Switch::On { name, digest } => {
                let on = hub::switch_on_in(tx, concept, name.as_deref(), digest, &hub_name)?;
                (on, Kind::TopicOn)
            }
            Switch::Off => (hub::switch_off_in(tx, concept, &hub_name)?, Kind::TopicOff),
        };
        note(tx, &who, (kind, &handle(&topic), ""))?;
        Ok::<_, StaffTopicError>(topic)
    });
    let switched = switched.await?;
    if !is_on {
        hub::forget_waiting_of(ctx, concept).await?;
    }
    Ok(switched)
}

/// How often the account of a concept that is on tells what is new, or that of the whole library.
pub async fn set_digest(
    ctx: &Ctx,
    by: By,
    concept: Option<&'static Concept>,
    digest: &'static str,
) -> Result<Topic, StaffTopicError> {
    if !ctx.config.is_hub() {
        return Err(TopicError::NoHub.into());
    }
    let name = ctx.config.instance.name.clone();
    ctx.transact(move |tx| {
        let who = Who::allowed(tx.conn, by, Roles::is_staff)?;
        let topic = hub::set_digest_in(tx, concept, digest, &name)?;
        note(tx, &who, (Kind::TopicChanged, &handle(&topic), ""))?;
        Ok(topic)
    })
    .await
}

fn handle(topic: &Topic) -> String {
    format!("@{}", topic.account.username)
}

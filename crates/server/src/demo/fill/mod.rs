//! Fills the three instances, by their client APIs. What is there already is left as it is, so that a demonstration that
//! was cut short is gone on with.

mod events;
mod follows;
mod practices;
mod questions;
mod talk;

pub(super) use practices::{Written, find_everywhere, known_at};

use std::time::Duration;

use staffroom_db::DbError;
use staffroom_net::ProbeError;
use staffroom_service::Ctx;
use staffroom_service::users::UserError;
use thiserror::Error;

use super::people::{self, Clients};
use super::place::Place;
use super::samples::{self, SampleError, SamplePerson, SamplePractice};
use super::teachmeets::{self, SampleEvent};
use super::{agree, members};
use crate::app::App;

/// What one instance tells another is there within this time.
const ARRIVES_WITHIN: Duration = Duration::from_secs(90);
/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Why it could not be filled.
#[derive(Debug, Error)]
pub enum FillError {
    /// The samples.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Users.
    #[error(transparent)]
    User(#[from] UserError),
    /// An instance does not answer.
    #[error("{0}: {1}")]
    NoAnswer(String, ProbeError),
    /// An instance refuses.
    #[error("{0} was refused with {1}: {2}")]
    Refused(String, u16, String),
    /// One instance does not hear of what another has.
    #[error("waited {secs} seconds in vain: {0}", secs = ARRIVES_WITHIN.as_secs())]
    InVain(String),
    /// Anything that cannot be.
    #[error("{0}")]
    Odd(String),
}

/// Is told how far it is.
pub trait Progress: Sync {
    /// A new step begins, with so many parts.
    fn step(&self, what: &str, parts: usize);
    /// One more part is done.
    fn advance(&self);
}

/// What is filled.
pub(super) struct Filling<'a> {
    pub(super) places: &'a [Place],
    pub(super) people: Vec<SamplePerson>,
    pub(super) practices: Vec<SamplePractice>,
    pub(super) events: Vec<SampleEvent>,
    pub(super) clients: Clients,
    pub(super) progress: &'a dyn Progress,
}

/// Makes everybody, lets them follow one another, and enters everything.
pub(super) async fn fill(
    apps: &[&App],
    places: &[Place],
    password: &str,
    progress: &dyn Progress,
) -> Result<(), FillError> {
    let (_, people) = samples::people()?;
    let contexts: Vec<Ctx> = apps.iter().map(|app| app.ctx.clone()).collect();
    progress.step("making people", people.len());
    let clients = people::make(&contexts, places, &people, password, progress).await?;
    let filling = Filling {
        places,
        practices: samples::practices()?,
        events: teachmeets::events()?,
        people,
        clients,
        progress,
    };
    filling.introduce().await?;
    // First, since a server is sent what those write whom somebody on it follows.
    filling.follow().await?;
    members::join(apps, places, progress).await?;
    let written = filling.publish().await?;
    filling.report(&written).await?;
    filling.reject(&written).await?;
    filling.talk(&written).await?;
    filling.meet(&written).await?;
    agree::wait(&filling, &written).await?;
    members::wait(apps, &filling, &written).await?;
    filling.offer(apps, &written).await?;
    for ctx in &contexts {
        people::forget_tokens(ctx).await?;
    }
    Ok(())
}

impl Filling<'_> {
    /// Somebody's client.
    pub(super) fn client(&self, handle: &str) -> Result<&super::client::Client, FillError> {
        let client = self.clients.get(handle);
        client.ok_or_else(|| FillError::Odd(format!("{handle} is not among the sample people")))
    }

    /// Whoever is first at a place: they follow everybody who writes elsewhere.
    pub(super) fn first_at(&self, place: usize) -> Result<&super::client::Client, FillError> {
        let first = self.people.iter().find_map(|person| {
            let client = self.clients.get(&person.handle)?;
            (client.place == place).then_some(client)
        });
        first.ok_or_else(|| FillError::Odd("a sample instance has no people".to_owned()))
    }

    /// `@amira_k@oakfield.localhost:8081`, for people elsewhere.
    pub(super) fn address(&self, handle: &str) -> Result<String, FillError> {
        let client = self.client(handle)?;
        let place = self.places.get(client.place);
        let place = place.ok_or_else(|| FillError::Odd("a place is missing".to_owned()))?;
        Ok(format!("@{handle}@{}", place.domain()))
    }

    /// Lets everybody say who they are, and that they may be found.
    async fn introduce(&self) -> Result<(), FillError> {
        self.progress
            .step("letting them say who they are", self.people.len());
        for person in &self.people {
            let about = serde_json::json!({
                "note": person.about, "discoverable": true, "indexable": true,
            });
            let path = "/api/v1/accounts/update_credentials";
            self.client(&person.handle)?.patch(path, &about).await?;
            self.progress.advance();
        }
        Ok(())
    }
}

/// Looks again and again until something is there.
pub(super) async fn until<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>, FillError>,
) -> Result<T, FillError> {
    let looked = tokio::time::timeout(ARRIVES_WITHIN, async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    });
    looked
        .await
        .unwrap_or_else(|_| Err(FillError::InVain(what.to_owned())))
}

/// A text in something.
pub(super) fn text<'a>(of: &'a serde_json::Value, at: &str) -> &'a str {
    let text = of.pointer(at).and_then(serde_json::Value::as_str);
    text.unwrap_or_default()
}

/// A text as part of a query.
pub(super) fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

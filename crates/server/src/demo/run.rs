//! A demonstration from its start to its end.

use std::path::PathBuf;

use data_encoding::BASE32_NOPAD;
use staffroom_config::ConfigError;
use staffroom_domain::Random as _;
use staffroom_service::Ctx;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use super::fill::{FillError, Progress, fill, find_everywhere};
use super::folder::{Folder, FolderError};
use super::people;
use super::place::{Place, policy};
use super::samples::{self, SamplePerson};
use super::{ports, signals};
use crate::app::{App, Outside};
use crate::serve::{Running, ServeError, Share};
use crate::system::SystemRandom;
use crate::telemetry;

/// Whose token is shown: somebody of the first place who has not reported on that practice.
const REPORTER: &str = "kofi_maths";
/// The practice that is shown: it did harm to some, nothing to others.
const PRACTICE: &str = "05-open-chatbot-for-maths-practice";

/// The one whose author rejects what somebody says came of it.
const SUPPRESSED: &str = "07-online-maths-homework";

/// How a demonstration is wanted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder that is kept, where one is.
    pub keep: Option<PathBuf>,
    /// The first of the three ports; 0 for any.
    pub port: Option<u16>,
}

/// What there is to be seen, once it is ready.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The three instances.
    pub places: Vec<Place>,
    /// Everybody on them.
    pub people: Vec<SamplePerson>,
    /// Everybody's password.
    pub password: String,
    /// A token, and whose.
    pub token: (String, &'static str),
    /// A practice to report on.
    pub practice: ShownPractice,
    /// One whose author keeps a result out of their ledger.
    pub suppressed: ShownPractice,
    /// Whether the usual ports were taken.
    pub moved: bool,
    /// Where it is kept, where it is.
    pub kept: Option<PathBuf>,
}

/// A practice that is there on every instance.
#[derive(Clone, Debug)]
pub struct ShownPractice {
    /// What it is called.
    pub title: String,
    /// Its id on each instance, in the order of the places.
    pub ids: Vec<String>,
}

/// Why there is no demonstration.
#[derive(Debug, Error)]
pub enum DemoError {
    /// The folder or the ports.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// An instance.
    #[error("{0} does not start: {1}")]
    Start(String, ServeError),
    /// Its settings.
    #[error(transparent)]
    Settings(#[from] ConfigError),
    /// What is entered.
    #[error(transparent)]
    Fill(#[from] FillError),
    /// Signals, or the log.
    #[error("the demonstration cannot begin: {0}")]
    Begin(std::io::Error),
    /// Somebody stopped it before it was ready.
    #[error("stopped before it was ready")]
    Interrupted,
    /// An instance has lost its place on its database.
    #[error("an instance lost its database; start the demonstration again")]
    Lost,
}

/// Starts three instances, fills them where they are new, tells `ready`, and goes on until somebody stops it. Then
/// nothing of it is left but what was to be kept.
pub async fn run(
    options: &Options,
    progress: &dyn Progress,
    ready: impl FnOnce(&Shown),
) -> Result<(), DemoError> {
    let mut folder = Folder::open(options.keep.as_deref(), options.port, password())?;
    let unkept = (!folder.is_kept()).then(|| folder.path().to_owned());
    let wanted = signals::listen(unkept).map_err(DemoError::Begin)?;
    telemetry::start_logs_in(folder.log().map_err(DemoError::Begin)?);
    let mut running = Vec::new();
    let done = show(&mut folder, &mut running, progress, ready, &wanted).await;
    let stopping = running.into_iter().map(Running::stop);
    for stopped in futures_util::future::join_all(stopping).await {
        if let Err(error) = stopped {
            tracing::warn!(%error, "an instance did not stop in order");
        }
    }
    let closed = folder.close().await;
    done?;
    Ok(closed?)
}

async fn show(
    folder: &mut Folder,
    running: &mut Vec<Running>,
    progress: &dyn Progress,
    ready: impl FnOnce(&Shown),
    wanted: &CancellationToken,
) -> Result<(), DemoError> {
    let (organisations, people) = samples::people().map_err(FillError::from)?;
    let places = Place::all(organisations, folder.ports());
    progress.step("starting three instances", places.len());
    for place in &places {
        let loaded = place.settings(folder.path())?;
        let outside = Outside {
            address_policy: Some(policy(&places).into()),
            ..Outside::default()
        };
        let started = Running::start(&loaded, outside, Share::Everything).await;
        let started = started.map_err(|error| DemoError::Start(place.title.clone(), error))?;
        let ctx = started.app.ctx.clone();
        running.push(started);
        people::begin(&ctx, place).await?;
        if wanted.is_cancelled() {
            return Err(DemoError::Interrupted);
        }
        progress.advance();
    }
    let apps: Vec<&App> = running.iter().map(|it| &it.app).collect();
    let contexts: Vec<Ctx> = apps.iter().map(|app| app.ctx.clone()).collect();
    let filled = async {
        if !folder.is_filled() {
            fill(&apps, &places, folder.password(), progress).await?;
            folder.set_filled()?;
        }
        shown(&contexts, &places, people, folder).await
    };
    let seen = tokio::select! {
        seen = filled => seen?,
        () = wanted.cancelled() => return Err(DemoError::Interrupted),
    };
    ready(&seen);
    let lost = running.iter().map(|it| Box::pin(it.lost_node()));
    tokio::select! {
        () = wanted.cancelled() => Ok(()),
        _ = futures_util::future::select_all(lost) => Err(DemoError::Lost),
    }
}

async fn shown(
    contexts: &[Ctx],
    places: &[Place],
    people: Vec<SamplePerson>,
    folder: &Folder,
) -> Result<Shown, DemoError> {
    let practices = samples::practices().map_err(FillError::from)?;
    let readers = people::readers(contexts, places, &people).await?;
    let of = async |name: &str| {
        let told = practices.iter().find(|it| it.name == name);
        let title = told.map(|it| it.title.clone()).unwrap_or_default();
        let ids = find_everywhere(&readers, &title).await?;
        Ok::<_, FillError>(ShownPractice { title, ids })
    };
    let (practice, suppressed) = (of(PRACTICE).await?, of(SUPPRESSED).await?);
    for ctx in contexts {
        people::forget_tokens(ctx).await?;
    }
    let token = match contexts.first() {
        Some(ctx) => people::token_to_show(ctx, REPORTER).await?,
        None => String::new(),
    };
    Ok(Shown {
        practice,
        suppressed,
        places: places.to_vec(),
        people,
        password: folder.password().to_owned(),
        token: (token, REPORTER),
        moved: !ports::are_usual(folder.ports()),
        kept: folder.is_kept().then(|| folder.path().to_owned()),
    })
}

/// A password that is easy to type.
fn password() -> String {
    let mut bytes = [0; 10];
    SystemRandom::new().fill(&mut bytes);
    let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let parts: Vec<&str> = [0..4, 4..8, 8..12, 12..16]
        .into_iter()
        .filter_map(|range| letters.get(range))
        .collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::password;

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let (one, two) = (password(), password());
        assert_ne!(one, two);
        assert_eq!(one.len(), 19);
        assert!(one.chars().all(|c| c == '-' || c.is_ascii_alphanumeric()));
    }
}

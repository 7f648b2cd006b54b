//! How an account here presents itself.

use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::{AccountId, ActorKind, Event};
use staffroom_text::Format;
use thiserror::Error;

use crate::accounts::Field;
use crate::context::Ctx;
use crate::media::{self, PictureChange};
use crate::preferences::{self, PreferenceEdit};
use crate::statuses::{People, StatusError, people_named, render};
use crate::tx::Tx;
use crate::voice;

/// The longest name, in characters.
pub const MAX_NAME: usize = crate::users::MAX_DISPLAY_NAME;
/// The longest text about oneself, in characters.
pub const MAX_SUMMARY: usize = 1_000;
/// The most lines of a profile.
pub const MAX_FIELDS: usize = 6;
/// The longest name, and the longest value, of a line, in characters.
pub const MAX_FIELD: usize = 255;

/// What is to be changed; nothing set leaves things as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileEdit {
    /// The name beside the handle.
    pub display_name: Option<String>,
    /// What it says of itself, as typed.
    pub summary: Option<String>,
    /// All lines, name and value, as typed; empty ones are left out.
    pub fields: Option<Vec<(String, String)>>,
    /// Whether followers are approved by hand.
    pub locked: Option<bool>,
    /// Whether it is a program's account. Says something of people only.
    pub bot: Option<bool>,
    /// Whether it wants to be found in directories.
    pub discoverable: Option<bool>,
    /// Whether its public posts may be searched (FEP-5feb).
    pub indexable: Option<bool>,
    /// Whether it keeps its followers and whom it follows to itself.
    pub hides_network: Option<bool>,
    /// What no other server is told.
    pub preferences: PreferenceEdit,
    /// Its picture.
    pub avatar: PictureChange,
    /// The banner above its profile.
    pub header: PictureChange,
}

/// Why a profile cannot be changed.
#[derive(Clone, Debug, Error)]
pub enum ProfileError {
    /// Nobody there.
    #[error("Record not found")]
    NotFound,
    /// What was given cannot be. The text says why, for the owner.
    #[error("Validation failed: {0}")]
    Invalid(String),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Changes how an account here presents itself; gives it as it is then. Other servers are told once,
/// and only where something changed.
pub async fn edit(
    ctx: &Ctx,
    account: AccountId,
    edit: ProfileEdit,
) -> Result<AccountRow, ProfileError> {
    validate(&edit)?;
    let mut texts = edit.summary.clone().unwrap_or_default();
    for (_, value) in edit.fields.iter().flatten() {
        texts.push('\n');
        texts.push_str(value);
    }
    let people = people_named(ctx, &texts).await.map_err(db_error)?;
    ctx.transact(move |tx| {
        let before = accounts::find(tx.conn, account)?
            .filter(|row| row.is_local() && row.deleted_at.is_none())
            .ok_or(ProfileError::NotFound)?;
        preferences::edit_in(tx.conn, account, &edit.preferences)?;
        let mut row = edited(tx, before.clone(), &edit, &people);
        media::change_in(tx, &mut row, &edit.avatar, &edit.header)?;
        if row == before {
            return Ok(before);
        }
        let row = AccountRow {
            updated_at: tx.now,
            ..row
        };
        accounts::update(tx.conn, row.clone())?;
        tx.emit(&Event::ProfileChanged { account })?;
        if row.indexable != before.indexable {
            voice::look_through_later(tx, Some(account), None)?;
        }
        Ok(row)
    })
    .await
}

/// Looking people up fails for no other reason.
fn db_error(error: StatusError) -> ProfileError {
    match error {
        StatusError::Db(error) => error.into(),
        other => ProfileError::Invalid(other.to_string()),
    }
}

fn validate(edit: &ProfileEdit) -> Result<(), ProfileError> {
    let is_long = |text: &str, most: usize| text.trim().chars().count() > most;
    let reason = if edit
        .display_name
        .as_deref()
        .is_some_and(|text| is_long(text, MAX_NAME))
    {
        format!("Display name is too long (maximum is {MAX_NAME} characters)")
    } else if edit
        .summary
        .as_deref()
        .is_some_and(|text| is_long(text, MAX_SUMMARY))
    {
        format!("Note is too long (maximum is {MAX_SUMMARY} characters)")
    } else if let Some(reason) = edit.fields.as_deref().and_then(wrong_fields) {
        reason
    } else {
        return Ok(());
    };
    Err(ProfileError::Invalid(reason))
}

fn wrong_fields(fields: &[(String, String)]) -> Option<String> {
    let mut given = 0;
    for (name, value) in fields.iter().filter(|field| !is_blank(field)) {
        given += 1;
        if name.trim().is_empty() {
            return Some("Fields need a name where they have a value".to_owned());
        }
        let longest = name
            .trim()
            .chars()
            .count()
            .max(value.trim().chars().count());
        if longest > MAX_FIELD {
            return Some(format!(
                "Fields have names and values of at most {MAX_FIELD} characters"
            ));
        }
    }
    (given > MAX_FIELDS).then(|| format!("Fields can't be more than {MAX_FIELDS}"))
}

fn is_blank((name, value): &(String, String)) -> bool {
    name.trim().is_empty() && value.trim().is_empty()
}

fn edited(tx: &Tx<'_>, mut row: AccountRow, edit: &ProfileEdit, people: &People) -> AccountRow {
    if let Some(name) = &edit.display_name {
        row.display_name = staffroom_text::display_name(name);
    }
    if let Some(text) = &edit.summary {
        row.summary = summary_html(tx, text, people);
        text.trim().clone_into(&mut row.summary_source);
    }
    if let Some(fields) = &edit.fields {
        let lines: Vec<Field> = fields
            .iter()
            .filter(|field| !is_blank(field))
            .map(|(name, value)| line(tx, name, value, people))
            .collect();
        row.fields = serde_json::to_string(&lines).unwrap_or_else(|_| "[]".to_owned());
    }
    row.locked = edit.locked.unwrap_or(row.locked);
    row.discoverable = edit.discoverable.unwrap_or(row.discoverable);
    row.indexable = edit.indexable.unwrap_or(row.indexable);
    row.hides_network = edit.hides_network.unwrap_or(row.hides_network);
    match (row.actor_kind(), edit.bot) {
        (ActorKind::Person, Some(true)) => ActorKind::Service.as_str().clone_into(&mut row.kind),
        (ActorKind::Service, Some(false)) => ActorKind::Person.as_str().clone_into(&mut row.kind),
        _ => {}
    }
    row
}

/// What somebody wrote about themselves, as safe HTML.
pub(crate) fn summary_html(tx: &Tx<'_>, text: &str, people: &People) -> String {
    render(tx, text, Format::Plain, people).html
}

fn line(tx: &Tx<'_>, name: &str, value: &str, people: &People) -> Field {
    let html = render(tx, value, Format::Plain, people).html;
    Field {
        name: staffroom_domain::text::single_line(name).trim().to_owned(),
        value: staffroom_text::sanitize_inline(&html),
        source: value.trim().to_owned(),
    }
}

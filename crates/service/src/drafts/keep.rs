//! Beginning, changing and dropping drafts.

use serde_json::{Map, Value};
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::drafts::{self, DraftRow};
use staffroom_db::{DbError, statuses};
use staffroom_domain::{AccountId, DraftId, RecordKind, StatusId, TypedRecord, UserId};

use super::DraftError;
use super::content::{DraftContent, DraftKind};
use super::read::{DraftView, own};
use crate::context::Ctx;
use crate::ledger::practice_for;
use crate::practices;
use crate::records::{own_result_in, uri_of};
use crate::statuses::{claim, may_act, may_answer, take_out_in};
use crate::tx::Tx;

/// How many drafts somebody may have.
pub const MAX_DRAFTS: i64 = 100;

/// A draft that somebody begins.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDraft {
    /// What it becomes.
    pub kind: DraftKind,
    /// The practice that an adoption or an outcome is about.
    pub about: Option<StatusId>,
    /// What is said so far. Which practice an adoption or an outcome is about is set here, and its version where it
    /// says none.
    pub content: DraftContent,
}

/// Begins a draft.
///
/// # Errors
///
/// [`DraftError::NotFound`] where there is no such practice, [`DraftError::TooMany`], or [`DraftError::Invalid`] with what
/// is more than a draft may hold.
pub async fn create(ctx: &Ctx, by: AccountId, new: NewDraft) -> Result<DraftView, DraftError> {
    ctx.transact(move |tx| {
        let author = accounts::find(tx.conn, by)?.ok_or(DraftError::NotFound)?;
        let row = create_in(tx, &author, new)?;
        Ok(DraftView::of(tx.conn, row)?)
    })
    .await
}

/// What became of a draft that was to be begun once.
#[derive(Clone, Debug)]
pub enum Begun {
    /// It was begun.
    Now(Box<DraftView>),
    /// The same key began one before, which may be published or dropped by now.
    Before(DraftId),
}

/// As [`create`]; however often it is called with the same key, one is begun.
///
/// # Errors
///
/// As [`create`].
pub async fn create_once(
    ctx: &Ctx,
    by: AccountId,
    new: NewDraft,
    key: Option<(UserId, String)>,
) -> Result<Begun, DraftError> {
    ctx.transact(move |tx| {
        let author = accounts::find(tx.conn, by)?.ok_or(DraftError::NotFound)?;
        let id: DraftId = tx.new_id();
        if let Some(before) = claim(tx, key, id.get(), false)? {
            return Ok(Begun::Before(before.made_id.into()));
        }
        let row = create_as(tx, &author, new, id)?;
        Ok(Begun::Now(Box::new(DraftView::of(tx.conn, row)?)))
    })
    .await
}

/// As [`create`], inside a transaction: for whoever makes drafts of something else, such as talks.
pub fn create_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    new: NewDraft,
) -> Result<DraftRow, DraftError> {
    let id = tx.new_id();
    create_as(tx, author, new, id)
}

fn create_as(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    new: NewDraft,
    id: DraftId,
) -> Result<DraftRow, DraftError> {
    may_act(author)?;
    let is_entry = new.kind != DraftKind::Practice;
    let mut content = new.content;
    let about = new.about.filter(|_| is_entry);
    if is_entry {
        let practice = about.ok_or(DraftError::NotFound)?;
        say_about(tx, author, practice, &mut content.record)?;
    }
    begin_in(tx, author, new.kind, &content, |row| {
        row.id = id;
        row.about_id = about.map(StatusId::get);
    })
}

/// Says in a record which practice it is about, which its author may see and answer.
fn say_about(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    practice: StatusId,
    record: &mut Map<String, Value>,
) -> Result<(), DraftError> {
    let (practice, status) = practice_for(tx.conn, Some(author.id), practice)?;
    if !may_answer(tx.conn, author.id, &status)? {
        return Err(DraftError::NotAllowed);
    }
    record.insert("practice".to_owned(), uri_of(tx.addresses, &status).into());
    record
        .entry("practiceVersion")
        .or_insert_with(|| practice.version.into());
    Ok(())
}

/// Adds the row of a new draft.
pub(super) fn begin_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    kind: DraftKind,
    content: &DraftContent,
    with: impl FnOnce(&mut DraftRow),
) -> Result<DraftRow, DraftError> {
    content.check().map_err(DraftError::Invalid)?;
    // Two at once may exceed it by one; nothing depends on that.
    if drafts::count(tx.conn, author.id)? >= MAX_DRAFTS {
        return Err(DraftError::TooMany);
    }
    let mut row = DraftRow {
        id: tx.new_id(),
        account_id: author.id,
        kind: kind.as_str().to_owned(),
        title: String::new(),
        text: String::new(),
        record: String::new(),
        result: None,
        about_id: None,
        edits_id: None,
        source_id: None,
        said: String::new(),
        visibility: None,
        language: None,
        version: 1,
        created_at: tx.now,
        updated_at: tx.now,
        noticed_at: None,
        editor: None,
        turn: 0,
    };
    content.put(&mut row)?;
    with(&mut row);
    drafts::insert(tx.conn, row.clone())?;
    Ok(row)
}

/// Begins to change a practice of one's own: a draft with all that it says. Goes on with the one that was begun before.
///
/// # Errors
///
/// [`DraftError::NotFound`] where it is no practice of theirs.
pub async fn edit_practice(
    ctx: &Ctx,
    by: AccountId,
    practice: StatusId,
) -> Result<DraftView, DraftError> {
    ctx.transact(move |tx| {
        let (author, status, row) = practices::own(tx, by, practice)?;
        if let Some(begun) = drafts::of_edit(tx.conn, by, practice)? {
            return Ok(DraftView::of(tx.conn, begun)?);
        }
        let own = own_result_in(tx.conn, practice, by)?;
        let result = own.map(|row| members(RecordKind::Outcome, &row.record));
        let mut content = DraftContent {
            title: status.title.clone().unwrap_or_default(),
            text: status.source.clone(),
            record: members(RecordKind::Practice, &row.record),
            result,
            visibility: None,
            language: status.language.clone(),
        };
        for of_server in ["version", "ledger", "outcome", "withdrawn"] {
            content.record.remove(of_server);
        }
        for of_server in ["practice", "practiceVersion", "adoption"] {
            content.result.as_mut().map(|it| it.remove(of_server));
        }
        let draft = begin_in(tx, &author, DraftKind::Practice, &content, |draft| {
            draft.edits_id = Some(practice.get());
        })?;
        Ok(DraftView::of(tx.conn, draft)?)
    })
    .await
}

/// The members of a record that is stored, those that we do not know left out: a form cannot show them, and they would
/// be refused.
fn members(kind: RecordKind, text: &str) -> Map<String, Value> {
    let Ok(record) = TypedRecord::stored(kind, text) else {
        return Map::new();
    };
    let value = match kind {
        RecordKind::Practice => record.practice().map(serde_json::to_value),
        RecordKind::Outcome => record.outcome().map(serde_json::to_value),
        _ => None,
    };
    match value {
        Some(Ok(Value::Object(members))) => members,
        _ => Map::new(),
    }
}

/// What a form has seen that keeps a draft, while somebody types, by sending it again and again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The version that it changes; none: whatever is there.
    pub version: Option<i32>,
    /// Which form it is, and how often it has sent something.
    pub turn: Option<Turn>,
}

/// One of the times that a form sent something by itself, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The key of the form.
    pub editor: String,
    /// The first is 1.
    pub number: i32,
}

impl Seen {
    /// Whether a draft may be overwritten: what stands there is what it has seen, or what the same form sent before, whose answer
    /// was lost on the way. What was sent before that and comes late is neither.
    fn covers(&self, row: &DraftRow) -> bool {
        let is_same = self.version.is_none_or(|version| version == row.version);
        let is_after = |turn: &Turn| {
            row.editor.as_deref() == Some(turn.editor.as_str()) && turn.number > row.turn
        };
        is_same || self.turn.as_ref().is_some_and(is_after)
    }
}

impl From<Option<i32>> for Seen {
    fn from(version: Option<i32>) -> Self {
        Self {
            version,
            turn: None,
        }
    }
}

/// Keeps what somebody has changed, over what they have `seen`.
///
/// # Errors
///
/// [`DraftError::Changed`] where there is another version meanwhile; else as [`create`].
pub async fn save(
    ctx: &Ctx,
    by: AccountId,
    id: DraftId,
    seen: impl Into<Seen>,
    content: DraftContent,
) -> Result<DraftView, DraftError> {
    let seen = seen.into();
    ctx.transact(move |tx| {
        let row = own(tx.conn, by, id)?;
        let row = save_in(tx, row, seen, content)?;
        Ok(DraftView::of(tx.conn, row)?)
    })
    .await
}

pub(super) fn save_in(
    tx: &mut Tx<'_>,
    row: DraftRow,
    seen: Seen,
    mut content: DraftContent,
) -> Result<DraftRow, DraftError> {
    if !seen.covers(&row) {
        return Err(DraftError::Changed);
    }
    let before = DraftContent::of(&row);
    for set_here in ["practice", "practiceVersion"] {
        let there = before
            .record
            .get(set_here)
            .filter(|_| row.about_id.is_some());
        if let Some(there) = there {
            content.record.insert(set_here.to_owned(), there.clone());
        }
    }
    content.check().map_err(DraftError::Invalid)?;
    if content == before {
        return Ok(row);
    }
    let mut new = row.clone();
    content.put(&mut new)?;
    write_in(tx, new, row.version, seen.turn)
}

/// Writes a new version in the place of the one with the number `before`.
pub(super) fn write_in(
    tx: &mut Tx<'_>,
    row: DraftRow,
    before: i32,
    turn: Option<Turn>,
) -> Result<DraftRow, DraftError> {
    let (editor, turn) = turn.map(|it| (it.editor, it.number)).unzip();
    let row = DraftRow {
        editor,
        turn: turn.unwrap_or_default(),
        version: before.saturating_add(1),
        updated_at: tx.now,
        noticed_at: None,
        ..row
    };
    if drafts::update(tx.conn, &row, before)? {
        Ok(row)
    } else {
        Err(DraftError::Changed)
    }
}

/// Drops a draft, and the post that it was made of.
pub async fn discard(
    ctx: &Ctx,
    by: AccountId,
    id: DraftId,
    version: Option<i32>,
) -> Result<(), DraftError> {
    ctx.transact(move |tx| {
        let row = own(tx.conn, by, id)?;
        if version.is_some_and(|version| version != row.version) {
            return Err(DraftError::Changed);
        }
        if discard_in(tx, &row)? {
            Ok(())
        } else {
            Err(DraftError::Changed)
        }
    })
    .await
}

/// Drops it; nobody elsewhere has heard of its post. `false` where it is gone, or another by now.
pub(super) fn discard_in(tx: &mut Tx<'_>, row: &DraftRow) -> Result<bool, DbError> {
    if !drafts::delete_version(tx.conn, row.id, row.version)? {
        return Ok(false);
    }
    let Some(source) = row.source_id else {
        return Ok(true);
    };
    let author = accounts::find(tx.conn, row.account_id)?;
    if let (Some(author), Some(source)) = (author, statuses::find(tx.conn, source.into())?) {
        take_out_in(tx, &author, &source)?;
    }
    Ok(true)
}

//! The road from any client: a post that begins with a keyword becomes a draft, and answers to the desk finish it.
//!
//! The post itself is kept for its author alone and no other server hears of it (ADR 0018). The *desk* is the account of
//! the instance: it says to the author what was understood and what is missing, and what they answer counts here.

use staffroom_db::accounts::AccountRow;
use staffroom_db::drafts::{self, DraftRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, accounts, practices};
use staffroom_domain::practice::Problem;
use staffroom_domain::practice::plain::{Plain, PlainKind, Reply, read_reply};
use staffroom_domain::{AccountId, ActorKind, AttachmentId, StatusId, Visibility};
use staffroom_text::Rendered;

use super::change::{content_of, followed, plain_kind};
use super::content::{DraftContent, DraftKind, MAX_TEXT};
use super::desk::{Desk, reader_language};
use super::keep::{begin_in, discard_in, write_in};
use super::publish::publish_in;
use super::words::Words;
use super::{DraftError, lacks};
use crate::media;
use crate::records::uri_of;
use crate::statuses::{
    Draft, NewAttachment, NewStatus, People, Revision, StatusError, media_type, mentioned, names,
    people_known, render, store, tags_of,
};
use crate::tx::Tx;

/// What a post is on this road.
pub(crate) enum Road {
    /// It becomes a draft.
    Begins(PlainKind),
    /// It answers the desk, or one's own post, about that draft.
    Answers(Box<DraftRow>),
    /// It answers the desk about a draft that is gone.
    TooLate,
}

/// A post that is about to be written.
pub(crate) struct Posted {
    pub(crate) id: StatusId,
    pub(crate) author: AccountRow,
    pub(crate) parent: Option<StatusRow>,
    pub(crate) new: NewStatus,
}

/// The draft that was made of a post. Nothing is asked about posts that cannot be one: those of others, or for others.
pub(crate) fn of_source(conn: &mut Conn, source: &StatusRow) -> Result<Option<DraftRow>, DbError> {
    if !source.local || source.visibility() != Visibility::Direct {
        return Ok(None);
    }
    drafts::of_source(conn, source.id)
}

/// Whether a post is one that a draft was made of.
pub(crate) fn is_source(conn: &mut Conn, source: &StatusRow) -> Result<bool, DbError> {
    Ok(of_source(conn, source)?.is_some())
}

/// Whether a post goes this road. A practice begins no answer to somebody; whoever writes to some people alone writes to
/// them. `asked` is who may see it, where the author says so for this post.
pub(crate) fn road(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    parent: Option<&StatusRow>,
    new: &NewStatus,
    asked: Option<Visibility>,
) -> Result<Option<Road>, DbError> {
    if new.poll.is_some() || author.actor_kind() != ActorKind::Person {
        return Ok(None);
    }
    if let Some(parent) = parent
        && let Some(road) = answer(tx, author, parent)?
    {
        return Ok(Some(road));
    }
    if asked == Some(Visibility::Direct) {
        return Ok(None);
    }
    let kind = match (PlainKind::of(&new.text), parent) {
        (Some(PlainKind::Practice), None) => PlainKind::Practice,
        (Some(PlainKind::Outcome), Some(parent))
            if practices::find(tx.conn, parent.id)?.is_some() =>
        {
            PlainKind::Outcome
        }
        _ => return Ok(None),
    };
    Ok(Some(Road::Begins(kind)))
}

fn answer(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    parent: &StatusRow,
) -> Result<Option<Road>, DbError> {
    let by_desk =
        parent.account_id == AccountId::INSTANCE && parent.visibility() == Visibility::Direct;
    let source = match (by_desk, parent.in_reply_to_id) {
        (true, Some(source)) => source.into(),
        (true, None) => return Ok(Some(Road::TooLate)),
        (false, _) if parent.account_id == author.id => parent.id,
        (false, _) => return Ok(None),
    };
    let draft = if by_desk {
        drafts::of_source(tx.conn, source)?
    } else {
        of_source(tx.conn, parent)?
    };
    Ok(match draft.filter(|draft| draft.account_id == author.id) {
        Some(draft) => Some(Road::Answers(Box::new(draft))),
        None => by_desk.then_some(Road::TooLate),
    })
}

/// Writes a post that goes this road, and does what follows. Gives its id. `waited`: it was written for a later time, and
/// its files with it.
pub(crate) fn take_in(
    tx: &mut Tx<'_>,
    posted: Posted,
    road: Road,
    waited: bool,
) -> Result<StatusId, StatusError> {
    match road {
        Road::Begins(kind) => begin(tx, posted, kind, waited),
        Road::Answers(draft) => {
            let answer = store_answer(tx, &posted, waited)?;
            answered(tx, &posted, *draft, &answer)?;
            Ok(answer.id)
        }
        Road::TooLate => {
            let answer = store_answer(tx, &posted, waited)?;
            let words = Words::of(&reader_language(tx, &posted.author, None)?);
            let desk = Desk::find(tx)?;
            desk.say(tx, &posted.author, &answer, words.too_late)?;
            Ok(answer.id)
        }
    }
}

fn begin(
    tx: &mut Tx<'_>,
    posted: Posted,
    kind: PlainKind,
    waited: bool,
) -> Result<StatusId, StatusError> {
    let Posted {
        id,
        author,
        parent,
        new,
        ..
    } = posted;
    let plain = Plain::read(kind, &new.text);
    let spoken = plain
        .language
        .map(str::to_owned)
        .or_else(|| new.language.clone());
    let language = spoken.or_else(|| {
        let found = staffroom_text::language::detect(&new.text);
        found.map(|it| it.to_string())
    });
    let mut content = content_of(plain);
    content.language.clone_from(&language);
    content.visibility = new.visibility.filter(|it| *it != Visibility::Direct);
    let draft_kind = match kind {
        PlainKind::Practice => DraftKind::Practice,
        PlainKind::Outcome => DraftKind::Outcome,
    };
    if let Some(parent) = &parent {
        let practice = practices::find(tx.conn, parent.id)?.ok_or(StatusError::NotFound)?;
        let uri = uri_of(tx.addresses, parent);
        content.record.insert("practice".to_owned(), uri.into());
        let version = practice.version.into();
        content.record.insert("practiceVersion".to_owned(), version);
    }
    let about = parent.as_ref().map(|parent| parent.id.get());
    let row = begin_in(tx, &author, draft_kind, &content, |row| {
        row.about_id = about;
        row.source_id = Some(id.get());
        row.said.clone_from(&new.text);
    });
    let row = row.map_err(as_status_error)?;
    let attachments = files(tx, author.id, &new.files, waited)?;
    let rendered = render(tx, &new.text, new.format, &People::new());
    let reader = reader_language(tx, &author, language.as_deref())?;
    let spoiler = new.spoiler.trim().to_owned();
    let source = Draft {
        id: Some(id),
        attachments,
        in_reply_to_uri: parent.as_ref().and_then(|it| it.uri.clone()),
        in_reply_to: parent,
        sensitive: new.sensitive.unwrap_or(false) || !spoiler.is_empty(),
        spoiler,
        source_format: media_type(new.format).to_owned(),
        application: new.application,
        ..own_post(&author, tx, &rendered, &reader)
    };
    let source = store(
        tx,
        Draft {
            source: new.text,
            language,
            ..source
        },
    )?;
    let desk = Desk::find(tx)?;
    desk.say_state(tx, &author, &source, &row, &content)?;
    Ok(id)
}

/// The files of a post, which waited with it or were uploaded just now.
fn files(
    tx: &mut Tx<'_>,
    by: AccountId,
    files: &[AttachmentId],
    waited: bool,
) -> Result<Vec<NewAttachment>, StatusError> {
    Ok(if waited {
        media::claim_held_in(tx, by, files)?
    } else {
        media::claim_in(tx, by, files)?
    })
}

/// A post for its author alone that says so.
fn own_post(author: &AccountRow, tx: &Tx<'_>, rendered: &Rendered, reader: &str) -> Draft {
    Draft {
        visibility: Visibility::Direct,
        tags: tags_of(rendered),
        content: with_note(&rendered.html, reader),
        stays_here: true,
        ..Draft::note(author.clone(), tx.now)
    }
}

fn with_note(html: &str, reader: &str) -> String {
    format!("<p>{}</p>{html}", Words::of(reader).only_you)
}

fn as_status_error(error: DraftError) -> StatusError {
    match error {
        DraftError::NotFound => StatusError::NotFound,
        DraftError::NotAllowed => StatusError::NotAllowed,
        DraftError::Db(error) => error.into(),
        other @ (DraftError::Changed | DraftError::TooMany | DraftError::Invalid(_)) => {
            StatusError::Invalid(other.to_string())
        }
    }
}

/// An answer to the desk: between the two, and told to nobody else.
fn store_answer(tx: &mut Tx<'_>, posted: &Posted, waited: bool) -> Result<StatusRow, StatusError> {
    let desk = accounts::find(tx.conn, AccountId::INSTANCE)?;
    let (new, author) = (&posted.new, &posted.author);
    let desk = desk.filter(|_| posted.parent.is_some());
    let known: People = desk
        .iter()
        .map(|row| ((row.username_folded.clone(), String::new()), row.clone()))
        .collect();
    let rendered = render(tx, &new.text, new.format, &known);
    let named = mentioned(&known, &rendered);
    let silent = desk.iter().map(|row| (row.id, true)).collect();
    let answer = Draft {
        id: Some(posted.id),
        visibility: Visibility::Direct,
        in_reply_to: posted.parent.clone(),
        attachments: files(tx, author.id, &new.files, waited)?,
        mentions: if named.is_empty() { silent } else { named },
        content: rendered.html,
        source: new.text.clone(),
        source_format: media_type(new.format).to_owned(),
        language: new.language.clone(),
        application: new.application,
        stays_here: true,
        ..Draft::note(author.clone(), tx.now)
    };
    Ok(store(tx, answer)?)
}

fn answered(
    tx: &mut Tx<'_>,
    posted: &Posted,
    row: DraftRow,
    answer: &StatusRow,
) -> Result<(), StatusError> {
    let author = &posted.author;
    let reader = reader_language(tx, author, row.language.as_deref())?;
    let words = Words::of(&reader);
    let desk = Desk::find(tx)?;
    let source = match row.source_id {
        Some(source) => staffroom_db::statuses::find(tx.conn, source.into())?,
        None => None,
    };
    let source = source.unwrap_or_else(|| answer.clone());
    match read_reply(&posted.new.text) {
        Reply::Yes => {
            let content = DraftContent::of(&row);
            if !lacks::of(&row, &content).is_empty() {
                return Ok(desk.say_state(tx, author, &source, &row, &content)?);
            }
            let known = names(&content.text, tx.account_domain);
            let people = people_known(tx.conn, &known)?;
            let id = publish_in(tx, &row, &people, posted.new.application);
            let id = id.map_err(as_status_error)?;
            let page = tx.addresses.status_page(&author.username, id);
            let said = format!("{} {page}", words.published);
            desk.say(tx, author, answer, &said)?;
        }
        Reply::No => {
            discard_in(tx, &row)?;
            let said = format!("{}\n\n{}", words.dropped, row.said);
            desk.say(tx, author, answer, &said)?;
        }
        Reply::Lines(lines) => {
            let said = format!("{}\n{lines}", row.said);
            let row = reread_in(tx, row, &said)?;
            let content = DraftContent::of(&row);
            desk.say_state(tx, author, &source, &row, &content)?;
        }
        Reply::Other => {
            let said = format!("{} {}", words.not_understood, Desk::page(tx, &row));
            desk.say(tx, author, &source, &said)?;
        }
    }
    Ok(())
}

/// A draft whose lines are others now.
fn reread_in(tx: &mut Tx<'_>, row: DraftRow, said: &str) -> Result<DraftRow, StatusError> {
    if said.chars().count() > MAX_TEXT {
        let problem = Problem::new("text", "too-long", "That is more than a draft can hold.");
        return Err(as_status_error(DraftError::Invalid(vec![problem])));
    }
    let kind = plain_kind(DraftKind::of(&row));
    let before = content_of(Plain::read(kind, &row.said));
    let after = content_of(Plain::read(kind, said));
    let content = followed(DraftContent::of(&row), &before, after);
    content
        .check()
        .map_err(DraftError::Invalid)
        .map_err(as_status_error)?;
    let version = row.version;
    let mut row = row;
    content.put(&mut row)?;
    said.clone_into(&mut row.said);
    write_in(tx, row, version, None).map_err(as_status_error)
}

/// A new version of the post that a draft was made of: still for its author alone, and says so.
pub(crate) fn source_revised(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    draft: &DraftRow,
    revision: Revision,
) -> Result<Revision, DbError> {
    let reader = reader_language(tx, author, draft.language.as_deref())?;
    Ok(Revision {
        content: with_note(&revision.content, &reader),
        mentions: Vec::new(),
        ..revision
    })
}

/// Its author has changed the post that a draft was made of.
pub(crate) fn source_edited_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    source: &StatusRow,
    draft: DraftRow,
    text: &str,
) -> Result<(), StatusError> {
    let answers = draft.said.strip_prefix(source.source.as_str());
    let said = format!("{text}{}", answers.unwrap_or_default());
    let row = reread_in(tx, draft, &said)?;
    let content = DraftContent::of(&row);
    let desk = Desk::find(tx)?;
    desk.say_state(tx, author, source, &row, &content)?;
    Ok(())
}

/// A post is deleted: a draft that was made of it goes too. Gives whether there was one.
pub(crate) fn source_removed_in(tx: &mut Tx<'_>, source: &StatusRow) -> Result<bool, DbError> {
    match of_source(tx.conn, source)? {
        Some(draft) => drafts::delete(tx.conn, draft.id),
        None => Ok(false),
    }
}

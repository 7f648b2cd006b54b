//! What a topic tells once a day in one post: what came of it when there was too much to announce each by itself.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::hub_announcements as rows;
use staffroom_db::hub_topics::{self, HubTopicRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, practices};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{Addresses, StatusId, Timestamp, Visibility};
use staffroom_text::escape;

use super::announce::{Announceable, today};
use super::topics::{concept_of, search_of};
use super::words::Words;
use crate::context::Ctx;
use crate::statuses::{Draft, Revision, remove_in, revise_in, store};
use crate::tx::Tx;

/// The most practices that have a line in a digest.
const MOST_LISTED: usize = 20;
/// How much of what waits is looked at at once.
const PAGE: i64 = 100;
/// How often, and so how much a digest tells of at most; what is more waits for the next. What may not be announced just now
/// keeps nothing else back, as far as there.
const MOST_PAGES: usize = 5;
/// So much of a title stands there, in characters.
const TITLE: usize = 100;
/// The hour of the day (UTC) from which on digests are told.
const TOLD_FROM: i64 = 6;

/// Tells what waits, each topic at most once a day; gives how many did.
pub async fn tell_digests(ctx: &Ctx) -> Result<usize, DbError> {
    let hour = ctx.now().as_secs().rem_euclid(86_400) / 3_600;
    if !ctx.config.is_hub() || hour < TOLD_FROM {
        return Ok(0);
    }
    let topics = ctx.db.read(hub_topics::list).await?;
    let mut told = 0;
    for topic in topics.into_iter().filter(|topic| topic.is_on) {
        let done = ctx.transact(move |tx| tell_in(tx, &topic)).await?;
        told += usize::from(done);
    }
    Ok(told)
}

fn tell_in(tx: &mut Tx<'_>, topic: &HubTopicRow) -> Result<bool, DbError> {
    let actor = accounts::find(tx.conn, topic.account_id)?.filter(AccountRow::is_active);
    let Some(actor) = actor else {
        return Ok(false);
    };
    // First: whoever else tells it in the same moment waits here, and tells nothing.
    if !hub_topics::tell(tx.conn, actor.id, today(tx))? {
        return Ok(false);
    }
    let told = to_tell(tx, topic)?;
    if told.is_empty() {
        return Ok(false);
    }
    let (listed, rest) = told.split_at(told.len().min(MOST_LISTED));
    let text = Text::of(tx, topic, listed, rest.len())?;
    let draft = Draft {
        // Nobody meets it who has not asked for it.
        visibility: Visibility::Unlisted,
        language: Some(Words::of(tx.language).code().to_owned()),
        content: text.html,
        source: text.plain,
        ..Draft::note(actor.clone(), tx.now)
    };
    let post = store(tx, draft)?;
    rows::tell(tx.conn, actor.id, listed, (post.id, true), tx.now)?;
    rows::tell(tx.conn, actor.id, rest, (post.id, false), tx.now)?;
    Ok(true)
}

/// What the next digest tells: the newest that has waited since before today and may be announced just now. What may not
/// waits: it is taken back, or may be announced again, once its own server was asked.
fn to_tell(tx: &mut Tx<'_>, topic: &HubTopicRow) -> Result<Vec<StatusId>, DbError> {
    let midnight = Timestamp::from_secs(today(tx).saturating_mul(86_400));
    let (mut told, mut below) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let some = rows::hold_waiting(tx.conn, topic.account_id, midnight, below, PAGE)?;
        let Some(last) = some.last() else { break };
        below = Some(*last);
        for status in some {
            let found = Announceable::find(tx, status)?;
            if let Some(found) = found
                && found.is_for(tx, topic.account_id)?
            {
                told.push(status);
            }
        }
    }
    Ok(told)
}

/// Something that a digest lists is announced no more: its line goes, and with the last one the digest.
pub(super) fn write_again_in(
    tx: &mut Tx<'_>,
    actor: &AccountRow,
    digest: StatusId,
) -> Result<(), DbError> {
    // One after the other: each reads what those before it have left.
    practices::lock(tx.conn, digest)?;
    let post = statuses::find(tx.conn, digest)?.filter(|row| row.deleted_at.is_none());
    let topic = hub_topics::find(tx.conn, actor.id)?;
    let (Some(post), Some(topic)) = (post, topic) else {
        return Ok(());
    };
    let listed = rows::listed(tx.conn, digest)?;
    if listed.is_empty() {
        remove_in(tx, actor, &post)?;
        return Ok(());
    }
    let more = usize::try_from(rows::count_unlisted(tx.conn, digest)?).unwrap_or(0);
    let text = Text::of(tx, &topic, &listed, more)?;
    let revision = Revision {
        content: text.html,
        source: text.plain,
        ..Revision::unchanged(tx, &post)?
    };
    revise_in(tx, actor, &post, &revision)?;
    // What was taken back is not read in an earlier version either.
    statuses::delete_edits(tx.conn, digest)
}

/// What a digest says.
struct Text {
    html: String,
    plain: String,
}

impl Text {
    /// With a line for each of `listed`, and how many more there are.
    fn of(
        tx: &mut Tx<'_>,
        topic: &HubTopicRow,
        listed: &[StatusId],
        more: usize,
    ) -> Result<Self, DbError> {
        let words = Words::of(tx.language);
        let label = concept_of(topic).map(|concept| concept.label(words.code()).value);
        let head = words.digest(label, listed.len().saturating_add(more));
        let (mut links, mut plain) = (Vec::new(), vec![head.clone()]);
        for (title, address) in titles(tx.conn, tx.addresses, listed)? {
            links.push(link("– ", &title, &address));
            plain.push(format!("– {title}: {address}"));
        }
        let mut paragraphs = vec![escape(&head), links.join("<br>")];
        if more > 0 {
            let (text, address) = (words.more(more), search_of(tx.addresses, topic));
            paragraphs.push(link("", &text, &address));
            plain.push(format!("{text}: {address}"));
        }
        let html = format!("<p>{}</p>", paragraphs.join("</p><p>"));
        let plain = plain.join("\n");
        Ok(Self { html, plain })
    }
}

/// The titles of practices, in that order, each with its page here.
fn titles(
    conn: &mut Conn,
    addresses: &Addresses,
    ids: &[StatusId],
) -> Result<Vec<(String, String)>, DbError> {
    let posts = statuses::find_many(conn, ids)?;
    let of = |id: &StatusId| posts.iter().find(|post| post.id == *id);
    let posts = ids.iter().filter_map(of);
    Ok(posts.map(|post| named(addresses, post)).collect())
}

/// The title of a practice, with its page here.
pub(super) fn named(addresses: &Addresses, post: &StatusRow) -> (String, String) {
    let title = single_line(post.title.as_deref().unwrap_or_default());
    (
        truncate(title.trim(), TITLE).to_owned(),
        format!("{}/practices/{}", addresses.origin(), post.id),
    )
}

pub(super) fn link(before: &str, text: &str, address: &str) -> String {
    format!(
        "{before}<a href=\"{}\">{}</a>",
        escape(address),
        escape(text)
    )
}

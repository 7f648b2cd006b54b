//! What a topic tells once a day in one post: what came of it when there was too much to announce each by itself.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::hub_announcements::{self as rows, HubAnnouncementRow};
use staffroom_db::hub_topics::{self, HubTopicRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::text::{single_line, truncate};
use staffroom_domain::{Addresses, StatusId, Visibility};
use staffroom_text::escape;

use super::announce::{Announceable, today};
use super::topics::{concept_of, search_of};
use super::words::Words;
use crate::context::Ctx;
use crate::statuses::{Draft, Revision, remove_in, revise_in, store};
use crate::tx::Tx;

/// The most practices that have a line in a digest.
const MOST_LISTED: usize = 20;
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
    let listed = to_list(tx, topic)?;
    let actor = accounts::find(tx.conn, topic.account_id)?.filter(AccountRow::is_active);
    let Some(actor) = actor.filter(|_| !listed.is_empty()) else {
        return Ok(false);
    };
    if !hub_topics::tell(tx.conn, actor.id, today(tx))? {
        return Ok(false);
    }
    let ids: Vec<StatusId> = listed.iter().map(|row| row.status_id).collect();
    let waiting = rows::count_waiting(tx.conn, actor.id)?;
    let more = usize::try_from(waiting)
        .unwrap_or(0)
        .saturating_sub(ids.len());
    let text = Text::of(tx, topic, &ids, more)?;
    let draft = Draft {
        // Nobody meets it who has not asked for it.
        visibility: Visibility::Unlisted,
        language: Some(Words::of(tx.language).code().to_owned()),
        content: text.html,
        source: text.plain,
        ..Draft::note(actor.clone(), tx.now)
    };
    let post = store(tx, draft)?;
    for row in listed {
        rows::put(
            tx.conn,
            HubAnnouncementRow {
                state: HubAnnouncementRow::TOLD.to_owned(),
                times: row.times.saturating_add(1),
                changed_at: tx.now,
                digest_id: Some(post.id.get()),
                is_listed: true,
                ..row
            },
        )?;
    }
    rows::tell_rest(tx.conn, actor.id, post.id, tx.now)?;
    Ok(true)
}

/// What has a line in the next digest: the newest that waits and may still be announced.
fn to_list(tx: &mut Tx<'_>, topic: &HubTopicRow) -> Result<Vec<HubAnnouncementRow>, DbError> {
    let limit = i64::try_from(MOST_LISTED).unwrap_or(i64::MAX);
    let mut listed = Vec::new();
    for row in rows::waiting(tx.conn, topic.account_id, limit)? {
        let found = Announceable::find(tx, row.status_id)?;
        if found.is_some_and(|it| it.is_of(topic.account_id)) {
            listed.push(row);
        } else {
            let state = HubAnnouncementRow::WITHDRAWN.to_owned();
            rows::put(tx.conn, HubAnnouncementRow { state, ..row })?;
        }
    }
    Ok(listed)
}

/// Something that a digest lists is announced no more: its line goes, and with the last one the digest.
pub(super) fn write_again_in(
    tx: &mut Tx<'_>,
    actor: &AccountRow,
    digest: StatusId,
) -> Result<(), DbError> {
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

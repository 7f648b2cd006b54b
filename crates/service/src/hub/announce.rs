//! What the accounts of a hub announce of its library: `@library` everything, each topic what has its concept.
//!
//! Announced are practices that count here, ours or those of members that are verified ([`super::items`]), and that their
//! authors let everybody list; what is for this hub alone is for those who read here, and is told nobody else. It is
//! decided in the transaction that changes any of this, and taken back there.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::hub_announcements::{self as rows, HubAnnouncementRow};
use staffroom_db::hub_topics::{self, HubTopicRow};
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{DbError, blocks, facets, hub_items, hub_members};
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};

use super::{digest, questions};
use crate::statuses::{boost_quietly_in, may_boost, unboost_in};
use crate::tx::Tx;
use crate::voice::{self, Audience};

/// One account boosts so much on one day (UTC); the rest waits for its digest.
pub const MOST_A_DAY: i32 = 20;
/// How often one says the same: who takes it back and lets it be listed again more often is not announced any more.
const MOST_TIMES: i32 = 3;

/// What is known of something that came from another instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// Its own server has shown it as it is now.
    Verified,
    /// The same, or it will be asked: enough for what is announced already.
    Said,
}

/// A practice, or a question, with those who would announce it.
pub(super) struct Announceable {
    pub(super) post: StatusRow,
    author: AccountRow,
    /// The library, and the topics of its concepts; also those that are switched off.
    pub(super) topics: Vec<HubTopicRow>,
    /// A question is asked now, and no digest tells it.
    is_question: bool,
}

impl Announceable {
    /// None where nobody may announce it.
    pub(super) fn find(tx: &mut Tx<'_>, status: StatusId) -> Result<Option<Self>, DbError> {
        Self::known(tx, status, Known::Verified)
    }

    fn known(tx: &mut Tx<'_>, status: StatusId, known: Known) -> Result<Option<Self>, DbError> {
        let post = statuses::find(tx.conn, status)?.filter(|row| row.deleted_at.is_none());
        let Some(post) = post else { return Ok(None) };
        if let Some(asked) = questions::asked(tx.conn, &post)? {
            return Ok(Some(Self {
                topics: hub_topics::of_concepts(tx.conn, &asked.concepts)?,
                post,
                author: asked.author,
                is_question: true,
            }));
        }
        let practice = practices::find(tx.conn, status)?.filter(|row| !row.is_withdrawn());
        let Some(PracticeRow { account_id, .. }) = practice else {
            return Ok(None);
        };
        let is_counted = post.local || is_of_member(tx, status, known)?;
        let author = accounts::find(tx.conn, account_id)?.filter(|_| is_counted);
        let Some(author) = author else {
            return Ok(None);
        };
        if voice::audience(tx.conn, &author, &post)? != Some(Audience::Everybody) {
            return Ok(None);
        }
        let mut concepts = vec![(String::new(), String::new())];
        let found_by = facets::of_status(tx.conn, status)?.into_iter();
        concepts.extend(found_by.map(|facet| (facet.scheme, facet.concept)));
        Ok(Some(Self {
            topics: hub_topics::of_concepts(tx.conn, &concepts)?,
            post,
            author,
            is_question: false,
        }))
    }

    /// Whether that account may announce it: it is about its concept, and its author lets it.
    pub(super) fn is_for(&self, tx: &mut Tx<'_>, by: AccountId) -> Result<bool, DbError> {
        let is_of = self.topics.iter().any(|topic| topic.account_id == by);
        Ok(is_of && self.lets(tx, by)?)
    }

    /// Whether its author lets that account show it.
    fn lets(&self, tx: &mut Tx<'_>, by: AccountId) -> Result<bool, DbError> {
        Ok(may_boost(tx.conn, by, &self.post)? && !blocks::between(tx.conn, by, self.author.id)?)
    }
}

/// Whether something is of an instance that belongs to this hub: what others entered of one that was never asked is in
/// the ledgers, and is not announced.
fn is_of_member(tx: &mut Tx<'_>, status: StatusId, known: Known) -> Result<bool, DbError> {
    let Some(item) = hub_items::find(tx.conn, status)? else {
        return Ok(false);
    };
    let is_known = item.is_verified() || known == Known::Said && item.is_reported();
    Ok(is_known && hub_members::find(tx.conn, &item.host)?.is_some_and(|row| row.is_member()))
}

/// Something of the library has come, was changed or is gone: it is announced by those whose it is, and by nobody else.
pub(crate) fn announce_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    if !tx.is_hub {
        return Ok(());
    }
    // One after the other: what is there is read before it is changed.
    practices::lock(tx.conn, status)?;
    let there = rows::lock_of_status(tx.conn, status)?;
    let found = Announceable::find(tx, status)?;
    take_back_unwanted_in(tx, &there, found.as_ref())?;
    let Some(found) = &found else { return Ok(()) };
    for topic in found.topics.iter().filter(|topic| topic.is_on) {
        let before = there.iter().find(|row| row.account_id == topic.account_id);
        let may_be_said = match before {
            Some(row) if row.is_standing() => false,
            Some(row) if row.times > 0 => row.times < MOST_TIMES,
            // What was here before it is nothing new.
            _ => found.post.received_at >= topic.since,
        };
        if may_be_said {
            say_in(tx, topic, found, before, None)?;
        }
    }
    Ok(())
}

/// Something was changed, or who may have it was: what came from elsewhere and is to be asked for again is announced as
/// before until then, and taken back at once where its author does not let it be announced any more.
pub(crate) fn changed_in(tx: &mut Tx<'_>, status: StatusId) -> Result<(), DbError> {
    if !tx.is_hub {
        return Ok(());
    }
    if !hub_items::find(tx.conn, status)?.is_some_and(|it| it.is_reported()) {
        return announce_in(tx, status);
    }
    practices::lock(tx.conn, status)?;
    let there = rows::lock_of_status(tx.conn, status)?;
    if there.is_empty() {
        return Ok(());
    }
    let found = Announceable::known(tx, status, Known::Said)?;
    take_back_unwanted_in(tx, &there, found.as_ref())
}

/// Takes back what stands of something and may not be announced any more.
fn take_back_unwanted_in(
    tx: &mut Tx<'_>,
    there: &[HubAnnouncementRow],
    found: Option<&Announceable>,
) -> Result<(), DbError> {
    for row in there.iter().filter(|row| row.is_standing()) {
        let is_wanted = match found {
            Some(found) => found.is_for(tx, row.account_id)?,
            None => false,
        };
        if !is_wanted {
            take_back_in(tx, row)?;
        }
    }
    Ok(())
}

/// Somebody blocks an account here, or does not any more: what they wrote is looked through where that announces it.
pub(crate) fn block_changed_in(
    tx: &mut Tx<'_>,
    by: &AccountRow,
    target: &AccountRow,
) -> Result<(), DbError> {
    if !tx.is_hub || !target.is_local() || hub_topics::find(tx.conn, target.id)?.is_none() {
        return Ok(());
    }
    voice::look_through_later(tx, Some(by.id), None)
}

/// Something else is held against somebody elsewhere, or they let others list something else: everything of theirs on this
/// hub is looked at again, a while later and once for all that changes meanwhile. Much may be of one server, and its people
/// may change their minds as often as they like.
pub(crate) fn theirs_changed_in(tx: &mut Tx<'_>, account: &AccountRow) -> Result<(), DbError> {
    if !tx.is_hub || account.statuses_count == 0 {
        return Ok(());
    }
    voice::look_through_theirs_later(tx, account.id)
}

/// One announces something; `dated` as if it had done so then.
pub(super) fn say_in(
    tx: &mut Tx<'_>,
    topic: &HubTopicRow,
    found: &Announceable,
    before: Option<&HubAnnouncementRow>,
    dated: Option<Timestamp>,
) -> Result<(), DbError> {
    let actor = accounts::find(tx.conn, topic.account_id)?.filter(AccountRow::is_active);
    let Some(actor) = actor else { return Ok(()) };
    if !found.lets(tx, actor.id)? {
        return Ok(());
    }
    let is_each = found.is_question || topic.digest != HubTopicRow::DAILY;
    let is_boosted =
        dated.is_some() || is_each && hub_topics::say(tx.conn, actor.id, today(tx), MOST_A_DAY)?;
    if found.is_question && !is_boosted {
        return Ok(());
    }
    let state = if is_boosted {
        let published = dated.unwrap_or(tx.now);
        boost_quietly_in(tx, &actor, &found.post, Visibility::Public, published)?;
        HubAnnouncementRow::ANNOUNCED
    } else {
        HubAnnouncementRow::WAITING
    };
    let times = before.map_or(0, |row| row.times);
    rows::put(
        tx.conn,
        HubAnnouncementRow {
            account_id: actor.id,
            status_id: found.post.id,
            state: state.to_owned(),
            times: times.saturating_add(i32::from(is_boosted)),
            changed_at: tx.now,
            digest_id: None,
            is_listed: false,
        },
    )
}

/// One announces something no more.
fn take_back_in(tx: &mut Tx<'_>, row: &HubAnnouncementRow) -> Result<(), DbError> {
    rows::put(
        tx.conn,
        HubAnnouncementRow {
            state: HubAnnouncementRow::WITHDRAWN.to_owned(),
            changed_at: tx.now,
            is_listed: false,
            digest_id: None,
            ..row.clone()
        },
    )?;
    let Some(actor) = accounts::find(tx.conn, row.account_id)? else {
        return Ok(());
    };
    if let Some(boost) = statuses::find_boost(tx.conn, actor.id, row.status_id)? {
        unboost_in(tx, &actor, &boost)?;
    }
    match row.digest_id.filter(|_| row.is_listed) {
        Some(digest) => digest::write_again_in(tx, &actor, digest.into()),
        None => Ok(()),
    }
}

/// The day: how many since 1970, UTC.
pub(super) fn today(tx: &Tx<'_>) -> i64 {
    tx.now.as_secs().div_euclid(86_400)
}

//! From an object of another server to a status that is about to be written.

use std::collections::HashSet;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, remote_actors};
use staffroom_domain::{AccountId, Addresses, Local, StatusKind, Timestamp, Visibility};
use staffroom_protocol::incoming::{IncomingObject, ObjectKind, Poll, check_record};
use staffroom_protocol::{Addressees, Iri};
use staffroom_service::calendar::PlanParts;
use staffroom_service::records::Source;
use staffroom_service::statuses::{
    Draft, MAX_MENTIONS, MAX_TAGS, PollChange, PollDraft, RecordChange, RemoteParts, Revision,
    may_answer, may_see,
};
use staffroom_text::{display_name, hashtag};

use super::emojis::emojis;
use super::error::ResolveError;
use super::event::event;
use super::fetch::{host_of, is_ours};
use super::{allowed, body, media};
use crate::lookup;
use crate::state::Federation;

/// The longest choice of a poll.
const LONGEST_CHOICE: usize = 500;
/// The most choices of a poll.
const MOST_CHOICES: usize = 100;
/// Whom of the addressed is looked at for people here.
const MOST_ADDRESSED: usize = 1_000;
/// Nothing was posted before 2000.
const EARLIEST: Timestamp = Timestamp::from_secs(946_684_800);

/// A checked object, ready to be stored or to replace an earlier version.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What [`staffroom_service::statuses::store`] takes.
    pub draft: Draft,
    /// Whether it addresses or names somebody here.
    pub addresses_local: bool,
    /// Whether it answers something that is here.
    pub answers_known: bool,
    /// Whether it answers something of ours whose author does not take answers from its author, or
    /// that its author may not see. It is then no answer in `draft`.
    pub answer_refused: bool,
}

impl Prepared {
    /// The same as a new version; `edited` is when its author says that it was changed.
    pub fn into_revision(self, edited: Timestamp) -> Revision {
        let draft = self.draft;
        Revision {
            title: draft.title,
            content: draft.content,
            source: draft.source,
            source_format: draft.source_format,
            spoiler: draft.spoiler,
            sensitive: draft.sensitive,
            language: draft.language,
            edited,
            mentions: draft.mentions,
            tags: draft.tags,
            attachments: Some(draft.attachments),
            poll: draft.poll.map_or(PollChange::Keep, PollChange::Become),
            emojis: draft.emojis,
            record: draft
                .record
                .map_or(RecordChange::Remove, RecordChange::Become),
            remote: draft.document.map(|document| RemoteParts {
                visibility: draft.visibility,
                event: draft.event,
                limits: draft.limits,
                document,
            }),
            own_event: None,
        }
    }
}

/// Prepares an object of `author`, from its own origin or embedded in what `author` signed; `raw` is its
/// document. Reads the database once, and fetches nothing: whom it names and what it answers count where
/// they are known.
///
/// # Errors
///
/// [`ResolveError::Refused`] where the object is not the author's to write, [`ResolveError::Gone`] for
/// tombstones.
pub async fn draft_of(
    fed: &Federation,
    author: AccountRow,
    object: &IncomingObject,
    raw: &str,
) -> Result<Prepared, ResolveError> {
    if object.kind == ObjectKind::Tombstone {
        return Err(ResolveError::Gone);
    }
    check_owner(fed, &author, object)?;
    let wanted = Wanted::of(&author, object);
    let policy = fed.policies().of(&host_of(&object.id)).await?;
    let addresses = fed.addresses().clone();
    let mut found = fed
        .ctx()
        .db
        .read(move |conn| wanted.find(conn, &addresses))
        .await?;
    found.without_media = policy.reject_media;
    Ok(assemble(fed.ctx().now(), author, object, raw, &found))
}

/// FEP-fe34: an object is of its author's origin, and of nobody's else.
fn check_owner(
    fed: &Federation,
    author: &AccountRow,
    object: &IncomingObject,
) -> Result<(), ResolveError> {
    let uri = author.uri.as_deref().unwrap_or_default();
    let owner = Iri::parse(uri).map_err(ResolveError::invalid)?;
    if is_ours(fed, &object.id) || !object.id.same_origin(&owner) {
        return Err(ResolveError::Refused(format!(
            "{} is not of the origin of {owner}",
            object.id
        )));
    }
    let is_theirs = object.attributed_to.contains(&owner)
        && object
            .attributed_to
            .iter()
            .all(|other| other.same_origin(&owner));
    if is_theirs {
        Ok(())
    } else {
        Err(ResolveError::Refused(format!(
            "{} is not by {owner}",
            object.id
        )))
    }
}

/// What the database is asked.
struct Wanted {
    author: AccountId,
    /// Tagged: their ids.
    tagged: Vec<Iri>,
    /// Addressed.
    addressed: Vec<Iri>,
    parent: Option<Iri>,
}

/// What it says.
#[derive(Default)]
struct Known {
    followers: Option<String>,
    local_tagged: Vec<AccountId>,
    local_addressed: Vec<AccountId>,
    remote_tagged: Vec<AccountId>,
    parent: Option<StatusRow>,
    parent_is_ours: bool,
    answer_refused: bool,
    without_media: bool,
}

impl Wanted {
    fn of(author: &AccountRow, object: &IncomingObject) -> Self {
        let addressed = object.to.ids.iter().chain(&object.cc.ids);
        let mentions = object.tags.mentions.iter().take(MAX_MENTIONS);
        Self {
            author: author.id,
            tagged: mentions.map(|mention| mention.href.clone()).collect(),
            addressed: addressed.take(MOST_ADDRESSED).cloned().collect(),
            parent: object.in_reply_to.clone(),
        }
    }

    fn find(self, conn: &mut Conn, addresses: &Addresses) -> Result<Known, DbError> {
        let ours = |id: &Iri| match addresses.parse(id.canonical()) {
            Some(Local::Actor(id)) => Some(id),
            _ => None,
        };
        let (local, remote): (Vec<Iri>, Vec<Iri>) = self
            .tagged
            .into_iter()
            .partition(|id| lookup::is_ours(addresses, id));
        let remote: Vec<String> = remote.iter().map(|id| id.as_str().to_owned()).collect();
        let mut known = Known {
            followers: remote_actors::find(conn, self.author)?.and_then(|row| row.followers),
            local_tagged: local.iter().filter_map(ours).collect(),
            local_addressed: self.addressed.iter().filter_map(ours).collect(),
            remote_tagged: active(&accounts::find_by_uris(conn, &remote)?),
            ..Known::default()
        };
        let mut people: Vec<AccountId> = known.local_addressed.clone();
        people.extend(&known.local_tagged);
        if !people.is_empty() {
            let rows = accounts::find_many(conn, &people)?;
            let there: HashSet<AccountId> = rows
                .iter()
                .filter(|row| row.is_local() && row.is_active())
                .map(|row| row.id)
                .collect();
            known.local_tagged.retain(|id| there.contains(id));
            known.local_addressed.retain(|id| there.contains(id));
        }
        if let Some(id) = &self.parent {
            known.find_parent(conn, addresses, id, self.author)?;
        }
        Ok(known)
    }
}

impl Known {
    fn find_parent(
        &mut self,
        conn: &mut Conn,
        addresses: &Addresses,
        id: &Iri,
        author: AccountId,
    ) -> Result<(), DbError> {
        self.parent_is_ours = lookup::is_ours(addresses, id);
        let Some(parent) = lookup::status_at(conn, addresses, id)? else {
            return Ok(());
        };
        if parent.local
            && !(may_see(conn, Some(author), &parent)? && may_answer(conn, author, &parent)?)
        {
            self.answer_refused = true;
            return Ok(());
        }
        self.parent = Some(parent);
        Ok(())
    }
}

fn active(rows: &[AccountRow]) -> Vec<AccountId> {
    rows.iter()
        .filter(|row| row.is_active())
        .map(|row| row.id)
        .collect()
}

fn assemble(
    now: Timestamp,
    author: AccountRow,
    object: &IncomingObject,
    raw: &str,
    known: &Known,
) -> Prepared {
    let visibility = visibility(object, &author, known.followers.as_deref());
    let mentions = mentions(known, author.id, visibility);
    let spoiler = body::summary(object);
    let followers = known.followers.as_deref();
    let addresses_local = !(known.local_addressed.is_empty() && known.local_tagged.is_empty());
    let source = object.source.as_ref();
    let draft = Draft {
        id: None,
        application: None,
        uri: Some(object.id.as_str().to_owned()),
        url: page(object),
        kind: kind(object),
        visibility,
        in_reply_to_uri: object
            .in_reply_to
            .as_ref()
            .filter(|_| !known.parent_is_ours)
            .map(|uri| uri.as_str().to_owned()),
        context_uri: object.context.as_ref().map(|uri| uri.as_str().to_owned()),
        title: body::title(object),
        content: body::content(object),
        source: source
            .map(|source| source.content.clone())
            .unwrap_or_default(),
        source_format: source
            .and_then(|source| source.media_type.clone())
            .unwrap_or_else(|| "text/html".to_owned()),
        sensitive: object.sensitive || !(spoiler.is_empty() || body::is_long(object)),
        spoiler,
        language: object.language.clone(),
        quote_uri: object.quotes.target().map(|uri| uri.as_str().to_owned()),
        reply_policy: allowed::replies(object, followers),
        limits: allowed::limits(object, followers),
        replies_uri: object
            .replies
            .as_ref()
            .and_then(|replies| replies.id.as_ref())
            .filter(|id| id.same_origin(&object.id))
            .map(|id| id.as_str().to_owned()),
        mentions,
        tags: tags(object),
        attachments: if known.without_media {
            Vec::new()
        } else {
            media::attachments(object)
        },
        poll: object.poll.as_ref().map(|poll| poll_draft(poll, now)),
        event: event(object),
        plan: PlanParts::default(),
        emojis: if known.without_media {
            Vec::new()
        } else {
            emojis(&object.tags.emoji)
        },
        // A record that contradicts its carrier is none.
        record: object
            .record
            .clone()
            .filter(|record| check_record(record, object).is_ok()),
        document: Some(raw.to_owned()),
        stays_here: false,
        from: Source::default(),
        without_card: false,
        in_reply_to: known.parent.clone(),
        published: object.published.unwrap_or(now).min(now).max(EARLIEST),
        author,
    };
    Prepared {
        addresses_local,
        answers_known: known.parent.is_some(),
        answer_refused: known.answer_refused,
        draft,
    }
}

/// Who may see it (federation.md, 3.3): never more than its addressees say.
fn visibility(object: &IncomingObject, author: &AccountRow, followers: Option<&str>) -> Visibility {
    if object.to.public {
        return Visibility::Public;
    }
    if object.cc.public {
        return Visibility::Unlisted;
    }
    let names_followers = |addressees: &Addressees| {
        addressees.ids.iter().any(|id| match followers {
            Some(known) => id.as_str() == known,
            // Its actor does not say which they are.
            None => author
                .uri
                .as_deref()
                .is_some_and(|uri| id.as_str().strip_prefix(uri) == Some("/followers")),
        })
    };
    if names_followers(&object.to) || names_followers(&object.cc) {
        Visibility::Private
    } else {
        Visibility::Direct
    }
}

/// Who is named, and who is addressed without being named. Being tagged alone opens nothing that is not
/// open to everybody.
fn mentions(known: &Known, author: AccountId, visibility: Visibility) -> Vec<(AccountId, bool)> {
    let mut all: Vec<(AccountId, bool)> = Vec::new();
    let mut seen = HashSet::from([author]);
    let tagged = known
        .local_tagged
        .iter()
        .filter(|id| visibility.is_open() || known.local_addressed.contains(id));
    for id in tagged.chain(&known.remote_tagged) {
        if seen.insert(*id) {
            all.push((*id, false));
        }
    }
    for id in &known.local_addressed {
        if seen.insert(*id) {
            all.push((*id, true));
        }
    }
    all
}

fn kind(object: &IncomingObject) -> StatusKind {
    match object.kind {
        ObjectKind::Note if object.poll.is_some() => StatusKind::Question,
        ObjectKind::Note => StatusKind::Note,
        ObjectKind::Question => StatusKind::Question,
        ObjectKind::Article => StatusKind::Article,
        ObjectKind::Page => StatusKind::Page,
        ObjectKind::Event => StatusKind::Event,
        ObjectKind::Image => StatusKind::Image,
        ObjectKind::Video => StatusKind::Video,
        ObjectKind::Audio => StatusKind::Audio,
        _ => StatusKind::Other,
    }
}

fn page(object: &IncomingObject) -> Option<String> {
    let url = object.url.as_ref()?;
    url.same_origin(&object.id).then(|| url.as_str().to_owned())
}

fn tags(object: &IncomingObject) -> Vec<(String, String)> {
    let mut seen = HashSet::new();
    object
        .tags
        .hashtags
        .iter()
        .map(|tag| (hashtag::fold(&tag.name), display_name(&tag.name)))
        .filter(|(folded, display)| {
            !folded.is_empty() && !display.is_empty() && seen.insert(folded.clone())
        })
        .take(MAX_TAGS)
        .collect()
}

fn poll_draft(poll: &Poll, now: Timestamp) -> PollDraft {
    let count = |votes: u64| i64::try_from(votes).unwrap_or_default();
    let options: Vec<(String, i64)> = poll
        .options
        .iter()
        .take(MOST_CHOICES)
        .map(|option| (cut(&option.name, LONGEST_CHOICE), count(option.votes)))
        .collect();
    let ended = poll.closed.filter(|closed| *closed <= now);
    PollDraft {
        multiple: poll.multiple,
        ends_at: poll.end_time,
        closed_at: ended.or_else(|| poll.is_closed.then_some(now)),
        voters: poll
            .voters_count
            .map_or_else(|| options.iter().map(|(_, votes)| votes).sum(), count),
        hides_totals: false,
        options,
    }
}

/// A text cut to so many bytes, never within a character.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.get(..text.floor_char_boundary(most))
        .unwrap_or_default()
        .to_owned()
}

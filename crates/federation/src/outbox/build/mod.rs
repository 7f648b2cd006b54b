//! From an event to its activities: one function for each kind of event.

mod account;
mod answer;
mod block;
mod boost;
mod featured;
mod follow;
mod join;
mod ledger;
mod like;
mod reaction;
mod relay;
mod report;
mod status;
mod voice;
mod vote;

pub(super) use relay::announce;

use serde::Serialize;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, ActivityId, Addresses, Event, StatusId, Visibility};
use staffroom_protocol::outgoing::{Activity, Terms, document};
use staffroom_protocol::{Addressees, Iri, IriError};
use staffroom_service::accounts::uri;
use staffroom_service::groups::{may_post, of_status};
use staffroom_service::keys::ActorKeys;
use thiserror::Error;

use self::reaction::Reaction;
use super::recipients::Recipients;
use crate::Federation;

/// Why there is no activity.
#[derive(Debug, Error)]
pub(super) enum BuildError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// An id is none.
    #[error(transparent)]
    Iri(#[from] IriError),
    /// A document cannot be written.
    #[error("the activity cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// An activity, and to whom it goes.
#[derive(Clone, Debug)]
pub(super) struct Sending {
    /// The row's id; also the end of the activity's own, where it has no other.
    pub(super) id: ActivityId,
    /// Who acts.
    pub(super) account: AccountId,
    /// The activity's type.
    pub(super) kind: String,
    /// The document.
    pub(super) json: String,
    /// Whether it stands in the outbox collection.
    pub(super) public: bool,
    /// The status that it is about.
    pub(super) status: Option<StatusId>,
    /// What has the same key goes in order.
    pub(super) thread_key: String,
    /// Who must get it.
    pub(super) to: Recipients,
    /// Who here passes it on to followers of theirs.
    pub(super) passed_on_by: Vec<PassedOn>,
}

/// Who here passes something on, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PassedOn {
    /// A group, or the organisation of the instance.
    pub(super) by: AccountId,
    /// Only to these of its followers; none: to all.
    pub(super) only: Option<Vec<AccountId>>,
}

type Built = Result<Vec<Sending>, BuildError>;

/// What the functions here work with.
struct Builder<'a> {
    conn: &'a mut Conn,
    fed: &'a Federation,
}

/// The groups that something concerns.
#[derive(Default)]
struct Groups {
    iris: Vec<Iri>,
    elsewhere: Vec<AccountId>,
    passing_on: Vec<PassedOn>,
}

/// The activities of an event: none where it is outdated, or concerns nobody elsewhere. `keys` are
/// those of the actor whose profile changed.
pub(super) fn build(
    conn: &mut Conn,
    fed: &Federation,
    keys: Option<&ActorKeys>,
    event: &Event,
) -> Built {
    let b = &mut Builder { conn, fed };
    match event {
        Event::InvitationSent { .. }
        | Event::PasswordResetRequested { .. }
        | Event::PasswordChanged { .. }
        | Event::SignInChanged { .. }
        | Event::ArchiveReady { .. }
        | Event::AccountCreated { .. } => Ok(Vec::new()),
        Event::ProfileChanged { account } => account::changed(b, *account, keys),
        Event::AccountMoved { account, target } => account::moved(b, *account, target),
        Event::AccountDeleted { account } => account::deleted(b, *account),
        Event::StatusPublished { status } => status::published(b, *status),
        Event::StatusEdited { status, also_to } => status::edited(b, *status, also_to),
        Event::StatusDeleted {
            status,
            account,
            visibility,
            also_to,
            took_part,
        } => {
            let told = status::Told { also_to, took_part };
            status::deleted(b, *status, *account, *visibility, &told)
        }
        Event::PollChanged { status } => status::poll_changed(b, *status),
        Event::Boosted { boost } => boost::boosted(b, *boost),
        Event::BoostRemoved {
            boost,
            account,
            of,
            visibility,
        } => boost::removed(b, *boost, *account, *of, *visibility),
        Event::Favourited {
            favourite,
            account,
            status,
        } => like::liked(b, *favourite, *account, *status),
        Event::FavouriteRemoved {
            favourite,
            account,
            status,
        } => like::removed(b, *favourite, *account, *status),
        Event::Voted {
            account,
            status,
            votes,
        } => vote::voted(b, *account, *status, votes),
        Event::Pinned {
            account,
            status,
            pinned,
        } => featured::pinned(b, *account, *status, *pinned),
        Event::Reported { report } => report::reported(b, *report),
        other => between(b, other),
    }
}

/// What one actor tells one other, or a group its followers.
fn between(b: &mut Builder<'_>, event: &Event) -> Built {
    match event {
        Event::Reacted {
            reaction,
            account,
            status,
            content,
        } => reaction::reacted(b, &Reaction::new(*reaction, *account, *status, content)),
        Event::ReactionRemoved {
            reaction,
            account,
            status,
            content,
        } => reaction::removed(b, &Reaction::new(*reaction, *account, *status, content)),
        Event::FollowRequested {
            follow,
            account,
            target,
        } => follow::requested(b, *follow, *account, *target),
        Event::FollowUndone {
            follow,
            account,
            target,
        } => follow::undone(b, *follow, *account, *target),
        Event::FollowAnswered {
            account,
            follower,
            follow_uri,
            accepted,
        } => follow::answered(b, *account, *follower, follow_uri, *accepted),
        Event::Blocked {
            block,
            account,
            target,
        } => block::blocked(b, *block, *account, *target),
        Event::Unblocked {
            block,
            account,
            target,
        } => block::lifted(b, *block, *account, *target),
        Event::Answered {
            account,
            verb,
            object,
            to,
            place,
        } => {
            let answer = answer::Answer {
                verb,
                object,
                place: *place,
            };
            answer::answered(b, *account, &answer, *to)
        }
        Event::Joined {
            participation,
            account,
            status,
        } => join::joined(b, *participation, *account, *status),
        Event::Left {
            account, status, ..
        } => join::left(b, *account, *status),
        Event::EntryAnswered {
            account,
            entry,
            reason,
            ..
        } => ledger::answered(b, *account, *entry, reason.as_deref()),
        Event::EntryRefused {
            account,
            entry,
            to,
            reason,
        } => ledger::refused(b, *account, *to, entry, reason),
        Event::EntriesChanged {
            account,
            practice,
            entries,
        } => ledger::changed(b, *account, *practice, entries),
        Event::AnnouncedToHub {
            account,
            status,
            hub,
        } => voice::announced(b, *account, *status, hub),
        Event::GroupRelayed {
            group,
            activity,
            activity_uri,
        } => relay::relayed(b, *group, activity, activity_uri),
        _ => Ok(Vec::new()),
    }
}

impl Builder<'_> {
    fn addresses(&self) -> &Addresses {
        self.fed.addresses()
    }

    /// A new activity's id, and how it is written.
    fn new_activity(&self) -> Result<(ActivityId, Iri), BuildError> {
        let id: ActivityId = self.fed.ctx().new_id();
        Ok((id, Iri::parse(&self.addresses().activity(id))?))
    }

    /// An id of ours that stands for nothing that has a document of its own.
    fn own(&self, what: &str, id: impl std::fmt::Display) -> Result<Iri, BuildError> {
        Ok(Iri::parse(&format!(
            "{}/ap/{what}/{id}",
            self.addresses().origin()
        ))?)
    }

    /// An actor of ours.
    fn actor(&self, id: AccountId) -> Result<Iri, BuildError> {
        Ok(Iri::parse(&self.addresses().actor(id))?)
    }

    /// The followers of an actor of ours.
    fn followers(&self, id: AccountId) -> Result<Iri, BuildError> {
        Ok(Iri::parse(&self.addresses().of_actor(id, "followers"))?)
    }

    /// An account, ours or another's, with its actor's id.
    fn account(&mut self, id: AccountId) -> Result<Option<(AccountRow, Iri)>, BuildError> {
        let Some(row) = accounts::find(self.conn, id)? else {
            return Ok(None);
        };
        let id = Iri::parse(&uri(self.addresses(), &row))?;
        Ok(Some((row, id)))
    }

    /// A status that was not deleted.
    fn live(&mut self, id: StatusId) -> Result<Option<StatusRow>, BuildError> {
        Ok(statuses::find(self.conn, id)?.filter(|row| row.deleted_at.is_none()))
    }

    /// The groups that a status is in: those elsewhere, which must get what is done with it, and those
    /// of ours that pass on what `by` does with it. Their ids too.
    fn groups(&mut self, by: AccountId, status: &StatusRow) -> Result<Groups, BuildError> {
        let mut groups = Groups::default();
        let Some(by) = accounts::find(self.conn, by)? else {
            return Ok(groups);
        };
        for group in of_status(self.conn, status)? {
            groups
                .iris
                .push(Iri::parse(&uri(self.addresses(), &group))?);
            if !group.is_local() {
                groups.elsewhere.push(group.id);
            } else if may_post(self.conn, &by, group.id)? {
                groups.passing_on.push(PassedOn {
                    by: group.id,
                    only: None,
                });
            }
        }
        Ok(groups)
    }

    /// The ids of these people's actors.
    fn people(&mut self, ids: &[AccountId]) -> Result<Vec<Iri>, BuildError> {
        let rows = accounts::find_many(self.conn, ids)?;
        let ids = rows.iter().map(|row| uri(self.addresses(), row));
        Ok(ids.filter_map(|id| Iri::parse(&id).ok()).collect())
    }

    /// `to` and `cc` of what is about something with that visibility, but is not it.
    fn audience(
        &mut self,
        by: AccountId,
        visibility: Visibility,
        people: &[AccountId],
    ) -> Result<(Addressees, Addressees), BuildError> {
        let followers = self.followers(by)?;
        let people = self.people(people)?;
        Ok(match visibility {
            Visibility::Public | Visibility::Unlisted => (
                Addressees::everybody(),
                Addressees::only([followers].into_iter().chain(people)),
            ),
            Visibility::Private => (Addressees::only([followers]), Addressees::only(people)),
            Visibility::Direct => (Addressees::only(people), Addressees::default()),
        })
    }
}

impl Sending {
    /// Writes an activity; whom it is sent to is to be set, and its thread.
    fn new<T: Serialize + Terms>(
        id: ActivityId,
        by: AccountId,
        activity: &Activity<T>,
    ) -> Result<Self, BuildError> {
        Ok(Self {
            id,
            account: by,
            kind: activity.kind.as_str().to_owned(),
            json: document(activity).for_proof().to_json()?,
            public: false,
            status: None,
            thread_key: format!("{by}"),
            to: Recipients::default(),
            passed_on_by: Vec::new(),
        })
    }

    fn to(mut self, to: Recipients) -> Self {
        self.to = to;
        self
    }

    fn about(mut self, status: StatusId) -> Self {
        self.status = Some(status);
        self
    }

    /// In order with what else has this key, of the same author.
    fn in_thread(mut self, key: impl std::fmt::Display) -> Self {
        self.thread_key = format!("{}:{key}", self.account);
        self
    }

    fn passed_on_by(mut self, groups: Vec<PassedOn>) -> Self {
        self.passed_on_by = groups;
        self
    }

    fn in_outbox(mut self, public: bool) -> Self {
        self.public = public;
        self
    }
}

/// Whom something with that visibility goes to.
fn recipients(visibility: Visibility, people: Vec<AccountId>) -> Recipients {
    Recipients {
        followers: visibility != Visibility::Direct,
        personal: visibility == Visibility::Direct,
        people,
        everybody: false,
    }
}

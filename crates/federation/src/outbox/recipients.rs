//! To which inboxes an activity goes.

use std::collections::BTreeMap;

use staffroom_db::{Conn, DbError, remote_actors};
use staffroom_domain::AccountId;

/// How many inboxes are read at once.
const PAGE: i64 = 1_000;

/// Who must get an activity. People of this instance among them get nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recipients {
    /// The followers of whoever acts.
    pub(super) followers: bool,
    /// These people.
    pub(super) people: Vec<AccountId>,
    /// People get it in their own inbox, not in that of their whole server.
    pub(super) personal: bool,
    /// Every server that is known: its shared inbox, and where there is none, each actor of it.
    pub(super) everybody: bool,
}

impl Recipients {
    /// One person, in their own inbox.
    pub(super) fn one(person: AccountId) -> Self {
        Self {
            people: vec![person],
            personal: true,
            ..Self::default()
        }
    }

    /// The followers, and these people.
    pub(super) fn followers_and(people: Vec<AccountId>) -> Self {
        Self {
            followers: true,
            people,
            ..Self::default()
        }
    }

    /// Each inbox once, with its host.
    pub(super) fn inboxes(
        &self,
        conn: &mut Conn,
        by: AccountId,
    ) -> Result<BTreeMap<String, String>, DbError> {
        let mut inboxes = BTreeMap::new();
        if self.followers {
            let found = remote_actors::follower_inboxes(conn, by)?;
            inboxes.extend(found.into_iter().map(|(host, inbox)| (inbox, host)));
        }
        let found = remote_actors::inboxes_of(conn, &self.people)?;
        inboxes.extend(found.into_iter().map(|(host, own, shared)| {
            let inbox = shared.filter(|_| !self.personal).unwrap_or(own);
            (inbox, host)
        }));
        if self.everybody {
            let mut after: Option<String> = None;
            loop {
                let page = remote_actors::known_shared_inboxes(conn, after.as_deref(), PAGE)?;
                let Some((_, last)) = page.last() else { break };
                after = Some(last.clone());
                inboxes.extend(page.into_iter().map(|(host, inbox)| (inbox, host)));
            }
            let mut after = AccountId::from(0);
            loop {
                let page = remote_actors::lone_inboxes(conn, after, PAGE)?;
                let Some((last, ..)) = page.last() else { break };
                after = *last;
                inboxes.extend(page.into_iter().map(|(_, host, inbox)| (inbox, host)));
            }
        }
        Ok(inboxes)
    }
}

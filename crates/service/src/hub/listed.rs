//! Which practices stand in lists: one rule, for every list there is (search, the latest, feeds, what is counted).
//!
//! On an instance: what its author lets others find. On a hub, of what lives elsewhere only what its own server has
//! shown and its author lets this hub list; also what they let this hub alone have.

use std::collections::HashSet;

use staffroom_config::Config;
use staffroom_db::practice_search::Listing;
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::{self, StatusRow};
use staffroom_db::{Conn, DbError, accounts, hub_items as rows};
use staffroom_domain::practice::{Index, PracticeRecord};
use staffroom_domain::{RecordKind, StatusId, TypedRecord, Visibility};

use super::items::HubItemRow;
use crate::tx::Tx;

/// The rule as it is here.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    /// The domain of the hub that this is.
    hub: Option<String>,
}

impl Listed {
    pub(crate) fn of(config: &Config) -> Self {
        Self {
            hub: config
                .is_hub()
                .then(|| config.account_domain().as_str().to_owned()),
        }
    }

    pub(crate) fn in_tx(tx: &Tx<'_>) -> Self {
        Self {
            hub: tx.is_hub.then(|| tx.account_domain.to_owned()),
        }
    }

    /// Who may find a practice that says so of indexes.
    pub(crate) fn listing(&self, index: Option<&Index>) -> Listing {
        match index {
            None => Listing::AsAuthor,
            Some(Index::All) => Listing::Everybody,
            Some(Index::Hub(domain)) if self.hub.as_ref() == Some(domain) => Listing::Everybody,
            // What another hub may list is not for us.
            Some(Index::None | Index::Hub(_)) => Listing::Nobody,
        }
    }

    /// A practice that everybody finds here, whoever they are, with its record.
    pub(crate) fn for_everybody(
        &self,
        conn: &mut Conn,
        id: StatusId,
    ) -> Result<Option<(StatusRow, PracticeRow, PracticeRecord)>, DbError> {
        let Some(status) = statuses::find(conn, id)? else {
            return Ok(None);
        };
        let is_public = status.deleted_at.is_none() && status.visibility() == Visibility::Public;
        if !is_public || status.is_boost() {
            return Ok(None);
        }
        let Some(practice) = practices::find(conn, id)?.filter(|row| !row.is_withdrawn()) else {
            return Ok(None);
        };
        let author = accounts::find(conn, practice.account_id)?;
        let Some(author) = author.filter(|row| row.is_active() && !row.is_limited()) else {
            return Ok(None);
        };
        let record = TypedRecord::stored(RecordKind::Practice, &practice.record).ok();
        let record = record.and_then(|record| record.practice());
        let record = record.unwrap_or_default();
        let is_listed = match self.listing(record.index.as_ref()) {
            Listing::Everybody => true,
            Listing::AsAuthor => author.indexable,
            Listing::Nobody => false,
        };
        let is_listed = is_listed && self.among(conn, &[&status])?.contains(&id);
        Ok(is_listed.then_some((status, practice, record)))
    }

    /// Those practices that may stand in a list at all: on a hub not what nobody's server has shown, nor what is of
    /// instances that are out. One statement, on a hub only.
    pub(crate) fn among(
        &self,
        conn: &mut Conn,
        practices: &[&StatusRow],
    ) -> Result<HashSet<StatusId>, DbError> {
        let all = practices.iter().map(|row| row.id);
        if self.hub.is_none() {
            return Ok(all.collect());
        }
        let elsewhere = practices.iter().filter(|row| !row.local);
        let elsewhere: Vec<StatusId> = elsewhere.map(|row| row.id).collect();
        let mut listed: HashSet<StatusId> = practices
            .iter()
            .filter(|row| row.local)
            .map(|row| row.id)
            .collect();
        if !elsewhere.is_empty() {
            let items = rows::of_statuses(conn, &elsewhere)?;
            let verified = items.iter().filter(|row| HubItemRow::is_verified(row));
            listed.extend(verified.map(|row| row.status_id));
        }
        Ok(listed)
    }
}

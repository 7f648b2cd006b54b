//! How an entry counts: for whom, about which practice, and whether a rule keeps it out.

use staffroom_db::accounts::AccountRow;
use staffroom_db::outcomes::OutcomeRow;
use staffroom_db::practices::{self, PracticeRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{Conn, DbError, blocks, organisation_members};
use staffroom_domain::ledger::{Reason, SettingKey};
use staffroom_domain::practice::Version;
use staffroom_domain::{StatusId, Visibility};

use super::practice::number;
use super::status_at;
use crate::hub;
use crate::organisations;
use crate::statuses::{may_answer, may_see};
use crate::tx::Tx;

/// The state of what is not for everybody who sees the practice: it is in no ledger.
pub(super) const PRIVATE: &str = "private";
/// The state of what its own server has not shown to this hub: it is in no ledger yet.
pub(super) const REPORTED: &str = "reported";

/// What an entry is about.
struct Target {
    status: StatusRow,
    practice: Option<PracticeRow>,
}

impl Target {
    fn find(tx: &mut Tx<'_>, uri: &str) -> Result<Option<Self>, DbError> {
        let Some(status) = status_at(tx.conn, tx.addresses, uri)? else {
            return Ok(None);
        };
        let practice = practices::find(tx.conn, status.id)?;
        Ok(Some(Self { status, practice }))
    }
}

/// How an entry counts.
pub(super) struct Judged {
    pub(super) practice: Option<StatusId>,
    pub(super) setting: SettingKey,
    pub(super) own: bool,
    pub(super) state: &'static str,
    pub(super) reason: Option<&'static str>,
}

/// What is judged.
pub(super) struct Claim<'a> {
    pub(super) status: StatusId,
    pub(super) author: &'a AccountRow,
    pub(super) visibility: Visibility,
    pub(super) practice: &'a str,
    pub(super) version: Version,
    pub(super) organisation: Option<&'a str>,
    pub(super) independent: bool,
    /// Which practice it was about before.
    pub(super) formerly: Option<StatusId>,
    /// Why it was rejected before.
    pub(super) rejected_for: Option<&'a str>,
}

impl Claim<'_> {
    pub(super) fn judge(&self, tx: &mut Tx<'_>) -> Result<Judged, DbError> {
        let setting =
            organisations::setting_of(tx.conn, tx.addresses, self.author, self.organisation)?;
        let unknown = Judged {
            practice: None,
            setting: setting.clone(),
            own: false,
            state: OutcomeRow::COUNTED,
            reason: None,
        };
        let Some(target) = Target::find(tx, self.practice)? else {
            return Ok(unknown);
        };
        let Some(practice) = target.practice else {
            let is_gone = target.status.local && target.status.deleted_at.is_some();
            return Ok(if is_gone {
                Judged {
                    state: OutcomeRow::REJECTED,
                    reason: Some(Reason::Deleted.as_str()),
                    ..unknown
                }
            } else {
                unknown
            });
        };
        // Nothing is said of what its author may not see. What was taken in once stays, also where that ends.
        if self.formerly != Some(practice.status_id) && !self.may_enter(tx.conn, &target.status)? {
            return Ok(unknown);
        }
        let own = is_own(tx.conn, &practice, self.author, &setting)?;
        let reason = if target.status.local {
            self.reason(tx, &practice, own)?
        } else {
            None
        };
        let is_open = self.visibility.is_open() || self.visibility <= target.status.visibility();
        let is_told_only =
            tx.is_hub && !self.author.is_local() && !hub::is_verified(tx.conn, self.status)?;
        let state = match reason {
            Some(_) => OutcomeRow::REJECTED,
            None if !is_open => PRIVATE,
            None if is_told_only => REPORTED,
            None => OutcomeRow::COUNTED,
        };
        Ok(Judged {
            practice: Some(practice.status_id),
            setting,
            own,
            state,
            reason: reason.map(Reason::as_str),
        })
    }

    /// Whether its author may see a practice of ours and answer it. Of those elsewhere, their own server knows.
    fn may_enter(&self, conn: &mut Conn, practice: &StatusRow) -> Result<bool, DbError> {
        if !practice.local {
            return Ok(true);
        }
        // Whom its author has blocked is told so: what everybody sees is no secret.
        let by = self.author.id;
        let sees = practice.visibility().is_open() || may_see(conn, Some(by), practice)?;
        Ok(sees && may_answer(conn, by, practice)?)
    }

    /// Why it does not count. Our own practices only: of those elsewhere, their own server decides.
    fn reason(
        &self,
        tx: &mut Tx<'_>,
        practice: &PracticeRow,
        own: bool,
    ) -> Result<Option<Reason>, DbError> {
        if let Some(by_author) = self.rejected_for.map(Reason::from_code)
            && is_decided_by_author(by_author)
        {
            return Ok(Some(by_author));
        }
        reason_to_reject(
            tx.conn,
            practice,
            self.author,
            self.version,
            self.independent && own,
        )
    }
}

/// Whether the author of a practice, and not a rule, can have rejected something for this reason.
pub(crate) const fn is_decided_by_author(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Spam | Reason::Abuse | Reason::OutOfScope | Reason::Duplicate
    )
}

/// Why something cannot count in the ledger of a practice of ours, whatever its author decides.
fn reason_to_reject(
    conn: &mut Conn,
    practice: &PracticeRow,
    author: &AccountRow,
    version: Version,
    is_false_independence: bool,
) -> Result<Option<Reason>, DbError> {
    if number(version) > practice.version {
        return Ok(Some(Reason::UnknownVersion));
    }
    if is_false_independence {
        return Ok(Some(Reason::NotIndependent));
    }
    let is_blocked = blocks::find(conn, practice.account_id, author.id)?.is_some();
    Ok(is_blocked.then_some(Reason::Abuse))
}

/// Whether somebody is the author of a practice, or of an organisation that is known to be the author's.
fn is_own(
    conn: &mut Conn,
    practice: &PracticeRow,
    author: &AccountRow,
    setting: &SettingKey,
) -> Result<bool, DbError> {
    if author.id == practice.account_id {
        return Ok(true);
    }
    let is_same = setting.known && practice.organisation.as_ref() == Some(&setting.iri);
    if is_same {
        return organisation_members::is_member(conn, &setting.iri, practice.account_id);
    }
    Ok(false)
}

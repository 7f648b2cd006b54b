//! Accounts: found, limited, shut out, deleted.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{Conn, DbError, account_names};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Event, Roles};

use super::log::{Entry, Kind};
use super::{By, StaffError, Who, checked, note_by, read};
use crate::context::Ctx;
use crate::departures;
use crate::domain_levels;
use crate::tx::Tx;
use crate::users::{UserError, leaving, sign_out_everywhere_in};
use crate::voice;

/// As many are found at once.
pub(super) const FOUND: i64 = 50;
/// The longest text that is looked for, in characters.
const MAX_TEXT: usize = 100;

/// What is done with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Who follows it sees it; it stands in no list for everybody.
    Limit,
    /// Takes that back.
    Unlimit,
    /// Nobody sees it, and whoever owns it here cannot sign in.
    Suspend,
    /// Takes that back.
    Unsuspend,
    /// It goes for good, with everything that it posted. Only of this instance, and only by the staff.
    Delete,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Limit,
        Self::Unlimit,
        Self::Suspend,
        Self::Unsuspend,
        Self::Delete,
    ];

    /// The name in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Unlimit => "unlimit",
            Self::Suspend => "suspend",
            Self::Unsuspend => "unsuspend",
            Self::Delete => "delete",
        }
    }

    /// The step of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Limit => Kind::AccountLimited,
            Self::Unlimit => Kind::AccountUnlimited,
            Self::Suspend => Kind::AccountSuspended,
            Self::Unsuspend => Kind::AccountUnsuspended,
            Self::Delete => Kind::AccountDeleted,
        }
    }
}

/// An account as those who deal with reports see it.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub account: AccountRow,
    /// Who signs in to it, where somebody does.
    pub login: Option<UserWithAccount>,
    /// Which steps whoever asks may take with it now.
    pub steps: Vec<Step>,
}

/// Accounts that are not gone whose handle, or a word of whose name, begins so, or whose address that is; the best
/// known first. Everybody, where nothing is looked for: then those of this instance. For whoever deals with reports.
pub async fn people(ctx: &Ctx, by: By, wanted: &str) -> Result<Vec<AccountRow>, StaffError> {
    let wanted: String = wanted.trim().chars().take(MAX_TEXT).collect();
    let own = ctx.config.account_domain();
    read(ctx, by, Roles::may_moderate, move |conn| {
        let mut found = search(conn, &wanted, own.as_str())?;
        found.retain(|row| row.deleted_at.is_none() && row.id != AccountId::INSTANCE);
        found.sort_by_key(|row| {
            (
                !row.is_local(),
                std::cmp::Reverse(row.followers_count),
                row.id,
            )
        });
        Ok(found)
    })
    .await
}

fn search(conn: &mut Conn, wanted: &str, own: &str) -> Result<Vec<AccountRow>, DbError> {
    let wanted = wanted.strip_prefix('@').unwrap_or(wanted);
    if wanted.is_empty() {
        let latest = users::latest(conn, FOUND)?;
        return Ok(latest.into_iter().map(|user| user.account).collect());
    }
    let folded = fold(wanted);
    if let Some((name, domain)) = folded.split_once('@') {
        let of_mail = users::find_by_email(conn, &folded)?;
        if let Some(user) = of_mail {
            return Ok(vec![user.account]);
        }
        let domain = if domain == own { "" } else { domain };
        return Ok(accounts::find_by_handle(conn, name, domain)?
            .into_iter()
            .collect());
    }
    let ids = account_names::beginning_with(conn, &folded, FOUND)?;
    accounts::find_many(conn, &ids)
}

/// One account, also when it is shut out. For whoever deals with reports.
pub async fn find(ctx: &Ctx, by: By, id: AccountId) -> Result<Person, StaffError> {
    ctx.db
        .read(move |conn| {
            let who = Who::allowed(conn, by, Roles::may_moderate)?;
            let (account, login) = there(conn, id)?;
            let steps = Step::ALL
                .into_iter()
                .filter(|step| {
                    is_open(&account, *step) && may(&who, &account, login.as_ref(), *step).is_ok()
                })
                .collect();
            Ok(Person {
                account,
                login,
                steps,
            })
        })
        .await
}

fn there(
    conn: &mut Conn,
    id: AccountId,
) -> Result<(AccountRow, Option<UserWithAccount>), StaffError> {
    let row = accounts::find(conn, id)?
        .filter(|row| row.deleted_at.is_none() && row.id != AccountId::INSTANCE)
        .ok_or(StaffError::NotFound)?;
    let login = match users::of_account(conn, id)? {
        Some(user) => users::find(conn, user)?,
        None => None,
    };
    Ok((row, login))
}

/// Whether the step changes anything.
const fn is_open(row: &AccountRow, step: Step) -> bool {
    match step {
        Step::Limit => row.limited_at.is_none() && row.suspended_at.is_none(),
        Step::Unlimit => row.limited_at.is_some(),
        Step::Suspend => row.suspended_at.is_none(),
        Step::Unsuspend => row.suspended_at.is_some(),
        Step::Delete => row.is_local(),
    }
}

fn may(
    who: &Who,
    row: &AccountRow,
    login: Option<&UserWithAccount>,
    step: Step,
) -> Result<(), StaffError> {
    if who.as_user().is_some_and(|user| user.account.id == row.id) {
        return Err(StaffError::Itself);
    }
    let theirs = login.map(|login| login.roles.clone()).unwrap_or_default();
    let may = match step {
        Step::Delete => who.may(|roles| roles.may_manage(&theirs)),
        _ => who.may(|roles| roles.may_moderate_person(&theirs)),
    };
    if may { Ok(()) } else { Err(StaffError::MayNot) }
}

/// Takes a step with an account, and notes it; where it is so already, nothing happens.
pub async fn act(
    ctx: &Ctx,
    by: By,
    id: AccountId,
    step: Step,
    note: &str,
) -> Result<AccountRow, StaffError> {
    let note = checked(note)?;
    ctx.transact(move |tx| {
        let who = Who::now(tx.conn, by)?;
        act_in(tx, &who, id, step, &note)
    })
    .await
}

/// The part of [`act`] that other commands do in their own transaction.
pub(super) fn act_in(
    tx: &mut Tx<'_>,
    who: &Who,
    id: AccountId,
    step: Step,
    note: &str,
) -> Result<AccountRow, StaffError> {
    accounts::lock(tx.conn, id)?;
    let (mut row, login) = there(tx.conn, id)?;
    may(who, &row, login.as_ref(), step)?;
    if !is_open(&row, step) {
        return Ok(row);
    }
    let entry = Entry {
        kind: step.kind(),
        account: Some(id),
        subject: &row.acct(),
        note,
    };
    note_by(tx, who, &entry)?;
    let now = tx.now.as_micros();
    match step {
        Step::Limit => row.limited_at = Some(now),
        Step::Unlimit => row.limited_at = None,
        Step::Suspend => row.suspended_at = Some(now),
        Step::Unsuspend => row.suspended_at = None,
        Step::Delete => {}
    }
    if let (Step::Suspend | Step::Delete, Some(login)) = (step, &login) {
        leaving(tx, login)?;
        sign_out_everywhere_in(tx, login.user.id)?;
        if step == Step::Delete {
            users::delete(tx.conn, login.user.id)?;
        }
    }
    if step == Step::Delete {
        departures::leave_in(tx, id)?;
        return Ok(row);
    }
    row.domain_level = domain_levels::level_now(tx, &row)?.map(str::to_owned);
    accounts::update(tx.conn, row.clone())?;
    if tx.is_hub || row.is_local() {
        // What of theirs is announced or counted may not be any more, or may be again.
        voice::look_through_later(tx, Some(id), None)?;
    }
    if row.is_local() && matches!(step, Step::Suspend | Step::Unsuspend) {
        // Other servers show what they know of it until they are told.
        tx.emit(&Event::ProfileChanged { account: id })?;
    }
    Ok(row)
}

impl From<UserError> for StaffError {
    fn from(error: UserError) -> Self {
        match error {
            UserError::LastOwner(name) => Self::LastOwner(name),
            UserError::Db(error) => error.into(),
            UserError::MayNot(_) => Self::MayNot,
            _ => Self::NotFound,
        }
    }
}

//! What those who look after the instance do, and the log of it.
//!
//! Here belongs what only they may do: each function is told who asks, reads their roles in its own transaction, and notes in
//! the log what was done. Here does not belong what people do for themselves.

mod announcements;
mod hub;
mod jobs;
mod log;
mod overview;
mod people;
mod reports;
mod servers;
mod topics;

pub use announcements::{
    StaffAnnouncementError, announce, announcement, announcements, change_announcement,
    remove_announcement,
};
pub use hub::{
    StaffHubError, answer_hub, ask_member, ask_member_again, ask_organisation, hubs, members,
    remove_member,
};
pub use jobs::{JobRow, drop_job, failed_jobs, retry_job};
pub use log::{Kind, StaffActionRow, about_account, log};
pub use overview::{Overview, Waiting, overview};
pub use people::{Person, Step, act, find, people};
pub use reports::{Case, Decision, assign, case, decide, of_person, open};
pub use servers::{remove_decision, save_decisions, servers, servers_page};
pub use topics::{StaffTopicError, Switch, set_digest, switch_topic, topics};

pub(crate) use log::{Entry, note, note_by};

use staffroom_db::users::{self, UserWithAccount};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{Roles, UserId};
use thiserror::Error;

use crate::sessions;

/// The longest note, in characters.
pub const MAX_NOTE: usize = 1_000;

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Whoever runs the server, on the command line. They may do everything.
    CommandLine,
    /// Somebody signed in.
    User(UserId),
}

/// Why something is not done.
#[derive(Clone, Debug, Error)]
pub enum StaffError {
    /// The roles of whoever asks do not reach so far.
    #[error("you may not do this")]
    MayNot,
    /// It is not there, or no more.
    #[error("not found")]
    NotFound,
    /// Nobody could do everything any more.
    #[error("{0} is the only owner; make somebody else an owner first")]
    LastOwner(String),
    /// Nobody does that to themselves here.
    #[error("that is your own account")]
    Itself,
    /// A bound.
    #[error("a note has at most {MAX_NOTE} characters")]
    TooLong,
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whoever does something, as they are now.
#[derive(Clone, Debug)]
pub(crate) struct Who(Option<UserWithAccount>);

impl Who {
    /// Whoever uses the command line.
    pub(crate) const COMMAND_LINE: Self = Self(None);

    /// Reads them again: who just lost a role, or their login, does nothing more with it.
    pub(crate) fn now(conn: &mut Conn, by: By) -> Result<Self, StaffError> {
        match by {
            By::CommandLine => Ok(Self::COMMAND_LINE),
            By::User(id) => users::find(conn, id)?
                .filter(sessions::is_open)
                .map(|user| Self(Some(user)))
                .ok_or(StaffError::MayNot),
        }
    }

    /// The same, where their roles are such.
    pub(crate) fn allowed(
        conn: &mut Conn,
        by: By,
        may: impl Fn(&Roles) -> bool,
    ) -> Result<Self, StaffError> {
        let who = Self::now(conn, by)?;
        if who.may(may) {
            Ok(who)
        } else {
            Err(StaffError::MayNot)
        }
    }

    /// Somebody signed in, whom the caller has read.
    pub(crate) const fn user(user: UserWithAccount) -> Self {
        Self(Some(user))
    }

    /// Whether their roles are such; on the command line everything goes.
    pub(crate) fn may(&self, may: impl Fn(&Roles) -> bool) -> bool {
        self.0.as_ref().is_none_or(|user| may(&user.roles))
    }

    /// Their user, where they are signed in.
    pub(crate) const fn as_user(&self) -> Option<&UserWithAccount> {
        self.0.as_ref()
    }
}

/// Reads something that only they may see.
async fn read<T: Send + 'static>(
    ctx: &crate::Ctx,
    by: By,
    may: fn(&Roles) -> bool,
    work: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static,
) -> Result<T, StaffError> {
    ctx.db
        .read(move |conn| {
            Who::allowed(conn, by, may)?;
            Ok(work(conn)?)
        })
        .await
}

/// A note within its bound.
fn checked(note: &str) -> Result<String, StaffError> {
    let note = note.trim();
    if note.chars().count() > MAX_NOTE {
        return Err(StaffError::TooLong);
    }
    Ok(note.to_owned())
}

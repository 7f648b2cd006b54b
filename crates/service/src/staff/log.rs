//! The log: who did what, when, to whom.

pub use staffroom_db::staff_actions::StaffActionRow;
use staffroom_db::{DbError, staff_actions};
use staffroom_domain::{AccountId, Roles, StaffActionId};

use super::{By, StaffError, Who, read};
use crate::context::Ctx;
use crate::tx::Tx;

/// The longest page of the log.
const MAX_PAGE: i64 = 200;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An account is kept from those who did not ask for it.
    AccountLimited,
    /// That was taken back.
    AccountUnlimited,
    /// An account was shut out.
    AccountSuspended,
    /// That was taken back.
    AccountUnsuspended,
    /// An account was deleted.
    AccountDeleted,
    /// A login was closed.
    LoginClosed,
    /// A login was opened again.
    LoginOpened,
    /// Somebody was given other roles.
    RolesChanged,
    /// A link was made with which somebody sets a new password.
    PasswordLinkMade,
    /// Somebody signs in without a second factor again.
    TwoFactorReset,
    /// Posts were deleted because of a report.
    PostsDeleted,
    /// Somebody deals with a report.
    ReportAssigned,
    /// Nobody does any more.
    ReportUnassigned,
    /// A report was dealt with.
    ReportDecided,
    /// Something was decided about a server.
    ServerDecided,
    /// That was taken back.
    ServerReleased,
    /// A failed job is tried again.
    JobRetried,
    /// A failed job was thrown away.
    JobDropped,
    /// Something was told to everybody.
    AnnouncementMade,
    /// That was taken away.
    AnnouncementRemoved,
    /// It says something else, or is about another time.
    AnnouncementChanged,
    /// An emoji was added.
    EmojiAdded,
    /// An emoji has another picture, or stands elsewhere.
    EmojiChanged,
    /// An emoji was taken away.
    EmojiRemoved,
    /// A link was made that lets people in.
    InvitationMade,
    /// Such links were mailed to people.
    InvitationsMailed,
    /// A link lets nobody in any more.
    InvitationWithdrawn,
    /// An account was made that nobody signs in to: a group, a school, a program.
    ActorMade,
    /// Somebody looks after a group.
    ModeratorAdded,
    /// They do no more.
    ModeratorRemoved,
    /// A rule was added.
    RuleAdded,
    /// A rule was taken away.
    RuleRemoved,
    /// An instance was asked to belong to this hub.
    MemberAsked,
    /// It was taken out.
    MemberRemoved,
    /// A hub was let have what may be listed.
    HubAccepted,
    /// A hub was refused, or left.
    HubLeft,
    /// An account of a concept was switched on.
    TopicOn,
    /// It was switched off.
    TopicOff,
    /// An account of the library tells what is new in another way.
    TopicChanged,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 39] = [
        Self::AccountLimited,
        Self::AccountUnlimited,
        Self::AccountSuspended,
        Self::AccountUnsuspended,
        Self::AccountDeleted,
        Self::LoginClosed,
        Self::LoginOpened,
        Self::RolesChanged,
        Self::PasswordLinkMade,
        Self::TwoFactorReset,
        Self::PostsDeleted,
        Self::ReportAssigned,
        Self::ReportUnassigned,
        Self::ReportDecided,
        Self::ServerDecided,
        Self::ServerReleased,
        Self::JobRetried,
        Self::JobDropped,
        Self::AnnouncementMade,
        Self::AnnouncementRemoved,
        Self::AnnouncementChanged,
        Self::EmojiAdded,
        Self::EmojiChanged,
        Self::EmojiRemoved,
        Self::InvitationMade,
        Self::InvitationsMailed,
        Self::InvitationWithdrawn,
        Self::ActorMade,
        Self::ModeratorAdded,
        Self::ModeratorRemoved,
        Self::RuleAdded,
        Self::RuleRemoved,
        Self::MemberAsked,
        Self::MemberRemoved,
        Self::HubAccepted,
        Self::HubLeft,
        Self::TopicOn,
        Self::TopicOff,
        Self::TopicChanged,
    ];

    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountLimited => "account-limited",
            Self::AccountUnlimited => "account-unlimited",
            Self::AccountSuspended => "account-suspended",
            Self::AccountUnsuspended => "account-unsuspended",
            Self::AccountDeleted => "account-deleted",
            Self::LoginClosed => "login-closed",
            Self::LoginOpened => "login-opened",
            Self::RolesChanged => "roles-changed",
            Self::PasswordLinkMade => "password-link-made",
            Self::TwoFactorReset => "two-factor-reset",
            Self::PostsDeleted => "posts-deleted",
            Self::ReportAssigned => "report-assigned",
            Self::ReportUnassigned => "report-unassigned",
            Self::ReportDecided => "report-decided",
            Self::ServerDecided => "server-decided",
            Self::ServerReleased => "server-released",
            Self::JobRetried => "job-retried",
            Self::JobDropped => "job-dropped",
            Self::AnnouncementMade => "announcement-made",
            Self::AnnouncementRemoved => "announcement-removed",
            Self::AnnouncementChanged => "announcement-changed",
            Self::EmojiAdded => "emoji-added",
            Self::EmojiChanged => "emoji-changed",
            Self::EmojiRemoved => "emoji-removed",
            Self::InvitationMade => "invitation-made",
            Self::InvitationsMailed => "invitations-mailed",
            Self::InvitationWithdrawn => "invitation-withdrawn",
            Self::ActorMade => "actor-made",
            Self::ModeratorAdded => "moderator-added",
            Self::ModeratorRemoved => "moderator-removed",
            Self::RuleAdded => "rule-added",
            Self::RuleRemoved => "rule-removed",
            Self::MemberAsked => "member-asked",
            Self::MemberRemoved => "member-removed",
            Self::HubAccepted => "hub-accepted",
            Self::HubLeft => "hub-left",
            Self::TopicOn => "topic-on",
            Self::TopicOff => "topic-off",
            Self::TopicChanged => "topic-changed",
        }
    }

    /// The kind of that name; none for one of a newer version.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// What is noted.
pub(crate) struct Entry<'a> {
    pub(crate) kind: Kind,
    /// About which account, where it is about one.
    pub(crate) account: Option<AccountId>,
    /// About whom or what, in words that stay true.
    pub(crate) subject: &'a str,
    /// Why, or with what.
    pub(crate) note: &'a str,
}

/// Notes what was done, in the transaction that does it.
pub(crate) fn note_by(tx: &mut Tx<'_>, who: &Who, entry: &Entry<'_>) -> Result<(), DbError> {
    let user = who.as_user();
    let row = StaffActionRow {
        id: tx.new_id(),
        user_id: user.map(|user| user.user.id.get()),
        user_name: user
            .map(|user| user.account.username.clone())
            .unwrap_or_default(),
        kind: entry.kind.as_str().to_owned(),
        account_id: entry.account.map(AccountId::get),
        subject: entry.subject.to_owned(),
        note: entry.note.to_owned(),
        created_at: tx.now,
    };
    staff_actions::insert(tx.conn, row)
}

/// The same about no account.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    who: &Who,
    (kind, subject, note): (Kind, &str, &str),
) -> Result<(), DbError> {
    let account = None;
    note_by(
        tx,
        who,
        &Entry {
            kind,
            account,
            subject,
            note,
        },
    )
}

/// The log before `before`, the latest first, at most `limit`. For the staff.
pub async fn log(
    ctx: &Ctx,
    by: By,
    before: Option<StaffActionId>,
    limit: i64,
) -> Result<Vec<StaffActionRow>, StaffError> {
    read(ctx, by, Roles::is_staff, move |conn| {
        staff_actions::list(conn, before, limit.clamp(1, MAX_PAGE))
    })
    .await
}

/// The latest about an account, at most `limit`. For whoever deals with reports.
pub async fn about_account(
    ctx: &Ctx,
    by: By,
    account: AccountId,
    limit: i64,
) -> Result<Vec<StaffActionRow>, StaffError> {
    read(ctx, by, Roles::may_moderate, move |conn| {
        staff_actions::of_account(conn, account, limit.clamp(1, MAX_PAGE))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_known_again() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::from_name("knighted"), None);
    }
}

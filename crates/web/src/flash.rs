//! What the next page says once, after a form was sent.

use crate::words::{Message, key};

/// One of the fixed texts. It travels in a cookie as a code, so that nobody can make a page say
/// something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flash {
    SignedIn,
    SignedOut,
    Welcome,
    PasswordChanged,
    PasswordSetByLink,
    SettingsSaved,
    FilterDeleted,
    TwoFactorOff,
    ResetRequested,
    SessionRevoked,
    ApplicationRevoked,
    OthersRevoked(usize),
    InvitationRevoked,
    InvitationsSent(usize),
    RolesChanged,
    EventJoined,
    EventWaiting,
    EventFull,
    EventLeft,
    EventMade,
    EventChanged,
    EventTwice,
    NotPossible,
    FollowAsked,
    PersonMuted,
    PersonBlocked,
    Posted,
    PostedLater,
    PostChanged,
    PostDeleted,
    NotificationsCleared,
    ListDeleted,
    ListChanged,
    Reported,
    DraftSaved,
    DraftPublished,
    DraftDropped,
    DraftGone,
    ReportTaken,
    ReportReleased,
    ReportDecided,
    AccountChanged,
    AccountDeleted,
    DecisionRemoved,
    JobRetried,
    JobDropped,
    DecisionsSaved(usize),
}

impl Flash {
    /// As it stands in the cookie.
    pub(crate) fn code(self) -> String {
        let (word, number) = match self {
            Self::SignedIn => ("signed-in", None),
            Self::SignedOut => ("signed-out", None),
            Self::Welcome => ("welcome", None),
            Self::PasswordChanged => ("password-changed", None),
            Self::PasswordSetByLink => ("password-set", None),
            Self::SettingsSaved => ("settings-saved", None),
            Self::FilterDeleted => ("filter-deleted", None),
            Self::TwoFactorOff => ("two-factor-off", None),
            Self::ResetRequested => ("reset-requested", None),
            Self::SessionRevoked => ("session-revoked", None),
            Self::ApplicationRevoked => ("application-revoked", None),
            Self::OthersRevoked(n) => ("others-revoked", Some(n)),
            Self::InvitationRevoked => ("invitation-revoked", None),
            Self::InvitationsSent(n) => ("invitations-sent", Some(n)),
            Self::RolesChanged => ("roles-changed", None),
            Self::EventJoined => ("event-joined", None),
            Self::EventWaiting => ("event-waiting", None),
            Self::EventFull => ("event-full", None),
            Self::EventLeft => ("event-left", None),
            Self::EventMade => ("event-made", None),
            Self::EventChanged => ("event-changed", None),
            Self::EventTwice => ("event-twice", None),
            Self::NotPossible => ("not-possible", None),
            Self::FollowAsked => ("follow-asked", None),
            Self::PersonMuted => ("person-muted", None),
            Self::PersonBlocked => ("person-blocked", None),
            Self::Posted => ("posted", None),
            Self::PostedLater => ("posted-later", None),
            Self::PostChanged => ("post-changed", None),
            Self::PostDeleted => ("post-deleted", None),
            Self::NotificationsCleared => ("notifications-cleared", None),
            Self::ListDeleted => ("list-deleted", None),
            Self::ListChanged => ("list-changed", None),
            Self::Reported => ("reported", None),
            Self::DraftSaved => ("draft-saved", None),
            Self::DraftPublished => ("draft-published", None),
            Self::DraftDropped => ("draft-dropped", None),
            Self::DraftGone => ("draft-gone", None),
            Self::ReportTaken => ("report-taken", None),
            Self::ReportReleased => ("report-released", None),
            Self::ReportDecided => ("report-decided", None),
            Self::AccountChanged => ("account-changed", None),
            Self::AccountDeleted => ("account-deleted", None),
            Self::DecisionRemoved => ("decision-removed", None),
            Self::JobRetried => ("job-retried", None),
            Self::JobDropped => ("job-dropped", None),
            Self::DecisionsSaved(n) => ("decisions-saved", Some(n)),
        };
        number.map_or_else(|| word.to_owned(), |n| format!("{word}.{n}"))
    }

    /// From the cookie.
    pub(crate) fn parse(code: &str) -> Option<Self> {
        let (word, number) = code.split_once('.').unwrap_or((code, "0"));
        let number = number.parse().ok()?;
        let known = [
            Self::SignedIn,
            Self::SignedOut,
            Self::Welcome,
            Self::PasswordChanged,
            Self::PasswordSetByLink,
            Self::SettingsSaved,
            Self::FilterDeleted,
            Self::TwoFactorOff,
            Self::ResetRequested,
            Self::SessionRevoked,
            Self::ApplicationRevoked,
            Self::OthersRevoked(number),
            Self::InvitationRevoked,
            Self::InvitationsSent(number),
            Self::RolesChanged,
            Self::EventJoined,
            Self::EventWaiting,
            Self::EventFull,
            Self::EventLeft,
            Self::EventMade,
            Self::EventChanged,
            Self::EventTwice,
            Self::NotPossible,
            Self::FollowAsked,
            Self::PersonMuted,
            Self::PersonBlocked,
            Self::Posted,
            Self::PostedLater,
            Self::PostChanged,
            Self::PostDeleted,
            Self::NotificationsCleared,
            Self::ListDeleted,
            Self::ListChanged,
            Self::Reported,
            Self::DraftSaved,
            Self::DraftPublished,
            Self::DraftDropped,
            Self::DraftGone,
            Self::ReportTaken,
            Self::ReportReleased,
            Self::ReportDecided,
            Self::AccountChanged,
            Self::AccountDeleted,
            Self::DecisionRemoved,
            Self::JobRetried,
            Self::JobDropped,
            Self::DecisionsSaved(number),
        ];
        known.into_iter().find(|flash| {
            let code = flash.code();
            code.split('.').next() == Some(word)
        })
    }

    /// What it says.
    pub(crate) fn message(self) -> Message {
        match self {
            Self::SignedIn => key("flash-signed-in"),
            Self::SignedOut => key("flash-signed-out"),
            Self::Welcome => key("flash-welcome"),
            Self::PasswordChanged => key("flash-password-changed"),
            Self::PasswordSetByLink => key("flash-password-set"),
            Self::SettingsSaved => key("flash-settings-saved"),
            Self::FilterDeleted => key("flash-filter-deleted"),
            Self::TwoFactorOff => key("flash-two-factor-off"),
            Self::ResetRequested => key("flash-reset-requested"),
            Self::SessionRevoked => key("flash-session-revoked"),
            Self::ApplicationRevoked => key("flash-application-revoked"),
            Self::OthersRevoked(number) => key("flash-others-revoked").with("number", number),
            Self::InvitationRevoked => key("flash-invitation-revoked"),
            Self::InvitationsSent(number) => key("flash-invitations-sent").with("number", number),
            Self::RolesChanged => key("flash-roles-changed"),
            Self::EventJoined => key("flash-event-joined"),
            Self::EventWaiting => key("flash-event-waiting"),
            Self::EventFull => key("flash-event-full"),
            Self::EventLeft => key("flash-event-left"),
            Self::EventMade => key("flash-event-made"),
            Self::EventChanged => key("flash-event-changed"),
            Self::EventTwice => key("flash-event-twice"),
            Self::NotPossible => key("flash-not-possible"),
            Self::FollowAsked => key("flash-follow-asked"),
            Self::PersonMuted => key("flash-person-muted"),
            Self::PersonBlocked => key("flash-person-blocked"),
            Self::Posted => key("flash-posted"),
            Self::PostedLater => key("flash-posted-later"),
            Self::PostChanged => key("flash-post-changed"),
            Self::PostDeleted => key("flash-post-deleted"),
            Self::NotificationsCleared => key("flash-notifications-cleared"),
            Self::ListDeleted => key("flash-list-deleted"),
            Self::ListChanged => key("flash-list-changed"),
            Self::Reported => key("flash-reported"),
            Self::DraftSaved => key("flash-draft-saved"),
            Self::DraftPublished => key("flash-draft-published"),
            Self::DraftDropped => key("flash-draft-dropped"),
            Self::DraftGone => key("flash-draft-gone"),
            Self::ReportTaken => key("flash-report-taken"),
            Self::ReportReleased => key("flash-report-released"),
            Self::ReportDecided => key("flash-report-decided"),
            Self::AccountChanged => key("flash-account-changed"),
            Self::AccountDeleted => key("flash-account-deleted"),
            Self::DecisionRemoved => key("flash-decision-removed"),
            Self::JobRetried => key("flash-job-retried"),
            Self::JobDropped => key("flash-job-dropped"),
            Self::DecisionsSaved(number) => key("flash-decisions-saved").with("number", number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_and_nothing_else_does() {
        for flash in [
            Flash::SignedIn,
            Flash::OthersRevoked(3),
            Flash::InvitationsSent(1),
        ] {
            assert_eq!(Flash::parse(&flash.code()), Some(flash));
        }
        for bad in ["", "hello", "<b>", "invitations-sent.x", "signed-in.-1"] {
            assert_eq!(Flash::parse(bad), None, "{bad}");
        }
    }
}

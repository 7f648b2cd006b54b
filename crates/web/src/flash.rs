//! What the next page says once, after a form was sent.

/// One of the fixed texts. It travels in a cookie as a code, so that nobody can make a page say
/// something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flash {
    SignedIn,
    SignedOut,
    Welcome,
    PasswordChanged,
    PasswordSetByLink,
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
        ];
        known.into_iter().find(|flash| {
            let code = flash.code();
            code.split('.').next() == Some(word)
        })
    }
}

impl std::fmt::Display for Flash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SignedIn => f.write_str("You are signed in."),
            Self::SignedOut => f.write_str("You are signed out."),
            Self::Welcome => f.write_str("Welcome! Your login is ready and you are signed in."),
            Self::PasswordChanged => {
                f.write_str("Your password was changed. Your other browsers were signed out.")
            }
            Self::PasswordSetByLink => {
                f.write_str("Your password was set. Sign in with the new one.")
            }
            Self::ResetRequested => f.write_str(
                "If there is such a login and we know its e-mail address, a link is on its way there.",
            ),
            Self::SessionRevoked => f.write_str("That browser is signed out."),
            Self::ApplicationRevoked => f.write_str("That app may use your account no more."),
            Self::OthersRevoked(0) => f.write_str("No other browser was signed in."),
            Self::OthersRevoked(1) => f.write_str("1 other browser is signed out."),
            Self::OthersRevoked(n) => write!(f, "{n} other browsers are signed out."),
            Self::InvitationRevoked => f.write_str("That invitation works no more."),
            Self::InvitationsSent(1) => f.write_str("1 invitation is on its way."),
            Self::InvitationsSent(n) => write!(f, "{n} invitations are on their way."),
            Self::RolesChanged => f.write_str("The roles were changed."),
            Self::EventJoined => f.write_str("You have a place."),
            Self::EventWaiting => f.write_str("You have asked for a place. This page says how you stand."),
            Self::EventFull => f.write_str("There is no place for you: see what is left."),
            Self::EventLeft => f.write_str("You have given up your place."),
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

//! What has happened: written into the outbox in the transaction that made it so, and turned into
//! jobs afterwards by whoever subscribes.

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;
use crate::id::{EventId, InvitationId, PasswordResetId, UserId};
use crate::time::Timestamp;

/// Something that has happened here. Stored as JSON with the tag `kind`, and therefore without
/// secrets: a link is named by what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A person was invited by mail.
    InvitationSent {
        /// Which invitation.
        invitation: InvitationId,
        /// To whom.
        to: EmailAddress,
        /// Until when it can be used.
        expires_at: Timestamp,
        /// What the inviter wrote, one line; may be empty.
        note: String,
    },
    /// A person asked to set a new password and has an address.
    PasswordResetRequested {
        /// Whose password.
        user: UserId,
        /// Which link.
        reset: PasswordResetId,
        /// Where to send it.
        to: EmailAddress,
        /// Until when it can be used.
        expires_at: Timestamp,
    },
    /// A password was changed; its owner is told, in case it was not them.
    PasswordChanged {
        /// Whose password.
        user: UserId,
        /// Where to send the notice.
        to: EmailAddress,
    },
}

impl Event {
    /// The names of all events that this version knows.
    pub const KINDS: [&'static str; 3] = [
        "invitation_sent",
        "password_reset_requested",
        "password_changed",
    ];

    /// The name in the database, in metrics and in logs.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::InvitationSent { .. } => "invitation_sent",
            Self::PasswordResetRequested { .. } => "password_reset_requested",
            Self::PasswordChanged { .. } => "password_changed",
        }
    }
}

/// An event as the outbox holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_is_the_json_tag() {
        let to = EmailAddress::parse("a@b.example").unwrap();
        let (user, at) = (UserId::from(1), Timestamp::from_secs(1));
        for event in [
            Event::InvitationSent {
                invitation: InvitationId::from(7),
                to: to.clone(),
                expires_at: at,
                note: String::new(),
            },
            Event::PasswordResetRequested {
                user,
                reset: PasswordResetId::from(8),
                to: to.clone(),
                expires_at: at,
            },
            Event::PasswordChanged { user, to },
        ] {
            let json = serde_json::to_value(&event).unwrap();
            assert_eq!(json["kind"], event.kind());
            assert!(Event::KINDS.contains(&event.kind()));
            assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
        }
    }
}

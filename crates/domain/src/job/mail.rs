//! Letters, as they are queued.

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;
use crate::id::{InvitationId, PasswordResetId};

/// A mail in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailMessage {
    /// To whom.
    pub to: EmailAddress,
    /// One line.
    pub subject: String,
    /// The text, lines ended by `\n`; [`MailMessage::LINK`] stands where the link belongs.
    pub text: String,
    /// The link that the letter carries. It opens something, so it is not in the queued letter: whoever
    /// sends it puts it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<MailLink>,
}

impl MailMessage {
    /// Stands for the link until the letter is sent. A control character: no name and no note has
    /// any.
    pub const LINK: char = '\u{1}';
}

/// A link in a letter, by what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailLink {
    /// To accept an invitation.
    Invitation(InvitationId),
    /// To set a new password.
    PasswordReset(PasswordResetId),
}

//! The letters that events cause.

use staffroom_domain::job::{JobPayload, MailMessage};
use staffroom_domain::{EmailAddress, Event, StoredEvent, Timestamp};

use crate::ports::EventSubscriber;

/// Writes the letters. It is asked only where mail can be sent.
pub struct MailSubscriber {
    /// The instance's name, as people know it.
    pub instance_name: String,
    /// Its address.
    pub instance_url: String,
    /// Whom to ask, if the settings say.
    pub contact: Option<String>,
    /// A point in time in words; calendars are not this crate's business.
    pub format_time: fn(Timestamp) -> String,
}

impl EventSubscriber for MailSubscriber {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn jobs(&self, event: &StoredEvent) -> Vec<JobPayload> {
        vec![JobPayload::SendMail(self.letter(&event.event))]
    }
}

impl MailSubscriber {
    fn letter(&self, event: &Event) -> MailMessage {
        match event {
            Event::InvitationSent { to, link, expires_at, note, .. } => self.compose(
                to,
                format!("You are invited to {}", self.instance_name),
                &[
                    &format!(
                        "You are invited to join {} ({}), where teachers share what they tried and \
                         what came of it.",
                        self.instance_name, self.instance_url
                    ),
                    note,
                    "Follow this link to choose a name and a password:",
                    link,
                    &format!("It works once, until {}.", (self.format_time)(*expires_at)),
                ],
            ),
            Event::PasswordResetRequested { to, link, expires_at, .. } => self.compose(
                to,
                format!("A new password for {}", self.instance_name),
                &[
                    &format!(
                        "Somebody asked to set a new password for your login at {} ({}).",
                        self.instance_name, self.instance_url
                    ),
                    "If it was you, follow this link:",
                    link,
                    &format!(
                        "It works once, until {}. If it was not you, do nothing: your password stays \
                         as it is.",
                        (self.format_time)(*expires_at)
                    ),
                ],
            ),
            Event::PasswordChanged { to, .. } => self.compose(
                to,
                format!("Your password for {} was changed", self.instance_name),
                &[
                    &format!(
                        "The password of your login at {} ({}) was changed just now, and other \
                         browsers were signed out.",
                        self.instance_name, self.instance_url
                    ),
                    "If it was not you, set a new password at once:",
                    &format!("{}/password-reset", self.instance_url),
                ],
            ),
        }
    }

    fn compose(&self, to: &EmailAddress, subject: String, paragraphs: &[&str]) -> MailMessage {
        let mut text = String::new();
        for paragraph in paragraphs.iter().filter(|p| !p.is_empty()) {
            text.push_str(paragraph);
            text.push_str("\n\n");
        }
        if let Some(contact) = &self.contact {
            text.push_str("Questions? Ask ");
            text.push_str(contact);
            text.push_str(".\n\n");
        }
        text.push_str("-- \n");
        text.push_str(&self.instance_name);
        text.push('\n');
        MailMessage {
            to: to.clone(),
            subject,
            text,
        }
    }
}

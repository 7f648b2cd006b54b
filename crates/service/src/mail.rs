//! The letters that events cause, and the links in them.

use staffroom_db::users::UserWithAccount;
use staffroom_db::{Conn, DbError, outbox};
use staffroom_domain::job::{JobPayload, MailLink, MailMessage};
use staffroom_domain::{EmailAddress, Event, EventId, SignInChange, StoredEvent, Timestamp};

use crate::context::Ctx;
use crate::ports::EventSubscriber;
use crate::secrets::{SecretKey, Token};

/// Knows the links that open something. They are made anew from the instance's key when they are
/// needed, and kept nowhere.
#[derive(Clone, Debug)]
pub struct LinkResolver {
    key: SecretKey,
    /// Scheme, host and port of the instance.
    origin: String,
}

impl LinkResolver {
    /// With a key, for an instance at `origin` (scheme, host and port).
    pub const fn new(key: SecretKey, origin: String) -> Self {
        Self { key, origin }
    }

    /// The instance's own.
    pub fn of(ctx: &Ctx) -> Self {
        Self::new(ctx.key.clone(), ctx.config.server.url.origin())
    }

    /// The token in a link.
    pub fn token(&self, link: MailLink) -> Token {
        match link {
            MailLink::Invitation(id) => Token::derive(&self.key, "invitation link", id.get()),
            MailLink::PasswordReset(id) => {
                Token::derive(&self.key, "password reset link", id.get())
            }
        }
    }

    /// The link to follow.
    pub fn url(&self, link: MailLink) -> String {
        let page = match link {
            MailLink::Invitation(_) => "invitation",
            MailLink::PasswordReset(_) => "password-reset",
        };
        format!("{}/{page}/{}", self.origin, self.token(link).as_str())
    }

    /// A queued letter as it is sent: with its link, where it carries one.
    #[must_use]
    pub fn resolve(&self, message: &MailMessage) -> MailMessage {
        let mut message = message.clone();
        if let Some(link) = message.link.take() {
            message.text = message.text.replace(MailMessage::LINK, &self.url(link));
        }
        message
    }
}

/// What is told to somebody by mail, in the transaction that makes it true.
pub(crate) struct Notice {
    id: EventId,
    event: Event,
    at: Timestamp,
}

impl Notice {
    /// For somebody who has an address, where mail can be sent.
    pub(crate) fn to(
        ctx: &Ctx,
        user: &UserWithAccount,
        event: impl FnOnce(EmailAddress) -> Event,
    ) -> Option<Self> {
        let to = user.user.email_address().filter(|_| ctx.sends_mail())?;
        Some(Self {
            id: ctx.new_id(),
            event: event(to),
            at: ctx.now(),
        })
    }

    /// That by what they sign in was changed.
    pub(crate) fn sign_in(ctx: &Ctx, user: &UserWithAccount, change: SignInChange) -> Option<Self> {
        let user_id = user.user.id;
        Self::to(ctx, user, |to| Event::SignInChanged {
            user: user_id,
            to,
            change,
        })
    }

    /// Has it sent, where there is one.
    pub(crate) fn push(notice: Option<Self>, conn: &mut Conn) -> Result<(), DbError> {
        match notice {
            Some(it) => outbox::push(conn, it.id, &it.event, it.at).map(drop),
            None => Ok(()),
        }
    }
}

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
        self.letter(&event.event)
            .map(JobPayload::SendMail)
            .into_iter()
            .collect()
    }
}

impl MailSubscriber {
    fn letter(&self, event: &Event) -> Option<MailMessage> {
        let link = &MailMessage::LINK.to_string();
        let letter = match event {
            Event::InvitationSent { invitation, to, expires_at, note } => self.compose(
                to,
                Some(MailLink::Invitation(*invitation)),
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
            Event::PasswordResetRequested { reset, to, expires_at, .. } => self.compose(
                to,
                Some(MailLink::PasswordReset(*reset)),
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
                None,
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
            Event::SignInChanged { to, change, .. } => self.compose(
                to,
                None,
                format!("How you sign in to {} was changed", self.instance_name),
                &[
                    &self.changed(*change),
                    "If it was not you, set a new password at once, and look at what is there under Settings:",
                    &format!("{}/password-reset", self.instance_url),
                ],
            ),
            Event::ArchiveReady { to, expires_at, .. } => self.compose(
                to,
                None,
                format!("Your archive from {} is ready", self.instance_name),
                &[
                    &format!(
                        "The archive that you asked for at {} ({}) is made. Sign in and download it here:",
                        self.instance_name, self.instance_url
                    ),
                    &format!("{}/settings/data", self.instance_url),
                    &format!(
                        "It is there until {}, and for nobody but you.",
                        (self.format_time)(*expires_at)
                    ),
                ],
            ),
            _ => return None,
        };
        Some(letter)
    }

    fn changed(&self, change: SignInChange) -> String {
        let login = format!(
            "your login at {} ({})",
            self.instance_name, self.instance_url
        );
        match change {
            // Not by its name, which is a text of whoever has just added it.
            SignInChange::PasskeyAdded => {
                format!("A passkey was added to {login} just now.")
            }
            SignInChange::PasskeyRemoved => {
                format!("A passkey was taken away from {login} just now.")
            }
            SignInChange::PasskeysRemoved => {
                format!("All passkeys were taken away from {login} just now.")
            }
            SignInChange::TwoFactorOn => {
                format!("From now on {login} asks for a code besides the password.")
            }
            SignInChange::TwoFactorOff => {
                format!("From now on {login} asks for no code besides the password.")
            }
        }
    }

    fn compose(
        &self,
        to: &EmailAddress,
        link: Option<MailLink>,
        subject: String,
        paragraphs: &[&str],
    ) -> MailMessage {
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
            link,
        }
    }
}

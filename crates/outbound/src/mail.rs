//! Mail over SMTP.

use futures_util::future::BoxFuture;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use staffroom_config::{Config, Encryption};
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload, MailMessage};
use staffroom_service::mail::LinkResolver;
use staffroom_service::ports::{JobError, JobHandler, Mailer};
use thiserror::Error;

/// Settings from which no mail can be sent.
#[derive(Clone, Debug, Error)]
pub enum MailSetupError {
    /// `mail.smtp_host` is empty.
    #[error("no mail server is set: `mail.smtp_host` is empty")]
    NoServer,
    /// The sender is no address.
    #[error("`mail.from` ({0}) cannot be used as a sender")]
    BadSender(String),
    /// TLS could not be prepared.
    #[error("TLS to the mail server cannot be prepared: {0}")]
    Tls(String),
}

/// Sends mail through the server of the settings, a few connections at a time.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The domain of message ids.
    domain: String,
}

impl SmtpMailer {
    /// From the settings. Nothing is sent and no connection is made yet.
    pub fn new(config: &Config) -> Result<Self, MailSetupError> {
        let host = config
            .mail
            .smtp_host
            .as_deref()
            .ok_or(MailSetupError::NoServer)?;
        let sender = config.mail_from();
        let address: Address = sender
            .as_str()
            .parse()
            .map_err(|_| MailSetupError::BadSender(sender.as_str().to_owned()))?;
        let domain = address.domain().to_owned();
        let tls = |wrap: fn(TlsParameters) -> Tls| {
            TlsParameters::new(host.to_owned())
                .map(wrap)
                .map_err(|error| MailSetupError::Tls(error.to_string()))
        };
        let tls = match config.mail.encryption {
            Encryption::StartTls => tls(Tls::Required)?,
            Encryption::Tls => tls(Tls::Wrapper)?,
            Encryption::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(config.smtp_port())
            .tls(tls)
            .timeout(Some(config.mail.timeout));
        if let Some(name) = &config.mail.username {
            let password = config.mail.password.as_ref().map_or("", |p| p.expose());
            builder = builder.credentials(Credentials::new(name.clone(), password.to_owned()));
        }
        let from = Mailbox::new(Some(config.instance.name.clone()), address);
        Ok(Self {
            transport: builder.build(),
            from,
            domain,
        })
    }

    fn compose(&self, mail: &MailMessage, key: &str) -> Result<Message, JobError> {
        let hopeless = |error: &dyn std::fmt::Display| JobError::Hopeless(error.to_string());
        let to: Address = mail
            .to
            .as_str()
            .parse()
            .map_err(|e: lettre::address::AddressError| hopeless(&e))?;
        MessageBuilder::new()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
            .message_id(Some(format!("<{key}@{}>", self.domain)))
            // RFC 3834: no holiday notes in answer, please.
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text.clone())
            .map_err(|e| hopeless(&e))
    }
}

/// `Auto-Submitted: auto-generated` (RFC 3834, 5).
#[derive(Clone, Copy)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What a mail server says about this recipient or this letter will be the same next time (RFC 5321,
/// 4.2.3: 550 to 553). Everything else may pass, also where it calls itself permanent: a password
/// that has expired (535) must not cost a single letter.
fn job_error(error: &lettre::transport::smtp::Error) -> JobError {
    let mut reason = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        reason = format!("{reason}: {cause}");
        source = cause.source();
    }
    let about_the_letter = error
        .status()
        .is_some_and(|code| (550..=553).contains(&u16::from(code)));
    if about_the_letter {
        JobError::Hopeless(reason)
    } else {
        JobError::retry(reason)
    }
}

impl Mailer for SmtpMailer {
    fn send<'a>(
        &'a self,
        message: &'a MailMessage,
        idempotency_key: &'a str,
    ) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let mail = self.compose(message, idempotency_key)?;
            self.transport
                .send(mail)
                .await
                .map(drop)
                .map_err(|e| job_error(&e))
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), JobError>> {
        Box::pin(async move {
            match self.transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(JobError::retry("the mail server does not answer as one")),
                Err(error) => Err(job_error(&error)),
            }
        })
    }
}

/// Does the jobs that send mail. Only here do the letters get their links.
pub struct SendMailHandler<M> {
    /// Sends them.
    pub mailer: M,
    /// Knows the links.
    pub links: LinkResolver,
}

impl<M: std::ops::Deref<Target = dyn Mailer> + Send + Sync> JobHandler for SendMailHandler<M> {
    fn kind(&self) -> JobKind {
        JobKind::SendMail
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::SendMail(message) = &job.payload else {
                return Err(JobError::Hopeless("not a mail".into()));
            };
            let message = self.links.resolve(message);
            self.mailer.send(&message, &job.idempotency_key()).await
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::FutureExt as _;
    use staffroom_domain::job::MailLink;
    use staffroom_domain::{EmailAddress, InvitationId, JobId};
    use staffroom_service::secrets::SecretKey;

    use super::*;

    #[derive(Default)]
    struct Letters(Mutex<Vec<MailMessage>>);

    impl Mailer for Letters {
        fn send<'a>(
            &'a self,
            message: &'a MailMessage,
            _: &'a str,
        ) -> BoxFuture<'a, Result<(), JobError>> {
            self.0.lock().unwrap().push(message.clone());
            Box::pin(async { Err(JobError::retry("the line is busy")) })
        }

        fn check(&self) -> BoxFuture<'_, Result<(), JobError>> {
            Box::pin(async { Ok(()) })
        }
    }

    fn job(text: &str, link: Option<MailLink>) -> ClaimedJob {
        ClaimedJob {
            id: JobId::from(1),
            payload: JobPayload::SendMail(MailMessage {
                to: EmailAddress::parse("a@b.example").unwrap(),
                subject: "s".into(),
                text: text.into(),
                link,
            }),
            attempt: 1,
            max_attempts: 12,
            dedup_key: None,
            lease_token: 1,
        }
    }

    #[test]
    fn every_attempt_has_the_same_link_and_other_letters_stay_as_they_are() {
        let sent = Arc::new(Letters::default());
        let origin = "https://school.example".to_owned();
        let handler = SendMailHandler {
            mailer: Arc::clone(&sent) as Arc<dyn Mailer>,
            links: LinkResolver::new(SecretKey::from_bytes([7; 32]), origin),
        };
        let link = Some(MailLink::Invitation(InvitationId::from(7)));
        let queued = job(&format!("Follow\n\n{}\n", MailMessage::LINK), link);
        for job in [&queued, &queued, &job("of the version before", None)] {
            handler.run(job).now_or_never().unwrap().unwrap_err();
        }
        let texts: Vec<String> = sent.0.lock().unwrap().drain(..).map(|m| m.text).collect();
        let [first, second, old] = texts.try_into().unwrap();
        assert!(first.starts_with("Follow\n\nhttps://school.example/invitation/"));
        assert!(!first.contains(MailMessage::LINK), "{first}");
        assert_eq!(first, second);
        assert_eq!(old, "of the version before");
    }
}

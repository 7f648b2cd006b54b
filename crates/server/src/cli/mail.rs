//! `staffroom mail …`.

use super::output::say;
use clap::Subcommand;
use staffroom_domain::EmailAddress;
use staffroom_domain::job::MailMessage;
use staffroom_outbound::mail::{MailSetupError, SmtpMailer};
use staffroom_service::ports::Mailer as _;

use super::{SettingsArgs, runtime};
use crate::telemetry;

/// What to do with the mail settings.
#[derive(Debug, Subcommand)]
pub(super) enum Mail {
    /// Connect to the mail server, sign in, and send a letter if an address is given
    Test {
        /// Where to send it
        to: Option<String>,
    },
}

pub(super) fn run(command: &Mail, settings: &SettingsArgs) -> anyhow::Result<()> {
    let Mail::Test { to } = command;
    let to = to.as_deref().map(EmailAddress::parse).transpose()?;
    let loaded = settings.load(&[])?;
    telemetry::start_quiet_logs(&loaded.config.log);
    let config = &loaded.config;
    let host = config.mail.smtp_host.as_deref().unwrap_or_default();
    let server = format!("{host}:{}", config.smtp_port());
    runtime()?.block_on(async {
        // Its connections live on the runtime.
        let mailer = SmtpMailer::new(config).map_err(|error| match error {
            MailSetupError::NoServer => anyhow::anyhow!(
                "{error}; set the section [mail] of your configuration file (without it everything works by \
                 link)"
            ),
            other => other.into(),
        })?;
        mailer
            .check()
            .await
            .map_err(|error| anyhow::anyhow!("the mail server {server} cannot be used: {error}"))?;
        say!("The mail server {server} answers.");
        let Some(to) = to else {
            say!("To send a letter as well: staffroom mail test ADDRESS");
            return Ok(());
        };
        let letter = MailMessage {
            to: to.clone(),
            subject: format!("{} can send mail", config.instance.name),
            text: format!("This letter was sent by {}.\n", config.server.url.origin()),
            link: None,
        };
        let key = format!("test-{}", std::process::id());
        mailer
            .send(&letter, &key)
            .await
            .map_err(|error| anyhow::anyhow!("the letter to {to} was not taken: {error}"))?;
        say!("A letter to {to} was taken by the mail server.");
        Ok(())
    })
}

//! The mail server, on request.

use staffroom_config::Loaded;
use staffroom_outbound::mail::{MailSetupError, SmtpMailer};
use staffroom_service::ports::Mailer as _;

use super::Report;

pub(super) async fn check(loaded: &Loaded, report: &mut Report) {
    let config = &loaded.config;
    let server = format!(
        "{}:{}",
        config.mail.smtp_host.as_deref().unwrap_or_default(),
        config.smtp_port()
    );
    let advice = "check the section [mail] of the settings; to try again: staffroom mail test";
    let mailer = match SmtpMailer::new(config) {
        Ok(mailer) => mailer,
        Err(MailSetupError::NoServer) => {
            return report.skip(
                "mail",
                "no mail server is set (`mail.smtp_host`): invitations and new passwords go by link",
            );
        }
        Err(error) => return report.problem("mail", error.to_string(), advice),
    };
    match mailer.check().await {
        Ok(()) => report.ok("mail", format!("{server} answers and takes our sign-in")),
        Err(error) => report.problem("mail", format!("{server} cannot be used: {error}"), advice),
    }
}

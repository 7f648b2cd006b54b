//! A box that letters go into instead of the post.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use staffroom_domain::job::MailMessage;
use staffroom_service::ports::{JobError, Mailer};

/// The letters that were sent, with the key of each attempt.
#[derive(Clone, Debug, Default)]
pub struct SentMail(Arc<Mutex<Contents>>);

#[derive(Debug, Default)]
struct Contents {
    sent: Vec<(MailMessage, String)>,
    failures: Vec<JobError>,
}

impl SentMail {
    /// What was sent so far, oldest first.
    pub fn all(&self) -> Vec<(MailMessage, String)> {
        self.contents().sent.clone()
    }

    /// The next attempt fails in this way; several are used up one by one.
    pub fn fail_next(&self, error: JobError) {
        self.contents().failures.push(error);
    }

    pub(crate) fn mailer(&self) -> Arc<dyn Mailer> {
        Arc::new(self.clone())
    }

    fn contents(&self) -> std::sync::MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mailer for SentMail {
    fn send<'a>(
        &'a self,
        message: &'a MailMessage,
        idempotency_key: &'a str,
    ) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let mut contents = self.contents();
            if contents.failures.is_empty() {
                contents
                    .sent
                    .push((message.clone(), idempotency_key.to_owned()));
                Ok(())
            } else {
                Err(contents.failures.remove(0))
            }
        })
    }

    fn check(&self) -> BoxFuture<'_, Result<(), JobError>> {
        Box::pin(async { Ok(()) })
    }
}

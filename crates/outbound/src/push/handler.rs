//! Tells programs of notifications through their push services (RFC 8030).

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use futures_util::future::BoxFuture;
use staffroom_domain::job::{ClaimedJob, JobKind, JobPayload};
use staffroom_domain::{NotificationId, PushSubscriptionId};
use staffroom_net::{Client, NetError, Post, Response};
use staffroom_service::Ctx;
use staffroom_service::ports::{JobError, JobHandler};
use staffroom_service::push::{self, Prepared, VapidKey};
use url::Url;

use super::encrypt::{Once, Receiver, encrypt, encrypt_legacy};

/// Does the jobs of Web Push.
pub struct PushHandler {
    /// What use cases need.
    pub ctx: Ctx,
    /// Calls push services; none where nobody is called.
    pub client: Option<Client>,
}

/// What is sent, and how.
struct Request {
    body: Bytes,
    headers: Vec<(&'static str, String)>,
}

impl JobHandler for PushHandler {
    fn kind(&self) -> JobKind {
        JobKind::Push
    }

    fn run<'a>(&'a self, job: &'a ClaimedJob) -> BoxFuture<'a, Result<(), JobError>> {
        Box::pin(async move {
            let JobPayload::Push {
                subscription,
                notification,
            } = job.payload
            else {
                return Err(JobError::Hopeless("not a push message".to_owned()));
            };
            self.tell(subscription, notification).await
        })
    }
}

impl PushHandler {
    async fn tell(
        &self,
        subscription: PushSubscriptionId,
        notification: NotificationId,
    ) -> Result<(), JobError> {
        let Some(client) = &self.client else {
            return Ok(());
        };
        let prepared = push::prepare(&self.ctx, subscription, notification).await;
        let Some(prepared) = prepared.map_err(JobError::retry)? else {
            return Ok(());
        };
        let Ok(url) = Url::parse(&prepared.endpoint) else {
            return self.forget(subscription, "its address is none").await;
        };
        let key = push::key(&self.ctx).await.map_err(JobError::retry)?;
        let Some(request) = self.request(&url, &prepared, &key) else {
            return self
                .forget(subscription, "nothing can be encrypted for it")
                .await;
        };
        let headers: Vec<(&str, &str)> = request
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let post = Post {
            content_type: "application/octet-stream",
            body: &request.body,
            headers: &headers,
            signer: None,
        };
        match client.post(&url, post).await {
            Ok(answer) => self.judge(subscription, &answer).await,
            Err(error) if error.is_temporary() => Err(JobError::retry(error)),
            Err(NetError::Refused(refusal)) => {
                self.forget(subscription, &refusal.to_string()).await
            }
            Err(error) => Err(JobError::Hopeless(error.to_string())),
        }
    }

    fn request(&self, url: &Url, prepared: &Prepared, key: &VapidKey) -> Option<Request> {
        let receiver = Receiver {
            public_key: &prepared.public_key,
            secret: &prepared.secret,
        };
        let text = serde_json::to_vec(&prepared.message).ok()?;
        let once = Once::new(&*self.ctx.random).ok()?;
        let origin = url.origin().ascii_serialization();
        let proof = key.proof(&origin, self.ctx.now().as_secs()).ok()?;
        let server_key = key.public_key();
        let mut headers = vec![
            ("ttl", prepared.seconds.to_string()),
            ("urgency", "normal".to_owned()),
        ];
        if prepared.standard {
            let body = encrypt(&once, &receiver, &text).ok()?;
            headers.push(("content-encoding", "aes128gcm".to_owned()));
            headers.push(("authorization", format!("vapid t={proof}, k={server_key}")));
            return Some(Request {
                body: body.into(),
                headers,
            });
        }
        let legacy = encrypt_legacy(&once, &receiver, &text).ok()?;
        let salt = BASE64URL_NOPAD.encode(&legacy.salt);
        let dh = BASE64URL_NOPAD.encode(&legacy.public_key);
        headers.push(("content-encoding", "aesgcm".to_owned()));
        headers.push(("encryption", format!("salt={salt}")));
        headers.push(("crypto-key", format!("dh={dh};p256ecdsa={server_key}")));
        headers.push(("authorization", format!("WebPush {proof}")));
        Some(Request {
            body: legacy.body.into(),
            headers,
        })
    }

    /// 404 and 410: there is no such subscription any more (RFC 8030, 7.3). Of what a service refuses
    /// otherwise nothing comes of asking again.
    async fn judge(
        &self,
        subscription: PushSubscriptionId,
        answer: &Response,
    ) -> Result<(), JobError> {
        match answer.status {
            200..=299 => Ok(()),
            404 | 410 => {
                self.forget(subscription, "the push service knows it no more")
                    .await
            }
            status @ (408 | 425 | 429 | 500..=599) => {
                let now = self.ctx.now().as_micros();
                let now = chrono::DateTime::from_timestamp_micros(now).unwrap_or_default();
                Err(JobError::Retry {
                    reason: format!("the push service answered {status}"),
                    after: answer.retry_after(now),
                })
            }
            status => {
                let host = answer.url.host_str().unwrap_or_default();
                tracing::warn!(%subscription, %host, status, "a push service refused a message");
                Ok(())
            }
        }
    }

    async fn forget(&self, subscription: PushSubscriptionId, reason: &str) -> Result<(), JobError> {
        tracing::info!(%subscription, %reason, "a push subscription is removed");
        push::gone(&self.ctx, subscription)
            .await
            .map_err(JobError::retry)
    }
}

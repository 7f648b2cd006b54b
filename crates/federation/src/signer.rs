//! Signs outgoing requests as an actor of ours.

use std::sync::Arc;

use staffroom_domain::Clock;
use staffroom_net::SignRequest;
use staffroom_service::keys::ActorKeys;
use staffroom_signatures::{Outgoing, PrivateKey, Scheme, sign};
use url::Url;

use crate::knock::Knock;

/// An actor's key, the way to sign that the other server takes, and further headers to sign.
pub struct Signer {
    key: PrivateKey,
    key_id: String,
    knock: Knock,
    clock: Arc<dyn Clock>,
    covered: Vec<(String, String)>,
}

impl Signer {
    /// For an actor with those keys.
    pub fn new(keys: &ActorKeys, actor: &str, knock: Knock, clock: Arc<dyn Clock>) -> Self {
        let (key, name) = match knock {
            Knock::Rfc9421Ed25519 => (&keys.ed25519, "ed25519-key"),
            _ => (&keys.rsa, "main-key"),
        };
        Self {
            key: key.clone(),
            key_id: format!("{actor}#{name}"),
            knock,
            clock,
            covered: Vec::new(),
        }
    }

    /// Signs these headers too, which the caller sends.
    #[must_use]
    pub fn covering(mut self, headers: Vec<(String, String)>) -> Self {
        self.covered = headers;
        self
    }
}

impl SignRequest for Signer {
    fn sign(&self, method: &str, url: &Url, body: Option<&[u8]>) -> Vec<(String, String)> {
        let host = url.host_str().unwrap_or_default();
        let authority = url
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let query = url
            .query()
            .filter(|_| self.knock != Knock::CavageWithoutQuery);
        let target = query.map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        let covered: Vec<(&str, &str)> = self
            .covered
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let outgoing = Outgoing {
            key: &self.key,
            key_id: &self.key_id,
            method,
            scheme: url.scheme(),
            authority: &authority,
            path_and_query: &target,
            body,
            date: self.clock.now(),
            covered: &covered,
        };
        let signed = match self.knock.scheme() {
            Scheme::Cavage => sign::cavage(&outgoing),
            Scheme::Rfc9421 => sign::rfc9421(&outgoing),
        };
        match signed {
            Ok(headers) => headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            Err(error) => {
                // The other server will refuse it, and the delivery says so.
                tracing::error!(%error, %url, "a request could not be signed");
                Vec::new()
            }
        }
    }
}

//! Keeps the client from servers that we want nothing of.

use std::fmt;

use staffroom_net::{JudgeHost, Judgement, NetError};
use staffroom_signatures::Hosts;
use url::Url;

use super::decision::Policies;

/// Judges each hop of a fetch by the decisions about servers. The instance itself is never fetched from
/// either.
pub(crate) struct Gatekeeper {
    policies: Policies,
    own: Hosts,
}

impl Gatekeeper {
    pub(crate) fn new(policies: Policies, own: Hosts) -> Self {
        Self { policies, own }
    }
}

impl fmt::Debug for Gatekeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gatekeeper")
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

impl JudgeHost for Gatekeeper {
    fn judge<'a>(&'a self, url: &'a Url) -> Judgement<'a> {
        Box::pin(async move {
            let host = url.host_str().unwrap_or_default();
            let authority = url
                .port()
                .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
            if self.own.contains(&authority) {
                return Err(NetError::Unwanted("it is this server".to_owned()));
            }
            match self.policies.of(&authority).await {
                Ok(policy) if policy.federates => Ok(()),
                Ok(_) => Err(NetError::Unwanted(format!(
                    "nothing is exchanged with {host}"
                ))),
                Err(error) => {
                    tracing::warn!(%error, "what holds for a server cannot be read");
                    Err(NetError::Busy)
                }
            }
        })
    }
}

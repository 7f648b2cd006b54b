//! One delivery, signed and sent.

use staffroom_net::{Post, SignRequest};
use staffroom_protocol::ACTIVITY_JSON;
use staffroom_service::keys::ActorKeysError;
use staffroom_signatures::Scheme;
use url::Url;

use super::answer::{Meaning, meaning};
use super::batch::Parcel;
use super::followers;
use crate::Federation;
use crate::knock::{Knock, Reads};

/// What came of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    /// What the last answer means.
    pub(super) meaning: Meaning,
    /// The scheme that was taken.
    pub(super) scheme: Option<Scheme>,
}

/// Sends with the signature that the host is known to read, and where it does not believe us, at once
/// with the other.
pub(super) async fn send(fed: &Federation, parcel: &Parcel, reads: Reads) -> Sent {
    let first = reads.first();
    let meaning = once(fed, parcel, first).await;
    let is_signature = match meaning {
        // A host that took this scheme before means what it says.
        Meaning::NotBelieved(403) => reads.taken.is_none(),
        Meaning::NotBelieved(_) => true,
        _ => false,
    };
    if !is_signature {
        return sent(meaning, first);
    }
    // Perhaps it is the key: another process may have replaced it.
    if matches!(fed.renew_keys_of(parcel.account).await, Ok(true)) {
        let again = once(fed, parcel, first).await;
        if !matches!(again, Meaning::NotBelieved(_)) {
            return sent(again, first);
        }
    }
    let second = reads.second();
    match once(fed, parcel, second).await {
        // The first refusal is the one that tells why.
        Meaning::NotBelieved(_) | Meaning::Refused(_) => sent(meaning, first),
        other => sent(other, second),
    }
}

fn sent(meaning: Meaning, knock: Knock) -> Sent {
    let scheme = (meaning == Meaning::Taken).then_some(knock.scheme());
    let meaning = match meaning {
        Meaning::NotBelieved(status) => Meaning::Refused(format!("answered {status}")),
        other => other,
    };
    Sent { meaning, scheme }
}

async fn once(fed: &Federation, parcel: &Parcel, knock: Knock) -> Meaning {
    let Ok(url) = Url::parse(&parcel.row.inbox) else {
        return Meaning::Refused("the inbox is no address".to_owned());
    };
    let mut headers = Vec::new();
    headers.extend(parcel.followers.as_deref().map(|v| (followers::HEADER, v)));
    let mut covered: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    if knock.scheme() == Scheme::Cavage {
        covered.push(("content-type".to_owned(), ACTIVITY_JSON.to_owned()));
    }
    let signer = match fed.signer(parcel.account, knock).await {
        Ok(signer) => signer.covering(covered),
        Err(error) => return without_key(&error),
    };
    let post = Post {
        content_type: ACTIVITY_JSON,
        body: &parcel.body,
        headers: &headers,
        signer: Some(&signer as &dyn SignRequest),
    };
    let answer = fed.client().post(&url, post).await;
    meaning(answer.as_ref(), fed.ctx().now())
}

fn without_key(error: &ActorKeysError) -> Meaning {
    tracing::error!(%error, "a delivery cannot be signed");
    Meaning::Later {
        error: error.to_string(),
        after: None,
        is_of_activity: true,
    }
}

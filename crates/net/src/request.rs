//! What is asked.

use std::fmt;
use std::pin::Pin;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::error::NetError;

/// What a `get` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// An ActivityStreams document (ActivityPub, 3.2).
    ActivityJson,
    /// A `WebFinger` document (RFC 7033).
    Jrd,
    /// Other JSON, such as `NodeInfo`.
    Json,
    /// A page.
    Html,
    /// Whatever there is.
    Anything,
}

impl Accept {
    /// The value of the header `Accept`.
    pub fn value(self) -> &'static str {
        match self {
            Self::ActivityJson => {
                "application/activity+json, \
                 application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""
            }
            Self::Jrd => "application/jrd+json, application/json",
            Self::Json => "application/json",
            Self::Html => "text/html, application/xhtml+xml",
            Self::Anything => "*/*",
        }
    }
}

/// Signs requests: called once for each, so again for each redirect.
pub trait SignRequest: Send + Sync {
    /// The headers to add, such as `Date`, `Digest` and `Signature`.
    ///
    /// `method` is in upper case; `url` is what is called, whose host and port are the header
    /// `Host` (which cannot be given: it is left out).
    fn sign(&self, method: &str, url: &Url, body: Option<&[u8]>) -> Vec<(String, String)>;
}

/// What a [`JudgeHost`] says, later.
pub type Judgement<'a> = Pin<Box<dyn Future<Output = Result<(), NetError>> + Send + 'a>>;

/// Says whether there is anything to be done with a server at all. Asked before each `get`, and again
/// for each redirect, so that nobody leads us to a server that we want nothing of.
pub trait JudgeHost: fmt::Debug + Send + Sync {
    /// [`NetError::Unwanted`] where it is not to be called.
    fn judge<'a>(&'a self, url: &'a Url) -> Judgement<'a>;
}

/// Headers as pairs of name and value, to be sent once each.
pub(crate) fn headers<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<HeaderMap, NetError> {
    let mut map = HeaderMap::new();
    add(&mut map, pairs)?;
    Ok(map)
}

/// Adds headers; one that is there already is replaced.
pub(crate) fn add<'a>(
    map: &mut HeaderMap,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<(), NetError> {
    for (name, value) in pairs {
        let wrong = || NetError::Request(format!("the header {name:?} is not one"));
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        let value = HeaderValue::from_str(value).map_err(|_| wrong())?;
        // The library derives these from what is called and sent.
        if key != header::HOST && key != header::CONTENT_LENGTH {
            map.insert(key, value);
        }
    }
    Ok(())
}

//! One request and its answer.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{self, HeaderMap};
use reqwest::{RequestBuilder, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::error::NetError;

/// Of a body that is not needed, this much is read at most.
const MOST_OF_THE_REST: usize = 64 * 1024;
/// Nor is it waited for longer than this.
const REST_WITHIN: Duration = Duration::from_secs(2);

/// A body, or the beginning of one.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) complete: bool,
}

/// Sends a request and gives the answer's head.
pub(crate) async fn send(request: RequestBuilder) -> Result<reqwest::Response, NetError> {
    request
        .send()
        .await
        .map_err(|error| NetError::judge(&error))
}

/// Where a redirect leads, if it is one that may be followed.
pub(crate) fn redirect(head: &reqwest::Response, from: &Url) -> Result<Option<Url>, NetError> {
    let is_redirect = matches!(
        head.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let Some(location) = head.headers().get(header::LOCATION).filter(|_| is_redirect) else {
        return Ok(None);
    };
    let to = location
        .to_str()
        .ok()
        .and_then(|location| from.join(location).ok());
    let Some(mut to) = to else {
        return Err(NetError::Protocol("a redirect to no address".to_owned()));
    };
    if to.scheme() != from.scheme() {
        return Err(NetError::Downgrade {
            from: from.scheme().to_owned(),
            to: to.scheme().to_owned(),
        });
    }
    to.set_fragment(None);
    Ok(Some(to))
}

/// Reads the whole body, if it is not too large.
pub(crate) async fn whole(head: reqwest::Response, most: usize) -> Result<Body, NetError> {
    if is_encoded(head.headers()) {
        return Err(NetError::Protocol("the answer is compressed".to_owned()));
    }
    let announced = head.content_length();
    if announced.is_some_and(|length| length > most as u64) {
        return Err(NetError::TooLarge);
    }
    let mut bytes = BytesMut::new();
    if read(head, most, &mut bytes).await? {
        Ok(Body {
            bytes: bytes.freeze(),
            complete: true,
        })
    } else {
        Err(NetError::TooLarge)
    }
}

/// Reads the body, or as much of it as is wanted.
pub(crate) async fn beginning(head: reqwest::Response, most: usize) -> Result<Body, NetError> {
    if is_encoded(head.headers()) {
        return Err(NetError::Protocol("the answer is compressed".to_owned()));
    }
    let mut bytes = BytesMut::new();
    let complete = read(head, most, &mut bytes).await?;
    Ok(Body {
        bytes: bytes.freeze(),
        complete,
    })
}

/// Reads what comes of a body within the time; whatever happens, it is not an error.
pub(crate) async fn what_comes(head: reqwest::Response, deadline: Instant) -> Body {
    let mut bytes = BytesMut::new();
    let complete = if is_encoded(head.headers()) {
        false
    } else {
        let reading = read(head, MOST_OF_THE_REST, &mut bytes);
        let until = deadline.min(Instant::now() + REST_WITHIN);
        matches!(timeout_at(until, reading).await, Ok(Ok(true)))
    };
    Body {
        bytes: bytes.freeze(),
        complete,
    }
}

/// Whether the end came before `most` bytes were full; if not, so many of them are there.
async fn read(
    mut head: reqwest::Response,
    most: usize,
    bytes: &mut BytesMut,
) -> Result<bool, NetError> {
    loop {
        let chunk = head.chunk().await;
        let Some(chunk) = chunk.map_err(|error| NetError::judge(&error))? else {
            return Ok(true);
        };
        let room = most.saturating_sub(bytes.len());
        if let Some(beginning) = chunk.get(..room).filter(|_| chunk.len() > room) {
            bytes.extend_from_slice(beginning);
            return Ok(false);
        }
        bytes.extend_from_slice(&chunk);
    }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity"))
}

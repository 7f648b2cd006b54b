//! Requests by the people of the other side, signed and written out before any clock starts.

use anyhow::Context as _;
use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_signatures::sign::{Outgoing, cavage};
use url::{Position, Url};

use super::world::{Person, World};
use crate::tested::http;
use crate::tested::server::authority;

const ACTIVITY: &str = "application/activity+json";

/// The present, as `Date` needs it.
#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark signs for the server's real clock"
)]
pub(crate) fn now() -> Timestamp {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Signs for one server.
pub(crate) struct Signer<'a> {
    pub(crate) world: &'a World,
    /// Headers that a proxy in front of the server would add.
    pub(crate) extra: &'a [(String, String)],
}

impl Signer<'_> {
    /// The bytes of a POST of an activity.
    pub(crate) fn post(
        &self,
        by: Person,
        inbox: &Url,
        activity: &Value,
    ) -> anyhow::Result<Vec<u8>> {
        let body = serde_json::to_vec(activity)?;
        self.write("POST", by, inbox, Some(&body))
    }

    /// The bytes of a GET of a document.
    pub(crate) fn get(&self, by: Person, document: &Url) -> anyhow::Result<Vec<u8>> {
        self.write("GET", by, document, None)
    }

    fn write(
        &self,
        method: &str,
        by: Person,
        url: &Url,
        body: Option<&[u8]>,
    ) -> anyhow::Result<Vec<u8>> {
        let authority = authority(url);
        let target = &url[Position::BeforePath..Position::AfterQuery];
        let typed = [("content-type", ACTIVITY)];
        let covered: &[_] = if body.is_some() { &typed } else { &[] };
        let signed = cavage(&Outgoing {
            key: self.world.key(by)?,
            key_id: &self.world.key_id(by),
            method,
            scheme: url.scheme(),
            authority,
            path_and_query: target,
            body,
            date: now(),
            covered,
        })?;
        let mut headers = vec![("User-Agent", "staffroom-bench"), ("Accept", ACTIVITY)];
        headers.extend(covered);
        headers.extend(signed.iter().map(|(name, value)| (*name, value.as_str())));
        headers.extend(self.extra.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        Ok(http::request(
            method,
            target,
            authority,
            &headers,
            body.unwrap_or_default(),
        ))
    }
}

/// Does the same to each of many on every core, in order.
pub(crate) fn on_all_cores<T, R, F>(items: &[T], each: F) -> anyhow::Result<Vec<R>>
where
    T: Sync,
    R: Send,
    F: Fn(&T) -> anyhow::Result<R> + Sync,
{
    let cores = std::thread::available_parallelism()?.get();
    let share = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let each = &each;
        let running: Vec<_> = items
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(each).collect::<anyhow::Result<Vec<_>>>())
            })
            .collect();
        let mut all = Vec::with_capacity(items.len());
        for part in running {
            let part = part.join().ok().context("a thread ended too early")?;
            all.extend(part?);
        }
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::{Signer, on_all_cores};
    use crate::federation::world::{Person, World};

    #[test]
    fn a_post_is_signed_over_target_host_date_and_digest() {
        let world = World::new(81).unwrap();
        let extra = [("X-Forwarded-Proto".to_owned(), "https".to_owned())];
        let signer = Signer {
            world: &world,
            extra: &extra,
        };
        let inbox = Url::parse("http://bench.localhost:8080/inbox?x=y#z").unwrap();
        let by = Person { host: 1, number: 2 };
        let bytes = signer.post(by, &inbox, &json!({"a": 1})).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.starts_with("POST /inbox?x=y HTTP/1.1\r\nHost: bench.localhost:8080\r\n"));
        assert!(text.contains("headers=\"(request-target) host date digest content-type\""));
        assert!(text.contains("keyId=\"http://host-1.localhost:81/users/u2#main-key\""));
        assert!(text.contains("\r\nX-Forwarded-Proto: https\r\n"));
        assert!(text.ends_with("\r\nContent-Length: 7\r\n\r\n{\"a\":1}"));
    }

    #[test]
    fn work_on_all_cores_keeps_its_order() {
        let items: Vec<u32> = (0..101).collect();
        let doubled = on_all_cores(&items, |item| Ok(item * 2)).unwrap();
        assert_eq!(
            doubled,
            items.iter().map(|item| item * 2).collect::<Vec<_>>()
        );
    }
}

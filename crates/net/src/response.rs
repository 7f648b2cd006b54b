//! What was answered.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::{self, HeaderMap};
use url::Url;

/// Whatever `Retry-After` says, it is not more than this.
pub const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(24);

/// The profile that makes JSON-LD an ActivityStreams document (ActivityPub, 3.2).
const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// The answer to a call, whatever its status.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Who answered: the URL after all redirects, without a fragment.
    pub url: Url,
    /// Whether that is another one than was asked.
    pub redirected: bool,
    /// The body. Complete for a successful `get`; otherwise perhaps not (see `complete`).
    pub body: Bytes,
    /// Whether `body` is all that was sent.
    pub complete: bool,
    pub(crate) headers: HeaderMap,
}

impl Response {
    /// Whether the status is one of success (2xx).
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first header of this name (any case), if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The header `Content-Type`; none where it is there twice.
    pub fn content_type(&self) -> Option<&str> {
        let mut all = self.headers.get_all(header::CONTENT_TYPE).iter();
        let first = all.next()?;
        all.next().is_none().then(|| first.to_str().ok())?
    }

    /// Whether it says that it is an ActivityStreams document: `application/activity+json`, or
    /// `application/ld+json` with the profile (ActivityPub, 3.2).
    ///
    /// Nothing else may be read as one: a server that lets people upload files would otherwise speak
    /// for its users with them.
    pub fn is_activity_json(&self) -> bool {
        self.content_type()
            .is_some_and(|value| match essence(value).as_str() {
                "application/activity+json" => true,
                "application/ld+json" => parameter(value, "profile").is_some_and(|profiles| {
                    profiles
                        .split_ascii_whitespace()
                        .any(|profile| profile == ACTIVITY_STREAMS)
                }),
                _ => false,
            })
    }

    /// Whether it says that it is a JRD (RFC 7033, 10.2), or JSON, as many servers say instead.
    pub fn is_jrd(&self) -> bool {
        self.is_one_of(&["application/jrd+json", "application/json"])
    }

    /// Whether it says that it is JSON.
    pub fn is_json(&self) -> bool {
        self.is_one_of(&["application/json"])
    }

    fn is_one_of(&self, types: &[&str]) -> bool {
        self.content_type()
            .is_some_and(|value| types.contains(&essence(value).as_str()))
    }

    /// How long to wait before the next call, as the header `Retry-After` has it (RFC 9110, 10.2.3),
    /// [`LONGEST_RETRY_AFTER`] at most.
    pub fn retry_after(&self, now: DateTime<Utc>) -> Option<Duration> {
        let value = self.header("retry-after")?.trim();
        let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            // More digits than fit are a long time.
            value
                .parse()
                .map_or(LONGEST_RETRY_AFTER, Duration::from_secs)
        } else {
            let wait = http_date(value)? - now;
            wait.to_std().unwrap_or(Duration::ZERO)
        };
        Some(wait.min(LONGEST_RETRY_AFTER))
    }
}

/// A date in one of the three forms of HTTP (RFC 9110, 5.6.7).
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    const FORMS: [&str; 3] = [
        "%a, %d %b %Y %H:%M:%S GMT",
        "%A, %d-%b-%y %H:%M:%S GMT",
        "%a %b %e %H:%M:%S %Y",
    ];
    FORMS
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|date| date.and_utc())
}

/// A media type without its parameters, in lower case.
fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The value of the first parameter of this name, without quotes.
fn parameter(content_type: &str, name: &str) -> Option<String> {
    let mut rest = content_type.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, after) = parameter_value(after.trim_start());
        // `key` may begin with parameters that have no value; the last is the one before `=`.
        let key = key.rsplit(';').next().unwrap_or_default().trim();
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after;
    }
}

/// A parameter's value, quoted or not, and what follows it.
fn parameter_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn with(headers: &[(&'static str, &str)]) -> Response {
        let mut response = Response {
            status: 200,
            url: Url::parse("https://example.com/").unwrap(),
            redirected: false,
            body: Bytes::new(),
            complete: true,
            headers: HeaderMap::new(),
        };
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).unwrap();
            response.headers.append(*name, value);
        }
        response
    }

    #[test]
    fn only_what_says_so_is_an_activity_document() {
        for yes in [
            "application/activity+json",
            "application/activity+json; charset=utf-8",
            "Application/Activity+JSON ;charset=UTF-8",
            r#"application/ld+json; profile="https://www.w3.org/ns/activitystreams""#,
            r#"application/ld+json;charset=utf-8;profile="https://www.w3.org/ns/activitystreams""#,
            r#"application/ld+json; x="a;profile=b"; profile="http://a.example https://www.w3.org/ns/activitystreams""#,
            "application/ld+json; profile=https://www.w3.org/ns/activitystreams",
        ] {
            assert!(with(&[("content-type", yes)]).is_activity_json(), "{yes}");
        }
        for no in [
            "",
            "text/html",
            "application/json",
            "application/octet-stream",
            "application/ld+json",
            "application/activity+jsonx",
            "text/html; x=application/activity+json",
            r#"application/ld+json; profile="https://www.w3.org/ns/activitystreams.evil""#,
            r#"application/ld+json; x="profile=https://www.w3.org/ns/activitystreams""#,
            r#"application/ld+json; profile="http://a.example"; profile="https://www.w3.org/ns/activitystreams""#,
            "application/ld+json; profile",
        ] {
            assert!(!with(&[("content-type", no)]).is_activity_json(), "{no}");
        }
        let twice = [
            ("content-type", "application/activity+json"),
            ("content-type", "text/html"),
        ];
        assert!(!with(&twice).is_activity_json());
        assert!(!with(&[]).is_activity_json());
    }

    #[test]
    fn a_jrd_may_call_itself_json() {
        assert!(with(&[("content-type", "application/jrd+json; charset=utf-8")]).is_jrd());
        assert!(with(&[("content-type", "application/json")]).is_jrd());
        assert!(!with(&[("content-type", "text/html")]).is_jrd());
        assert!(with(&[("content-type", "application/json;v=1")]).is_json());
        assert!(!with(&[("content-type", "application/jrd+json")]).is_json());
    }

    #[test]
    fn retry_after_is_read_in_all_its_forms() {
        let now = DateTime::from_timestamp(784_111_777, 0).unwrap() - Duration::from_mins(1);
        let wait = |value: &str| with(&[("retry-after", value)]).retry_after(now);
        assert_eq!(wait("120"), Some(Duration::from_mins(2)));
        // The examples of RFC 9110, 5.6.7, all the same instant.
        for date in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(wait(date), Some(Duration::from_mins(1)), "{date}");
        }
        assert_eq!(wait("Sun, 06 Nov 1994 07:49:37 GMT"), Some(Duration::ZERO));
        for long in ["99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(wait(long), Some(LONGEST_RETRY_AFTER), "{long}");
        }
        for nothing in ["", "-1", "soon", "1.5", "Sun, 32 Nov 1994 08:49:37 GMT"] {
            assert_eq!(wait(nothing), None, "{nothing}");
        }
    }
}

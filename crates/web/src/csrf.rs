//! Forms that only our own pages can send.
//!
//! Each form carries a signature over what the browser alone knows: its session, or a random cookie
//! where nobody is signed in. Beside it, what modern browsers tell about where a request comes from
//! is held against our own address.

use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};
use data_encoding::BASE64URL_NOPAD;
use staffroom_domain::random::{self, Random};
use staffroom_service::secrets::SecretKey;
use url::{Host, Url};

const PURPOSE: &str = "csrf";
const SALT: usize = 16;
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A token for a form of the page that is being written. The salt makes each one different, so that
/// compressed answers tell nothing about it.
pub(crate) fn token(key: &SecretKey, random: &dyn Random, binding: &str) -> String {
    let mut bytes = random::bytes::<SALT>(random).to_vec();
    let signature = key.sign(PURPOSE, &message(&bytes, binding));
    bytes.extend_from_slice(&signature);
    BASE64URL_NOPAD.encode(&bytes)
}

/// Whether the token was made for this binding.
pub(crate) fn is_ours(key: &SecretKey, binding: &str, token: &str) -> bool {
    BASE64URL_NOPAD
        .decode(token.as_bytes())
        .ok()
        .and_then(|bytes| {
            let (salt, signature) = bytes.split_at_checked(SALT)?;
            Some(key.verify(PURPOSE, &message(salt, binding), signature))
        })
        .unwrap_or(false)
}

fn message(salt: &[u8], binding: &str) -> Vec<u8> {
    [salt, binding.as_bytes()].concat()
}

/// Whether the browser says that the request comes from a page of another site.
///
/// `Origin: null` is what browsers send from our own pages whose address holds a token, since those
/// forbid a referrer (Fetch Standard, "append a request Origin header"). So it decides nothing;
/// `Sec-Fetch-Site` and the token do.
pub(crate) fn comes_from_elsewhere(headers: &HeaderMap, own_origin: &str) -> bool {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let foreign_site =
        text(&SEC_FETCH_SITE).is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = text(&ORIGIN).is_some_and(|origin| {
        origin != own_origin && origin != "null" && !is_same_machine(origin, own_origin)
    });
    foreign_site || foreign_origin
}

/// Whether both are this machine under one of its own names, at the same port: `localhost` and
/// `127.0.0.1` are one server, and people who try it out type either.
fn is_same_machine(a: &str, b: &str) -> bool {
    let (Ok(a), Ok(b)) = (Url::parse(a), Url::parse(b)) else {
        return false;
    };
    let is_loopback = |url: &Url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    a.scheme() == b.scheme() && a.port() == b.port() && is_loopback(&a) && is_loopback(&b)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    struct Counting(std::sync::Mutex<u8>);

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let mut next = self.0.lock().unwrap();
            for byte in bytes {
                *byte = *next;
                *next = next.wrapping_add(1);
            }
        }
    }

    #[test]
    fn this_machine_is_one_server_under_all_its_names() {
        let own = "http://localhost:8080";
        for same in [
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "http://localhost:8080",
        ] {
            assert!(is_same_machine(same, own), "{same}");
        }
        for other in [
            "http://localhost:8081",
            "https://localhost:8080",
            "http://evil.example:8080",
            "http://localhost.evil.example:8080",
            "null",
        ] {
            assert!(!is_same_machine(other, own), "{other}");
        }
        assert!(!is_same_machine(
            "http://127.0.0.1:8080",
            "http://school.example:8080"
        ));
    }

    #[test]
    fn a_token_counts_for_one_binding_and_one_key() {
        let random = Counting(0.into());
        let (key, other) = (SecretKey::generate(&random), SecretKey::generate(&random));
        let made = token(&key, &random, "session a");
        assert!(is_ours(&key, "session a", &made));
        assert!(!is_ours(&key, "session b", &made));
        assert!(!is_ours(&other, "session a", &made));
        assert_ne!(made, token(&key, &random, "session a"));
        for bad in ["", "AAAA", "\u{e9}", &made[1..], &format!("{made}A")] {
            assert!(!is_ours(&key, "session a", bad), "{bad}");
        }
    }

    #[test]
    fn what_the_browser_says_about_the_sender_counts() {
        let foreign = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                );
            }
            comes_from_elsewhere(&headers, "https://school.example")
        };
        assert!(!foreign(&[]));
        assert!(!foreign(&[
            ("origin", "https://school.example"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(!foreign(&[
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(foreign(&[
            ("origin", "null"),
            ("sec-fetch-site", "cross-site")
        ]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(foreign(&[("origin", "https://school.example:8443")]));
        assert!(foreign(&[("origin", "http://school.example")]));
        assert!(foreign(&[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "same-origin")
        ]));
    }
}

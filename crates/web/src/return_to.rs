//! Where somebody wanted to go before they had to sign in.

use std::fmt;

use data_encoding::HEXUPPER;

/// The longest address that is kept.
const MAX: usize = 8_000;

/// A path of this instance, perhaps with a query. Never another site: what a browser could read as a
/// host, a scheme or a second header does not parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReturnTo(String);

impl ReturnTo {
    /// The path, if it is safely one of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // Browsers read a backslash as a slash and drop tabs and line breaks, so `/\host` and
        // `/<tab>/host` would be other sites.
        let local = text.starts_with('/')
            && !text.starts_with("//")
            && text.len() <= MAX
            && text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
        local.then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The sign-in page that comes back here.
    pub(crate) fn sign_in(&self) -> String {
        format!("/sign-in?return_to={}", percent_encode(&self.0))
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything but letters, digits, `/`, `-`, `.` and `_` as `%XX`.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&HEXUPPER.encode(&[byte]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_paths_of_this_instance() {
        for good in [
            "/",
            "/settings/sessions",
            "/admin/users?after=1",
            "/vocab/ev/tried",
        ] {
            assert_eq!(ReturnTo::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "",
            "settings",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: b=c",
            " /a",
            "/a b",
            "/caf\u{e9}",
            "/\u{0}",
        ] {
            assert_eq!(ReturnTo::parse(bad), None, "{bad:?}");
        }
        assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(MAX))), None);
    }

    #[test]
    fn it_survives_the_sign_in_page() {
        let there = ReturnTo::parse("/admin/users?after=1&x=%2F").unwrap();
        assert_eq!(
            there.sign_in(),
            "/sign-in?return_to=/admin/users%3Fafter%3D1%26x%3D%252F"
        );
    }

    proptest! {
        #[test]
        fn whatever_parses_stays_on_our_host(text in "[/\\\\a-z:.@?#%\t\r\n \u{0}-\u{20}]{0,30}") {
            if let Some(path) = ReturnTo::parse(&text) {
                let base = url::Url::parse("https://school.example/sign-in").unwrap();
                let there = base.join(path.as_str()).unwrap();
                prop_assert_eq!(there.origin(), base.origin());
            }
        }
    }
}

//! Where people are sent back to after they have agreed: addresses that programs name beforehand.

/// No address: the code is shown, to be typed into the program.
pub const OUT_OF_BAND: &str = "urn:ietf:wg:oauth:2.0:oob";

/// The longest address, in bytes.
const MAX: usize = 2_000;

/// By these a page would run a script of the program's in the place of ours.
const FORBIDDEN: [&str; 3] = ["javascript", "data", "vbscript"];

/// What is wrong with an address, in the words after its name; nothing where it may be used. Programs on
/// phones have schemes of their own, with neither host nor path: `icecubesapp://`.
pub(super) fn problem(uri: &str) -> Option<&'static str> {
    if uri == OUT_OF_BAND {
        return None;
    }
    if uri.len() > MAX {
        return Some("is too long (maximum is 2000 characters)");
    }
    let Some((scheme, rest)) = split(uri) else {
        return Some("must be an absolute URI.");
    };
    if FORBIDDEN.iter().any(|it| scheme.eq_ignore_ascii_case(it)) {
        return Some("is forbidden by the server.");
    }
    if uri.contains('#') {
        return Some("cannot contain a fragment.");
    }
    let is_web = ["http", "https"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    let has_host = rest
        .strip_prefix("//")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '\\']));
    (is_web && !has_host).then_some("must be an absolute URI.")
}

/// The scheme and what follows it. What is not printable ASCII is no URI (RFC 3986), and could be a second
/// header.
fn split(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_uri = uri
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    (is_scheme && is_uri && !rest.is_empty()).then_some((scheme, rest))
}

/// An address with these added to its query.
pub(super) fn with(uri: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = match uri {
        OUT_OF_BAND => "/oauth/authorize/native".to_owned(),
        other => other.to_owned(),
    };
    for (name, value) in pairs {
        let separator = match out.split_once('?') {
            None => "?",
            Some((_, "")) => "",
            Some(_) => "&",
        };
        out.push_str(separator);
        out.push_str(name);
        out.push('=');
        push_encoded(&mut out, value);
    }
    out
}

/// Everything but what RFC 3986 calls unreserved as `%XX`.
fn push_encoded(out: &mut String, value: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                let hex = HEX.get(usize::from(digit)).copied().unwrap_or(b'0');
                out.push(char::from(hex));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_on_phones_have_schemes_of_their_own() {
        for good in [
            "icecubesapp://",
            "com.tapbots.Ivory.10217:/request_token",
            "oauth2redirect://com.keylesspalace.tusky/",
            "org.joinmastodon.android-auth://callback",
            "http://127.0.0.1:14002/callback?x=1",
            "https://phanpy.social/",
            "urn:ietf:wg:oauth:2.0:oob",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in [
            "",
            "callback",
            "/callback",
            "https:callback",
            "https://",
            "https:///x",
            "https://?x",
            "javascript:alert(1)",
            "JavaScript://x/%0aalert(1)",
            "data:text/html,x",
            "vbscript:x",
            "https://a.example/#x",
            "https://a.example/\r\nSet-Cookie: a=b",
            "https://a.example/é",
            "1x://a",
            "x:",
            &format!("https://a.example/{}", "a".repeat(MAX)),
        ] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn parameters_join_those_that_are_there() {
        let pairs = [("code", "a+b"), ("state", "x&y=\u{e9}")];
        let added = "code=a%2Bb&state=x%26y%3D%C3%A9";
        for (uri, start) in [
            ("icecubesapp://", "icecubesapp://?"),
            ("https://a.example/?b=c", "https://a.example/?b=c&"),
            ("https://a.example/?", "https://a.example/?"),
            (OUT_OF_BAND, "/oauth/authorize/native?"),
        ] {
            assert_eq!(with(uri, &pairs), format!("{start}{added}"));
        }
    }
}

//! One way to write a domain.

use url::{Host, Url};

/// The longest name of DNS (RFC 1035, 2.3.4).
const LONGEST: usize = 253;

/// A domain as decisions name it: lower case, ASCII (IDNA), without a port, a trailing dot, a scheme,
/// or a leading `@` or `*.`. None for what is no domain.
pub fn normal_domain(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('@').unwrap_or(text);
    let text = text.strip_prefix("*.").unwrap_or(text);
    let text = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(text);
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty()
        || text.contains(|c: char| c.is_whitespace() || c.is_control() || "/\\@?#%*".contains(c))
    {
        return None;
    }
    let url = Url::parse(&format!("https://{text}/")).ok()?;
    let domain = match url.host()? {
        Host::Domain(domain) => domain.strip_suffix('.').unwrap_or(domain).to_owned(),
        address @ (Host::Ipv4(_) | Host::Ipv6(_)) => address.to_string(),
    };
    (!domain.is_empty() && domain.len() <= LONGEST && !domain.contains("..")).then_some(domain)
}

/// The host of an instance as its ids have it, of whatever somebody typed or pasted: lower case, ASCII (IDNA), without a
/// scheme, a path or a trailing dot, and with its port where that is not the one of the scheme (`https` where none is
/// said). None for what is no host.
pub fn normal_host(text: &str) -> Option<String> {
    let text = text.trim();
    let is_with = |scheme: &str| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let scheme = ["https://", "http://"].into_iter().find(|it| is_with(it));
    let rest = text.get(scheme.map_or(0, str::len)..)?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.strip_prefix('@').unwrap_or(authority);
    if authority.is_empty()
        || authority.contains(|c: char| c.is_whitespace() || c.is_control() || "\\@%*".contains(c))
    {
        return None;
    }
    let url = format!("{}{authority}/", scheme.unwrap_or("https://"));
    let url = Url::parse(&url).ok()?;
    let host = url.host_str()?;
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() || host.len() > LONGEST || host.contains("..") {
        return None;
    }
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

/// The host of a handle's domain: without a port, as decisions name it.
pub fn host_of(domain: &str) -> &str {
    match domain.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => domain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_written_in_one_way() {
        for text in [
            "école.example",
            "ÉCOLE.example",
            "xn--cole-9oa.example",
            "XN--COLE-9OA.Example.",
            " école.example ",
            "*.école.example",
            "@école.example",
            "https://école.example/",
            "école.example:8443",
            "école。example",
        ] {
            let domain = normal_domain(text);
            assert_eq!(domain.as_deref(), Some("xn--cole-9oa.example"), "{text}");
        }
    }

    #[test]
    fn what_is_no_domain_is_none() {
        for text in [
            "",
            " ",
            ".",
            "a b",
            "a/b",
            "user@a.example",
            "a..b",
            "a.***.example",
            "%",
        ] {
            assert_eq!(normal_domain(text), None, "{text}");
        }
        assert_eq!(normal_domain(&"a.".repeat(200)), None);
    }

    #[test]
    fn a_host_is_written_as_its_ids_have_it() {
        for (text, host) in [
            ("hub.example", "hub.example"),
            (" HUB.Example. ", "hub.example"),
            ("@hub.example", "hub.example"),
            ("https://hub.example", "hub.example"),
            ("HTTPS://Hub.Example:443/about?x=1#y", "hub.example"),
            ("http://hub.example:80/", "hub.example"),
            ("http://hub.example:443/", "hub.example:443"),
            ("hub.example/library", "hub.example"),
            ("hub.example.:8443/", "hub.example:8443"),
            ("hub.localhost:3000", "hub.localhost:3000"),
            ("École.example:8443", "xn--cole-9oa.example:8443"),
            ("école。example", "xn--cole-9oa.example"),
            ("xn--cole-9oa.example", "xn--cole-9oa.example"),
            ("[::1]:3000", "[::1]:3000"),
            ("127.0.0.1:3000", "127.0.0.1:3000"),
        ] {
            assert_eq!(normal_host(text).as_deref(), Some(host), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_none() {
        for text in [
            "",
            " ",
            ".",
            "a b",
            "a..b",
            "https://",
            "https:///about",
            "*.a.example",
            "voice@a.example",
            "https://voice@a.example/",
            "a.example:99999",
            "a.example:x",
            "a%2eb",
            "a\\b",
            "a\nb",
        ] {
            assert_eq!(normal_host(text), None, "{text:?}");
        }
        assert_eq!(normal_host(&"a.".repeat(200)), None);
    }

    #[test]
    fn a_port_is_no_part_of_a_host() {
        assert_eq!(host_of("a.example:8443"), "a.example");
        assert_eq!(host_of("a.example"), "a.example");
        assert_eq!(host_of("[::1]"), "[::1]");
        assert_eq!(host_of(""), "");
    }
}

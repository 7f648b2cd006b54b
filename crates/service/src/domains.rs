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
    fn a_port_is_no_part_of_a_host() {
        assert_eq!(host_of("a.example:8443"), "a.example");
        assert_eq!(host_of("a.example"), "a.example");
        assert_eq!(host_of("[::1]"), "[::1]");
        assert_eq!(host_of(""), "");
    }
}

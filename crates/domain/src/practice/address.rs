//! Links and ids, as far as they can be judged without a parser of URLs.

use super::limits;

/// Whether a text can be a link of the web: `http` or `https`, a host, no name before it, nothing invisible. What is one
/// for the crate `url` too, the borders decide.
pub(super) fn is_web_address(text: &str) -> bool {
    let Some(rest) = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start
            .eq_ignore_ascii_case(scheme)
            .then(|| text.get(scheme.len()..))?
    }) else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let unseen =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\\' | '<' | '>' | '"');
    text.len() <= limits::ADDRESS
        && !text.chars().any(unseen)
        && !authority.contains('@')
        && (authority.starts_with('[') || (!host.is_empty() && !host.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_the_web_have_a_host_and_nothing_hidden() {
        for good in [
            "https://oakfield.example/1",
            "http://oakfield.example",
            "HTTPS://ysgol.cymru/ŵ?a=b#c",
            "https://[::1]:8080/x",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///x",
            "https:oakfield.example",
            "oakfield.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://user@oakfield.example/",
            "https://oakfield.example./",
            "https://oak field.example/",
            "https://oakfield.example\\x",
            "https://oakfield.example/\u{0}",
            "https://oakfield.example/\"><script>",
            "10.1000/182",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
        assert!(!is_web_address(&format!(
            "https://a.example/{}",
            "x".repeat(2_048)
        )));
    }
}

//! Addresses that people are led to.

/// An address that a browser may open; none where it is of another sort, such as a script.
pub fn web(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    (is_web && !rest.is_empty()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_opened() {
        for (address, is_web) in [
            ("https://a.example/b", true),
            ("HTTP://a.example", true),
            ("javascript:alert(1)//https://", false),
            ("javascript://%0aalert(1)", false),
            ("data:text/html,x", false),
            ("/local", false),
            ("", false),
        ] {
            assert_eq!(web(address).is_some(), is_web, "{address}");
        }
    }
}

//! How a client program says who it is: in the header (RFC 6749, 2.3.1), or among the parameters.

use actix_web::http::header;
use data_encoding::BASE64;
use staffroom_service::oauth::Credentials;
use url::form_urlencoded;

use crate::ask::Ask;

/// What it has shown; nothing where it shows nothing.
pub(super) fn shown(ask: &Ask) -> Credentials {
    if let Some(shown) = ask.header(&header::AUTHORIZATION).and_then(basic) {
        return shown;
    }
    Credentials {
        client_id: ask.params.text("client_id").unwrap_or_default(),
        client_secret: ask.params.text("client_secret").unwrap_or_default(),
    }
}

fn basic(value: &str) -> Option<Credentials> {
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(encoded.trim().as_bytes()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some(Credentials {
        client_id: decoded(id),
        client_secret: decoded(secret),
    })
}

/// Each half is encoded as in a form.
fn decoded(text: &str) -> String {
    form_urlencoded::parse(text.as_bytes())
        .next()
        .map_or_else(String::new, |(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_the_client_and_its_secret() {
        let encoded = BASE64.encode(b"a%3Ab:c%2Bd");
        let shown = basic(&format!("basic {encoded}")).unwrap();
        assert_eq!(shown.client_id, "a:b");
        assert_eq!(shown.client_secret, "c+d");
        for bad in ["Basic", "Basic !", "Bearer abc", "Basic YQ=="] {
            assert!(basic(bad).is_none(), "{bad}");
        }
    }
}

//! What a client wants to have: an `ActivityStreams` document or a page.

use actix_web::HttpRequest;
use actix_web::guard::GuardContext;
use actix_web::http::header::{self, HeaderMap};

/// What a client wants to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A document.
    Document,
    /// A page for people.
    Page,
    /// Neither: 406.
    Other,
}

/// What the client wants to have. Whoever takes anything gets the document, since that is what is
/// at these addresses; whoever names both too.
pub(super) fn wanted(request: &HttpRequest) -> Wanted {
    of(request.headers())
}

/// A guard: the client asks for a document by name. Other requests are for the pages of that address.
pub(super) fn asks_for_document(context: &GuardContext<'_>) -> bool {
    types(&context.head().headers).any(is_document)
}

fn of(headers: &HeaderMap) -> Wanted {
    if !headers.contains_key(header::ACCEPT) || types(headers).any(is_document) {
        return Wanted::Document;
    }
    let page = |name: &str| {
        ["text/html", "application/xhtml+xml"]
            .iter()
            .any(|html| name.eq_ignore_ascii_case(html))
    };
    if types(headers).any(page) {
        return Wanted::Page;
    }
    if types(headers).any(|name| matches!(name, "*/*" | "application/*")) {
        return Wanted::Document;
    }
    Wanted::Other
}

fn is_document(name: &str) -> bool {
    name.eq_ignore_ascii_case("application/activity+json")
        || name.eq_ignore_ascii_case("application/ld+json")
}

/// The media types without their parameters. A quoted comma makes a piece that is no media type.
fn types(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    headers
        .get_all(header::ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|entry| entry.split(';').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use proptest::prelude::*;

    use super::*;

    fn choose(accept: &str) -> Wanted {
        wanted(
            &TestRequest::default()
                .insert_header((header::ACCEPT, accept))
                .to_http_request(),
        )
    }

    #[test]
    fn servers_get_documents_and_browsers_pages() {
        for accept in [
            "application/activity+json",
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
            "application/activity+json, application/ld+json;q=0.9, text/html;q=0.1",
            "Application/Activity+JSON;q=0.5",
            "*/*",
        ] {
            assert_eq!(choose(accept), Wanted::Document, "{accept}");
        }
        let firefox = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(choose(firefox), Wanted::Page);
        assert_eq!(choose("image/png"), Wanted::Other);
        assert_eq!(choose("application/json"), Wanted::Other);
        let none = TestRequest::default().to_http_request();
        assert_eq!(wanted(&none), Wanted::Document);
    }

    proptest! {
        #[test]
        fn any_header_is_survived(accept in "[ -~]{0,80}") {
            let _ = choose(&accept);
        }
    }
}

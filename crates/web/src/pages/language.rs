//! In which language somebody wants the pages.

use actix_web::cookie::time::Duration;
use askama::Template;
use staffroom_service::users;

use crate::access::MaybeSignedIn;
use crate::cookies::Jar;
use crate::error::PageError;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::return_to::ReturnTo;
use crate::words::{Language, Words};

/// So long a browser keeps the choice of somebody who is not signed in.
const KEPT: Duration = Duration::days(365);

#[derive(Template)]
#[template(path = "language.html")]
struct LanguagePage {
    layout: Layout,
    t: Words,
    form_token: String,
    return_to: String,
    languages: [Language; Language::ALL.len()],
}

pub(crate) async fn show(page: Page) -> PageResult {
    html(&LanguagePage {
        return_to: there(page.query().get("return_to")),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        languages: Language::ALL,
    })
}

/// Keeps the choice with the person, and in this browser, and goes back to where they were.
pub(crate) async fn submit(page: Page, visitor: MaybeSignedIn, form: PostForm) -> PageResult {
    let fields = form.0;
    let language = Language::from_tag(fields.get("language")).ok_or(PageError::BadRequest)?;
    if let Some(signed_in) = visitor.0 {
        users::choose_page_language(page.ctx(), signed_in.user.user.id, language.code()).await?;
    }
    let mut answer = redirect(&page, &there(fields.get("return_to")), None);
    let cookies = page.web().cookies();
    let cookie = cookies.set(Jar::Language, language.code().to_owned(), Some(KEPT));
    answer.add_cookie(&cookie).map_err(PageError::internal)?;
    Ok(answer)
}

/// Where to go back to: a page of ours, no more in the language that its address asks for.
fn there(text: &str) -> String {
    let Some(there) = ReturnTo::parse(text) else {
        return "/".to_owned();
    };
    let (path, query) = there.as_str().split_once('?').unwrap_or((text, ""));
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::there;

    #[test]
    fn one_comes_back_to_pages_of_ours_only() {
        for (text, path) in [
            ("/events/7", "/events/7"),
            ("/vocab/ev/?lang=en", "/vocab/ev/"),
            (
                "/vocab/ev/?format=html&lang=en&x=1",
                "/vocab/ev/?format=html&x=1",
            ),
            ("//evil.example", "/"),
            ("https://evil.example/?lang=cy", "/"),
            ("", "/"),
        ] {
            assert_eq!(there(text), path, "{text}");
        }
    }
}

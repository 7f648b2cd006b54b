//! The code of somebody who agreed, to be typed into a program that cannot be sent it.

use askama::Template;
use staffroom_service::secrets::Token;

use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::words::{Words, key};

#[derive(Template)]
#[template(path = "oauth_native.html")]
struct NativePage {
    layout: Layout,
    t: Words,
    code: Option<String>,
}

/// `GET /oauth/authorize/native?code=…`. Nothing is shown that cannot be a code: somebody else may have
/// written the address.
pub(crate) async fn show(page: Page) -> PageResult {
    let query = page.query();
    let code = Token::parse(query.get("code")).map(|code| code.as_str().to_owned());
    if code.is_none() && query.get("error") != "access_denied" {
        return Err(PageError::DeadLink(key("error-dead-code")));
    }
    html(&NativePage {
        layout: page.layout(),
        t: page.words(),
        code,
    })
}

//! The first page.

use askama::Template;
use staffroom_service::{sign_ups, users};

use super::instance::Instance;
use crate::access::MaybeSignedIn;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::words::Words;

#[derive(Template)]
#[template(path = "landing.html")]
struct Landing {
    layout: Layout,
    t: Words,
    instance: Instance,
    nobody_yet: bool,
    everybody_joins: bool,
    signed_in: bool,
}

pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let signed_in = visitor.0.is_some();
    html(&Landing {
        nobody_yet: !signed_in && !users::any(page.ctx()).await?,
        everybody_joins: sign_ups::are_open(page.ctx()),
        signed_in,
        instance: Instance::of(&page),
        layout: page.layout(),
        t: page.words(),
    })
}

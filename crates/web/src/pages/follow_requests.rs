//! Who asked to follow somebody. The answers are buttons of `person_marks`.

use askama::Template;
use staffroom_service::follow_requests;

use super::network::PEOPLE;
use crate::access::SignedIn;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::paging::{self, Paging};
use crate::shown::Person;
use crate::words::Words;

#[derive(Template)]
#[template(path = "follow_requests.html")]
struct FollowRequests {
    layout: Layout,
    t: Words,
    form_token: String,
    here: String,
    people: Vec<Asking>,
    paging: Paging,
    is_later: bool,
    /// Whether whoever wants to follow them has to ask.
    is_asked: bool,
}

struct Asking {
    id: String,
    person: Person,
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let of = &visitor.user.account;
    let asked = paging::asked(&page, PEOPLE);
    let part = follow_requests::list(page.ctx(), of.id, asked).await?;
    let people = part.items.iter();
    html(&FollowRequests {
        people: people
            .map(|row| Asking {
                id: row.id.to_string(),
                person: Person::here(row),
            })
            .collect(),
        paging: Paging::of_part(&page, &part),
        is_later: paging::is_later(&page),
        is_asked: of.locked,
        here: page.here().to_owned(),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

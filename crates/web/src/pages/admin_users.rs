//! The list of users.

use askama::Template;
use staffroom_domain::UserId;
use staffroom_service::users;
use staffroom_service::users::UserWithAccount;

use super::role_choice::names;
use crate::access::Staff;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::words::Words;

/// How many stand on one page.
const PER_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "admin_users.html")]
struct UsersPage {
    layout: Layout,
    t: Words,
    users: Vec<ShownUser>,
    is_first: bool,
    next: Option<UserId>,
}

/// A user in words.
pub(crate) struct ShownUser {
    pub(crate) id: UserId,
    pub(crate) display_name: String,
    pub(crate) username: String,
    pub(crate) email: Option<String>,
    pub(crate) roles: String,
    pub(crate) since: Moment,
    pub(crate) last_sign_in: Option<Moment>,
    pub(crate) disabled: bool,
}

impl ShownUser {
    pub(crate) fn new(words: Words, user: &UserWithAccount) -> Self {
        Self {
            id: user.user.id,
            display_name: user.account.display_name.clone(),
            username: user.account.username.clone(),
            email: user.user.email.clone(),
            roles: names(words, &user.roles),
            since: user.user.created_at.into(),
            last_sign_in: user.user.last_sign_in_at.map(Moment::from),
            disabled: user.user.disabled_at.is_some(),
        }
    }
}

pub(crate) async fn show(page: Page, _visitor: Staff) -> PageResult {
    let after: Option<UserId> = page.query().get("after").parse().ok();
    // One more than is shown tells whether there is another page.
    let mut found = users::list(page.ctx(), after, PER_PAGE + 1).await?;
    let has_more = found.len() > PER_PAGE as usize;
    found.truncate(PER_PAGE as usize);
    html(&UsersPage {
        layout: page.layout(),
        t: page.words(),
        is_first: after.is_none(),
        next: found.last().filter(|_| has_more).map(|user| user.user.id),
        users: found
            .iter()
            .map(|user| ShownUser::new(page.words(), user))
            .collect(),
    })
}

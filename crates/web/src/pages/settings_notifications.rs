//! Whom somebody wants to hear of.

use askama::Template;
use staffroom_service::notifications::{self, Decision, Policy, PolicyChange};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::words::{Message, Words, key};

const HERE: &str = "/settings/notifications";

#[derive(Template)]
#[template(path = "settings_notifications.html")]
struct NotificationsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    sorts: [Sort; 5],
}

/// A sort of people, and what was decided about them.
struct Sort {
    name: &'static str,
    label: Message,
    about: Message,
    options: [Choice; 3],
}

struct Choice {
    name: &'static str,
    label: Message,
    is_chosen: bool,
}

impl Sort {
    fn new(name: &'static str, label: Message, about: Message, chosen: Decision) -> Self {
        let choice = |decision: Decision, label| Choice {
            name: decision.as_str(),
            label,
            is_chosen: decision == chosen,
        };
        Self {
            name,
            label,
            about,
            options: [
                choice(Decision::Accept, key("policy-accept")),
                choice(Decision::Filter, key("policy-filter")),
                choice(Decision::Drop, key("policy-drop")),
            ],
        }
    }
}

fn sorts(policy: &Policy) -> [Sort; 5] {
    [
        Sort::new(
            "not-following",
            key("policy-not-following"),
            key("policy-not-following-about"),
            policy.for_not_following,
        ),
        Sort::new(
            "not-followers",
            key("policy-not-followers"),
            key("policy-not-followers-about"),
            policy.for_not_followers,
        ),
        Sort::new(
            "new-accounts",
            key("policy-new-accounts"),
            key("policy-new-accounts-about"),
            policy.for_new_accounts,
        ),
        Sort::new(
            "private-mentions",
            key("policy-private-mentions"),
            key("policy-private-mentions-about"),
            policy.for_private_mentions,
        ),
        Sort::new(
            "limited-accounts",
            key("policy-limited-accounts"),
            key("policy-limited-accounts-about"),
            policy.for_limited_accounts,
        ),
    ]
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let policy = notifications::policy(page.ctx(), visitor.user.account.id).await?;
    html(&NotificationsPage {
        sorts: sorts(&policy),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let decided = |name: &str| {
        let decision = Decision::from_name(form.0.get(name));
        decision.map(Some).ok_or(PageError::BadRequest)
    };
    let change = PolicyChange {
        for_not_following: decided("not-following")?,
        for_not_followers: decided("not-followers")?,
        for_new_accounts: decided("new-accounts")?,
        for_private_mentions: decided("private-mentions")?,
        for_limited_accounts: decided("limited-accounts")?,
    };
    notifications::set_policy(page.ctx(), visitor.user.account.id, change).await?;
    Ok(redirect(&page, HERE, Some(Flash::SettingsSaved)))
}

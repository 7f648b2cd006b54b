//! Somebody who has their account here: who they are, and what they posted.

use askama::Template;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::filters::Context;
use staffroom_service::listing::Part;
use staffroom_service::statuses::{self, OfAccount, StatusError, StatusView};

use crate::error::PageError;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::post::posts_of;
use crate::shown::{self, Line, Person, Shown};
use crate::words::{Message, Words, key};

/// How many posts a page has.
const POSTS: i64 = 20;

#[derive(Template)]
#[template(path = "profile.html")]
struct Profile {
    layout: Layout,
    t: Words,
    person: Person,
    username: String,
    /// What others type to find them.
    full_handle: String,
    /// The actor, for other servers.
    document: String,
    kind: Option<Message>,
    summary: String,
    lines: Vec<Line>,
    joined: Moment,
    counts: String,
    moved_to: Option<Person>,
    indexed: bool,
    pinned: Vec<Shown>,
    posts: Vec<Shown>,
    /// Whether this is a later part of the posts.
    is_later: bool,
    older: Option<String>,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let ctx = page.ctx();
    let row = named(&page).await?;
    let viewer = shown::viewer(&page);
    let before = page.query().get("max_id").trim().parse().ok();
    let wanted = OfAccount {
        no_replies: true,
        ..OfAccount::default()
    };
    let part = statuses::Page {
        max_id: before,
        limit: POSTS,
        ..statuses::Page::default()
    };
    let posts = statuses::of_account(ctx, viewer, row.id, wanted, part).await?;
    let pinned = if before.is_none() {
        statuses::pinned_by(ctx, viewer, row.id).await?
    } else {
        Vec::new()
    };
    let moved_to = accounts::moved_to(ctx, &row).await?;
    let addresses = &ctx.addresses;
    let person = if viewer.is_some() {
        Person::here(&row)
    } else {
        Person::new(addresses, &row)
    };
    html(&Profile {
        full_handle: full_handle(&page, &row),
        username: row.acct(),
        document: accounts::uri(addresses, &row),
        kind: kind(&row),
        summary: shown::summary(&row),
        lines: shown::lines(&row),
        joined: row.created_at.into(),
        counts: counts(page.words(), &row),
        moved_to: moved_to.map(|row| Person::new(addresses, &row)),
        indexed: row.is_local() && row.discoverable && row.indexable && !row.is_limited(),
        older: older(&person, &posts),
        pinned: posts_of(&page, &pinned, None),
        posts: posts_of(&page, &posts.items, Some(Context::Account)),
        is_later: before.is_some(),
        layout: page.layout(),
        t: page.words(),
        person,
    })
}

/// The account that the path names. Those of other servers have their pages there; people who are signed in read them
/// here.
pub(super) async fn named(page: &Page) -> Result<AccountRow, PageError> {
    let name: String = page.segment("name")?;
    let (name, domain) = match name.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (name.as_str(), None),
    };
    let reads_here = shown::viewer(page).is_some();
    if domain.is_some() && !reads_here {
        return Err(PageError::not_found());
    }
    let row = accounts::find_by_handle(page.ctx(), name, domain).await?;
    let row = row.filter(|row| row.is_active() && (row.is_local() || reads_here));
    row.ok_or_else(PageError::not_found)
}

/// What others type to find somebody.
fn full_handle(page: &Page, row: &AccountRow) -> String {
    if row.is_local() {
        format!("@{}@{}", row.username, page.ctx().config.account_domain())
    } else {
        format!("@{}", row.acct())
    }
}

/// What it is, where it is not a person.
fn kind(row: &AccountRow) -> Option<Message> {
    use staffroom_domain::ActorKind;
    match row.actor_kind() {
        ActorKind::Person => None,
        ActorKind::Group => Some(key("profile-group")),
        ActorKind::Organization => Some(key("profile-organisation")),
        ActorKind::Service | ActorKind::Application => Some(key("profile-program")),
    }
}

fn counts(words: Words, row: &AccountRow) -> String {
    let posts = words
        .say("profile-posts-count")
        .with("number", row.statuses_count)
        .to_string();
    if row.hides_network {
        return posts;
    }
    let followers = words
        .say("profile-followers-count")
        .with("number", row.followers_count);
    let following = words
        .say("profile-following-count")
        .with("number", row.following_count);
    format!("{posts}, {followers}, {following}")
}

/// Where the next part is, if there is one.
fn older(person: &Person, posts: &Part<StatusView>) -> Option<String> {
    let last = posts.oldest?;
    Some(format!("{}?max_id={last}", person.href))
}

impl From<StatusError> for PageError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::NotFound | StatusError::NotAllowed | StatusError::NoParent => {
                Self::not_found()
            }
            StatusError::Invalid(_) => Self::BadRequest,
            StatusError::Db(error) => error.into(),
        }
    }
}

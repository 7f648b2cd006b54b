//! Somebody: who they are, and what they posted. People of other servers have their pages there, and here for those who
//! are signed in.

use askama::Template;
use staffroom_domain::AccountId;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::filters::Context;
use staffroom_service::practices::{self, PracticeFilter};
use staffroom_service::statuses::{self, OfAccount, StatusError};
use staffroom_service::{groups, media, relationships};

use super::timelines::POSTS;
use crate::error::PageError;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html};
use crate::paging::{self, Paging};
use crate::person::Standing;
use crate::post::posts_of;
use crate::shown::{self, Line, Person, Shown};
use crate::words::{Message, Words, key};

#[derive(Template)]
#[template(path = "profile.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a page shows or leaves out is one thing each"
)]
struct Profile {
    layout: Layout,
    t: Words,
    person: Person,
    username: String,
    /// What others type to find them.
    full_handle: String,
    /// The actor, for other servers.
    document: String,
    picture: Option<String>,
    kind: Option<Message>,
    is_group: bool,
    moderators: Vec<Person>,
    summary: String,
    lines: Vec<Line>,
    joined: Moment,
    posts_count: i64,
    /// How many follow, and are followed, where that is told.
    network: Option<(i64, i64)>,
    moved_to: Option<Person>,
    /// Their own page, where that is on another server.
    elsewhere: Option<String>,
    indexed: bool,
    /// How whoever looks at it stands to them; none: a stranger, or themselves.
    standing: Option<Standing>,
    is_signed_in: bool,
    is_own: bool,
    tabs: Vec<Tab>,
    pinned: Vec<Shown>,
    posts: Vec<Shown>,
    paging: Paging,
    is_later: bool,
}

/// A part of what somebody posted.
struct Tab {
    href: String,
    label: Message,
    is_shown: bool,
}

/// Which part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Posts,
    Replies,
    Media,
    Practices,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Posts, Self::Replies, Self::Media, Self::Practices];

    const fn name(self) -> &'static str {
        match self {
            Self::Posts => "",
            Self::Replies => "replies",
            Self::Media => "media",
            Self::Practices => "practices",
        }
    }

    const fn label(self) -> Message {
        match self {
            Self::Posts => key("profile-posts"),
            Self::Replies => key("profile-tab-replies"),
            Self::Media => key("profile-tab-media"),
            Self::Practices => key("profile-tab-practices"),
        }
    }

    fn asked(page: &Page) -> Self {
        let query = page.query();
        let name = query.get("tab");
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.unwrap_or(Self::Posts)
    }
}

/// What is shown of a tab.
struct Part {
    posts: Vec<Shown>,
    paging: Paging,
}

pub(crate) async fn show(page: Page) -> PageResult {
    let ctx = page.ctx();
    let row = named(&page).await?;
    let viewer = shown::viewer(&page);
    let (tab, is_later) = (Kind::asked(&page), paging::is_later(&page));
    let part = part(&page, &row, tab).await?;
    let pinned = if tab == Kind::Posts && !is_later {
        let pinned = statuses::pinned_by(ctx, viewer, row.id).await?;
        posts_of(&page, &pinned, None)
    } else {
        Vec::new()
    };
    let is_own = viewer == Some(row.id);
    let standing = match viewer {
        Some(viewer) if !is_own => Some(standing(&page, viewer, &row).await?),
        _ => None,
    };
    let is_group = row.actor_kind() == staffroom_domain::ActorKind::Group;
    let moderators = if is_group {
        groups::moderators(ctx, row.id).await?
    } else {
        Vec::new()
    };
    let moved_to = accounts::moved_to(ctx, &row).await?;
    let person = |row: &AccountRow| Person::for_reader(&page, row);
    let shown = person(&row);
    html(&Profile {
        full_handle: full_handle(&page, &row),
        username: row.acct(),
        document: accounts::uri(&ctx.addresses, &row),
        picture: media::Shown::avatar(ctx, &row).map(|it| it.still),
        kind: kind(&row),
        is_group,
        moderators: moderators.iter().map(person).collect(),
        summary: shown::summary(&row),
        lines: shown::lines(&row),
        joined: row.created_at.into(),
        posts_count: row.statuses_count,
        network: (is_own || !row.hides_network)
            .then_some((row.followers_count, row.following_count)),
        moved_to: moved_to.as_ref().map(person),
        elsewhere: (!row.is_local()).then(|| shown::person_page(&ctx.addresses, &row)),
        indexed: row.is_local() && row.discoverable && row.indexable && !row.is_limited(),
        standing,
        is_signed_in: viewer.is_some(),
        is_own,
        tabs: tabs(&shown, tab),
        pinned,
        posts: part.posts,
        paging: part.paging,
        is_later,
        layout: page.layout(),
        t: page.words(),
        person: shown,
    })
}

async fn part(page: &Page, row: &AccountRow, tab: Kind) -> Result<Part, PageError> {
    let (ctx, viewer) = (page.ctx(), shown::viewer(page));
    let asked = paging::asked(page, POSTS);
    if tab == Kind::Practices {
        let filter = PracticeFilter {
            by: Some(row.id),
            ..PracticeFilter::default()
        };
        let part = practices::list(ctx, viewer, filter, asked).await?;
        return Ok(Part {
            posts: posts_of(page, &part.views, Some(Context::Account)),
            paging: Paging::of_timeline(page, &part),
        });
    }
    let wanted = OfAccount {
        no_replies: tab == Kind::Posts,
        only_media: tab == Kind::Media,
        ..OfAccount::default()
    };
    let part = statuses::of_account(ctx, viewer, row.id, wanted, asked).await?;
    Ok(Part {
        posts: posts_of(page, &part.items, Some(Context::Account)),
        paging: Paging::of_part(page, &part),
    })
}

async fn standing(page: &Page, viewer: AccountId, row: &AccountRow) -> Result<Standing, PageError> {
    let relationship = relationships::relationship(page.ctx(), viewer, row.id).await?;
    Ok(Standing::new(page, row, &relationship))
}

fn tabs(person: &Person, chosen: Kind) -> Vec<Tab> {
    Kind::ALL
        .into_iter()
        .map(|kind| Tab {
            href: match kind.name() {
                "" => person.href.clone(),
                name => format!("{}?tab={name}", person.href),
            },
            label: kind.label(),
            is_shown: kind == chosen,
        })
        .collect()
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
pub(super) fn full_handle(page: &Page, row: &AccountRow) -> String {
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

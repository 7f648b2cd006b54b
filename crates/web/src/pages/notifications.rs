//! What somebody was told of: what belongs together as one, the newest first. They say how far they have read.

use std::collections::{HashMap, HashSet};

use askama::Template;
use staffroom_domain::AccountId;
use staffroom_service::filters::Context;
use staffroom_service::markers::{self, MarkerError};
use staffroom_service::notifications::{self, GroupView, Groups, Kind, Wanted};
use staffroom_service::statuses::StatusView;

use crate::access::SignedIn;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, html, redirect};
use crate::paging::{self, Paging};
use crate::post::posts;
use crate::shown::{Person, Shown};
use crate::words::{Message, SaidHtml, Words, key};

/// How many a page has: each may be a whole post, and a page stays small enough for a phone.
const GROUPS: i64 = 20;
/// So much of a text is shown of a post of one's own.
const EXCERPT: usize = 140;

#[derive(Template)]
#[template(path = "notifications.html")]
struct Notifications {
    layout: Layout,
    t: Words,
    form_token: String,
    filters: Vec<ShownFilter>,
    entries: Vec<Entry>,
    /// The newest, where something has not been read.
    read_to: Option<i64>,
    paging: Paging,
    is_narrowed: bool,
    is_later: bool,
}

struct ShownFilter {
    href: String,
    label: Message,
    is_chosen: bool,
}

/// One thing that they were told.
struct Entry {
    line: Message,
    written: Moment,
    is_new: bool,
    /// Who else did it, as far as they are named.
    others: Vec<Person>,
    /// A post of somebody else's, with all of it.
    post: Option<Shown>,
    /// A post that they know.
    known: Option<Known>,
    /// Where they answer it.
    onward: Option<Onward>,
}

struct Known {
    href: String,
    excerpt: String,
    language: Option<String>,
}

struct Onward {
    href: &'static str,
    label: Message,
}

/// What is shown of all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    Mentions,
    Practices,
    Marks,
    Follows,
    Posts,
}

impl Filter {
    const ALL: [Self; 6] = [
        Self::All,
        Self::Mentions,
        Self::Practices,
        Self::Marks,
        Self::Follows,
        Self::Posts,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mentions => "mentions",
            Self::Practices => "practices",
            Self::Marks => "marks",
            Self::Follows => "follows",
            Self::Posts => "posts",
        }
    }

    const fn label(self) -> Message {
        match self {
            Self::All => key("notifications-all"),
            Self::Mentions => key("notifications-mentions"),
            Self::Practices => key("notifications-practices"),
            Self::Marks => key("notifications-marks"),
            Self::Follows => key("notifications-follows"),
            Self::Posts => key("notifications-posts"),
        }
    }

    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::All => &[],
            Self::Mentions => &[Kind::Mention],
            Self::Practices => &[Kind::Adoption, Kind::Outcome, Kind::AdoptionDue],
            Self::Marks => &[Kind::Favourite, Kind::Reblog],
            Self::Follows => &[Kind::Follow, Kind::FollowRequest],
            Self::Posts => &[Kind::Status, Kind::Poll, Kind::Update],
        }
    }

    fn asked(page: &Page) -> Self {
        let query = page.query();
        let name = query.get("only");
        let found = Self::ALL.into_iter().find(|it| it.name() == name);
        found.unwrap_or(Self::All)
    }

    fn wanted(self) -> Wanted {
        let names = self.kinds().iter().map(|kind| kind.as_str().to_owned());
        Wanted {
            only: names.collect(),
            ..Wanted::default()
        }
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let filter = Filter::asked(&page);
    let asked = paging::asked(&page, GROUPS);
    let found = notifications::groups(ctx, of, filter.wanted(), |_| true, asked).await?;
    let read = markers::read_to(ctx, visitor.user.user.id, "notifications").await?;
    let entries = entries(&page, of, &found, read);
    let is_later = paging::is_later(&page);
    html(&Notifications {
        filters: filters(filter),
        // What other filters leave out has not been read.
        read_to: found
            .newest
            .filter(|newest| *newest > read && !is_later && filter == Filter::All),
        paging: Paging::new(&page, found.newest, found.oldest),
        is_narrowed: filter != Filter::All,
        is_later,
        entries,
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
    })
}

/// `POST /notifications/{act}`
pub(crate) async fn act(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, of) = (page.ctx(), visitor.user.account.id);
    let what: String = page.segment("act")?;
    match what.as_str() {
        "read" => {
            let to = form
                .0
                .get("to")
                .parse()
                .map_err(|_| PageError::BadRequest)?;
            markers::advance(ctx, visitor.user.user.id, "notifications", to).await?;
            Ok(redirect(&page, "/notifications", None))
        }
        "clear" => {
            notifications::clear(ctx, of).await?;
            let flash = Some(Flash::NotificationsCleared);
            Ok(redirect(&page, "/notifications", flash))
        }
        _ => Err(PageError::not_found()),
    }
}

fn filters(chosen: Filter) -> Vec<ShownFilter> {
    let all = Filter::ALL.into_iter();
    all.map(|filter| ShownFilter {
        href: match filter.name() {
            "" => "/notifications".to_owned(),
            name => format!("/notifications?only={name}"),
        },
        label: filter.label(),
        is_chosen: filter == chosen,
    })
    .collect()
}

fn entries(page: &Page, of: AccountId, found: &Groups, read: i64) -> Vec<Entry> {
    let statuses = found.statuses.iter();
    let statuses: HashMap<i64, &StatusView> =
        statuses.map(|view| (view.status.id.get(), view)).collect();
    let people = found.accounts.iter();
    let people: HashMap<AccountId, Person> =
        people.map(|row| (row.id, Person::here(row))).collect();
    // As often as several are about one post, it stands there once.
    let mut seen = HashSet::new();
    let groups = found.groups.iter();
    groups
        .filter_map(|group| {
            let about = group.head.status_id.and_then(|id| statuses.get(&id));
            let about = about.copied();
            let mut by = group.sample.iter().filter_map(|id| people.get(id));
            let first = by.next()?;
            let told = Told {
                words: page.words(),
                of,
                group,
                about,
            };
            let shown = match about {
                // A filter of theirs hides it.
                Some(view) => {
                    Some(posts(page, std::slice::from_ref(view), Context::Notifications).pop()?)
                }
                None => None,
            };
            let is_whole = told.shows_all() && seen.insert(group.head.status_id);
            let (post, known) = match shown {
                Some(shown) if is_whole => (Some(shown), None),
                Some(shown) => (None, Some(Known::new(shown))),
                None => (None, None),
            };
            Some(Entry {
                line: told.line(first)?,
                written: group.head.created_at.into(),
                is_new: group.head.id.get() > read,
                others: by.cloned().collect(),
                onward: told.onward(),
                post,
                known,
            })
        })
        .collect()
}

impl Known {
    fn new(shown: Shown) -> Self {
        let text = match shown.warning {
            Some(warning) => warning,
            None => staffroom_text::plain_text(&shown.html),
        };
        let mut excerpt: String = text.chars().take(EXCERPT).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        Self {
            href: shown.href,
            excerpt,
            language: shown.language,
        }
    }
}

/// A group, with what it is about.
struct Told<'a> {
    words: Words,
    of: AccountId,
    group: &'a GroupView,
    about: Option<&'a StatusView>,
}

impl Told<'_> {
    fn kind(&self) -> Option<Kind> {
        Kind::from_name(&self.group.head.kind)
    }

    /// Whether it is about something new to read.
    fn shows_all(&self) -> bool {
        matches!(
            self.kind(),
            Some(Kind::Mention | Kind::Status | Kind::Adoption | Kind::Outcome)
        )
    }

    fn onward(&self) -> Option<Onward> {
        (self.kind() == Some(Kind::FollowRequest)).then(|| Onward {
            href: "/follow-requests",
            label: key("notifications-requests"),
        })
    }

    fn who(&self, person: &Person) -> SaidHtml {
        self.words
            .html("notification-who")
            .with("href", &person.href)
            .with("name", &person.name)
    }

    /// What happened, in a sentence.
    fn line(&self, first: &Person) -> Option<Message> {
        let who = self.who(first);
        let others = self.group.count.saturating_sub(1);
        let is_event = self.about.is_some_and(|view| view.event.is_some());
        let is_own = self.group.head.from_account_id == self.of;
        Some(match self.kind()? {
            Kind::Mention => key("notification-mention").with("who", who),
            Kind::Status => key("notification-status").with("who", who),
            Kind::Follow => key("notification-follow")
                .with("who", who)
                .with("others", others),
            Kind::FollowRequest => key("notification-follow-request").with("who", who),
            Kind::Favourite => key("notification-favourite")
                .with("who", who)
                .with("others", others),
            Kind::Reblog => key("notification-reblog")
                .with("who", who)
                .with("others", others),
            Kind::Poll if is_own => key("notification-poll-own"),
            Kind::Poll => key("notification-poll").with("who", who),
            Kind::Update if is_event => key("notification-event").with("who", who),
            Kind::Update => key("notification-update").with("who", who),
            Kind::Adoption => key("notification-adoption").with("who", who),
            Kind::Outcome => key("notification-outcome").with("who", who),
            Kind::AdoptionDue => key("notification-adoption-due"),
            Kind::AdminReport => {
                let (_, target) = self.group.report.as_ref()?;
                let target = self.who(&Person::here(target));
                key("notification-report")
                    .with("who", who)
                    .with("target", target)
            }
        })
    }
}

impl From<MarkerError> for PageError {
    fn from(error: MarkerError) -> Self {
        match error {
            MarkerError::Conflict | MarkerError::NoId => Self::BadRequest,
            MarkerError::Db(error) => error.into(),
        }
    }
}

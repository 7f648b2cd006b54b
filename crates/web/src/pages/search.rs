//! Finding people, posts and hashtags, and what an address of another server leads to.

use askama::Template;
use staffroom_service::practices::{self, PracticeQuery};
use staffroom_service::rate_limits::Called;
use staffroom_service::search::{self, Asked, Kind, Scope};
use staffroom_service::statuses;

use super::tag;
use crate::access::SignedIn;
use crate::error::PageError;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html};
use crate::post::posts_of;
use crate::practice::Hit;
use crate::shown::{Person, Shown};
use crate::words::{Message, Words, key};

/// How many of each there are where all sorts are looked for.
const FEW: usize = 5;
/// How many there are of one.
const MANY: usize = 20;
/// How far one can turn pages.
const MAX_OFFSET: usize = 400;
/// The longest text that is looked for, in characters.
const MAX_TEXT: usize = 500;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    layout: Layout,
    t: Words,
    text: String,
    sorts: Vec<ShownSort>,
    people: Vec<Person>,
    posts: Vec<Shown>,
    tags: Vec<ShownTag>,
    practices: Vec<Hit>,
    /// On a hub: where one asks about it, where no practice is found.
    ask: Option<String>,
    /// Where more practices are.
    all_practices: String,
    older: Option<String>,
    is_later: bool,
}

struct ShownSort {
    name: &'static str,
    label: Message,
    is_chosen: bool,
}

/// A hashtag, with `#`.
struct ShownTag {
    name: String,
    href: String,
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    All,
    People,
    Posts,
    Tags,
    Practices,
}

impl Sort {
    const ALL: [Self; 5] = [
        Self::All,
        Self::People,
        Self::Posts,
        Self::Tags,
        Self::Practices,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::People => "people",
            Self::Posts => "posts",
            Self::Tags => "tags",
            Self::Practices => "practices",
        }
    }

    const fn label(self) -> Message {
        match self {
            Self::All => key("search-all"),
            Self::People => key("search-people"),
            Self::Posts => key("search-posts"),
            Self::Tags => key("search-tags"),
            Self::Practices => key("layout-practices"),
        }
    }

    fn wants(self, other: Self) -> bool {
        self == Self::All || self == other
    }

    /// As the use case takes it; none: everything, or nothing that it finds.
    const fn kind(self) -> Option<Kind> {
        match self {
            Self::People => Some(Kind::Accounts),
            Self::Posts => Some(Kind::Statuses),
            Self::Tags => Some(Kind::Hashtags),
            Self::All | Self::Practices => None,
        }
    }

    const fn limit(self) -> usize {
        if matches!(self, Self::All) { FEW } else { MANY }
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let query = page.query();
    let text: String = query.get("q").trim().chars().take(MAX_TEXT).collect();
    let sort = query.get("for");
    let sort = Sort::ALL.into_iter().find(|it| it.name() == sort);
    let sort = sort.unwrap_or(Sort::All);
    let offset = query.get("after").parse().unwrap_or(0);
    let offset = if sort == Sort::All { 0 } else { offset };
    let is_within = offset <= MAX_OFFSET;
    let mut found = SearchPage {
        sorts: sorts(sort),
        people: Vec::new(),
        posts: Vec::new(),
        tags: Vec::new(),
        practices: Vec::new(),
        ask: (page.ctx().config.is_hub() && sort.wants(Sort::Practices))
            .then(|| address("/library/questions/new", &[("q", &text)])),
        all_practices: address("/practices", &[("q", &text)]),
        older: None,
        is_later: offset > 0,
        layout: page.layout(),
        t: page.words(),
        text,
    };
    if !found.text.is_empty() && is_within {
        look(&page, &visitor, sort, offset, &mut found).await?;
    }
    html(&found)
}

async fn look(
    page: &Page,
    visitor: &SignedIn,
    sort: Sort,
    offset: usize,
    found: &mut SearchPage,
) -> Result<(), PageError> {
    let (ctx, viewer) = (page.ctx(), Some(visitor.user.account.id));
    let limit = sort.limit();
    if sort != Sort::Practices {
        if page.is_asked_from_here() {
            page.count(visitor.user.account.id, Called::Anything)?;
        }
        let asked = Asked {
            text: found.text.clone(),
            kind: sort.kind(),
            // A link on somebody else's page does not make us ask a third server.
            resolve: page.is_asked_from_here(),
            following: false,
            scope: Scope {
                offset,
                limit,
                ..Scope::default()
            },
        };
        let hits = search::find(ctx, viewer, asked).await?;
        let read = hits
            .accounts
            .len()
            .max(hits.statuses.len())
            .max(hits.tags.len());
        let next = offset + limit;
        if sort != Sort::All && read >= limit && next <= MAX_OFFSET {
            let after = next.to_string();
            let pairs = [
                ("q", found.text.as_str()),
                ("for", sort.name()),
                ("after", &after),
            ];
            found.older = Some(address("/search", &pairs));
        }
        found.people = hits.accounts.iter().map(Person::here).collect();
        found.posts = posts_of(page, &hits.statuses, None);
        found.tags = hits
            .tags
            .iter()
            .map(|row| ShownTag {
                name: format!("#{}", row.display),
                href: tag::address(&row.name),
            })
            .collect();
    }
    if sort.wants(Sort::Practices) {
        let query = PracticeQuery {
            text: found.text.clone(),
            page: statuses::Page {
                limit: i64::try_from(limit).unwrap_or(i64::MAX),
                ..statuses::Page::default()
            },
            ..PracticeQuery::default()
        };
        let hits = practices::search(ctx, viewer, query).await?;
        let hits = hits.practices.iter();
        let hits = hits.filter_map(|view| Hit::new(page.words(), &ctx.addresses, view, ctx.now()));
        found.practices = hits.collect();
    }
    Ok(())
}

impl SearchPage {
    fn has_nothing(&self) -> bool {
        self.people.is_empty()
            && self.posts.is_empty()
            && self.tags.is_empty()
            && self.practices.is_empty()
    }
}

fn sorts(chosen: Sort) -> Vec<ShownSort> {
    let all = Sort::ALL.into_iter();
    all.map(|sort| ShownSort {
        name: sort.name(),
        label: sort.label(),
        is_chosen: sort == chosen,
    })
    .collect()
}

fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("{path}?{}", query.finish())
}

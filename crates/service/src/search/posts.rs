//! Finding posts by their words: one's own, those that one has something to do with, and public ones of
//! people who let them be found.

use std::collections::HashSet;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::search::{self as rows, SearchTextRow, Wanted};
use staffroom_db::{Conn, DbError, bookmarks, favourites, mentions, statuses};
use staffroom_domain::{AccountId, StatusId, Timestamp, Visibility};

use super::query::{Filter, Part, Query};
use crate::context::Ctx;
use crate::hiding;
use crate::statuses::{StatusView, load};

/// How often more is read where much of what has the words is not for the searcher.
const MAX_ROUNDS: usize = 10;
/// How much is read at once.
const AT_ONCE: i64 = 200;

/// Which posts are looked for, besides what the text says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// By this account.
    pub account: Option<AccountId>,
    /// Older than this.
    pub max_id: Option<i64>,
    /// Newer than this.
    pub min_id: Option<i64>,
    /// Leaves out so many of the first.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

/// Posts that `viewer` may find, the newest first.
pub(super) async fn posts(
    ctx: &Ctx,
    viewer: AccountId,
    text: &str,
    scope: Scope,
) -> Result<Vec<StatusView>, DbError> {
    let query = Query::read(text);
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let Some(authors) = Authors::look_up(ctx, viewer, &query).await? else {
        return Ok(Vec::new());
    };
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let ids = find(conn, viewer, &query, &authors, &scope, now)?;
            load(conn, Some(viewer), &ids)
        })
        .await
}

/// Whom `from:` means.
#[derive(Default)]
struct Authors {
    only: Option<AccountId>,
    not: HashSet<AccountId>,
}

impl Authors {
    /// `None` where nobody can be meant.
    async fn look_up(ctx: &Ctx, viewer: AccountId, query: &Query) -> Result<Option<Self>, DbError> {
        let mut authors = Self::default();
        for filter in &query.filters {
            if let Filter::From(who) = filter {
                let found = Self::find(ctx, viewer, who).await?;
                if found.is_none() || authors.only.is_some_and(|only| Some(only) != found) {
                    return Ok(None);
                }
                authors.only = found;
            }
        }
        for filter in &query.not {
            if let Filter::From(who) = filter {
                authors.not.extend(Self::find(ctx, viewer, who).await?);
            }
        }
        Ok(Some(authors))
    }

    async fn find(ctx: &Ctx, viewer: AccountId, who: &str) -> Result<Option<AccountId>, DbError> {
        if who == "me" {
            return Ok(Some(viewer));
        }
        let handle = who.strip_prefix('@').unwrap_or(who);
        let (name, domain) = match handle.split_once('@') {
            Some((name, domain)) => (name, Some(domain)),
            None => (handle, None),
        };
        let row = crate::accounts::find_by_handle(ctx, name, domain).await?;
        Ok(row.map(|row| row.id))
    }
}

fn find(
    conn: &mut Conn,
    viewer: AccountId,
    query: &Query,
    authors: &Authors,
    scope: &Scope,
    now: Timestamp,
) -> Result<Vec<StatusId>, DbError> {
    if authors.only.is_some() && scope.account.is_some() && authors.only != scope.account {
        return Ok(Vec::new());
    }
    let mut wanted = wanted(query, authors, scope);
    let enough = scope.offset.saturating_add(scope.limit);
    let mut found: Vec<StatusId> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let batch = rows::find(conn, &wanted, AT_ONCE)?;
        let is_last = batch.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        let Some(end) = batch.last().map(|row| row.status_id) else {
            break;
        };
        wanted.below = Some(end);
        let matching: Vec<SearchTextRow> = batch
            .into_iter()
            .filter(|row| query.matches(row) && !authors.not.contains(&row.account_id))
            .collect();
        found.extend(findable(conn, viewer, query, &matching, now)?);
        if is_last || found.len() >= enough {
            break;
        }
    }
    Ok(found
        .into_iter()
        .skip(scope.offset)
        .take(scope.limit)
        .collect())
}

fn wanted(query: &Query, authors: &Authors, scope: &Scope) -> Wanted {
    let mut wanted = Wanted {
        terms: query.terms.clone(),
        account: authors.only.or(scope.account),
        below: scope.max_id.map(StatusId::from),
        above: scope.min_id.map(StatusId::from),
        ..Wanted::default()
    };
    for filter in &query.filters {
        match filter {
            Filter::Has(Part::Poll) => wanted.has_poll = true,
            Filter::Has(Part::Link) => wanted.has_link = true,
            Filter::Has(_) => wanted.has_media = true,
            Filter::Between(begins, ends) => {
                // Ids are made of times.
                let first = |at: &Timestamp| StatusId::from(at.as_millis().max(0) << 16);
                let above = begins
                    .as_ref()
                    .map(|at| StatusId::from(first(at).get() - 1));
                wanted.above = wanted.above.max(above);
                let below = ends.as_ref().map(first);
                wanted.below = match (wanted.below, below) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            _ => {}
        }
    }
    wanted
}

/// Those of the posts that the searcher may find.
fn findable(
    conn: &mut Conn,
    viewer: AccountId,
    query: &Query,
    matching: &[SearchTextRow],
    now: Timestamp,
) -> Result<Vec<StatusId>, DbError> {
    let ids: Vec<StatusId> = matching.iter().map(|row| row.status_id).collect();
    let mut authors: Vec<AccountId> = matching.iter().map(|row| row.account_id).collect();
    authors.sort_unstable();
    authors.dedup();
    let people = accounts::find_many(conn, &authors)?;
    let hidden = hiding::among(conn, Some(viewer), &people, now)?;
    let mut known: HashSet<StatusId> = HashSet::new();
    known.extend(favourites::among(conn, viewer, &ids)?);
    known.extend(bookmarks::among(conn, viewer, &ids)?);
    known.extend(statuses::boosted_among(conn, viewer, &ids)?);
    known.extend(mentions::among(conn, viewer, &ids)?);
    let person = |id: AccountId| people.iter().find(|row| row.id == id);
    Ok(matching
        .iter()
        .filter(|row| {
            let author = person(row.account_id);
            let author = author.filter(|it| it.is_active() && !hidden.contains(&it.id));
            author.is_some_and(|author| {
                let is_known = row.account_id == viewer || known.contains(&row.status_id);
                may_find(row, author, is_known) && holds(query, row, author, is_known)
            })
        })
        .map(|row| row.status_id)
        .collect())
}

fn is_open(row: &SearchTextRow, author: &AccountRow) -> bool {
    let visibility = Visibility::from_i32(row.visibility);
    visibility == Visibility::Public && author.indexable && !author.is_limited()
}

fn may_find(row: &SearchTextRow, author: &AccountRow, is_known: bool) -> bool {
    is_known || is_open(row, author)
}

fn holds(query: &Query, row: &SearchTextRow, author: &AccountRow, is_known: bool) -> bool {
    let one = |filter: &Filter| match filter {
        Filter::Has(part) => has(row, *part),
        Filter::IsReply => row.reply,
        Filter::IsSensitive => row.sensitive,
        Filter::Language(tag) => {
            let language = row.language.as_deref().unwrap_or_default().to_lowercase();
            language == *tag || language.split('-').next() == Some(tag)
        }
        Filter::Between(begins, ends) => {
            let at = row.status_id.made_at();
            begins.is_none_or(|begins| at >= begins) && ends.is_none_or(|ends| at < ends)
        }
        Filter::InLibrary => is_known,
        Filter::InPublic => is_open(row, author),
        // Whose it is has been asked of the database.
        Filter::From(_) | Filter::Anything => true,
    };
    let not = |filter: &Filter| !matches!(filter, Filter::From(_)) && one(filter);
    query.filters.iter().all(one) && !query.not.iter().any(not)
}

fn has(row: &SearchTextRow, part: Part) -> bool {
    let kind = |kind: &str| row.media.split(' ').any(|it| it == kind);
    match part {
        Part::Media => !row.media.is_empty(),
        Part::Image => kind("image"),
        Part::Video => kind("video") || kind("gifv"),
        Part::Audio => kind("audio"),
        Part::Poll => row.poll,
        Part::Link => row.link,
    }
}

//! Finding people, hashtags and posts by what somebody typed, and practices by words and facets.

mod index;
mod posts;
mod practices;
mod query;
mod words;

use staffroom_db::accounts::{self as rows, AccountRow};
use staffroom_db::tags::{self, TagRow};
use staffroom_db::{Conn, DbError, statuses};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Addresses, Local, StatusId};
use staffroom_text::hashtag;

pub(crate) use index::{changed, index, listed_or_not, record_changed, record_removed, removed};
pub use posts::Scope;
pub use practices::{
    FacetCount, FoundPractices, MAX_COUNTED, PracticeQuery, search as search_practices,
};
pub(crate) use practices::{first_practice, practices_between};

use crate::account_search::{self, Wanted};
use crate::accounts;
use crate::context::Ctx;
use crate::ports::{DirectoryError, Found};
use crate::statuses::{StatusView, Viewer, load_one};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// People.
    pub accounts: Vec<AccountRow>,
    /// Posts, as the viewer sees them.
    pub statuses: Vec<StatusView>,
    /// Hashtags.
    pub tags: Vec<TagRow>,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// People.
    Accounts,
    /// Posts.
    Statuses,
    /// Hashtags.
    Hashtags,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What was typed.
    pub text: String,
    /// What is looked for; none: everything.
    pub kind: Option<Kind>,
    /// Whether other servers are asked, too.
    pub resolve: bool,
    /// Only people whom the viewer follows.
    pub following: bool,
    /// How much, and which posts.
    pub scope: Scope,
}

impl Asked {
    fn wants(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }
}

/// What somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Query {
    Address(String),
    Handle(String, Option<String>),
    Other,
}

/// Looks for people by handle or the beginning of a name; for what an address leads to, here and, where that is
/// wanted, at the server that it belongs to; for hashtags by their beginning; and, for those who are signed in, for posts by
/// their words. A server that cannot be asked counts as nothing found.
pub async fn find(ctx: &Ctx, viewer: Viewer, asked: Asked) -> Result<Hits, DbError> {
    let query = read(&asked.text);
    if matches!(query, Query::Address(_)) {
        if asked.scope.offset > 0 {
            return Ok(Hits::default());
        }
        let hits = exactly(ctx, viewer, &query, asked.resolve).await?;
        return Ok(only(hits, &asked));
    }
    let mut hits = Hits::default();
    if asked.wants(Kind::Accounts) {
        let wanted = Wanted {
            text: asked.text.clone(),
            resolve: asked.resolve,
            only_followed: asked.following,
            limit: asked.scope.limit,
            offset: asked.scope.offset,
        };
        hits.accounts = account_search::find(ctx, viewer, wanted).await?;
    }
    if asked.wants(Kind::Hashtags) {
        hits.tags = tags_like(ctx, &asked).await?;
    }
    if let Some(viewer) = viewer.filter(|_| asked.wants(Kind::Statuses)) {
        hits.statuses = posts::posts(ctx, viewer, &asked.text, asked.scope.clone()).await?;
    }
    Ok(hits)
}

/// What was asked for of what an address led to.
fn only(mut hits: Hits, asked: &Asked) -> Hits {
    if !asked.wants(Kind::Accounts) {
        hits.accounts.clear();
    }
    if !asked.wants(Kind::Statuses) {
        hits.statuses.clear();
    }
    hits
}

/// Whom a handle or an address means, here and, where that is wanted, at the server that it belongs to.
pub(crate) async fn people(
    ctx: &Ctx,
    viewer: Viewer,
    text: &str,
    resolve: bool,
) -> Result<Vec<AccountRow>, DbError> {
    Ok(exactly(ctx, viewer, &read(text), resolve).await?.accounts)
}

/// Hashtags that begin so: the one that is it, then those that were used last.
async fn tags_like(ctx: &Ctx, asked: &Asked) -> Result<Vec<TagRow>, DbError> {
    let text = asked.text.trim();
    let prefix = hashtag::fold(text);
    if prefix.is_empty() || text.starts_with('@') || text.contains(char::is_whitespace) {
        return Ok(Vec::new());
    }
    let (offset, limit) = (asked.scope.offset, asked.scope.limit);
    ctx.db
        .read(move |conn| {
            let found = tags::beginning_with(conn, &prefix)?;
            Ok(found.into_iter().skip(offset).take(limit).collect())
        })
        .await
}

/// Whom a handle, or what an address leads to.
async fn exactly(ctx: &Ctx, viewer: Viewer, query: &Query, resolve: bool) -> Result<Hits, DbError> {
    let mut found = here(ctx, query.clone()).await?;
    if found.is_none() && resolve {
        found = elsewhere(ctx, query).await?;
    }
    let Some(found) = found else {
        return Ok(Hits::default());
    };
    ctx.db
        .read(move |conn| {
            let mut hits = Hits::default();
            match found {
                Found::Account(id) => {
                    let row = rows::find(conn, id)?.filter(AccountRow::is_active);
                    hits.accounts.extend(row);
                }
                Found::Status(id) => hits.statuses.extend(load_one(conn, viewer, id)?),
            }
            Ok(hits)
        })
        .await
}

fn read(text: &str) -> Query {
    let text = text.trim();
    if text.starts_with("https://") || text.starts_with("http://") {
        return Query::Address(text.to_owned());
    }
    let handle = text.strip_prefix("acct:").unwrap_or(text);
    let handle = handle.strip_prefix('@').unwrap_or(handle);
    let (name, domain) = match handle.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (handle, None),
    };
    let fits = |text: &str| {
        !text.is_empty()
            && text.len() <= 253
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':'))
    };
    if fits(name) && domain.is_none_or(fits) {
        Query::Handle(name.to_owned(), domain.map(str::to_lowercase))
    } else {
        Query::Other
    }
}

async fn here(ctx: &Ctx, query: Query) -> Result<Option<Found>, DbError> {
    match query {
        Query::Address(address) => {
            let addresses = ctx.addresses.clone();
            ctx.db
                .read(move |conn| at(conn, &addresses, &address))
                .await
        }
        Query::Handle(name, domain) => {
            let row = accounts::find_by_handle(ctx, &name, domain.as_deref()).await?;
            Ok(row.map(|row| Found::Account(row.id)))
        }
        Query::Other => Ok(None),
    }
}

/// What is known here of an address: an id, or a page of ours.
fn at(conn: &mut Conn, addresses: &Addresses, address: &str) -> Result<Option<Found>, DbError> {
    match addresses.parse(address) {
        Some(Local::Actor(id)) => return Ok(Some(Found::Account(id))),
        Some(Local::Object(id) | Local::Boost(id)) => return Ok(Some(Found::Status(id))),
        Some(_) => return Ok(None),
        None => {}
    }
    if addresses.is_local(address) {
        return at_page(conn, addresses, address);
    }
    if let Some(row) = rows::find_by_uri(conn, address)? {
        return Ok(Some(Found::Account(row.id)));
    }
    let row = statuses::find_by_uri(conn, address)?;
    Ok(row.map(|row| Found::Status(row.id)))
}

/// A page for people: `/@name`, `/@name/id`.
fn at_page(
    conn: &mut Conn,
    addresses: &Addresses,
    address: &str,
) -> Result<Option<Found>, DbError> {
    let path = address.strip_prefix(addresses.origin());
    let Some(path) = path.and_then(|path| path.strip_prefix("/@")) else {
        return Ok(None);
    };
    match path.trim_end_matches('/').split_once('/') {
        None => {
            let name = fold(path.trim_end_matches('/'));
            let row = rows::find_local(conn, &name)?;
            Ok(row.map(|row| Found::Account(row.id)))
        }
        Some((_, id)) => Ok(id.parse::<StatusId>().ok().map(Found::Status)),
    }
}

async fn elsewhere(ctx: &Ctx, query: &Query) -> Result<Option<Found>, DbError> {
    let Some(directory) = ctx.directory.get() else {
        return Ok(None);
    };
    let answer = match query {
        Query::Address(address) if !ctx.addresses.is_local(address) => {
            directory.find_at(address).await
        }
        Query::Handle(name, Some(domain))
            if !domain.eq_ignore_ascii_case(ctx.config.account_domain().as_str()) =>
        {
            let id: Result<Option<AccountId>, _> = directory.find_account(name, domain).await;
            id.map(|id| id.map(Found::Account))
        }
        _ => Ok(None),
    };
    match answer {
        Ok(found) => Ok(found),
        Err(DirectoryError::Db(error)) => Err(error),
        Err(error) => {
            tracing::info!(%error, "a search finds nothing elsewhere");
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_and_addresses_are_told_apart() {
        let handle = |name: &str, domain: Option<&str>| {
            Query::Handle(name.to_owned(), domain.map(str::to_owned))
        };
        assert_eq!(
            read("@ada@Farm.example"),
            handle("ada", Some("farm.example"))
        );
        assert_eq!(
            read(" ada@farm.example "),
            handle("ada", Some("farm.example"))
        );
        assert_eq!(
            read("acct:ada@farm.example:8443"),
            handle("ada", Some("farm.example:8443"))
        );
        assert_eq!(read("@ada"), handle("ada", None));
        assert_eq!(
            read("https://farm.example/@ada"),
            Query::Address("https://farm.example/@ada".to_owned())
        );
        for other in ["", "@", "@@", "two words", "a@b@c", "#tag", "from:me x"] {
            assert_eq!(read(other), Query::Other, "{other}");
        }
    }
}

//! Finding people and posts by what somebody typed: a handle, or an address.

use staffroom_db::accounts::{self as rows, AccountRow};
use staffroom_db::{Conn, DbError, statuses};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Addresses, Local, StatusId};

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
}

/// What somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Query {
    Address(String),
    Handle(String, Option<String>),
    Other,
}

/// Looks for a handle (`name`, `@name@domain`) or an address, here and, where `resolve` is set, at the
/// server that it belongs to. A server that cannot be asked counts as nothing found.
pub async fn find(ctx: &Ctx, viewer: Viewer, text: &str, resolve: bool) -> Result<Hits, DbError> {
    let query = read(text);
    let mut found = here(ctx, query.clone()).await?;
    if found.is_none() && resolve {
        found = elsewhere(ctx, &query).await?;
    }
    let Some(found) = found else {
        return Ok(Hits::default());
    };
    ctx.db
        .read(move |conn| {
            Ok(match found {
                Found::Account(id) => Hits {
                    accounts: rows::find(conn, id)?
                        .into_iter()
                        .filter(AccountRow::is_active)
                        .collect(),
                    statuses: Vec::new(),
                },
                Found::Status(id) => Hits {
                    accounts: Vec::new(),
                    statuses: load_one(conn, viewer, id)?.into_iter().collect(),
                },
            })
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

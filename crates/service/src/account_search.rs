//! Finding people by the beginning of their handle or of a word of their name.

use std::collections::HashSet;

use staffroom_db::accounts::AccountRow;
use staffroom_db::{Conn, DbError, account_names, follows};
use staffroom_domain::text::fold;
use staffroom_domain::{AccountId, Timestamp};

use crate::context::Ctx;
use crate::domains::host_of;
use crate::hiding;
use crate::listing::active;
use crate::search;
use crate::statuses::Viewer;

/// Among how many names the best are looked for.
const CANDIDATES: i64 = 200;
/// The longest text that is looked for, in characters.
const MAX_TEXT: usize = 100;

/// Who is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What somebody typed: the beginning of a name, a handle or an address.
    pub text: String,
    /// Whether the server that a handle belongs to is asked, where it is not known here.
    pub resolve: bool,
    /// Whether only those are wanted whom the viewer follows.
    pub only_followed: bool,
    /// How many at most.
    pub limit: usize,
    /// How many of the best are left out.
    pub offset: usize,
}

/// Those who are meant, the best first: who has that very handle, then whom the viewer follows, then whom most
/// people follow. Nobody is found by a part of their name who is hidden from the viewer, or limited and not
/// followed. What is read does not grow with the number of accounts.
pub async fn find(ctx: &Ctx, viewer: Viewer, wanted: Wanted) -> Result<Vec<AccountRow>, DbError> {
    let exact = search::people(ctx, viewer, &wanted.text, wanted.resolve).await?;
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let mut found = exact;
            if let (true, Some(viewer)) = (wanted.only_followed, viewer) {
                let ids: Vec<AccountId> = found.iter().map(|row| row.id).collect();
                let followed = follows::followed_among(conn, viewer, &ids)?;
                found.retain(|row| followed.contains(&row.id));
            }
            for row in by_beginning(conn, viewer, &wanted, now)? {
                if !found.iter().any(|there| there.id == row.id) {
                    found.push(row);
                }
            }
            let rest = found.into_iter().skip(wanted.offset);
            Ok(rest.take(wanted.limit).collect())
        })
        .await
}

/// The beginning of a name, and of a domain where one was typed too. None where it is an address.
fn beginning(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim();
    if text.contains("://") || text.chars().count() > MAX_TEXT {
        return None;
    }
    let text = text.strip_prefix('@').unwrap_or(text);
    let (name, domain) = match text.split_once('@') {
        Some((name, domain)) => (name, Some(domain.to_lowercase())),
        None => (text, None),
    };
    let folded = fold(name);
    let name = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some((name, domain))
}

fn by_beginning(
    conn: &mut Conn,
    viewer: Viewer,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<Vec<AccountRow>, DbError> {
    let Some((name, domain)) = beginning(&wanted.text) else {
        return Ok(Vec::new());
    };
    let mut ids: Vec<AccountId> = Vec::new();
    let mut followed: HashSet<AccountId> = HashSet::new();
    if let Some(viewer) = viewer {
        let found = account_names::followed_beginning_with(conn, viewer, &name, CANDIDATES)?;
        followed.extend(&found);
        ids.extend(found);
    }
    if !wanted.only_followed {
        ids.extend(account_names::beginning_with(conn, &name, CANDIDATES)?);
    }
    ids.sort_unstable();
    ids.dedup();
    let mut people: Vec<AccountRow> = active(conn, &ids)?.into_values().collect();
    let hidden = hiding::among(conn, viewer, &people, now)?;
    people.retain(|row| {
        let is_there = domain
            .as_deref()
            .is_none_or(|domain| host_of(&row.domain).starts_with(domain));
        let is_shown = !row.is_limited() || followed.contains(&row.id);
        is_there && is_shown && !hidden.contains(&row.id)
    });
    people.sort_by_key(|row| {
        let is_other = !followed.contains(&row.id) && viewer != Some(row.id);
        let few = std::cmp::Reverse(row.followers_count);
        (row.has_moved(), is_other, few, row.id)
    });
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_the_beginning_of_a_name_and_of_a_domain() {
        let found = |text: &str| beginning(text);
        assert_eq!(found(" @Ami"), Some(("ami".to_owned(), None)));
        assert_eq!(
            found("ami@Farm"),
            Some(("ami".to_owned(), Some("farm".to_owned())))
        );
        assert_eq!(found("Amira  O"), Some(("amira o".to_owned(), None)));
        for nothing in ["", "@", "@@farm", "https://farm.example/@ami"] {
            assert_eq!(found(nothing), None, "{nothing}");
        }
        assert_eq!(found(&"a".repeat(MAX_TEXT + 1)), None);
    }
}

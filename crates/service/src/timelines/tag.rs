//! The timelines of hashtags.

use std::collections::HashSet;

use staffroom_db::public_entries::{Entry, Kinds};
use staffroom_db::statuses::Page;
use staffroom_db::{Conn, DbError, tag_entries, tags};
use staffroom_domain::{StatusId, TagId};
use staffroom_text::hashtag::fold;

use super::walk::{Part, walk, without_hidden};
use crate::context::Ctx;
use crate::statuses::Viewer;

/// How many hashtags of each sort may be asked for besides the first.
pub const MAX_TAGS_ASKED: usize = 4;

/// Which hashtags are asked for, as somebody writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// This one,
    pub tag: String,
    /// or one of these;
    pub any: Vec<String>,
    /// and all of these,
    pub all: Vec<String>,
    /// and none of these.
    pub none: Vec<String>,
}

/// The hashtags that were asked for, as far as they are known.
struct Asked {
    any: Vec<TagId>,
    all: Vec<TagId>,
    none: Vec<TagId>,
}

/// A part of the timeline of hashtags as somebody sees it, the newest first.
pub async fn tag(
    ctx: &Ctx,
    viewer: Viewer,
    asked: Tags,
    kinds: Kinds,
    page: Page,
) -> Result<Part, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| {
            let Some(asked) = look_up(conn, &asked)? else {
                return Ok(Part::default());
            };
            walk(
                conn,
                viewer,
                page,
                |conn, page| read(conn, &asked.any, kinds, page),
                |conn, entries| {
                    let entries = matching(conn, &asked, entries)?;
                    without_hidden(conn, viewer, entries, now)
                },
            )
        })
        .await
}

/// `None` where nothing can be found.
fn look_up(conn: &mut Conn, asked: &Tags) -> Result<Option<Asked>, DbError> {
    let folded = |names: &[String]| -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|name| fold(name)).collect();
        names.retain(|name| !name.is_empty());
        names.truncate(MAX_TAGS_ASKED);
        names
    };
    let mut any = vec![fold(&asked.tag)];
    any.extend(folded(&asked.any));
    let (all, none) = (folded(&asked.all), folded(&asked.none));
    let names: Vec<String> = [&any[..], &all, &none].concat();
    let known = tags::find_named(conn, &names)?;
    let ids = |names: &[String]| -> Vec<TagId> {
        let mut ids: Vec<TagId> = known
            .iter()
            .filter(|row| names.contains(&row.name))
            .map(|row| row.id)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let is_known = |name: &String| known.iter().any(|row| row.name == *name);
    let asked = Asked {
        any: ids(&any),
        all: ids(&all),
        none: ids(&none),
    };
    let can_be = !asked.any.is_empty() && all.iter().all(is_known);
    Ok(can_be.then_some(asked))
}

/// Statuses that carry any of these, each once, as many as the page has room for.
fn read(conn: &mut Conn, any: &[TagId], kinds: Kinds, page: Page) -> Result<Vec<Entry>, DbError> {
    let mut found = Vec::new();
    for tag in any {
        found.extend(tag_entries::page(conn, *tag, kinds, page)?);
    }
    found.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.status));
    found.dedup_by_key(|entry| entry.status);
    let room = usize::try_from(page.limit).unwrap_or(usize::MAX);
    if page.min_id.is_some() {
        // The next ones above the bound are the last of them.
        let beyond = found.len().saturating_sub(room);
        found.drain(..beyond);
    } else {
        found.truncate(room);
    }
    Ok(found)
}

fn matching(
    conn: &mut Conn,
    asked: &Asked,
    mut entries: Vec<Entry>,
) -> Result<Vec<Entry>, DbError> {
    if asked.all.is_empty() && asked.none.is_empty() {
        return Ok(entries);
    }
    let ids: Vec<StatusId> = entries.iter().map(|entry| entry.status).collect();
    let wanted: Vec<TagId> = [&asked.all[..], &asked.none].concat();
    let carried: HashSet<(StatusId, TagId)> = tags::carried_among(conn, &ids, &wanted)?
        .into_iter()
        .collect();
    entries.retain(|entry| {
        let has = |tag: &TagId| carried.contains(&(entry.status, *tag));
        asked.all.iter().all(has) && !asked.none.iter().any(has)
    });
    Ok(entries)
}

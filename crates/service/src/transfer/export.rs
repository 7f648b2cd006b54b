//! Writing the files.

use std::collections::HashMap;

use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::{self, Page};
use staffroom_db::{Conn, DbError, blocks, bookmarks, domain_blocks, follows, lists, mutes};
use staffroom_domain::{AccountId, Addresses, StatusId};

use super::{Kind, csv};
use crate::context::Ctx;
use crate::listing::active;
use crate::lists::MAX_LISTS;

/// How many are read at once.
const AT_ONCE: i64 = 500;

/// One line of a file.
pub(super) type Cells = Vec<String>;

/// The file of somebody here, in the form that Mastodon gives it.
pub async fn export(ctx: &Ctx, of: AccountId, kind: Kind) -> Result<String, DbError> {
    let mut out = String::new();
    if kind.has_head() {
        csv::write(&mut out, kind.columns());
    }
    let mut before = None;
    loop {
        let (lines, next) = piece(ctx, of, kind, before).await?;
        for cells in &lines {
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            csv::write(&mut out, &cells);
        }
        match next {
            Some(next) => before = Some(next),
            None => return Ok(out),
        }
    }
}

/// A piece of what somebody has, the latest first, and where the next begins. A piece costs two statements, whatever
/// is in it; lists are one piece, of as many statements as there are lists.
pub(super) async fn piece(
    ctx: &Ctx,
    of: AccountId,
    kind: Kind,
    before: Option<i64>,
) -> Result<(Vec<Cells>, Option<i64>), DbError> {
    let source = Source {
        own: ctx.config.account_domain().as_str().to_owned(),
        addresses: ctx.addresses.clone(),
        of,
    };
    let page = Page {
        max_id: before,
        limit: AT_ONCE,
        ..Page::default()
    };
    ctx.db
        .read(move |conn| match kind {
            Kind::Follows => source.follows(conn, page),
            Kind::Blocks => source.blocks(conn, page),
            Kind::Mutes => source.mutes(conn, page),
            Kind::Domains => source.domains(conn, page),
            Kind::Bookmarks => source.bookmarks(conn, page),
            Kind::Lists => source.lists(conn),
        })
        .await
}

/// `amira@school.example`, also of those of this instance, whose domain is `own`.
pub(super) fn address(own: &str, row: &AccountRow) -> String {
    let domain = if row.is_local() { own } else { &row.domain };
    format!("{}@{domain}", row.username)
}

struct Source {
    own: String,
    addresses: Addresses,
    of: AccountId,
}

type Piece = Result<(Vec<Cells>, Option<i64>), DbError>;

impl Source {
    fn address(&self, row: &AccountRow) -> String {
        address(&self.own, row)
    }

    fn follows(&self, conn: &mut Conn, page: Page) -> Piece {
        let rows = follows::following_page(conn, self.of, page)?;
        let people = people(conn, rows.iter().map(|row| row.target_id))?;
        let lines = rows.iter().filter_map(|row| {
            let languages: Vec<String> = serde_json::from_str(&row.languages).unwrap_or_default();
            Some(vec![
                self.address(people.get(&row.target_id)?),
                row.reblogs.to_string(),
                row.notify.to_string(),
                languages.join(", "),
            ])
        });
        Ok((lines.collect(), rows.last().map(|row| row.id.get())))
    }

    fn blocks(&self, conn: &mut Conn, page: Page) -> Piece {
        let rows = blocks::page(conn, self.of, page)?;
        let people = people(conn, rows.iter().map(|row| row.target_id))?;
        let lines = rows
            .iter()
            .filter_map(|row| Some(vec![self.address(people.get(&row.target_id)?)]));
        Ok((lines.collect(), rows.last().map(|row| row.id.get())))
    }

    fn mutes(&self, conn: &mut Conn, page: Page) -> Piece {
        let rows = mutes::page(conn, self.of, page)?;
        let people = people(conn, rows.iter().map(|row| row.target_id))?;
        let lines = rows.iter().filter_map(|row| {
            let address = self.address(people.get(&row.target_id)?);
            Some(vec![address, row.hides_notifications.to_string()])
        });
        Ok((lines.collect(), rows.last().map(|row| row.id.get())))
    }

    fn domains(&self, conn: &mut Conn, page: Page) -> Piece {
        let rows = domain_blocks::page(conn, self.of, page)?;
        let last = rows.last().map(|row| row.id.get());
        let lines = rows.into_iter().map(|row| vec![row.domain]).collect();
        Ok((lines, last))
    }

    fn bookmarks(&self, conn: &mut Conn, page: Page) -> Piece {
        let rows = bookmarks::page(conn, self.of, page)?;
        let ids: Vec<StatusId> = rows.iter().map(|(_, status)| *status).collect();
        let found = statuses::find_many(conn, &ids)?;
        let lines = found.into_iter().map(|row| {
            let uri = row.uri.unwrap_or_else(|| self.addresses.object(row.id));
            vec![uri]
        });
        Ok((lines.collect(), rows.last().map(|(id, _)| id.get())))
    }

    fn lists(&self, conn: &mut Conn) -> Piece {
        let mut lines = Vec::new();
        for list in lists::of_account(conn, self.of, MAX_LISTS)? {
            let mut before = None;
            loop {
                let page = Page {
                    max_id: before,
                    limit: AT_ONCE,
                    ..Page::default()
                };
                let ids = lists::members(conn, list.id, page)?;
                let Some(last) = ids.last() else { break };
                before = Some(last.get());
                let people = people(conn, ids.iter().copied())?;
                for id in &ids {
                    if let Some(row) = people.get(id) {
                        lines.push(vec![list.title.clone(), self.address(row)]);
                    }
                }
            }
        }
        Ok((lines, None))
    }
}

fn people(
    conn: &mut Conn,
    ids: impl Iterator<Item = AccountId>,
) -> Result<HashMap<AccountId, AccountRow>, DbError> {
    let ids: Vec<AccountId> = ids.collect();
    active(conn, &ids)
}

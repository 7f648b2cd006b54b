//! Taking a line in.

use serde::{Deserialize, Serialize};
use staffroom_db::{DbError, statuses};
use staffroom_domain::{AccountId, Local, StatusId};

use super::{Kind, export};
use crate::accounts::{self, AccountRow};
use crate::context::Ctx;
use crate::domain_blocks::{self, DomainBlockError};
use crate::follows::{self, FollowError, Wishes};
use crate::lists::{self, ListChange, ListError};
use crate::mutes;
use crate::ports::{Directory, DirectoryError, Found};
use crate::statuses::{StatusError, bookmark};

/// A line, as it was read: its number in the file, and its cells by the columns of its kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) cells: Vec<String>,
}

/// Why a line is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is no address.
    Unreadable,
    /// Nobody and nothing is there.
    Nothing,
    /// The other server does not answer, or nothing is exchanged with it.
    Unreachable,
    /// It cannot be: they block, they have moved, it is oneself.
    NotPossible,
    /// Whoever is to be on a list is not followed.
    NotFollowed,
    /// There are as many lists as there may be, or the name is none.
    NoList,
}

/// What came of a line.
pub(super) enum Failure {
    Reason(Reason),
    Db(DbError),
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self::Reason(reason)
    }
}

impl From<FollowError> for Failure {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Reason::Nothing.into(),
            FollowError::NotAllowed => Reason::NotPossible.into(),
            FollowError::Db(error) => error.into(),
        }
    }
}

impl From<DirectoryError> for Failure {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Db(error) => error.into(),
            _ => Reason::Unreachable.into(),
        }
    }
}

/// Who brings something, and who finds what is elsewhere.
pub(super) struct Bringer<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) directory: Option<&'a dyn Directory>,
    pub(super) by: AccountId,
}

impl Bringer<'_> {
    /// Takes a line in; the same again changes nothing. Gives the line as it would stand in a file from here: whatever
    /// led to somebody or something may be another name of it.
    pub(super) async fn take(&self, kind: Kind, line: &Line) -> Result<Vec<String>, Failure> {
        let mut cells = line.cells.clone();
        let cell = |n: usize| line.cells.get(n).map_or("", String::as_str);
        let (ctx, by) = (self.ctx, self.by);
        // No name and no address has such, and not every database takes them.
        if line.cells.iter().any(|it| it.contains(char::is_control)) {
            return Err(Reason::Unreadable.into());
        }
        match kind {
            Kind::Follows => {
                let who = self.somebody(cell(0)).await?;
                let languages = cell(3).split(',').map(|it| it.trim().to_owned());
                let languages: Vec<String> =
                    languages.filter(|it| !it.is_empty()).take(20).collect();
                let wishes = Wishes {
                    reblogs: boolean(cell(1)),
                    notify: boolean(cell(2)),
                    languages: (!languages.is_empty()).then_some(languages),
                };
                follows::follow(ctx, by, who.id, wishes).await?;
                put(&mut cells, 0, self.address(&who));
            }
            Kind::Blocks => {
                let who = self.somebody(cell(0)).await?;
                follows::block(ctx, by, who.id).await?;
                put(&mut cells, 0, self.address(&who));
            }
            Kind::Mutes => {
                let who = self.somebody(cell(0)).await?;
                let hides = boolean(cell(1)).unwrap_or(true);
                mutes::mute(ctx, by, who.id, hides, None).await?;
                put(&mut cells, 0, self.address(&who));
            }
            Kind::Domains => match domain_blocks::add(ctx, by, cell(0)).await {
                Ok(()) => {}
                Err(DomainBlockError::NoDomain) => return Err(Reason::Unreadable.into()),
                Err(DomainBlockError::Db(error)) => return Err(error.into()),
            },
            Kind::Bookmarks => {
                let id = self.something(cell(0)).await?;
                match bookmark(ctx, by, id, true).await {
                    Ok(_) => {}
                    Err(StatusError::Db(error)) => return Err(error.into()),
                    Err(_) => return Err(Reason::Nothing.into()),
                }
                let row = ctx.db.read(move |conn| statuses::find(conn, id)).await?;
                let uri = row.and_then(|row| row.uri);
                put(
                    &mut cells,
                    0,
                    uri.unwrap_or_else(|| ctx.addresses.object(id)),
                );
            }
            Kind::Lists => {
                let who = self.put_on_list(cell(0), cell(1)).await?;
                put(&mut cells, 1, self.address(&who));
            }
        }
        Ok(cells)
    }

    fn address(&self, row: &AccountRow) -> String {
        export::address(self.ctx.config.account_domain().as_str(), row)
    }

    async fn somebody(&self, address: &str) -> Result<AccountRow, Failure> {
        let (name, domain) = handle(address).ok_or(Reason::Unreadable)?;
        let known = accounts::find_by_handle(self.ctx, name, domain).await?;
        let row = match (known, domain, self.directory) {
            (Some(row), _, _) => Some(row),
            (None, Some(domain), Some(directory)) => {
                match directory.find_account(name, domain).await? {
                    Some(id) => accounts::find(self.ctx, id).await?,
                    None => None,
                }
            }
            _ => None,
        };
        let row = row.filter(AccountRow::is_active).ok_or(Reason::Nothing)?;
        if row.id == self.by {
            return Err(Reason::NotPossible.into());
        }
        Ok(row)
    }

    async fn something(&self, address: &str) -> Result<StatusId, Failure> {
        if !address.starts_with("https://") && !address.starts_with("http://") {
            return Err(Reason::Unreadable.into());
        }
        match self.ctx.addresses.parse(address) {
            Some(Local::Object(id)) => return Ok(id),
            Some(_) => return Err(Reason::Nothing.into()),
            None => {}
        }
        let uri = address.to_owned();
        let known = self
            .ctx
            .db
            .read(move |conn| statuses::find_by_uri(conn, &uri));
        if let Some(row) = known.await? {
            return Ok(row.id);
        }
        let directory = self.directory.ok_or(Reason::Nothing)?;
        match directory.find_at(address).await? {
            Some(Found::Status(id)) => Ok(id),
            Some(Found::Account(_)) | None => Err(Reason::Nothing.into()),
        }
    }

    /// Lists are made as they are named.
    async fn put_on_list(&self, title: &str, address: &str) -> Result<AccountRow, Failure> {
        let (ctx, by) = (self.ctx, self.by);
        let who = self.somebody(address).await?;
        let lists = lists::all(ctx, by).await?;
        let list = if let Some(list) = lists.into_iter().find(|list| list.title == title) {
            list
        } else {
            let change = ListChange {
                title: Some(title.to_owned()),
                ..ListChange::default()
            };
            lists::create(ctx, by, change).await.map_err(no_list)?
        };
        match lists::add(ctx, by, list.id, vec![who.id]).await {
            // On it already.
            Ok(()) | Err(ListError::Invalid(_)) => Ok(who),
            Err(ListError::NotFound) => Err(Reason::NotFollowed.into()),
            Err(ListError::Db(error)) => Err(error.into()),
        }
    }

    /// Takes back what is not in the file.
    pub(super) async fn take_back(&self, kind: Kind, cells: &[String]) -> Result<(), Failure> {
        let cell = |n: usize| cells.get(n).map_or("", String::as_str);
        let (ctx, by) = (self.ctx, self.by);
        let known = async |address: &str| -> Result<AccountRow, Failure> {
            let (name, domain) = handle(address).ok_or(Reason::Unreadable)?;
            let row = accounts::find_by_handle(ctx, name, domain).await?;
            row.ok_or_else(|| Reason::Nothing.into())
        };
        match kind {
            Kind::Follows => follows::unfollow(ctx, by, known(cell(0)).await?.id).await?,
            Kind::Blocks => follows::unblock(ctx, by, known(cell(0)).await?.id).await?,
            Kind::Mutes => mutes::unmute(ctx, by, known(cell(0)).await?.id).await?,
            Kind::Domains => match domain_blocks::remove(ctx, by, cell(0)).await {
                Ok(()) | Err(DomainBlockError::NoDomain) => {}
                Err(DomainBlockError::Db(error)) => return Err(error.into()),
            },
            Kind::Bookmarks => {
                let id = self.something(cell(0)).await?;
                if let Err(StatusError::Db(error)) = bookmark(ctx, by, id, false).await {
                    return Err(error.into());
                }
            }
            Kind::Lists => {
                let who = known(cell(1)).await?;
                let lists = lists::all(ctx, by).await?;
                if let Some(list) = lists.into_iter().find(|list| list.title == cell(0)) {
                    let removed = lists::remove(ctx, by, list.id, vec![who.id]).await;
                    removed.map_err(no_list)?;
                }
            }
        }
        Ok(())
    }
}

fn put(cells: &mut [String], column: usize, text: String) {
    if let Some(cell) = cells.get_mut(column) {
        *cell = text;
    }
}

fn no_list(error: ListError) -> Failure {
    match error {
        ListError::Db(error) => error.into(),
        _ => Reason::NoList.into(),
    }
}

/// `amira@school.example`, `@amira@school.example`, and `amira` for those here.
pub(super) fn handle(address: &str) -> Option<(&str, Option<&str>)> {
    let address = address.trim();
    let address = address.strip_prefix('@').unwrap_or(address);
    let (name, domain) = match address.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (address, None),
    };
    let is_name = |text: &str| {
        !text.is_empty()
            && text.len() <= 253
            && !text
                .contains(|c: char| c.is_whitespace() || c.is_control() || "@/?#%\\".contains(c))
    };
    (is_name(name) && domain.is_none_or(is_name)).then_some((name, domain))
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "1" | "yes" | "on" => Some(true),
        "false" | "f" | "0" | "no" | "off" => Some(false),
        _ => None,
    }
}

//! Making, changing and removing filters, as the second version of the API has it.

use std::time::Duration;

use staffroom_db::filters::{self as rows, FilterKeywordRow, FilterRow, FilterStatusRow};
use staffroom_db::{Conn, DbError, accounts, statuses};
use staffroom_domain::{
    AccountId, FilterId, FilterKeywordId, FilterStatusId, News, StatusId, Timestamp,
};

use super::{
    Context, Filter, FilterError, MAX_FILTERS, MAX_KEYWORD, MAX_KEYWORDS, MAX_STATUSES, MAX_TITLE,
};
use crate::context::Ctx;
use crate::statuses::may_see;
use crate::tx::Tx;

/// What becomes of a filter; none: as before.
#[derive(Clone, Debug, Default)]
pub struct FilterChange {
    /// What its owner calls it.
    pub title: Option<String>,
    /// In which lists it counts, by name.
    pub contexts: Option<Vec<String>>,
    /// `warn`, `hide` or `blur`.
    pub action: Option<String>,
    /// For how long it counts from now on.
    pub expiry: Option<Expiry>,
    /// Keywords that come, change and go.
    pub keywords: Vec<KeywordChange>,
}

/// For how long a filter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// So long from now on.
    After(Duration),
    /// For ever.
    Never,
}

/// What becomes of a keyword; none: as before.
#[derive(Clone, Debug, Default)]
pub struct KeywordChange {
    /// Which; none: a new one.
    pub id: Option<FilterKeywordId>,
    /// The word or phrase.
    pub keyword: Option<String>,
    /// Whether it counts only where it is a whole word; a new one does.
    pub whole_word: Option<bool>,
    /// Whether it goes.
    pub removed: bool,
}

/// The filters of somebody, the first made first, in three queries.
pub async fn list(ctx: &Ctx, of: AccountId) -> Result<Vec<Filter>, DbError> {
    ctx.db
        .read(move |conn| {
            let filters = rows::of_account(conn, of)?;
            filled(conn, filters)
        })
        .await
}

/// A filter of somebody.
pub async fn show(ctx: &Ctx, of: AccountId, id: FilterId) -> Result<Filter, FilterError> {
    ctx.db
        .read(move |conn| {
            let row = own(conn, of, id)?;
            one(conn, row)
        })
        .await
}

/// Makes a filter.
pub async fn create(ctx: &Ctx, by: AccountId, change: FilterChange) -> Result<Filter, FilterError> {
    ctx.transact(move |tx| {
        let row = create_in(tx, by, &change)?;
        one(tx.conn, row)
    })
    .await
}

pub(super) fn create_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    change: &FilterChange,
) -> Result<FilterRow, FilterError> {
    accounts::lock(tx.conn, by)?;
    if rows::of_account(tx.conn, by)?.len() >= MAX_FILTERS {
        let reason = format!("you cannot have more than {MAX_FILTERS} filters");
        return Err(FilterError::Invalid(reason));
    }
    let mut row = FilterRow {
        id: tx.new_id(),
        account_id: by,
        title: String::new(),
        contexts: 0,
        action: "warn".to_owned(),
        expires_at: None,
        created_at: tx.now,
    };
    set(&mut row, change, tx.now)?;
    rows::insert(tx.conn, row.clone())?;
    change_keywords(tx, &row, &change.keywords)?;
    changed(tx, by);
    Ok(row)
}

/// Changes a filter.
pub async fn update(
    ctx: &Ctx,
    by: AccountId,
    id: FilterId,
    change: FilterChange,
) -> Result<Filter, FilterError> {
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        let mut row = own(tx.conn, by, id)?;
        set(&mut row, &change, tx.now)?;
        rows::update(tx.conn, row.clone())?;
        change_keywords(tx, &row, &change.keywords)?;
        changed(tx, by);
        one(tx.conn, row)
    })
    .await
}

/// Removes a filter.
pub async fn delete(ctx: &Ctx, by: AccountId, id: FilterId) -> Result<(), FilterError> {
    ctx.transact(move |tx| {
        let row = own(tx.conn, by, id)?;
        rows::delete(tx.conn, row.id)?;
        changed(tx, by);
        Ok(())
    })
    .await
}

/// A keyword of somebody's filter.
pub async fn keyword(
    ctx: &Ctx,
    of: AccountId,
    id: FilterKeywordId,
) -> Result<FilterKeywordRow, FilterError> {
    ctx.db
        .read(move |conn| Ok(own_keyword(conn, of, id)?.0))
        .await
}

/// Adds a keyword to a filter.
pub async fn add_keyword(
    ctx: &Ctx,
    by: AccountId,
    filter: FilterId,
    change: KeywordChange,
) -> Result<FilterKeywordRow, FilterError> {
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        let filter = own(tx.conn, by, filter)?;
        let row = insert_keyword(tx, &filter, &change)?;
        changed(tx, by);
        Ok(row)
    })
    .await
}

/// Changes a keyword.
pub async fn change_keyword(
    ctx: &Ctx,
    by: AccountId,
    id: FilterKeywordId,
    change: KeywordChange,
) -> Result<FilterKeywordRow, FilterError> {
    ctx.transact(move |tx| {
        let (mut row, _) = own_keyword(tx.conn, by, id)?;
        set_keyword(&mut row, &change)?;
        rows::update_keyword(tx.conn, row.clone())?;
        changed(tx, by);
        Ok(row)
    })
    .await
}

/// Removes a keyword.
pub async fn delete_keyword(
    ctx: &Ctx,
    by: AccountId,
    id: FilterKeywordId,
) -> Result<(), FilterError> {
    ctx.transact(move |tx| {
        let (row, _) = own_keyword(tx.conn, by, id)?;
        rows::delete_keyword(tx.conn, row.id)?;
        changed(tx, by);
        Ok(())
    })
    .await
}

/// A status in somebody's filter.
pub async fn status(
    ctx: &Ctx,
    of: AccountId,
    id: FilterStatusId,
) -> Result<FilterStatusRow, FilterError> {
    ctx.db.read(move |conn| own_status(conn, of, id)).await
}

/// Adds a status that its owner may see to a filter.
pub async fn add_status(
    ctx: &Ctx,
    by: AccountId,
    filter: FilterId,
    status: StatusId,
) -> Result<FilterStatusRow, FilterError> {
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        let filter = own(tx.conn, by, filter)?;
        let seen = match statuses::find(tx.conn, status)? {
            Some(row) => may_see(tx.conn, Some(by), &row)?,
            None => false,
        };
        if !seen {
            return Err(FilterError::invalid("Status must exist"));
        }
        let ids = ids_of(tx.conn, by)?;
        if rows::statuses(tx.conn, &ids)?.len() >= MAX_STATUSES {
            let reason = format!("you cannot filter more than {MAX_STATUSES} posts");
            return Err(FilterError::Invalid(reason));
        }
        let row = FilterStatusRow {
            id: tx.new_id(),
            filter_id: filter.id,
            status_id: status,
        };
        if !rows::insert_status(tx.conn, row.clone())? {
            return Err(FilterError::invalid("Status has already been taken"));
        }
        changed(tx, by);
        Ok(row)
    })
    .await
}

/// Takes a status out of a filter.
pub async fn delete_status(
    ctx: &Ctx,
    by: AccountId,
    id: FilterStatusId,
) -> Result<(), FilterError> {
    ctx.transact(move |tx| {
        let row = own_status(tx.conn, by, id)?;
        rows::delete_status(tx.conn, row.id)?;
        changed(tx, by);
        Ok(())
    })
    .await
}

pub(super) fn own(conn: &mut Conn, of: AccountId, id: FilterId) -> Result<FilterRow, FilterError> {
    let row = rows::find(conn, id)?.filter(|row| row.account_id == of);
    row.ok_or(FilterError::NotFound)
}

pub(super) fn own_keyword(
    conn: &mut Conn,
    of: AccountId,
    id: FilterKeywordId,
) -> Result<(FilterKeywordRow, FilterRow), FilterError> {
    let row = rows::find_keyword(conn, id)?.ok_or(FilterError::NotFound)?;
    let filter = own(conn, of, row.filter_id)?;
    Ok((row, filter))
}

fn own_status(
    conn: &mut Conn,
    of: AccountId,
    id: FilterStatusId,
) -> Result<FilterStatusRow, FilterError> {
    let row = rows::find_status(conn, id)?.ok_or(FilterError::NotFound)?;
    own(conn, of, row.filter_id)?;
    Ok(row)
}

fn ids_of(conn: &mut Conn, of: AccountId) -> Result<Vec<FilterId>, DbError> {
    let filters = rows::of_account(conn, of)?;
    Ok(filters.into_iter().map(|row| row.id).collect())
}

fn one(conn: &mut Conn, row: FilterRow) -> Result<Filter, FilterError> {
    filled(conn, vec![row])?.pop().ok_or(FilterError::NotFound)
}

pub(super) fn filled(conn: &mut Conn, filters: Vec<FilterRow>) -> Result<Vec<Filter>, DbError> {
    let ids: Vec<FilterId> = filters.iter().map(|row| row.id).collect();
    let keywords = rows::keywords(conn, &ids)?;
    let statuses = rows::statuses(conn, &ids)?;
    Ok(filters
        .into_iter()
        .map(|row| Filter {
            keywords: keywords
                .iter()
                .filter(|it| it.filter_id == row.id)
                .cloned()
                .collect(),
            statuses: statuses
                .iter()
                .filter(|it| it.filter_id == row.id)
                .cloned()
                .collect(),
            row,
        })
        .collect())
}

/// Puts what is wanted into a row and checks the whole.
pub(super) fn set(
    row: &mut FilterRow,
    change: &FilterChange,
    now: Timestamp,
) -> Result<(), FilterError> {
    if let Some(title) = &change.title {
        title.trim().clone_into(&mut row.title);
    }
    if row.title.is_empty() {
        return Err(FilterError::invalid("Title can't be blank"));
    }
    if row.title.chars().count() > MAX_TITLE {
        let reason = format!("Title is too long (maximum is {MAX_TITLE} characters)");
        return Err(FilterError::Invalid(reason));
    }
    if let Some(names) = &change.contexts {
        row.contexts = Context::bits(names).unwrap_or_default();
    }
    if row.contexts == 0 {
        return Err(FilterError::invalid(
            "Context None or invalid context supplied",
        ));
    }
    if let Some(action) = &change.action {
        if !["warn", "hide", "blur"].contains(&action.as_str()) {
            return Err(FilterError::invalid(
                "Filter action is not included in the list",
            ));
        }
        row.action.clone_from(action);
    }
    match change.expiry {
        None => {}
        Some(Expiry::Never) => row.expires_at = None,
        Some(Expiry::After(length)) => row.expires_at = Some(now.plus(length).as_micros()),
    }
    Ok(())
}

fn change_keywords(
    tx: &mut Tx<'_>,
    filter: &FilterRow,
    changes: &[KeywordChange],
) -> Result<(), FilterError> {
    for change in changes {
        let Some(id) = change.id else {
            if !change.removed {
                insert_keyword(tx, filter, change)?;
            }
            continue;
        };
        let row = rows::find_keyword(tx.conn, id)?.filter(|row| row.filter_id == filter.id);
        let mut row = row.ok_or(FilterError::NotFound)?;
        if change.removed {
            rows::delete_keyword(tx.conn, id)?;
        } else {
            set_keyword(&mut row, change)?;
            rows::update_keyword(tx.conn, row)?;
        }
    }
    Ok(())
}

pub(super) fn insert_keyword(
    tx: &mut Tx<'_>,
    filter: &FilterRow,
    change: &KeywordChange,
) -> Result<FilterKeywordRow, FilterError> {
    let mut row = FilterKeywordRow {
        id: tx.new_id(),
        filter_id: filter.id,
        keyword: String::new(),
        whole_word: true,
    };
    set_keyword(&mut row, change)?;
    let ids = ids_of(tx.conn, filter.account_id)?;
    if rows::keywords(tx.conn, &ids)?.len() >= MAX_KEYWORDS {
        let reason = format!("you cannot have more than {MAX_KEYWORDS} keywords");
        return Err(FilterError::Invalid(reason));
    }
    rows::insert_keyword(tx.conn, row.clone())?;
    Ok(row)
}

pub(super) fn set_keyword(
    row: &mut FilterKeywordRow,
    change: &KeywordChange,
) -> Result<(), FilterError> {
    if let Some(keyword) = &change.keyword {
        row.keyword.clone_from(keyword);
    }
    if row.keyword.trim().is_empty() {
        return Err(FilterError::invalid("Keyword can't be blank"));
    }
    if row.keyword.chars().count() > MAX_KEYWORD {
        let reason = format!("Keyword is too long (maximum is {MAX_KEYWORD} characters)");
        return Err(FilterError::Invalid(reason));
    }
    if let Some(whole_word) = change.whole_word {
        row.whole_word = whole_word;
    }
    Ok(())
}

/// Lets the clients of somebody know that they should ask for the filters again.
pub(super) fn changed(tx: &Tx<'_>, of: AccountId) {
    tx.tell(News::FiltersChanged(of));
}

//! Filters as the first version of the API has them: each is one keyword.

use staffroom_db::filters::{self as rows, FilterKeywordRow, FilterRow};
use staffroom_db::{DbError, accounts};
use staffroom_domain::{AccountId, FilterId, FilterKeywordId};

use super::FilterError;
use super::change::{
    Expiry, FilterChange, KeywordChange, changed, create_in, filled, own_keyword, set, set_keyword,
};
use crate::context::Ctx;

/// A keyword with its filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldFilter {
    /// The keyword; its id is that of the old filter.
    pub keyword: FilterKeywordRow,
    /// What it belongs to.
    pub filter: FilterRow,
}

/// What becomes of an old filter; none: as before.
#[derive(Clone, Debug, Default)]
pub struct OldFilterChange {
    /// The word or phrase.
    pub phrase: Option<String>,
    /// In which lists it counts, by name.
    pub contexts: Option<Vec<String>>,
    /// Whether what has it is hidden altogether.
    pub irreversible: Option<bool>,
    /// Whether it counts only where it is a whole word.
    pub whole_word: Option<bool>,
    /// For how long it counts from now on.
    pub expiry: Option<Expiry>,
}

impl OldFilterChange {
    /// `title` is what a new filter is called.
    fn of_filter(&self, title: Option<String>) -> FilterChange {
        FilterChange {
            title,
            contexts: self.contexts.clone(),
            action: self
                .irreversible
                .map(|hides| if hides { "hide" } else { "warn" }.to_owned()),
            expiry: self.expiry,
            keywords: Vec::new(),
        }
    }

    fn of_keyword(&self) -> KeywordChange {
        KeywordChange {
            id: None,
            keyword: self.phrase.clone(),
            whole_word: self.whole_word,
            removed: false,
        }
    }
}

/// The keywords of somebody, the first made first.
pub async fn list_old(ctx: &Ctx, of: AccountId) -> Result<Vec<OldFilter>, DbError> {
    ctx.db
        .read(move |conn| {
            let filters = rows::of_account(conn, of)?;
            let all = filled(conn, filters)?.into_iter().flat_map(|filter| {
                let row = filter.row;
                filter.keywords.into_iter().map(move |keyword| OldFilter {
                    keyword,
                    filter: row.clone(),
                })
            });
            Ok(all.collect())
        })
        .await
}

/// A keyword of somebody.
pub async fn show_old(
    ctx: &Ctx,
    of: AccountId,
    id: FilterKeywordId,
) -> Result<OldFilter, FilterError> {
    ctx.db
        .read(move |conn| {
            let (keyword, filter) = own_keyword(conn, of, id)?;
            Ok(OldFilter { keyword, filter })
        })
        .await
}

/// Makes a filter with one keyword, called after it.
pub async fn create_old(
    ctx: &Ctx,
    by: AccountId,
    change: OldFilterChange,
) -> Result<OldFilter, FilterError> {
    ctx.transact(move |tx| {
        let phrase = change.phrase.clone().unwrap_or_default();
        if phrase.trim().is_empty() {
            return Err(FilterError::invalid("Phrase can't be blank"));
        }
        let title: String = phrase.chars().take(super::MAX_TITLE).collect();
        let mut whole = change.of_filter(Some(title));
        whole.keywords.push(change.of_keyword());
        let filter = create_in(tx, by, &whole)?;
        let keyword = rows::keywords(tx.conn, &[filter.id])?.pop();
        let keyword = keyword.ok_or(FilterError::NotFound)?;
        Ok(OldFilter { keyword, filter })
    })
    .await
}

/// Changes a keyword, and its filter where it is the only one of that.
pub async fn update_old(
    ctx: &Ctx,
    by: AccountId,
    id: FilterKeywordId,
    change: OldFilterChange,
) -> Result<OldFilter, FilterError> {
    ctx.transact(move |tx| {
        accounts::lock(tx.conn, by)?;
        let (mut keyword, before) = own_keyword(tx.conn, by, id)?;
        set_keyword(&mut keyword, &change.of_keyword())?;
        rows::update_keyword(tx.conn, keyword.clone())?;
        let mut filter = before.clone();
        set(&mut filter, &change.of_filter(None), tx.now)?;
        if filter != before {
            if rows::keywords(tx.conn, &[filter.id])?.len() > 1 {
                return Err(FilterError::invalid(
                    "These parameters cannot be changed from this application because they apply to \
                     more than one filter keyword. Use a more recent application or the web interface.",
                ));
            }
            rows::update(tx.conn, filter.clone())?;
        }
        changed(tx, by);
        Ok(OldFilter { keyword, filter })
    })
    .await
}

/// Removes a keyword, and its filter where nothing is left of that.
pub async fn delete_old(ctx: &Ctx, by: AccountId, id: FilterKeywordId) -> Result<(), FilterError> {
    ctx.transact(move |tx| {
        let (keyword, filter) = own_keyword(tx.conn, by, id)?;
        rows::delete_keyword(tx.conn, keyword.id)?;
        let ids: [FilterId; 1] = [filter.id];
        if rows::keywords(tx.conn, &ids)?.is_empty() && rows::statuses(tx.conn, &ids)?.is_empty() {
            rows::delete(tx.conn, filter.id)?;
        }
        changed(tx, by);
        Ok(())
    })
    .await
}

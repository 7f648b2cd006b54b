//! `/api/v2/filters` and `/api/v1/filters`: what one does not want to see.

pub(crate) mod filter;
pub(crate) mod keyword;
pub(crate) mod old;
pub(crate) mod status;

use std::time::Duration;

use staffroom_service::filters::{Expiry, KeywordChange};

use crate::error::ApiError;
use crate::params::Params;

/// `expires_in`, where it was given: seconds, or for ever.
fn expiry(params: &Params) -> Result<Option<Expiry>, ApiError> {
    if !params.has("expires_in") {
        return Ok(None);
    }
    if params.present("expires_in").is_none() {
        return Ok(Some(Expiry::Never));
    }
    let seconds = params.integer("expires_in");
    let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    let seconds = seconds.ok_or_else(|| ApiError::invalid("Expires in is invalid"))?;
    Ok(Some(Expiry::After(Duration::from_secs(seconds.into()))))
}

/// `context[]`, where it was given.
fn contexts(params: &Params) -> Option<Vec<String>> {
    params.has("context").then(|| params.texts("context"))
}

/// A keyword with what becomes of it.
fn keyword(params: &Params) -> Result<KeywordChange, ApiError> {
    let id = params.present("id");
    let id = id.map(|id| id.trim().parse().map_err(|_| ApiError::NotFound));
    Ok(KeywordChange {
        id: id.transpose()?,
        keyword: params.text("keyword"),
        whole_word: params.boolean("whole_word"),
        removed: params.boolean("_destroy").unwrap_or(false),
    })
}

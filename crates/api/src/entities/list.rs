//! `List`.

use serde::Serialize;
use staffroom_service::lists::ListRow;

/// A timeline of some of those whom somebody follows.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct List {
    id: String,
    title: String,
    replies_policy: String,
    exclusive: bool,
}

impl From<&ListRow> for List {
    fn from(row: &ListRow) -> Self {
        Self {
            id: row.id.to_string(),
            title: row.title.clone(),
            replies_policy: row.replies_policy.clone(),
            exclusive: row.exclusive,
        }
    }
}

//! Whether we have to do with a server at all.

use staffroom_db::DbError;

use crate::state::Federation;

/// Whether anything is exchanged with a server.
pub(crate) async fn federates(fed: &Federation, host: &str) -> Result<bool, DbError> {
    Ok(fed.policies().of(host).await?.federates)
}

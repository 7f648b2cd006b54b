//! `Token`.

use serde::Serialize;
use staffroom_service::oauth::Issued;

/// A token that was just made.
#[expect(
    clippy::struct_field_names,
    reason = "the entity has the fields that clients know"
)]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Token {
    access_token: String,
    token_type: &'static str,
    scope: String,
    created_at: i64,
}

impl From<&Issued> for Token {
    fn from(issued: &Issued) -> Self {
        Self {
            access_token: issued.token.as_str().to_owned(),
            token_type: "Bearer",
            scope: issued.scopes.clone(),
            created_at: issued.created_at.as_secs(),
        }
    }
}

//! Our own client API, below `/api/staffroom/v1`: practices, what is entered about them, ledgers,
//! events, and the vocabulary.
//!
//! Here belongs how programs that know practices ask and are answered: JSON alone, members in camelCase, problems as in
//! RFC 9457, and the document that says so ([`openapi`]). What happens then is in `staffroom-service`; the entities are
//! with the others in [`crate::entities`].

mod adoptions;
mod body;
mod drafts;
mod events;
mod facets;
mod hub;
mod ledger;
mod openapi;
mod outcomes;
mod practices;
pub(crate) mod problem;
mod questions;
mod routes;
mod sent_entry;
mod shown;
mod suggestions;
mod talks;
mod vocabulary;

pub(crate) use routes::endpoints;
use staffroom_service::records::RecordError;

use crate::error::ApiError;

/// What is wrong with an entry: the words beside a record are called `text` here, as those of a practice are.
fn words(error: RecordError) -> ApiError {
    match error {
        RecordError::Invalid(mut problems) => {
            for problem in &mut problems {
                if problem.field == "words" {
                    "text".clone_into(&mut problem.field);
                }
            }
            ApiError::Record(problems)
        }
        other => other.into(),
    }
}

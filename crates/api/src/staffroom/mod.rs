//! Our own client API, below `/api/staffroom/v1`: practices, what is entered about them, ledgers, and the vocabulary.
//!
//! Here belongs how programs that know practices ask and are answered: JSON alone, members in camelCase, problems as in
//! RFC 9457, and the document that says so ([`openapi`]). What happens then is in `staffroom-service`; the entities are
//! with the others in [`crate::entities`].

mod openapi;
pub(crate) mod problem;
mod routes;
mod suggestions;
mod vocabulary;

pub(crate) use routes::endpoints;

//! The work of a hub: finding members, reading what they have, and asking for each thing at its origin before it counts.
//!
//! Here belongs what needs other servers for that: jobs, a bounded piece each. Here does not belong who is a member and
//! what counts (`staffroom_service::hub`), how a document is fetched and believed (`staffroom-federation`), nor pages. Its tests need several instances: `tests/it/hub.rs` of the server.

mod harvest;
mod jobs;
mod snapshots;
mod sweep;
mod verify;

pub use jobs::handlers;
pub use staffroom_federation::resolve::ResolveError;

use staffroom_federation::Federation;
use staffroom_federation::resolve::organisation_of;
use staffroom_service::hub::HubMemberRow;
use staffroom_service::staff::{self, By, StaffHubError};

/// Asks the instance of a domain to belong to this hub, for whoever uses the command line.
///
/// # Errors
///
/// Where nobody speaks for it, or this is no hub.
pub async fn add(fed: &Federation, domain: &str) -> Result<HubMemberRow, AddError> {
    let organisation = organisation_of(fed, domain).await?;
    Ok(staff::ask_organisation(fed.ctx(), By::CommandLine, organisation.id).await?)
}

/// Why an instance was not asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AddError {
    /// Nobody speaks for it.
    #[error("no organisation speaks for that instance, as far as its WebFinger says: {0}")]
    NotFound(#[from] ResolveError),
    /// It cannot be asked.
    #[error(transparent)]
    Hub(#[from] StaffHubError),
}

//! Who comes in.

use actix_web::HttpRequest;
use staffroom_config::FederationMode;

use super::accept::{Wanted, wanted};
use super::answer::Refusal;
use super::fetcher::{Fetcher, claimed_host, who};
use super::serving::Serving;

/// Lets a fetch of a document or page in: no server that we have nothing to do with, and in secure
/// mode nobody who does not say who they are. Nothing is verified that does not matter: what is public
/// is served to everybody else.
pub(super) async fn admit(serving: &Serving, request: &HttpRequest) -> Result<Wanted, Refusal> {
    let wanted = admit_unsigned(serving, request).await?;
    let secure = serving.ctx().config.federation.secure_mode;
    if secure && wanted == Wanted::Document {
        verified(serving, request).await?;
    }
    Ok(wanted)
}

/// As [`admit`], and in secure mode also those who do not say who they are: they need our key to
/// verify what we sign.
pub(super) async fn admit_unsigned(
    serving: &Serving,
    request: &HttpRequest,
) -> Result<Wanted, Refusal> {
    let wanted = wanted(request);
    if wanted == Wanted::Other {
        return Err(Refusal::NotAcceptable);
    }
    if serving.ctx().config.federation_mode() == FederationMode::Off {
        return Err(Refusal::NotFound);
    }
    if let Some(host) = claimed_host(request)
        && !serving.allows(&host).await?
    {
        return Err(Refusal::Suspended);
    }
    Ok(wanted)
}

/// As [`admit`], for what is there as a document only.
pub(super) async fn admit_to_document(
    serving: &Serving,
    request: &HttpRequest,
) -> Result<(), Refusal> {
    match admit(serving, request).await? {
        Wanted::Document => Ok(()),
        Wanted::Page | Wanted::Other => Err(Refusal::NotAcceptable),
    }
}

/// Who asks, verified; where nobody signed, 401.
pub(super) async fn verified(serving: &Serving, request: &HttpRequest) -> Result<Fetcher, Refusal> {
    let fetcher = who(serving.fed(), request)
        .await?
        .ok_or(Refusal::Unsigned)?;
    if serving.allows(&fetcher.host).await? {
        Ok(fetcher)
    } else {
        Err(Refusal::Suspended)
    }
}

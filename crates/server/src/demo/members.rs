//! The hub asks the others to belong to it, and they let it, as the command line does both.

use staffroom_service::Ctx;
use staffroom_service::hub::{self, HubError, HubMemberRow};

use super::fill::{FillError, Filling, Progress, Written, until};
use super::place::Place;
use crate::app::App;

/// Lets the hub ask everybody else, and everybody else say yes. What they write afterwards is announced to it.
pub(super) async fn join(
    apps: &[&App],
    places: &[Place],
    progress: &dyn Progress,
) -> Result<(), FillError> {
    let Some((hub, hub_place)) = hub_of(apps, places) else {
        return Ok(());
    };
    progress.step("letting the hub ask for members", places.len() - 1);
    for (app, place) in others(apps, places) {
        let host = place.domain();
        if !is_member(&hub.ctx, &host).await? {
            ask(hub, &host).await?;
            let asks = format!("the hub asks {}", place.title);
            until(&asks, async || answer(&app.ctx, &hub_place.domain()).await).await?;
            // Where it was cut short before, the first question may have been an older one.
            until(&format!("{} is a member", place.title), async || {
                answer(&app.ctx, &hub_place.domain()).await?;
                Ok(is_member(&hub.ctx, &host).await?.then_some(()))
            })
            .await?;
        }
        progress.advance();
    }
    Ok(())
}

/// Waits until the hub has asked for every practice of its members at its own server.
pub(super) async fn wait(
    apps: &[&App],
    filling: &Filling<'_>,
    written: &Written,
) -> Result<(), FillError> {
    let Some((hub, _)) = hub_of(apps, filling.places) else {
        return Ok(());
    };
    let title = "waiting until the hub has seen everything at its origin";
    filling.progress.step(title, filling.places.len() - 1);
    for (_, place) in others(apps, filling.places) {
        let of_place = format!("{}/", place.url());
        let theirs = written.values().filter(|uri| uri.starts_with(&of_place));
        let expected = theirs.count();
        until(&format!("the hub has read {}", place.title), async || {
            let row = member(&hub.ctx, &place.domain()).await?;
            let practices = row.map_or(0, |row| row.practices);
            let is_there = usize::try_from(practices).is_ok_and(|there| there >= expected);
            Ok(is_there.then_some(()))
        })
        .await?;
        filling.progress.advance();
    }
    Ok(())
}

fn hub_of<'a>(apps: &[&'a App], places: &'a [Place]) -> Option<(&'a App, &'a Place)> {
    let mut all = apps.iter().copied().zip(places);
    all.find(|(_, place)| place.is_hub())
}

fn others<'a>(apps: &[&'a App], places: &'a [Place]) -> impl Iterator<Item = (&'a App, &'a Place)> {
    let all: Vec<_> = apps.iter().copied().zip(places).collect();
    all.into_iter().filter(|(_, place)| !place.is_hub())
}

async fn ask(hub: &App, host: &str) -> Result<(), FillError> {
    let federation = hub.federation.as_ref();
    let federation =
        federation.ok_or_else(|| FillError::Odd("the hub exchanges nothing".to_owned()))?;
    let asked = staffroom_hub::add(federation, host).await;
    asked.map_err(|error| FillError::Odd(format!("{host} is not asked: {error}")))?;
    Ok(())
}

/// Lets a hub have what is found out there, once it asks.
async fn answer(ctx: &Ctx, hub: &str) -> Result<Option<()>, FillError> {
    match hub::answer(ctx, hub, true).await {
        Ok(()) => Ok(Some(())),
        Err(HubError::NoSuchHub(_)) => Ok(None),
        Err(error) => Err(FillError::Odd(format!("{hub} is not let: {error}"))),
    }
}

async fn is_member(hub: &Ctx, host: &str) -> Result<bool, FillError> {
    Ok(member(hub, host).await?.is_some_and(|row| row.is_member()))
}

async fn member(hub: &Ctx, host: &str) -> Result<Option<HubMemberRow>, FillError> {
    Ok(hub::member(hub, host).await?)
}

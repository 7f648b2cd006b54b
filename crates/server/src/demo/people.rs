//! The accounts: made as the command line makes them, each with a token for their client.

use std::collections::HashMap;

use staffroom_domain::text::single_line;
use staffroom_domain::{ActorKind, Password, Role, Roles, Username};
use staffroom_net::OwnServerClient;
use staffroom_service::actors::{self, ActorError, NewActor};
use staffroom_service::users::{self, NewUser};
use staffroom_service::{Ctx, organisations, tokens};
use url::Url;

use super::client::Client;
use super::fill::{FillError, Progress};
use super::place::{Place, handle_of};
use super::samples::SamplePerson;

/// The token by which the demonstration is filled. It is taken back afterwards.
const TOKEN: &str = "the demonstration, while it is filled";
/// The group that meets, and where.
pub(super) const GROUP: (&str, &str) = ("leeds", "teachmeet");

/// Everybody's client, by their handles.
pub(super) type Clients = HashMap<String, Client>;

/// What an instance has from its first start on, as when it is started in earnest: a hub the account of its library,
/// which announces what is entered afterwards. Its organisation is made before, with what it says of itself.
pub(super) async fn begin(ctx: &Ctx, place: &Place) -> Result<(), FillError> {
    organisation(
        ctx,
        &place.organisation(),
        &place.title,
        ActorKind::Organization,
        &place.about,
    )
    .await?;
    Ok(organisations::begin(ctx).await?)
}

/// Makes everybody who is not there yet.
pub(super) async fn make(
    contexts: &[Ctx],
    places: &[Place],
    people: &[SamplePerson],
    password: &str,
    progress: &dyn Progress,
) -> Result<Clients, FillError> {
    for (ctx, place) in contexts.iter().zip(places) {
        if place.name == GROUP.0 {
            organisation(
                ctx,
                GROUP.1,
                &place.title,
                ActorKind::Group,
                "We meet in the evening, and online.",
            )
            .await?;
        }
    }
    let mut clients = Clients::new();
    for person in people {
        let Some(index) = places.iter().position(|it| it.name == person.instance) else {
            continue;
        };
        let (Some(ctx), Some(place)) = (contexts.get(index), places.get(index)) else {
            continue;
        };
        let is_first = !clients.values().any(|it: &Client| it.place == index);
        user(ctx, person, password, is_first).await?;
        if let Some(organisation) = belongs_to(ctx, place, person).await? {
            let row = users::get_by_name(ctx, &person.handle).await?;
            organisations::set_member(ctx, organisation, row.account.id, true).await?;
        }
        clients.insert(
            person.handle.clone(),
            client(ctx, place, person, index).await?,
        );
        progress.advance();
    }
    Ok(clients)
}

/// The client of one person at each place, to look with.
pub(super) async fn readers(
    contexts: &[Ctx],
    places: &[Place],
    people: &[SamplePerson],
) -> Result<Vec<Client>, FillError> {
    let mut readers = Vec::new();
    for (index, (ctx, place)) in contexts.iter().zip(places).enumerate() {
        if let Some(person) = people.iter().find(|it| it.instance == place.name) {
            readers.push(client(ctx, place, person, index).await?);
        }
    }
    Ok(readers)
}

/// Takes all tokens back that were used to fill it.
pub(super) async fn forget_tokens(ctx: &Ctx) -> Result<(), FillError> {
    for user in users::list(ctx, None, 200).await? {
        for token in tokens::list(ctx, user.user.id).await? {
            if token.name == TOKEN {
                tokens::revoke(ctx, user.user.id, token.id).await?;
            }
        }
    }
    Ok(())
}

/// A token to be shown to whoever tries it out.
pub(super) async fn token_to_show(ctx: &Ctx, handle: &str) -> Result<String, FillError> {
    let user = users::get_by_name(ctx, handle).await?;
    let name = "the demonstration, for curl";
    for token in tokens::list(ctx, user.user.id).await? {
        if token.name == name {
            tokens::revoke(ctx, user.user.id, token.id).await?;
        }
    }
    let token = tokens::create(ctx, user.user.id, name, tokens::ALL_SCOPES).await?;
    Ok(token.as_str().to_owned())
}

async fn user(
    ctx: &Ctx,
    person: &SamplePerson,
    password: &str,
    is_first: bool,
) -> Result<(), FillError> {
    if users::find_by_name(ctx, &person.handle).await?.is_some() {
        return Ok(());
    }
    let odd = |error: String| FillError::Odd(format!("{}: {error}", person.handle));
    let mut roles = vec![Role::Teacher];
    if is_first {
        roles.push(Role::Owner);
    }
    let least = usize::try_from(ctx.config.users.min_password_length).unwrap_or(usize::MAX);
    let password = Password::choose(password.to_owned(), least, &person.handle);
    let new = NewUser {
        username: Username::parse(&person.handle).map_err(|error| odd(error.to_string()))?,
        display_name: single_line(&person.name),
        email: None,
        roles: Roles::from_iter(roles),
        password: Some(password.map_err(|error| odd(error.to_string()))?),
    };
    users::create(ctx, new).await?;
    Ok(())
}

/// The organisation for which somebody's results count, where there is one.
async fn belongs_to(
    ctx: &Ctx,
    place: &Place,
    person: &SamplePerson,
) -> Result<Option<staffroom_domain::AccountId>, FillError> {
    let (handle, title) = match &person.school {
        Some(school) => (handle_of(school), school.as_str()),
        None if person.is_member => (place.organisation(), place.title.as_str()),
        None => return Ok(None),
    };
    let id = organisation(ctx, &handle, title, ActorKind::Organization, "").await?;
    Ok(Some(id))
}

async fn organisation(
    ctx: &Ctx,
    handle: &str,
    title: &str,
    kind: ActorKind,
    about: &str,
) -> Result<staffroom_domain::AccountId, FillError> {
    match actors::get(ctx, handle).await {
        Ok(row) => return Ok(row.id),
        Err(ActorError::NoSuchActor(_)) => {}
        Err(error) => return Err(FillError::Odd(format!("{handle}: {error}"))),
    }
    let new = NewActor {
        kind,
        handle: handle.to_owned(),
        display_name: title.to_owned(),
        summary: about.to_owned(),
    };
    let row = actors::create(ctx, new).await;
    Ok(row
        .map_err(|error| FillError::Odd(format!("{handle}: {error}")))?
        .id)
}

async fn client(
    ctx: &Ctx,
    place: &Place,
    person: &SamplePerson,
    index: usize,
) -> Result<Client, FillError> {
    let user = users::get_by_name(ctx, &person.handle).await?;
    let token = tokens::create(ctx, user.user.id, TOKEN, tokens::ALL_SCOPES).await?;
    let base = Url::parse(&place.url()).map_err(|error| FillError::Odd(error.to_string()))?;
    let http =
        OwnServerClient::for_api(base).map_err(|error| FillError::NoAnswer(place.url(), error))?;
    let token = token.as_str().to_owned();
    Ok(Client::new(http, token, person.handle.clone(), index))
}

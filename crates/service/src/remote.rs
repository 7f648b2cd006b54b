//! Somebody who has their account on another server goes on there with something of ours: what their server says where
//! (`WebFinger`), filled in.
//!
//! Asked for by anybody, so it is counted by network; the question itself is bounded as all questions to others are.

use std::net::IpAddr;

use thiserror::Error;
use url::Url;
use url::form_urlencoded::byte_serialize;

use crate::context::Ctx;
use crate::limits::{Limited, TooMany, network};
use crate::links;
use crate::ports::{DirectoryError, Doors};

/// With what somebody goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An actor, to follow it.
    Actor,
    /// A post, to answer or share it.
    Object,
}

/// Why nobody is led on.
#[derive(Clone, Debug, Error)]
pub enum RemoteError {
    /// What was typed is no handle of another server.
    #[error("this is no address like @name@server.example")]
    NoHandle,
    /// Their server does not say where, or does not know them.
    #[error("{0} does not say where to go on")]
    NoDoor(String),
    /// Their server does not answer, or we have nothing to do with it.
    #[error("{0} could not be asked")]
    Unreachable(String),
    /// Too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] staffroom_db::DbError),
}

/// The address at which somebody goes on with `object`, an id of ours or one that we show.
pub async fn door(
    ctx: &Ctx,
    from: IpAddr,
    handle: &str,
    (what, object): (What, &str),
) -> Result<Url, RemoteError> {
    let (username, domain) = read(handle).ok_or(RemoteError::NoHandle)?;
    ctx.limits.check(Limited::RemoteFrom, &network(from))?;
    let unreachable = || RemoteError::Unreachable(domain.clone());
    let directory = ctx.directory.get().ok_or_else(unreachable)?;
    let doors = match directory.find_doors(&username, &domain).await {
        Ok(doors) => doors.unwrap_or_default(),
        Err(DirectoryError::Db(error)) => return Err(error.into()),
        Err(DirectoryError::Unreachable { .. } | DirectoryError::Refused(_)) => {
            return Err(unreachable());
        }
    };
    filled(&doors, what, object).ok_or(RemoteError::NoDoor(domain))
}

/// `@name@server.example`, with or without the first `@`, also as `acct:`.
fn read(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let text = text.strip_prefix("acct:").unwrap_or(text);
    let (username, domain) = text.trim_start_matches('@').split_once('@')?;
    let is_domain = !domain.is_empty()
        && domain.len() <= 253
        && !domain.contains(['/', '@', '?', '#', '\\'])
        && !domain.contains(char::is_whitespace);
    (is_domain && !username.is_empty() && username.len() <= 100)
        .then(|| (username.to_owned(), domain.to_lowercase()))
}

/// What their server named first for this, with the object in its place.
fn filled(doors: &Doors, what: What, object: &str) -> Option<Url> {
    let own = match what {
        What::Actor => &doors.follow,
        What::Object => &doors.object,
    };
    let object: String = byte_serialize(object.as_bytes()).collect();
    let templates = [(own, "{object}"), (&doors.subscribe, "{uri}")];
    templates.into_iter().find_map(|(template, place)| {
        let template = template.as_deref().filter(|it| it.contains(place))?;
        let address = template.replace(place, &object);
        Url::parse(links::web(&address)?).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_read() {
        let both = |text| read(text).map(|(name, domain)| format!("{name} {domain}"));
        for text in ["@a@B.example", "a@b.example", " acct:a@b.example "] {
            assert_eq!(both(text).as_deref(), Some("a b.example"));
        }
        for text in [
            "", "a", "@a", "@a@", "@@b", "a@b@c", "a@b/c", "a@b c", "a@b\\c",
        ] {
            assert_eq!(both(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_server_says_first_is_filled_in_and_is_of_the_web() {
        let doors = Doors {
            subscribe: Some("https://m.example/authorize_interaction?uri={uri}".to_owned()),
            object: Some("javascript:alert({object})".to_owned()),
            follow: Some("https://m.example/follow?a={object}".to_owned()),
        };
        let id = "https://school.example/ap/objects/1?x=&y";
        assert_eq!(
            filled(&doors, What::Object, id).unwrap().as_str(),
            "https://m.example/authorize_interaction?uri=https%3A%2F%2Fschool.example%2Fap%2Fobjects%2F1%3Fx%3D%26y"
        );
        assert_eq!(
            filled(&doors, What::Actor, "https://a.example/b")
                .unwrap()
                .as_str(),
            "https://m.example/follow?a=https%3A%2F%2Fa.example%2Fb"
        );
        assert_eq!(filled(&Doors::default(), What::Actor, id), None);
        let fixed = Doors {
            subscribe: Some("https://m.example/".to_owned()),
            ..Doors::default()
        };
        assert_eq!(filled(&fixed, What::Actor, id), None);
    }
}

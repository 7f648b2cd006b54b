//! The ids of what lives here: actors, objects, activities and their collections, as addresses.

use crate::id::{AccountId, ActivityId, FollowId, ParticipationId, StatusId};

/// Makes and reads the ids of this instance, all below `{origin}/ap/`. They hold numbers and never
/// names, so that a handle can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    origin: String,
}

/// What an address of this instance names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Local {
    /// An actor.
    Actor(AccountId),
    /// The followers of an actor.
    Followers(AccountId),
    /// An object: a status that is not a boost.
    Object(StatusId),
    /// An activity that was sent.
    Activity(ActivityId),
    /// A boost.
    Boost(StatusId),
    /// A Follow activity.
    Follow(FollowId),
    /// A Join activity.
    Join(ParticipationId),
}

impl Addresses {
    /// Of an instance with that origin: scheme, host, and port where it is not the scheme's own.
    pub fn new(origin: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
        }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// An actor.
    pub fn actor(&self, id: AccountId) -> String {
        if id == AccountId::INSTANCE {
            format!("{}/ap/actors/instance", self.origin)
        } else {
            format!("{}/ap/actors/{id}", self.origin)
        }
    }

    /// A collection, or the inbox, of an actor: `inbox`, `outbox`, `followers`, `following`, `featured`.
    pub fn of_actor(&self, id: AccountId, what: &str) -> String {
        format!("{}/{what}", self.actor(id))
    }

    /// The inbox of the whole instance.
    pub fn shared_inbox(&self) -> String {
        format!("{}/ap/inbox", self.origin)
    }

    /// An object.
    pub fn object(&self, id: StatusId) -> String {
        format!("{}/ap/objects/{id}", self.origin)
    }

    /// A collection of an object: `replies`, `likes`, `shares`, `context`.
    pub fn of_object(&self, id: StatusId, what: &str) -> String {
        format!("{}/{what}", self.object(id))
    }

    /// An activity.
    pub fn activity(&self, id: ActivityId) -> String {
        format!("{}/ap/activities/{id}", self.origin)
    }

    /// The Announce activity of a boost.
    pub fn boost(&self, id: StatusId) -> String {
        format!("{}/ap/boosts/{id}", self.origin)
    }

    /// A Follow activity.
    pub fn follow(&self, id: FollowId) -> String {
        format!("{}/ap/follows/{id}", self.origin)
    }

    /// A Join activity.
    pub fn join(&self, id: ParticipationId) -> String {
        format!("{}/ap/joins/{id}", self.origin)
    }

    /// The page of a calendar event that is here.
    pub fn event_page(&self, id: StatusId) -> String {
        format!("{}/events/{id}", self.origin)
    }

    /// The page of a local account.
    pub fn profile_page(&self, username: &str) -> String {
        format!("{}/@{username}", self.origin)
    }

    /// The page of a local status.
    pub fn status_page(&self, username: &str, id: StatusId) -> String {
        format!("{}/@{username}/{id}", self.origin)
    }

    /// The page of a hashtag.
    pub fn tag_page(&self, name: &str) -> String {
        format!("{}/tags/{name}", self.origin)
    }

    /// Whether an address is of this instance, whatever it names. Only the exact form counts: other
    /// ways to write our host are for whoever compares addresses of the wire.
    pub fn is_local(&self, address: &str) -> bool {
        address
            .strip_prefix(&self.origin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }

    /// What an address names, where it is one of ours and of the exact form that we give out.
    pub fn parse(&self, address: &str) -> Option<Local> {
        let path = address.strip_prefix(&self.origin)?.strip_prefix("/ap/")?;
        let (sort, rest) = path.split_once('/')?;
        match (sort, rest.split_once('/')) {
            ("actors", None) if rest == "instance" => Some(Local::Actor(AccountId::INSTANCE)),
            ("actors", None) => person(rest).map(Local::Actor),
            ("actors", Some((id, "followers"))) => person(id).map(Local::Followers),
            ("objects", None) => number(rest).map(Local::Object),
            ("activities", None) => number(rest).map(Local::Activity),
            ("boosts", None) => number(rest).map(Local::Boost),
            ("follows", None) => number(rest).map(Local::Follow),
            ("joins", None) => number(rest).map(Local::Join),
            _ => None,
        }
    }
}

/// An id in the one form in which we write it.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let is_exact = !text.starts_with('0') && text.len() <= 19;
    is_exact.then(|| text.parse().ok()).flatten()
}

/// The id of an account other than the instance's own, which has a name instead.
fn person(text: &str) -> Option<AccountId> {
    number(text).filter(|id| *id != AccountId::INSTANCE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ours() -> Addresses {
        Addresses::new("https://school.example")
    }

    #[test]
    fn what_we_give_out_we_read_again() {
        let (a, n) = (ours(), 115_648_213_954_871_296);
        let (account, status) = (AccountId::from(n), StatusId::from(n));
        assert_eq!(a.parse(&a.actor(account)), Some(Local::Actor(account)));
        assert_eq!(
            a.parse(&a.of_actor(account, "followers")),
            Some(Local::Followers(account))
        );
        assert_eq!(a.parse(&a.object(status)), Some(Local::Object(status)));
        assert_eq!(a.parse(&a.boost(status)), Some(Local::Boost(status)));
        assert_eq!(
            a.parse("https://school.example/ap/actors/instance"),
            Some(Local::Actor(AccountId::INSTANCE))
        );
    }

    #[test]
    fn other_ways_to_write_it_are_not_ours() {
        for other in [
            "http://school.example/ap/objects/5",
            "https://school.example:443/ap/objects/5",
            "https://school.example./ap/objects/5",
            "https://school.example.evil/ap/objects/5",
            "https://SCHOOL.example/ap/objects/5",
            "https://school.example/ap/actors/1",
            "https://school.example/ap/objects/05",
            "https://school.example/ap/objects/5/",
            "https://school.example/ap/objects/5?x",
            "https://school.example/ap/objects/-5",
            "https://school.example/ap/objects/99999999999999999999",
            "https://school.example/ap/objects/%35",
        ] {
            assert_eq!(ours().parse(other), None, "{other}");
        }
        assert!(!ours().is_local("https://school.example.evil/x"));
        assert!(ours().is_local("https://school.example/x"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*") {
            let _ = ours().parse(&text);
            let _ = ours().parse(&format!("https://school.example/ap/{text}"));
        }
    }
}

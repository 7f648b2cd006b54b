//! What kinds of actors there are.

use serde::{Deserialize, Serialize};

/// The `ActivityStreams` type of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A person.
    Person,
    /// A community: a `TeachMeet` series, a subject group. It boosts what its members send it.
    Group,
    /// A school, a trust, a hub.
    Organization,
    /// A bot, a topic.
    Service,
    /// An instance itself.
    Application,
}

impl ActorKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::Person,
        Self::Group,
        Self::Organization,
        Self::Service,
        Self::Application,
    ];

    /// The name in the database and the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Group => "group",
            Self::Organization => "organization",
            Self::Service => "service",
            Self::Application => "application",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The `type` on the wire.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Group => "Group",
            Self::Organization => "Organization",
            Self::Service => "Service",
            Self::Application => "Application",
        }
    }

    /// Whether it is a program's account, as the Mastodon API's `bot` says.
    pub const fn is_bot(self) -> bool {
        matches!(self, Self::Service | Self::Application)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        for kind in ActorKind::ALL {
            assert_eq!(ActorKind::from_name(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(kind.type_name().to_lowercase(), kind.as_str());
        }
        assert_eq!(ActorKind::from_name("Person"), None);
    }
}

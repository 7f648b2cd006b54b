//! Streams by their names.

use staffroom_domain::{AccountId, ListId};
use staffroom_text::hashtag;

/// The longest name of a hashtag that is listened to, in bytes.
const MAX_TAG: usize = 400;

/// What can be listened to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Channel {
    /// Somebody's home timeline and notifications.
    User(AccountId),
    /// Somebody's notifications.
    Notifications(AccountId),
    /// Somebody's conversations.
    Direct(AccountId),
    /// A list; only its owner listens to it.
    List(ListId),
    /// A public timeline.
    Public {
        /// Of which servers.
        of: Of,
        /// Only what has files.
        media: bool,
    },
    /// A hashtag.
    Tag {
        /// Folded.
        name: String,
        /// Only what was posted here.
        local: bool,
    },
}

/// Whose posts are in a public timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Of {
    /// Everybody's.
    All,
    /// Those of people here.
    Local,
    /// Those of people elsewhere.
    Remote,
}

/// A stream as it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// Its name.
    pub(super) stream: &'a str,
    /// Which hashtag.
    pub(super) tag: Option<&'a str>,
    /// Which list.
    pub(super) list: Option<&'a str>,
}

impl Asked<'_> {
    /// What a token must allow to listen to it.
    pub(super) fn scope(&self) -> &'static str {
        match self.stream {
            "user:notification" => "read:notifications",
            "list" => "read:lists",
            _ => "read:statuses",
        }
    }
}

/// Why a stream is not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// For whoever wrote the client.
    pub(super) error: &'static str,
    /// As an HTTP status.
    pub(super) status: u16,
}

impl Refusal {
    const UNKNOWN: Self = Self::bad("Unknown stream type");
    const NO_TAG: Self = Self::bad("Missing tag name parameter");
    const NO_LIST: Self = Self::bad("Missing list name parameter");
    pub(super) const BUSY: Self = Self {
        error: "The server is busy, try again in a moment",
        status: 503,
    };
    pub(super) const NOT_THEIRS: Self = Self {
        error: "Not authorized to stream this list",
        status: 401,
    };
    pub(super) const TOO_MANY: Self = Self::bad("Too many subscriptions");
    pub(super) const SCOPE: Self = Self {
        error: "Access token does not have the required scopes",
        status: 401,
    };

    const fn bad(error: &'static str) -> Self {
        Self { error, status: 400 }
    }
}

impl Channel {
    /// The stream that is asked for, for somebody. Whether a list is theirs is not looked at here.
    pub(super) fn parse(asked: Asked<'_>, account: AccountId) -> Result<Self, Refusal> {
        let public = |of, media| Ok(Self::Public { of, media });
        let of_tag = |local| {
            let name = hashtag::fold(asked.tag.unwrap_or_default());
            if name.is_empty() || name.len() > MAX_TAG {
                return Err(Refusal::NO_TAG);
            }
            Ok(Self::Tag { name, local })
        };
        match asked.stream {
            "user" => Ok(Self::User(account)),
            "user:notification" => Ok(Self::Notifications(account)),
            "direct" => Ok(Self::Direct(account)),
            "list" => {
                let id = asked.list.ok_or(Refusal::NO_LIST)?.trim();
                id.parse().map(Self::List).map_err(|_| Refusal::NOT_THEIRS)
            }
            "public" => public(Of::All, false),
            "public:local" => public(Of::Local, false),
            "public:remote" => public(Of::Remote, false),
            "public:media" => public(Of::All, true),
            "public:local:media" => public(Of::Local, true),
            "public:remote:media" => public(Of::Remote, true),
            "hashtag" => of_tag(false),
            "hashtag:local" => of_tag(true),
            _ => Err(Refusal::UNKNOWN),
        }
    }

    /// The `stream` of its messages.
    pub(super) fn label(&self) -> Vec<String> {
        let name = match self {
            Self::User(_) => "user",
            Self::Notifications(_) => "user:notification",
            Self::Direct(_) => "direct",
            Self::List(id) => return vec!["list".to_owned(), id.to_string()],
            Self::Public { of, media } => match (of, media) {
                (Of::All, false) => "public",
                (Of::Local, false) => "public:local",
                (Of::Remote, false) => "public:remote",
                (Of::All, true) => "public:media",
                (Of::Local, true) => "public:local:media",
                (Of::Remote, true) => "public:remote:media",
            },
            Self::Tag { name, local } => {
                let stream = if *local { "hashtag:local" } else { "hashtag" };
                return vec![stream.to_owned(), name.clone()];
            }
        };
        vec![name.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const AMIRA: AccountId = AccountId::INSTANCE;

    const fn asked<'a>(stream: &'a str, tag: Option<&'a str>, list: Option<&'a str>) -> Asked<'a> {
        Asked { stream, tag, list }
    }

    #[test]
    fn every_stream_keeps_its_name() {
        for name in [
            "user",
            "user:notification",
            "direct",
            "public",
            "public:local",
            "public:remote",
            "public:media",
            "public:local:media",
            "public:remote:media",
        ] {
            let channel = Channel::parse(asked(name, None, None), AMIRA).unwrap();
            assert_eq!(channel.label(), [name]);
        }
        for name in ["hashtag", "hashtag:local"] {
            let channel = Channel::parse(asked(name, Some("#EdTech"), None), AMIRA).unwrap();
            assert_eq!(channel.label(), [name, "edtech"]);
            let without = Channel::parse(asked(name, None, None), AMIRA);
            assert_eq!(without, Err(Refusal::NO_TAG));
        }
        let list = |id| Channel::parse(asked("list", None, id), AMIRA);
        assert_eq!(list(Some("12")).unwrap().label(), ["list", "12"]);
        assert_eq!(list(Some("x")), Err(Refusal::NOT_THEIRS));
        assert_eq!(list(None), Err(Refusal::NO_LIST));
        let unknown = Channel::parse(asked("all", None, None), AMIRA);
        assert_eq!(unknown, Err(Refusal::UNKNOWN));
    }

    proptest! {
        #[test]
        fn no_name_panics(stream in "\\PC{0,20}", tag in "\\PC{0,600}") {
            for stream in [&*stream, "hashtag", "list"] {
                let _ = Channel::parse(asked(stream, Some(&tag), Some(&tag)), AMIRA);
            }
        }
    }
}

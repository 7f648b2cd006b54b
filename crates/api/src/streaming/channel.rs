//! Streams by their names.

use staffroom_domain::AccountId;
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
    /// The stream of that name, for somebody.
    pub(super) fn parse(
        stream: &str,
        tag: Option<&str>,
        account: AccountId,
    ) -> Result<Self, Refusal> {
        let public = |of, media| Ok(Self::Public { of, media });
        let of_tag = |local| {
            let name = hashtag::fold(tag.unwrap_or_default());
            if name.is_empty() || name.len() > MAX_TAG {
                return Err(Refusal::NO_TAG);
            }
            Ok(Self::Tag { name, local })
        };
        match stream {
            "user" => Ok(Self::User(account)),
            "user:notification" => Ok(Self::Notifications(account)),
            "direct" => Ok(Self::Direct(account)),
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

    /// What a token must allow to listen to the stream of that name.
    pub(super) fn scope_of(stream: &str) -> &'static str {
        match stream {
            "user:notification" => "read:notifications",
            _ => "read:statuses",
        }
    }

    /// The `stream` of its messages.
    pub(super) fn label(&self) -> Vec<String> {
        let name = match self {
            Self::User(_) => "user",
            Self::Notifications(_) => "user:notification",
            Self::Direct(_) => "direct",
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
            let channel = Channel::parse(name, None, AMIRA).unwrap();
            assert_eq!(channel.label(), [name]);
        }
        for name in ["hashtag", "hashtag:local"] {
            let channel = Channel::parse(name, Some("#EdTech"), AMIRA).unwrap();
            assert_eq!(channel.label(), [name, "edtech"]);
            assert_eq!(Channel::parse(name, None, AMIRA), Err(Refusal::NO_TAG));
        }
        assert_eq!(Channel::parse("all", None, AMIRA), Err(Refusal::UNKNOWN));
    }

    proptest! {
        #[test]
        fn no_name_panics(stream in "\\PC{0,20}", tag in "\\PC{0,600}") {
            let _ = Channel::parse(&stream, Some(&tag), AMIRA);
            let _ = Channel::parse("hashtag", Some(&tag), AMIRA);
        }
    }
}

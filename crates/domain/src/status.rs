//! What a status is, who may see it, and who may answer it.

use serde::{Deserialize, Serialize};

/// Who may see a status, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody, and it stands in public timelines.
    Public,
    /// Everybody who comes by; it stands in no public timeline.
    Unlisted,
    /// The author's followers and those who are named.
    Private,
    /// Those who are named.
    Direct,
}

impl Visibility {
    /// The number in the database.
    pub const fn as_i32(self) -> i32 {
        match self {
            Self::Public => 0,
            Self::Unlisted => 1,
            Self::Private => 2,
            Self::Direct => 3,
        }
    }

    /// From the number in the database; what a newer version wrote is shown to nobody else.
    pub const fn from_i32(value: i32) -> Self {
        match value {
            0 => Self::Public,
            1 => Self::Unlisted,
            2 => Self::Private,
            _ => Self::Direct,
        }
    }

    /// The name in the Mastodon API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Private => "private",
            Self::Direct => "direct",
        }
    }

    /// From the name in the Mastodon API.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "unlisted" => Some(Self::Unlisted),
            "private" => Some(Self::Private),
            "direct" => Some(Self::Direct),
            _ => None,
        }
    }

    /// Whether everybody may see it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Unlisted)
    }
}

/// The `ActivityStreams` type of something posted. What we do not know is kept as `Other` and shown by
/// its fallback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// A short text.
    Note,
    /// A text with a title.
    Article,
    /// A page, as link aggregators post it.
    Page,
    /// A poll.
    Question,
    /// An event.
    Event,
    /// A picture.
    Image,
    /// A video.
    Video,
    /// A sound.
    Audio,
    /// A boost: it names another status and has no content.
    Boost,
    /// Anything else.
    Other,
}

impl StatusKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Note,
        Self::Article,
        Self::Page,
        Self::Question,
        Self::Event,
        Self::Image,
        Self::Video,
        Self::Audio,
        Self::Boost,
        Self::Other,
    ];

    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Article => "article",
            Self::Page => "page",
            Self::Question => "question",
            Self::Event => "event",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Boost => "boost",
            Self::Other => "other",
        }
    }

    /// The kind of that name; an unknown one is `Other`.
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .unwrap_or(Self::Other)
    }
}

/// Who may answer a status (`interactionPolicy.canReply`); also who may like it, or boost it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyPolicy {
    /// Everybody who may see it.
    #[default]
    Public,
    /// The author's followers and those who are named.
    Followers,
    /// Those who are named.
    Nobody,
}

impl ReplyPolicy {
    /// The name in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Followers => "followers",
            Self::Nobody => "nobody",
        }
    }

    /// The policy of that name; an unknown one is the strictest.
    pub fn from_name(name: &str) -> Self {
        match name {
            "public" => Self::Public,
            "followers" => Self::Followers,
            _ => Self::Nobody,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visibilities_go_there_and_back_and_the_unknown_is_the_narrowest() {
        use Visibility::{Direct, Private, Public, Unlisted};
        for visibility in [Public, Unlisted, Private, Direct] {
            assert_eq!(Visibility::from_i32(visibility.as_i32()), visibility);
            assert_eq!(Visibility::from_name(visibility.as_str()), Some(visibility));
        }
        assert_eq!(Visibility::from_i32(99), Direct);
        assert!(Public < Direct);
    }

    #[test]
    fn kinds_go_there_and_back() {
        for kind in StatusKind::ALL {
            assert_eq!(StatusKind::from_name(kind.as_str()), kind);
        }
        assert_eq!(StatusKind::from_name("tombola"), StatusKind::Other);
    }
}

//! What somebody can be told of.

/// What somebody is told of, as the Mastodon API names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody named them.
    Mention,
    /// Somebody posted, of whom they want to hear each time.
    Status,
    /// Somebody follows them.
    Follow,
    /// Somebody wants to follow them.
    FollowRequest,
    /// Somebody likes what they posted.
    Favourite,
    /// Somebody boosted what they posted.
    Reblog,
    /// A poll that they made or voted in is over.
    Poll,
    /// Something that they boosted was changed; or there is news of their place at a calendar event.
    Update,
    /// Somebody takes a practice of theirs up.
    Adoption,
    /// Somebody reported what came of a practice of theirs.
    Outcome,
    /// The day has come by which they wanted to know what came of a practice.
    AdoptionDue,
    /// Somebody reported something, which they look after.
    AdminReport,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Mention,
        Self::Status,
        Self::Follow,
        Self::FollowRequest,
        Self::Favourite,
        Self::Reblog,
        Self::Poll,
        Self::Update,
        Self::Adoption,
        Self::Outcome,
        Self::AdoptionDue,
        Self::AdminReport,
    ];

    /// The name in the database, and in our own API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mention => "mention",
            Self::Status => "status",
            Self::Follow => "follow",
            Self::FollowRequest => "follow_request",
            Self::Favourite => "favourite",
            Self::Reblog => "reblog",
            Self::Poll => "poll",
            Self::Update => "update",
            Self::Adoption => "adoption",
            Self::Outcome => "outcome",
            Self::AdoptionDue => "adoption_due",
            Self::AdminReport => "admin.report",
        }
    }

    /// The name in the Mastodon API. Clients fail on kinds that they do not know, so what only we have is told as what is
    /// nearest: an answer to a post of theirs, and a post of theirs of which there is news.
    pub const fn client_name(self) -> &'static str {
        match self {
            Self::Adoption | Self::Outcome => Self::Mention.as_str(),
            Self::AdoptionDue => Self::Update.as_str(),
            other => other.as_str(),
        }
    }

    /// The kind of that name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether many of them about one thing are shown as one.
    pub const fn is_grouped(self) -> bool {
        matches!(self, Self::Favourite | Self::Reblog | Self::Follow)
    }

    /// Whether somebody may have it kept from them.
    pub const fn may_be_kept_away(self) -> bool {
        !matches!(
            self,
            Self::Poll | Self::Update | Self::AdoptionDue | Self::AdminReport
        )
    }
}

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
    /// Something that they boosted was changed.
    Update,
    /// Somebody reported something, which they look after.
    AdminReport,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Mention,
        Self::Status,
        Self::Follow,
        Self::FollowRequest,
        Self::Favourite,
        Self::Reblog,
        Self::Poll,
        Self::Update,
        Self::AdminReport,
    ];

    /// The name in the database and the API.
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
            Self::AdminReport => "admin.report",
        }
    }

    /// Whether many of them about one thing are shown as one.
    pub const fn is_grouped(self) -> bool {
        matches!(self, Self::Favourite | Self::Reblog | Self::Follow)
    }

    /// Whether somebody may have it kept from them.
    pub const fn may_be_kept_away(self) -> bool {
        !matches!(self, Self::Poll | Self::Update | Self::AdminReport)
    }
}

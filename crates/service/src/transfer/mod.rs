//! What somebody takes along to another server and brings from one: whom they follow, block and mute, servers, bookmarks
//! and lists, as the CSV files of Mastodon; and everything that they posted, as an archive.
//!
//! Here belongs how the files are written and read. Here does not belong what following somebody means.

pub mod archive;
mod csv;
mod export;
mod import;
mod line;

pub use export::export;
pub use import::{
    ImportError, ImportHandler, ImportRow, MAX_BYTES, MAX_LINES, Problem, Reason, imports,
    problems, start,
};

/// What is in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whom somebody follows.
    Follows,
    /// Whom they block.
    Blocks,
    /// Whom they mute.
    Mutes,
    /// The servers that they block.
    Domains,
    /// What they keep.
    Bookmarks,
    /// Who is on their lists.
    Lists,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Follows,
        Self::Blocks,
        Self::Mutes,
        Self::Domains,
        Self::Bookmarks,
        Self::Lists,
    ];

    /// The name in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Blocks => "blocks",
            Self::Mutes => "mutes",
            Self::Domains => "domain_blocks",
            Self::Bookmarks => "bookmarks",
            Self::Lists => "lists",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What Mastodon calls the file, without its end.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Follows => "following_accounts",
            Self::Blocks => "blocked_accounts",
            Self::Mutes => "muted_accounts",
            Self::Domains => "blocked_domains",
            Self::Bookmarks => "bookmarks",
            Self::Lists => "lists",
        }
    }

    /// The columns, by the names that Mastodon gives them.
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Follows => &[
                "Account address",
                "Show boosts",
                "Notify on new posts",
                "Languages",
            ],
            Self::Blocks => &["Account address"],
            Self::Mutes => &["Account address", "Hide notifications"],
            Self::Domains => &["#domain"],
            Self::Bookmarks => &["#uri"],
            Self::Lists => &["List name", "Account address"],
        }
    }

    /// Whether Mastodon writes the columns' names above them.
    const fn has_head(self) -> bool {
        matches!(self, Self::Follows | Self::Mutes)
    }
}

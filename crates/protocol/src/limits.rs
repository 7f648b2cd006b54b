//! How much of a document from outside is read.
//!
//! What is longer is cut, what is more is left away, unless it says otherwise. Lengths are in bytes of UTF-8.

/// Largest document, in bytes (Mastodon's limit; an inbox answers 413 beyond it).
pub const BODY: usize = 1024 * 1024;
/// How deep arrays and objects may be nested; a deeper document is refused.
pub const DEPTH: usize = 32;
/// How many values (members and elements, of every depth) a document may hold; more are refused.
pub const VALUES: usize = 65_536;
/// Longest id or link; a longer one is as if absent.
pub const IRI: usize = 2_048;
/// Longest name, title, user name, shortcode or other line of plain text.
pub const NAME: usize = 2_048;
/// Longest summary or content warning.
pub const SUMMARY: usize = 20 * 1_024;
/// Longest description of an image (Mastodon keeps 10,000 characters).
pub const ALT: usize = 40 * 1_024;
/// Longest value of a profile field.
pub const FIELD: usize = 8 * 1_024;
/// Longest word from a fixed list: a type, a media type, a language, a time zone; a longer one is as if absent.
pub const WORD: usize = 128;
/// Longest public key, in its PEM or multibase form; a longer one is as if absent.
pub const KEY: usize = 16 * 1_024;
/// Most recipients of each of `to`, `cc` and `audience`.
pub const RECIPIENTS: usize = 1_000;
/// Most authors, aliases, organisers and other lists of ids.
pub const IDS: usize = 256;
/// Most types of one object.
pub const TYPES: usize = 16;
/// Most tags of each kind: mentions, hashtags, emoji, links.
pub const TAGS: usize = 100;
/// How many tags are looked at, usable or not.
pub const TAGS_LOOKED_AT: usize = 1_000;
/// Most attachments.
pub const ATTACHMENTS: usize = 16;
/// Most answers of a poll (Mastodon reads 500).
pub const POLL_OPTIONS: usize = 500;
/// Most fields of a profile (Mastodon reads 50).
pub const FIELDS: usize = 50;
/// Most keys of an actor (Mastodon reads 10).
pub const KEYS: usize = 10;
/// Most places of an event.
pub const PLACES: usize = 8;
/// Most objects of one activity (reports name several).
pub const OBJECTS: usize = 100;
/// Most items of one page of a collection.
pub const ITEMS: usize = 20_000;
/// Largest typed record, as canonical text; a larger one is none. How much of a record is read, say
/// [`practice::limits`](staffroom_domain::practice::limits).
pub const RECORD: usize = staffroom_domain::RecordText::MAX;
/// Most links of a WebFinger or NodeInfo answer.
pub const LINKS: usize = 64;
/// What counts from elsewhere are cut to: one thousand million.
pub const COUNT: u64 = 1_000_000_000;

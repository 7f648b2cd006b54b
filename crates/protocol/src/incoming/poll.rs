//! Polls (FEP-9967).

use staffroom_domain::Timestamp;

use crate::json::{Json, Object};
use crate::limits;

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollOption {
    /// Its text, plain.
    pub name: String,
    /// How many chose it. Untrusted.
    pub votes: u64,
}

/// A poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// Whether several answers may be chosen (`anyOf`).
    pub multiple: bool,
    /// The answers, each text once.
    pub options: Vec<PollOption>,
    /// When it ends: `endTime`, else the date in `closed`.
    pub end_time: Option<Timestamp>,
    /// When it ended, where it says so with a date.
    pub closed: Option<Timestamp>,
    /// Whether it says to have ended without saying when; a date in `closed` is for the caller to compare.
    pub is_closed: bool,
    /// How many people voted. Untrusted.
    pub voters_count: Option<u64>,
}

impl Poll {
    /// Reads a poll: none without answers.
    pub(super) fn read(root: &Object) -> Option<Self> {
        let read = |name: &str| {
            let values = root.get(name).map(Json::each).unwrap_or_default();
            let mut options: Vec<PollOption> = Vec::new();
            for option in values.iter().take(limits::POLL_OPTIONS).filter_map(option) {
                if options.iter().all(|known| known.name != option.name) {
                    options.push(option);
                }
            }
            options
        };
        let one = read("oneOf");
        let multiple = one.is_empty();
        let options = if multiple { read("anyOf") } else { one };
        if options.is_empty() {
            return None;
        }
        let closed = root.date("closed");
        Some(Self {
            multiple,
            options,
            end_time: root.date("endTime").or(closed),
            closed,
            is_closed: match root.get("closed") {
                Some(Json::Bool(value)) => *value,
                Some(Json::String(text)) => text == "true",
                Some(Json::Object(_)) => true,
                _ => false,
            },
            voters_count: root.count("votersCount"),
        })
    }
}

fn option(value: &Json) -> Option<PollOption> {
    let option = value.as_object()?;
    Some(PollOption {
        name: option.line("name")?,
        votes: option.total("replies").unwrap_or_default(),
    })
}

//! Events that teachers go to: what is said of one, how many places it has and who gets them.
//!
//! Here belong the records as they are on the wire and in the database, what a record must have, who gets a place (without
//! names and without a database), and what a short answer to an event asks for. Here does not belong the calendar itself:
//! zones and their clocks are where `chrono-tz` is.

mod answer;
mod check;
mod note;
mod places;
mod read;
mod record;
mod talk;

pub use answer::{Answer, TalkOffer, Wish, read_answer};
pub use check::{LONGEST_EVENT, check_event, check_note, check_talk, check_times};
pub use note::EventNoteRecord;
pub use places::{MOST_WAITING, PlaceKind, Places, Standing};
pub use record::{Capacities, EventKind, EventRecord, Mode};
pub use talk::{SlotKind, SlotOffer, SlotRecord, SlotStatus};

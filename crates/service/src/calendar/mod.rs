//! Events that people go to: made, changed and called off here; who takes part, in ours and in those of others; talks,
//! notes, and lists of what is coming.
//!
//! An event is a status of the kind `Event`, so it is stored, shown, changed and told to others as every status is. Here
//! is what it has beside. In this module, "event" is always such an event.

mod answers;
mod clashes;
mod clock;
mod copy;
mod decide;
mod ical;
mod join;
mod lists;
mod notes;
mod organise;
mod plan;
mod preview;
mod seed;
mod shown;
mod talks;
mod told;
mod words;
mod written;

pub use answers::answered_in;
pub use clashes::{Clash, Programme, programme_with_clashes};
pub use clock::{ClockError, LocalTime, at_local, clock_of, end_of_day, local_at, zones};
pub use copy::{NewDate, copy};
pub use decide::{Decision, decide};
pub use ical::{CalendarFile, file_of_event, file_of_list};
pub(crate) use join::answer_deleted_in;
pub use join::{
    Answered, Joined, Joining, answer_in, join, join_in, leave, leave_all_in, leave_in, remote_join,
};
pub(crate) use lists::taken;
pub use lists::{
    ATTENDEES, Attendee, Attendees, EVERYBODY, EventView, List, Lists, attendees, everybody,
    find_event, list, my_place, participants_elsewhere,
};
pub use notes::{NewNote, NotesPart, add_note, notes};
pub use organise::{Made, NewEvent, NewPlace, cancel, create, delete, edit};
pub use plan::PlanParts;
pub(crate) use plan::{forget_in, put_note_in, put_plan_in};
pub use preview::{EventPreview, preview};
pub use seed::{PracticeSeed, practice_of_talk};
pub use shown::{
    EventPart, EventQuery, EventShown, MOST_CONCEPTS, MyPlace, organises, search, show, upcoming,
};
pub use staffroom_db::event_plans::EventPlanRow;
pub use staffroom_db::participations::ParticipationRow;
pub use staffroom_db::talks::{EventNoteRow, TalkRow};
pub use talks::{NewTalk, add_talk, decide_talk, get_talk, programme, withdraw_talk};
pub use told::TellParticipantsHandler;
pub(crate) use words::is_told;
pub use words::time;
pub use written::as_written;

use staffroom_db::accounts::AccountRow;
use staffroom_db::{Conn, DbError};
use staffroom_domain::AccountId;
use staffroom_domain::practice::Problem;
use thiserror::Error;

use crate::groups;
use crate::records::RecordError;
use crate::statuses::StatusError;

/// Why something cannot be done with an event.
#[derive(Clone, Debug, Error)]
pub enum CalendarError {
    /// There is none, or it is not for whoever asks: which, is not told.
    #[error("there is no such event")]
    NotFound,
    /// It may be seen, but this may not be done with it.
    #[error("only its organisers may do that")]
    NotAllowed,
    /// What was sent cannot be an event, or a part of one.
    #[error("{}", in_words(.0))]
    Invalid(Vec<Problem>),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl CalendarError {
    fn invalid(field: &'static str, code: &'static str, message: &'static str) -> Self {
        Self::Invalid(vec![Problem::new(field, code, message)])
    }
}

impl From<StatusError> for CalendarError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::NotFound | StatusError::NoParent => Self::NotFound,
            StatusError::NotAllowed => Self::NotAllowed,
            StatusError::Invalid(reason) => Self::Invalid(vec![Problem::new("", "wrong", reason)]),
            StatusError::Db(error) => Self::Db(error),
        }
    }
}

impl From<RecordError> for CalendarError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::NotFound,
            RecordError::NotAllowed => Self::NotAllowed,
            RecordError::Invalid(problems) => Self::Invalid(problems),
            RecordError::Db(error) => Self::Db(error),
        }
    }
}

fn in_words(problems: &[Problem]) -> String {
    let words: Vec<&str> = problems.iter().map(|it| it.message.as_ref()).collect();
    words.join(" ")
}

/// Whether somebody may change what that account holds: it is their own, or a group of ours that they moderate.
fn may_organise(conn: &mut Conn, by: &AccountRow, holder: AccountId) -> Result<bool, DbError> {
    if !by.is_active() || by.has_moved() {
        return Ok(false);
    }
    Ok(by.id == holder || groups::moderates(conn, by, holder)?)
}

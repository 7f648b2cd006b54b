//! What is said of events, places, talks and people who take part.

use staffroom_domain::calendar::{EventKind, Mode, PlaceKind, SlotKind, SlotStatus};
use staffroom_service::calendar::{Joined, ParticipationRow};

use crate::words::{Message, key};

/// Whether it takes place as it was announced; nothing if it does.
pub(super) fn state(name: &str) -> Option<Message> {
    match name {
        "tentative" => Some(key("event-tentative")),
        "cancelled" => Some(key("event-cancelled")),
        "postponed" => Some(key("event-postponed")),
        "rescheduled" => Some(key("event-rescheduled")),
        "online" => Some(key("event-moved-online")),
        _ => None,
    }
}

/// What somebody says who wants such a place.
pub(super) const fn label(kind: PlaceKind) -> Message {
    match kind {
        PlaceKind::Speaker => key("event-as-speaker"),
        PlaceKind::Attendee => key("event-as-attendee"),
        PlaceKind::Remote => key("event-as-remote"),
    }
}

/// `3 of 8 taken, 2 waiting`
pub(super) fn places(going: i64, most: Option<u32>, waiting: i64) -> Message {
    let taken = match most {
        Some(most) => key("event-places-taken")
            .with("taken", going)
            .with("most", most),
        None => key("event-places-so-far").with("taken", going),
    };
    if waiting > 0 {
        key("event-places-waiting")
            .with("places", taken)
            .with("waiting", waiting)
    } else {
        taken
    }
}

/// What sort of talk it is, by its name in the database.
pub(super) fn talk_kind(name: &str) -> Message {
    match SlotKind::from_name(name) {
        Some(SlotKind::Nano) => key("event-talk-nano"),
        Some(SlotKind::Micro) => key("event-talk-micro"),
        Some(SlotKind::Soapbox) => key("event-talk-soapbox"),
        Some(SlotKind::RoundTable) => key("event-talk-round-table"),
        _ => key("event-talk-other"),
    }
}

/// Whether it is certain; nothing if it is.
pub(super) fn talk_state(name: &str) -> Option<Message> {
    match SlotStatus::from_name(name) {
        Some(SlotStatus::Offered) => Some(key("event-talk-offered")),
        Some(SlotStatus::Declined) => Some(key("event-talk-declined")),
        Some(SlotStatus::Withdrawn) => Some(key("event-talk-withdrawn")),
        _ => None,
    }
}

/// As what somebody takes part.
pub(super) fn person_kind(name: &str) -> Message {
    match PlaceKind::from_name(name) {
        Some(PlaceKind::Speaker) => key("event-person-speaker"),
        Some(PlaceKind::Attendee) => key("event-person-attendee"),
        Some(PlaceKind::Remote) => key("event-person-remote"),
        None => Message::verbatim(name),
    }
}

/// How somebody stands who takes part.
pub(super) fn person_state(name: &str) -> Message {
    match name {
        ParticipationRow::ASKED => key("event-person-asked"),
        ParticipationRow::GOING => key("event-person-going"),
        ParticipationRow::WAITING => key("event-person-waiting"),
        ParticipationRow::DECLINED => key("event-person-declined"),
        ParticipationRow::IGNORED => key("event-person-ignored"),
        ParticipationRow::LEFT => key("event-person-left"),
        other => Message::verbatim(other),
    }
}

/// The same, said to themselves.
pub(super) fn standing(row: &ParticipationRow, joined: Joined) -> Option<Message> {
    let words = match joined {
        Joined::Going => key("event-mine-going"),
        Joined::Waiting(0) => key("event-mine-listed"),
        Joined::Waiting(number) => key("event-mine-waiting").with("number", number),
        Joined::Asked => key("event-mine-asked"),
        _ if row.state == ParticipationRow::DECLINED => key("event-mine-declined"),
        _ if row.state == ParticipationRow::IGNORED => key("event-mine-ignored"),
        _ => return None,
    };
    Some(words)
}

/// What sort of event it is.
pub(super) const fn event_kind(kind: EventKind) -> Message {
    match kind {
        EventKind::Teachmeet => key("event-kind-teachmeet"),
        EventKind::FailFaire => key("event-kind-fail-faire"),
        EventKind::CourseWeek => key("event-kind-course-week"),
        EventKind::Other => key("event-kind-other"),
    }
}

/// Where one takes part.
pub(super) const fn mode(mode: Mode) -> Message {
    match mode {
        Mode::InPerson => key("event-mode-in-person"),
        Mode::Online => key("event-mode-online"),
        Mode::Hybrid => key("event-mode-hybrid"),
    }
}

/// The question how long such a talk may be.
pub(super) const fn offer(kind: SlotKind) -> Message {
    match kind {
        SlotKind::Nano => key("event-form-offer-nano"),
        SlotKind::Micro => key("event-form-offer-micro"),
        SlotKind::Soapbox => key("event-form-offer-soapbox"),
        SlotKind::RoundTable => key("event-form-offer-round-table"),
        SlotKind::Custom => key("event-form-offer-other"),
    }
}

/// The sorts of talks, to choose from.
pub(super) fn talk_kinds(chosen: &str) -> Vec<(&'static str, Message, bool)> {
    let all = SlotKind::ALL.into_iter().map(SlotKind::as_str);
    all.map(|name| (name, talk_kind(name), name == chosen))
        .collect()
}

//! When and where an event is and how to join it, in words; and what people are told about their places.

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};
use staffroom_db::events::EventRow;

use super::join::Joined;

const DAYS: [[&str; 7]; 2] = [
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    [
        "Dydd Llun",
        "Dydd Mawrth",
        "Dydd Mercher",
        "Dydd Iau",
        "Dydd Gwener",
        "Dydd Sadwrn",
        "Dydd Sul",
    ],
];

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
];

fn is_welsh(language: Option<&str>) -> bool {
    language.is_some_and(|it| it == "cy" || it.starts_with("cy-"))
}

/// On the clocks of its place, in English or Welsh: that is what its people go by.
pub fn time(event: &EventRow, language: Option<&str>) -> String {
    let words = usize::from(is_welsh(language));
    let start = moment(&event.starts_local);
    let end = event.ends_local.as_deref().and_then(moment);
    let text = match (start, end) {
        (Some(start), Some(end)) if start.date() == end.date() => {
            format!("{}, {}–{}", day(start, words), hour(start), hour(end))
        }
        (Some(start), Some(end)) => format!(
            "{}, {} – {}, {}",
            day(start, words),
            hour(start),
            day(end, words),
            hour(end)
        ),
        (Some(start), None) => format!("{}, {}", day(start, words), hour(start)),
        (None, _) => event.starts_local.clone(),
    };
    let from_utc = event.zone.starts_with(['+', '-']);
    let utc = if from_utc { "UTC" } else { "" };
    format!("{text} ({utc}{})", event.zone)
}

fn day(at: NaiveDateTime, words: usize) -> String {
    let pick = |list: Option<&&'static str>| list.copied().unwrap_or_default();
    let weekday = at.weekday().num_days_from_monday() as usize;
    let month = at.month0() as usize;
    format!(
        "{} {} {} {}",
        pick(DAYS.get(words).and_then(|days| days.get(weekday))),
        at.day(),
        pick(MONTHS.get(words).and_then(|months| months.get(month))),
        at.year()
    )
}

fn hour(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn moment(local: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M:%S").ok()
}

/// What an event's summary begins with, for servers that know no events: whether it takes place, date, place and how to
/// join. `page` is where one joins.
pub(super) fn summary(
    event: &EventRow,
    online: Option<&str>,
    page: &str,
    language: Option<&str>,
) -> String {
    let welsh = is_welsh(language);
    let say = |english: &'static str, cymraeg: &'static str| if welsh { cymraeg } else { english };
    let mut parts: Vec<String> = Vec::new();
    let state = match event.state.as_str() {
        "cancelled" => Some(say("Cancelled.", "Wedi'i ganslo.")),
        "postponed" => Some(say("Postponed.", "Wedi'i ohirio.")),
        "tentative" => Some(say("Not certain yet.", "Ddim yn sicr eto.")),
        "rescheduled" => Some(say("Moved to another time.", "Wedi'i symud i amser arall.")),
        "online" => Some(say("Moved online.", "Wedi symud ar-lein.")),
        _ => None,
    };
    parts.extend(state.map(str::to_owned));
    parts.push(format!("{}.", time(event, language)));
    let place: Vec<&str> = [&event.place_name, &event.place_address]
        .into_iter()
        .filter_map(|it| it.as_deref())
        .collect();
    if !place.is_empty() {
        parts.push(format!("{}.", place.join(", ")));
    }
    if let Some(online) = online {
        parts.push(format!("{}: {online}", say("Online", "Ar-lein")));
    }
    let join = say("Join", "Ymuno");
    if event.state == "cancelled" {
        return parts.join(" ");
    }
    match (event.join_mode.as_deref(), event.join_url.as_deref()) {
        (Some("external"), Some(url)) => parts.push(format!("{join}: {url}")),
        (Some("free"), _) => parts.push(if welsh {
            format!("{join}: {page}, neu ateb \"gwrando\" neu \"siarad nano: teitl\".")
        } else {
            format!("{join}: {page}, or reply \"lurk\" or \"speak nano: title\".")
        }),
        _ => {}
    }
    parts.join(" ")
}

/// Whether a summary says already when the event is.
pub(crate) fn is_told(event: &EventRow, summary: &str, language: Option<&str>) -> bool {
    summary.contains(&time(event, language))
}

/// What somebody is told who asked for a place.
pub(super) fn confirmation(joined: Joined, name: &str, language: &str) -> String {
    let welsh = is_welsh(Some(language));
    match joined {
        Joined::Going if welsh => format!("Mae lle i chi yn: {name}. Ateb \"gadael\" i adael."),
        Joined::Going => {
            format!("You have a place: {name}. Reply \"leave\" to the event to give it up.")
        }
        Joined::Waiting(number) if welsh => {
            format!(
                "Mae pob lle wedi'i gymryd. Rydych chi'n rhif {number} ar y rhestr aros: {name}."
            )
        }
        Joined::Waiting(number) => {
            format!("All places are taken. You are number {number} on the waiting list: {name}.")
        }
        Joined::Full if welsh => format!("Mae pob lle wedi'i gymryd: {name}."),
        Joined::Full => format!("All places are taken: {name}."),
        Joined::Declined if welsh => format!("Ni all y trefnwyr roi lle i chi: {name}."),
        Joined::Declined => format!("The organisers cannot give you a place: {name}."),
        Joined::NotOffered if welsh => format!("Does dim lleoedd o'r math hwn: {name}."),
        Joined::NotOffered => format!("There are no places of this kind: {name}."),
        Joined::Cancelled if welsh => format!("Mae hwn wedi'i ganslo: {name}."),
        Joined::Cancelled => format!("This was cancelled: {name}."),
        Joined::Over if welsh => format!("Mae hwn wedi gorffen: {name}."),
        Joined::Over => format!("This is over: {name}."),
        Joined::NotTaken | Joined::Asked => String::new(),
    }
}

/// What somebody is told who gave their place up.
pub(super) fn farewell(name: &str, language: &str) -> String {
    if is_welsh(Some(language)) {
        format!("Rydych chi wedi gadael: {name}.")
    } else {
        format!("You have left: {name}.")
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::{StatusId, Timestamp};

    use super::*;

    fn event(start: &str, end: Option<&str>, zone: &str) -> EventRow {
        EventRow {
            status_id: StatusId::from(1),
            zone: zone.to_owned(),
            starts_local: start.to_owned(),
            starts_at: Timestamp::from_secs(0),
            ends_local: end.map(str::to_owned),
            ends_at: None,
            state: "scheduled".to_owned(),
            place_name: Some("Library".to_owned()),
            place_address: Some("1 Example Road, Leeds".to_owned()),
            place_url: None,
            join_mode: Some("free".to_owned()),
            join_url: None,
        }
    }

    #[test]
    fn a_time_is_told_in_words() {
        let start = "2026-09-01T18:00:00";
        for (end, zone, language, expected) in [
            (None, "UTC", None, "Tuesday 1 September 2026, 18:00 (UTC)"),
            (
                Some("2026-09-01T20:30:00"),
                "Europe/London",
                Some("en"),
                "Tuesday 1 September 2026, 18:00–20:30 (Europe/London)",
            ),
            (
                Some("2026-09-02T12:00:00"),
                "+02:00",
                None,
                "Tuesday 1 September 2026, 18:00 – Wednesday 2 September 2026, 12:00 (UTC+02:00)",
            ),
            (
                None,
                "UTC",
                Some("cy"),
                "Dydd Mawrth 1 Medi 2026, 18:00 (UTC)",
            ),
        ] {
            assert_eq!(time(&event(start, end, zone), language), expected);
        }
        assert_eq!(time(&event("soon", None, "UTC"), None), "soon (UTC)");
    }

    #[test]
    fn a_summary_begins_with_date_place_and_how_to_join() {
        let row = event(
            "2027-01-28T18:00:00",
            Some("2027-01-28T20:30:00"),
            "Europe/London",
        );
        let page = "https://leeds.example/events/7";
        let online = Some("https://leeds.example/rooms/winter");
        assert_eq!(
            summary(&row, online, page, Some("en")),
            "Thursday 28 January 2027, 18:00–20:30 (Europe/London). Library, 1 Example Road, Leeds. \
             Online: https://leeds.example/rooms/winter Join: https://leeds.example/events/7, or reply \
             \"lurk\" or \"speak nano: title\"."
        );
        let cancelled = EventRow {
            state: "cancelled".to_owned(),
            ..row
        };
        assert_eq!(
            summary(&cancelled, None, page, None),
            "Cancelled. Thursday 28 January 2027, 18:00–20:30 (Europe/London). Library, 1 Example Road, \
             Leeds."
        );
        assert!(is_told(
            &cancelled,
            &summary(&cancelled, None, page, None),
            None
        ));
    }
}

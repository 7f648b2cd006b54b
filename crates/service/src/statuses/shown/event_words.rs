//! When and where an event is, in words, for clients that know no events.

use staffroom_text::escape;

use super::super::EventRow;
use super::{link, paragraph};
use crate::calendar::time;
use crate::links::web;

/// One paragraph of safe HTML: whether it takes place, when, where, and where one takes part.
pub(super) fn words(event: &EventRow) -> String {
    let mut lines = Vec::new();
    if let Some(state) = state(&event.state) {
        lines.push(format!("<strong>{state}</strong>"));
    }
    lines.push(escape(&time(event, None)));
    let place: Vec<&str> = [&event.place_name, &event.place_address]
        .into_iter()
        .filter_map(Option::as_deref)
        .collect();
    if !place.is_empty() {
        lines.push(escape(&place.join(", ")));
    }
    lines.extend(event.place_url.as_deref().and_then(web).map(link));
    if let Some(address) = event.join_url.as_deref().and_then(web) {
        lines.push(format!("Take part: {}", link(address)));
    }
    paragraph(&lines.join("<br>"))
}

fn state(name: &str) -> Option<&'static str> {
    match name {
        "tentative" => Some("Not certain yet"),
        "cancelled" => Some("Cancelled"),
        "postponed" => Some("Postponed"),
        "rescheduled" => Some("Moved to another time"),
        "online" => Some("Moved online"),
        _ => None,
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
            place_name: None,
            place_address: None,
            place_url: None,
            join_mode: None,
            join_url: None,
        }
    }

    #[test]
    fn what_is_stored_is_text_and_addresses_are_of_the_web() {
        let hostile = EventRow {
            state: "cancelled".to_owned(),
            place_name: Some("<script>x</script>".to_owned()),
            place_url: Some("javascript:alert(1)".to_owned()),
            join_url: Some("https://a.example/?a=1&b=2".to_owned()),
            ..event("2026-09-01T18:00:00", None, "<b>")
        };
        assert_eq!(
            words(&hostile),
            "<p><strong>Cancelled</strong><br>Tuesday 1 September 2026, 18:00 (&lt;b&gt;)<br>\
             &lt;script&gt;x&lt;/script&gt;<br>Take part: <a href=\"https://a.example/?a=1&amp;b=2\" \
             rel=\"nofollow noopener\" target=\"_blank\">https://a.example/?a=1&amp;b=2</a></p>"
        );
    }
}

//! Events as iCalendar (RFC 5545), for the calendars that people have.
//!
//! Times are in UTC: without rules for its zone (`VTIMEZONE`) Outlook does not take a local time, and with UTC every
//! calendar shows an event on the clocks of whoever looks. The clocks of its place stand in the description. `METHOD` and
//! `ORGANIZER` are left out: Outlook would ask its user to answer somebody by mail.

use std::fmt::Write as _;

use staffroom_domain::{Addresses, Timestamp};
use staffroom_text::plain_text;

use super::clock::utc;
use super::lists::EventView;
use super::words;

/// The most octets of a line, its end not counted.
const LINE: usize = 75;
/// The longest text of a property, in characters.
const TEXT: usize = 8_000;

/// A calendar to send out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarFile {
    /// What to call it, with `.ics`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// One event.
pub fn file_of_event(addresses: &Addresses, view: &EventView) -> CalendarFile {
    let mut out = Writer::default();
    out.begin(None);
    event(&mut out, addresses, view);
    out.end();
    CalendarFile {
        name: format!("event-{}.ics", view.status.id),
        text: out.0,
    }
}

/// A list of events, called `title`.
pub fn file_of_list(addresses: &Addresses, title: &str, views: &[EventView]) -> CalendarFile {
    let mut out = Writer::default();
    out.begin(Some(title));
    for view in views {
        event(&mut out, addresses, view);
    }
    out.end();
    CalendarFile {
        name: "events.ics".to_owned(),
        text: out.0,
    }
}

fn event(out: &mut Writer, addresses: &Addresses, view: &EventView) {
    let (status, when) = (&view.status, &view.event);
    let changed = view
        .plan
        .as_ref()
        .map_or(status.received_at, |plan| plan.changed_at);
    out.line("BEGIN", "VEVENT");
    out.line("UID", &uid(addresses, view));
    out.line("DTSTAMP", &stamp(changed));
    out.line("LAST-MODIFIED", &stamp(changed));
    out.line("CREATED", &stamp(status.created_at));
    let sequence = view.plan.as_ref().map_or(0, |plan| plan.sequence);
    out.line("SEQUENCE", &sequence.max(0).to_string());
    let start = stamp(when.starts_at);
    out.line("DTSTART", &start);
    // RFC 5545 wants it later; a calendar with another event in it is refused as a whole.
    let end = when.ends_at.map(|ends| stamp(Timestamp::from_micros(ends)));
    if let Some(end) = end.filter(|end| *end > start) {
        out.line("DTEND", &end);
    }
    out.text("SUMMARY", status.title.as_deref().unwrap_or_default());
    out.text("DESCRIPTION", &description(addresses, view));
    out.text("LOCATION", &location(view));
    out.address("URL", &page(addresses, view));
    out.line(
        "STATUS",
        match when.state.as_str() {
            "cancelled" => "CANCELLED",
            "tentative" | "postponed" => "TENTATIVE",
            _ => "CONFIRMED",
        },
    );
    let language = status.language.as_deref().unwrap_or("en");
    let concepts: Vec<String> = view
        .record
        .concepts()
        .into_iter()
        .filter(|concept| concept.known().is_some())
        .map(|concept| escaped(concept.label(language)))
        .collect();
    if !concepts.is_empty() {
        out.line("CATEGORIES", &concepts.join(","));
    }
    out.line("END", "VEVENT");
}

/// The same for ever, whatever the event is called and wherever it is.
fn uid(addresses: &Addresses, view: &EventView) -> String {
    if let Some(uri) = &view.status.uri {
        let kept = |c: &char| !c.is_control() && !c.is_whitespace();
        return uri.chars().filter(kept).collect();
    }
    let host = addresses
        .origin()
        .split("://")
        .nth(1)
        .unwrap_or("staffroom");
    format!("event-{}@{host}", view.status.id)
}

fn page(addresses: &Addresses, view: &EventView) -> String {
    let elsewhere = view.page_elsewhere().map(str::to_owned);
    elsewhere.unwrap_or_else(|| addresses.event_page(view.status.id))
}

fn description(addresses: &Addresses, view: &EventView) -> String {
    let language = view.status.language.as_deref();
    let mut text = words::time(&view.event, language);
    let told = plain_text(&view.status.content);
    for part in [told.trim(), &page(addresses, view)] {
        if !part.is_empty() {
            text.push_str("\n\n");
            text.push_str(part);
        }
    }
    text
}

fn location(view: &EventView) -> String {
    let online = view.plan.as_ref().and_then(|plan| plan.online_url.as_ref());
    let when = &view.event;
    let parts = [
        when.place_name.as_ref(),
        when.place_address.as_ref(),
        online.or(when.place_url.as_ref()),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(", ")
}

fn stamp(at: Timestamp) -> String {
    utc(at).format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text in which nothing ends a line or a value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars().take(TEXT) {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            // Also the ends of lines that Unicode has besides.
            '\n' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn begin(&mut self, title: Option<&str>) {
        self.line("BEGIN", "VCALENDAR");
        self.line("VERSION", "2.0");
        self.line("PRODID", "-//Staffroom//Staffroom//EN");
        self.line("CALSCALE", "GREGORIAN");
        if let Some(title) = title {
            self.text("X-WR-CALNAME", title);
            self.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
            self.line("X-PUBLISHED-TTL", "PT6H");
        }
    }

    fn end(&mut self) {
        self.line("END", "VCALENDAR");
    }

    fn text(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.line(name, &escaped(value));
        }
    }

    /// An address as it is, without what no address has.
    fn address(&mut self, name: &str, value: &str) {
        let value: String = value
            .chars()
            .filter(|c| !c.is_control() && !c.is_whitespace())
            .collect();
        self.line(name, &value);
    }

    /// Folded after 75 octets, between characters.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            let _ = self.0.write_char(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use icalendar::parser::{read_calendar, unfold};
    use proptest::prelude::*;

    use super::*;

    /// The lines as a reader sees them.
    fn unfolded(text: &str) -> Vec<String> {
        assert!(text.ends_with("\r\n"));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE, "{line}");
        }
        let whole = text.replace("\r\n ", "");
        let whole = whole.strip_suffix("\r\n").unwrap();
        whole.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_text_injects_no_line() {
        let mut out = Writer::default();
        out.text(
            "SUMMARY",
            "Tea, cake; and\\more\r\nEND:VEVENT\nATTENDEE:x\rBEGIN:VALARM\u{2028}y\u{85}z\0",
        );
        assert_eq!(
            unfolded(&out.0),
            ["SUMMARY:Tea\\, cake\\; and\\\\more\\nEND:VEVENT\\nATTENDEE:x BEGIN:VALARM\\ny z "]
        );
        let mut out = Writer::default();
        out.address("URL", "https://a.example/\r\nATTENDEE:x y");
        assert_eq!(unfolded(&out.0), ["URL:https://a.example/ATTENDEE:xy"]);
    }

    proptest! {
        #[test]
        fn lines_are_short_and_come_together_again(text in any::<String>()) {
            let mut out = Writer::default();
            out.line("BEGIN", "VEVENT");
            out.text("SUMMARY", &text);
            let lines = unfolded(&out.0);
            prop_assert!(lines.len() <= 2);
            prop_assert_eq!(&lines[0], "BEGIN:VEVENT");
        }

        /// A reader that other people wrote sees one event, with the text as it was.
        #[test]
        fn others_read_what_was_meant(text in any::<String>(), list in any::<String>()) {
            let mut out = Writer::default();
            out.begin(Some(&list));
            out.line("BEGIN", "VEVENT");
            out.line("UID", "event-1@school.example");
            out.text("SUMMARY", &text);
            out.line("DTSTART", "20270128T180000Z");
            out.line("END", "VEVENT");
            out.end();
            let whole = unfold(&out.0);
            let calendar = read_calendar(&whole).map_err(TestCaseError::fail)?;
            prop_assert_eq!(calendar.components.len(), 1);
            let event = &calendar.components[0];
            let value = |name: &str| event.find_prop(name).map(|it| it.val.to_string());
            prop_assert_eq!(value("UID"), Some("event-1@school.example".to_owned()));
            prop_assert_eq!(value("DTSTART"), Some("20270128T180000Z".to_owned()));
            let meant: String = text
                .replace("\r\n", "\n")
                .chars()
                .map(|c| match c {
                    '\n' | '\u{2028}' | '\u{2029}' => '\n',
                    c if c.is_control() => ' ',
                    c => c,
                })
                .collect();
            let meant = Some(meant).filter(|_| !text.trim().is_empty());
            prop_assert_eq!(value("SUMMARY"), meant);
        }
    }
}

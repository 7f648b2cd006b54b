//! Who takes part, as a table for programs (CSV, RFC 4180).

use staffroom_domain::calendar::SlotStatus;
use staffroom_service::calendar::{Attendee, TalkRow};
use staffroom_service::cells::quoted;
use staffroom_text::display_name;

use crate::moment::Moment;
use crate::pages::event_words as words;
use crate::words::{Words, key};

/// The table, with a line that says what is in it.
pub(super) fn of(t: Words, people: &[Attendee], talks: &[TalkRow]) -> String {
    // Spreadsheets guess another encoding without the mark.
    let mut text = "\u{feff}".to_owned();
    let heads = [
        key("event-sheet-name"),
        key("event-sheet-account"),
        key("event-sheet-as"),
        key("event-sheet-state"),
        key("event-sheet-asked"),
        key("event-sheet-talks"),
    ];
    line(&mut text, &heads.map(|head| t.say(head).to_string()));
    for one in people {
        let (account, row) = (&one.account, &one.row);
        let own = talks
            .iter()
            .filter(|talk| talk.speaker_id == Some(account.id.get()))
            .filter(|talk| talk.state != SlotStatus::Withdrawn.as_str())
            .map(|talk| talk.title.as_str());
        line(
            &mut text,
            &[
                display_name(&account.display_name),
                account.acct(),
                t.say(words::person_kind(&row.kind)).to_string(),
                t.say(words::person_state(&row.state)).to_string(),
                Moment::from(row.joined_at).iso,
                own.collect::<Vec<_>>().join("; "),
            ],
        );
    }
    text
}

fn line(text: &mut String, cells: &[String; 6]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

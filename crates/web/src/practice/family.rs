//! What a practice was made from and what was made from it: as a drawing, and as a table beside it.

use staffroom_domain::Addresses;
use staffroom_domain::ledger::LedgerSummary;
use staffroom_service::links;
use staffroom_service::practices::{Relative, Relatives};

use super::ledger::ShownLedger;
use crate::shown::Person;
use crate::words::{Message, Words, key};

/// How many are drawn on either side; the table has all.
const DRAWN: usize = 5;
/// How many letters of a title fit into a box.
const LETTERS: usize = 24;
/// How high a box and the space below it are.
const STEP: usize = 44;

/// The relatives of a practice.
pub(crate) struct Family {
    pub(crate) members: Vec<Member>,
    pub(crate) drawing: Drawing,
}

/// A line of the table.
pub(crate) struct Member {
    pub(crate) relation: Message,
    pub(crate) title: String,
    pub(crate) href: Option<String>,
    pub(crate) author: Option<Person>,
    /// Its own ledger, never added to that of the practice.
    pub(crate) ledger: Option<Message>,
    pub(crate) flags: Vec<Message>,
}

/// Boxes and lines.
pub(crate) struct Drawing {
    pub(crate) height: usize,
    pub(crate) boxes: Vec<Box>,
    pub(crate) lines: Vec<Line>,
}

/// A practice in the drawing.
pub(crate) struct Box {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) text: String,
    /// Where its text stands.
    pub(crate) text_x: usize,
    pub(crate) text_y: usize,
    pub(crate) is_this: bool,
}

/// From one to another.
pub(crate) struct Line {
    pub(crate) from: (usize, usize),
    pub(crate) to: (usize, usize),
}

impl Family {
    /// Nothing where a practice stands alone.
    pub(crate) fn new(
        words: Words,
        addresses: &Addresses,
        title: &str,
        relatives: &Relatives,
    ) -> Option<Self> {
        let above = relatives
            .made_from
            .iter()
            .map(|it| Member::new(words, addresses, key("family-made-from"), it));
        let below = relatives
            .adapted_by
            .iter()
            .map(|it| Member::new(words, addresses, key("family-made-of-it"), it));
        let (above, below): (Vec<Member>, Vec<Member>) = (above.collect(), below.collect());
        if above.is_empty() && below.is_empty() {
            return None;
        }
        Some(Self {
            drawing: Drawing::new(title, &above, &below),
            members: above.into_iter().chain(below).collect(),
        })
    }
}

impl Member {
    fn new(words: Words, addresses: &Addresses, relation: Message, it: &Relative) -> Self {
        let Some((view, summary)) = &it.here else {
            let href = links::web(&it.uri).map(str::to_owned);
            return Self {
                relation,
                title: it.uri.clone(),
                href,
                author: None,
                ledger: None,
                flags: Vec::new(),
            };
        };
        let ledger = told(words, summary);
        Self {
            relation,
            title: view.status.title.clone().unwrap_or_default(),
            href: Some(format!("/practices/{}", view.status.id)),
            author: Some(Person::new(addresses, &view.author)),
            flags: ledger.flags,
            ledger: Some(ledger.denominator),
        }
    }
}

/// In few words: the results where there are any, else who said they would try it.
fn told(words: Words, summary: &LedgerSummary) -> ShownLedger {
    let mut shown = ShownLedger::of(words, summary);
    if let Some(results) = super::results::headline(words, summary) {
        shown.denominator = results;
    }
    shown
}

impl Drawing {
    fn new(title: &str, above: &[Member], below: &[Member]) -> Self {
        let (left, right) = (above.len().min(DRAWN), below.len().min(DRAWN));
        let rows = left.max(right).max(1);
        let height = rows * STEP;
        let middle = height / 2;
        let mut drawing = Self {
            height,
            boxes: vec![Box::new(220, middle.saturating_sub(17), title, true)],
            lines: Vec::new(),
        };
        for (n, member) in above.iter().take(DRAWN).enumerate() {
            let y = place(n, left, height);
            drawing.boxes.push(Box::new(0, y, &member.title, false));
            drawing.lines.push(Line {
                from: (200, y + 17),
                to: (220, middle),
            });
        }
        for (n, member) in below.iter().take(DRAWN).enumerate() {
            let y = place(n, right, height);
            drawing.boxes.push(Box::new(440, y, &member.title, false));
            drawing.lines.push(Line {
                from: (420, middle),
                to: (440, y + 17),
            });
        }
        drawing
    }
}

/// Where the box of that number begins, of so many in a column.
const fn place(n: usize, of: usize, height: usize) -> usize {
    let top = height.saturating_sub(of * STEP) / 2;
    top + n * STEP + (STEP - 34) / 2
}

impl Box {
    fn new(x: usize, y: usize, title: &str, is_this: bool) -> Self {
        let mut text: String = title.chars().take(LETTERS).collect();
        if text.len() < title.len() {
            text.push('…');
        }
        Self {
            x,
            y,
            text,
            text_x: x + 10,
            text_y: y + 22,
            is_this,
        }
    }
}

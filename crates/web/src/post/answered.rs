//! What a status answers.

use staffroom_domain::Addresses;
use staffroom_service::statuses::StatusView;

use crate::shown::Person;

/// Whom a status answers, and where that is.
pub(crate) struct Answered {
    /// Who, where that is known here.
    pub(crate) to: Option<Person>,
    /// The page of what is answered, where that is on this server.
    pub(crate) href: Option<String>,
}

impl Answered {
    /// None where a status answers nothing.
    pub(crate) fn new(addresses: &Addresses, view: &StatusView) -> Option<Self> {
        let row = &view.status;
        if row.in_reply_to_id.is_none() && row.in_reply_to_uri.is_none() {
            return None;
        }
        let to = view.answered_author.as_ref();
        let there = view.in_reply_to.as_ref().filter(|row| row.local);
        let href = there
            .zip(to)
            .map(|(row, to)| addresses.status_page(&to.username, row.id));
        Some(Self {
            to: to.map(|row| Person::new(addresses, row)),
            href,
        })
    }

    /// The same for somebody who reads everything here.
    pub(crate) fn for_reader(view: &StatusView) -> Option<Self> {
        let row = &view.status;
        if row.in_reply_to_id.is_none() && row.in_reply_to_uri.is_none() {
            return None;
        }
        let to = view.answered_author.as_ref();
        let href = view
            .in_reply_to
            .as_ref()
            .zip(to)
            .map(|(row, to)| format!("/@{}/{}", to.acct(), row.id));
        Some(Self {
            to: to.map(Person::here),
            href,
        })
    }
}

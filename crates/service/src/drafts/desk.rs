//! The desk: what the instance says to somebody about their drafts, as a post for them alone.

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::drafts::DraftRow;
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, users};
use staffroom_domain::{AccountId, Visibility};
use staffroom_text::Format;

use super::content::{DraftContent, DraftKind};
use super::lacks;
use super::words::Words;
use crate::statuses::{Draft, People, mentioned, render, store};
use crate::tx::Tx;

/// The account that speaks; none in a database that has not been started yet.
pub(super) struct Desk(Option<AccountRow>);

/// In which language somebody is spoken to: that of the pages, where they have chosen one; else that in which they wrote.
pub(super) fn reader_language(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    wrote: Option<&str>,
) -> Result<String, DbError> {
    let user = match users::of_account(tx.conn, author.id)? {
        Some(user) => users::find(tx.conn, user)?,
        None => None,
    };
    let chosen = user.and_then(|user| user.user.page_language);
    let chosen = chosen.or_else(|| wrote.map(str::to_owned));
    Ok(chosen.unwrap_or_else(|| tx.language.to_owned()))
}

impl Desk {
    pub(super) fn find(tx: &mut Tx<'_>) -> Result<Self, DbError> {
        Ok(Self(accounts::find(tx.conn, AccountId::INSTANCE)?))
    }

    /// Where a draft is finished.
    pub(super) fn page(tx: &Tx<'_>, row: &DraftRow) -> String {
        format!("{}/drafts/{}", tx.addresses.origin(), row.id)
    }

    /// What was understood, what is missing, and what to do.
    pub(super) fn say_state(
        &self,
        tx: &mut Tx<'_>,
        author: &AccountRow,
        source: &StatusRow,
        row: &DraftRow,
        content: &DraftContent,
    ) -> Result<(), DbError> {
        let reader = reader_language(tx, author, row.language.as_deref())?;
        let words = Words::of(&reader);
        let lacks = lacks::of(row, content);
        let text = words.state(DraftKind::of(row), content, &lacks, &Self::page(tx, row));
        self.say(tx, author, source, &text)
    }

    /// Says something to somebody, as an answer to `to`.
    pub(super) fn say(
        &self,
        tx: &mut Tx<'_>,
        person: &AccountRow,
        to: &StatusRow,
        text: &str,
    ) -> Result<(), DbError> {
        self.write(tx, person, Some(to.clone()), text)
    }

    pub(super) fn write(
        &self,
        tx: &mut Tx<'_>,
        person: &AccountRow,
        to: Option<StatusRow>,
        text: &str,
    ) -> Result<(), DbError> {
        let Some(desk) = &self.0 else { return Ok(()) };
        let key = (person.username_folded.clone(), String::new());
        let people: People = [(key, person.clone())].into_iter().collect();
        let source = format!("@{} {text}", person.username);
        let rendered = render(tx, &source, Format::Plain, &people);
        let named = mentioned(&people, &rendered);
        let language = reader_language(tx, person, None)?;
        let post = Draft {
            visibility: Visibility::Direct,
            in_reply_to: to,
            mentions: if named.is_empty() {
                vec![(person.id, false)]
            } else {
                named
            },
            content: rendered.html,
            source,
            language: Some(language),
            stays_here: true,
            ..Draft::note(desk.clone(), tx.now)
        };
        store(tx, post)?;
        Ok(())
    }
}

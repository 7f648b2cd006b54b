//! The text of a status that carries an adoption or an outcome: what the record says, in words, and then its author's
//! own.

use staffroom_db::DbError;
use staffroom_db::accounts::AccountRow;
use staffroom_db::statuses::StatusRow;
use staffroom_domain::practice::{AdoptionRecord, OutcomeRecord};
use staffroom_domain::{AccountId, RecordKind, TypedRecord, Visibility};
use staffroom_text::{Format, hashtag};
use staffroom_vocabulary::Concept;

use super::RecordChange;
use crate::statuses::{
    Draft, MAX_TAGS, People, PollChange, Revision, context_of, mentioned, render, tags_of,
};
use crate::tx::Tx;

/// A text that was made of a record and of somebody's words.
pub(crate) struct Note {
    content: String,
    words: String,
    mentions: Vec<(AccountId, bool)>,
    tags: Vec<(String, String)>,
}

/// The hashtags of concepts, folded and as written.
pub(crate) fn hashtags(concepts: &[&'static Concept]) -> Vec<(String, String)> {
    let names = concepts
        .iter()
        .map(|it| it.hashtag().trim_start_matches('#'));
    names
        .map(|name| (hashtag::fold(name), name.to_owned()))
        .collect()
}

/// Those of a record, and those of a text that are not among them.
pub(crate) fn with_tags(
    mut tags: Vec<(String, String)>,
    of_text: Vec<(String, String)>,
) -> Vec<(String, String)> {
    for tag in of_text {
        if !tags.iter().any(|there| there.0 == tag.0) {
            tags.push(tag);
        }
    }
    tags.truncate(MAX_TAGS);
    tags
}

impl Note {
    /// Of an adoption.
    pub(crate) fn of_adoption(
        tx: &Tx<'_>,
        record: &AdoptionRecord,
        language: &str,
        words: String,
        people: &People,
    ) -> Self {
        Self::of(
            tx,
            &record.told(language),
            &record.hashtags(),
            words,
            people,
        )
    }

    /// Of an outcome.
    pub(crate) fn of_outcome(
        tx: &Tx<'_>,
        record: &OutcomeRecord,
        language: &str,
        words: String,
        people: &People,
    ) -> Self {
        Self::of(
            tx,
            &record.told(language),
            &record.hashtags(),
            words,
            people,
        )
    }

    /// Of the record that a status carries, with other words; none where it carries none of these.
    pub(crate) fn of_record(
        tx: &Tx<'_>,
        kind: RecordKind,
        text: &str,
        language: &str,
        words: String,
        people: &People,
    ) -> Option<Self> {
        let record = TypedRecord::stored(kind, text).ok()?;
        match kind {
            RecordKind::Adoption => {
                let it = record.adoption()?;
                Some(Self::of_adoption(tx, &it, language, words, people))
            }
            RecordKind::Outcome => {
                let it = record.outcome()?;
                Some(Self::of_outcome(tx, &it, language, words, people))
            }
            _ => None,
        }
    }

    fn of(
        tx: &Tx<'_>,
        told: &[String],
        concepts: &[&'static Concept],
        words: String,
        people: &People,
    ) -> Self {
        let nobody = People::new();
        let told = render(tx, &told.join("\n\n"), Format::Plain, &nobody);
        let own = render(tx, &words, Format::Plain, people);
        Self {
            mentions: mentioned(people, &own),
            tags: with_tags(hashtags(concepts), tags_of(&own)),
            content: format!("{}{}", told.html, own.html),
            words,
        }
    }

    /// As a new status that answers `parent`.
    pub(crate) fn draft(
        self,
        tx: &mut Tx<'_>,
        author: AccountRow,
        parent: &StatusRow,
        visibility: Visibility,
        language: String,
        record: TypedRecord,
    ) -> Result<Draft, DbError> {
        Ok(Draft {
            visibility,
            context_uri: context_of(tx.conn, Some(parent))?,
            in_reply_to_uri: parent.uri.clone().filter(|_| !parent.local),
            in_reply_to: Some(parent.clone()),
            content: self.content,
            source: self.words,
            mentions: self.mentions,
            tags: self.tags,
            language: Some(language),
            record: Some(record),
            ..Draft::note(author, tx.now)
        })
    }

    /// As a new version of a status.
    pub(crate) fn revision(self, tx: &Tx<'_>, row: &StatusRow, record: RecordChange) -> Revision {
        Revision {
            title: row.title.clone(),
            content: self.content,
            source: self.words,
            source_format: row.source_format.clone(),
            spoiler: row.spoiler.clone(),
            sensitive: row.sensitive,
            language: row.language.clone(),
            edited: tx.now,
            mentions: self.mentions,
            tags: self.tags,
            attachments: None,
            poll: PollChange::Keep,
            emojis: Vec::new(),
            record,
            remote: None,
            own_event: None,
        }
    }
}

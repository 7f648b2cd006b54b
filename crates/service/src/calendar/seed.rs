//! What a talk gives to a practice that is made of it.

use serde_json::{Map, json};
use staffroom_db::talks as rows;
use staffroom_db::{accounts, event_plans};
use staffroom_domain::calendar::EventRecord;
use staffroom_domain::{AccountId, TalkId};
use staffroom_vocabulary::Concept;

use super::organise::value;
use super::{CalendarError, may_organise, notes};
use crate::context::Ctx;
use crate::drafts::DraftContent;
use crate::statuses::live;

/// What a draft of a practice is begun with that comes from a talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeSeed {
    /// The talk's title.
    pub title: String,
    /// Who spoke, where they have an account here.
    pub speaker: Option<AccountId>,
    /// As they are called.
    pub speaker_name: Option<String>,
    /// The id of the event.
    pub event: String,
    /// What the event is called.
    pub event_title: String,
    /// The concepts of the event, as IRIs.
    pub concepts: Vec<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// What is noted about the talk: texts and links.
    pub notes: Vec<(String, Vec<String>)>,
    /// The licence of the event's notes.
    pub licence: Option<String>,
}

impl PracticeSeed {
    /// As a draft: the talk's title, what is noted about it, and the concepts of its event.
    pub fn draft(&self) -> DraftContent {
        let mut record = Map::new();
        for concept in &self.concepts {
            let known = Concept::from_iri(concept);
            let Some(name) = known.map(|known| known.scheme().property()) else {
                continue;
            };
            let list = record.entry(name).or_insert_with(|| json!([]));
            if let Some(list) = list.as_array_mut() {
                list.push(concept.as_str().into());
            }
        }
        for (name, value) in [("language", &self.language), ("licence", &self.licence)] {
            if let Some(value) = value {
                record.insert(name.to_owned(), value.as_str().into());
            }
        }
        DraftContent {
            title: self.title.clone(),
            text: self.text(),
            record,
            ..DraftContent::default()
        }
    }

    /// What is noted about it, and where it was: Markdown.
    fn text(&self) -> String {
        let mut text = String::new();
        for (said, links) in &self.notes {
            let parts = std::iter::once(said).chain(links);
            for part in parts
                .map(|part| part.trim())
                .filter(|part| !part.is_empty())
            {
                text.extend([part, "\n\n"]);
            }
        }
        let name = self.event_title.replace(['[', ']', '\n'], " ");
        text.extend(["[", name.trim(), "](", &self.event, ")"]);
        text
    }
}

/// What a draft of a practice is begun with: for the talk's speaker, and for the event's organisers.
///
/// # Errors
///
/// [`CalendarError::NotFound`] for everybody else, and where there is no such talk.
pub async fn practice_of_talk(
    ctx: &Ctx,
    by: AccountId,
    talk: TalkId,
) -> Result<PracticeSeed, CalendarError> {
    let addresses = ctx.addresses.clone();
    ctx.db
        .read(move |conn| {
            let talk = rows::find(conn, talk)?.ok_or(CalendarError::NotFound)?;
            let event = live(conn, talk.status_id)?;
            let account = accounts::find(conn, by)?.ok_or(CalendarError::NotFound)?;
            let is_speaker = talk.speaker_id == Some(by.get());
            if !is_speaker && !may_organise(conn, &account, event.account_id)? {
                return Err(CalendarError::NotFound);
            }
            let plan = event_plans::find(conn, event.id)?;
            let record = plan.and_then(|plan| EventRecord::read(&value(&plan.record)));
            let record = record.unwrap_or_default();
            let notes = notes::of_slot(conn, event.id, talk.number)?;
            Ok(PracticeSeed {
                title: talk.title,
                speaker: talk.speaker_id.map(AccountId::from),
                speaker_name: talk.speaker_name,
                event: addresses.object(event.id),
                event_title: event.title.unwrap_or_default(),
                concepts: record
                    .concepts()
                    .into_iter()
                    .map(|concept| concept.iri().to_owned())
                    .collect(),
                language: event.language,
                notes: notes
                    .into_iter()
                    .map(|note| (note.text, note.links))
                    .collect(),
                licence: record.licence,
            })
        })
        .await
}

//! Events, who takes part in them, their talks and notes, in our own API.

use serde::Serialize;
use serde_json::Value;
use staffroom_domain::Timestamp;
use staffroom_domain::calendar::{EventRecord, PlaceKind};
use staffroom_service::calendar::{self, Joined, ParticipationRow, PracticeSeed, TalkRow};
use staffroom_service::links::web;
use staffroom_service::records::uri_of;
use staffroom_service::statuses::{PlanView, StatusView, content};
use utoipa::ToSchema;

use super::carried::json as parsed;
use super::person::Person;
use super::record_schema;
use super::shaper::{Shaper, moment};

/// Something that teachers go to: a TeachMeet, for example.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    /// The id here; also that of the post in the Mastodon client API.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Its page, where people join it.
    url: String,
    /// Who holds it: somebody, or a group.
    author: Person,
    /// What it is called.
    title: String,
    /// When and where it is and how to join, in words.
    summary: String,
    /// Safe HTML to be shown, with title and summary; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<String>,
    /// What its organisers wrote, in Markdown; for them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The language of its words (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// `public`, `unlisted` or `private`.
    visibility: &'static str,
    /// Hashtags, without `#`.
    tags: Vec<String>,
    /// `scheduled`, `tentative`, `postponed`, `rescheduled`, `online` or `cancelled`.
    state: String,
    /// The time zone of its place: `Europe/London`.
    zone: String,
    /// When it begins, on the clocks there: `2027-01-28T18:00:00`.
    starts: String,
    /// When it begins.
    starts_at: String,
    /// When it ends, on the clocks there; absent: the end is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_at: Option<String>,
    /// Where one can go.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<EventPlace>,
    /// Where one takes part by the net.
    #[serde(skip_serializing_if = "Option::is_none")]
    online_url: Option<String>,
    /// `free`, `restricted`, `invite`, `external` or `none`; absent where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    join_mode: Option<String>,
    /// Where one takes part, where that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    join_url: Option<String>,
    /// How many places there are of each kind that is offered, and how many are taken.
    places: Vec<TakenPlaces>,
    /// What whoever asks has there.
    #[serde(skip_serializing_if = "Option::is_none")]
    mine: Option<MyPlace>,
    /// Whether whoever asks may change it; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    organises: Option<bool>,
    /// When it was announced.
    created_at: String,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<String>,
    /// What its organisers should know, though it is no mistake; where it was just made or changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    /// Everything else; absent where its server writes none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<record_schema::EventRecord>)]
    record: Option<Value>,
}

/// Where one can go.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct EventPlace {
    /// What it is called.
    name: String,
    /// Its address, one line.
    address: String,
}

/// The places of one kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct TakenPlaces {
    /// `speaker`, `attendee` or `remote`.
    kind: &'static str,
    /// How many there are; absent: as many as come.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<i64>,
    /// How many have one.
    going: i64,
    /// How many wait for one.
    waiting: i64,
}

/// What somebody has at an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct MyPlace {
    /// `speaker`, `attendee` or `remote`.
    kind: String,
    /// `going`; `waiting`; `asked`, where the server of the event has not answered; `declined`; or `ignored`, where it
    /// takes no answers.
    state: String,
    /// Their number among those who wait, where it is known; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
}

/// Somebody who takes part, for organisers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attendee {
    /// The id of their place, to decide about it.
    id: String,
    /// Who.
    person: Person,
    /// `speaker`, `attendee` or `remote`.
    kind: String,
    /// `going`, `waiting` or `declined`.
    state: String,
    /// When they asked.
    joined_at: String,
}

/// A talk.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Talk {
    /// Its id.
    id: String,
    /// The id of the event.
    event_id: String,
    /// Its number in the programme, from 1.
    number: i64,
    /// `nano`, `micro`, `soapbox`, `round-table` or `custom`.
    kind: String,
    /// How long it is.
    minutes: i64,
    /// What it is called.
    title: String,
    /// The id of the account that speaks, where it is known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_id: Option<String>,
    /// Who speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_name: Option<String>,
    /// Which practice it is about: its id everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<String>,
    /// `offered`, `accepted`, `declined` or `withdrawn`.
    state: String,
}

/// Talks that are about the same technology or problem.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Clash {
    /// Which.
    concept: String,
    /// What it is called, in English.
    label: String,
    /// The ids of the talks.
    talks: Vec<String>,
}

/// What was said or shown at an event.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventNote {
    /// The id here; also that of the post in the Mastodon client API.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Its page.
    url: String,
    /// Who wrote it.
    author: Person,
    /// The id of the event here.
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<String>,
    /// Safe HTML to be shown.
    content: String,
    /// `public`, `unlisted` or `private`.
    visibility: &'static str,
    /// The language of the words (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    /// When it was written.
    created_at: String,
    /// Everything that can be counted.
    #[schema(value_type = record_schema::EventNoteRecord)]
    record: Value,
}

/// What a practice is begun with that comes from a talk: the body of `POST /practices`, as far as it is known.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct PracticeDraft {
    /// What the talk was called.
    title: String,
    /// What is noted about it: Markdown.
    text: String,
    /// What is known so far.
    #[schema(value_type = record_schema::PracticeRecord)]
    record: Value,
}

impl Event {
    /// With what its organisers should know.
    pub(crate) fn with_notices(self, notices: Vec<String>) -> Self {
        Self { notices, ..self }
    }
}

impl TakenPlaces {
    /// Of the kinds that are offered.
    pub(crate) fn of(plan: &PlanView) -> Vec<Self> {
        let record = EventRecord::read(&parsed(&plan.row.record)).unwrap_or_default();
        let row = &plan.row;
        let most = |kind| match kind {
            PlaceKind::Speaker => row.speakers,
            PlaceKind::Attendee => row.attendees,
            PlaceKind::Remote => row.remote,
        };
        let taken = plan.taken.iter().copied();
        taken
            .filter(|(kind, going, waiting)| {
                let is_offered = record.mode.has(*kind) && most(*kind) != Some(0);
                is_offered || going + waiting > 0
            })
            .map(|(kind, going, waiting)| Self {
                kind: kind.as_str(),
                most: most(kind),
                going,
                waiting,
            })
            .collect()
    }
}

impl MyPlace {
    /// As somebody stands; none where they have left.
    pub(crate) fn new(row: &ParticipationRow, joined: Option<Joined>) -> Option<Self> {
        if row.state == ParticipationRow::LEFT {
            return None;
        }
        Some(Self {
            kind: row.kind.clone(),
            state: row.state.clone(),
            number: match joined {
                Some(Joined::Waiting(number)) if number > 0 => Some(number),
                _ => None,
            },
        })
    }
}

impl Talk {
    pub(crate) fn new(row: &TalkRow) -> Self {
        Self {
            id: row.id.to_string(),
            event_id: row.status_id.to_string(),
            number: row.number,
            kind: row.kind.clone(),
            minutes: row.minutes,
            title: row.title.clone(),
            speaker_id: row.speaker_id.map(|id| id.to_string()),
            speaker_name: row.speaker_name.clone(),
            practice: row.practice.clone(),
            state: row.state.clone(),
        }
    }
}

impl Clash {
    pub(crate) fn new(clash: &calendar::Clash) -> Self {
        Self {
            concept: clash.concept.iri().to_owned(),
            label: clash.concept.label("en").to_owned(),
            talks: clash.talks.iter().map(ToString::to_string).collect(),
        }
    }
}

impl PracticeDraft {
    /// Of a talk.
    pub(crate) fn new(seed: &PracticeSeed) -> Self {
        let content = seed.draft();
        Self {
            title: content.title,
            text: content.text,
            record: Value::Object(content.record),
        }
    }
}

impl Shaper<'_> {
    /// A status that is an event; `organises` is told where it is known, and the text then.
    pub(crate) fn event(
        self,
        view: &StatusView,
        mine: Option<MyPlace>,
        organises: Option<bool>,
    ) -> Option<Event> {
        let when = view.event.as_ref()?;
        let row = &view.status;
        let url = self.page(view);
        let plan = view.plan.as_ref();
        let online = plan.and_then(|plan| plan.row.online_url.as_deref());
        let is_place = when.place_name.is_some() || when.place_address.is_some();
        Some(Event {
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            title: row.title.clone().unwrap_or_default(),
            summary: row.spoiler.clone(),
            content: organises.map(|_| content(view, &url)),
            text: (organises == Some(true)).then(|| row.source.clone()),
            language: row.language.clone(),
            visibility: row.visibility().as_str(),
            tags: view.tags.iter().map(|tag| tag.display.clone()).collect(),
            state: when.state.clone(),
            zone: when.zone.clone(),
            starts: when.starts_local.clone(),
            starts_at: moment(when.starts_at),
            ends: when.ends_local.clone(),
            ends_at: when.ends_at.map(Timestamp::from_micros).map(moment),
            place: is_place.then(|| EventPlace {
                name: when.place_name.clone().unwrap_or_default(),
                address: when.place_address.clone().unwrap_or_default(),
            }),
            online_url: online.and_then(web).map(str::to_owned),
            join_mode: when.join_mode.clone(),
            join_url: when.join_url.as_deref().and_then(web).map(str::to_owned),
            places: plan.map(TakenPlaces::of).unwrap_or_default(),
            mine,
            organises,
            created_at: moment(row.created_at),
            edited_at: row.edited_at.map(Timestamp::from_micros).map(moment),
            notices: Vec::new(),
            record: plan.map(|plan| parsed(&plan.row.record)),
            url,
        })
    }

    /// A status that is a note about an event.
    pub(crate) fn event_note(self, view: &StatusView) -> Option<EventNote> {
        let note = view.event_note.as_ref()?;
        let row = &view.status;
        let url = self.page(view);
        Some(EventNote {
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            event_id: note.event_id.map(|id| id.to_string()),
            content: content(view, &url),
            visibility: row.visibility().as_str(),
            language: row.language.clone(),
            created_at: moment(row.created_at),
            record: parsed(&note.record),
            url,
        })
    }

    /// Somebody who takes part.
    pub(crate) fn attendee(self, attendee: &calendar::Attendee) -> Attendee {
        let row = &attendee.row;
        Attendee {
            id: row.id.to_string(),
            person: self.person(&attendee.account),
            kind: row.kind.clone(),
            state: row.state.clone(),
            joined_at: moment(row.joined_at),
        }
    }
}

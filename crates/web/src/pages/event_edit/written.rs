//! What somebody has filled in of an event so far, right or wrong.

use staffroom_domain::Visibility;
use staffroom_domain::calendar::{
    Capacities, EventKind, EventRecord, Mode, SlotKind, SlotOffer, SlotRecord, SlotStatus,
};
use staffroom_service::calendar::{NewEvent, NewPlace};
use staffroom_service::drafts::DraftContent;
use staffroom_vocabulary::ConceptRef;

use super::rows::{Clock, MOST_TALKS, WrittenTalk, talks};
use crate::draft::{Form, entered};
use crate::fields::Fields;
use crate::form::Problems;
use crate::words::key;

/// The fields, as they were typed.
#[derive(Clone, Default)]
pub(super) struct Written {
    pub(super) title: String,
    pub(super) text: String,
    pub(super) kind: String,
    pub(super) language: String,
    pub(super) series: String,
    pub(super) zone: String,
    pub(super) starts: Clock,
    pub(super) ends: Clock,
    pub(super) state: String,
    pub(super) mode: String,
    pub(super) place: String,
    pub(super) address: String,
    pub(super) online_url: String,
    pub(super) online_note: String,
    pub(super) join_url: String,
    pub(super) access: String,
    pub(super) speakers: String,
    pub(super) attendees: String,
    pub(super) remote: String,
    pub(super) waits: bool,
    /// Minutes of each kind of talk that is offered.
    pub(super) offers: Vec<(SlotKind, String)>,
    pub(super) holder: String,
    pub(super) visibility: String,
    pub(super) rules: String,
    /// Phase, subject, technology and licence.
    pub(super) about: DraftContent,
    pub(super) talks: Vec<WrittenTalk>,
    /// The same for each attempt at this event.
    pub(super) key: String,
    /// The state that the event had when the form was shown.
    pub(super) was: String,
    /// What the form does not ask for.
    before: EventRecord,
}

impl Written {
    /// A form that nothing is filled in yet: a TeachMeet with short talks.
    pub(super) fn empty(zone: &str, language: &str) -> Self {
        let offers = |kind: SlotKind| match kind {
            SlotKind::Nano | SlotKind::Micro => (kind, kind.minutes().to_string()),
            _ => (kind, String::new()),
        };
        Self {
            zone: zone.to_owned(),
            language: language.to_owned(),
            kind: EventKind::default().as_str().to_owned(),
            mode: Mode::default().as_str().to_owned(),
            visibility: Visibility::Public.as_str().to_owned(),
            waits: true,
            offers: SlotKind::ALL.into_iter().map(offers).collect(),
            talks: vec![WrittenTalk::default()],
            ..Self::default()
        }
    }

    /// An event that is there.
    pub(super) fn of(event: &NewEvent) -> Self {
        let record = &event.record;
        let number = |most: Option<u32>| most.map(|most| most.to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let offered = |kind: SlotKind| {
            let offer = record.slots_offered.iter().find(|it| it.kind == kind);
            let minutes = offer.map(|it| it.minutes.to_string());
            (kind, minutes.unwrap_or_default())
        };
        let place = event.place.clone().unwrap_or_default();
        Self {
            title: event.title.clone(),
            text: event.text.clone(),
            kind: record.kind.as_str().to_owned(),
            language: text(&event.language),
            series: text(&record.series),
            zone: event.zone.clone(),
            starts: Clock::of(&event.starts),
            ends: event.ends.as_deref().map(Clock::of).unwrap_or_default(),
            state: text(&event.state),
            mode: record.mode.as_str().to_owned(),
            place: place.name,
            address: place.address,
            online_url: text(&event.online_url),
            online_note: text(&record.online_note),
            join_url: text(&event.join_url),
            access: text(&record.access),
            speakers: number(record.capacities.speakers),
            attendees: number(record.capacities.attendees),
            remote: number(record.capacities.remote),
            waits: record.waiting_list,
            offers: SlotKind::ALL.into_iter().map(offered).collect(),
            holder: event.group.map(|id| id.to_string()).unwrap_or_default(),
            visibility: event.visibility.map_or("", Visibility::as_str).to_owned(),
            rules: record.rules.join("\n"),
            about: about(record),
            talks: Vec::new(),
            key: String::new(),
            was: text(&event.state),
            before: record.clone(),
        }
    }

    /// One like it, on another day: its programme and who takes part are its own.
    pub(super) fn once_more(self) -> Self {
        Self {
            starts: Clock {
                day: String::new(),
                ..self.starts
            },
            ends: Clock {
                day: String::new(),
                ..self.ends
            },
            state: String::new(),
            talks: vec![WrittenTalk::default()],
            ..self
        }
    }

    /// What was sent, over an event that is there or the one that it is made after.
    pub(super) fn read(form: &Fields, before: &Self) -> Self {
        let line = |name: &str| form.get(name).trim().to_owned();
        let long = |name: &str| form.get(name).replace("\r\n", "\n").trim().to_owned();
        let clock = |day: &str, time: &str| Clock {
            day: line(day),
            time: line(time),
        };
        let offer = |kind: SlotKind| (kind, line(offer_name(kind)));
        Self {
            title: line("title"),
            text: long("text"),
            kind: line("kind"),
            language: line("language"),
            series: line("series"),
            zone: line("zone"),
            starts: clock("starts", "starts-time"),
            ends: clock("ends", "ends-time"),
            state: line("state"),
            mode: line("mode"),
            place: line("place"),
            address: line("address"),
            online_url: line("online-url"),
            online_note: long("online-note"),
            join_url: line("join-url"),
            access: long("access"),
            speakers: line("speakers"),
            attendees: line("attendees"),
            remote: line("remote"),
            waits: !form.get("waits").is_empty(),
            offers: SlotKind::ALL.into_iter().map(offer).collect(),
            holder: line("holder"),
            visibility: line("visibility"),
            rules: long("rules"),
            about: entered(&before.about, Form::of_event().fields(), form),
            talks: talks(form),
            key: line("key"),
            was: before.was.clone(),
            before: before.before.clone(),
        }
    }

    /// One row more to fill in.
    pub(super) fn add_row(&mut self) {
        if self.talks.len() < MOST_TALKS {
            self.talks.push(WrittenTalk::default());
        }
    }

    /// The event, as far as it can be read; what cannot be is told.
    pub(super) fn event(&self, problems: &mut Problems) -> NewEvent {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mode = Mode::from_name(&self.mode).unwrap_or_default();
        let place = NewPlace {
            name: self.place.clone(),
            address: self.address.clone(),
        };
        NewEvent {
            title: self.title.clone(),
            text: self.text.clone(),
            language: some(&self.language).filter(|tag| crate::pages::compose::is_language(tag)),
            zone: self.zone.clone(),
            starts: self.starts.local(None),
            ends: self.ends.end(&self.starts),
            place: mode.has_place().then_some(place),
            online_url: some(&self.online_url),
            join_url: some(&self.join_url),
            state: some(&self.state),
            was: None,
            record: self.record(mode, problems),
            visibility: Visibility::from_name(&self.visibility),
            group: self.holder.parse().ok(),
            application: None,
            idempotency: None,
        }
    }

    fn record(&self, mode: Mode, problems: &mut Problems) -> EventRecord {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let concepts = |name: &str| {
            let all = self.about.record.get(name).and_then(|it| it.as_array());
            let all = all.into_iter().flatten().filter_map(|it| it.as_str());
            all.map(ConceptRef::from_iri).collect()
        };
        let mut number = |text: &str, id: &'static str| match text {
            "" => None,
            text => {
                let number = text.parse::<u32>().ok();
                if number.is_none() {
                    problems.add(id, key("event-form-problem-number"));
                }
                number
            }
        };
        let capacities = Capacities {
            speakers: number(&self.speakers, "speakers"),
            attendees: number(&self.attendees, "attendees"),
            remote: number(&self.remote, "remote"),
        };
        let lines = self.rules.lines().map(str::trim);
        EventRecord {
            kind: EventKind::from_name(&self.kind),
            mode,
            capacities,
            waiting_list: self.waits,
            slots_offered: self.slots_offered(problems),
            slots: self.slots(problems),
            series: some(&self.series),
            phase: concepts("phase"),
            subject: concepts("subject"),
            technology_type: concepts("technologyType"),
            languages: self.before.languages.clone(),
            rules: lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
            access: some(&self.access),
            online_note: some(&self.online_note),
            licence: self
                .about
                .record
                .get("licence")
                .and_then(|it| it.as_str())
                .map(str::to_owned),
        }
    }

    /// One of each kind; a second one of an app stays beside it.
    fn slots_offered(&self, problems: &mut Problems) -> Vec<SlotOffer> {
        let mut all = Vec::new();
        for (kind, minutes) in &self.offers {
            let there = self.before.slots_offered.iter();
            let mut there = there.filter(|it| it.kind == *kind).copied();
            there.next();
            if minutes.is_empty() {
                continue;
            }
            match minutes.parse() {
                Ok(minutes) => all.push(SlotOffer {
                    kind: *kind,
                    minutes,
                }),
                Err(_) => problems.add(offer_name(*kind), key("event-form-problem-minutes")),
            }
            all.extend(there);
        }
        all
    }

    /// Rows of which nothing is filled in are left out.
    fn slots(&self, problems: &mut Problems) -> Vec<SlotRecord> {
        let mut all = Vec::new();
        for (number, talk) in (1_usize..).zip(&self.talks) {
            if talk.is_empty() {
                continue;
            }
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let kind = SlotKind::from_name(&talk.kind).unwrap_or_default();
            let minutes = match talk.minutes.as_str() {
                "" => Some(kind.minutes()),
                text => text.parse().ok(),
            };
            if minutes.is_none() {
                problems.add(
                    "talks",
                    key("event-form-problem-talk-minutes").with("number", number),
                );
            }
            all.push(SlotRecord {
                order: u32::try_from(number).ok(),
                kind,
                minutes: minutes.unwrap_or_else(|| kind.minutes()),
                title: talk.title.clone(),
                speaker: None,
                speaker_name: some(&talk.speaker),
                practice: some(&talk.practice),
                status: SlotStatus::Accepted,
            });
        }
        all
    }

    /// The number of the row that became the talk at a place in the programme.
    pub(super) fn row_of(&self, place: usize) -> usize {
        let rows = (1..).zip(&self.talks).filter(|(_, talk)| !talk.is_empty());
        rows.map(|(number, _)| number).nth(place).unwrap_or(place)
    }
}

/// The field for the minutes of a kind of talk.
pub(super) const fn offer_name(kind: SlotKind) -> &'static str {
    match kind {
        SlotKind::Nano => "offer-nano",
        SlotKind::Micro => "offer-micro",
        SlotKind::Soapbox => "offer-soapbox",
        SlotKind::RoundTable => "offer-round-table",
        SlotKind::Custom => "offer-custom",
    }
}

/// The concepts of an event, as a form of concepts has them.
fn about(record: &EventRecord) -> DraftContent {
    let mut content = DraftContent::default();
    for (name, all) in [
        ("phase", &record.phase),
        ("subject", &record.subject),
        ("technologyType", &record.technology_type),
    ] {
        if !all.is_empty() {
            let all: Vec<&str> = all.iter().map(ConceptRef::iri).collect();
            content.record.insert(name.to_owned(), all.into());
        }
    }
    if let Some(licence) = &record.licence {
        let licence = licence.as_str().into();
        content.record.insert("licence".to_owned(), licence);
    }
    content
}

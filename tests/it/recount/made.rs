//! Ledgers that are made up, honest and hostile: what stands in them is counted by the arithmetic of the program and
//! written by the writers of the program.

use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::ledger::{
    Circumstances, Country, Entry, Reason, Rejection, Said, SettingKey,
};
use staffroom_domain::practice::{OutcomeRecord, Version};
use staffroom_domain::{Day, RecordKind, Timestamp, TypedRecord};
use staffroom_protocol::outgoing::{Content, Post, PostKind, Record};
use staffroom_protocol::{Addressees, Iri};
use staffroom_testkit::SeededRandom;

use super::attacks;
use super::folder::Folder;

/// When the ledgers that are made up say what they say: an hour into a day.
pub(super) const NOW: &str = "2026-06-30T01:00:00Z";

/// In seconds.
pub(super) const DAY: u64 = 86_400;

/// A ledger that was written.
pub(super) struct Made {
    pub(super) address: String,
    /// The member that does not say what is so.
    pub(super) lie: Option<&'static str>,
    pub(super) is_too_few: bool,
    /// All that stands in it, for whoever looks for a mistake.
    pub(super) story: String,
}

pub(super) fn iri(text: &str) -> Iri {
    Iri::parse(text).unwrap()
}

fn concept(path: &str) -> String {
    format!("https://w3id.org/staffroom/v/{path}")
}

/// Draws.
pub(super) struct Draw<'a>(&'a SeededRandom);

impl Draw<'_> {
    pub(super) fn below(&self, n: usize) -> usize {
        usize::try_from(self.0.next_u64() >> 1).unwrap() % n
    }

    pub(super) fn one_in(&self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(super) fn of<'b, T: ?Sized>(&self, all: &[&'b T]) -> &'b T {
        all[self.below(all.len())]
    }
}

/// Somebody who enters something.
pub(super) struct Person {
    pub(super) host: String,
    pub(super) number: usize,
    /// The organisation that they name.
    pub(super) organisation: Option<String>,
    /// Whether their server says that it lists them.
    pub(super) vouched: bool,
}

impl Person {
    fn id(&self) -> String {
        format!("https://{}/ap/actors/{}", self.host, self.number)
    }

    /// For whom they count: an organisation of another origin is never known, whoever says so.
    fn setting(&self) -> SettingKey {
        let own = format!("https://{}/", self.host);
        match &self.organisation {
            Some(organisation) if self.vouched && organisation.starts_with(&own) => SettingKey {
                iri: organisation.clone(),
                known: true,
            },
            _ => SettingKey {
                iri: self.id(),
                known: false,
            },
        }
    }
}

/// A ledger in the making.
pub(super) struct Making<'a> {
    pub(super) web: &'a Folder,
    pub(super) draw: Draw<'a>,
    pub(super) n: usize,
    pub(super) practice: String,
    pub(super) version: u32,
    /// Of the practice's author, where it lists them.
    organisation: Option<String>,
    pub(super) is_author: bool,
    pub(super) now: Timestamp,
    pub(super) entries: Vec<Entry>,
    pub(super) listed: Vec<(Iri, Timestamp)>,
    pub(super) rejected: Vec<Rejection>,
    numbers: usize,
    pub(super) story: String,
}

pub(super) fn ledger(web: &Folder, random: &SeededRandom, n: usize, hostile: bool) -> Made {
    let draw = Draw(random);
    let start = Day::parse("2026-06-30").unwrap().start_in_utc();
    let version = 1 + u32::try_from(draw.below(3)).unwrap();
    let mut making = Making {
        web,
        n,
        practice: format!("https://author{n}.example/ap/objects/1"),
        version,
        organisation: (!draw.one_in(3)).then(|| format!("https://author{n}.example/ap/actors/1")),
        is_author: draw.one_in(2),
        now: start.plus(Duration::from_hours(1)),
        entries: Vec::new(),
        listed: Vec::new(),
        rejected: Vec::new(),
        numbers: 10,
        story: String::new(),
        draw,
    };
    let withdrawn = making.draw.one_in(10);
    making.publish(withdrawn);
    for _ in 0..making.draw.below(22) {
        let person = making.somebody();
        making.enters(&person);
    }
    if hostile {
        attacks::attack(&mut making);
    }
    making.finish(withdrawn, hostile)
}

impl Making<'_> {
    pub(super) fn note(&mut self, text: &str) {
        self.story.push_str(text);
        self.story.push('\n');
    }

    fn publish(&self, withdrawn: bool) {
        let mut record =
            json!({ "version": self.version, "ledger": format!("{}/ledger", self.practice) });
        if let Some(organisation) = &self.organisation {
            record["organisation"] = organisation.as_str().into();
        }
        if withdrawn {
            record["withdrawn"] = true.into();
        }
        let author = format!("https://author{}.example/ap/actors/2", self.n);
        let mut post = Self::post(&self.practice, &author, self.now);
        post.kind = PostKind::Article;
        post.record = Some(Record(
            TypedRecord::read(RecordKind::Practice, record).unwrap(),
        ));
        post.vouched_by = self.organisation.as_deref().map(iri);
        self.web.write(&iri(&self.practice), &post);
    }

    fn post(id: &str, author: &str, published: Timestamp) -> Post {
        let content = Content {
            html: "<p>Words.</p>".to_owned(),
            language: None,
        };
        let kind = PostKind::Note;
        let mut post = Post::new(iri(id), kind, iri(author), iri(id), content, published);
        post.to = Addressees::everybody();
        post
    }

    /// Somebody of six schools, or of the author's own, or the author.
    fn somebody(&self) -> Person {
        let school = self.draw.below(8);
        let host = if school == 0 {
            format!("author{}.example", self.n)
        } else {
            format!("school{}-{school}.example", self.n)
        };
        let number = 2 + self.draw.below(4);
        Person {
            // Some name no organisation, and some name one that does not list them.
            organisation: (number != 4).then(|| format!("https://{host}/ap/actors/1")),
            vouched: number != 5 && (school > 0 || self.organisation.is_some()),
            host,
            number,
        }
    }

    pub(super) fn enters(&mut self, person: &Person) {
        if self.draw.one_in(3) {
            self.adopts(person);
        } else {
            self.reports(person, self.version);
        }
    }

    fn published(&self) -> Timestamp {
        let days = if self.draw.one_in(4) {
            self.draw.below(2_000)
        } else {
            self.draw.below(6)
        };
        let past = Duration::from_secs(u64::try_from(days).unwrap() * DAY);
        self.now.minus(past)
    }

    pub(super) fn adopts(&mut self, person: &Person) -> String {
        let status = self
            .draw
            .of(&["planned", "running", "completed", "abandoned"]);
        let mut record = json!({ "status": status });
        if !self.draw.one_in(3) {
            record["decideBy"] = self
                .draw
                .of(&["2026-05-01", "2026-06-29", "2026-06-30", "2026-09-01"])
                .into();
        }
        let at = self.published();
        self.enter(person, RecordKind::Adoption, record, 1, at, at)
    }

    pub(super) fn reports(&mut self, person: &Person, most: u32) -> String {
        let (record, at) = (self.outcome(), self.published());
        let version = 1 + u32::try_from(self.draw.below(most as usize)).unwrap();
        self.enter(person, RecordKind::Outcome, record, version, at, at)
    }

    pub(super) fn outcome(&self) -> Value {
        let results = [
            "worked",
            "worked",
            "partly",
            "no-effect",
            "harmful",
            "inconclusive",
            "abandoned",
            "wondrous",
        ];
        let mut record = json!({ "outcome": concept(&format!("oc/{}", self.draw.of(&results))) });
        let levels = [
            "idea",
            "tried",
            "tried",
            "measured",
            "compared",
            "replicated",
            "guessed",
        ];
        if !self.draw.one_in(6) {
            record["evidenceLevel"] = concept(&format!("ev/{}", self.draw.of(&levels))).into();
        }
        let stands = [
            "independent-practitioner",
            "independent-practitioner",
            "independent-evaluator",
            "originator",
            "vendor",
        ];
        if !self.draw.one_in(8) {
            record["independence"] = concept(&format!("in/{}", self.draw.of(&stands))).into();
        }
        if self.draw.one_in(12) {
            record["interestDeclared"] = "We get it for nothing.".into();
        }
        if !self.draw.one_in(4) {
            record["region"] = self
                .draw
                .of(&["GB", "GB-WLS", "IE", "FR-75", "gb", "England"])
                .into();
        }
        let adoptions: Vec<&str> = self
            .entries
            .iter()
            .filter(|entry| matches!(entry.said, Said::Adoption { .. }))
            .map(|entry| entry.id.as_str())
            .collect();
        if !adoptions.is_empty() && self.draw.one_in(3) {
            record["adoption"] = self.draw.of(&adoptions).into();
        }
        record
    }

    /// Writes an entry where it belongs, and counts it if it counts: what the server of the practice rejects by rule it lists
    /// as rejected.
    pub(super) fn enter(
        &mut self,
        person: &Person,
        kind: RecordKind,
        mut record: Value,
        version: u32,
        published: Timestamp,
        said_at: Timestamp,
    ) -> String {
        self.numbers += 1;
        let id = format!("https://{}/ap/objects/{}", person.host, self.numbers);
        record["practice"] = self.practice.as_str().into();
        record["practiceVersion"] = version.into();
        if let Some(organisation) = &person.organisation {
            record["organisation"] = organisation.as_str().into();
        }
        let record = TypedRecord::read(kind, record).unwrap();
        let mut post = Self::post(&id, &person.id(), published);
        let answers = record
            .outcome()
            .and_then(|it| it.adoption)
            .filter(|_| self.draw.one_in(2));
        post.in_reply_to = Some(iri(answers.as_deref().unwrap_or(&self.practice)));
        post.vouched_by = person
            .organisation
            .as_deref()
            .filter(|_| person.vouched)
            .map(iri);
        post.record = Some(Record(record.clone()));
        self.web.write(&iri(&id), &post);
        self.listed.push((iri(&id), said_at));
        let entry = self.entry(person, &id, &record, said_at.min(published));
        let claims = entry.independence.is_some()
            && record.outcome().is_some_and(|it| it.claims_independence());
        let reason = if version > self.version {
            Some(Reason::UnknownVersion)
        } else {
            (entry.own && claims).then_some(Reason::NotIndependent)
        };
        if let Some(reason) = reason.filter(|_| self.is_author) {
            let id = id.clone();
            self.rejected.push(Rejection { id, reason });
        } else {
            self.note(&format!("{entry:?}"));
            self.entries.push(entry);
        }
        id
    }

    fn entry(&self, person: &Person, id: &str, record: &TypedRecord, at: Timestamp) -> Entry {
        let setting = person.setting();
        let is_own_place = setting.known && Some(&setting.iri) == self.organisation.as_ref();
        let author = format!("https://author{}.example/ap/actors/2", self.n);
        let outcome = record.outcome();
        let said = match (&outcome, record.adoption()) {
            (Some(it), _) => Said::Outcome {
                adoption: it.adoption.clone(),
                result: it.result(),
                evidence: it.level(),
            },
            (None, Some(it)) => Said::Adoption {
                status: it.status,
                decide_by: it.decide_by,
            },
            (None, None) => unreachable!("an entry is one of the two"),
        };
        let version = match (&outcome, record.adoption()) {
            (Some(it), _) => it.practice_version,
            (None, it) => it.map_or(Version::FIRST, |it| it.practice_version),
        };
        Entry {
            id: id.to_owned(),
            author: person.id(),
            own: is_own_place || person.id() == author,
            setting,
            version,
            at,
            independence: outcome
                .as_ref()
                .and_then(|it| it.independence.as_ref()?.facet()),
            vendor_interest: outcome.as_ref().is_some_and(OutcomeRecord::has_interest),
            circumstances: Circumstances::default(),
            country: outcome
                .as_ref()
                .and_then(|it| Country::of_region(it.region.as_deref()?)),
            instance: person.host.clone(),
            said,
        }
    }
}

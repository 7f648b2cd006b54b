//! Somebody did something.

use serde::Serialize;
use serde_json::value::RawValue;
use staffroom_domain::Timestamp;
use staffroom_domain::ledger::Reason;

use super::context::{Context, Term, Terms};
use super::post::Post;
use super::tag::Tag;
use super::write::{is_false, maybe_date};
use crate::audience::Addressees;
use crate::incoming::ActivityKind;
use crate::iri::Iri;

/// What an activity is about.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Part<T> {
    /// Named only.
    Id(Iri),
    /// Several, named only: of reports.
    Ids(Vec<Iri>),
    /// Written out.
    Full(Box<T>),
    /// Written out as somebody else wrote it, unchanged (FEP-1b12).
    Verbatim(Box<RawValue>),
}

/// Nothing is written out: the `T` of activities that only name their object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Nothing {}

impl Terms for Nothing {
    fn terms(&self, _context: &mut Context) {}
}

impl<T: Terms> Terms for Part<T> {
    fn terms(&self, context: &mut Context) {
        if let Self::Full(part) = self {
            part.terms(context);
        }
    }
}

/// An activity about a `T`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity<T> {
    /// Its id.
    pub id: Iri,
    /// What was done.
    #[serde(rename = "type")]
    pub kind: ActivityKind,
    /// Who did it.
    pub actor: Iri,
    /// First recipients.
    #[serde(skip_serializing_if = "Addressees::is_empty")]
    pub to: Addressees,
    /// Further recipients.
    #[serde(skip_serializing_if = "Addressees::is_empty")]
    pub cc: Addressees,
    /// The group it belongs to (FEP-1b12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Iri>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub published: Option<Timestamp>,
    /// What it was done to.
    pub object: Part<T>,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Iri>,
    /// Where from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Iri>,
    /// What came of it: the stamp of an Accept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Iri>,
    /// With what: the quoting post of a `QuoteRequest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Part<Post>>,
    /// The reaction, or the reason of a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// A reason, for Lemmy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What somebody wrote when they joined an event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participation_message: Option<String>,
    /// The number on the waiting list of a calendar event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_place: Option<u32>,
    /// Until when a Block holds.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "maybe_date")]
    pub end_time: Option<Timestamp>,
    /// Why an adoption or an outcome is not taken into a ledger (Reject).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejection_reason: Option<Reason>,
    /// Whether a Block also removes what was posted.
    #[serde(skip_serializing_if = "is_false")]
    pub remove_data: bool,
    /// The emoji of a reaction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tag: Vec<Tag>,
}

impl<T> Activity<T> {
    /// An activity with what every activity has; the other fields are empty, to be set.
    pub fn new(id: Iri, kind: ActivityKind, actor: Iri, object: Part<T>) -> Self {
        Self {
            id,
            kind,
            actor,
            to: Addressees::default(),
            cc: Addressees::default(),
            audience: None,
            published: None,
            object,
            target: None,
            origin: None,
            result: None,
            instrument: None,
            content: None,
            summary: None,
            participation_message: None,
            waiting_place: None,
            end_time: None,
            rejection_reason: None,
            remove_data: false,
            tag: Vec::new(),
        }
    }

    /// Addressed to these.
    #[must_use]
    pub fn addressed(mut self, to: Addressees, cc: Addressees) -> Self {
        self.to = to;
        self.cc = cc;
        self
    }
}

impl<T: Terms> Terms for Activity<T> {
    fn terms(&self, context: &mut Context) {
        match self.kind {
            ActivityKind::EmojiReact => context.add(Term::EmojiReact),
            ActivityKind::QuoteRequest => context.add(Term::QuoteRequest),
            ActivityKind::LikeRequest
            | ActivityKind::ReplyRequest
            | ActivityKind::AnnounceRequest => context.add(Term::InteractionRequests),
            _ => {}
        }
        self.object.terms(context);
        if let Some(instrument) = &self.instrument {
            instrument.terms(context);
        }
        for tag in &self.tag {
            tag.terms(context);
        }
        context.add_if(
            self.participation_message.is_some(),
            Term::ParticipationMessage,
        );
        context.add_if(self.waiting_place.is_some(), Term::WaitingPlace);
        context.add_if(self.remove_data, Term::RemoveData);
        context.add_if(self.rejection_reason.is_some(), Term::RejectionReason);
    }
}

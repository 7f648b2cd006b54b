//! The `@context` of what we send.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::terms::{COP, Definition, definitions};
use crate::ACTIVITY_STREAMS;

/// A group of extension terms that a document may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// `publicKey`: the context of the security vocabulary.
    Security,
    /// `assertionMethod` with Multikeys (FEP-521a).
    Multikey,
    /// `proof` (FEP-8b32).
    DataIntegrity,
    /// `sensitive`
    Sensitive,
    /// `Hashtag`
    Hashtag,
    /// `Emoji`
    Emoji,
    /// `blurhash`
    Blurhash,
    /// `focalPoint`
    FocalPoint,
    /// `votersCount`
    VotersCount,
    /// `PropertyValue`
    PropertyValue,
    /// `manuallyApprovesFollowers`
    ManuallyApprovesFollowers,
    /// `discoverable`
    Discoverable,
    /// `indexable` (FEP-5feb)
    Indexable,
    /// `featured`
    Featured,
    /// `featuredCollections` (FEP-7aa9)
    FeaturedCollections,
    /// `memorial`
    Memorial,
    /// `suspended`
    Suspended,
    /// `movedTo`
    MovedTo,
    /// `alsoKnownAs`
    AlsoKnownAs,
    /// `attributionDomains`
    AttributionDomains,
    /// `webfinger` (FEP-2c59)
    Webfinger,
    /// `implements` (FEP-844e)
    Implements,
    /// `postingRestrictedToMods` (Lemmy)
    PostingRestrictedToMods,
    /// `interactionPolicy` and its parts
    InteractionPolicy,
    /// `quote`, its older names, and `quoteAuthorization` (FEP-044f)
    Quote,
    /// `QuoteRequest`
    QuoteRequest,
    /// `QuoteAuthorization`, `interactingObject` and `interactionTarget`
    QuoteAuthorization,
    /// `LikeRequest`, `ReplyRequest`, `AnnounceRequest` and the stamps that answer them
    InteractionRequests,
    /// `EmojiReact` (FEP-c0e0)
    EmojiReact,
    /// Terms of events (FEP-8a8e)
    Event,
    /// Terms of events that only Mobilizon has
    MobilizonEvent,
    /// `participationMessage` (Mobilizon)
    ParticipationMessage,
    /// `waitingPlace` (ours)
    WaitingPlace,
    /// `removeData` (Lemmy)
    RemoveData,
    /// `members` of an organisation
    Members,
    /// `records` of an organisation: what it announces, written out
    Records,
    /// `rejected`: what was not taken into a ledger
    Ledger,
    /// `rejectionReason`
    RejectionReason,
    /// `vouchedBy`: the organisation that lists an author
    VouchedBy,
}

/// What a document has in its `@context`: the one of ActivityStreams, and what is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    terms: std::collections::BTreeSet<Term>,
    records: std::collections::BTreeSet<&'static str>,
}

/// What says which terms it uses.
pub trait Terms {
    /// Adds the terms of this value and of what is embedded in it.
    fn terms(&self, context: &mut Context);
}

impl Context {
    /// Adds a group of terms.
    pub fn add(&mut self, term: Term) {
        self.terms.insert(term);
    }

    /// Adds a group of terms if it is used.
    pub fn add_if(&mut self, used: bool, term: Term) {
        if used {
            self.add(term);
        }
    }

    /// Adds a record of our namespace, such as `practice`, which is JSON of its own.
    pub fn add_record(&mut self, name: &'static str) {
        self.records.insert(name);
    }
}

/// The other contexts that are named, in order.
const NAMED: [(Term, &str); 3] = [
    (Term::Security, "https://w3id.org/security/v1"),
    (Term::Multikey, "https://w3id.org/security/multikey/v1"),
    (
        Term::DataIntegrity,
        "https://w3id.org/security/data-integrity/v1",
    ),
];

impl Serialize for Context {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named: Vec<&str> = NAMED
            .iter()
            .filter(|(term, _)| self.terms.contains(term))
            .map(|(_, iri)| *iri)
            .collect();
        let own = OwnTerms::of(self);
        if named.is_empty() && own.0.is_empty() {
            return serializer.serialize_str(ACTIVITY_STREAMS);
        }
        let mut seq = serializer.serialize_seq(None)?;
        seq.serialize_element(ACTIVITY_STREAMS)?;
        for iri in named {
            seq.serialize_element(iri)?;
        }
        if !own.0.is_empty() {
            seq.serialize_element(&own)?;
        }
        seq.end()
    }
}

/// Definitions by name, each once.
struct OwnTerms(Vec<(&'static str, Definition)>);

impl OwnTerms {
    fn of(context: &Context) -> Self {
        let mut all: Vec<(&str, Definition)> = Vec::new();
        let defined = context.terms.iter().flat_map(|term| definitions(*term));
        for (name, definition) in defined {
            if all.iter().all(|(known, _)| known != name) {
                all.push((name, *definition));
            }
        }
        if !context.records.is_empty() {
            if all.iter().all(|(known, _)| *known != COP.0) {
                all.push(COP);
            }
            for name in &context.records {
                all.push((name, Definition::Record));
            }
        }
        Self(all)
    }
}

impl Serialize for OwnTerms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, definition) in &self.0 {
            match definition {
                Definition::Is(iri) => map.serialize_entry(name, iri)?,
                Definition::Id(iri) => map.serialize_entry(name, &Expanded::new(iri, "@id"))?,
                Definition::List(iri) => map.serialize_entry(
                    name,
                    &Expanded {
                        id: (*iri).to_owned(),
                        kind: None,
                        container: Some("@list"),
                    },
                )?,
                Definition::Record => {
                    map.serialize_entry(name, &Expanded::new(&format!("cop:{name}"), "@json"))?;
                }
            }
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Expanded {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(rename = "@container", skip_serializing_if = "Option::is_none")]
    container: Option<&'static str>,
}

impl Expanded {
    fn new(id: &str, kind: &'static str) -> Self {
        Self {
            id: id.to_owned(),
            kind: Some(kind),
            container: None,
        }
    }
}

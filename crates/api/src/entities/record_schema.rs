//! What records and ledgers look like, for the `OpenAPI` document. What they mean is said by `domain`, whose names these
//! are; a test compares both.

use std::borrow::Cow;

use staffroom_vocabulary::Scheme;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, OneOfBuilder, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// What a member holds.
enum Form {
    /// A concept: its IRI, or when it is sent also its path.
    Concept,
    /// Several.
    Concepts,
    Text,
    Texts,
    /// A whole number.
    Count,
    /// A day, `2026-11-27`.
    Day,
    /// True or false.
    Truth,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Several of these words.
    Words(&'static [&'static str]),
    /// An object.
    Part(&'static [Member]),
    /// Several.
    Parts(&'static [Member]),
    /// Numbers by names that are not known beforehand.
    Counts,
    /// Objects by names that are not known beforehand.
    PartsByName(&'static [Member]),
}

type Member = (&'static str, Form);

/// A practice.
const PRACTICE: &[Member] = &[
    ("version", Form::Count),
    ("evidenceLevel", Form::Concept),
    ("outcome", Form::Concept),
    ("innovationKind", Form::Concept),
    ("technologyType", Form::Concepts),
    ("problem", Form::Concepts),
    ("phase", Form::Concepts),
    ("subject", Form::Concepts),
    ("setting", Form::Concepts),
    ("studyDesign", Form::Concept),
    ("measure", Form::Concepts),
    ("learners", Form::Concept),
    ("comparisonLearners", Form::Concept),
    ("assurance", Form::Concept),
    ("independence", Form::Concept),
    ("costBand", Form::Concept),
    ("staffTimeSetup", Form::Concept),
    ("staffTimeRunning", Form::Concept),
    ("timeHorizon", Form::Concept),
    ("groupSize", Form::Concept),
    (
        "ages",
        Form::Part(&[("from", Form::Count), ("to", Form::Count)]),
    ),
    ("steps", Form::Texts),
    (
        "materials",
        Form::Parts(&[
            ("name", Form::Text),
            ("url", Form::Text),
            ("licence", Form::Text),
            ("learningResourceType", Form::Text),
        ]),
    ),
    ("whoDelivers", Form::Text),
    ("rationale", Form::Text),
    ("whatDidNotWork", Form::Text),
    ("wouldWarnAbout", Form::Text),
    (
        "citations",
        Form::Parts(&[
            ("title", Form::Text),
            ("year", Form::Count),
            ("url", Form::Text),
            (
                "kind",
                Form::Word(&["study", "comparison", "wide-evidence", "other"]),
            ),
        ]),
    ),
    ("adopts", Form::Texts),
    (
        "approach",
        Form::Parts(&[
            ("url", Form::Text),
            ("label", Form::Text),
            ("padlocks", Form::Count),
            ("months", Form::Count),
            ("cost", Form::Concept),
            ("retrieved", Form::Day),
        ]),
    ),
    ("product", PRODUCT),
    ("interestDeclared", Form::Text),
    ("organisation", Form::Text),
    ("region", Form::Text),
    ("language", Form::Text),
    ("licence", Form::Text),
    ("ledger", Form::Text),
    ("index", Form::Text),
    ("withdrawn", Form::Truth),
];

const PRODUCT: Form = Form::Parts(&[
    ("name", Form::Text),
    ("maker", Form::Text),
    ("url", Form::Text),
]);

/// An adoption.
const ADOPTION: &[Member] = &[
    ("practice", Form::Text),
    ("practiceVersion", Form::Count),
    (
        "status",
        Form::Word(&["planned", "running", "completed", "abandoned"]),
    ),
    ("expectation", Form::Text),
    ("measureChosen", Form::Text),
    ("decideBy", Form::Day),
    ("phase", Form::Concepts),
    ("subject", Form::Concepts),
    ("setting", Form::Concepts),
    ("groupSize", Form::Concept),
    ("adaptationIntended", Form::Text),
    ("organisation", Form::Text),
    ("region", Form::Text),
];

/// An outcome.
const OUTCOME: &[Member] = &[
    ("practice", Form::Text),
    ("practiceVersion", Form::Count),
    ("adoption", Form::Text),
    ("outcome", Form::Concept),
    ("evidenceLevel", Form::Concept),
    ("studyDesign", Form::Concept),
    ("measure", Form::Concepts),
    ("learners", Form::Concept),
    ("comparisonLearners", Form::Concept),
    ("duration", Form::Text),
    (
        "fidelity",
        Form::Word(&["as-described", "small-changes", "large-changes"]),
    ),
    (
        "adaptation",
        Form::Parts(&[("what", Form::Text), ("why", Form::Text)]),
    ),
    ("phase", Form::Concepts),
    ("subject", Form::Concepts),
    ("setting", Form::Concepts),
    ("region", Form::Text),
    ("costBand", Form::Concept),
    ("staffTimeSetup", Form::Concept),
    ("staffTimeRunning", Form::Concept),
    ("independence", Form::Concept),
    ("interestDeclared", Form::Text),
    ("product", PRODUCT),
    ("wouldDoAgain", Form::Word(&["yes", "no", "with-changes"])),
    ("lesson", Form::Text),
    ("nextTime", Form::Text),
    ("wouldWarnAbout", Form::Text),
    ("sourceUrl", Form::Text),
    ("organisation", Form::Text),
    ("reasons", Form::Texts),
];

/// An event.
const EVENT: &[Member] = &[
    (
        "kind",
        Form::Word(&["teachmeet", "fail-faire", "course-week", "other"]),
    ),
    ("mode", Form::Word(&["in-person", "online", "hybrid"])),
    (
        "capacities",
        Form::Part(&[
            ("speakers", Form::Count),
            ("attendees", Form::Count),
            ("remote", Form::Count),
        ]),
    ),
    ("waitingList", Form::Truth),
    (
        "slotsOffered",
        Form::Parts(&[("kind", SLOT_KIND), ("minutes", Form::Count)]),
    ),
    (
        "slots",
        Form::Parts(&[
            ("order", Form::Count),
            ("kind", SLOT_KIND),
            ("minutes", Form::Count),
            ("title", Form::Text),
            ("speaker", Form::Text),
            ("speakerName", Form::Text),
            ("practice", Form::Text),
            (
                "status",
                Form::Word(&["offered", "accepted", "declined", "withdrawn"]),
            ),
        ]),
    ),
    ("series", Form::Text),
    ("phase", Form::Concepts),
    ("subject", Form::Concepts),
    ("technologyType", Form::Concepts),
    ("languages", Form::Texts),
    ("rules", Form::Texts),
    ("access", Form::Text),
    ("onlineNote", Form::Text),
    ("licence", Form::Text),
];

const SLOT_KIND: Form = Form::Word(&["nano", "micro", "soapbox", "round-table", "custom"]);

/// A note about an event.
const EVENT_NOTE: &[Member] = &[
    ("event", Form::Text),
    ("slot", Form::Count),
    ("text", Form::Text),
    ("links", Form::Texts),
    ("licence", Form::Text),
];

const OUTCOMES: &[Member] = &[
    ("worked", Form::Count),
    ("partly", Form::Count),
    ("no-effect", Form::Count),
    ("harmful", Form::Count),
    ("inconclusive", Form::Count),
    ("abandoned", Form::Count),
    ("unknown", Form::Count),
];

const ADOPTIONS: &[Member] = &[
    ("planned", Form::Count),
    ("running", Form::Count),
    ("completed", Form::Count),
    ("abandoned", Form::Count),
];

/// The counts of a ledger.
const SUMMARY: &[Member] = &[
    ("practice", Form::Text),
    ("asOf", Form::Text),
    ("practiceVersion", Form::Count),
    (
        "denominator",
        Form::Part(&[
            ("said", Form::Count),
            ("reported", Form::Count),
            ("overdue", Form::Count),
            ("gaveUp", Form::Count),
            ("waiting", Form::Count),
        ]),
    ),
    ("adoptions", Form::Part(ADOPTIONS)),
    ("outcomes", Form::Part(OUTCOMES)),
    (
        "noticedNoDifference",
        Form::Part(&[
            ("headline", Form::Count),
            ("own", Form::Count),
            ("vendorInterest", Form::Count),
            ("unverified", Form::Count),
        ]),
    ),
    ("organisations", Form::Count),
    ("instances", Form::Count),
    ("countries", Form::Count),
    ("independent", Form::Count),
    ("independentOutcomes", Form::Part(OUTCOMES)),
    ("confirmed", Form::Count),
    ("unannounced", Form::Count),
    ("byEvidence", Form::Counts),
    ("byVersion", Form::PartsByName(OUTCOMES)),
    ("aboutOlderVersions", Form::Count),
    ("reports", Form::Count),
    ("differingSettings", Form::Count),
    ("overdueReports", Form::Count),
    ("own", Form::Count),
    ("ownOutcomes", Form::Part(OUTCOMES)),
    ("vendorInterest", Form::Count),
    ("vendorInterestOutcomes", Form::Part(OUTCOMES)),
    ("unverifiedSettings", Form::Count),
    ("unverifiedOutcomes", Form::Part(OUTCOMES)),
    ("unverifiedAdoptions", Form::Part(ADOPTIONS)),
    ("withdrawn", Form::Count),
    ("rejected", Form::Counts),
    (
        "flags",
        Form::Words(&["withdrawn", "harm-reported", "contested", "stale"]),
    ),
    ("digest", Form::Text),
];

fn of_type(of: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(of))
}

fn list(of: Schema) -> Schema {
    ArrayBuilder::new().items(RefOr::T(of)).build().into()
}

fn object(members: &[Member]) -> ObjectBuilder {
    let mut object = of_type(Type::Object);
    for (name, form) in members {
        object = object.property(*name, schema_of(name, form));
    }
    object
}

/// Other servers may say more than we know; it is kept.
fn record(members: &[Member]) -> ObjectBuilder {
    object(members).additional_properties(Some(AdditionalProperties::FreeForm(true)))
}

fn by_name(of: Schema) -> Schema {
    let of = AdditionalProperties::RefOr(RefOr::T(of));
    let object = of_type(Type::Object).additional_properties(Some(of));
    object.build().into()
}

fn word(words: &'static [&'static str]) -> Schema {
    of_type(Type::String)
        .enum_values(Some(words.iter().copied()))
        .build()
        .into()
}

fn schema_of(name: &str, form: &Form) -> Schema {
    match form {
        Form::Concept => concept(name),
        Form::Concepts => list(concept(name)),
        Form::Text => of_type(Type::String).build().into(),
        Form::Texts => list(of_type(Type::String).build().into()),
        Form::Count => count(),
        Form::Day => {
            let day = of_type(Type::String).description(Some("A day, like `2026-11-27`"));
            day.build().into()
        }
        Form::Truth => of_type(Type::Boolean).build().into(),
        Form::Word(words) => word(words),
        Form::Words(words) => list(word(words)),
        Form::Part(members) => object(members).build().into(),
        Form::Parts(members) => list(object(members).build().into()),
        Form::Counts => by_name(count()),
        Form::PartsByName(members) => by_name(object(members).build().into()),
    }
}

fn count() -> Schema {
    of_type(Type::Integer).build().into()
}

fn concept(name: &str) -> Schema {
    let scheme = match name {
        "learners" | "comparisonLearners" => Scheme::from_property("groupSize"),
        "cost" => Scheme::from_property("costBand"),
        name => Scheme::from_property(name),
    };
    let told = scheme.map(|scheme| {
        let (label, slug) = (scheme.label("en").value, scheme.slug());
        format!("{label}: the IRI of a concept of `{slug}`; may be sent as `{slug}/…`")
    });
    of_type(Type::String).description(told).build().into()
}

/// A schema that is named in the document.
macro_rules! named {
    ($($(#[$doc:meta])* $name:ident: $made:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T($made.build().into())
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )*};
}

named! {
    /// The record of a practice.
    PracticeRecord: record(PRACTICE);
    /// The record of an adoption.
    AdoptionRecord: record(ADOPTION).required("status");
    /// The record of an outcome.
    OutcomeRecord: record(OUTCOME).required("outcome");
    /// The record of an event.
    EventRecord: record(EVENT);
    /// The record of a note about an event.
    EventNoteRecord: record(EVENT_NOTE);
    /// The counts of a ledger.
    LedgerSummary: object(SUMMARY);
}

/// One of the two that stand in a ledger; they are told apart by what each of them has to say.
pub(crate) struct EntryRecord;

impl PartialSchema for EntryRecord {
    fn schema() -> RefOr<Schema> {
        let either = OneOfBuilder::new()
            .item(Ref::from_schema_name("AdoptionRecord"))
            .item(Ref::from_schema_name("OutcomeRecord"));
        RefOr::T(either.build().into())
    }
}

impl ToSchema for EntryRecord {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        for (name, schema) in [
            (AdoptionRecord::name(), AdoptionRecord::schema()),
            (OutcomeRecord::name(), OutcomeRecord::schema()),
        ] {
            schemas.push((name.into_owned(), schema));
        }
    }
}

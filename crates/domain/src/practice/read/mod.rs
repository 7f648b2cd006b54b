//! Records from JSON, in two ways: leniently, what others wrote and what is stored; strictly, what authors here write,
//! who are told of everything that cannot be read.

mod reader;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::adoption::{AdoptionRecord, AdoptionStatus};
use super::index::Index;
use super::limits;
use super::outcome::{Adaptation, Fidelity, OutcomeRecord, WouldDoAgain};
use super::parts::{Ages, Approach, Citation, CitationKind, Material, Product};
use super::problem::Problem;
use super::record::PracticeRecord;
use reader::Reader;

impl PracticeRecord {
    /// What others wrote or what is stored, leniently: a member of the wrong form is as if absent, one thing may stand
    /// for a list of one, what is longer or more than [`limits`](super::limits) say is cut. None of what is no object.
    pub fn read(value: &Value) -> Option<Self> {
        let mut reader = Reader::lenient(value.as_object()?);
        Some(practice(&mut reader))
    }

    /// What an author here wrote. Concepts may be paths (`ev/tried`).
    ///
    /// # Errors
    /// Every member that has the wrong form or is none of ours. What the record must say is for
    /// [`check_practice`](super::check_practice).
    pub fn parse(value: &Value) -> Result<Self, Vec<Problem>> {
        strictly(value, |reader| Some(practice(reader)))
    }

    /// As [`Self::parse`], and what can be read of it: for whoever has to be told everything at once.
    pub fn parse_as_far_as_it_goes(value: &Value) -> (Option<Self>, Vec<Problem>) {
        as_far_as_it_goes(value, |reader| Some(practice(reader)))
    }
}

impl AdoptionRecord {
    /// What others wrote or what is stored, leniently, as [`PracticeRecord::read`]; none without a practice and a status.
    pub fn read(value: &Value) -> Option<Self> {
        adoption(&mut Reader::lenient(value.as_object()?))
    }

    /// What somebody here wrote.
    ///
    /// # Errors
    /// As [`PracticeRecord::parse`]; and a missing practice or status.
    pub fn parse(value: &Value) -> Result<Self, Vec<Problem>> {
        strictly(value, adoption)
    }

    /// As [`Self::parse`], and what can be read of it: for whoever has to be told everything at once.
    pub fn parse_as_far_as_it_goes(value: &Value) -> (Option<Self>, Vec<Problem>) {
        as_far_as_it_goes(value, adoption)
    }
}

impl OutcomeRecord {
    /// What others wrote or what is stored, leniently, as [`PracticeRecord::read`]; none without a practice and an
    /// outcome.
    pub fn read(value: &Value) -> Option<Self> {
        outcome(&mut Reader::lenient(value.as_object()?))
    }

    /// What somebody here wrote.
    ///
    /// # Errors
    /// As [`PracticeRecord::parse`]; and a missing practice or outcome.
    pub fn parse(value: &Value) -> Result<Self, Vec<Problem>> {
        strictly(value, outcome)
    }

    /// As [`Self::parse`], and what can be read of it: for whoever has to be told everything at once.
    pub fn parse_as_far_as_it_goes(value: &Value) -> (Option<Self>, Vec<Problem>) {
        as_far_as_it_goes(value, outcome)
    }
}

fn strictly<T>(
    value: &Value,
    read: impl Fn(&mut Reader<'_>) -> Option<T>,
) -> Result<T, Vec<Problem>> {
    match as_far_as_it_goes(value, read) {
        (Some(record), problems) if problems.is_empty() => Ok(record),
        (_, problems) => Err(problems),
    }
}

fn as_far_as_it_goes<T>(
    value: &Value,
    read: impl Fn(&mut Reader<'_>) -> Option<T>,
) -> (Option<T>, Vec<Problem>) {
    let Some(members) = value.as_object() else {
        let message = "This should be a record: an object with members.";
        return (None, vec![Problem::new("", "wrong-form", message)]);
    };
    let mut reader = Reader::strict(members);
    let record = read(&mut reader);
    (record, reader.into_problems())
}

fn practice(reader: &mut Reader<'_>) -> PracticeRecord {
    PracticeRecord {
        version: reader.version("version").unwrap_or_default(),
        evidence_level: reader.concept("evidenceLevel"),
        outcome: reader.concept("outcome"),
        innovation_kind: reader.concept("innovationKind"),
        technology_type: reader.concepts("technologyType"),
        problem: reader.concepts("problem"),
        phase: reader.concepts("phase"),
        subject: reader.concepts("subject"),
        setting: reader.concepts("setting"),
        study_design: reader.concept("studyDesign"),
        measure: reader.concepts("measure"),
        learners: reader.concept("learners"),
        comparison_learners: reader.concept("comparisonLearners"),
        assurance: reader.concept("assurance"),
        independence: reader.concept("independence"),
        cost_band: reader.concept("costBand"),
        staff_time_setup: reader.concept("staffTimeSetup"),
        staff_time_running: reader.concept("staffTimeRunning"),
        time_horizon: reader.concept("timeHorizon"),
        group_size: reader.concept("groupSize"),
        ages: reader.object("ages", ages).flatten(),
        steps: reader.texts("steps", limits::STEPS, limits::STEP),
        materials: reader.objects("materials", limits::MATERIALS, material),
        who_delivers: reader.text("whoDelivers", limits::SHORT),
        rationale: reader.text("rationale", limits::LONG),
        what_did_not_work: reader.text("whatDidNotWork", limits::LONG),
        would_warn_about: reader.text("wouldWarnAbout", limits::LONG),
        citations: reader.objects("citations", limits::CITATIONS, citation),
        adopts: reader.addresses("adopts", limits::ADOPTS),
        approach: reader.objects("approach", limits::APPROACHES, approach),
        product: reader.objects("product", limits::PRODUCTS, product),
        interest_declared: reader.interest("interestDeclared"),
        organisation: reader.address("organisation"),
        region: reader.word("region"),
        language: reader.word("language"),
        licence: reader.licence("licence"),
        ledger: reader.address("ledger"),
        index: reader.one_of("index", |text| Index::parse(text).ok()),
    }
}

fn adoption(reader: &mut Reader<'_>) -> Option<AdoptionRecord> {
    let practice = reader.address("practice");
    reader.need(
        practice.is_some(),
        "practice",
        "Say which practice this is about.",
    );
    let version = reader.version("practiceVersion");
    let status = reader.one_of("status", AdoptionStatus::from_name);
    reader.need(
        status.is_some(),
        "status",
        "Say how far you are: planned, running, completed or abandoned.",
    );
    let rest = AdoptionRecord {
        expectation: reader.text("expectation", limits::SHORT),
        measure_chosen: reader.text("measureChosen", limits::SHORT),
        decide_by: reader.day("decideBy"),
        phase: reader.concepts("phase"),
        subject: reader.concepts("subject"),
        setting: reader.concepts("setting"),
        group_size: reader.concept("groupSize"),
        adaptation_intended: reader.text("adaptationIntended", limits::SHORT),
        organisation: reader.address("organisation"),
        region: reader.word("region"),
        ..AdoptionRecord::new(practice?, version?, status?)
    };
    Some(rest)
}

fn outcome(reader: &mut Reader<'_>) -> Option<OutcomeRecord> {
    let practice = reader.address("practice");
    reader.need(
        practice.is_some(),
        "practice",
        "Say which practice this is about.",
    );
    let version = reader.version("practiceVersion");
    let result = reader.concept("outcome");
    reader.need(result.is_some(), "outcome", "Say what came of it.");
    Some(OutcomeRecord {
        adoption: reader.address("adoption"),
        evidence_level: reader.concept("evidenceLevel"),
        study_design: reader.concept("studyDesign"),
        measure: reader.concepts("measure"),
        learners: reader.concept("learners"),
        comparison_learners: reader.concept("comparisonLearners"),
        duration: reader.text("duration", limits::NAME),
        fidelity: reader.one_of("fidelity", Fidelity::from_name),
        adaptation: reader.objects("adaptation", limits::ADAPTATIONS, adaptation),
        phase: reader.concepts("phase"),
        subject: reader.concepts("subject"),
        setting: reader.concepts("setting"),
        region: reader.word("region"),
        cost_band: reader.concept("costBand"),
        staff_time_setup: reader.concept("staffTimeSetup"),
        staff_time_running: reader.concept("staffTimeRunning"),
        independence: reader.concept("independence"),
        interest_declared: reader.interest("interestDeclared"),
        product: reader.objects("product", limits::PRODUCTS, product),
        would_do_again: reader.one_of("wouldDoAgain", WouldDoAgain::from_name),
        lesson: reader.text("lesson", limits::LONG),
        next_time: reader.text("nextTime", limits::LONG),
        would_warn_about: reader.text("wouldWarnAbout", limits::LONG),
        source_url: reader.address("sourceUrl"),
        organisation: reader.address("organisation"),
        reasons: reader.texts("reasons", limits::REASONS, limits::SHORT),
        ..OutcomeRecord::new(practice?, version?, result?)
    })
}

fn ages(reader: &mut Reader<'_>) -> Option<Ages> {
    let ages = Ages {
        from: reader.number("from"),
        to: reader.number("to"),
    };
    (ages != Ages::default()).then_some(ages)
}

fn material(reader: &mut Reader<'_>) -> Option<Material> {
    Some(Material {
        name: reader.text("name", limits::NAME).unwrap_or_default(),
        licence: reader.licence("licence"),
        learning_resource_type: reader.text("learningResourceType", limits::NAME),
        url: reader.needed_address("url")?,
    })
}

fn citation(reader: &mut Reader<'_>) -> Option<Citation> {
    Some(Citation {
        year: reader.number("year"),
        url: reader.address("url"),
        kind: reader
            .one_of("kind", CitationKind::from_name)
            .unwrap_or_default(),
        title: reader.needed_text("title")?,
    })
}

fn approach(reader: &mut Reader<'_>) -> Option<Approach> {
    Some(Approach {
        label: reader.text("label", limits::NAME).unwrap_or_default(),
        padlocks: reader.number("padlocks"),
        months: reader.number("months"),
        cost: reader.concept("cost"),
        retrieved: reader.day("retrieved"),
        url: reader.needed_address("url")?,
    })
}

fn product(reader: &mut Reader<'_>) -> Option<Product> {
    Some(Product {
        maker: reader.text("maker", limits::NAME),
        url: reader.address("url"),
        name: reader.needed_text("name")?,
    })
}

fn adaptation(reader: &mut Reader<'_>) -> Option<Adaptation> {
    Some(Adaptation {
        why: reader.text("why", limits::SHORT),
        what: reader.needed_text("what")?,
    })
}

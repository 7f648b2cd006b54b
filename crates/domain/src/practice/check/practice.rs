//! Practices.

use staffroom_vocabulary::{Assurance, ConceptRef, EvidenceBasis, Independence, Measure, Missing};

use super::basis::{Curator, PracticeBasis};
use super::checks::Checks;
use crate::practice::licence::known_licence;
use crate::practice::limits;
use crate::practice::parts::{Ages, Approach, Citation, CitationKind, Material};
use crate::practice::problem::Problem;
use crate::practice::record::PracticeRecord;

/// Checks a practice that somebody here publishes. What their server says itself (`version`, `outcome`, `ledger`) it
/// sets before or after.
///
/// # Errors
/// Everything that is wrong or missing, in the order of the form.
pub fn check_practice(record: &PracticeRecord, basis: &PracticeBasis) -> Result<(), Vec<Problem>> {
    let mut checks = Checks::default();
    checks.need(
        !record.problem.is_empty(),
        "problem",
        "Say which problem this is meant to help with.",
    );
    checks.need(
        !record.technology_type.is_empty() || record.innovation_kind.is_some(),
        "technologyType",
        "Say what technology this uses; if it uses none, say what kind of change it is.",
    );
    checks.members(&record.members());
    evidence(&mut checks, record, basis);
    texts(&mut checks, record);
    let sells = record
        .independence
        .as_ref()
        .and_then(ConceptRef::facet::<Independence>)
        == Some(Independence::Vendor);
    checks.products(&record.product);
    checks.interest(record.interest_declared.as_ref(), sells);
    lists(&mut checks, record);
    if let Some(ages) = record.ages {
        check_ages(&mut checks, ages);
    }
    checks.maybe_address("organisation", record.organisation.as_ref());
    checks.region(record.region.as_ref());
    if record
        .language
        .as_ref()
        .is_some_and(|language| !is_language(language))
    {
        let message = "Write the language as a short tag, such as en for English or cy for Welsh.";
        checks.tell("language", "language", message);
    }
    licence(&mut checks, record.licence.as_deref());
    checks.done(record)
}

/// The least for the level; levels 5 and 6, and a curator's assurance, only by a curator.
fn evidence(checks: &mut Checks, record: &PracticeRecord, basis: &PracticeBasis) {
    let assurance: Option<Assurance> = record.assurance.as_ref().and_then(ConceptRef::facet);
    let level = record.level();
    checks.need(
        record.evidence_level.is_some(),
        "evidenceLevel",
        "Say how you know: was it done with real learners, were results collected, was there a fair comparison?",
    );
    let by_curator = basis.curator.is_some();
    let claims_curator = assurance >= Some(Assurance::Curator);
    let needs_curator = level.is_some_and(|level| !level.is_self_declarable());
    if !by_curator && (claims_curator || needs_curator) {
        checks.missing(Missing::CuratorAssurance);
        if needs_curator {
            return;
        }
    }
    if let Some(level) = level {
        checks.level(level, &record.evidence_basis(basis));
    }
}

impl PracticeRecord {
    /// What there is to support its level of evidence.
    pub fn evidence_basis(&self, basis: &PracticeBasis) -> EvidenceBasis {
        let cited = |kind| self.citations.iter().filter(|it| it.kind == kind).count();
        EvidenceBasis {
            rationale_characters: self
                .rationale
                .as_deref()
                .map_or(0, |text| text.trim().chars().count()),
            citations: self.citations.len(),
            own_outcomes: basis.own_outcomes,
            study_design: self.study_design.as_ref().and_then(ConceptRef::facet),
            measure: self.measure.iter().find_map(ConceptRef::facet::<Measure>),
            learners: self.learners.as_ref().and_then(ConceptRef::facet),
            comparison_learners: self
                .comparison_learners
                .as_ref()
                .and_then(ConceptRef::facet),
            assurance: self
                .assurance
                .as_ref()
                .filter(|_| basis.curator.is_some())
                .and_then(ConceptRef::facet),
            curator_elsewhere: basis.curator == Some(Curator::Elsewhere),
            independent_comparisons: basis.independent_comparisons,
            cited_comparisons: cited(CitationKind::Comparison),
            cited_wide_evidence: cited(CitationKind::WideEvidence),
        }
    }
}

fn texts(checks: &mut Checks, record: &PracticeRecord) {
    checks.texts("steps", &record.steps, limits::STEPS, limits::STEP);
    for (field, text, most) in [
        ("whoDelivers", &record.who_delivers, limits::SHORT),
        ("rationale", &record.rationale, limits::LONG),
        ("whatDidNotWork", &record.what_did_not_work, limits::LONG),
        ("wouldWarnAbout", &record.would_warn_about, limits::LONG),
    ] {
        checks.maybe_text(field, text.as_ref(), most);
    }
}

fn lists(checks: &mut Checks, record: &PracticeRecord) {
    checks.entries("materials", record.materials.len(), limits::MATERIALS);
    for (at, material) in record.materials.iter().enumerate() {
        check_material(checks, at, material);
    }
    checks.entries("citations", record.citations.len(), limits::CITATIONS);
    for (at, citation) in record.citations.iter().enumerate() {
        check_citation(checks, at, citation);
    }
    checks.entries("adopts", record.adopts.len(), limits::ADOPTS);
    for (at, practice) in record.adopts.iter().enumerate() {
        checks.address(&format!("adopts[{at}]"), practice);
    }
    checks.entries("approach", record.approach.len(), limits::APPROACHES);
    for (at, approach) in record.approach.iter().enumerate() {
        check_approach(checks, at, approach);
    }
}

fn check_material(checks: &mut Checks, at: usize, material: &Material) {
    let field = |name: &str| format!("materials[{at}].{name}");
    checks.text(&field("name"), &material.name, limits::NAME);
    checks.address(&field("url"), &material.url);
    checks.maybe_text(&field("licence"), material.licence.as_ref(), limits::WORD);
    let kind = material.learning_resource_type.as_ref();
    checks.maybe_text(&field("learningResourceType"), kind, limits::NAME);
}

fn check_citation(checks: &mut Checks, at: usize, citation: &Citation) {
    let field = |name: &str| format!("citations[{at}].{name}");
    checks.needed_text(&field("title"), &citation.title, limits::NAME);
    if citation
        .year
        .is_some_and(|year| !(1_500..=2_500).contains(&year))
    {
        let message = "Write the year in which it came out, such as 2019.";
        checks.tell(field("year"), "number", message);
    }
    if citation
        .url
        .as_ref()
        .is_some_and(|url| url.starts_with("10."))
    {
        let message = "Write a DOI as a link: https://doi.org/ and then the DOI.";
        checks.tell(field("url"), "address", message);
    } else {
        checks.maybe_address(&field("url"), citation.url.as_ref());
    }
}

fn check_approach(checks: &mut Checks, at: usize, approach: &Approach) {
    let field = |name: &str| format!("approach[{at}].{name}");
    checks.address(&field("url"), &approach.url);
    checks.text(&field("label"), &approach.label, limits::NAME);
    if approach.padlocks.is_some_and(|padlocks| padlocks > 5) {
        checks.tell(field("padlocks"), "number", "There are 0 to 5 padlocks.");
    }
    if approach
        .months
        .is_some_and(|months| !(-24..=24).contains(&months))
    {
        let message = "Write the months of progress that the Toolkit gives, such as 6.";
        checks.tell(field("months"), "number", message);
    }
    if let Some(cost) = &approach.cost {
        checks.concept(field("cost"), "cost", "co", cost);
    }
    let figures =
        approach.padlocks.is_some() || approach.months.is_some() || approach.cost.is_some();
    if figures && approach.retrieved.is_none() {
        let message = "Say on which day you looked these figures up; they change.";
        checks.tell(field("retrieved"), "retrieved", message);
    }
}

fn check_ages(checks: &mut Checks, ages: Ages) {
    let reversed = matches!((ages.from, ages.to), (Some(from), Some(to)) if from > to);
    let too_old = ages.from.max(ages.to).is_some_and(|age| age > 120);
    if reversed || too_old {
        let message = "Write the youngest age first, then the oldest, in years.";
        checks.tell("ages", "number", message);
    }
}

fn licence(checks: &mut Checks, licence: Option<&str>) {
    match licence.map(known_licence) {
        Some(None) => {
            let message = "Choose a licence from the list, such as CC-BY-4.0.";
            checks.tell("licence", "licence", message);
        }
        Some(Some(licence)) if !licence.is_offered() => {
            let message = "With this licence nobody could adapt the practice. Choose another one from the list.";
            checks.tell("licence", "licence-not-offered", message);
        }
        None | Some(Some(_)) => {}
    }
}

/// Whether a text has the form of a language tag (BCP 47): `cy`, `en-GB`, `zh-Hant-TW`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    text.len() <= 35
        && (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use staffroom_vocabulary::{
        EvidenceLevel, GroupSize, InnovationKind, StudyDesign, TechnologyType,
    };

    use super::*;
    use crate::day::Day;
    use crate::practice::Product;

    fn practice(level: EvidenceLevel) -> PracticeRecord {
        PracticeRecord {
            evidence_level: Some(level.into()),
            problem: vec![staffroom_vocabulary::Problem::Workload.into()],
            technology_type: vec![TechnologyType::DigitalFeedback.into()],
            ..PracticeRecord::default()
        }
    }

    fn idea() -> PracticeRecord {
        practice(EvidenceLevel::Idea)
    }

    /// Fields and codes of all problems.
    fn found(record: &PracticeRecord, basis: PracticeBasis) -> Vec<(String, &'static str)> {
        let problems = check_practice(record, &basis).err().unwrap_or_default();
        for problem in &problems {
            assert!(problem.message.ends_with(['.', '?']), "{problem:?}");
        }
        let pair = |problem: Problem| (problem.field, problem.code);
        problems.into_iter().map(pair).collect()
    }

    /// The only problem after a change to an idea.
    fn only(change: impl FnOnce(&mut PracticeRecord)) -> (String, &'static str) {
        let mut record = idea();
        change(&mut record);
        let mut problems = found(&record, PracticeBasis::default());
        assert_eq!(problems.len(), 1, "{problems:?}");
        problems.remove(0)
    }

    fn at(field: &str, code: &'static str) -> (String, &'static str) {
        (field.to_owned(), code)
    }

    #[test]
    fn an_idea_needs_a_problem_a_technology_and_a_level_and_no_more() {
        assert_eq!(found(&idea(), PracticeBasis::default()), []);
        assert_eq!(
            found(&PracticeRecord::default(), PracticeBasis::default()),
            [
                at("problem", "required"),
                at("technologyType", "required"),
                at("evidenceLevel", "required"),
            ]
        );
        let mut without = idea();
        without.technology_type.clear();
        without.innovation_kind = Some(InnovationKind::DeImplementation.into());
        assert_eq!(found(&without, PracticeBasis::default()), []);
    }

    #[test]
    fn each_level_needs_its_least() {
        let none = PracticeBasis::default();
        let mut record = practice(EvidenceLevel::Reasoned);
        assert_eq!(
            found(&record, none),
            [at("rationale", "rationale-or-citation")]
        );
        record.rationale = Some("é".repeat(80));
        assert_eq!(found(&record, none), []);
        record.rationale = Some(format!(" {} ", "é".repeat(79)));
        assert_eq!(
            found(&record, none),
            [at("rationale", "rationale-or-citation")]
        );

        let record = practice(EvidenceLevel::Tried);
        assert_eq!(found(&record, none), [at("evidenceLevel", "own-outcome")]);
        let reported = PracticeBasis {
            own_outcomes: 1,
            ..none
        };
        assert_eq!(found(&record, reported), []);

        let mut record = practice(EvidenceLevel::Measured);
        assert_eq!(
            found(&record, none),
            [
                at("studyDesign", "measured-design"),
                at("measure", "measure"),
                at("learners", "learners"),
            ]
        );
        record.study_design = Some(StudyDesign::PrePost.into());
        record.measure = vec![Measure::AttainmentTest.into()];
        record.learners = Some(GroupSize::From10To35.into());
        assert_eq!(found(&record, none), []);

        record.evidence_level = Some(EvidenceLevel::Compared.into());
        assert_eq!(
            found(&record, none),
            [
                at("studyDesign", "compared-design"),
                at("comparisonLearners", "comparison-learners"),
            ]
        );
        record.study_design = Some(StudyDesign::MicroRct.into());
        record.comparison_learners = Some(GroupSize::From10To35.into());
        assert_eq!(found(&record, none), []);
    }

    #[test]
    fn only_a_curator_gives_the_highest_levels_and_their_own_assurance() {
        let none = PracticeBasis::default();
        let curator = |curator| PracticeBasis {
            curator: Some(curator),
            ..none
        };
        let mut record = practice(EvidenceLevel::Established);
        record.citations = vec![Citation {
            title: "A review of many studies".to_owned(),
            kind: CitationKind::WideEvidence,
            ..Citation::default()
        }];
        record.assurance = Some(Assurance::Curator.into());
        assert_eq!(found(&record, none), [at("assurance", "curator-assurance")]);
        assert_eq!(found(&record, curator(Curator::SameOrganisation)), []);
        record.assurance = None;
        assert_eq!(
            found(&record, curator(Curator::SameOrganisation)),
            [at("assurance", "curator-assurance")]
        );

        let mut record = practice(EvidenceLevel::Replicated);
        record.study_design = Some(StudyDesign::Rct.into());
        record.learners = Some(GroupSize::Over150.into());
        record.comparison_learners = Some(GroupSize::Over150.into());
        record.assurance = Some(Assurance::External.into());
        assert_eq!(found(&record, none), [at("assurance", "curator-assurance")]);
        let replicated = PracticeBasis {
            independent_comparisons: 1,
            ..curator(Curator::Elsewhere)
        };
        assert_eq!(found(&record, replicated), []);
        assert_eq!(
            found(&record, curator(Curator::SameOrganisation)),
            [
                at("citations", "independent-comparison"),
                at("assurance", "curator-elsewhere"),
            ]
        );

        let mut record = idea();
        record.assurance = Some(Assurance::Curator.into());
        assert_eq!(found(&record, none), [at("assurance", "curator-assurance")]);
        record.assurance = Some(Assurance::Colleague.into());
        assert_eq!(found(&record, none), []);
    }

    #[test]
    fn concepts_are_of_their_scheme_and_those_of_ours_exist() {
        let with =
            |iri: &str| only(|record| record.technology_type.push(ConceptRef::from_iri(iri)));
        let ours = "https://w3id.org/staffroom/v";
        let field = "technologyType[1]";
        assert_eq!(
            with(&format!("{ours}/pr/workload")),
            at(field, "wrong-scheme")
        );
        assert_eq!(
            with(&format!("{ours}/tech/tombola")),
            at(field, "unknown-concept")
        );
        assert_eq!(
            with("HTTP://W3ID.org/staffroom/V/tech/ai"),
            at(field, "unknown-concept")
        );
        assert_eq!(with("tech/tombola"), at(field, "not-a-concept"));
        assert_eq!(with("javascript:alert(1)"), at(field, "not-a-concept"));

        let mut record = idea();
        record
            .technology_type
            .push(ConceptRef::from_iri("https://elsewhere.example/v/x"));
        assert_eq!(found(&record, PracticeBasis::default()), []);
    }

    #[test]
    fn what_decides_is_chosen_from_our_vocabulary() {
        let theirs = || Some(ConceptRef::from_iri("https://elsewhere.example/v/x"));
        assert_eq!(
            only(|record| record.evidence_level = theirs()),
            at("evidenceLevel", "not-ours")
        );
        // A band of three learners would say more than is good for them.
        assert_eq!(
            only(|record| record.learners = theirs()),
            at("learners", "not-ours")
        );
        assert_eq!(
            only(|record| record.assurance = theirs()),
            at("assurance", "not-ours")
        );
    }

    #[test]
    fn lists_and_texts_are_bounded() {
        let many = || vec!["Wait.".to_owned(); limits::STEPS + 1];
        assert_eq!(
            only(|record| record.steps = many()),
            at("steps", "too-many")
        );
        assert_eq!(
            only(|record| record.steps = vec!["é".repeat(limits::STEP + 1)]),
            at("steps[0]", "too-long")
        );
        assert_eq!(
            only(|record| record.steps = vec![" ".to_owned()]),
            at("steps[0]", "required")
        );
        assert_eq!(
            only(|record| record.rationale = Some("x".repeat(limits::LONG + 1))),
            at("rationale", "too-long")
        );
        let theirs = |n| ConceptRef::from_iri(format!("https://elsewhere.example/v/{n}"));
        assert_eq!(
            only(|record| record.subject = (0..=limits::CONCEPTS).map(theirs).collect()),
            at("subject", "too-many")
        );
        let step = "€".repeat(limits::STEP);
        assert_eq!(
            only(|record| record.steps = vec![step; limits::STEPS]),
            at("", "too-large")
        );
    }

    #[test]
    fn addresses_are_of_the_web() {
        let material = |url: &str| Material {
            url: url.to_owned(),
            ..Material::default()
        };
        assert_eq!(
            only(|record| record.materials =
                vec![material("https://a.example/"), material("javascript:x")]),
            at("materials[1].url", "address")
        );
        assert_eq!(
            only(|record| record.adopts = vec!["oakfield".to_owned()]),
            at("adopts[0]", "address")
        );
        assert_eq!(
            only(|record| {
                record.citations = vec![Citation {
                    title: "A study".to_owned(),
                    url: Some("10.1000/182".to_owned()),
                    ..Citation::default()
                }];
            }),
            at("citations[0].url", "address")
        );
    }

    #[test]
    fn licence_language_region_and_ages_make_sense() {
        let word = |text: &str| Some(text.to_owned());
        assert_eq!(
            only(|it| it.licence = word("MIT")),
            at("licence", "licence")
        );
        assert_eq!(
            only(|it| it.licence = word("CC-BY-ND-4.0")),
            at("licence", "licence-not-offered")
        );
        for good in ["CC-BY-4.0", "https://w3id.org/staffroom/v/li/CC0-1.0"] {
            let record = PracticeRecord {
                licence: word(good),
                ..idea()
            };
            assert_eq!(found(&record, PracticeBasis::default()), [], "{good}");
        }
        for bad in ["Welsh", "e", "EN", "en_GB", "en-", "cy gb"] {
            assert_eq!(
                only(|it| it.language = word(bad)),
                at("language", "language")
            );
        }
        for good in ["cy", "en-GB", "zh-Hant-TW", "gsw"] {
            let record = PracticeRecord {
                language: word(good),
                ..idea()
            };
            assert_eq!(found(&record, PracticeBasis::default()), [], "{good}");
        }
        assert_eq!(
            only(|it| it.region = word("LS1 4AP")),
            at("region", "region")
        );
        let ages = |from, to| Some(Ages { from, to });
        assert_eq!(
            only(|it| it.ages = ages(Some(13), Some(11))),
            at("ages", "number")
        );
        assert_eq!(
            only(|it| it.ages = ages(None, Some(200))),
            at("ages", "number")
        );
    }

    #[test]
    fn figures_of_an_approach_have_a_day() {
        let approach = || Approach {
            url: "https://toolkit.example/feedback".to_owned(),
            padlocks: Some(4),
            months: Some(6),
            ..Approach::default()
        };
        assert_eq!(
            only(|it| it.approach = vec![approach()]),
            at("approach[0].retrieved", "retrieved")
        );
        let dated = || Approach {
            retrieved: Day::of(2026, 11, 27),
            ..approach()
        };
        let record = PracticeRecord {
            approach: vec![dated()],
            ..idea()
        };
        assert_eq!(found(&record, PracticeBasis::default()), []);
        let six = Approach {
            padlocks: Some(6),
            ..dated()
        };
        assert_eq!(
            only(|it| it.approach = vec![six]),
            at("approach[0].padlocks", "number")
        );
        let years = Approach {
            months: Some(60),
            ..dated()
        };
        assert_eq!(
            only(|it| it.approach = vec![years]),
            at("approach[0].months", "number")
        );
    }

    #[test]
    fn interest_is_declared_by_who_sells_and_not_by_who_has_none() {
        assert_eq!(
            only(|it| it.independence = Some(Independence::Vendor.into())),
            at("interestDeclared", "interest-required")
        );
        for none in ["None.", "no", "N/A", "–", "Dim byd"] {
            assert_eq!(
                only(|it| it.interest_declared = Some(none.to_owned())),
                at("interestDeclared", "interest-none")
            );
        }
        let record = PracticeRecord {
            independence: Some(Independence::Vendor.into()),
            interest_declared: Some("I work for the maker.".to_owned()),
            product: vec![Product {
                name: "Voicer".to_owned(),
                ..Product::default()
            }],
            ..idea()
        };
        assert_eq!(found(&record, PracticeBasis::default()), []);
        assert_eq!(
            only(|it| it.product = vec![Product::default()]),
            at("product[0].name", "required")
        );
    }
}

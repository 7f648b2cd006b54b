//! The words around labels in texts that are made of records, in English and in Welsh. The Welsh is a draft until a
//! speaker has read it, as that of the vocabulary.

use staffroom_vocabulary::{Concept, ConceptRef, EvidenceLevel, Facet, Outcome};

use super::adoption::AdoptionStatus;
use super::outcome::{Fidelity, WouldDoAgain};
use super::parts::Product;
use crate::day::Day;

/// The words of one language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) language: &'static str,
    /// Of a practice without a result.
    pub(super) not_tried: &'static str,
    /// No effect, where it was tried and no more than that.
    pub(super) no_difference: &'static str,
    pub(super) how_we_know: &'static str,
    pub(super) problem: &'static str,
    pub(super) cost: &'static str,
    pub(super) elsewhere: &'static str,
    /// How a result begins.
    pub(super) tried: &'static str,
    statuses: [&'static str; 4],
    pub(super) decide_by: &'static str,
    pub(super) expectation: &'static str,
    pub(super) measure_chosen: &'static str,
    pub(super) adaptation_intended: &'static str,
    fidelities: [&'static str; 3],
    pub(super) adaptation: &'static str,
    again: [&'static str; 3],
    pub(super) lesson: &'static str,
    pub(super) next_time: &'static str,
    pub(super) would_warn_about: &'static str,
    pub(super) reasons: &'static str,
    pub(super) product: &'static str,
    pub(super) interest: &'static str,
    pub(super) source: &'static str,
    months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    language: "en",
    not_tried: "Not tried yet",
    no_difference: "Noticed no difference",
    how_we_know: "How we know",
    problem: "Problem",
    cost: "Cost",
    elsewhere: "elsewhere",
    tried: "Tried",
    statuses: [
        "We are going to try this.",
        "We are trying this.",
        "We have tried this.",
        "We gave this up.",
    ],
    decide_by: "We decide by",
    expectation: "What we expect",
    measure_chosen: "What we will look at",
    adaptation_intended: "What we mean to do differently",
    fidelities: [
        "Done as described.",
        "Done with small changes.",
        "Done with large changes.",
    ],
    adaptation: "What we did differently",
    again: [
        "We would do it again.",
        "We would not do it again.",
        "We would do it again, with changes.",
    ],
    lesson: "What we learnt",
    next_time: "What we would do next time",
    would_warn_about: "What we would warn about",
    reasons: "Why we gave it up",
    product: "Products",
    interest: "Our interest in it",
    source: "More",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const WELSH: Words = Words {
    language: "cy",
    not_tried: "Heb roi cynnig arno eto",
    no_difference: "Heb sylwi ar wahaniaeth",
    how_we_know: "Sut rydyn ni'n gwybod",
    problem: "Problem",
    cost: "Cost",
    elsewhere: "mewn lleoedd eraill",
    tried: "Wedi rhoi cynnig arno",
    statuses: [
        "Rydyn ni'n mynd i roi cynnig ar hyn.",
        "Rydyn ni'n rhoi cynnig ar hyn.",
        "Rydyn ni wedi rhoi cynnig ar hyn.",
        "Rydyn ni wedi rhoi'r gorau i hyn.",
    ],
    decide_by: "Byddwn yn penderfynu erbyn",
    expectation: "Yr hyn rydyn ni'n ei ddisgwyl",
    measure_chosen: "Yr hyn y byddwn yn edrych arno",
    adaptation_intended: "Yr hyn rydyn ni am ei wneud yn wahanol",
    fidelities: [
        "Wedi'i wneud fel y disgrifiwyd.",
        "Wedi'i wneud gyda newidiadau bach.",
        "Wedi'i wneud gyda newidiadau mawr.",
    ],
    adaptation: "Yr hyn a wnaethom yn wahanol",
    again: [
        "Byddem yn ei wneud eto.",
        "Ni fyddem yn ei wneud eto.",
        "Byddem yn ei wneud eto, gyda newidiadau.",
    ],
    lesson: "Yr hyn a ddysgwyd",
    next_time: "Yr hyn y byddem yn ei wneud y tro nesaf",
    would_warn_about: "Yr hyn y byddem yn rhybuddio amdano",
    reasons: "Pam y rhoesom y gorau iddo",
    product: "Cynhyrchion",
    interest: "Ein buddiant ynddo",
    source: "Rhagor",
    months: [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
};

impl Words {
    /// Welsh for Welsh, English for everything else.
    pub(super) fn of(language: &str) -> &'static Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("cy") {
            &WELSH
        } else {
            &ENGLISH
        }
    }

    /// The label of a concept that we know; the address of another helps nobody who reads.
    pub(super) fn label(&self, concept: &ConceptRef) -> Option<&'static str> {
        concept.known().map(|it| it.label(self.language).value)
    }

    /// The first few labels of a list.
    pub(super) fn labels(&self, concepts: &[ConceptRef], most: usize) -> Option<String> {
        let labels = concepts.iter().filter_map(|it| self.label(it)).take(most);
        let labels = labels.collect::<Vec<_>>().join(", ");
        (!labels.is_empty()).then_some(labels)
    }

    /// A result in words. Of what was tried and not measured, "no effect" would say too much.
    pub(super) fn result(&self, result: Outcome, level: Option<EvidenceLevel>) -> &'static str {
        let noticed = level.is_none_or(|level| level <= EvidenceLevel::Tried);
        if result == Outcome::NoEffect && noticed {
            self.no_difference
        } else {
            result.concept().label(self.language).value
        }
    }

    pub(super) fn status(&self, status: AdoptionStatus) -> &'static str {
        let [planned, running, completed, abandoned] = self.statuses;
        match status {
            AdoptionStatus::Planned => planned,
            AdoptionStatus::Running => running,
            AdoptionStatus::Completed => completed,
            AdoptionStatus::Abandoned => abandoned,
        }
    }

    pub(super) fn fidelity(&self, fidelity: Fidelity) -> &'static str {
        let [as_described, small, large] = self.fidelities;
        match fidelity {
            Fidelity::AsDescribed => as_described,
            Fidelity::SmallChanges => small,
            Fidelity::LargeChanges => large,
        }
    }

    pub(super) fn again(&self, again: WouldDoAgain) -> &'static str {
        let [yes, no, with_changes] = self.again;
        match again {
            WouldDoAgain::Yes => yes,
            WouldDoAgain::No => no,
            WouldDoAgain::WithChanges => with_changes,
        }
    }

    /// `27 November 2026`.
    pub(super) fn day(&self, day: Day) -> String {
        let month = self.months.get(usize::from(day.month()) - 1);
        let month = month.copied().unwrap_or_default();
        format!("{} {month} {}", day.of_month(), day.year())
    }

    /// A concept by its address or path as its label, anything else as it is.
    pub(super) fn words_or_label<'a>(&self, text: &'a str) -> &'a str {
        Concept::from_iri(text)
            .or_else(|| Concept::from_path(text))
            .map_or(text, |it| it.label(self.language).value)
    }
}

/// `Name (maker), name`.
pub(super) fn product_names(products: &[Product]) -> String {
    let name = |product: &Product| match &product.maker {
        Some(maker) => format!("{} ({maker})", product.name),
        None => product.name.clone(),
    };
    products.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The first letter small: within a sentence.
pub(super) fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

//! Any record, for property tests: everything that an author here may write.

use proptest::prelude::*;
use staffroom_vocabulary::{ConceptRef, Scheme};

use super::{
    Adaptation, AdoptionRecord, AdoptionStatus, Ages, Approach, Citation, CitationKind, Fidelity,
    Index, Material, OutcomeRecord, PracticeRecord, Product, Version, WouldDoAgain,
};
use crate::day::Day;

fn concept(scheme: &'static str) -> impl Strategy<Value = ConceptRef> {
    let ours = Scheme::from_slug(scheme).unwrap().concepts();
    prop_oneof![
        4 => prop::sample::select(ours).prop_map(ConceptRef::from),
        1 => "https://elsewhere\\.example/v/[a-z0-9]{1,12}".prop_map(ConceptRef::from_iri),
    ]
}

fn one(scheme: &'static str) -> impl Strategy<Value = Option<ConceptRef>> {
    prop::option::of(concept(scheme))
}

/// Each once, in any order.
fn many(scheme: &'static str) -> impl Strategy<Value = Vec<ConceptRef>> {
    prop::collection::vec(concept(scheme), 0..6).prop_map(|all| {
        let mut each: Vec<ConceptRef> = Vec::new();
        for concept in all {
            if !each.contains(&concept) {
                each.push(concept);
            }
        }
        each
    })
}

/// A text without outer spaces, with letters of anywhere.
fn text() -> impl Strategy<Value = String> {
    "[^\\s\\pC]([^\\pC]{0,30}[^\\s\\pC])?"
}

fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text())
}

fn address() -> impl Strategy<Value = String> {
    "https?://[a-z]{1,9}\\.example(:8080)?/[!#-;=?-\\[\\]-~ŵé]{0,20}"
}

fn maybe_address() -> impl Strategy<Value = Option<String>> {
    prop::option::of(address())
}

fn addresses() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(address(), 0..4).prop_map(|all| all.into_iter().collect())
}

fn day() -> impl Strategy<Value = Option<Day>> {
    prop::option::of((1_u16..=9999, 1_u8..=12, 1_u8..=28))
        .prop_map(|parts| parts.and_then(|(year, month, day)| Day::of(year, month, day)))
}

fn version() -> impl Strategy<Value = Version> {
    (1_u32..).prop_map(|number| Version::of(number).unwrap())
}

fn maybe<T: Clone + std::fmt::Debug + 'static>(
    all: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    prop::option::of(prop::sample::select(all))
}

fn products() -> impl Strategy<Value = Vec<Product>> {
    let product = (text(), maybe_text(), maybe_address());
    let product = product.prop_map(|(name, maker, url)| Product { name, maker, url });
    prop::collection::vec(product, 0..3)
}

fn materials() -> impl Strategy<Value = Vec<Material>> {
    let licence = prop::option::of(prop::sample::select(&["CC-BY-4.0", "own work"][..]));
    let material = (maybe_text(), address(), licence, maybe_text());
    let material = material.prop_map(|(name, url, licence, learning_resource_type)| Material {
        name: name.unwrap_or_default(),
        url,
        licence: licence.map(str::to_owned),
        learning_resource_type,
    });
    prop::collection::vec(material, 0..3)
}

fn citations() -> impl Strategy<Value = Vec<Citation>> {
    let kind = prop::sample::select(&CitationKind::ALL[..]);
    let citation = (text(), any::<Option<u16>>(), maybe_address(), kind);
    let citation = citation.prop_map(|(title, year, url, kind)| Citation {
        title,
        year,
        url,
        kind,
    });
    prop::collection::vec(citation, 0..3)
}

fn approaches() -> impl Strategy<Value = Vec<Approach>> {
    let figures = (any::<Option<u8>>(), any::<Option<i8>>(), one("co"), day());
    let approach = (address(), maybe_text(), figures).prop_map(|(url, label, figures)| Approach {
        url,
        label: label.unwrap_or_default(),
        padlocks: figures.0,
        months: figures.1,
        cost: figures.2,
        retrieved: figures.3,
    });
    prop::collection::vec(approach, 0..3)
}

fn ages() -> impl Strategy<Value = Option<Ages>> {
    (any::<Option<u8>>(), any::<Option<u8>>())
        .prop_map(|(from, to)| (from.is_some() || to.is_some()).then_some(Ages { from, to }))
}

fn index() -> impl Strategy<Value = Option<Index>> {
    let hub = "[a-z]{1,9}\\.example".prop_map(Index::Hub);
    prop::option::of(prop_oneof![Just(Index::All), Just(Index::None), hub])
}

/// Any practice.
pub(crate) fn practice() -> impl Strategy<Value = PracticeRecord> {
    let how = (
        (
            version(),
            one("ev"),
            one("oc"),
            one("ik"),
            one("sd"),
            many("me"),
        ),
        (one("gs"), one("gs"), one("gs"), one("as"), one("in")),
        (one("co"), one("ts"), one("tr"), one("ho"), ages(), index()),
    );
    let what = (many("tech"), many("pr"), many("ph"), many("su"), many("se"));
    let texts = (
        prop::collection::vec(text(), 0..4),
        (
            maybe_text(),
            maybe_text(),
            maybe_text(),
            maybe_text(),
            maybe_text(),
        ),
        prop::option::of(prop::sample::select(&["GB", "GB-WLS", "xx"][..])),
        prop::option::of(prop::sample::select(&["en", "cy", "gd-Latn"][..])),
        prop::option::of(prop::sample::select(&["CC-BY-4.0", "MIT"][..])),
    );
    let lists = (
        (materials(), citations(), approaches(), products()),
        (addresses(), maybe_address(), maybe_address()),
    );
    (how, what, texts, lists).prop_map(|(how, what, texts, (lists, ids))| PracticeRecord {
        version: how.0.0,
        evidence_level: how.0.1,
        outcome: how.0.2,
        innovation_kind: how.0.3,
        study_design: how.0.4,
        measure: how.0.5,
        learners: how.1.0,
        comparison_learners: how.1.1,
        group_size: how.1.2,
        assurance: how.1.3,
        independence: how.1.4,
        cost_band: how.2.0,
        staff_time_setup: how.2.1,
        staff_time_running: how.2.2,
        time_horizon: how.2.3,
        ages: how.2.4,
        index: how.2.5,
        technology_type: what.0,
        problem: what.1,
        phase: what.2,
        subject: what.3,
        setting: what.4,
        steps: texts.0,
        who_delivers: texts.1.0,
        rationale: texts.1.1,
        what_did_not_work: texts.1.2,
        would_warn_about: texts.1.3,
        interest_declared: texts.1.4,
        region: texts.2.map(str::to_owned),
        language: texts.3.map(str::to_owned),
        licence: texts.4.map(str::to_owned),
        materials: lists.0,
        citations: lists.1,
        approach: lists.2,
        product: lists.3,
        adopts: ids.0,
        organisation: ids.1,
        ledger: ids.2,
    })
}

/// Any adoption.
pub(crate) fn adoption() -> impl Strategy<Value = AdoptionRecord> {
    let what = (
        address(),
        version(),
        prop::sample::select(&AdoptionStatus::ALL[..]),
    );
    let texts = (maybe_text(), maybe_text(), maybe_text(), day());
    let place = (
        many("ph"),
        many("su"),
        many("se"),
        one("gs"),
        maybe_address(),
    );
    (what, texts, place).prop_map(|(what, texts, place)| AdoptionRecord {
        expectation: texts.0,
        measure_chosen: texts.1,
        adaptation_intended: texts.2,
        decide_by: texts.3,
        phase: place.0,
        subject: place.1,
        setting: place.2,
        group_size: place.3,
        organisation: place.4,
        region: None,
        ..AdoptionRecord::new(what.0, what.1, what.2)
    })
}

/// Any outcome.
pub(crate) fn outcome() -> impl Strategy<Value = OutcomeRecord> {
    let what = (address(), version(), concept("oc"), maybe_address());
    let how = (
        (
            one("ev"),
            one("sd"),
            many("me"),
            one("gs"),
            one("gs"),
            maybe_text(),
        ),
        (
            maybe(&Fidelity::ALL),
            maybe(&WouldDoAgain::ALL),
            one("in"),
            products(),
        ),
        (
            one("co"),
            one("ts"),
            one("tr"),
            many("ph"),
            many("su"),
            many("se"),
        ),
    );
    let adaptation = (text(), maybe_text()).prop_map(|(what, why)| Adaptation { what, why });
    let texts = (
        (maybe_text(), maybe_text(), maybe_text(), maybe_text()),
        prop::collection::vec(adaptation, 0..3),
        prop::collection::vec(text(), 0..3),
        (maybe_address(), maybe_address()),
    );
    (what, how, texts).prop_map(|(what, how, texts)| OutcomeRecord {
        adoption: what.3,
        evidence_level: how.0.0,
        study_design: how.0.1,
        measure: how.0.2,
        learners: how.0.3,
        comparison_learners: how.0.4,
        duration: how.0.5,
        fidelity: how.1.0,
        would_do_again: how.1.1,
        independence: how.1.2,
        product: how.1.3,
        cost_band: how.2.0,
        staff_time_setup: how.2.1,
        staff_time_running: how.2.2,
        phase: how.2.3,
        subject: how.2.4,
        setting: how.2.5,
        interest_declared: texts.0.0,
        lesson: texts.0.1,
        next_time: texts.0.2,
        would_warn_about: texts.0.3,
        adaptation: texts.1,
        reasons: texts.2,
        source_url: texts.3.0,
        organisation: texts.3.1,
        region: None,
        ..OutcomeRecord::new(what.0, what.1, what.2)
    })
}

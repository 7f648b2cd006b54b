//! What is missing or wrong, in the language of the page, and at which question it is mended.

use staffroom_domain::practice::Problem;
use staffroom_service::drafts::DraftKind;

use super::field::{Field, Place};
use super::forms::{Form, Step};
use crate::form::Problems;
use crate::words::{Message, key};

/// Something that is missing or wrong.
pub(crate) struct Lack {
    /// The screen with the question, where there are several.
    pub(crate) step: Option<Step>,
    /// The id of the question.
    pub(crate) field: &'static str,
    pub(crate) text: Message,
}

/// What is said of a draft, each thing once.
pub(crate) fn lacks(kind: DraftKind, problems: &[Problem]) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = Vec::new();
    for problem in problems {
        // A level that wants a result of one's own is mended where the result is told.
        let member = match problem.code {
            "own-outcome" => "outcome",
            _ => &problem.field,
        };
        let (step, field) = question(kind, member);
        let is_said = lacks.iter().any(|it| it.field == field && it.step == step);
        if !is_said {
            lacks.push(Lack {
                step,
                field,
                text: message(problem),
            });
        }
    }
    lacks
}

impl Lack {
    /// Those of one screen, as problems of its form.
    pub(crate) fn on(lacks: &[Self], step: Option<Step>) -> Problems {
        let mut problems = Problems::default();
        for lack in lacks.iter().filter(|it| it.step == step) {
            problems.add(lack.field, lack.text.clone());
        }
        problems
    }

    /// Where it is mended, on the pages of a draft.
    pub(crate) fn href(&self, draft: &str) -> String {
        match self.step {
            Some(step) => format!("{draft}/{}#{}", step.as_str(), self.field),
            None => format!("{draft}#{}", self.field),
        }
    }
}

/// The question about a member: its screen and its id.
fn question(kind: DraftKind, member: &str) -> (Option<Step>, &'static str) {
    let (is_result, member) = match member.strip_prefix("result.") {
        Some(member) => (true, member),
        None => (false, member),
    };
    let member = member.split(['[', '.']).next().unwrap_or_default();
    let fits = |field: &Field| match field.place {
        Place::Title => member == "title",
        Place::Text => matches!(member, "text" | "words"),
        Place::Visibility => member == "visibility",
        Place::Language => member == "language",
        Place::Record(name) | Place::Both(name) => name == member,
        Place::Result(name) => name == member && (is_result || member == "outcome"),
        Place::Ages(end) => member == "ages" && end == "from",
        Place::Sentence => matches!(member, "wouldWarnAbout" | "nextTime"),
        Place::Real => member == "evidenceLevel",
        Place::Planned | Place::Fair => false,
    };
    if kind != DraftKind::Practice {
        let form = Form::of_entry(kind);
        let found = form
            .fields()
            .find(|field| fits(field))
            .map(|field| field.name);
        return (None, found.unwrap_or("form"));
    }
    for step in Step::ALL {
        let form = step.form(false);
        if let Some(field) = form.fields().find(|field| fits(field)) {
            return (Some(step), field.name);
        }
    }
    (Some(Step::What), "form")
}

/// What to do about it.
fn message(problem: &Problem) -> Message {
    let member = problem
        .field
        .strip_prefix("result.")
        .unwrap_or(&problem.field);
    let member = member.split(['[', '.']).next().unwrap_or_default();
    match problem.code {
        "required" => required(problem, member),
        "too-long" => key("missing-too-long"),
        "too-many" | "too-large" => key("missing-too-much"),
        "wrong-scheme" | "unknown-concept" | "not-a-concept" | "not-ours" => key("missing-choice"),
        "address" => key("missing-address"),
        "number" | "wrong-form" if member == "ages" => key("missing-ages"),
        "number" | "retrieved" => key("missing-number"),
        "region" => key("missing-region"),
        "language" => key("missing-language"),
        "licence" | "licence-not-offered" => key("missing-licence"),
        "day-past" => key("missing-day-past"),
        "day-far" => key("missing-day-far"),
        "interest-none" => key("missing-interest-none"),
        "interest-required" => key("missing-interest"),
        "not-independent" => key("missing-not-independent"),
        "level-of-one" => key("missing-level-of-one"),
        "visibility" => key("missing-visibility"),
        "not-a-member" => key("missing-member"),
        "unknown-version" => key("missing-practice"),
        "overtaken" => key("missing-overtaken"),
        code => basis(code),
    }
}

fn required(problem: &Problem, member: &str) -> Message {
    // A part of something that is there.
    if problem.field.contains('[') {
        return match problem.field.rsplit_once('.') {
            Some((_, "url")) => key("missing-address"),
            _ => key("missing-something"),
        };
    }
    match member {
        "title" => key("missing-title"),
        "text" => key("missing-text"),
        "problem" => key("missing-problem"),
        "technologyType" => key("missing-technology"),
        "evidenceLevel" => key("missing-evidence"),
        "outcome" => key("missing-outcome"),
        "wouldWarnAbout" => key("missing-warning"),
        "nextTime" => key("missing-next-time"),
        "reasons" => key("missing-reasons"),
        "status" => key("missing-status"),
        "practice" => key("missing-practice"),
        _ => key("missing-something"),
    }
}

/// What a level of evidence needs.
fn basis(code: &str) -> Message {
    match code {
        "rationale-or-citation" => key("missing-rationale"),
        "own-outcome" => key("missing-own-outcome"),
        "measured-design" => key("missing-measured-design"),
        "compared-design" => key("missing-compared-design"),
        "measure" => key("missing-measure"),
        "learners" => key("missing-learners"),
        "comparison-learners" => key("missing-comparison"),
        "curator-assurance" | "curator-elsewhere" | "wide-evidence" | "independent-comparison" => {
            key("missing-curator")
        }
        _ => key("missing-unreadable"),
    }
}

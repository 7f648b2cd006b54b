//! Which questions there are.

use staffroom_service::drafts::DraftKind;

use super::field::{Field, Place, Sort};
use super::options::Options;
use crate::words::{Message, key};

/// The questions of a page: those that everybody is asked, and those behind "more".
pub(crate) struct Form {
    pub(crate) asked: Vec<Field>,
    pub(crate) more: Vec<Field>,
}

/// A screen of the form of a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    What,
    Problem,
    Who,
    Evidence,
    Result,
    Effort,
    Rights,
}

impl Step {
    /// All of them, in their order.
    pub(crate) const ALL: [Self; 7] = [
        Self::What,
        Self::Problem,
        Self::Who,
        Self::Evidence,
        Self::Result,
        Self::Effort,
        Self::Rights,
    ];

    /// In the address of its page.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Problem => "problem",
            Self::Who => "who",
            Self::Evidence => "evidence",
            Self::Result => "result",
            Self::Effort => "effort",
            Self::Rights => "rights",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == name)
    }

    /// The one after it.
    pub(crate) fn next(self) -> Option<Self> {
        let mut rest = Self::ALL.into_iter().skip_while(|step| *step != self);
        rest.nth(1)
    }

    /// What it is called.
    pub(crate) const fn title(self) -> Message {
        match self {
            Self::What => key("draft-step-what"),
            Self::Problem => key("draft-step-problem"),
            Self::Who => key("draft-step-who"),
            Self::Evidence => key("draft-step-evidence"),
            Self::Result => key("draft-step-result"),
            Self::Effort => key("draft-step-effort"),
            Self::Rights => key("draft-step-rights"),
        }
    }

    /// Its questions. Who may see something that is published already is not asked again.
    pub(crate) fn form(self, is_published: bool) -> Form {
        let mut asked = match self {
            Self::What => what(),
            Self::Problem => problem(),
            Self::Who => who(),
            Self::Evidence => evidence(),
            Self::Result => result(),
            Self::Effort => effort(),
            Self::Rights => rights(),
        };
        asked.retain(|field| !(is_published && field.place == Place::Visibility));
        Form {
            asked,
            more: Vec::new(),
        }
    }
}

impl Form {
    /// That of an adoption or an outcome, on one page.
    pub(crate) fn of_entry(kind: DraftKind) -> Self {
        match kind {
            DraftKind::Adoption => adoption(),
            DraftKind::Practice | DraftKind::Outcome => outcome(),
        }
    }

    /// What an event is about.
    pub(crate) fn of_event() -> Self {
        let technology = Field::new(
            "technology",
            Place::Record("technologyType"),
            Sort::Checks(scheme("tech")),
            key("event-form-technology"),
        );
        let licence = Field::new(
            "licence",
            Place::Record("licence"),
            Sort::Select(Options::Licences),
            key("event-form-licence"),
        );
        Self {
            asked: vec![phase(), subject(), technology, licence],
            more: Vec::new(),
        }
    }

    /// All of its questions.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.asked.iter().chain(&self.more)
    }
}

fn scheme(slug: &'static str) -> Options {
    Options::Scheme(slug)
}

fn outcome() -> Form {
    use Place::{Record, Sentence, Text};
    Form {
        asked: vec![
            Field::new(
                "outcome",
                Record("outcome"),
                Sort::Radio(scheme("oc")),
                key("draft-outcome"),
            )
            .hint(key("draft-outcome-hint")),
            Field::new(
                "learners",
                Record("learners"),
                Sort::Radio(learners()),
                key("draft-learners"),
            ),
            phase(),
            Field::new(
                "duration",
                Record("duration"),
                Sort::Line,
                key("draft-duration"),
            ),
            independence(),
            again(Record("wouldDoAgain")),
            Field::new("sentence", Sentence, Sort::Long, key("draft-sentence"))
                .hint(key("draft-sentence-hint")),
        ],
        more: vec![
            reasons(Record("reasons")),
            subject(),
            setting(),
            Field::new(
                "level",
                Record("evidenceLevel"),
                Sort::Radio(Options::Some(&["ev/tried", "ev/measured", "ev/compared"])),
                key("draft-level"),
            )
            .defined(),
            design(Record("studyDesign")),
            measure(Record("measure")),
            comparison(Record("comparisonLearners")),
            Field::new(
                "fidelity",
                Record("fidelity"),
                Sort::Radio(fidelity()),
                key("draft-fidelity"),
            ),
            Field::new("lesson", Record("lesson"), Sort::Long, key("draft-lesson")),
            cost(),
            setup(),
            running(),
            region(),
            interest(),
            Field::new("words", Text, Sort::Long, key("draft-words")),
            visibility(Some(key("draft-as-practice"))),
        ],
    }
}

fn adoption() -> Form {
    use Place::{Record, Text};
    Form {
        asked: vec![
            Field::new(
                "status",
                Record("status"),
                Sort::Radio(status()),
                key("draft-status"),
            ),
            Field::new(
                "decide-by",
                Record("decideBy"),
                Sort::Day,
                key("draft-decide-by"),
            )
            .hint(key("draft-decide-by-hint")),
            Field::new(
                "expectation",
                Record("expectation"),
                Sort::Long,
                key("draft-expectation"),
            ),
            Field::new(
                "measure-chosen",
                Record("measureChosen"),
                Sort::Line,
                key("draft-measure-chosen"),
            ),
        ],
        more: vec![
            Field::new(
                "adaptation",
                Record("adaptationIntended"),
                Sort::Long,
                key("draft-adaptation"),
            ),
            phase(),
            subject(),
            setting(),
            group_size(),
            region(),
            Field::new("words", Text, Sort::Long, key("draft-words")),
            visibility(Some(key("draft-as-practice"))),
        ],
    }
}

fn what() -> Vec<Field> {
    vec![
        Field::new("title", Place::Title, Sort::Line, key("draft-title"))
            .hint(key("draft-title-hint")),
        Field::new("text", Place::Text, Sort::Long, key("draft-text")).hint(key("draft-text-hint")),
        Field::new(
            "steps",
            Place::Record("steps"),
            Sort::Lines,
            key("draft-steps"),
        )
        .hint(key("draft-steps-hint")),
        Field::new(
            "materials",
            Place::Record("materials"),
            Sort::Materials,
            key("draft-materials"),
        )
        .hint(key("draft-materials-hint")),
        Field::new(
            "language",
            Place::Language,
            Sort::Select(languages()),
            key("draft-language"),
        ),
    ]
}

fn problem() -> Vec<Field> {
    use Place::Record;
    vec![
        Field::new(
            "problem",
            Record("problem"),
            Sort::Checks(scheme("pr")),
            key("draft-problem"),
        )
        .defined(),
        Field::new(
            "technology",
            Record("technologyType"),
            Sort::Checks(scheme("tech")),
            key("draft-technology"),
        )
        .defined(),
        Field::new(
            "innovation",
            Record("innovationKind"),
            Sort::Radio(scheme("ik")),
            key("draft-innovation"),
        )
        .defined(),
        Field::new(
            "product",
            Record("product"),
            Sort::Products,
            key("draft-product"),
        )
        .hint(key("draft-product-hint")),
        interest(),
    ]
}

fn who() -> Vec<Field> {
    vec![
        phase(),
        subject(),
        setting(),
        group_size(),
        Field::new(
            "age-from",
            Place::Ages("from"),
            Sort::Number,
            key("draft-age-from"),
        ),
        Field::new(
            "age-to",
            Place::Ages("to"),
            Sort::Number,
            key("draft-age-to"),
        ),
        region(),
    ]
}

fn evidence() -> Vec<Field> {
    use Place::{Both, Record};
    let question =
        |name, place, label| Field::new(name, place, Sort::Radio(Options::yes_or_no()), label);
    vec![
        question("real", Place::Real, key("draft-evidence-real")),
        question("planned", Place::Planned, key("draft-evidence-planned")),
        question("fair", Place::Fair, key("draft-evidence-fair")),
        Field::new(
            "rationale",
            Record("rationale"),
            Sort::Long,
            key("draft-rationale"),
        )
        .hint(key("draft-rationale-hint")),
        Field::new(
            "citations",
            Record("citations"),
            Sort::Citations,
            key("draft-citations"),
        )
        .hint(key("draft-citations-hint")),
        design(Both("studyDesign")),
        measure(Both("measure")),
        Field::new(
            "learners",
            Both("learners"),
            Sort::Select(learners()),
            key("draft-learners"),
        ),
        comparison(Both("comparisonLearners")),
    ]
}

fn result() -> Vec<Field> {
    use Place::{Both, Record, Result};
    vec![
        Field::new(
            "outcome",
            Result("outcome"),
            Sort::Radio(scheme("oc")),
            key("draft-outcome"),
        )
        .hint(key("draft-outcome-hint"))
        .defined(),
        Field::new(
            "warning",
            Both("wouldWarnAbout"),
            Sort::Long,
            key("draft-warning"),
        )
        .hint(key("draft-warning-hint")),
        Field::new(
            "next-time",
            Result("nextTime"),
            Sort::Long,
            key("draft-next-time"),
        )
        .hint(key("draft-next-time-hint")),
        Field::new(
            "did-not-work",
            Record("whatDidNotWork"),
            Sort::Long,
            key("draft-did-not-work"),
        ),
        reasons(Result("reasons")),
        Field::new(
            "duration",
            Result("duration"),
            Sort::Line,
            key("draft-duration"),
        ),
        again(Result("wouldDoAgain")),
    ]
}

fn effort() -> Vec<Field> {
    use Place::Record;
    vec![
        cost(),
        setup(),
        running(),
        Field::new(
            "horizon",
            Record("timeHorizon"),
            Sort::Select(scheme("ho")),
            key("draft-horizon"),
        ),
        Field::new(
            "delivers",
            Record("whoDelivers"),
            Sort::Line,
            key("draft-delivers"),
        ),
    ]
}

fn rights() -> Vec<Field> {
    vec![
        visibility(None),
        Field::new(
            "licence",
            Place::Record("licence"),
            Sort::Select(Options::Licences),
            key("draft-licence"),
        )
        .hint(key("draft-licence-hint")),
        independence(),
    ]
}

fn phase() -> Field {
    Field::new(
        "phase",
        Place::Record("phase"),
        Sort::Checks(scheme("ph")),
        key("draft-phase"),
    )
}

fn subject() -> Field {
    Field::new(
        "subject",
        Place::Record("subject"),
        Sort::Checks(scheme("su")),
        key("draft-subject"),
    )
}

fn setting() -> Field {
    Field::new(
        "setting",
        Place::Record("setting"),
        Sort::Checks(scheme("se")),
        key("draft-setting"),
    )
}

fn group_size() -> Field {
    Field::new(
        "group-size",
        Place::Record("groupSize"),
        Sort::Select(scheme("gs")),
        key("draft-group-size"),
    )
}

fn independence() -> Field {
    Field::new(
        "independence",
        Place::Record("independence"),
        Sort::Radio(scheme("in")),
        key("draft-independence"),
    )
}

fn again(place: Place) -> Field {
    let options = Options::Words(vec![
        ("yes", key("draft-yes")),
        ("with-changes", key("draft-with-changes")),
        ("no", key("draft-no")),
    ]);
    Field::new("again", place, Sort::Radio(options), key("draft-again"))
}

fn reasons(place: Place) -> Field {
    Field::new("reasons", place, Sort::Lines, key("draft-reasons"))
}

fn design(place: Place) -> Field {
    Field::new(
        "design",
        place,
        Sort::Select(scheme("sd")),
        key("draft-design"),
    )
}

fn measure(place: Place) -> Field {
    Field::new(
        "measure",
        place,
        Sort::Checks(scheme("me")),
        key("draft-measure"),
    )
}

fn comparison(place: Place) -> Field {
    Field::new(
        "comparison",
        place,
        Sort::Select(learners()),
        key("draft-comparison"),
    )
}

fn cost() -> Field {
    Field::new(
        "cost",
        Place::Record("costBand"),
        Sort::Select(scheme("co")),
        key("draft-cost"),
    )
}

fn setup() -> Field {
    Field::new(
        "setup",
        Place::Record("staffTimeSetup"),
        Sort::Select(scheme("ts")),
        key("draft-setup"),
    )
}

fn running() -> Field {
    Field::new(
        "running",
        Place::Record("staffTimeRunning"),
        Sort::Select(scheme("tr")),
        key("draft-running"),
    )
}

fn region() -> Field {
    Field::new(
        "region",
        Place::Record("region"),
        Sort::Line,
        key("draft-region"),
    )
    .hint(key("draft-region-hint"))
}

fn interest() -> Field {
    Field::new(
        "interest",
        Place::Record("interestDeclared"),
        Sort::Line,
        key("draft-interest"),
    )
    .hint(key("draft-interest-hint"))
}

/// `usual` is what holds where nothing is chosen.
fn visibility(usual: Option<Message>) -> Field {
    let mut words: Vec<(&'static str, Message)> = usual.map(|it| ("", it)).into_iter().collect();
    words.extend([
        ("public", key("draft-public")),
        ("unlisted", key("draft-unlisted")),
        ("private", key("draft-private")),
    ]);
    Field::new(
        "visibility",
        Place::Visibility,
        Sort::Select(Options::Words(words)),
        key("draft-visibility"),
    )
}

fn learners() -> Options {
    scheme("gs")
}

fn fidelity() -> Options {
    Options::Words(vec![
        ("as-described", key("draft-as-described")),
        ("small-changes", key("draft-small-changes")),
        ("large-changes", key("draft-large-changes")),
    ])
}

fn status() -> Options {
    Options::Words(vec![
        ("planned", key("draft-planned")),
        ("running", key("draft-running-now")),
        ("completed", key("draft-completed")),
        ("abandoned", key("draft-abandoned")),
    ])
}

fn languages() -> Options {
    Options::Words(vec![
        ("en", key("draft-english")),
        ("cy", key("draft-welsh")),
    ])
}

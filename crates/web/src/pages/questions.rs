//! "Has anyone tried …?" on a hub: what is asked, and asking.

use askama::Template;
use staffroom_domain::StatusId;
use staffroom_service::hub::{self, MOST_CONCEPTS, NewQuestion, Question, QuestionError};
use staffroom_service::preferences;
use staffroom_service::secrets::Token;
use staffroom_service::statuses::{self, StatusError};
use staffroom_vocabulary::Concept;

use super::compose::{LanguageChoice, is_language, languages, refused};
use crate::access::SignedIn;
use crate::draft::{ShownField, concept_field};
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::paging::{self, Paging};
use crate::practice::Named;
use crate::shown::{Person, viewer};
use crate::words::{Message, Words, key};

/// How many a page has.
const PER_PAGE: i64 = 20;
/// How many answered ones stand below the last of those that nobody has answered.
const BELOW: i64 = 5;
/// The longest text that a form is begun with, in characters.
const MAX_BEGUN: usize = 500;
/// What a question can be about: the name of a field, and the scheme of its concepts.
const ABOUT: [(&str, &str); 4] = [
    ("problem", "pr"),
    ("technology", "tech"),
    ("phase", "ph"),
    ("subject", "su"),
];

#[derive(Template)]
#[template(path = "questions.html")]
struct QuestionsPage {
    layout: Layout,
    t: Words,
    is_answered: bool,
    is_later: bool,
    /// What is to be answered with it.
    practice: Option<Linked>,
    questions: Vec<ShownQuestion>,
    /// Below those that nobody has answered.
    answered: Vec<ShownQuestion>,
    all_answered: String,
    all_open: String,
    paging: Paging,
}

/// A practice that somebody wants to answer with.
pub(super) struct Linked {
    pub(super) id: StatusId,
    pub(super) title: String,
    pub(super) lang: Option<String>,
}

/// A question in a list.
pub(super) struct ShownQuestion {
    pub(super) href: String,
    pub(super) text: String,
    pub(super) lang: Option<String>,
    pub(super) about: Vec<Named>,
    pub(super) author: Person,
    pub(super) written: Moment,
}

#[derive(Template)]
#[template(path = "question_new.html")]
struct AskPage {
    layout: Layout,
    t: Words,
    form_token: String,
    key: String,
    problems: Problems,
    text: String,
    fields: Vec<ShownField>,
    languages: Vec<LanguageChoice>,
    most: usize,
}

impl ShownQuestion {
    pub(super) fn new(page: &Page, question: &Question, practice: Option<&Linked>) -> Self {
        let row = &question.view.status;
        let with = practice.map(|it| format!("?practice={}#answer", it.id));
        Self {
            href: format!("/library/questions/{}{}", row.id, with.unwrap_or_default()),
            text: text_of(question),
            lang: row.language.clone().filter(|it| it != page.words().code()),
            about: about(page.words(), &question.concepts),
            author: Person::for_reader(page, &question.view.author),
            written: row.created_at.into(),
        }
    }
}

/// What warns of the question, where something does, as everywhere in lists; otherwise the question without the hashtags that are
/// written below it.
pub(super) fn text_of(question: &Question) -> String {
    let row = &question.view.status;
    if !row.spoiler.trim().is_empty() {
        return row.spoiler.trim().to_owned();
    }
    let tags: Vec<&str> = question.concepts.iter().map(|it| it.hashtag()).collect();
    let whole = row.source.trim();
    let text = whole.strip_suffix(&tags.join(" ")).unwrap_or(whole);
    match text.trim_end() {
        // A link without words leads nowhere for those who hear it.
        "" => whole.to_owned(),
        text => text.to_owned(),
    }
}

/// What a question is about, each leading to the practices that have it.
pub(super) fn about(words: Words, concepts: &[&'static Concept]) -> Vec<Named> {
    let named = concepts.iter().map(|it| Named {
        href: Some(crate::practice::concept_search(it)),
        ..Named::text(words, it.label(words.code()))
    });
    named.collect()
}

/// The practice that somebody wants to answer with, by its id, where everybody may read it.
pub(super) async fn linked(page: &Page, id: &str) -> Result<Option<Linked>, PageError> {
    let Ok(id) = id.parse::<StatusId>() else {
        return Ok(None);
    };
    let found = match statuses::show(page.ctx(), None, id).await {
        Ok(view) => view,
        Err(StatusError::Db(error)) => return Err(error.into()),
        Err(_) => return Ok(None),
    };
    let title = found.status.title.clone();
    let lang = found.status.language.clone();
    Ok(title
        .filter(|_| super::practice::address(&found).is_some())
        .map(|title| Linked {
            id,
            title,
            lang: lang.filter(|it| it != page.words().code()),
        }))
}

/// `GET /library/questions`
pub(crate) async fn list(page: Page) -> PageResult {
    let (ctx, who) = (page.ctx(), viewer(&page));
    let is_answered = !page.query().get("answered").is_empty();
    let practice = linked(&page, page.query().get("practice")).await?;
    let asked = paging::asked(&page, PER_PAGE);
    let part = hub::questions_of(ctx, who, is_answered, asked).await?;
    let below = if !is_answered && part.oldest.is_none() {
        let few = statuses::Page {
            limit: BELOW,
            ..statuses::Page::default()
        };
        hub::questions_of(ctx, who, true, few).await?.items
    } else {
        Vec::new()
    };
    let shown = |all: &[Question]| {
        let all = all.iter();
        all.map(|it| ShownQuestion::new(&page, it, practice.as_ref()))
            .collect()
    };
    let with = practice.as_ref();
    html(&QuestionsPage {
        layout: page.layout(),
        t: page.words(),
        is_answered,
        is_later: paging::is_later(&page),
        questions: shown(&part.items),
        answered: shown(&below),
        all_answered: with.map_or_else(
            || "/library/questions?answered=1".to_owned(),
            |it| format!("/library/questions?answered=1&practice={}", it.id),
        ),
        all_open: with.map_or_else(
            || "/library/questions".to_owned(),
            |it| format!("/library/questions?practice={}", it.id),
        ),
        paging: Paging::of_part(&page, &part),
        practice,
    })
}

/// `GET /library/questions/new?q=TEXT&about=CONCEPT`
pub(crate) async fn show_new(page: Page, visitor: SignedIn) -> PageResult {
    is_hub(&page)?;
    let query = page.query();
    let begun: String = query.get("q").trim().chars().take(MAX_BEGUN).collect();
    let text = if begun.is_empty() {
        begun
    } else {
        let text = key("question-begun").with("text", begun.as_str());
        page.words().say(text).to_string()
    };
    let chosen: Vec<&Concept> = query.all("about").filter_map(Concept::from_path).collect();
    let own = preferences::of(page.ctx(), visitor.user.account.id).await?;
    let language = own.language.unwrap_or_default();
    let key = Token::generate(&*page.ctx().random);
    let written = (text, language, key.as_str().to_owned());
    html(&form(&page, written, &chosen, Problems::default()))
}

/// `POST /library/questions/new`
pub(crate) async fn ask(page: Page, visitor: SignedIn, sent: PostForm) -> PageResult {
    is_hub(&page)?;
    let fields = &sent.0;
    let text = fields.get("text").replace("\r\n", "\n");
    let language = fields.get("language").trim().to_owned();
    let concepts = chosen(fields);
    let mut problems = Problems::default();
    if text.trim().is_empty() {
        problems.add("text", key("problem-question-empty"));
    }
    if concepts.is_empty() || concepts.len() > MOST_CONCEPTS {
        problems.add(
            "problem",
            key("problem-question-about").with("most", MOST_CONCEPTS),
        );
    }
    if problems.is_empty() {
        let new = NewQuestion {
            text: text.clone(),
            concepts: concepts.clone(),
            language: Some(language.clone()).filter(|tag| is_language(tag)),
            application: None,
            idempotency: fields.attempt(visitor.user.user.id, "question"),
        };
        match hub::ask_question(page.ctx(), visitor.user.account.id, new).await {
            Ok(id) => {
                let there = format!("/library/questions/{id}");
                return Ok(redirect(&page, &there, Some(Flash::QuestionAsked)));
            }
            Err(error) => {
                let is_about = matches!(
                    error,
                    QuestionError::Concepts | QuestionError::Deprecated(_)
                );
                let field = if is_about { "problem" } else { "text" };
                problems.add(field, problem(error)?);
            }
        }
    }
    let written = (text, language, fields.get("key").to_owned());
    form_again(&form(&page, written, &concepts, problems))
}

fn is_hub(page: &Page) -> Result<(), PageError> {
    let is_hub = page.ctx().config.is_hub();
    is_hub.then_some(()).ok_or_else(PageError::not_found)
}

/// The concepts that are chosen in the form, in its order.
fn chosen(fields: &Fields) -> Vec<&'static Concept> {
    let mut all = Vec::new();
    for (name, scheme) in ABOUT {
        let concepts = fields.all(name).filter_map(Concept::from_path);
        for concept in concepts.filter(|it| it.scheme().slug() == scheme) {
            if !all.contains(&concept) {
                all.push(concept);
            }
        }
    }
    all
}

/// What whoever asks or answers can do something about.
pub(super) fn problem(error: QuestionError) -> Result<Message, PageError> {
    match error {
        QuestionError::Enough => Ok(key("problem-question-enough")),
        QuestionError::Text => Ok(key("problem-question-empty")),
        QuestionError::Concepts | QuestionError::Deprecated(_) => {
            Ok(key("problem-question-about").with("most", MOST_CONCEPTS))
        }
        QuestionError::Empty => Ok(key("problem-answer-empty")),
        QuestionError::NoPractice => Ok(key("problem-answer-practice")),
        QuestionError::Post(StatusError::Invalid(reason)) => Ok(refused(&reason)),
        QuestionError::Post(StatusError::NotAllowed) => Ok(key("problem-post-moved")),
        error => Err(error.into()),
    }
}

fn form(
    page: &Page,
    (text, language, key_of_form): (String, String, String),
    chosen: &[&Concept],
    problems: Problems,
) -> AskPage {
    let words = page.words();
    let field = |(name, scheme): (&'static str, &'static str)| {
        let label = match name {
            "problem" => key("gaps-problem"),
            "technology" => key("gaps-technology"),
            "phase" => key("draft-phase"),
            _ => key("draft-subject"),
        };
        concept_field(words, (name, scheme), label, chosen)
    };
    AskPage {
        layout: page.layout(),
        t: words,
        form_token: page.form_token(),
        key: key_of_form,
        problems,
        text,
        fields: ABOUT.into_iter().map(field).collect(),
        languages: languages(&language),
        most: MOST_CONCEPTS,
    }
}

impl From<QuestionError> for PageError {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::Db(error) => error.into(),
            QuestionError::Post(error) => error.into(),
            QuestionError::Enough
            | QuestionError::Text
            | QuestionError::Deprecated(_)
            | QuestionError::Concepts
            | QuestionError::Empty
            | QuestionError::NoPractice => Self::BadRequest,
            QuestionError::NotFound => Self::not_found(),
        }
    }
}

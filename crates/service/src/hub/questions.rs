//! "Has anyone tried …?": a post on a hub that says what it is about. The hub answers once with practices that fit; the
//! topics of its concepts announce it to those who follow them; what people answer stands below it, as below any post.

use std::time::Duration;

use staffroom_db::accounts::{self, AccountRow};
use staffroom_db::hub_topics;
use staffroom_db::questions::{self as rows, QuestionRow};
use staffroom_db::statuses::{Page, StatusRow};
use staffroom_db::{Conn, DbError};
use staffroom_domain::{AccountId, StatusId, UserId, Visibility};
use staffroom_text::Format;
use staffroom_vocabulary::Concept;
use thiserror::Error;

use super::announce_in;
use super::digest::{link, named};
use super::words::Words;
use crate::context::Ctx;
use crate::listing::Part;
use crate::practices::{self, PracticeQuery};
use crate::records::RecordError;
use crate::statuses::{
    self as posts, Draft, NewStatus, People, StatusError, StatusView, Viewer, claim, is_permitted,
    load, may_act, mentioned, people_named, render, store, tags_of, validate_text,
};
use crate::tx::Tx;

/// The most concepts that a question is about.
pub const MOST_CONCEPTS: usize = 6;
/// The most questions that somebody asks within a day.
const MOST_A_DAY: i64 = 3;
/// A day.
const DAY: Duration = Duration::from_hours(24);
/// The most practices that are suggested.
const MOST_SUGGESTED: i64 = 5;
/// The most answers that are listed with a question.
const MOST_ANSWERS: usize = 40;

/// What somebody wants to ask.
#[derive(Clone, Debug, Default)]
pub struct NewQuestion {
    /// As typed.
    pub text: String,
    /// What it is about.
    pub concepts: Vec<&'static Concept>,
    /// BCP 47.
    pub language: Option<String>,
    /// By which program it is asked.
    pub application: Option<i64>,
    /// The same for every attempt at this question.
    pub idempotency: Option<(UserId, String)>,
}

/// A question, as somebody sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The post.
    pub view: StatusView,
    /// What it is about.
    pub concepts: Vec<&'static Concept>,
}

/// The same with what was found for it.
#[derive(Clone, Debug, PartialEq)]
pub struct AnsweredQuestion {
    /// The question.
    pub question: Question,
    /// Practices that fit, as they are found now, at most five.
    pub suggestions: Vec<StatusView>,
    /// What people answer, each followed by its own answers, at most forty.
    pub answers: Vec<StatusView>,
}

/// What somebody answers.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// Which question.
    pub question: StatusId,
    /// As typed.
    pub text: String,
    /// A practice that answers it, which everybody may read.
    pub practice: Option<StatusId>,
    /// BCP 47.
    pub language: Option<String>,
    /// The same for every attempt at this answer.
    pub idempotency: Option<(UserId, String)>,
}

/// Why something cannot be asked or answered.
#[derive(Clone, Debug, Error)]
pub enum QuestionError {
    /// There is none, for whoever asks; or this is no hub.
    #[error("there is no such question")]
    NotFound,
    /// It asks nothing.
    #[error("write what you want to know")]
    Text,
    /// It is about something that is there for what was said before.
    #[error("the concept {0} is not used any more; its page says what is used instead")]
    Deprecated(&'static str),
    /// It is about nothing, or about too much.
    #[error("choose at least one concept and at most {MOST_CONCEPTS}")]
    Concepts,
    /// They have asked enough.
    #[error(
        "you have asked {MOST_A_DAY} questions within a day; wait a little before the next one"
    )]
    Enough,
    /// An answer that says nothing.
    #[error("say something, or name a practice")]
    Empty,
    /// It is there for nobody, or not for everybody.
    #[error("there is no such practice that everybody may read")]
    NoPractice,
    /// It cannot be posted.
    #[error(transparent)]
    Post(StatusError),
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<StatusError> for QuestionError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::Db(error) => error.into(),
            StatusError::NotFound => Self::NotFound,
            other => Self::Post(other),
        }
    }
}

/// What a stored question is about.
fn concepts_of(row: &QuestionRow) -> Vec<&'static Concept> {
    let paths = row.concepts.split(' ');
    paths.filter_map(Concept::from_path).collect()
}

/// What topics have to know of a question.
pub(super) struct Asked {
    pub(super) author: AccountRow,
    /// Scheme and concept, by their slugs; broader ones included.
    pub(super) concepts: Vec<(String, String)>,
}

/// A question that topics may announce: none where it is for fewer than everybody, or its author is not shown.
pub(super) fn asked(conn: &mut Conn, post: &StatusRow) -> Result<Option<Asked>, DbError> {
    let row = rows::find(conn, post.id)?;
    let Some(row) = row.filter(|_| post.visibility() == Visibility::Public) else {
        return Ok(None);
    };
    let author = accounts::find(conn, row.account_id)?;
    let author = author.filter(|author| author.is_active() && !author.is_limited());
    let broader =
        |concept| std::iter::successors(Some(concept), |concept: &&Concept| concept.broader());
    let pair = |it: &Concept| (it.scheme().slug().to_owned(), it.slug().to_owned());
    let concepts = concepts_of(&row).into_iter().flat_map(broader).map(pair);
    Ok(author.map(|author| Asked {
        author,
        concepts: concepts.collect(),
    }))
}

/// Asks a question of everybody, and answers it with practices that fit, where there are any.
pub async fn ask_question(
    ctx: &Ctx,
    by: AccountId,
    new: NewQuestion,
) -> Result<StatusId, QuestionError> {
    if !ctx.config.is_hub() {
        return Err(QuestionError::NotFound);
    }
    if new.text.trim().is_empty() {
        return Err(QuestionError::Text);
    }
    let mut concepts: Vec<&'static Concept> = Vec::new();
    for concept in &new.concepts {
        if concept.is_deprecated() {
            return Err(QuestionError::Deprecated(concept.path()));
        }
        if !concepts.contains(concept) {
            concepts.push(concept);
        }
    }
    if concepts.is_empty() || concepts.len() > MOST_CONCEPTS {
        return Err(QuestionError::Concepts);
    }
    let new = NewQuestion {
        text: with_hashtags(&new.text, &concepts),
        concepts,
        ..new
    };
    validate_text(&new.text, "")?;
    let people = people_named(ctx, &new.text).await?;
    let suggested = suggestions(ctx, None, &new.concepts).await?;
    ctx.transact(move |tx| ask_in(tx, by, &new, &people, &suggested))
        .await
}

/// The text of a question says in words what it is about, for those who see it elsewhere.
fn with_hashtags(text: &str, concepts: &[&'static Concept]) -> String {
    let tags: Vec<&str> = concepts.iter().map(|concept| concept.hashtag()).collect();
    format!("{}\n\n{}", text.trim(), tags.join(" "))
}

fn ask_in(
    tx: &mut Tx<'_>,
    by: AccountId,
    new: &NewQuestion,
    people: &People,
    suggested: &[StatusView],
) -> Result<StatusId, QuestionError> {
    let id: StatusId = tx.new_id();
    if let Some(before) = claim(tx, new.idempotency.clone(), id.get(), false)? {
        return Ok(before.made_id.into());
    }
    accounts::lock(tx.conn, by)?;
    let author = accounts::find(tx.conn, by)?.ok_or(QuestionError::NotFound)?;
    may_act(&author)?;
    let since = StatusId::first_at(tx.now.minus(DAY));
    if rows::count_since(tx.conn, by, since)? >= MOST_A_DAY {
        return Err(QuestionError::Enough);
    }
    let rendered = render(tx, &new.text, Format::Plain, people);
    let draft = Draft {
        id: Some(id),
        mentions: mentioned(people, &rendered),
        tags: tags_of(&rendered),
        content: rendered.html,
        source: new.text.clone(),
        language: new.language.clone(),
        application: new.application,
        ..Draft::note(author.clone(), tx.now)
    };
    let post = store(tx, draft)?;
    let paths: Vec<&str> = new.concepts.iter().map(|concept| concept.path()).collect();
    rows::insert(
        tx.conn,
        QuestionRow {
            status_id: post.id,
            account_id: author.id,
            concepts: paths.join(" "),
        },
    )?;
    // First what is written, and then who is told: those who follow a topic find it answered.
    answer_in(tx, &author, &post, suggested)?;
    announce_in(tx, post.id)?;
    Ok(post.id)
}

/// The account of the library answers, for whoever asked alone.
fn answer_in(
    tx: &mut Tx<'_>,
    author: &AccountRow,
    question: &StatusRow,
    suggested: &[StatusView],
) -> Result<(), DbError> {
    if suggested.is_empty() || !is_permitted(tx, Visibility::Direct) {
        return Ok(());
    }
    let library = match hub_topics::of_concept(tx.conn, "", "")? {
        Some(row) => accounts::find(tx.conn, row.account_id)?,
        None => None,
    };
    let Some(library) = library.filter(AccountRow::is_active) else {
        return Ok(());
    };
    let words = Words::of(question.language.as_deref().unwrap_or(tx.language));
    let key = (author.username_folded.clone(), String::new());
    let people: People = [(key, author.clone())].into_iter().collect();
    let head = format!("@{} {}", author.username, words.suggested());
    let rendered = render(tx, &head, Format::Plain, &people);
    let (mut links, mut plain) = (Vec::new(), vec![head]);
    for view in suggested {
        let (title, address) = named(tx.addresses, &view.status);
        links.push(link("– ", &title, &address));
        plain.push(format!("– {title}: {address}"));
    }
    let draft = Draft {
        visibility: Visibility::Direct,
        in_reply_to: Some(question.clone()),
        mentions: vec![(author.id, false)],
        content: format!("{}<p>{}</p>", rendered.html, links.join("<br>")),
        source: plain.join("\n"),
        language: Some(words.code().to_owned()),
        stays_here: true,
        ..Draft::note(library, tx.now)
    };
    store(tx, draft)?;
    Ok(())
}

/// Practices that fit, those that have all of it first, then those that have any of it.
async fn suggestions(
    ctx: &Ctx,
    viewer: Viewer,
    concepts: &[&'static Concept],
) -> Result<Vec<StatusView>, DbError> {
    let pair = |it: &&Concept| (it.scheme().slug().to_owned(), it.slug().to_owned());
    let all: Vec<(String, String)> = concepts.iter().map(pair).collect();
    let mut found: Vec<StatusView> = Vec::new();
    for facets in std::iter::once(all.clone()).chain(all.iter().map(|one| vec![one.clone()])) {
        let query = PracticeQuery {
            facets,
            page: Page {
                limit: MOST_SUGGESTED,
                ..Page::default()
            },
            ..PracticeQuery::default()
        };
        for view in practices::search(ctx, viewer, query).await?.practices {
            if !found.iter().any(|it| it.status.id == view.status.id) {
                found.push(view);
            }
        }
        let most = usize::try_from(MOST_SUGGESTED).unwrap_or(usize::MAX);
        found.truncate(most);
        if found.len() == most {
            break;
        }
    }
    Ok(found)
}

/// A question with what fits and what people answer.
pub async fn question(
    ctx: &Ctx,
    viewer: Viewer,
    id: StatusId,
) -> Result<AnsweredQuestion, QuestionError> {
    let question = alone(ctx, viewer, id).await?;
    Ok(AnsweredQuestion {
        suggestions: suggestions(ctx, viewer, &question.concepts).await?,
        answers: posts::answers(ctx, viewer, id, MOST_ANSWERS).await?,
        question,
    })
}

/// A question alone.
async fn alone(ctx: &Ctx, viewer: Viewer, id: StatusId) -> Result<Question, QuestionError> {
    let row: Result<_, DbError> = ctx.db.read(move |conn| rows::find(conn, id)).await;
    let row = row?.filter(|_| ctx.config.is_hub());
    let row = row.ok_or(QuestionError::NotFound)?;
    Ok(Question {
        view: posts::show(ctx, viewer, id).await?,
        concepts: concepts_of(&row),
    })
}

/// Answers a question with words, with a practice, or with both: a public post that answers it like any other.
pub async fn answer_question(
    ctx: &Ctx,
    by: AccountId,
    new: NewAnswer,
) -> Result<StatusId, QuestionError> {
    let found = alone(ctx, Some(by), new.question).await?;
    let mut parts = Vec::new();
    let text = new.text.trim();
    if !text.is_empty() {
        parts.push(text.to_owned());
    }
    if let Some(id) = new.practice {
        let practice = practices::get(ctx, None, id).await;
        let practice = practice.map_err(|error| match error {
            RecordError::Db(error) => error.into(),
            _ => QuestionError::NoPractice,
        })?;
        if practice.practice.is_withdrawn() {
            return Err(QuestionError::NoPractice);
        }
        let (title, address) = named(&ctx.addresses, &practice.view.status);
        // A title is somebody else's: it names nobody, and has no hashtags, in the name of whoever answers.
        parts.push(if title.contains(['@', '#']) {
            address
        } else {
            format!("{title}: {address}")
        });
    }
    if parts.is_empty() {
        return Err(QuestionError::Empty);
    }
    let mut text = parts.join("\n\n");
    if found.view.author.id != by {
        text = format!("@{} {text}", found.view.author.acct());
    }
    let answer = NewStatus {
        text,
        language: new.language,
        visibility: Some(Visibility::Public),
        in_reply_to: Some(new.question),
        idempotency: new.idempotency,
        ..NewStatus::default()
    };
    Ok(posts::publish(ctx, by, answer).await?)
}

/// Questions, the newest first.
pub async fn questions(
    ctx: &Ctx,
    viewer: Viewer,
    page: Page,
) -> Result<Part<Question>, QuestionError> {
    listed(ctx, viewer, page, rows::page).await
}

/// Questions that somebody else has answered for everybody to read, or those that nobody has; the newest first.
pub async fn questions_of(
    ctx: &Ctx,
    viewer: Viewer,
    is_answered: bool,
    page: Page,
) -> Result<Part<Question>, QuestionError> {
    let read = move |conn: &mut Conn, page| rows::page_of(conn, is_answered, page);
    listed(ctx, viewer, page, read).await
}

async fn listed(
    ctx: &Ctx,
    viewer: Viewer,
    page: Page,
    read: impl FnOnce(&mut Conn, Page) -> Result<Vec<QuestionRow>, DbError> + Send + 'static,
) -> Result<Part<Question>, QuestionError> {
    if !ctx.config.is_hub() {
        return Err(QuestionError::NotFound);
    }
    let now = ctx.now();
    let page = page.at_most(40);
    let part: Result<_, DbError> = ctx
        .db
        .read(move |conn| {
            let all = read(conn, page)?;
            let ids: Vec<StatusId> = all.iter().map(|row| row.status_id).collect();
            let views = load(conn, viewer, &ids)?;
            let views = posts::without_hidden(conn, viewer, views, now)?;
            let views = posts::without_limited(conn, viewer, views)?;
            let part = Part::of(all, |row| row.status_id.get()).of_page(page);
            Ok(part.filter_map(|row| {
                let view = views.iter().find(|it| it.status.id == row.status_id)?;
                Some(Question {
                    view: view.clone(),
                    concepts: concepts_of(&row),
                })
            }))
        })
        .await;
    Ok(part?)
}

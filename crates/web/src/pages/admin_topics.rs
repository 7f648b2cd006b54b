//! The accounts of a hub that one follows: one for all of its library, and one for each concept that is switched on.

use askama::Template;
use staffroom_domain::Timestamp;
use staffroom_service::hub::{HubTopicRow, Topic, TopicError};
use staffroom_service::staff::{self, StaffTopicError, Switch};
use staffroom_vocabulary::{Concept, Facet as _, Problem, Scheme, TechnologyType};

use crate::access::Staff;
use crate::error::PageError;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::practice::Named;
use crate::words::{Message, Words, key};

const HERE: &str = "/admin/hub/topics";
/// What the form calls the library as a whole.
const LIBRARY: &str = "library";

#[derive(Template)]
#[template(path = "admin_topics.html")]
struct TopicsPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    topics: Vec<ShownTopic>,
    /// Concepts that have no account yet, by their schemes.
    rest: Vec<Rest>,
    is_daily: bool,
}

/// An account that is there.
struct ShownTopic {
    /// What the form sends.
    value: &'static str,
    handle: String,
    path: String,
    concept: Option<Named>,
    is_on: bool,
    is_daily: bool,
    followers: i64,
    last: Option<Moment>,
    announced: i64,
    waiting: i64,
}

/// The concepts of a scheme.
struct Rest {
    name: Named,
    concepts: Vec<(&'static str, Named, bool)>,
}

impl ShownTopic {
    fn new(words: Words, topic: &Topic) -> Self {
        let count = |states: &[&str]| {
            let of = topic.counts.iter();
            let of = of.filter(|(state, _)| states.contains(&state.as_str()));
            of.map(|(_, n)| n).sum::<i64>()
        };
        let last = topic.account.last_status_at;
        Self {
            value: topic.concept.map_or(LIBRARY, Concept::path),
            handle: format!("@{}", topic.account.username),
            path: format!("/@{}", topic.account.username),
            concept: topic.concept.map(|it| Named {
                href: Some(format!("/vocab/{}", it.path())),
                ..Named::text(words, it.label(words.code()))
            }),
            is_on: topic.row.is_on,
            is_daily: topic.row.digest == HubTopicRow::DAILY,
            followers: topic.account.followers_count,
            last: last.map(Timestamp::from_micros).map(Moment::from),
            announced: count(&["announced", "told"]),
            waiting: count(&["waiting"]),
        }
    }
}

async fn template(
    page: &Page,
    visitor: &Staff,
    (chosen, is_daily): (String, bool),
    problems: Problems,
) -> Result<TopicsPage, PageError> {
    if !page.ctx().config.is_hub() {
        return Err(PageError::not_found());
    }
    let words = page.words();
    let topics = staff::topics(page.ctx(), visitor.by()).await?;
    let there: Vec<&Concept> = topics.iter().filter_map(|it| it.concept).collect();
    let rest = |scheme: &'static Scheme| {
        let concepts = scheme.concepts().iter();
        let concepts = concepts.filter(|it| !it.is_deprecated() && !there.contains(*it));
        Rest {
            name: Named::text(words, scheme.label(words.code())),
            concepts: concepts
                .map(|it| {
                    let name = Named::text(words, it.label(words.code()));
                    (it.path(), name, chosen == it.path())
                })
                .collect(),
        }
    };
    Ok(TopicsPage {
        rest: vec![rest(Problem::scheme()), rest(TechnologyType::scheme())],
        topics: topics.iter().map(|it| ShownTopic::new(words, it)).collect(),
        layout: page.layout(),
        t: words,
        form_token: page.form_token(),
        problems,
        is_daily,
    })
}

/// `GET /admin/hub/topics`
pub(crate) async fn show(page: Page, visitor: Staff) -> PageResult {
    let nothing = (String::new(), false);
    html(&template(&page, &visitor, nothing, Problems::default()).await?)
}

/// `POST /admin/hub/topics`: switches one on or off, or changes how it tells what is new.
pub(crate) async fn submit(page: Page, visitor: Staff, form: PostForm) -> PageResult {
    let (fields, ctx, by) = (&form.0, page.ctx(), visitor.by());
    let named = fields.get("concept");
    let concept = Concept::from_path(named);
    let digest = match fields.get("digest") {
        HubTopicRow::DAILY => HubTopicRow::DAILY,
        _ => HubTopicRow::AUTO,
    };
    let done = match (fields.get("do"), concept) {
        ("digest", None) if named == LIBRARY => {
            let changed = staff::set_digest(ctx, by, None, digest).await;
            changed.map(|_| Flash::TopicChanged)
        }
        ("digest", Some(concept)) => {
            let changed = staff::set_digest(ctx, by, Some(concept), digest).await;
            changed.map(|_| Flash::TopicChanged)
        }
        // One that was there before goes on as it did.
        ("again", Some(concept)) => {
            let on = staff::switch_topic(ctx, by, concept, on(None)).await;
            on.map(|_| Flash::TopicOn)
        }
        ("on", Some(concept)) => {
            let on = staff::switch_topic(ctx, by, concept, on(Some(digest))).await;
            on.map(|_| Flash::TopicOn)
        }
        ("off", Some(concept)) => {
            let off = staff::switch_topic(ctx, by, concept, Switch::Off).await;
            off.map(|_| Flash::TopicOff)
        }
        ("on", None) => {
            let problems = Problems::one("concept", key("problem-topic-none"));
            let written = (String::new(), digest == HubTopicRow::DAILY);
            return form_again(&template(&page, &visitor, written, problems).await?);
        }
        _ => return Err(PageError::not_found()),
    };
    match done {
        Ok(flash) => Ok(redirect(&page, HERE, Some(flash))),
        Err(error) => {
            let problems = Problems::one("concept", problem(error, named)?);
            let written = (named.to_owned(), digest == HubTopicRow::DAILY);
            form_again(&template(&page, &visitor, written, problems).await?)
        }
    }
}

/// What whoever asked can do something about.
fn problem(error: StaffTopicError, concept: &str) -> Result<Message, PageError> {
    match error {
        StaffTopicError::Topic(TopicError::Name(_)) => {
            Ok(key("problem-topic-name").with("concept", concept))
        }
        error => Err(error.into()),
    }
}

impl From<StaffTopicError> for PageError {
    fn from(error: StaffTopicError) -> Self {
        match error {
            StaffTopicError::Staff(error) => error.into(),
            StaffTopicError::Topic(TopicError::Db(error)) => error.into(),
            StaffTopicError::Topic(_) => Self::not_found(),
        }
    }
}

const fn on(digest: Option<&'static str>) -> Switch {
    Switch::On { name: None, digest }
}

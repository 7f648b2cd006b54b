//! What somebody does not want to see, or not at first: words, in some of their lists.

use std::time::Duration;

use askama::Template;
use staffroom_domain::{FilterId, FilterKeywordId};
use staffroom_service::filters::{
    self, Context, Expiry, Filter, FilterChange, FilterError, KeywordChange, MAX_KEYWORD, MAX_TITLE,
};

use crate::access::SignedIn;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::moment::Moment;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::words::{Message, Words, key};

const LIST: &str = "/settings/filters";
/// How many more words can be filled in.
const ROOM: usize = 3;
/// More lines than anybody fills in.
const MAX_WORDS: usize = 200;
/// For how long a filter can count, in hours.
const HOURS: [u64; 5] = [1, 12, 24, 168, 720];

#[derive(Template)]
#[template(path = "settings_filters.html")]
struct FiltersPage {
    layout: Layout,
    t: Words,
    filters: Vec<ShownFilter>,
}

struct ShownFilter {
    id: String,
    title: String,
    words: Vec<String>,
    posts: usize,
    expires: Option<Moment>,
    hides: bool,
}

#[derive(Template)]
#[template(path = "settings_filter.html")]
struct FilterPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    /// None: a new one.
    id: Option<FilterId>,
    expires: Option<Moment>,
    written: Written,
    contexts: Vec<Choice>,
    actions: [Choice; 2],
    lengths: Vec<Length>,
    most_title: usize,
}

struct Choice {
    name: &'static str,
    label: Message,
    is_chosen: bool,
}

struct Length {
    hours: u64,
    label: Message,
    is_chosen: bool,
}

/// What is filled in.
struct Written {
    title: String,
    contexts: Vec<String>,
    action: String,
    expiry: String,
    words: Vec<Word>,
}

struct Word {
    number: usize,
    id: Option<FilterKeywordId>,
    text: String,
    is_whole: bool,
}

impl Written {
    fn begin() -> Self {
        Self {
            title: String::new(),
            contexts: ["home", "notifications"].map(str::to_owned).to_vec(),
            action: "warn".to_owned(),
            expiry: "never".to_owned(),
            words: Vec::new(),
        }
        .with_room()
    }

    fn of(filter: &Filter) -> Self {
        let contexts = Context::of(&filter.row).into_iter();
        let words = filter.keywords.iter().map(|row| Word {
            number: 0,
            id: Some(row.id),
            text: row.keyword.clone(),
            is_whole: row.whole_word,
        });
        Self {
            title: filter.row.title.clone(),
            contexts: contexts.map(|it| it.as_str().to_owned()).collect(),
            action: filter.row.action.clone(),
            expiry: if filter.row.expires_at.is_some() {
                "as-it-is"
            } else {
                "never"
            }
            .to_owned(),
            words: words.collect(),
        }
        .with_room()
    }

    fn read(fields: &Fields) -> Self {
        let ids = fields.all("word-id");
        let words = ids.zip(fields.all("word")).take(MAX_WORDS);
        let words = (1_usize..).zip(words).map(|(number, (id, text))| Word {
            number,
            id: id.parse().ok(),
            text: text.trim().to_owned(),
            is_whole: fields.all("whole").any(|it| it == number.to_string()),
        });
        Self {
            title: fields.get("title").trim().to_owned(),
            contexts: fields.all("context").map(str::to_owned).collect(),
            action: fields.get("action").to_owned(),
            expiry: fields.get("expiry").to_owned(),
            words: words.collect(),
        }
    }

    fn with_room(mut self) -> Self {
        self.words
            .retain(|word| word.id.is_some() || !word.text.is_empty());
        for _ in 0..ROOM {
            self.words.push(Word {
                number: 0,
                id: None,
                text: String::new(),
                is_whole: true,
            });
        }
        for (number, word) in (1..).zip(&mut self.words) {
            word.number = number;
        }
        self
    }

    fn check(&self) -> Problems {
        let mut problems = Problems::default();
        if self.title.is_empty() {
            problems.add("title", key("problem-filter-untitled"));
        } else if self.title.chars().count() > MAX_TITLE {
            problems.add("title", key("problem-filter-title").with("most", MAX_TITLE));
        }
        if self.contexts.is_empty() {
            problems.add("contexts", key("problem-filter-nowhere"));
        }
        if self
            .words
            .iter()
            .any(|word| word.text.chars().count() > MAX_KEYWORD)
        {
            problems.add(
                "words",
                key("problem-filter-word").with("most", MAX_KEYWORD),
            );
        }
        problems
    }

    fn change(&self) -> FilterChange {
        let words = self.words.iter().filter(|word| {
            // A line that was left empty is none.
            word.id.is_some() || !word.text.is_empty()
        });
        let words = words.map(|word| KeywordChange {
            id: word.id,
            keyword: (!word.text.is_empty()).then(|| word.text.clone()),
            whole_word: Some(word.is_whole),
            removed: word.text.is_empty(),
        });
        let hours = self.expiry.parse().ok().filter(|it| HOURS.contains(it));
        FilterChange {
            title: Some(self.title.clone()),
            contexts: Some(self.contexts.clone()),
            action: Some(self.action.clone()),
            expiry: match hours {
                Some(hours) => Some(Expiry::After(Duration::from_hours(hours))),
                None if self.expiry == "never" => Some(Expiry::Never),
                None => None,
            },
            keywords: words.collect(),
        }
    }
}

pub(crate) async fn list(page: Page, visitor: SignedIn) -> PageResult {
    let all = filters::list(page.ctx(), visitor.user.account.id).await?;
    let shown = all.into_iter().map(|filter| ShownFilter {
        id: filter.row.id.to_string(),
        title: filter.row.title,
        words: filter.keywords.into_iter().map(|it| it.keyword).collect(),
        posts: filter.statuses.len(),
        expires: filter.row.expires_at.map(Moment::from),
        hides: filter.row.action == "hide",
    });
    html(&FiltersPage {
        filters: shown.collect(),
        layout: page.layout(),
        t: page.words(),
    })
}

pub(crate) async fn show_new(page: Page, _visitor: SignedIn) -> PageResult {
    html(&template(
        &page,
        None,
        Written::begin(),
        Problems::default(),
    ))
}

pub(crate) async fn submit_new(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let written = Written::read(&form.0);
    let problems = written.check();
    if !problems.is_empty() {
        return form_again(&template(&page, None, written.with_room(), problems));
    }
    let by = visitor.user.account.id;
    match filters::create(page.ctx(), by, written.change()).await {
        Ok(_) => Ok(redirect(&page, LIST, Some(Flash::SettingsSaved))),
        Err(FilterError::Invalid(_)) => {
            let problems = Problems::one("title", key("problem-filter-many"));
            form_again(&template(&page, None, written.with_room(), problems))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn show(page: Page, visitor: SignedIn) -> PageResult {
    let id: FilterId = page.segment("id")?;
    let filter = filters::show(page.ctx(), visitor.user.account.id, id).await?;
    let written = Written::of(&filter);
    html(&template(
        &page,
        Some(&filter),
        written,
        Problems::default(),
    ))
}

pub(crate) async fn submit(page: Page, visitor: SignedIn, form: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let id: FilterId = page.segment("id")?;
    let filter = filters::show(ctx, by, id).await?;
    let written = Written::read(&form.0);
    let problems = written.check();
    if !problems.is_empty() {
        return form_again(&template(
            &page,
            Some(&filter),
            written.with_room(),
            problems,
        ));
    }
    match filters::update(ctx, by, id, written.change()).await {
        Ok(_) => Ok(redirect(&page, LIST, Some(Flash::SettingsSaved))),
        Err(FilterError::Invalid(_)) => {
            let problems = Problems::one("title", key("problem-filter-many"));
            form_again(&template(
                &page,
                Some(&filter),
                written.with_room(),
                problems,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn delete(page: Page, visitor: SignedIn, _form: PostForm) -> PageResult {
    let id: FilterId = page.segment("id")?;
    filters::delete(page.ctx(), visitor.user.account.id, id).await?;
    Ok(redirect(&page, LIST, Some(Flash::FilterDeleted)))
}

fn template(
    page: &Page,
    filter: Option<&Filter>,
    written: Written,
    problems: Problems,
) -> FilterPage {
    let has = |name: &str| written.contexts.iter().any(|it| it == name);
    let contexts = Context::ALL.into_iter().map(|context| Choice {
        name: context.as_str(),
        label: match context {
            Context::Home => key("filter-in-home"),
            Context::Notifications => key("filter-in-notifications"),
            Context::Public => key("filter-in-public"),
            Context::Thread => key("filter-in-thread"),
            Context::Account => key("filter-in-account"),
        },
        is_chosen: has(context.as_str()),
    });
    let action = |name, label| Choice {
        name,
        label,
        is_chosen: (name == "hide") == (written.action == "hide"),
    };
    let lengths = HOURS.into_iter().map(|hours| Length {
        hours,
        label: if hours < 24 {
            key("filter-for-hours").with("number", hours)
        } else {
            key("filter-for-days").with("number", hours / 24)
        },
        is_chosen: written.expiry == hours.to_string(),
    });
    FilterPage {
        contexts: contexts.collect(),
        actions: [
            action("warn", key("filter-warn")),
            action("hide", key("filter-hide")),
        ],
        lengths: lengths.collect(),
        id: filter.map(|it| it.row.id),
        expires: filter.and_then(|it| it.row.expires_at).map(Moment::from),
        form_token: page.form_token(),
        layout: page.layout(),
        t: page.words(),
        most_title: MAX_TITLE,
        written,
        problems,
    }
}

impl From<FilterError> for PageError {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::NotFound => Self::not_found(),
            FilterError::Invalid(_) => Self::BadRequest,
            FilterError::Db(error) => error.into(),
        }
    }
}

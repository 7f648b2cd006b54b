//! The custom emojis of this instance: adding them, and taking them away.

use askama::Template;
use staffroom_service::Ctx;
use staffroom_service::emojis::{self, EmojiRow, LARGEST, MAX_CATEGORY, MAX_OWN, NewOwn, OwnError};
use staffroom_service::media::{MediaError, Shown};

use crate::access::Staff;
use crate::error::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::form::{PostForm, Problems};
use crate::layout::Layout;
use crate::page::{Page, PageResult, form_again, html, redirect};
use crate::parts::{PostParts, Sent};
use crate::words::{Words, key};

const HERE: &str = "/admin/emojis";
/// How many stand on one page.
const PER_PAGE: usize = 100;
/// The largest file, in MiB.
const MEBIBYTES: u64 = LARGEST / (1024 * 1024);

#[derive(Template)]
#[template(path = "admin_emojis.html")]
struct EmojisPage {
    layout: Layout,
    t: Words,
    form_token: String,
    problems: Problems,
    written: NewOwn,
    most: usize,
    largest: u64,
    emojis: Vec<ShownEmoji>,
    is_first: bool,
    next: Option<String>,
}

/// One that is there.
struct ShownEmoji {
    shortcode: String,
    category: Option<String>,
    /// Where its picture is, which does not move.
    picture: Option<String>,
}

impl ShownEmoji {
    fn new(ctx: &Ctx, row: EmojiRow) -> Self {
        Self {
            picture: Shown::emoji(ctx, &row).map(|it| it.still),
            shortcode: row.shortcode,
            category: row.category,
        }
    }
}

/// What was filled in. Whoever writes the colons means what is between them.
fn read(fields: &Fields) -> NewOwn {
    let category = fields.get("category").trim();
    NewOwn {
        shortcode: fields.get("shortcode").trim().trim_matches(':').to_owned(),
        category: (!category.is_empty()).then(|| category.to_owned()),
        replaces: !fields.get("replaces").is_empty(),
    }
}

/// What whoever filled it in can mend, at the field where they can.
fn explain(error: OwnError, problems: &mut Problems) -> Result<(), PageError> {
    let (field, text) = match error {
        OwnError::Shortcode(_) => ("shortcode", key("problem-emoji-shortcode")),
        OwnError::Taken(code) => (
            "shortcode",
            key("problem-emoji-taken").with("code", format!(":{code}:")),
        ),
        OwnError::Full => ("shortcode", key("problem-emoji-full").with("most", MAX_OWN)),
        OwnError::Category => (
            "category",
            key("problem-emoji-category").with("most", MAX_CATEGORY),
        ),
        OwnError::TooLarge => (
            "picture",
            key("problem-emoji-large").with("most", MEBIBYTES),
        ),
        OwnError::Media(MediaError::Invalid(_)) => ("picture", key("problem-picture")),
        OwnError::Media(error) => return Err(error.into()),
        OwnError::Staff(error) => return Err(error.into()),
    };
    problems.add(field, text);
    Ok(())
}

async fn template(
    page: &Page,
    written: NewOwn,
    problems: Problems,
) -> Result<EmojisPage, PageError> {
    let ctx = page.ctx();
    let after = page.query().get("after").to_owned();
    let mut rows = emojis::own(ctx).await?;
    rows.retain(|row| row.shortcode > after);
    let has_more = rows.len() > PER_PAGE;
    rows.truncate(PER_PAGE);
    let last = rows.last().map(|row| row.shortcode.clone());
    Ok(EmojisPage {
        layout: page.layout(),
        t: page.words(),
        form_token: page.form_token(),
        problems,
        written,
        most: MAX_CATEGORY,
        largest: MEBIBYTES,
        emojis: rows
            .into_iter()
            .map(|row| ShownEmoji::new(ctx, row))
            .collect(),
        is_first: after.is_empty(),
        next: last.filter(|_| has_more),
    })
}

/// `GET /admin/emojis`
pub(crate) async fn show(page: Page, _visitor: Staff) -> PageResult {
    html(&template(&page, NewOwn::default(), Problems::default()).await?)
}

/// `POST /admin/emojis`: adds one, or gives one another picture where that is asked for.
pub(crate) async fn add(page: Page, visitor: Staff, sent: PostParts) -> PageResult {
    let mut sent = sent;
    let written = read(&sent.fields);
    let mut problems = Problems::default();
    for problem in emojis::problems(&written) {
        explain(problem, &mut problems)?;
    }
    let picture = match sent.file("picture") {
        Sent::File(file) => Some(file),
        Sent::TooLarge => {
            explain(OwnError::TooLarge, &mut problems)?;
            None
        }
        Sent::Nothing => {
            problems.add("picture", key("problem-emoji-no-picture"));
            None
        }
    };
    if let Some(picture) = picture.filter(|_| problems.is_empty()) {
        match emojis::add(page.ctx(), visitor.by(), written.clone(), &picture).await {
            Ok(_) => return Ok(redirect(&page, HERE, Some(Flash::EmojiAdded))),
            Err(error) => explain(error, &mut problems)?,
        }
    }
    form_again(&template(&page, written, problems).await?)
}

/// `POST /admin/emojis/{shortcode}/remove`
pub(crate) async fn remove(page: Page, visitor: Staff, _: PostForm) -> PageResult {
    let shortcode: String = page.segment("shortcode")?;
    let is_gone = emojis::remove(page.ctx(), visitor.by(), &shortcode).await?;
    // Somebody else was faster.
    let flash = if is_gone {
        Flash::EmojiRemoved
    } else {
        Flash::NotPossible
    };
    Ok(redirect(&page, HERE, Some(flash)))
}

//! Public posts with a hashtag. That of a concept of the vocabulary brings those with its other names along.

use askama::Template;
use staffroom_service::filters::Context;
use staffroom_service::tags::{self, TagError};
use staffroom_service::timelines::{self, Kinds, Tags};
use staffroom_text::hashtag::fold;
use staffroom_vocabulary::{Concept, named};

use super::timelines::POSTS;
use crate::access::{MaybeSignedIn, SignedIn};
use crate::error::PageError;
use crate::form::PostForm;
use crate::layout::Layout;
use crate::page::{Page, PageResult, html, redirect};
use crate::paging::{self, Paging};
use crate::post::posts;
use crate::return_to::{ReturnTo, percent_encode};
use crate::shown::Shown;
use crate::words::Words;

#[derive(Template)]
#[template(path = "tag.html")]
struct TagPage {
    layout: Layout,
    t: Words,
    /// With `#`.
    tag: String,
    href: String,
    form_token: String,
    concept: Option<ShownConcept>,
    /// Whether whoever looks at it follows it, where they are signed in.
    following: Option<bool>,
    posts: Vec<Shown>,
    paging: Paging,
    is_later: bool,
}

/// The concept that a hashtag means.
struct ShownConcept {
    name: &'static str,
    /// The language of the name.
    language: &'static str,
    href: String,
    /// Other hashtags of it, with `#`.
    others: Vec<String>,
}

pub(crate) async fn show(page: Page, visitor: MaybeSignedIn) -> PageResult {
    let ctx = page.ctx();
    let name: String = page.segment("tag")?;
    let viewer = visitor.0.as_ref().map(|who| who.user.account.id);
    if viewer.is_none() && !ctx.config.timelines.open {
        return Err(PageError::SignInFirst(ReturnTo::parse(page.here())));
    }
    let tag = tags::show(ctx, viewer, &name).await?;
    let concept = concept_of(&tag.name);
    let others = concept.map(|it| others(it, &tag.name)).unwrap_or_default();
    let asked = Tags {
        tag: tag.name.clone(),
        any: others.clone(),
        ..Tags::default()
    };
    let part = paging::asked(&page, POSTS);
    let part = timelines::tag(ctx, viewer, asked, Kinds::default(), part).await?;
    html(&TagPage {
        tag: format!("#{}", tag.display),
        href: address(&tag.name),
        concept: concept.map(|it| ShownConcept::new(page.words(), it, &others)),
        following: tag.following,
        posts: posts(&page, &part.views, Context::Public),
        paging: Paging::of_timeline(&page, &part),
        is_later: paging::is_later(&page),
        // A stranger is given no cookie for a form that is not there.
        form_token: tag.following.map(|_| page.form_token()).unwrap_or_default(),
        layout: page.layout(),
        t: page.words(),
    })
}

/// Follows it, or no more.
pub(crate) async fn act(page: Page, visitor: SignedIn, _: PostForm) -> PageResult {
    let (ctx, by) = (page.ctx(), visitor.user.account.id);
    let name: String = page.segment("tag")?;
    let what: String = page.segment("act")?;
    let tag = match what.as_str() {
        "follow" => tags::follow(ctx, by, &name).await?,
        "unfollow" => tags::unfollow(ctx, by, &name).await?,
        _ => return Err(PageError::not_found()),
    };
    Ok(redirect(&page, &address(&tag.name), None))
}

pub(super) fn address(name: &str) -> String {
    format!("/tags/{}", percent_encode(name))
}

/// The concept whose hashtag or other name this is; none where several could be meant.
fn concept_of(name: &str) -> Option<&'static Concept> {
    Concept::from_hashtag(name).or_else(|| {
        let mut meant = named(name);
        meant.next().filter(|_| meant.next().is_none())
    })
}

/// The other hashtags of a concept, its own first, as they are compared.
fn others(concept: &Concept, but: &str) -> Vec<String> {
    let mut names = vec![fold(concept.hashtag())];
    names.extend(concept.synonyms().iter().map(|it| fold(it)));
    let mut found = Vec::new();
    for name in names {
        if !name.is_empty() && name != but && !found.contains(&name) {
            found.push(name);
        }
    }
    found.truncate(timelines::MAX_TAGS_ASKED);
    found
}

impl ShownConcept {
    fn new(words: Words, concept: &'static Concept, others: &[String]) -> Self {
        let label = concept.label(words.code());
        Self {
            name: label.value,
            language: label.language,
            href: format!("/vocab/{}", concept.path()),
            others: others.iter().map(|it| format!("#{it}")).collect(),
        }
    }
}

impl From<TagError> for PageError {
    fn from(error: TagError) -> Self {
        match error {
            TagError::NotFound => Self::not_found(),
            TagError::Invalid(_) => Self::BadRequest,
            TagError::Db(error) => error.into(),
        }
    }
}

//! `GET /api/staffroom/v1/suggestions?tags=…`: what hashtags may mean.

use actix_web::HttpResponse;
use staffroom_domain::practice::Problem;
use staffroom_vocabulary::{Concept as Known, named};

use super::shown::Suggestions;
use crate::call::{Answer, Call};
use crate::entities::{Concept, Suggestion};
use crate::error::ApiError;

/// The most hashtags of one request.
const MAX_TAGS: usize = 30;
/// The longest hashtag that is looked up, in bytes.
const MAX_TAG: usize = 200;

/// Concepts that free hashtags may mean, to be proposed to an author. Nothing is ever applied: `#Phonics` on a post stays
/// what it is until somebody says which concept they mean. In place of concepts that are no longer used stands what
/// replaces them.
#[utoipa::path(
    get,
    path = "/suggestions",
    operation_id = "suggestConcepts",
    tag = "vocabulary",
    params(
        ("tags" = String, Query, description = "Hashtags, with or without `#`, separated by commas; at most 30"),
        ("lang" = Option<String>, Query, description = "The language of labels (BCP 47)"),
    ),
    responses((status = 200, description = "One entry for each hashtag, in order", body = Suggestions)),
)]
pub(super) async fn handle(call: Call) -> Answer {
    let tags = call.params.texts("tags");
    let tags: Vec<&str> = tags
        .iter()
        .flat_map(|text| text.split(','))
        .map(|tag| tag.trim().trim_start_matches('#'))
        .filter(|tag| !tag.is_empty())
        .collect();
    if tags.is_empty() {
        return Err(ApiError::missing("tags"));
    }
    if tags.len() > MAX_TAGS {
        let message = format!("Ask for at most {MAX_TAGS} hashtags at once.");
        return Err(ApiError::Record(vec![Problem::new(
            "tags", "too-many", message,
        )]));
    }
    let language = call.params.present("lang");
    let language = language.as_deref().unwrap_or("en");
    let items = tags
        .into_iter()
        .map(|tag| Suggestion {
            tag: staffroom_domain::text::truncate(tag, MAX_TAG).to_owned(),
            concepts: meant(tag, language),
        })
        .collect();
    Ok(HttpResponse::Ok().json(Suggestions { items }))
}

fn meant(tag: &str, language: &str) -> Vec<Concept> {
    if tag.len() > MAX_TAG {
        return Vec::new();
    }
    let mut current: Vec<&'static Known> = Vec::new();
    for concept in named(tag) {
        let instead = concept.replaced_by();
        let own = [concept];
        let all = if concept.is_deprecated() {
            instead
        } else {
            &own
        };
        for concept in all {
            if !current.contains(concept) {
                current.push(concept);
            }
        }
    }
    current
        .iter()
        .map(|it| Concept::new(it, language))
        .collect()
}

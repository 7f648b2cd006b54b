//! `GET /api/staffroom/v1/openapi.json`: the document of this API, made of its code.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi};

use super::problem::{Problem, ProblemOfMember};
use super::{
    adoptions, drafts, events, hub, ledger, outcomes, practices, questions, suggestions, talks,
    vocabulary,
};
use crate::call::{Answer, Call};

/// What the document says beside the endpoints.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Staffroom",
        version = "1",
        description = "Practices, what came of them where they were tried, events, and the words that they are described with. \
                       Accounts, posts and timelines are in the Mastodon client API of the same server; ids of practices, \
                       adoptions, outcomes, events and notes about them are ids of posts there.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later"),
    ),
    servers((url = "/api/staffroom/v1")),
    paths(
        practices::list::handle,
        practices::search::handle,
        practices::create::handle,
        practices::get::handle,
        practices::edit::handle,
        practices::delete::handle,
        practices::withdraw::withdraw,
        practices::withdraw::reinstate,
        practices::assure::handle,
        practices::versions::handle,
        adoptions::list::handle,
        adoptions::create::handle,
        adoptions::due::handle,
        adoptions::get::handle,
        adoptions::edit::handle,
        outcomes::list::handle,
        outcomes::create::handle,
        outcomes::get::handle,
        outcomes::edit::handle,
        outcomes::delete::handle,
        ledger::get::handle,
        ledger::like_mine::handle,
        ledger::rejected::handle,
        ledger::answer::reject,
        ledger::answer::accept,
        hub::ledgers::handle,
        questions::list::handle,
        questions::create::handle,
        questions::get::handle,
        events::list::handle,
        events::create::handle,
        events::upcoming::handle,
        events::get::handle,
        events::edit::handle,
        events::delete::handle,
        events::cancel::handle,
        events::copy::handle,
        events::rsvp::join,
        events::rsvp::leave,
        events::attendees::list,
        events::attendees::accept,
        events::attendees::decline,
        events::attendees::move_up,
        events::programme::handle,
        events::notes::list,
        events::notes::create,
        talks::create::handle,
        talks::decide::accept,
        talks::decide::decline,
        talks::decide::withdraw,
        talks::draft::handle,
        drafts::list::handle,
        drafts::create::handle,
        drafts::get::handle,
        drafts::edit::handle,
        drafts::delete::handle,
        drafts::publish::handle,
        vocabulary::handle,
        suggestions::handle,
        handle,
    ),
    components(schemas(Problem, ProblemOfMember)),
    modifiers(&Everywhere),
)]
struct Api;

/// What holds for every endpoint.
struct Everywhere;

impl Modify for Everywhere {
    fn modify(&self, document: &mut Document) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", bearer);
        for path in document.paths.paths.values_mut() {
            let operations = [
                &mut path.get,
                &mut path.post,
                &mut path.put,
                &mut path.delete,
            ];
            for operation in operations.into_iter().flatten() {
                can_fail(operation);
            }
        }
    }
}

fn can_fail(operation: &mut Operation) {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    let response = ResponseBuilder::new()
        .description("What could not be done, and why")
        .content("application/problem+json", problem.build());
    let responses = &mut operation.responses.responses;
    responses.insert("default".to_owned(), RefOr::T(response.build()));
}

static TEXT: LazyLock<String> = LazyLock::new(|| Api::openapi().to_json().unwrap_or_default());

/// This document.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "openapi",
    tag = "vocabulary",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object)),
)]
pub(super) async fn handle(_call: Call) -> Answer {
    let answer = HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .body(TEXT.as_str());
    Ok(answer)
}

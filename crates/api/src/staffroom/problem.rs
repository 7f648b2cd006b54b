//! What could not be done, as our own API tells it: `application/problem+json` (RFC 9457), with every member that has to
//! be mended.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError as _};
use serde::Serialize;
use staffroom_domain::practice::Problem as RecordProblem;
use utoipa::ToSchema;

use crate::error::{ApiError, MOST_TOLD};

/// The media type of RFC 9457.
const MEDIA_TYPE: &str = "application/problem+json";

/// What could not be done (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct Problem<'a> {
    /// Always `about:blank`: the status says what kind of problem it is.
    r#type: &'static str,
    /// What the status means.
    title: &'a str,
    /// The HTTP status.
    status: u16,
    /// What is wrong and what to do, in English.
    detail: &'a str,
    /// What has to be mended, where that can be told by members; at most 50.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Option<Vec<ProblemOfMember>>)]
    problems: &'a [RecordProblem],
}

/// One thing that has to be mended.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of what `domain` writes")]
pub(crate) struct ProblemOfMember {
    /// Where: a member of the record, with places in lists, as in `materials[2].url`; of the author's own result below
    /// `result.`; or a member beside the record. Empty: the whole.
    field: String,
    /// What, for programs and translations; stable.
    code: String,
    /// What is wrong and what to do, in English.
    message: String,
}

/// Whether an error is told so at this path.
pub(crate) fn is_spoken_at(path: &str) -> bool {
    path.starts_with("/api/staffroom/")
}

/// An error as an answer.
pub(crate) fn answer(error: &ApiError) -> HttpResponse {
    let plain = error.error_response();
    let mut answer = HttpResponse::build(plain.status());
    for name in [header::WWW_AUTHENTICATE, header::RETRY_AFTER] {
        if let Some(value) = plain.headers().get(&name) {
            answer.insert_header((name, value.clone()));
        }
    }
    let problems = match error {
        ApiError::Record(problems) => problems.as_slice(),
        _ => &[],
    };
    written(&mut answer, plain.status(), &error.to_string(), problems)
}

/// The body of such an answer.
pub(crate) fn written(
    answer: &mut HttpResponseBuilder,
    status: StatusCode,
    detail: &str,
    problems: &[RecordProblem],
) -> HttpResponse {
    let problem = Problem {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail,
        problems: problems.get(..MOST_TOLD).unwrap_or(problems),
    };
    answer
        .insert_header((header::CONTENT_TYPE, MEDIA_TYPE))
        .body(serde_json::to_string(&problem).unwrap_or_default())
}

//! Why a client is not given what it asked for, in the one shape that clients know: `{"error": …}`. In our own API it is
//! told as in RFC 9457 ([`crate::staffroom::problem`]).

use std::time::Duration;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;
use staffroom_domain::practice::Problem as RecordProblem;
use staffroom_service::DbError;
use staffroom_service::account_notes::NoteError;
use staffroom_service::announcements::AnnouncementError;
use staffroom_service::calendar::CalendarError;
use staffroom_service::conversations::ConversationError;
use staffroom_service::domain_blocks::DomainBlockError;
use staffroom_service::drafts::DraftError;
use staffroom_service::filters::FilterError;
use staffroom_service::follows::FollowError;
use staffroom_service::hub::QuestionError;
use staffroom_service::limits::TooMany;
use staffroom_service::lists::ListError;
use staffroom_service::markers::MarkerError;
use staffroom_service::media::{MediaError, StoreError};
use staffroom_service::oauth::{ApplicationError, OauthError};
use staffroom_service::profiles::ProfileError;
use staffroom_service::records::RecordError;
use staffroom_service::reports::ReportError;
use staffroom_service::sign_ups::{Problem, SignUpError};
use staffroom_service::statuses::StatusError;
use staffroom_service::tags::TagError;
use thiserror::Error;

use crate::params::Unreadable;

/// The most problems that are told at once: who sends ten thousand members is not told of each.
pub(crate) const MOST_TOLD: usize = 50;

/// Everything that ends in an error. The causes of our own failures are logged with an id and never
/// shown.
#[derive(Debug, Error)]
pub(crate) enum ApiError {
    /// The request makes no sense, or something that it needs is missing. The text says what.
    #[error("{0}")]
    BadRequest(String),
    /// No token, or none that counts.
    #[error("The access token is invalid")]
    Unauthorized,
    /// The token may not do this.
    #[error("This action is outside the authorized scopes")]
    OutsideScopes,
    /// The token is a program's own, and somebody is needed.
    #[error("This method requires an authenticated user")]
    NobodyBehind,
    /// The login is shut out.
    #[error("Your login is currently disabled")]
    Disabled,
    /// Nobody may do this with it, or they may not.
    #[error("This action is not allowed")]
    NotAllowed,
    /// Nobody may do this now; the text says why.
    #[error("{0}")]
    Forbidden(String),
    /// There is none, or it is not for whoever asks.
    #[error("Record not found")]
    NotFound,
    /// Something that was named is not there. The text says what.
    #[error("{0}")]
    Missing(String),
    /// No such endpoint.
    #[error("Not Found")]
    NoEndpoint,
    /// The endpoint is there, but not for this method.
    #[error("Method Not Allowed")]
    MethodNotAllowed,
    /// Somebody else was faster.
    #[error("{0}")]
    Conflict(String),
    /// What was to be changed is another one meanwhile. The text says what to do.
    #[error("{0}")]
    Outdated(String),
    /// What is changed must be named by its version.
    #[error("Send the ETag of what you have loaded as If-Match")]
    NoIfMatch,
    /// More than is read.
    #[error("The request is too large")]
    TooLarge,
    /// What was sent cannot be. The text is whole.
    #[error("{0}")]
    Invalid(String),
    /// What was filled in cannot be, field by field.
    #[error("Validation failed: {}", in_words(.0))]
    Fields(Vec<Problem>),
    /// A record cannot be as it was sent; each problem is told with its member.
    #[error("{}", told(.0))]
    Record(Vec<RecordProblem>),
    /// A body that is not JSON, where nothing else is read.
    #[error("Send JSON, with the header Content-Type: application/json")]
    NotJson,
    /// A program gets no token.
    #[error(transparent)]
    Oauth(OauthError),
    /// Too many calls; how long to wait.
    #[error("Too many requests")]
    TooMany(Duration),
    /// The database, or whoever fetches files, has too much to do.
    #[error("The server is busy, try again in a moment")]
    Busy,
    /// Ours to mend.
    #[error("{0}")]
    Internal(String),
}

impl ApiError {
    /// A parameter that an endpoint cannot do without.
    pub(crate) fn missing(name: &str) -> Self {
        Self::BadRequest(format!(
            "param is missing or the value is empty or invalid: {name}"
        ))
    }

    /// What was sent cannot be, for this reason.
    pub(crate) fn invalid(reason: &str) -> Self {
        Self::Invalid(format!("Validation failed: {reason}"))
    }

    /// Ours to mend: the cause is for the log.
    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

/// One thing that is wrong with a member, in a whole sentence.
fn member(field: &str, code: &'static str, error: &QuestionError) -> ApiError {
    let mut message = format!("{error}.");
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    ApiError::Record(vec![RecordProblem::new(field, code, message)])
}

/// What is wrong with a record, one after the other.
fn told(problems: &[RecordProblem]) -> String {
    let some = problems.iter().take(MOST_TOLD);
    let some: Vec<&str> = some.map(|it| it.message.as_ref()).collect();
    some.join(" ")
}

/// All problems in one sentence.
fn in_words(problems: &[Problem]) -> String {
    let all: Vec<String> = problems
        .iter()
        .map(|problem| {
            let mut field = problem.field.to_owned();
            if let Some(first) = field.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            format!("{field} {}", problem.text)
        })
        .collect();
    all.join(", ")
}

/// Problems by their fields, as clients show them beside each.
fn details(problems: &[Problem]) -> serde_json::Map<String, serde_json::Value> {
    let mut all = serde_json::Map::new();
    for problem in problems {
        let of_field = all
            .entry(problem.field)
            .or_insert_with(|| serde_json::Value::Array(Vec::new()));
        if let Some(list) = of_field.as_array_mut() {
            list.push(json!({"error": problem.code, "description": problem.text}));
        }
    }
    all
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => Self::Busy,
            other => Self::internal(other),
        }
    }
}

impl From<TooMany> for ApiError {
    fn from(TooMany(wait): TooMany) -> Self {
        Self::TooMany(wait)
    }
}

impl From<MarkerError> for ApiError {
    fn from(error: MarkerError) -> Self {
        match error {
            MarkerError::Conflict => Self::Conflict(error.to_string()),
            MarkerError::NoId => Self::Invalid(error.to_string()),
            MarkerError::Db(error) => error.into(),
        }
    }
}

impl From<AnnouncementError> for ApiError {
    fn from(error: AnnouncementError) -> Self {
        match error {
            AnnouncementError::NotFound => Self::NotFound,
            AnnouncementError::Invalid(_) => Self::Invalid(error.to_string()),
            AnnouncementError::Db(error) => error.into(),
        }
    }
}

impl From<OauthError> for ApiError {
    fn from(error: OauthError) -> Self {
        match error {
            OauthError::Db(error) => error.into(),
            other => Self::Oauth(other),
        }
    }
}

impl From<ApplicationError> for ApiError {
    fn from(error: ApplicationError) -> Self {
        match error {
            ApplicationError::Invalid(reasons) => Self::invalid(&reasons),
            ApplicationError::TooMany(wait) => wait.into(),
            ApplicationError::Db(error) => error.into(),
        }
    }
}

impl From<SignUpError> for ApiError {
    fn from(error: SignUpError) -> Self {
        match error {
            SignUpError::NotOpen => Self::NotAllowed,
            SignUpError::Invalid(problems) => Self::Fields(problems),
            SignUpError::TooMany(wait) => wait.into(),
            SignUpError::Hash(error) => Self::internal(error),
            SignUpError::Db(error) => error.into(),
        }
    }
}

impl From<StatusError> for ApiError {
    fn from(error: StatusError) -> Self {
        match error {
            StatusError::NotFound => Self::NotFound,
            StatusError::NoParent => Self::Missing(error.to_string()),
            StatusError::NotAllowed => Self::NotAllowed,
            StatusError::Invalid(_) => Self::Invalid(error.to_string()),
            StatusError::Db(error) => error.into(),
        }
    }
}

impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::NotFound,
            RecordError::NotAllowed => Self::NotAllowed,
            RecordError::Invalid(problems) => Self::Record(problems),
            RecordError::Db(error) => error.into(),
        }
    }
}

impl From<CalendarError> for ApiError {
    fn from(error: CalendarError) -> Self {
        match error {
            CalendarError::NotFound => Self::NotFound,
            CalendarError::NotAllowed => Self::NotAllowed,
            CalendarError::Invalid(problems) => Self::Record(problems),
            CalendarError::Db(error) => error.into(),
        }
    }
}

impl From<DraftError> for ApiError {
    fn from(error: DraftError) -> Self {
        match error {
            DraftError::NotFound => Self::NotFound,
            DraftError::NotAllowed => Self::NotAllowed,
            DraftError::Changed => Self::Outdated(error.to_string()),
            DraftError::TooMany => Self::Invalid(error.to_string()),
            DraftError::Invalid(problems) => Self::Record(problems),
            DraftError::Db(error) => error.into(),
        }
    }
}

impl From<QuestionError> for ApiError {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::NotFound => Self::NotFound,
            QuestionError::Enough | QuestionError::Empty | QuestionError::NoPractice => {
                Self::Invalid(error.to_string())
            }
            QuestionError::Text => member("text", "required", &error),
            QuestionError::Concepts => member("concepts", "wrong-number", &error),
            QuestionError::Deprecated(_) => member("concepts", "deprecated-concept", &error),
            QuestionError::Post(error) => error.into(),
            QuestionError::Db(error) => error.into(),
        }
    }
}

impl From<MediaError> for ApiError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NotFound | MediaError::Store(StoreError::NotFound) => Self::NotFound,
            MediaError::Invalid(_) => Self::Invalid(error.to_string()),
            MediaError::Busy => Self::Busy,
            MediaError::Store(error) => Self::internal(error),
            MediaError::Db(error) => error.into(),
        }
    }
}

impl From<ProfileError> for ApiError {
    fn from(error: ProfileError) -> Self {
        match error {
            ProfileError::NotFound => Self::NotFound,
            ProfileError::Invalid(_) => Self::Invalid(error.to_string()),
            ProfileError::Db(error) => error.into(),
        }
    }
}

impl From<ReportError> for ApiError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::NotFound => Self::NotFound,
            ReportError::Invalid(_) => Self::Invalid(error.to_string()),
            ReportError::TooMany(error) => error.into(),
            ReportError::Db(error) => error.into(),
        }
    }
}

impl From<FilterError> for ApiError {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::NotFound => Self::NotFound,
            FilterError::Invalid(_) => Self::Invalid(error.to_string()),
            FilterError::Db(error) => error.into(),
        }
    }
}

impl From<FollowError> for ApiError {
    fn from(error: FollowError) -> Self {
        match error {
            FollowError::NotFound => Self::NotFound,
            FollowError::NotAllowed => Self::NotAllowed,
            FollowError::Db(error) => error.into(),
        }
    }
}

impl From<NoteError> for ApiError {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::NotFound => Self::NotFound,
            NoteError::TooLong => Self::Invalid(error.to_string()),
            NoteError::Db(error) => error.into(),
        }
    }
}

impl From<ListError> for ApiError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::NotFound => Self::NotFound,
            ListError::Invalid(_) => Self::Invalid(error.to_string()),
            ListError::Db(error) => error.into(),
        }
    }
}

impl From<DomainBlockError> for ApiError {
    fn from(error: DomainBlockError) -> Self {
        match error {
            DomainBlockError::NoDomain => Self::Invalid(error.to_string()),
            DomainBlockError::Db(error) => error.into(),
        }
    }
}

impl From<TagError> for ApiError {
    fn from(error: TagError) -> Self {
        match error {
            TagError::NotFound => Self::NotFound,
            TagError::Invalid(_) => Self::Invalid(error.to_string()),
            TagError::Db(error) => error.into(),
        }
    }
}

impl From<ConversationError> for ApiError {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NotFound => Self::NotFound,
            ConversationError::Db(error) => error.into(),
        }
    }
}

impl From<Unreadable> for ApiError {
    fn from(error: Unreadable) -> Self {
        Self::BadRequest(error.to_string())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthorized | Self::Oauth(OauthError::InvalidClient) => StatusCode::UNAUTHORIZED,
            Self::Oauth(OauthError::UnauthorizedClient) => StatusCode::FORBIDDEN,
            Self::BadRequest(_) | Self::Oauth(_) => StatusCode::BAD_REQUEST,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::OutsideScopes | Self::Disabled | Self::NotAllowed | Self::Forbidden(_) => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound | Self::NoEndpoint | Self::Missing(_) => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Outdated(_) => StatusCode::PRECONDITION_FAILED,
            Self::NoIfMatch => StatusCode::PRECONDITION_REQUIRED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) | Self::Fields(_) | Self::Record(_) | Self::NobodyBehind => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        match self {
            Self::Unauthorized => {
                let challenge = "Bearer realm=\"Staffroom\", error=\"invalid_token\"";
                answer.insert_header((header::WWW_AUTHENTICATE, challenge));
            }
            Self::Oauth(OauthError::InvalidClient) => {
                let challenge = "Bearer realm=\"Staffroom\", error=\"invalid_client\"";
                answer.insert_header((header::WWW_AUTHENTICATE, challenge));
            }
            Self::TooMany(wait) => {
                let seconds = wait.as_millis().div_ceil(1_000).max(1);
                answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
            }
            Self::Busy => {
                answer.insert_header((header::RETRY_AFTER, 10));
            }
            _ => {}
        }
        match self {
            Self::Internal(_) => answer.json(json!({"error": "Something went wrong on our side"})),
            Self::Oauth(error) => answer.json(json!({
                "error": error.code(),
                "error_description": error.to_string(),
            })),
            Self::Fields(problems) => answer.json(json!({
                "error": self.to_string(),
                "details": details(problems),
            })),
            told => answer.json(json!({"error": told.to_string()})),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vocabulary has no deprecated concept yet, so that nobody can ask about one.
    #[test]
    fn what_is_wrong_with_a_question_is_told_with_its_member() {
        for (error, field, code) in [
            (QuestionError::Text, "text", "required"),
            (QuestionError::Concepts, "concepts", "wrong-number"),
            (
                QuestionError::Deprecated("tech/slates"),
                "concepts",
                "deprecated-concept",
            ),
        ] {
            let ApiError::Record(problems) = ApiError::from(error) else {
                panic!("{code} is told of no member");
            };
            let told: Vec<_> = problems
                .iter()
                .map(|it| (it.field.as_str(), it.code))
                .collect();
            assert_eq!(told, [(field, code)]);
            assert!(
                problems[0].message.ends_with('.'),
                "{}",
                problems[0].message
            );
        }
    }
}

//! Who calls: whose token was shown.

use actix_web::HttpRequest;
use actix_web::http::header;
use staffroom_service::Ctx;
use staffroom_service::secrets::Token;
use staffroom_service::tokens::{self, Bearer, BearerApplication, Holder};

use crate::error::ApiError;
use crate::rates;

/// Whoever calls.
pub(crate) enum Caller {
    /// No token was shown.
    Nobody,
    /// Somebody, by a program.
    Person(Box<Bearer>),
    /// A program for itself.
    Application(BearerApplication),
}

impl Caller {
    /// As [`Caller::find`], and the call counts. A token that does not count is counted for where it comes
    /// from, so that nobody can try many.
    pub(crate) async fn counted(
        ctx: &Ctx,
        request: &HttpRequest,
        parameter: Option<String>,
    ) -> Result<Self, ApiError> {
        let found = Self::find(ctx, request, parameter).await;
        rates::count(ctx, request, found.as_ref().ok())?;
        found
    }

    /// Finds out by the header, or else by `access_token` among the parameters. A token that does not
    /// count is refused also where none is needed, so that a client learns of it.
    pub(crate) async fn find(
        ctx: &Ctx,
        request: &HttpRequest,
        parameter: Option<String>,
    ) -> Result<Self, ApiError> {
        let shown = match request.headers().get(header::AUTHORIZATION) {
            Some(value) => {
                let value = value.to_str().map_err(|_| ApiError::Unauthorized)?;
                let (scheme, token) = value.split_once(' ').ok_or(ApiError::Unauthorized)?;
                if !scheme.eq_ignore_ascii_case("bearer") {
                    return Err(ApiError::Unauthorized);
                }
                token.trim().to_owned()
            }
            None => match parameter {
                Some(token) => token,
                None => return Ok(Self::Nobody),
            },
        };
        let token = Token::parse(&shown).ok_or(ApiError::Unauthorized)?;
        match tokens::identify(ctx, &token).await? {
            None => Err(ApiError::Unauthorized),
            Some(Holder::Application(application)) => Ok(Self::Application(application)),
            Some(Holder::Person(bearer)) if bearer.user.account.is_active() => {
                Ok(Self::Person(bearer))
            }
            Some(Holder::Person(_)) => Err(ApiError::Disabled),
        }
    }

    /// The person, where it is one.
    pub(crate) fn person(&self) -> Option<&Bearer> {
        match self {
            Self::Person(bearer) => Some(bearer),
            Self::Nobody | Self::Application(_) => None,
        }
    }

    /// The person; anybody else is refused.
    pub(crate) fn into_person(self) -> Result<Bearer, ApiError> {
        match self {
            Self::Person(bearer) => Ok(*bearer),
            Self::Application(_) => Err(ApiError::NobodyBehind),
            Self::Nobody => Err(ApiError::Unauthorized),
        }
    }

    /// Somebody whose token has the scope.
    pub(crate) fn bearer(&self, scope: &str) -> Result<&Bearer, ApiError> {
        match self {
            Self::Nobody => Err(ApiError::Unauthorized),
            Self::Person(bearer) if bearer.may(scope) => Ok(bearer),
            Self::Application(application) if application.may(scope) => Err(ApiError::NobodyBehind),
            Self::Person(_) | Self::Application(_) => Err(ApiError::OutsideScopes),
        }
    }

    /// Somebody whose token has the scope, or nobody: without a token, or with that of a program that has
    /// the scope.
    pub(crate) fn anybody(&self, scope: &str) -> Result<Option<&Bearer>, ApiError> {
        match self {
            Self::Nobody => Ok(None),
            Self::Application(application) if application.may(scope) => Ok(None),
            Self::Person(_) | Self::Application(_) => self.bearer(scope).map(Some),
        }
    }
}

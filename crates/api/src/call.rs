//! A call of a client: who calls, with which parameters.

use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{BytesMut, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use staffroom_domain::AccountId;
use staffroom_service::Ctx;
use staffroom_service::secrets::Token;
use staffroom_service::tokens::{self, Bearer};

use crate::entities::Shaper;
use crate::error::ApiError;
use crate::params::{self, MAX_BODY, Params};

/// What every endpoint answers.
pub(crate) type Answer = Result<HttpResponse, ApiError>;

/// One call, read to its end. Every endpoint begins by saying who may make it: [`Call::user`] or
/// [`Call::anybody`].
pub(crate) struct Call {
    pub(crate) ctx: Ctx,
    pub(crate) params: Params,
    pub(crate) request: HttpRequest,
    bearer: Option<Bearer>,
}

impl Call {
    /// A call whose parameters were read already.
    pub(crate) async fn without_body(
        request: HttpRequest,
        params: Params,
    ) -> Result<Self, ApiError> {
        let ctx = request.app_data::<Data<Ctx>>();
        let ctx = ctx.ok_or_else(|| ApiError::internal("no context"))?;
        let ctx = ctx.get_ref().clone();
        let bearer = bearer(&ctx, &request, &params, None).await?;
        Ok(Self {
            ctx,
            params,
            request,
            bearer,
        })
    }

    /// The account that calls; its token must have the scope.
    pub(crate) fn user(&self, scope: &str) -> Result<AccountId, ApiError> {
        Ok(self.bearer(scope)?.user.account.id)
    }

    /// Whose token it is; it must have the scope.
    pub(crate) fn bearer(&self, scope: &str) -> Result<&Bearer, ApiError> {
        let bearer = self.bearer.as_ref().ok_or(ApiError::Unauthorized)?;
        if may(bearer, scope) {
            Ok(bearer)
        } else {
            Err(ApiError::OutsideScopes)
        }
    }

    /// The account that calls, where a token was shown; it must have the scope then.
    pub(crate) fn anybody(&self, scope: &str) -> Result<Option<AccountId>, ApiError> {
        if self.bearer.is_none() {
            return Ok(None);
        }
        self.user(scope).map(Some)
    }

    /// The id in the path. What cannot be an id is an id of nothing.
    pub(crate) fn id<T: FromStr>(&self) -> Result<T, ApiError> {
        let id = self.request.match_info().get("id").unwrap_or_default();
        id.parse().map_err(|_| ApiError::NotFound)
    }

    /// A list of ids among the parameters, each once and at most so many. What cannot be an id is left out.
    pub(crate) fn ids<T: FromStr + PartialEq>(&self, name: &str, most: usize) -> Vec<T> {
        let mut ids: Vec<T> = Vec::new();
        for text in self.params.texts(name) {
            match text.trim().parse() {
                Ok(id) if ids.len() < most && !ids.contains(&id) => ids.push(id),
                _ => {}
            }
        }
        ids
    }

    /// An id among the parameters. What cannot be an id is an id of nothing.
    pub(crate) fn id_param<T: FromStr>(&self, name: &str) -> Result<Option<T>, ApiError> {
        self.params
            .present(name)
            .map(|id| id.trim().parse().map_err(|_| ApiError::NotFound))
            .transpose()
    }

    /// The token that was shown, as it is.
    pub(crate) fn shown_token(&self) -> Option<Token> {
        let header = self.request.headers().get(header::AUTHORIZATION);
        let shown = match header.and_then(|value| value.to_str().ok()) {
            Some(value) => value.split_once(' ')?.1.trim().to_owned(),
            None => self.params.present("access_token")?,
        };
        Token::parse(&shown)
    }

    /// What makes entities for whoever calls.
    pub(crate) fn shaper(&self) -> Shaper<'_> {
        let viewer = self.bearer.as_ref().map(|bearer| bearer.user.account.id);
        Shaper::new(&self.ctx, viewer)
    }
}

/// The scopes that `follow` stands for, which is older than the narrow ones.
pub(crate) fn may(bearer: &Bearer, scope: &str) -> bool {
    let is_relation = matches!(
        scope,
        "read:follows"
            | "write:follows"
            | "read:blocks"
            | "write:blocks"
            | "read:mutes"
            | "write:mutes"
    );
    bearer.may(scope) || (is_relation && bearer.may("follow"))
}

impl FromRequest for Call {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let body = read(payload).await?;
            let content_type = request.headers().get(header::CONTENT_TYPE);
            let content_type = content_type.and_then(|value| value.to_str().ok());
            let params = params::parse(request.query_string(), content_type, &body)?;
            Self::without_body(request, params).await
        })
    }
}

async fn read(mut payload: Payload) -> Result<BytesMut, ApiError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let cannot = |_| ApiError::BadRequest("The request cannot be read".to_owned());
        let chunk = chunk.map_err(cannot)?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(ApiError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A token that does not count is refused also where none is needed, so that a client learns of it.
///
/// `shown` is a token that stood elsewhere than in `Authorization` or `access_token`.
pub(crate) async fn bearer(
    ctx: &Ctx,
    request: &HttpRequest,
    params: &Params,
    shown: Option<&str>,
) -> Result<Option<Bearer>, ApiError> {
    let header = request.headers().get(header::AUTHORIZATION);
    let shown = match header {
        Some(value) => {
            let value = value.to_str().map_err(|_| ApiError::Unauthorized)?;
            let (scheme, token) = value.split_once(' ').ok_or(ApiError::Unauthorized)?;
            if !scheme.eq_ignore_ascii_case("bearer") {
                return Err(ApiError::Unauthorized);
            }
            token.trim().to_owned()
        }
        None => match shown
            .map(str::to_owned)
            .or_else(|| params.present("access_token"))
        {
            Some(token) => token,
            None => return Ok(None),
        },
    };
    let token = Token::parse(&shown).ok_or(ApiError::Unauthorized)?;
    let bearer = tokens::authenticate(ctx, &token).await?;
    let bearer = bearer.ok_or(ApiError::Unauthorized)?;
    if bearer.user.account.is_active() {
        Ok(Some(bearer))
    } else {
        Err(ApiError::Disabled)
    }
}

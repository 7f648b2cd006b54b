//! A call of a client: who calls, with which parameters.

use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use staffroom_domain::{AccountId, UserId};
use staffroom_service::Ctx;
use staffroom_service::secrets::Token;
use staffroom_service::tokens::Bearer;

use crate::ask::{Ask, context};
use crate::caller::Caller;
use crate::entities::Shaper;
use crate::error::ApiError;
use crate::params::Params;

/// The longest `Idempotency-Key` that is remembered, in bytes.
const MAX_KEY: usize = 200;

/// What every endpoint answers.
pub(crate) type Answer = Result<HttpResponse, ApiError>;

/// One call, read to its end. Every endpoint begins by saying who may make it: [`Call::user`] or
/// [`Call::anybody`].
pub(crate) struct Call {
    pub(crate) ctx: Ctx,
    pub(crate) params: Params,
    pub(crate) request: HttpRequest,
    pub(crate) caller: Caller,
}

impl Call {
    /// A call whose parameters were read already.
    pub(crate) async fn without_body(
        request: HttpRequest,
        params: Params,
    ) -> Result<Self, ApiError> {
        let ctx = context(&request)?;
        let shown = params.present("access_token");
        let caller = Caller::counted(&ctx, &request, shown).await?;
        Ok(Self {
            ctx,
            params,
            request,
            caller,
        })
    }

    /// The account that calls; its token must have the scope.
    pub(crate) fn user(&self, scope: &str) -> Result<AccountId, ApiError> {
        Ok(self.bearer(scope)?.user.account.id)
    }

    /// Whose token it is; it must have the scope.
    pub(crate) fn bearer(&self, scope: &str) -> Result<&Bearer, ApiError> {
        self.caller.bearer(scope)
    }

    /// Somebody, by any token of theirs.
    pub(crate) fn somebody(&self) -> Result<&Bearer, ApiError> {
        match &self.caller {
            Caller::Person(bearer) => Ok(bearer),
            Caller::Application(_) => Err(ApiError::NobodyBehind),
            Caller::Nobody => Err(ApiError::Unauthorized),
        }
    }

    /// The account that calls, where a token was shown; it must have the scope then.
    pub(crate) fn anybody(&self, scope: &str) -> Result<Option<AccountId>, ApiError> {
        let bearer = self.caller.anybody(scope)?;
        Ok(bearer.map(|bearer| bearer.user.account.id))
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

    /// The `Idempotency-Key` with whose it is: the same again makes nothing twice.
    pub(crate) fn idempotency(&self, bearer: &Bearer) -> Option<(UserId, String)> {
        let key = self.request.headers().get("idempotency-key")?;
        let key = key.to_str().ok()?;
        let is_kept = !key.is_empty() && key.len() <= MAX_KEY;
        is_kept.then(|| (bearer.user.user.id, key.to_owned()))
    }

    /// What makes entities for whoever calls.
    pub(crate) fn shaper(&self) -> Shaper<'_> {
        let viewer = self.caller.person().map(|bearer| bearer.user.account.id);
        Shaper::new(&self.ctx, viewer)
    }
}

impl FromRequest for Call {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let ctx = context(&request)?;
            // Whoever may not call is refused before the body is read.
            let by_header = request.headers().contains_key(header::AUTHORIZATION);
            let early = if by_header {
                Some(Caller::counted(&ctx, &request, None).await?)
            } else {
                None
            };
            let Ask {
                ctx,
                params,
                request,
            } = Ask::read(ctx, request, payload).await?;
            let caller = match early {
                Some(caller) => caller,
                None => Caller::counted(&ctx, &request, params.present("access_token")).await?,
            };
            Ok(Self {
                ctx,
                params,
                request,
                caller,
            })
        })
    }
}

//! What a client asks that needs no token: its parameters, read to their end, and where it comes from.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{BytesMut, Data};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use staffroom_domain::ClientAddress;
use staffroom_service::Ctx;

use crate::error::ApiError;
use crate::params::{self, MAX_BODY, Params};
use crate::rates;

/// A request, whoever sends it. A token that comes with it is not looked at.
pub(crate) struct Ask {
    pub(crate) ctx: Ctx,
    pub(crate) params: Params,
    pub(crate) request: HttpRequest,
}

impl Ask {
    /// The network address that it comes from.
    pub(crate) fn address(&self) -> IpAddr {
        address(&self.request)
    }

    /// The text of a header, or nothing.
    pub(crate) fn header(&self, name: &header::HeaderName) -> Option<&str> {
        let value = self.request.headers().get(name)?;
        value.to_str().ok()
    }
}

/// The network address that a request comes from, as the rest of the server takes it.
pub(crate) fn address(request: &HttpRequest) -> IpAddr {
    request
        .extensions()
        .get::<ClientAddress>()
        .map(|client| client.0)
        .or_else(|| request.peer_addr().map(|peer| peer.ip()))
        .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

impl FromRequest for Ask {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let ctx = context(&request)?;
            rates::count(&ctx, &request, None)?;
            Self::read(ctx, request, payload).await
        })
    }
}

impl Ask {
    /// Reads a request to its end.
    pub(crate) async fn read(
        ctx: Ctx,
        request: HttpRequest,
        payload: Payload,
    ) -> Result<Self, ApiError> {
        let body = read(payload, MAX_BODY).await?;
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        let params = params::parse(request.query_string(), content_type, &body)?;
        Ok(Self {
            ctx,
            params,
            request,
        })
    }
}

/// What the endpoints work with.
pub(crate) fn context(request: &HttpRequest) -> Result<Ctx, ApiError> {
    let ctx = request.app_data::<Data<Ctx>>();
    let ctx = ctx.ok_or_else(|| ApiError::internal("no context"))?;
    Ok(ctx.get_ref().clone())
}

/// A body of at most so many bytes.
pub(crate) async fn read(mut payload: Payload, most: usize) -> Result<BytesMut, ApiError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let cannot = |_| ApiError::BadRequest("The request cannot be read".to_owned());
        let chunk = chunk.map_err(cannot)?;
        if body.len() + chunk.len() > most {
            return Err(ApiError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

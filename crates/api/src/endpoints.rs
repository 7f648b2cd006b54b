//! What is collected of endpoints before it is registered, so that the one of a request is found soon.
//!
//! The framework tries paths one after the other, and a path with parameters is an expression, which takes a hundred times as
//! long to try as a text. So the texts come first, and the others below what they begin with.

use std::collections::BTreeMap;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::middleware::Next;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Error, FromRequest, Handler, Resource, Route, Scope};

use crate::call::Answer;
use crate::error::ApiError;

/// A path with what is done there.
pub(crate) struct Endpoint {
    path: String,
    routes: Vec<Route>,
}

/// A path. With a slash at its end it is the same ([`without_slash`]).
pub(crate) fn at(path: &str) -> Endpoint {
    Endpoint {
        path: path.to_owned(),
        routes: Vec::new(),
    }
}

/// An endpoint that only tells.
pub(crate) fn look<H, A>(path: &str, handler: H) -> Endpoint
where
    H: Handler<A, Output = Answer>,
    A: FromRequest + 'static,
{
    at(path).route(web::get().to(handler))
}

/// An endpoint that does something.
pub(crate) fn act<H, A>(path: &str, handler: H) -> Endpoint
where
    H: Handler<A, Output = Answer>,
    A: FromRequest + 'static,
{
    at(path).route(web::post().to(handler))
}

impl Endpoint {
    /// And what is done with another method.
    pub(crate) fn route(mut self, route: Route) -> Self {
        self.routes.push(route);
        self
    }

    /// For what has no others around it, with and without a slash at its end.
    pub(crate) fn alone(self) -> Resource {
        let paths = vec![self.path.clone(), format!("{}/", self.path)];
        self.resource(web::resource(paths))
    }

    /// In a scope whose path has the first `covered` bytes of its own. One path and not two: of several the framework makes
    /// expressions, also of texts.
    fn below(self, covered: usize) -> Resource {
        let rest = self.path.get(covered..).unwrap_or_default();
        let resource = web::resource(rest);
        self.resource(resource)
    }

    fn resource(self, at: Resource) -> Resource {
        let resource = at.default_service(web::to(other_method));
        self.routes.into_iter().fold(resource, Resource::route)
    }

    /// What it begins with, up to its first parameter; nothing where it has none.
    fn beginning(&self) -> Option<String> {
        let (beginning, _) = self.path.split_once("/{")?;
        Some(beginning.to_owned())
    }
}

/// Takes the slash at the end of a path away, before its endpoint is looked for: some clients write one, and follow no
/// redirect.
pub(crate) async fn without_slash<B: MessageBody>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if let Some(uri) = shorter(req.uri()) {
        req.match_info_mut().get_mut().update(&uri);
        req.head_mut().uri = uri;
    }
    next.call(req).await
}

/// The address without that slash, where it has one after something.
fn shorter(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/')?;
    let rest = uri
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(format!("{path}{rest}").parse().ok()?);
    (!path.is_empty()).then(|| Uri::from_parts(parts).ok())?
}

/// Endpoints that are not registered yet.
#[derive(Default)]
pub(crate) struct Endpoints(Vec<Endpoint>);

impl Endpoints {
    /// One more.
    pub(crate) fn service(&mut self, endpoint: Endpoint) -> &mut Self {
        self.0.push(endpoint);
        self
    }

    /// Several more.
    pub(crate) fn configure(&mut self, add: fn(&mut Self)) -> &mut Self {
        add(self);
        self
    }

    /// Registers them.
    pub(crate) fn register(self) -> impl FnOnce(&mut ServiceConfig) {
        move |cfg| {
            let mut below: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
            for endpoint in self.0 {
                match endpoint.beginning() {
                    Some(beginning) => below.entry(beginning).or_default().push(endpoint),
                    None => {
                        cfg.service(endpoint.below(0));
                    }
                }
            }
            // The longer stand after the shorter that they begin with, and have to be tried before.
            for (beginning, endpoints) in below.into_iter().rev() {
                let scope = web::scope(&beginning).default_service(web::to(no_endpoint));
                let add = |scope: Scope, endpoint: Endpoint| {
                    scope.service(endpoint.below(beginning.len()))
                };
                cfg.service(endpoints.into_iter().fold(scope, add));
            }
        }
    }
}

/// The answer where there is another method.
pub(crate) async fn other_method() -> Answer {
    Err(ApiError::MethodNotAllowed)
}

/// The answer where there is nothing.
pub(crate) async fn no_endpoint() -> Answer {
    Err(ApiError::NoEndpoint)
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn one_slash_at_the_end_is_taken_away() {
        for (path, made) in [
            ("/api/v1/statuses", None),
            ("/api/v1/statuses/", Some("/api/v1/statuses")),
            (
                "/api/v1/statuses/?a=/&b=%2F",
                Some("/api/v1/statuses?a=/&b=%2F"),
            ),
            ("/api/v1/statuses//", Some("/api/v1/statuses/")),
            ("/api/v1/tags/%2F/", Some("/api/v1/tags/%2F")),
            (
                "http://school.example/api/",
                Some("http://school.example/api"),
            ),
            ("/", None),
        ] {
            let shorter = shorter(&path.parse().unwrap());
            assert_eq!(shorter.map(|uri| uri.to_string()), made.map(str::to_owned));
        }
    }
}

//! What is collected of endpoints before it is registered, so that the one of a request is found soon.
//!
//! The framework tries paths one after the other, and a path with parameters is an expression, which takes a hundred times as
//! long to try as a text. So the texts come first, and the others below what they begin with.

use std::collections::BTreeMap;

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Resource, Route, Scope};
use staffroom_domain::RoutePattern;

use crate::call::Answer;
use crate::error::ApiError;

/// A path with what is done there.
pub(crate) struct Endpoint {
    path: String,
    routes: Vec<Route>,
}

/// A path, with and without a slash at its end: some clients write one, and follow no redirect.
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

    /// For what has no others around it.
    pub(crate) fn alone(self) -> Resource {
        self.below("", 0)
    }

    /// In a scope whose path has the first `covered` bytes of its own, after `base`.
    fn below(self, base: &str, covered: usize) -> Resource {
        let rest = self.path.get(covered..).unwrap_or_default();
        let resource = web::resource(vec![rest.to_owned(), format!("{rest}/")])
            .app_data(RoutePattern(format!("{base}{}", self.path)))
            .default_service(web::to(other_method));
        self.routes.into_iter().fold(resource, Resource::route)
    }

    /// What it begins with, up to its first parameter; nothing where it has none.
    fn beginning(&self) -> Option<String> {
        let (beginning, _) = self.path.split_once("/{")?;
        Some(beginning.to_owned())
    }
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

    /// Registers them in the scope of the path `base`.
    pub(crate) fn register(self, base: &'static str) -> impl FnOnce(&mut ServiceConfig) {
        move |cfg| {
            let mut below: BTreeMap<String, Vec<Endpoint>> = BTreeMap::new();
            for endpoint in self.0 {
                match endpoint.beginning() {
                    Some(beginning) => below.entry(beginning).or_default().push(endpoint),
                    None => {
                        cfg.service(endpoint.below(base, 0));
                    }
                }
            }
            // The longer stand after the shorter that they begin with, and have to be tried before.
            for (beginning, endpoints) in below.into_iter().rev() {
                let scope = web::scope(&beginning).default_service(web::to(no_endpoint));
                let add = |scope: Scope, endpoint: Endpoint| {
                    scope.service(endpoint.below(base, beginning.len()))
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

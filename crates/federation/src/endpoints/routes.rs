//! Which path is what.

use actix_web::dev::HttpServiceFactory;
use actix_web::guard;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Responder, Route};

use super::accept::asks_for_document;
use super::serving::Serving;
use super::{
    activities, actors, cors, emojis, host_meta, ledger, members, nodeinfo, object_lists, objects,
    outbox, pages, people, records, snapshots, webfinger,
};
use crate::state::Federation;

/// Registers everything that other servers can fetch. To be made once and cloned for each thread that
/// answers, which then share what is kept in memory; to be registered before the pages for people,
/// whose paths `/@…` it takes only where a document is asked for.
pub fn configure(fed: Federation) -> impl FnOnce(&mut ServiceConfig) + Clone {
    configure_with(Serving::new(fed))
}

/// As [`configure`], where the caller keeps what is shared.
pub fn configure_with(serving: Serving) -> impl FnOnce(&mut ServiceConfig) + Clone {
    move |cfg| {
        cfg.app_data(web::Data::new(serving));
        discovery(cfg);
        of_actors(cfg);
        of_objects(cfg);
        cfg.service(document("/ap/activities/{id}", activities::show))
            .service(document("/ap/follows/{id}", activities::follow))
            .service(document("/ap/emojis/{id}", emojis::show))
            .service(beside_page("/@{name}", pages::profile))
            .service(beside_page("/@{name}/{id:[1-9][0-9]*}", pages::status));
    }
}

fn discovery(cfg: &mut ServiceConfig) {
    cfg.service(open("/.well-known/webfinger", webfinger::show))
        .service(open("/.well-known/host-meta", host_meta::show))
        .service(open("/.well-known/nodeinfo", nodeinfo::discovery))
        .service(open("/nodeinfo/2.0", nodeinfo::version_2_0))
        .service(open("/nodeinfo/2.1", nodeinfo::version_2_1));
}

fn of_actors(cfg: &mut ServiceConfig) {
    cfg.service(document("/ap/actors/{id}", actors::show))
        .service(document("/ap/actors/{id}/outbox", outbox::outbox))
        .service(document("/ap/actors/{id}/featured", outbox::featured))
        .service(document("/ap/actors/{id}/followers", people::followers))
        .service(document("/ap/actors/{id}/following", people::following))
        .service(document("/ap/actors/{id}/moderators", people::moderators))
        .service(document("/ap/actors/{id}/members", members::show))
        .service(document("/ap/actors/{id}/records", records::show))
        .service(document(
            "/ap/actors/{id}/followers_synchronization",
            people::on_host_of_fetcher,
        ));
}

fn of_objects(cfg: &mut ServiceConfig) {
    cfg.service(document("/ap/objects/{id}", objects::show))
        .service(document("/ap/objects/{id}/replies", object_lists::replies))
        .service(document("/ap/objects/{id}/context", object_lists::context))
        .service(document("/ap/objects/{id}/likes", object_lists::likes))
        .service(document("/ap/objects/{id}/shares", object_lists::shares))
        .service(document(
            "/ap/objects/{id}/attendees",
            object_lists::attendees,
        ))
        .service(document(
            "/ap/objects/{id}/organizers",
            object_lists::organizers,
        ))
        .service(document("/ap/objects/{id}/ledger", ledger::show))
        .service(document(
            "/ap/objects/{id}/ledger/rejected",
            ledger::rejected,
        ))
        .service(document(
            "/ap/objects/{id}/ledger/snapshots",
            snapshots::list,
        ))
        .service(document(
            "/ap/objects/{id}/ledger/snapshots/{day}",
            snapshots::show,
        ))
        .service(document(
            "/ap/objects/{id}/ledger/snapshots/{day}/entries",
            snapshots::entries,
        ))
        .service(document("/ap/boosts/{id}", objects::boost));
}

/// What is there to read, and for nothing else: 405.
fn document<F, Args>(path: &'static str, show: F) -> impl HttpServiceFactory
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(reading(show))
}

/// What programs in browsers may read too.
fn open<F, Args>(path: &'static str, show: F) -> impl HttpServiceFactory
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(reading(show))
        .route(web::method(actix_web::http::Method::OPTIONS).to(cors::preflight))
        .wrap(from_fn(cors::open))
}

/// Where a page for people is too: only what asks for a document comes here.
fn beside_page<F, Args>(path: &'static str, show: F) -> impl HttpServiceFactory
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .guard(guard::Any(guard::Get()).or(guard::Head()))
        .guard(guard::fn_guard(asks_for_document))
        .to(show)
}

fn reading<F, Args>(show: F) -> Route
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::route()
        .guard(guard::Any(guard::Get()).or(guard::Head()))
        .to(show)
}

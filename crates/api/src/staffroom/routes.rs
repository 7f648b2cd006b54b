//! Which path is which endpoint. Written in full, as in [`crate::routes`].

use actix_web::web;

use super::{
    adoptions, drafts, events, hub, ledger, openapi, outcomes, practices, questions, suggestions,
    talks, vocabulary,
};
use crate::endpoints::{Endpoints, act, at, look};

/// Registers the endpoints of our own API.
pub(crate) fn endpoints(cfg: &mut Endpoints) {
    cfg.configure(practice_endpoints)
        .configure(entry_endpoints)
        .configure(event_endpoints)
        .configure(attendee_endpoints)
        .configure(draft_endpoints)
        .service(look("/staffroom/v1/openapi.json", openapi::handle))
        .service(look("/staffroom/v1/vocabulary", vocabulary::handle))
        .service(look("/staffroom/v1/suggestions", suggestions::handle));
}

fn practice_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/staffroom/v1/practices")
            .route(web::get().to(practices::list::handle))
            .route(web::post().to(practices::create::handle)),
    )
    // Before the one with an id.
    .service(look(
        "/staffroom/v1/practices/search",
        practices::search::handle,
    ))
    .service(
        at("/staffroom/v1/practices/{id}")
            .route(web::get().to(practices::get::handle))
            .route(web::put().to(practices::edit::handle))
            .route(web::delete().to(practices::delete::handle)),
    )
    .service(act(
        "/staffroom/v1/practices/{id}/withdraw",
        practices::withdraw::withdraw,
    ))
    .service(act(
        "/staffroom/v1/practices/{id}/reinstate",
        practices::withdraw::reinstate,
    ))
    .service(act(
        "/staffroom/v1/practices/{id}/assure",
        practices::assure::handle,
    ))
    .service(look(
        "/staffroom/v1/practices/{id}/versions",
        practices::versions::handle,
    ))
    .service(look(
        "/staffroom/v1/practices/{id}/ledger",
        ledger::get::handle,
    ))
    .service(look(
        "/staffroom/v1/practices/{id}/ledger/like-mine",
        ledger::like_mine::handle,
    ))
    .service(look(
        "/staffroom/v1/practices/{id}/ledger/rejected",
        ledger::rejected::handle,
    ))
    .service(look(
        "/staffroom/v1/hub/practices/{id}/ledgers",
        hub::ledgers::handle,
    ))
    .service(
        at("/staffroom/v1/questions")
            .route(web::get().to(questions::list::handle))
            .route(web::post().to(questions::create::handle)),
    )
    .service(look("/staffroom/v1/questions/{id}", questions::get::handle));
}

fn draft_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/staffroom/v1/drafts")
            .route(web::get().to(drafts::list::handle))
            .route(web::post().to(drafts::create::handle)),
    )
    .service(
        at("/staffroom/v1/drafts/{id}")
            .route(web::get().to(drafts::get::handle))
            .route(web::put().to(drafts::edit::handle))
            .route(web::delete().to(drafts::delete::handle)),
    )
    .service(act(
        "/staffroom/v1/drafts/{id}/publish",
        drafts::publish::handle,
    ));
}

fn entry_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/staffroom/v1/practices/{id}/adoptions")
            .route(web::get().to(adoptions::list::handle))
            .route(web::post().to(adoptions::create::handle)),
    )
    .service(
        at("/staffroom/v1/practices/{id}/outcomes")
            .route(web::get().to(outcomes::list::handle))
            .route(web::post().to(outcomes::create::handle)),
    )
    // Before the one with an id.
    .service(look("/staffroom/v1/adoptions/due", adoptions::due::handle))
    .service(
        at("/staffroom/v1/adoptions/{id}")
            .route(web::get().to(adoptions::get::handle))
            .route(web::put().to(adoptions::edit::handle)),
    )
    .service(
        at("/staffroom/v1/outcomes/{id}")
            .route(web::get().to(outcomes::get::handle))
            .route(web::put().to(outcomes::edit::handle))
            .route(web::delete().to(outcomes::delete::handle)),
    )
    .service(act(
        "/staffroom/v1/entries/{id}/reject",
        ledger::answer::reject,
    ))
    .service(act(
        "/staffroom/v1/entries/{id}/accept",
        ledger::answer::accept,
    ));
}

fn event_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/staffroom/v1/events")
            .route(web::get().to(events::list::handle))
            .route(web::post().to(events::create::handle)),
    )
    // Before the one with an id.
    .service(look(
        "/staffroom/v1/events/upcoming",
        events::upcoming::handle,
    ))
    .service(
        at("/staffroom/v1/events/{id}")
            .route(web::get().to(events::get::handle))
            .route(web::put().to(events::edit::handle))
            .route(web::delete().to(events::delete::handle)),
    )
    .service(act(
        "/staffroom/v1/events/{id}/cancel",
        events::cancel::handle,
    ))
    .service(act("/staffroom/v1/events/{id}/clone", events::copy::handle))
    .service(
        at("/staffroom/v1/events/{id}/rsvp")
            .route(web::post().to(events::rsvp::join))
            .route(web::delete().to(events::rsvp::leave)),
    )
    .service(
        at("/staffroom/v1/events/{id}/notes")
            .route(web::get().to(events::notes::list))
            .route(web::post().to(events::notes::create)),
    )
    .service(look(
        "/staffroom/v1/events/{id}/programme",
        events::programme::handle,
    ))
    .service(act(
        "/staffroom/v1/events/{id}/talks",
        talks::create::handle,
    ));
}

fn attendee_endpoints(cfg: &mut Endpoints) {
    cfg.service(look(
        "/staffroom/v1/events/{id}/attendees",
        events::attendees::list,
    ))
    .service(act(
        "/staffroom/v1/attendees/{id}/accept",
        events::attendees::accept,
    ))
    .service(act(
        "/staffroom/v1/attendees/{id}/decline",
        events::attendees::decline,
    ))
    .service(act(
        "/staffroom/v1/attendees/{id}/move-up",
        events::attendees::move_up,
    ))
    .service(act(
        "/staffroom/v1/talks/{id}/accept",
        talks::decide::accept,
    ))
    .service(act(
        "/staffroom/v1/talks/{id}/decline",
        talks::decide::decline,
    ))
    .service(act(
        "/staffroom/v1/talks/{id}/withdraw",
        talks::decide::withdraw,
    ))
    .service(act("/staffroom/v1/talks/{id}/draft", talks::draft::handle));
}

//! Which path is which page. A path stands here as a literal: the tests in the browser read this file, and
//! want every page in their table.

use actix_web::dev::HttpServiceFactory;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Route, guard};

use crate::error::PageError;
use crate::frame::frame;
use crate::machines::{atom, oembed, robots, sitemap};
use crate::page::PageResult;
use crate::pages::{
    about, admin_accounts, admin_announcements, admin_emojis, admin_hub, admin_invitations,
    admin_jobs, admin_log, admin_overview, admin_reports, admin_servers, admin_topics, admin_user,
    admin_users, announcements, browse, compose, conversations, draft, draft_new, draft_step,
    drafts, event, event_cancel, event_edit, event_notes, event_people, event_talk, events,
    follow_requests, gaps, invitation, landing, language, library, library_data, library_follow,
    list, lists, marked, network, notifications, oauth_authorize, oauth_native, password_reset,
    person_marks, post_delete, post_edit, post_marks, practice, practice_edit, practice_versions,
    practices, profile, question, questions, remote, report, scheduled, search, settings_account,
    settings_applications, settings_archive, settings_blocks, settings_data, settings_delete,
    settings_filters, settings_notifications, settings_passkey, settings_passkeys,
    settings_password, settings_posting, settings_privacy, settings_profile, settings_sessions,
    settings_two_factor, sign_in, sign_in_code, sign_in_passkey, sign_out, status, tag, timelines,
};
use crate::web::Web;
use crate::{assets, vocab};

/// Registers every page, and the page for everything that is none. To be given to
/// [`actix_web::App::configure`].
pub fn configure(web: Web) -> impl FnOnce(&mut ServiceConfig) {
    move |cfg| {
        cfg.app_data(web::Data::new(web));
        configure_below_api(cfg);
        public_pages(cfg);
        reading_pages(cfg);
        own_pages(cfg);
        draft_pages(cfg);
        event_pages(cfg);
        settings_pages(cfg);
        admin_pages(cfg);
        vocab_pages(cfg);
        cfg.default_service(web::to(not_found).wrap(from_fn(frame)));
    }
}

/// The pages below `/api`, which have to be known before the paths of the client API. They need what [`configure`]
/// registers.
pub fn configure_below_api(cfg: &mut ServiceConfig) {
    cfg.service(page("/api/oembed", oembed::show));
}

fn public_pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/", landing::show))
        .service(page("/about", about::show))
        .service(page("/assets/{name}", assets::show))
        .service(page("/events", events::list))
        .service(page("/events.ics", events::list_file))
        .service(page("/events/{id:[1-9][0-9]*}.ics", events::one_file))
        .service(form("/events/{id:[1-9][0-9]*}", event::show, event::submit))
        .service(page("/practices", practices::show))
        .service(page("/practices/{id:[1-9][0-9]*}", practice::show))
        .service(page(
            "/practices/{id:[1-9][0-9]*}/versions",
            practice_versions::show,
        ))
        .service(page("/practices.atom", atom::practices))
        .service(page("/browse", browse::show))
        .service(page("/library", library::show))
        .service(page("/library/gaps", gaps::show))
        .service(page("/library/members", library::members))
        .service(page("/library/follow", library_follow::show))
        .service(page("/library/data", library_data::show))
        .service(page("/library/questions", questions::list))
        .service(form(
            "/library/questions/new",
            questions::show_new,
            questions::ask,
        ))
        .service(form(
            "/library/questions/{id:[1-9][0-9]*}",
            question::show,
            question::submit,
        ))
        .service(page("/robots.txt", robots::show))
        .service(page("/sitemap.xml", sitemap::index))
        .service(page("/sitemap/pages.xml", sitemap::pages))
        .service(page(
            "/sitemap/practices-{year:[0-9]{4}}-{month:[0-9]{2}}.xml",
            sitemap::practices,
        ))
        .service(page("/@{name}.atom", atom::account))
        .service(form("/report", report::show, report::submit))
        .service(form("/remote", remote::show, remote::submit))
        .service(page("/@{name}", profile::show))
        .service(page("/@{name}/{id:[1-9][0-9]*}", status::show))
        .service(form("/sign-in", sign_in::show, sign_in::submit))
        .service(form(
            "/sign-in/code",
            sign_in_code::show,
            sign_in_code::submit,
        ))
        .service(action("/sign-in/passkey", sign_in_passkey::submit))
        .service(action(
            "/sign-in/code/passkey",
            sign_in_passkey::submit_beside_password,
        ))
        .service(action("/sign-out", sign_out::submit))
        .service(form("/language", language::show, language::submit))
        .service(form(
            "/invitation/{token}",
            invitation::show,
            invitation::submit,
        ))
        .service(form(
            "/password-reset",
            password_reset::show_request,
            password_reset::request,
        ))
        .service(form(
            "/password-reset/{token}",
            password_reset::show_link,
            password_reset::set,
        ))
        .service(page(
            "/.well-known/change-password",
            settings_password::known,
        ));
    oauth_pages(cfg);
}

fn oauth_pages(cfg: &mut ServiceConfig) {
    cfg.service(form(
        "/oauth/authorize",
        oauth_authorize::show,
        oauth_authorize::submit,
    ))
    // Some programs write a slash at the end, and follow no redirect.
    .service(form(
        "/oauth/authorize/",
        oauth_authorize::show,
        oauth_authorize::submit,
    ))
    .service(page("/oauth/authorize/native", oauth_native::show));
}

/// What people read, and the buttons beside it.
fn reading_pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/home", timelines::home))
        .service(page("/local", timelines::local))
        .service(page("/public", timelines::everybody))
        .service(page("/tags/{tag}", tag::show))
        .service(action("/tags/{tag}/{act}", tag::act))
        .service(form("/compose", compose::show, compose::submit))
        .service(page("/@{name}/followers", network::followers))
        .service(page("/@{name}/following", network::following))
        .service(form(
            "/posts/{id:[1-9][0-9]*}/edit",
            post_edit::show,
            post_edit::submit,
        ))
        .service(form(
            "/posts/{id:[1-9][0-9]*}/delete",
            post_delete::show,
            post_delete::submit,
        ))
        .service(action("/posts/{id:[1-9][0-9]*}/{act}", post_marks::act))
        .service(action("/people/{id:[1-9][0-9]*}/{act}", person_marks::act));
}

/// What somebody is told of, and what they have put in order for themselves.
fn own_pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/notifications", notifications::show))
        .service(action(
            "/announcements/{id:[1-9][0-9]*}/dismiss",
            announcements::dismiss,
        ))
        .service(action("/notifications/{act}", notifications::act))
        .service(page("/follow-requests", follow_requests::show))
        .service(page("/conversations", conversations::show))
        .service(action(
            "/conversations/{id:[1-9][0-9]*}/{act}",
            conversations::act,
        ))
        .service(page("/bookmarks", marked::bookmarks))
        .service(page("/favourites", marked::favourites))
        .service(form("/lists", lists::show, lists::submit))
        .service(page("/lists/{id:[1-9][0-9]*}", list::show))
        .service(form(
            "/lists/{id:[1-9][0-9]*}/edit",
            list::show_edit,
            list::edit,
        ))
        .service(form(
            "/lists/{id:[1-9][0-9]*}/members",
            list::show_members,
            list::set_members,
        ))
        .service(action("/lists/{id:[1-9][0-9]*}/delete", list::delete))
        .service(page("/scheduled", scheduled::show))
        .service(action(
            "/scheduled/{id:[1-9][0-9]*}/drop",
            scheduled::drop_one,
        ))
        .service(page("/search", search::show));
}

/// What is written about practices, before it is published.
fn draft_pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/drafts", drafts::show))
        .service(form("/drafts/{id:[1-9][0-9]*}", draft::show, draft::submit))
        .service(action("/drafts/{id:[1-9][0-9]*}/drop", draft::discard))
        .service(form(
            "/drafts/{id:[1-9][0-9]*}/{step}",
            draft_step::show,
            draft_step::submit,
        ))
        .service(form(
            "/practices/new",
            draft_step::show_new,
            draft_step::submit_new,
        ))
        .service(form(
            "/practices/{id:[1-9][0-9]*}/edit",
            practice_edit::show,
            practice_edit::submit,
        ))
        .service(form(
            "/practices/{id:[1-9][0-9]*}/adoption",
            draft_new::show_adoption,
            draft_new::submit_adoption,
        ))
        .service(form(
            "/practices/{id:[1-9][0-9]*}/outcome",
            draft_new::show_outcome,
            draft_new::submit_outcome,
        ));
}

/// What organisers do.
fn event_pages(cfg: &mut ServiceConfig) {
    cfg.service(form(
        "/events/new",
        event_edit::show_new,
        event_edit::submit_new,
    ))
    .service(form(
        "/events/{id:[1-9][0-9]*}/edit",
        event_edit::show,
        event_edit::edit,
    ))
    .service(form(
        "/events/{id:[1-9][0-9]*}/cancel",
        event_cancel::show,
        event_cancel::submit,
    ))
    .service(form(
        "/events/{id:[1-9][0-9]*}/people",
        event_people::show,
        event_people::add_talk,
    ))
    .service(page(
        "/events/{id:[1-9][0-9]*}/people.csv",
        event_people::file,
    ))
    .service(action(
        "/events/{id:[1-9][0-9]*}/people/{person:[1-9][0-9]*}/{act}",
        event_people::decide,
    ))
    .service(form(
        "/events/{id:[1-9][0-9]*}/notes",
        event_notes::show,
        event_notes::submit,
    ))
    .service(action("/talks/{id:[1-9][0-9]*}/{act}", event_talk::act))
    .service(page("/events/mine", events::mine));
}

fn settings_pages(cfg: &mut ServiceConfig) {
    own_settings(cfg);
    cfg.service(page("/settings", settings_profile::index))
        .service(page("/settings/sessions", settings_sessions::show))
        .service(action(
            "/settings/sessions/revoke-others",
            settings_sessions::revoke_others,
        ))
        .service(action(
            "/settings/sessions/{id}/revoke",
            settings_sessions::revoke,
        ))
        .service(page("/settings/applications", settings_applications::show))
        .service(action(
            "/settings/applications/{id}/revoke",
            settings_applications::revoke,
        ))
        .service(form(
            "/settings/data",
            settings_data::show,
            settings_data::submit,
        ))
        .service(page("/settings/data/{name}.csv", settings_data::file))
        .service(action("/settings/data/archive", settings_archive::ask))
        .service(page(
            "/settings/data/archives/{id}.zip",
            settings_archive::file,
        ))
        .service(form(
            "/settings/account",
            settings_account::show,
            settings_account::submit,
        ))
        .service(form(
            "/settings/account/delete",
            settings_delete::show,
            settings_delete::submit,
        ))
        .service(form(
            "/settings/password",
            settings_password::show,
            settings_password::submit,
        ))
        .service(form(
            "/settings/two-factor",
            settings_two_factor::show,
            settings_two_factor::submit,
        ))
        .service(form(
            "/settings/passkeys",
            settings_passkeys::show,
            settings_passkeys::submit,
        ))
        .service(form(
            "/settings/passkeys/{id:[1-9][0-9]*}",
            settings_passkey::show,
            settings_passkey::submit,
        ));
}

/// How somebody shows themselves, and what they want to see.
fn own_settings(cfg: &mut ServiceConfig) {
    cfg.service(form(
        "/settings/profile",
        settings_profile::show,
        settings_profile::submit,
    ))
    .service(form(
        "/settings/privacy",
        settings_privacy::show,
        settings_privacy::submit,
    ))
    .service(form(
        "/settings/posting",
        settings_posting::show,
        settings_posting::submit,
    ))
    .service(form(
        "/settings/notifications",
        settings_notifications::show,
        settings_notifications::submit,
    ))
    .service(page("/settings/filters", settings_filters::list))
    .service(form(
        "/settings/filters/new",
        settings_filters::show_new,
        settings_filters::submit_new,
    ))
    .service(form(
        "/settings/filters/{id:[1-9][0-9]*}",
        settings_filters::show,
        settings_filters::submit,
    ))
    .service(action(
        "/settings/filters/{id:[1-9][0-9]*}/delete",
        settings_filters::delete,
    ))
    .service(page("/settings/blocks", settings_blocks::show))
    .service(page("/settings/blocks/muted", settings_blocks::muted))
    .service(form(
        "/settings/blocks/servers",
        settings_blocks::servers,
        settings_blocks::change_servers,
    ));
}

fn admin_pages(cfg: &mut ServiceConfig) {
    cfg.service(form(
        "/admin/invitations",
        admin_invitations::show,
        admin_invitations::create,
    ))
    .service(action("/admin/invitations/mail", admin_invitations::mail))
    .service(action(
        "/admin/invitations/{id}/revoke",
        admin_invitations::revoke,
    ))
    .service(page("/admin/users", admin_users::show))
    .service(page("/admin/users/{id}", admin_user::show))
    .service(action("/admin/users/{id}/roles", admin_user::set_roles))
    .service(action(
        "/admin/users/{id}/password-reset",
        admin_user::create_reset,
    ))
    .service(page("/admin/overview", admin_overview::show))
    .service(page("/admin/reports", admin_reports::list))
    .service(form(
        "/admin/reports/{id:[1-9][0-9]*}",
        admin_reports::show,
        admin_reports::decide,
    ))
    .service(action(
        "/admin/reports/{id:[1-9][0-9]*}/{act}",
        admin_reports::assign,
    ))
    .service(page("/admin/accounts", admin_accounts::list))
    .service(form(
        "/admin/accounts/{id:[1-9][0-9]*}",
        admin_accounts::show,
        admin_accounts::act,
    ))
    .service(form(
        "/admin/servers",
        admin_servers::show,
        admin_servers::decide,
    ))
    .service(page("/admin/servers.csv", admin_servers::export))
    .service(action("/admin/servers/import", admin_servers::import))
    .service(action(
        "/admin/servers/{domain}/remove",
        admin_servers::remove,
    ))
    .service(form("/admin/hub", admin_hub::show, admin_hub::add))
    .service(form(
        "/admin/hub/topics",
        admin_topics::show,
        admin_topics::submit,
    ))
    .service(action("/admin/hub/{host}/{act}", admin_hub::act))
    .service(page("/admin/jobs", admin_jobs::show))
    .service(action(
        "/admin/jobs/{id:[1-9][0-9]*}/{act}",
        admin_jobs::act,
    ))
    .service(page("/admin/log", admin_log::show));
    telling_pages(cfg);
}

/// What those who look after the instance give everybody here.
fn telling_pages(cfg: &mut ServiceConfig) {
    cfg.service(form(
        "/admin/announcements",
        admin_announcements::show,
        admin_announcements::make,
    ))
    .service(form(
        "/admin/announcements/{id:[1-9][0-9]*}",
        admin_announcements::show_one,
        admin_announcements::change,
    ))
    .service(action(
        "/admin/announcements/{id:[1-9][0-9]*}/remove",
        admin_announcements::remove,
    ))
    .service(form("/admin/emojis", admin_emojis::show, admin_emojis::add))
    .service(action(
        "/admin/emojis/{shortcode}/remove",
        admin_emojis::remove,
    ));
}

fn vocab_pages(cfg: &mut ServiceConfig) {
    cfg.service(page("/vocab", vocab::index))
        .service(page("/vocab/", vocab::index))
        .service(page("/vocab/context.jsonld", vocab::context))
        .service(page("/vocab/x/{scheme}", vocab::external))
        .service(page("/vocab/x/{scheme}/", vocab::external))
        .service(page("/vocab/x/{scheme}/{concept}", vocab::external_concept))
        .service(page("/vocab/{scheme}", vocab::scheme))
        .service(page("/vocab/{scheme}/", vocab::scheme))
        .service(page("/vocab/{scheme}/{concept}", vocab::concept));
}

/// A page that is only looked at.
fn page<H, A>(path: &str, show: H) -> impl HttpServiceFactory + use<H, A>
where
    H: Handler<A, Output = PageResult>,
    A: FromRequest + 'static,
{
    web::resource(path)
        .wrap(from_fn(frame))
        .route(looking().to(show))
        .default_service(web::to(only_look))
}

/// A page with a form that is sent to the same address.
fn form<H, A, S, B>(path: &str, show: H, submit: S) -> impl HttpServiceFactory + use<H, A, S, B>
where
    H: Handler<A, Output = PageResult>,
    A: FromRequest + 'static,
    S: Handler<B, Output = PageResult>,
    B: FromRequest + 'static,
{
    web::resource(path)
        .wrap(from_fn(frame))
        .route(looking().to(show))
        .route(web::post().to(submit))
        .default_service(web::to(look_or_send))
}

/// What a button of another page sends.
fn action<S, B>(path: &str, submit: S) -> impl HttpServiceFactory + use<S, B>
where
    S: Handler<B, Output = PageResult>,
    B: FromRequest + 'static,
{
    web::resource(path)
        .wrap(from_fn(frame))
        .route(web::post().to(submit))
        .default_service(web::to(only_send))
}

fn looking() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

async fn only_look() -> PageResult {
    Err(PageError::MethodNotAllowed("GET, HEAD"))
}

async fn look_or_send() -> PageResult {
    Err(PageError::MethodNotAllowed("GET, HEAD, POST"))
}

async fn only_send() -> PageResult {
    Err(PageError::MethodNotAllowed("POST"))
}

async fn not_found() -> PageResult {
    Err(PageError::not_found())
}

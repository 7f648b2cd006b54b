//! Which path is which endpoint. Paths are written in full: so they are found, also by tests that try them all.

use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, Resource};
use staffroom_service::Ctx;

use crate::call::Answer;
use crate::endpoints::{Endpoints, act, at, look, no_endpoint, other_method, without_slash};
use crate::front::{front, front_of_files};
use crate::instance::kept::Kept;
use crate::streaming::{self, Streams};
use crate::{
    accounts, announcements, apps, conversations, custom_emojis, directory, domain_blocks, files,
    filters, follow_requests, instance, lists, markers, media, minimal, oauth, oembed, polls,
    preferences, push, reports, scheduled_statuses, search, staffroom, statuses, tags, timelines,
};

/// Registers every endpoint below `/api`, and the answer to everything there that is none. To be given
/// to [`actix_web::App::configure`], before what answers all other paths.
pub fn configure(ctx: Ctx) -> impl FnOnce(&mut ServiceConfig) + Clone {
    let streams = Streams::new(&ctx);
    configure_with(ctx, streams)
}

/// The same with streams that somebody else ends.
pub fn configure_with(ctx: Ctx, streams: Streams) -> impl FnOnce(&mut ServiceConfig) + Clone {
    let kept = web::Data::new(Kept::new());
    move |cfg| {
        let (for_uploads, for_proxy, for_open_data) = (ctx.clone(), ctx.clone(), ctx.clone());
        let ctx = web::Data::new(ctx);
        oauth_endpoints(cfg, &ctx);
        let mut endpoints = Endpoints::default();
        endpoints
            .configure(status_endpoints)
            .configure(account_endpoints)
            .configure(relation_endpoints)
            .configure(tag_endpoints)
            .configure(list_endpoints)
            .configure(media_endpoints)
            .configure(instance_endpoints)
            .configure(minimal::endpoints)
            .configure(other_endpoints)
            .configure(notification_endpoints)
            .configure(streams_endpoints)
            .configure(filter_endpoints)
            .configure(staffroom::endpoints);
        let api = web::scope("/api")
            .app_data(ctx)
            .app_data(kept.clone())
            .app_data(web::Data::new(streams))
            .configure(endpoints.register())
            .default_service(web::to(no_endpoint))
            .wrap(from_fn(without_slash))
            .wrap(from_fn(front));
        let files = |path: &str, ctx: Ctx| {
            web::scope(path)
                .app_data(web::Data::new(ctx))
                .wrap(from_fn(front_of_files))
                .default_service(web::to(no_endpoint))
        };
        cfg.service(api)
            .service(files("/media", for_uploads).service(file("/{path:.+}", files::uploads)))
            .service(
                files("/proxy", for_proxy)
                    .service(file("/{what}/{of}/{signature}", files::proxy))
                    .service(file("/{what}/{of}/{signature}/still", files::proxy)),
            )
            // Not a scope: what is at `/open-data` itself is a page.
            .service(
                file("/open-data/{file}", files::open_data)
                    .app_data(web::Data::new(for_open_data))
                    .wrap(from_fn(front_of_files)),
            );
    }
}

/// What lies beside `/api`. The page on which people agree is in `staffroom-web`.
fn oauth_endpoints(cfg: &mut ServiceConfig, ctx: &web::Data<Ctx>) {
    let endpoints = [
        act("/oauth/token", oauth::token::handle),
        act("/oauth/revoke", oauth::revoke::handle),
        look("/oauth/userinfo", oauth::userinfo::handle)
            .route(web::post().to(oauth::userinfo::handle)),
        look(
            "/.well-known/oauth-authorization-server",
            oauth::metadata::handle,
        ),
    ];
    for endpoint in endpoints {
        cfg.service(endpoint.alone().app_data(ctx.clone()).wrap(from_fn(front)));
    }
}

fn status_endpoints(cfg: &mut Endpoints) {
    cfg.configure(status_marks)
        .service(
            at("/v1/statuses")
                .route(web::get().to(statuses::several::handle))
                .route(web::post().to(statuses::create::handle)),
        )
        .service(
            at("/v1/statuses/{id}")
                .route(web::get().to(statuses::get::handle))
                // Rails has both for every resource, and clients use both.
                .route(web::put().to(statuses::edit::handle))
                .route(web::patch().to(statuses::edit::handle))
                .route(web::delete().to(statuses::delete::handle)),
        )
        .service(look("/v1/statuses/{id}/context", statuses::context::handle))
        .service(look("/v1/statuses/{id}/source", statuses::source::handle))
        .service(act(
            "/v1/statuses/{id}/favourite",
            statuses::favourite::favourite,
        ))
        .service(act(
            "/v1/statuses/{id}/unfavourite",
            statuses::favourite::unfavourite,
        ))
        .service(act("/v1/statuses/{id}/reblog", statuses::boost::reblog))
        .service(act("/v1/statuses/{id}/unreblog", statuses::boost::unreblog))
        .service(act("/v1/statuses/{id}/pin", statuses::pin::pin))
        .service(act("/v1/statuses/{id}/unpin", statuses::pin::unpin))
        .service(look(
            "/v1/pleroma/statuses/{id}/reactions",
            statuses::react::list,
        ))
        .service(
            at("/v1/pleroma/statuses/{id}/reactions/{emoji}")
                .route(web::put().to(statuses::react::react))
                .route(web::delete().to(statuses::react::unreact)),
        )
        .service(look("/v1/polls/{id}", polls::get::handle))
        .service(act("/v1/polls/{id}/votes", polls::vote::handle));
}

/// What people note about statuses, and what is told of them besides.
fn status_marks(cfg: &mut Endpoints) {
    cfg.service(look("/v1/bookmarks", statuses::marked::bookmarks))
        .service(look("/v1/favourites", statuses::marked::favourites))
        .service(look(
            "/v1/statuses/{id}/favourited_by",
            statuses::marked::favourited_by,
        ))
        .service(look(
            "/v1/statuses/{id}/reblogged_by",
            statuses::marked::reblogged_by,
        ))
        .service(act(
            "/v1/statuses/{id}/bookmark",
            statuses::bookmark::bookmark,
        ))
        .service(act(
            "/v1/statuses/{id}/unbookmark",
            statuses::bookmark::unbookmark,
        ))
        .service(act("/v1/statuses/{id}/mute", statuses::mute::mute))
        .service(act("/v1/statuses/{id}/unmute", statuses::mute::unmute))
        .service(look("/v1/scheduled_statuses", scheduled_statuses::list))
        .service(
            at("/v1/scheduled_statuses/{id}")
                .route(web::get().to(scheduled_statuses::show))
                .route(web::put().to(scheduled_statuses::update))
                .route(web::patch().to(scheduled_statuses::update))
                .route(web::delete().to(scheduled_statuses::delete)),
        )
        .service(look("/v1/statuses/{id}/history", statuses::history::handle))
        .service(act(
            "/v1/statuses/{id}/translate",
            statuses::absent::translate,
        ))
        .service(look("/v1/statuses/{id}/quotes", statuses::absent::quotes))
        .service(act(
            "/v1/statuses/{id}/quotes/{quote}/revoke",
            statuses::absent::revoke_quote,
        ))
        .service(
            at("/v1/statuses/{id}/interaction_policy")
                .route(web::put().to(statuses::absent::interaction_policy)),
        );
}

fn account_endpoints(cfg: &mut Endpoints) {
    cfg.service(look(
        "/v1/accounts/verify_credentials",
        accounts::verify_credentials::handle,
    ))
    .service(
        at("/v1/accounts/update_credentials")
            .route(web::patch().to(accounts::update_credentials::handle)),
    )
    .service(
        at("/v1/accounts")
            .route(web::get().to(accounts::several::handle))
            .route(web::post().to(accounts::sign_up::handle)),
    )
    .service(
        at("/v1/profile")
            .route(web::get().to(accounts::profile::show))
            .route(web::put().to(accounts::profile::change))
            .route(web::patch().to(accounts::profile::change)),
    )
    .service(at("/v1/profile/avatar").route(web::delete().to(accounts::profile::remove_avatar)))
    .service(at("/v1/profile/header").route(web::delete().to(accounts::profile::remove_header)))
    .service(look("/v1/accounts/search", accounts::search::handle))
    .service(look(
        "/v1/accounts/familiar_followers",
        accounts::network::familiar,
    ))
    .service(look("/v1/accounts/lookup", accounts::lookup::handle))
    .service(look(
        "/v1/accounts/relationships",
        accounts::relationships::handle,
    ))
    .service(look("/v1/accounts/{id}", accounts::get::handle))
    .service(look(
        "/v1/accounts/{id}/statuses",
        accounts::statuses::handle,
    ))
    .service(look(
        "/v1/accounts/{id}/followers",
        accounts::network::followers,
    ))
    .service(look(
        "/v1/accounts/{id}/following",
        accounts::network::following,
    ))
    .service(look("/v1/accounts/{id}/featured_tags", tags::featured_of))
    .service(look(
        "/v1/accounts/{id}/endorsements",
        accounts::endorse::of_account,
    ))
    .service(look(
        "/v1/accounts/{id}/identity_proofs",
        accounts::endorse::of_account,
    ));
}

fn relation_endpoints(cfg: &mut Endpoints) {
    cfg.service(act("/v1/accounts/{id}/follow", accounts::follow::follow))
        .service(act(
            "/v1/accounts/{id}/unfollow",
            accounts::follow::unfollow,
        ))
        .service(act(
            "/v1/accounts/{id}/remove_from_followers",
            accounts::network::remove_follower,
        ))
        .service(act("/v1/accounts/{id}/pin", accounts::endorse::pin))
        .service(act("/v1/accounts/{id}/unpin", accounts::endorse::pin))
        .service(act("/v1/accounts/{id}/block", accounts::block::block))
        .service(act("/v1/accounts/{id}/unblock", accounts::block::unblock))
        .service(act("/v1/accounts/{id}/mute", accounts::mute::mute))
        .service(act("/v1/accounts/{id}/unmute", accounts::mute::unmute))
        .service(act("/v1/accounts/{id}/note", accounts::note::handle))
        .service(look("/v1/blocks", accounts::block::list))
        .service(look("/v1/mutes", accounts::mute::list))
        .service(
            at("/v1/domain_blocks")
                .route(web::get().to(domain_blocks::list))
                .route(web::post().to(domain_blocks::block))
                .route(web::delete().to(domain_blocks::unblock)),
        )
        .service(look("/v1/domain_blocks/preview", domain_blocks::preview))
        .service(look("/v1/follow_requests", follow_requests::list::handle))
        .service(act(
            "/v1/follow_requests/{id}/authorize",
            follow_requests::answer::authorize,
        ))
        .service(act(
            "/v1/follow_requests/{id}/reject",
            follow_requests::answer::reject,
        ));
}

fn tag_endpoints(cfg: &mut Endpoints) {
    cfg.service(look("/v1/preferences", preferences::handle))
        .service(look("/v1/tags/{name}", tags::show))
        .service(act("/v1/tags/{name}/follow", tags::follow))
        .service(act("/v1/tags/{name}/unfollow", tags::unfollow))
        .service(act("/v1/tags/{name}/feature", tags::feature))
        .service(act("/v1/tags/{name}/unfeature", tags::unfeature))
        .service(look("/v1/followed_tags", tags::followed))
        .service(
            at("/v1/featured_tags")
                .route(web::get().to(tags::featured))
                .route(web::post().to(tags::add_featured)),
        )
        .service(look("/v1/featured_tags/suggestions", tags::proposed))
        .service(at("/v1/featured_tags/{id}").route(web::delete().to(tags::remove_featured)))
        .service(look("/v1/directory", directory::list))
        .service(look("/v1/suggestions", directory::suggestions))
        .service(at("/v1/suggestions/{id}").route(web::delete().to(directory::dismiss)))
        .service(look("/v2/suggestions", directory::suggestions_with_sources));
}

fn list_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/v1/lists")
            .route(web::get().to(lists::all))
            .route(web::post().to(lists::create)),
    )
    .service(
        at("/v1/lists/{id}")
            .route(web::get().to(lists::get))
            // Rails has both for every resource, and clients use both.
            .route(web::put().to(lists::change))
            .route(web::patch().to(lists::change))
            .route(web::delete().to(lists::delete)),
    )
    .service(
        at("/v1/lists/{id}/accounts")
            .route(web::get().to(lists::members))
            .route(web::post().to(lists::add))
            .route(web::delete().to(lists::remove)),
    )
    .service(look("/v1/accounts/{id}/lists", lists::of_account))
    .service(look("/v1/timelines/list/{id}", timelines::list::handle))
    .service(look("/v1/conversations", conversations::list))
    .service(at("/v1/conversations/{id}").route(web::delete().to(conversations::remove)))
    .service(act("/v1/conversations/{id}/read", conversations::read))
    .service(act("/v1/conversations/{id}/unread", conversations::unread))
    .service(look("/v1/timelines/direct", conversations::direct));
}

fn media_endpoints(cfg: &mut Endpoints) {
    cfg.service(look("/v1/custom_emojis", custom_emojis::handle))
        .service(act("/v1/media", media::create))
        .service(act("/v2/media", media::create_later))
        .service(
            at("/v1/media/{id}")
                .route(web::get().to(media::get))
                .route(web::put().to(media::edit))
                .route(web::patch().to(media::edit))
                .route(web::delete().to(media::delete)),
        );
}

fn instance_endpoints(cfg: &mut Endpoints) {
    cfg.service(look("/v1/instance", instance::v1::handle))
        .service(look("/v2/instance", instance::v2::handle))
        .service(look("/v1/instance/rules", instance::lists::rules))
        .service(look("/v1/instance/peers", instance::lists::peers))
        .service(look("/v1/instance/activity", instance::lists::activity))
        .service(look(
            "/v1/instance/domain_blocks",
            instance::lists::domain_blocks,
        ))
        .service(look("/v1/instance/languages", instance::lists::languages))
        .service(look(
            "/v1/instance/translation_languages",
            instance::lists::translation_languages,
        ))
        .service(look(
            "/v1/instance/extended_description",
            instance::texts::extended_description,
        ))
        .service(look(
            "/v1/instance/privacy_policy",
            instance::texts::privacy_policy,
        ))
        .service(look(
            "/v1/instance/terms_of_service",
            instance::texts::terms_of_service,
        ))
        .service(look("/oembed", oembed::handle))
        .service(look("/v1/announcements", announcements::list::handle))
        .service(act(
            "/v1/announcements/{id}/dismiss",
            announcements::dismiss::handle,
        ))
        .service(
            at("/v1/announcements/{id}/reactions/{name}")
                .route(web::put().to(announcements::react::react))
                .route(web::delete().to(announcements::react::unreact)),
        )
        .service(look("/v1/markers", markers::list).route(web::post().to(markers::set)));
}

fn other_endpoints(cfg: &mut Endpoints) {
    cfg.service(look("/v1/timelines/home", timelines::home::handle))
        .service(look("/v1/timelines/public", timelines::public::handle))
        .service(look("/v1/timelines/tag/{tag}", timelines::tag::handle))
        .service(look("/v1/timelines/link", timelines::link::handle))
        .service(act("/v1/apps", apps::create::handle))
        .service(look(
            "/v1/apps/verify_credentials",
            apps::verify_credentials::handle,
        ))
        .service(act("/v1/reports", reports::create))
        .service(look("/v1/search", search::old))
        .service(look("/v2/search", search::handle));
}

fn notification_endpoints(cfg: &mut Endpoints) {
    use crate::notifications::{get, groups, list, policy, remove, requests, unread};

    cfg.service(look("/v1/notifications", list::handle))
        .service(act("/v1/notifications/clear", remove::clear))
        .service(act("/v1/notifications/dismiss", remove::dismiss_param))
        .service(look("/v1/notifications/unread_count", unread::each))
        .service(look("/v1/notifications/requests", requests::list))
        .service(act(
            "/v1/notifications/requests/accept",
            requests::accept_many,
        ))
        .service(act(
            "/v1/notifications/requests/dismiss",
            requests::dismiss_many,
        ))
        .service(look("/v1/notifications/requests/merged", requests::merged))
        .service(look("/v1/notifications/requests/{id}", requests::get))
        .service(act(
            "/v1/notifications/requests/{id}/accept",
            requests::accept,
        ))
        .service(act(
            "/v1/notifications/requests/{id}/dismiss",
            requests::dismiss,
        ))
        .service(look("/v1/notifications/{id}", get::handle))
        .service(act("/v1/notifications/{id}/dismiss", remove::dismiss))
        .service(look("/v2/notifications", groups::list))
        .service(
            at("/v2/notifications/policy")
                .route(web::get().to(policy::get))
                .route(web::put().to(policy::set))
                .route(web::patch().to(policy::set)),
        )
        .service(look("/v2/notifications/unread_count", unread::groups))
        .service(look("/v2/notifications/{group_key}", groups::get))
        .service(look(
            "/v2/notifications/{group_key}/accounts",
            groups::accounts,
        ))
        .service(act(
            "/v2/notifications/{group_key}/dismiss",
            groups::dismiss,
        ))
        .service(
            at("/v1/push/subscription")
                .route(web::get().to(push::get))
                .route(web::post().to(push::create))
                .route(web::put().to(push::update))
                .route(web::patch().to(push::update))
                .route(web::delete().to(push::delete)),
        );
}

fn streams_endpoints(cfg: &mut Endpoints) {
    cfg.service(at("/v1/streaming").route(web::get().to(streaming::socket)))
        .service(look("/v1/streaming/health", streaming::health));
    for stream in [
        "/v1/streaming/user",
        "/v1/streaming/user/notification",
        "/v1/streaming/public",
        "/v1/streaming/public/local",
        "/v1/streaming/public/remote",
        "/v1/streaming/hashtag",
        "/v1/streaming/hashtag/local",
        "/v1/streaming/direct",
        "/v1/streaming/list",
    ] {
        cfg.service(look(stream, streaming::sse));
    }
}

fn filter_endpoints(cfg: &mut Endpoints) {
    cfg.service(
        at("/v2/filters")
            .route(web::get().to(filters::filter::list))
            .route(web::post().to(filters::filter::create)),
    )
    .service(
        at("/v2/filters/keywords/{id}")
            .route(web::get().to(filters::keyword::show))
            .route(web::put().to(filters::keyword::update))
            .route(web::patch().to(filters::keyword::update))
            .route(web::delete().to(filters::keyword::delete)),
    )
    .service(
        at("/v2/filters/statuses/{id}")
            .route(web::get().to(filters::status::show))
            .route(web::delete().to(filters::status::delete)),
    )
    .service(
        at("/v2/filters/{id}")
            .route(web::get().to(filters::filter::show))
            .route(web::put().to(filters::filter::update))
            .route(web::patch().to(filters::filter::update))
            .route(web::delete().to(filters::filter::delete)),
    )
    .service(
        at("/v2/filters/{id}/keywords")
            .route(web::get().to(filters::keyword::list))
            .route(web::post().to(filters::keyword::create)),
    )
    .service(
        at("/v2/filters/{id}/statuses")
            .route(web::get().to(filters::status::list))
            .route(web::post().to(filters::status::create)),
    )
    .service(
        at("/v1/filters")
            .route(web::get().to(filters::old::list))
            .route(web::post().to(filters::old::create)),
    )
    .service(
        at("/v1/filters/{id}")
            .route(web::get().to(filters::old::show))
            .route(web::put().to(filters::old::update))
            .route(web::patch().to(filters::old::update))
            .route(web::delete().to(filters::old::delete)),
    );
}

/// A file, or what its answer would say.
fn file<H, A>(path: &str, handler: H) -> Resource
where
    H: Handler<A, Output = Answer> + Clone,
    A: FromRequest + 'static,
{
    web::resource(path.to_owned())
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(other_method))
}

//! `GET /api/v1/instance`: the first version, which every client still asks for.

use actix_web::{HttpResponse, web};
use serde_json::json;
use staffroom_config::Registration;
use staffroom_service::{about, rules};

use super::kept::Kept;
use super::{VERSION, configuration};
use crate::call::{Answer, Call};
use crate::entities::Rule;

/// The same for everybody.
pub(crate) async fn handle(call: Call, kept: web::Data<Kept>) -> Answer {
    let ctx = &call.ctx;
    let config = &ctx.config;
    let counts = kept.counts(ctx).await?;
    let contact = about::contact(ctx).await?;
    let contact = call.shaper().account(&contact, &[]);
    let rules: Vec<Rule> = rules::list(ctx).await?.iter().map(Rule::from).collect();
    let description = config.instance.description.trim();
    let email = config.instance.contact_email.as_ref();
    let is_open = config.users.registration == Registration::Open;
    Ok(HttpResponse::Ok().json(json!({
        "uri": config.account_domain().as_str(),
        "title": config.instance.name,
        "short_description": description,
        "description": description,
        "email": email.map(ToString::to_string).unwrap_or_default(),
        "version": VERSION,
        "urls": {"streaming_api": configuration::streaming(ctx)},
        "stats": {
            "user_count": counts.users,
            "status_count": counts.statuses,
            "domain_count": counts.domains,
        },
        "thumbnail": ctx.url("/assets/thumbnail.png"),
        "languages": [config.instance.language.as_str()],
        "registrations": is_open,
        "approval_required": false,
        "invites_enabled": true,
        "configuration": configuration::common(ctx),
        "contact_account": contact,
        "rules": rules,
    })))
}

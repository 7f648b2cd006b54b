//! `GET /api/v2/instance`.

use actix_web::{HttpResponse, web};
use serde_json::{Value, json};
use staffroom_config::Registration;
use staffroom_service::about::Text;
use staffroom_service::{Ctx, about, push, rules};

use super::kept::Kept;
use super::{API_VERSION, VERSION, configuration};
use crate::call::{Answer, Call};
use crate::entities::Rule;
use crate::error::ApiError;

/// Sizes of the icon that are there, in pixels.
const ICONS: [u32; 3] = [48, 192, 512];

/// The same for everybody.
pub(crate) async fn handle(call: Call, kept: web::Data<Kept>) -> Answer {
    let ctx = &call.ctx;
    let config = &ctx.config;
    let counts = kept.counts(ctx).await?;
    let contact = about::contact(ctx).await?;
    let contact = call.shaper().account(&contact, &[]);
    let rules: Vec<Rule> = rules::list(ctx).await?.iter().map(Rule::from).collect();
    let email = config.instance.contact_email.as_ref();
    let thumbnail = ctx.url("/assets/thumbnail.png");
    let icons: Vec<Value> = ICONS
        .into_iter()
        .map(|size| {
            let src = ctx.url(&format!("/assets/icon-{size}.png"));
            json!({"src": src, "size": format!("{size}x{size}")})
        })
        .collect();
    Ok(HttpResponse::Ok().json(json!({
        "domain": config.account_domain().as_str(),
        "title": config.instance.name,
        "version": VERSION,
        "source_url": ctx.url("/about"),
        "description": config.instance.description.trim(),
        "usage": {"users": {"active_month": counts.active_month}},
        "thumbnail": {
            "url": thumbnail,
            "blurhash": null,
            "versions": {"@1x": thumbnail, "@2x": thumbnail},
            "description": "",
        },
        "icon": icons,
        "languages": [config.instance.language.as_str()],
        "configuration": configuration(ctx).await?,
        "registrations": registrations(ctx),
        "api_versions": {"mastodon": API_VERSION},
        "contact": {
            "email": email.map(ToString::to_string).unwrap_or_default(),
            "account": contact,
        },
        "rules": rules,
    })))
}

async fn configuration(ctx: &Ctx) -> Result<Value, ApiError> {
    let mut all = configuration::common(ctx);
    let mut more = configuration::more(ctx, &push::public_key(ctx).await?);
    for (which, name) in [
        (Text::Privacy, "privacy_policy"),
        (Text::Terms, "terms_of_service"),
    ] {
        let is_written = about::text(ctx, which).await?.is_some();
        if let (true, Some(urls)) = (is_written, more.get_mut("urls")) {
            let path = format!("/about#{}", which.name());
            *urls = with(urls.take(), name, Value::String(ctx.url(&path)));
        }
    }
    if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
        all.extend(more);
    }
    Ok(all)
}

fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
    object
}

fn registrations(ctx: &Ctx) -> Value {
    let is_open = ctx.config.users.registration == Registration::Open;
    let message = (!is_open).then_some("People join this server by invitation.");
    json!({
        "enabled": is_open,
        "approval_required": false,
        "reason_required": false,
        "message": message,
        "min_age": null,
        "url": null,
    })
}

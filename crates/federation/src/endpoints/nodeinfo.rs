//! `NodeInfo` (FEP-0151): what this server says of itself.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde::Serialize;
use staffroom_config::{FederationMode, Registration};
use staffroom_db::usage;
use staffroom_domain::AccountId;
use staffroom_protocol::Iri;
use staffroom_protocol::nodeinfo::{
    Discovery, FederationMetadata, Metadata, NodeInfo, Software, Usage, UsersUsage, Version,
};
use staffroom_service::DbError;

use super::answer::Refusal;
use super::serving::Serving;

const MONTH: Duration = Duration::from_hours(30 * 24);
const HALF_YEAR: Duration = Duration::from_hours(180 * 24);

/// `GET /.well-known/nodeinfo`: where the documents are, and the instance's own actor (FEP-2677).
pub(super) async fn discovery(serving: web::Data<Serving>) -> Result<HttpResponse, Refusal> {
    let addresses = serving.fed().addresses();
    let at = |path: &str| Iri::parse(&format!("{}{path}", addresses.origin()));
    let links = Discovery::new(
        at("/nodeinfo/2.0")?,
        at("/nodeinfo/2.1")?,
        Iri::parse(&addresses.actor(AccountId::INSTANCE))?,
    );
    json("application/json", &links)
}

/// `GET /nodeinfo/2.0`
pub(super) async fn version_2_0(serving: web::Data<Serving>) -> Result<HttpResponse, Refusal> {
    show(&serving, Version::V2_0).await
}

/// `GET /nodeinfo/2.1`
pub(super) async fn version_2_1(serving: web::Data<Serving>) -> Result<HttpResponse, Refusal> {
    show(&serving, Version::V2_1).await
}

async fn show(serving: &Serving, version: Version) -> Result<HttpResponse, Refusal> {
    let usage = serving.usage(count(serving)).await?;
    let config = &serving.ctx().config;
    let software = Software {
        name: "staffroom".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        repository: None,
        homepage: None,
    };
    let metadata = Metadata {
        node_name: config.instance.name.clone(),
        node_description: config.instance.description.trim().to_owned(),
        staff_accounts: Vec::new(),
        federation: FederationMetadata {
            enabled: config.federation_mode() != FederationMode::Off,
        },
        more: more(),
    };
    let is_open = config.users.registration == Registration::Open;
    let info = NodeInfo::new(version, software, is_open, usage, metadata);
    json(info.media_type(), &info)
}

/// Clients that choose their API by the name of the software find out here which one we speak.
fn more() -> BTreeMap<String, serde_json::Value> {
    BTreeMap::from([(
        "upstream".to_owned(),
        serde_json::json!({ "name": "mastodon" }),
    )])
}

async fn count(serving: &Serving) -> Result<Usage, Refusal> {
    let now = serving.ctx().now();
    let since = [now.minus(MONTH), now.minus(HALF_YEAR)];
    let counted = serving
        .ctx()
        .db
        .read::<_, DbError, _>(move |conn| usage::count(conn, since))
        .await?;
    let number = |stored: i64| u64::try_from(stored).unwrap_or_default();
    let [active_month, active_halfyear] = counted.active.map(number);
    Ok(Usage {
        users: UsersUsage {
            total: number(counted.people),
            active_halfyear,
            active_month,
        },
        local_posts: number(counted.posts),
        local_comments: 0,
    })
}

fn json<T: Serialize>(media_type: &'static str, document: &T) -> Result<HttpResponse, Refusal> {
    let text = serde_json::to_string(document);
    let text = text.map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type(media_type).body(text))
}

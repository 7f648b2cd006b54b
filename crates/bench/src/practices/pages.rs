//! The pages that anybody may read, as a browser asks for them.

use anyhow::Context as _;
use serde_json::Value;

use super::seed;
use crate::tested::server::{Api, Server};

/// Names of pages, each with the addresses that are read in turn.
pub(crate) async fn all(server: &Server) -> anyhow::Result<Vec<(&'static str, Vec<String>)>> {
    let ids = seed::page(server, "").await?;
    let mut api = Api::new(server);
    let me = api.get("/api/v1/accounts/verify_credentials").await?;
    let name = me.get("username").and_then(Value::as_str);
    let name = name.context("the account has no name")?;
    let of_each = |path: &str, rest: &str| {
        let ids = ids.iter();
        ids.map(|id| format!("{path}{id}{rest}"))
            .collect::<Vec<_>>()
    };
    let one = |path: &str| vec![path.to_owned()];
    Ok(vec![
        ("the instance", one("/")),
        ("what it is", one("/about")),
        ("practices", one("/practices")),
        (
            "practices, two facets",
            one("/practices?phase=ph/primary-ks2&subject=su/english"),
        ),
        ("practices, words", one("/practices?q=recorded+voice")),
        ("a practice", of_each("/practices/", "")),
        ("its versions", of_each("/practices/", "/versions")),
        (
            "as a post, with its thread",
            of_each(&format!("/@{name}/"), ""),
        ),
        ("a profile", one(&format!("/@{name}"))),
        ("browse", one("/browse")),
        ("a concept", one("/vocab/tech/digital-feedback")),
        ("events", one("/events")),
        ("a tag", one("/tags/edtech")),
        ("a feed", one("/practices.atom")),
        ("the map of the site", one("/sitemap.xml")),
    ])
}

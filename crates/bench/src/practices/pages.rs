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
        ("an outcome, in its thread", outcomes(&mut api, &ids).await?),
        ("a profile", one(&format!("/@{name}"))),
        ("browse", one("/browse")),
        ("a concept", one("/vocab/tech/digital-feedback")),
        ("events", one("/events")),
        ("a tag", one("/tags/edtech")),
        ("a feed", one("/practices.atom")),
        ("the map of the site", one("/sitemap.xml")),
    ])
}

/// What was reported of a few of those, as posts.
async fn outcomes(api: &mut Api, practices: &[String]) -> anyhow::Result<Vec<String>> {
    let mut pages = Vec::new();
    for practice in practices.iter().take(8) {
        let list = format!("/api/staffroom/v1/practices/{practice}/outcomes?limit=1");
        let list = api.get(&list).await?;
        let id = list.pointer("/items/0/id").and_then(Value::as_str);
        let id = id.context("a practice without outcomes")?;
        let post = api.get(&format!("/api/v1/statuses/{id}")).await?;
        let by = post.pointer("/account/username").and_then(Value::as_str);
        let by = by.context("an outcome of nobody")?;
        pages.push(format!("/@{by}/{id}"));
    }
    Ok(pages)
}

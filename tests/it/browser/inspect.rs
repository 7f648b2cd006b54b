//! Looks at every page of [`super::pages`] in each language and view: nobody meets a barrier there.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_testkit::PASSWORD;

use super::driver::Driver;
use super::pages::{Line, PAGES};
use super::samples::{self, Who};

/// All pages in a language have to be done within this time. It takes a third of that where nothing else runs.
const WITHIN: Duration = Duration::from_mins(14);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_meets_a_barrier_on_any_page() {
    inspect("en").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_meets_a_barrier_on_any_page_in_welsh() {
    inspect("cy").await;
}

/// Looks at all pages in a language.
async fn inspect(language: &str) {
    let (app, samples) = samples::enter().await;
    let wish = wish();
    let pages: Vec<Value> = PAGES
        .iter()
        .filter(|line| line.address.contains(&wish))
        .map(|line| described(line, &samples))
        .collect();
    assert!(!pages.is_empty(), "no page has {wish:?} in its address");
    let driver = Driver::start(&[]);
    let problems = look(&driver, app.url(), language, vec![blocked()]).await;
    for barrier in ["image-alt", "color-contrast", "target-size", "wider"] {
        let found = problems.iter().any(|problem| problem.contains(barrier));
        assert!(found, "{barrier} is seen: {problems:#?}");
    }
    let problems = look(&driver, app.url(), language, pages).await;
    app.drain().await;
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// What is wrong with pages.
async fn look(driver: &Driver, base: &str, language: &str, pages: Vec<Value>) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    let people: Vec<Value> = Who::ALL.iter().map(|who| person(*who)).collect();
    let request = json!({
        "base": base,
        "people": people,
        "languages": [language],
        "pages": pages,
        "folder": folder,
    });
    let problems = driver.ask("inspect", request, WITHIN).await;
    serde_json::from_value(problems).unwrap()
}

/// A page that is full of barriers.
fn blocked() -> Value {
    let page = "<!DOCTYPE html><title>Barriers</title><main><h1>Barriers</h1><img src='data:,'>\
        <p style='color:silver;inline-size:400px'>Pale and wide</p>\
        <a href='x' style='font-size:8px'>a</a><br><a href='y' style='font-size:8px'>b</a></main>";
    json!({
        "name": "barriers",
        "who": Who::Stranger.name(),
        "path": format!("data:text/html,{page}"),
        "status": 0,
    })
}

fn person(who: Who) -> Value {
    let password = who.user().map(|_| PASSWORD);
    json!({ "name": who.name(), "password": password })
}

fn described(line: &Line, samples: &BTreeMap<&str, String>) -> Value {
    let mut path = line.address.to_owned();
    for (name, value) in samples {
        path = path.replace(&format!("{{{name}}}"), value);
    }
    assert!(!path.contains('{'), "{path}: there is no such sample");
    let sends: BTreeMap<_, _> = line.sends.iter().copied().collect();
    json!({
        "name": name(line),
        "who": line.who.name(),
        "path": path,
        "status": line.status,
        "sends": if sends.is_empty() { Value::Null } else { json!(sends) },
    })
}

/// What the pictures of a line are called.
fn name(line: &Line) -> String {
    let mut words = vec![line.who.name().to_owned()];
    let parts = line.address.split(|c: char| !c.is_alphanumeric());
    words.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
    if words.len() == 1 {
        words.push("landing".to_owned());
    }
    if !line.sends.is_empty() {
        words.push("sent".to_owned());
    }
    words.join("-")
}

/// What must be in the address of a page that is looked at.
#[expect(clippy::disallowed_methods, reason = "a test reads how it was started")]
fn wish() -> String {
    std::env::var("STAFFROOM_PAGES").unwrap_or_default()
}

#[test]
fn each_line_has_pictures_of_its_own() {
    let mut names: Vec<String> = PAGES.iter().map(name).collect();
    names.sort();
    for pair in names.windows(2) {
        assert_ne!(pair[0], pair[1], "two lines are the same");
    }
}

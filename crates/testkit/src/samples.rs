//! The sample practices of `tests/data`, and how tests enter them: through the client API only, as an app would.

use std::collections::BTreeMap;

use serde_json::Value;
use staffroom_server::demo::samples;
pub use staffroom_server::demo::samples::{
    SampleEntry, SampleOrganisation, SamplePerson, SamplePractice,
};

use crate::client::ApiClient;

/// Everybody of `people.toml`, and the organisations of their instances.
///
/// # Panics
///
/// Where the file is not as its README says.
pub fn people() -> (Vec<SampleOrganisation>, Vec<SamplePerson>) {
    samples::people().unwrap_or_else(|error| panic!("{error}"))
}

/// Every sample practice, in the order of their numbers.
///
/// # Panics
///
/// Where a file is not as its README says.
pub fn practices() -> Vec<SamplePractice> {
    samples::practices().unwrap_or_else(|error| panic!("{error}"))
}

/// Enters a practice and everything about it; `clients` are by the handles of the sample people. Gives the id of the
/// practice.
///
/// # Panics
///
/// Where the server does not take something.
pub async fn enter(sample: &SamplePractice, clients: &BTreeMap<String, ApiClient>) -> String {
    let of = |handle: &str| {
        let client = clients.get(handle);
        client.unwrap_or_else(|| panic!("{handle} is missing"))
    };
    let author = of(&sample.author);
    let base = "/api/staffroom/v1/practices";
    let made = author.post(base, sample.first()).await.made();
    let id = made.get("id").and_then(Value::as_str);
    let id = id.unwrap_or_else(|| panic!("no id: {made}")).to_owned();
    let (own, others): (Vec<_>, Vec<_>) = sample.outcomes.iter().partition(|it| it.is_own);
    let outcomes = format!("{base}/{id}/outcomes");
    for entry in own {
        of(&entry.author).post(&outcomes, entry.body()).await.made();
    }
    if let Some(whole) = sample.then() {
        author.put(&format!("{base}/{id}"), whole).await.ok();
    }
    for entry in &sample.adoptions {
        let path = format!("{base}/{id}/adoptions");
        of(&entry.author).post(&path, entry.body()).await.made();
    }
    for entry in others {
        of(&entry.author).post(&outcomes, entry.body()).await.made();
    }
    id
}

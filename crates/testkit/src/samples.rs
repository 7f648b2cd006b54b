//! The sample practices of `tests/data`, and how they are entered: through the client API only, as an app would.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::client::ApiClient;

/// Somebody of `people.toml`.
#[derive(Clone, Debug)]
pub struct SamplePerson {
    /// The name by which they are found.
    pub handle: String,
    /// At which of the sample instances.
    pub instance: String,
    /// Whether the organisation of that instance lists them as its own.
    pub is_member: bool,
}

/// An organisation of `people.toml`: that of a sample instance.
#[derive(Clone, Debug)]
pub struct SampleOrganisation {
    /// The name of the instance.
    pub instance: String,
    /// What it is called.
    pub name: String,
}

/// A practice with everything that is entered about it.
#[derive(Clone, Debug)]
pub struct SamplePractice {
    /// The file's name: `05-open-chatbot-for-maths-practice`.
    pub name: String,
    /// By whom: a handle.
    pub author: String,
    /// What it is called.
    pub title: String,
    /// Its text: Markdown.
    pub text: String,
    /// Its record.
    pub record: Value,
    /// Who tries it.
    pub adoptions: Vec<SampleEntry>,
    /// What came of it, where its author tried it and elsewhere.
    pub outcomes: Vec<SampleEntry>,
}

/// An adoption or an outcome.
#[derive(Clone, Debug)]
pub struct SampleEntry {
    /// By whom: a handle.
    pub author: String,
    /// Whether it is the author's own result.
    pub is_own: bool,
    /// Their words.
    pub text: String,
    /// BCP 47; none: that of the practice.
    pub language: Option<String>,
    /// The record, without what is told by where it is entered.
    pub record: Value,
}

/// What stands beside the members of an entry's record.
const BESIDE: [&str; 6] = ["author", "instance", "own", "basis", "text", "language"];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data"))
}

fn read(path: &PathBuf) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn text(of: &Value, name: &str) -> String {
    let text = of.get(name).and_then(Value::as_str);
    text.unwrap_or_else(|| panic!("{name} is missing"))
        .to_owned()
}

fn list(of: &Value, name: &str) -> Vec<Value> {
    let list = of.get(name).and_then(Value::as_array);
    list.cloned().unwrap_or_default()
}

/// Everybody of `people.toml`, and the organisations of their instances.
///
/// # Panics
///
/// Where the file is not as its README says.
pub fn people() -> (Vec<SampleOrganisation>, Vec<SamplePerson>) {
    let all = read(&folder().join("people.toml"));
    let organisations = list(&all, "instances")
        .into_iter()
        .map(|it| SampleOrganisation {
            instance: text(&it, "name"),
            name: text(&it, "organisation"),
        });
    let people = list(&all, "people").into_iter().map(|it| SamplePerson {
        handle: text(&it, "handle"),
        instance: text(&it, "instance"),
        is_member: it.get("member") == Some(&true.into()),
    });
    (organisations.collect(), people.collect())
}

/// Every sample practice, in the order of their numbers.
///
/// # Panics
///
/// Where a file is not as its README says.
pub fn practices() -> Vec<SamplePractice> {
    let folder = folder().join("practices");
    let files = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    files.sort();
    files.iter().map(practice).collect()
}

fn practice(path: &PathBuf) -> SamplePractice {
    let all = read(path);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    SamplePractice {
        name: name.into_owned(),
        author: text(&all, "author"),
        title: text(&all, "title"),
        text: text(&all, "content"),
        record: all.get("practice").cloned().unwrap_or_default(),
        adoptions: list(&all, "adoptions").iter().map(entry).collect(),
        outcomes: list(&all, "outcomes").iter().map(entry).collect(),
    }
}

fn entry(all: &Value) -> SampleEntry {
    let members = all.as_object().cloned().unwrap_or_default();
    let record: Map<String, Value> = members
        .into_iter()
        .filter(|(name, _)| !BESIDE.contains(&name.as_str()))
        .collect();
    SampleEntry {
        author: text(all, "author"),
        is_own: all.get("own") == Some(&true.into()),
        text: text(all, "text"),
        language: all
            .get("language")
            .and_then(Value::as_str)
            .map(str::to_owned),
        record: record.into(),
    }
}

impl SampleEntry {
    fn body(&self) -> Value {
        let mut body = json!({"record": self.record, "text": self.text});
        if let (Some(language), Some(members)) = (&self.language, body.as_object_mut()) {
            members.insert("language".to_owned(), language.as_str().into());
        }
        body
    }
}

impl SamplePractice {
    /// What is published first: a level that asks for an own result is claimed once that is in.
    fn first(&self) -> Value {
        let mut record = self.record.clone();
        if let (true, Some(members)) = (self.needs_result_first(), record.as_object_mut()) {
            members.insert("evidenceLevel".to_owned(), "ev/reasoned".into());
        }
        json!({"title": self.title, "text": self.text, "record": record})
    }

    fn needs_result_first(&self) -> bool {
        self.record.get("evidenceLevel") == Some(&"ev/tried".into())
    }

    /// Enters the practice and everything about it; `clients` are by the handles of the sample people. Gives the id of the
    /// practice.
    ///
    /// # Panics
    ///
    /// Where the server does not take something.
    pub async fn enter(&self, clients: &HashMap<String, ApiClient>) -> String {
        let of = |handle: &str| {
            let client = clients.get(handle);
            client.unwrap_or_else(|| panic!("{handle} is missing"))
        };
        let author = of(&self.author);
        let base = "/api/staffroom/v1/practices";
        let made = author.post(base, self.first()).await.made();
        let id = text(&made, "id");
        let own = self.outcomes.iter().filter(|it| it.is_own);
        for entry in own.clone() {
            let path = format!("{base}/{id}/outcomes");
            of(&entry.author).post(&path, entry.body()).await.made();
        }
        if self.needs_result_first() && own.count() > 0 {
            let all = json!({"title": self.title, "text": self.text, "record": self.record});
            author.put(&format!("{base}/{id}"), all).await.ok();
        }
        for entry in &self.adoptions {
            let path = format!("{base}/{id}/adoptions");
            of(&entry.author).post(&path, entry.body()).await.made();
        }
        for entry in self.outcomes.iter().filter(|it| !it.is_own) {
            let path = format!("{base}/{id}/outcomes");
            of(&entry.author).post(&path, entry.body()).await.made();
        }
        id
    }
}

//! Whatever a client sends, to whichever endpoint: no answer is a failure of ours.
//!
//! Endpoints and parameters are found in the sources, so that new ones are tried without being named here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use actix_web::http::{Method, header};
use actix_web::test::TestRequest;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

use crate::app::{Answer, Client, Json, TestApp};

/// How many requests are made up; each is sent by everybody.
const ROUNDS: usize = 600;

/// What reads a parameter.
const READS: [&str; 16] = [
    "text", "present", "boolean", "integer", "texts", "integers", "group", "groups", "id_param",
    "ids", "has", "wants", "decision", "moment", "file", "missing",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// What stands between quotes in the sources, where it is so used.
fn literals(is_wanted: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut found = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let pieces: Vec<&str> = text.split('"').collect();
        for pair in pieces.windows(2) {
            if is_wanted(pair[0], pair[1]) {
                found.insert(pair[1].to_owned());
            }
        }
    }
    found.into_iter().collect()
}

fn endpoints() -> Vec<String> {
    let paths = literals(|_, text| {
        let is_path = [
            "/v1",
            "/v2",
            "/oauth/",
            "/oembed",
            "/.well-known/",
            "/staffroom/v1/",
        ]
        .iter()
        .any(|start| text.starts_with(start));
        // Streams have no end.
        is_path && !text.contains(' ') && !text.starts_with("/v1/streaming/")
    });
    paths
        .into_iter()
        .map(|path| {
            let is_beside = path.starts_with("/oauth/") || path.starts_with("/.well-known/");
            if is_beside {
                path
            } else {
                format!("/api{path}")
            }
        })
        .collect()
}

fn parameters() -> Vec<String> {
    literals(|before, text| {
        let is_name =
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
        // `text("…")`, or `moment(params, "…")`.
        let is_asked = before.rsplit_once('(').is_some_and(|(call, first)| {
            let name = call.rsplit(|c: char| !c.is_ascii_lowercase() && c != '_');
            let first = first.trim();
            let is_variable = first.ends_with(',') && !first.contains([')', ';', '"']);
            let is_read = name.take(1).any(|name| READS.contains(&name));
            is_read && (first.is_empty() || is_variable)
        });
        is_name && is_asked
    })
}

/// Members of records, as our own API describes them.
fn members() -> Vec<String> {
    let described = include_str!("../../src/entities/record_schema.rs");
    let words = described.split('"').filter(|word| {
        let is_word = |c: char| c.is_ascii_alphabetic();
        !word.is_empty() && word.chars().all(is_word)
    });
    let all: BTreeSet<String> = words.map(str::to_owned).collect();
    all.into_iter().collect()
}

/// A value such as no client should send, or just such.
fn value(ids: Vec<String>) -> impl Strategy<Value = Value> + Clone {
    let odd = prop::sample::select(vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("0"),
        json!("-1"),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(0.5),
        json!("99999999999999999999999999"),
        json!("true"),
        json!(false),
        json!("x".repeat(5_001)),
        json!("\u{0}"),
        json!("\u{202e}\u{fffd}\u{10ffff}"),
        json!("' OR 1=1 --"),
        json!("\" NEAR( *"),
        json!("%"),
        json!("@nobody@nowhere.invalid"),
        json!("https://school.example/ap/objects/5"),
        json!("javascript:alert(1)"),
        json!("ev/tried"),
        json!("oc/no-effect"),
        json!(["tech/ai", "pr/workload"]),
        json!("https://w3id.org/staffroom/v/tech/ai"),
        json!("2026-12-18"),
        json!("2026-13-45T99:99:99Z"),
        json!("9999-12-31T23:59:59Z"),
        json!("home"),
        json!("public"),
        json!("direct"),
        json!("read write"),
        json!("client_credentials"),
        json!("authorization_code"),
        json!({}),
        json!([]),
        json!([[[]]]),
        json!({"0": {"0": {}}}),
        json!([null, 1, "a", {"a": []}]),
    ]);
    let leaf = prop_oneof![
        4 => odd,
        2 => prop::sample::select(ids).prop_map(Value::String),
        1 => ".{0,12}".prop_map(Value::String),
        1 => any::<i64>().prop_map(|n| json!(n)),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// One request, for whoever sends it.
#[derive(Clone, Debug)]
struct Made {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    None,
    Json(Value),
    Form(Vec<(String, String)>),
    Multipart(Vec<(String, String)>),
    Garbage(Vec<u8>, &'static str),
}

/// A record that might be one, with members of any kind.
fn record(ids: &[String]) -> impl Strategy<Value = Value> + Clone {
    let member = prop::sample::select(members());
    prop::collection::vec((member, value(ids.to_vec())), 0..5).prop_map(|members| {
        let mut record: Map<String, Value> = members.into_iter().collect();
        let usual =
            json!({"outcome": "oc/worked", "status": "running", "evidenceLevel": "ev/idea"});
        for (name, value) in usual.as_object().unwrap() {
            record.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Value::Object(record)
    })
}

fn made(ids: &[String]) -> impl Strategy<Value = Made> {
    let mut segments = ids.to_vec();
    for odd in [
        "0",
        "-1",
        "abc",
        "99999999999999999999",
        "%00",
        "%F0%9F%A6%89",
        "..%2f",
        "%FF",
    ] {
        segments.push(odd.to_owned());
    }
    let names = parameters();
    let path = prop::sample::select(endpoints());
    let id = prop::sample::select(segments);
    let methods = vec![
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::HEAD,
    ];
    let name = prop::sample::select(names);
    let fields = prop::collection::vec((name.clone(), value(ids.to_vec())), 0..6);
    let record = record(ids);
    let texts = |fields: Vec<(String, Value)>| -> Vec<(String, String)> {
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        fields
            .into_iter()
            .map(|(name, value)| match value {
                Value::Array(mut list) => (
                    format!("{name}[]"),
                    list.pop().map(text).unwrap_or_default(),
                ),
                Value::Object(group) => {
                    let (key, value) = group.into_iter().next().unwrap_or_default();
                    (format!("{name}[{key}]"), text(value))
                }
                other => (name, text(other)),
            })
            .collect()
    };
    let body = prop_oneof![
        1 => Just(Body::None),
        4 => fields.clone().prop_map(|fields| {
            Body::Json(Value::Object(fields.into_iter().collect::<Map<_, _>>()))
        }),
        4 => (record.clone(), record, fields.clone()).prop_map(|(record, result, fields)| {
            let mut all: Map<String, Value> = fields.into_iter().collect();
            all.insert("title".to_owned(), json!("Anything"));
            all.insert("text".to_owned(), json!("at all"));
            all.insert("zone".to_owned(), json!("Europe/London"));
            all.insert("starts".to_owned(), json!("2027-01-28T18:00"));
            all.insert("record".to_owned(), record);
            all.insert("result".to_owned(), result);
            Body::Json(Value::Object(all))
        }),
        1 => value(ids.to_vec()).prop_map(Body::Json),
        3 => fields.clone().prop_map(move |fields| Body::Form(texts(fields))),
        2 => fields.clone().prop_map(move |fields| Body::Multipart(texts(fields))),
        1 => (
            prop::collection::vec(any::<u8>(), 0..60),
            prop::sample::select(vec![
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=b",
                "multipart/form-data",
                "image/png",
                "nonsense",
            ]),
        )
            .prop_map(|(bytes, kind)| Body::Garbage(bytes, kind)),
    ];
    let query = fields.prop_map(texts);
    (prop::sample::select(methods), path, id, query, body).prop_map(
        |(method, path, id, query, body): (Method, String, String, Vec<_>, Body)| {
            let mut filled = String::new();
            for (n, piece) in path.split('{').enumerate() {
                let rest = if n == 0 {
                    piece
                } else {
                    filled.push_str(&id);
                    piece.split_once('}').map_or("", |(_, rest)| rest)
                };
                filled.push_str(rest);
            }
            Made {
                method,
                path: filled,
                query,
                body,
            }
        },
    )
}

impl Made {
    fn request(&self) -> TestRequest {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.query);
        let uri = format!("{}?{}", self.path, query.finish());
        let request = TestRequest::default().method(self.method.clone()).uri(&uri);
        let typed = |kind: &str, body: Vec<u8>| {
            TestRequest::default()
                .method(self.method.clone())
                .uri(&uri)
                .insert_header((header::CONTENT_TYPE, kind))
                .set_payload(body)
        };
        match &self.body {
            Body::None => request,
            Body::Json(value) => request.set_json(value),
            Body::Form(fields) => {
                let mut form = url::form_urlencoded::Serializer::new(String::new());
                form.extend_pairs(fields);
                let kind = "application/x-www-form-urlencoded";
                typed(kind, form.finish().into_bytes())
            }
            Body::Multipart(fields) => {
                let part = |(name, value): &(String, String)| {
                    format!(
                        "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                    )
                };
                let mut body: String = fields.iter().map(part).collect();
                body.push_str("--b--\r\n");
                typed("multipart/form-data; boundary=b", body.into_bytes())
            }
            Body::Garbage(bytes, kind) => typed(kind, bytes.clone()),
        }
    }
}

/// Somebody with something, and ids of it.
async fn filled(app: &TestApp) -> (Client<'_>, Vec<String>) {
    let (amira, ben) = (app.teacher("amira").await, app.teacher("ben").await);
    let status = amira.publish("Hello #tea").await;
    let poll = json!({"status": "?", "poll": {"options": ["a", "b"], "expires_in": 3600}});
    let poll = ben.post("/api/v1/statuses", poll).await.ok().id();
    ben.act(&status, "favourite").await.ok();
    let practice = json!({"title": "Tea", "text": "A cup.", "record": {
        "evidenceLevel": "ev/tried", "outcome": "oc/partly", "technologyType": ["tech/ai"],
        "problem": ["pr/workload"], "phase": ["ph/primary-ks1"], "subject": ["su/english"],
        "costBand": "co/very-low", "steps": ["Wait."], "wouldWarnAbout": "Hot.",
    }});
    let path = "/api/staffroom/v1/practices";
    let practice = amira.post(path, practice).await;
    assert_eq!(practice.status, 201, "{}", practice.text);
    let practice: Value = serde_json::from_str(&practice.text).unwrap();
    let practice = practice.id();
    let entries = |what: &str| format!("{path}/{practice}/{what}");
    let own = amira.get(&entries("outcomes")).await.ok()["items"][0].id();
    let adoption = json!({"record": {"status": "planned"}});
    let adoption = amira.post(&entries("adoptions"), adoption).await;
    assert_eq!(adoption.status, 201, "{}", adoption.text);
    let adoption: Value = serde_json::from_str(&adoption.text).unwrap();
    let event = json!({
        "title": "Tea", "zone": "Europe/London", "starts": "2027-01-28T18:00",
        "onlineUrl": "https://tea.example/", "record": {"mode": "online", "waitingList": true},
    });
    let path = "/api/staffroom/v1/events";
    let event = amira.post(path, event).await;
    assert_eq!(event.status, 201, "{}", event.text);
    let event: Value = serde_json::from_str(&event.text).unwrap();
    let event = format!("{path}/{}", event.id());
    let offer = json!({"talk": {"title": "Two minutes"}});
    ben.post(&format!("{event}/rsvp"), offer).await.ok();
    let talks = amira.get(&format!("{event}/programme")).await.ok();
    let attendees = amira.get(&format!("{event}/attendees")).await.ok();
    let ids = vec![
        status,
        event.rsplit('/').next().unwrap().to_owned(),
        talks["items"][0].id(),
        attendees["items"][0].id(),
        poll,
        amira.id.to_string(),
        ben.id.to_string(),
        practice.clone(),
        own,
        adoption.id(),
    ];
    (amira, ids)
}

#[track_caller]
fn assert_no_failure(answer: &Answer, made: &Made, by: &str) {
    assert!(
        answer.status < 500,
        "{} by {by}: {}\n{made:?}",
        answer.status,
        answer.text
    );
}

/// Catalogue 54.
#[actix_web::test]
async fn no_request_makes_the_server_fail() {
    let (endpoints, parameters) = (endpoints(), parameters());
    for path in [
        "/api/v1/notifications/requests/accept",
        "/api/v2/notifications/{group_key}/accounts",
        "/oauth/token",
        "/api/staffroom/v1/vocabulary",
    ] {
        assert!(endpoints.iter().any(|other| other == path), "{path}");
    }
    for name in [
        "status",
        "id",
        "media_ids",
        "for_not_following",
        "scheduled_at",
        "exclude_replies",
    ] {
        assert!(parameters.iter().any(|other| other == name), "{name}");
    }
    let app = TestApp::new();
    let (amira, ids) = filled(&app).await;
    let narrow = app.teacher_with("narrow", "read").await;
    let stranger = app.stranger();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = made(&ids);
    for _ in 0..ROUNDS {
        let made = strategy.new_tree(&mut runner).unwrap().current();
        for (client, by) in [
            (&amira, "amira"),
            (&narrow, "narrow"),
            (&stranger, "nobody"),
        ] {
            let answer = client.send(made.request()).await;
            assert_no_failure(&answer, &made, by);
        }
    }
}

#[actix_web::test]
async fn no_method_of_any_endpoint_fails_on_an_empty_or_odd_request() {
    let app = TestApp::new();
    let (amira, ids) = filled(&app).await;
    for path in endpoints() {
        let of_path = match &path {
            path if path.contains("/talks/{") => &ids[2],
            path if path.contains("/attendees/{") => &ids[3],
            _ => &ids[1],
        };
        for id in [of_path.as_str(), &ids[5], &ids[6], "x"] {
            let mut path = path.clone();
            while let Some((start, rest)) = path.clone().split_once('{') {
                let (_, end) = rest.split_once('}').unwrap();
                path = format!("{start}{id}{end}");
            }
            for method in [
                Method::GET,
                Method::POST,
                Method::PUT,
                Method::PATCH,
                Method::DELETE,
            ] {
                let made = Made {
                    method,
                    path: path.clone(),
                    query: Vec::new(),
                    body: Body::Json(json!({"status": [], "media_ids": {}, "choices": "x"})),
                };
                let answer = amira.send(made.request()).await;
                assert_no_failure(&answer, &made, "amira");
            }
        }
    }
}

/// Catalogue 54.
#[actix_web::test]
async fn what_is_far_too_much_is_refused() {
    let app = TestApp::new();
    let amira = app.teacher("amira").await;
    let huge = json!({"status": "x".repeat(10 * 1024 * 1024)});
    for path in [
        "/api/v1/statuses",
        "/api/v1/apps",
        "/oauth/token",
        "/api/v1/markers",
    ] {
        amira.post(path, huge.clone()).await.error(413);
    }
    let many = |count: usize| {
        let fields: Vec<String> = (0..count).map(|n| format!("f{n}=x")).collect();
        TestRequest::post()
            .uri("/api/v1/statuses")
            .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .set_payload(format!("status=Hello&{}", fields.join("&")))
    };
    amira.send(many(999)).await.ok();
    amira.send(many(1_000)).await.error(400);
}

//! Practices as other servers get them, with their ledgers; and what servers of other kinds would show of them.

use serde_json::{Value, json};
use staffroom_db::DbError;
use staffroom_db::accounts::{self, AccountRow};
use staffroom_domain::practice::{OutcomeRecord, PracticeRecord};
use staffroom_domain::{ActorKind, StatusId, Visibility};
use staffroom_service::accounts::create_actor;
use staffroom_service::follows::{self, Wishes};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::{Ctx, organisations};
use staffroom_testkit::{TestDb, db_test};

use super::instance::{AS2, Instance};
use super::readers::document;
use crate::inbox::door::Door;
use crate::resolve::world::HERE;

fn concept(path: &str) -> String {
    format!("https://w3id.org/staffroom/v/{path}")
}

async fn practice(ctx: &Ctx, by: &AccountRow, visibility: Visibility) -> StatusId {
    let record = json!({
        "version": 1,
        "evidenceLevel": concept("ev/tried"),
        "outcome": concept("oc/partly"),
        "technologyType": [concept("tech/digital-feedback")],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")],
        "costBand": concept("co/very-low"),
        "steps": ["Record two minutes."],
        "wouldWarnAbout": "They listen once and never again.",
        "language": "en",
        "region": "GB-ENG",
    });
    let new = NewPractice {
        title: "Audio feedback instead of written marking in Year 8".to_owned(),
        text: "Two-minute voice notes **instead** of written marking.".to_owned(),
        record: PracticeRecord::read(&record).unwrap(),
        visibility: Some(visibility),
        ..NewPractice::default()
    };
    practices::publish(ctx, by.id, new).await.unwrap()
}

async fn report(ctx: &Ctx, by: &AccountRow, practice: StatusId, result: &str) -> StatusId {
    let new = record(ctx, practice, result);
    outcomes::report(ctx, by.id, new).await.unwrap()
}

fn record(ctx: &Ctx, practice: StatusId, result: &str) -> NewOutcome {
    let record = json!({
        "practice": ctx.addresses.object(practice),
        "practiceVersion": 1,
        "outcome": concept(result),
        "evidenceLevel": concept("ev/tried"),
        "independence": concept("in/independent-practitioner"),
        "nextTime": "We would begin smaller.",
        "wouldWarnAbout": "It takes longer than one thinks.",
    });
    NewOutcome::of(OutcomeRecord::read(&record).unwrap())
}

/// What Mastodon shows of an object that is no Note (`ActivityPub::Parser::StatusParser`, types that are converted): title,
/// summary and a link, and no warning.
fn as_mastodon_converts(document: &Value) -> String {
    let url = document["url"].as_str().unwrap();
    let shown = url.trim_start_matches("https://");
    format!(
        "<h2>{}</h2>\n\n{}\n\n<a href=\"{url}\">{shown}</a>",
        document["name"].as_str().unwrap(),
        document["summary"].as_str().unwrap()
    )
}

/// The words of some HTML.
fn words(html: &str) -> String {
    staffroom_text::plain_text(html)
}

#[actix_web::test]
async fn mastodon_and_gotosocial_show_what_a_practice_came_to() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let id = practice(&instance.ctx, &amira, Visibility::Public).await;
    let document = instance
        .fetch(&format!("/ap/objects/{id}"))
        .await
        .document();
    // Written by hand from the design: title, then how it went, how sure that is, and for whom; then the link.
    let line = "Partly worked. How we know: Tried. Problem: Workload. Cost: Very low. \
                Lower secondary, Key Stage 3; English.";
    let mastodon = format!(
        "<h2>Audio feedback instead of written marking in Year 8</h2>\n\n{line}\n\n\
         <a href=\"https://social.school.example/@amira/{id}\">social.school.example/@amira/{id}</a>"
    );
    assert_eq!(as_mastodon_converts(&document), mastodon);
    assert_eq!(document["sensitive"], false, "the summary is no warning");
    // GoToSocial takes the whole text, with the title and the summary above it, and its language from the map.
    let content = "<p>Two-minute voice notes <strong>instead</strong> of written marking.</p>";
    assert_eq!(document["content"], content);
    assert_eq!(document["contentMap"], json!({ "en": content }));
    // Short forms (FEP-b2b8): a Note with the line and the link.
    let preview = document["preview"]["content"].as_str().unwrap();
    assert_eq!(document["preview"]["type"], "Note");
    assert!(words(preview).chars().count() <= 480);
    assert!(
        preview.contains(line) && preview.contains(&format!("/@amira/{id}\"")),
        "{preview}"
    );
    let names: Vec<&str> = document["tag"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|tag| tag["type"] == "Hashtag")
        .filter_map(|tag| tag["name"].as_str())
        .collect();
    assert!((3..=6).contains(&names.len()), "{names:?}");
    assert_eq!(document["@context"][1]["practice"]["@type"], "@json");
    let address = format!("https://social.school.example/ap/objects/{id}/ledger");
    assert_eq!(document["practice"]["ledger"], address.as_str());
}

#[actix_web::test]
async fn an_outcome_reads_in_words_wherever_notes_are_shown() {
    let instance = Instance::new();
    let (amira, ben) = (
        instance.teacher("amira").await,
        instance.teacher("ben").await,
    );
    let id = practice(&instance.ctx, &amira, Visibility::Public).await;
    let result = report(&instance.ctx, &ben, id, "oc/no-effect").await;
    let document = instance
        .fetch(&format!("/ap/objects/{result}"))
        .await
        .document();
    assert_eq!(document["type"], "Note");
    assert_eq!(document["inReplyTo"], instance.fed.addresses().object(id));
    assert_eq!(document["summary"], Value::Null, "nothing is hidden");
    let content = words(document["content"].as_str().unwrap());
    for said in ["Tried", "We would begin smaller."] {
        assert!(content.contains(said), "{content}");
    }
    assert_eq!(document["outcome"]["outcome"], concept("oc/no-effect"));
}

#[actix_web::test]
async fn a_ledger_has_its_counts_its_entries_and_what_was_rejected() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let id = practice(&instance.ctx, &amira, Visibility::Public).await;
    let mut expected = Vec::new();
    for n in 0..3 {
        let by = instance.teacher(&format!("teacher{n}")).await;
        let entry = report(&instance.ctx, &by, id, "oc/worked").await;
        expected.push(instance.fed.addresses().object(entry));
    }
    let path = format!("/ap/objects/{id}/ledger");
    let first = instance.fetch(&path).await;
    let head = first.document();
    assert_eq!(head["type"], "OrderedCollection");
    assert_eq!(head["totalItems"], 4, "with the author's own");
    assert_eq!(head["ledgerSummary"]["unverifiedSettings"], 3);
    assert_eq!(head["ledgerSummary"]["own"], 1);
    let page = instance
        .fetch(&format!("{path}?page=true"))
        .await
        .document();
    let items = page["orderedItems"].as_array().unwrap();
    assert_eq!(items.len(), 4);
    expected.reverse();
    assert_eq!(items[..3], expected);
    assert_eq!(page["next"], Value::Null);
    let rejected = instance.fetch(&format!("{path}/rejected")).await.document();
    assert_eq!(head["rejected"], rejected["id"]);
    assert_eq!(rejected["totalItems"], 0);

    // Whoever has it asks whether it is still so.
    let tag = first.header("etag");
    let again = instance
        .get(&path, &[("accept", AS2), ("if-none-match", tag)])
        .await;
    again.assert_status(304);
    assert_eq!((again.text.as_str(), again.header("etag")), ("", tag));
    let by = instance.teacher("late").await;
    report(&instance.ctx, &by, id, "oc/worked").await;
    let again = instance
        .get(&path, &[("accept", AS2), ("if-none-match", tag)])
        .await;
    again.assert_status(200);
    assert_ne!(again.header("etag"), tag);
    // What is no practice has none.
    let note = expected[0].rsplit('/').next().unwrap();
    instance
        .fetch(&format!("/ap/objects/{note}/ledger"))
        .await
        .assert_status(404);
}

/// Checklist 49, 53. Catalogue 30. The ledger of what only some may see is there for them alone.
#[db_test]
async fn a_private_ledger_is_not_there_for_others(db: TestDb) {
    let door = Door::on(db).await;
    let ctx = door.world.fed.ctx();
    let amira = door.local("amira").await;
    let ben = door.local("ben").await;
    let fan = door.known("good.example", "fan").await;
    let stranger = door.known("evil.example", "stranger").await;
    for (n, whom) in [(1, &amira), (2, &ben)] {
        let follow = fan.activity(n, "Follow", door.uri(whom));
        assert_eq!(door.send(&fan, &follow).await, 202);
        assert_eq!(door.apply().await, 1);
    }
    follows::follow(ctx, ben.id, amira.id, Wishes::default())
        .await
        .unwrap();
    let id = practice(ctx, &amira, Visibility::Private).await;
    let mut result = record(ctx, id, "oc/worked");
    result.visibility = Some(Visibility::Public);
    let result = outcomes::report(ctx, ben.id, result).await.unwrap();
    let entry = ctx.addresses.object(result);
    for (path, expected) in [
        ("ledger", None),
        ("ledger?page=true", Some(&entry)),
        ("ledger/rejected", None),
        ("ledger/rejected?page=true", None),
    ] {
        let path = format!("/ap/objects/{id}/{path}");
        for nobody in [None, Some(&stranger)] {
            let (status, _, body) = document(&door, nobody, &path).await;
            assert_eq!(status, 404, "{path}");
            assert_eq!(body["orderedItems"], Value::Null);
        }
        let (status, caching, body) = document(&door, Some(&fan), &path).await;
        let private = (200, "private, no-store");
        assert_eq!((status, caching.as_str()), private, "{path}");
        if let Some(entry) = expected {
            let items = body["orderedItems"].as_array().unwrap();
            assert!(items.iter().any(|item| item == entry), "{body}");
        }
    }
}

/// Checklist 50. Whoever signs reads the whole list, however many of it are shut out: what looks like the last page is.
#[db_test]
async fn a_member_who_is_shut_out_ends_no_list(db: TestDb) {
    let door = Door::on(db).await;
    let ctx = door.world.fed.ctx();
    let reader = door.known("good.example", "reader").await;
    let school = create_actor(ctx, ActorKind::Organization, "oakfield", "Oakfield").await;
    let school = school.unwrap().id;
    let mut expected = Vec::new();
    for n in 0..85 {
        let one = door.local(&format!("teacher{n}")).await;
        organisations::set_member(ctx, school, one.id, true)
            .await
            .unwrap();
        if [5, 40, 60].contains(&n) {
            let mut row = one;
            row.suspended_at = Some(ctx.now().as_micros());
            let shut_out: Result<(), DbError> = ctx
                .db
                .write(move |conn| accounts::update(conn, row).map(drop))
                .await;
            shut_out.unwrap();
        } else {
            expected.push(door.uri(&one));
        }
    }
    let list = format!("/ap/actors/{school}/members");
    let (_, _, head) = document(&door, None, &list).await;
    assert_eq!(head["totalItems"], expected.len());
    let mut read: Vec<String> = Vec::new();
    let mut next = Some(format!("{list}?page=true"));
    while let Some(path) = next {
        let (status, _, page) = document(&door, Some(&reader), &path).await;
        assert_eq!(status, 200);
        let items = page["orderedItems"].as_array().unwrap();
        read.extend(items.iter().map(|id| id.as_str().unwrap().to_owned()));
        let after = page["next"].as_str();
        next = after.map(|url| url.trim_start_matches(HERE).to_owned());
    }
    assert_eq!(read, expected);
}

/// Checklist 50. How many belong to a school, everybody may know; who, only servers that say who they are.
#[actix_web::test]
async fn the_members_of_a_school_are_for_those_who_sign() {
    let instance = Instance::new();
    let school = create_actor(
        &instance.ctx,
        ActorKind::Organization,
        "oakfield",
        "Oakfield",
    );
    let school = school.await.unwrap();
    let amira = instance.teacher("amira").await;
    let path = format!("/ap/actors/{}/members", school.id);
    let head = instance.fetch(&path).await.document();
    assert_eq!(head["totalItems"], 0);
    // On a server of volunteers, what somebody writes makes them nobody's.
    practice(&instance.ctx, &amira, Visibility::Public).await;
    let head = instance.fetch(&path).await.document();
    assert_eq!(head["totalItems"], 0, "nobody has said so");
    organisations::set_member(&instance.ctx, school.id, amira.id, true)
        .await
        .unwrap();
    let head = instance.fetch(&path).await.document();
    assert_eq!(head["totalItems"], 1);
    instance
        .fetch(&format!("{path}?page=true"))
        .await
        .assert_status(401);
    let actor = instance
        .fetch(&format!("/ap/actors/{}", school.id))
        .await
        .document();
    assert_eq!(actor["members"], head["id"]);
    // People and groups have none.
    instance
        .fetch(&format!("/ap/actors/{}/members", amira.id))
        .await
        .assert_status(404);
}

/// Checklist 50. Whoever counts a ledger again has no key: an entry says whether the organisation that it names lists its
/// author. Nothing is said of those who name none.
#[actix_web::test]
async fn an_entry_says_whether_its_organisation_lists_its_author() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let ben = instance.teacher("ben").await;
    let mut schools = Vec::new();
    for (name, one) in [("oakfield", &amira), ("ashby", &ben)] {
        let kind = ActorKind::Organization;
        let school = create_actor(&instance.ctx, kind, name, name).await.unwrap();
        organisations::set_member(&instance.ctx, school.id, one.id, true)
            .await
            .unwrap();
        schools.push(school.id);
    }
    let id = practice(&instance.ctx, &amira, Visibility::Public).await;
    let entry = report(&instance.ctx, &ben, id, "oc/worked").await;
    for (status, school) in [id, entry].into_iter().zip(&schools) {
        let iri = instance.fed.addresses().actor(*school);
        let path = format!("/ap/objects/{status}");
        let document = instance.fetch(&path).await.document();
        assert_eq!(document["vouchedBy"], iri.as_str(), "{document}");
        let term = &document["@context"][1]["vouchedBy"];
        assert_eq!(term, &json!({ "@id": "cop:vouchedBy", "@type": "@id" }));
    }
    let cleo = instance.teacher("cleo").await;
    let alone = report(&instance.ctx, &cleo, id, "oc/worked").await;
    let alone = instance.fetch(&format!("/ap/objects/{alone}")).await;
    assert_eq!(alone.document()["vouchedBy"], Value::Null);

    // And since when it counts, to the point: of two the newer.
    let page = format!("/ap/objects/{id}/ledger?page=true");
    let page = instance.fetch(&page).await.document();
    let uri = instance.fed.addresses().object(entry);
    let shown = instance.fetch(&format!("/ap/objects/{entry}")).await;
    assert_eq!(page["saidAt"][&uri], shown.document()["published"]);

    organisations::set_member(&instance.ctx, schools[1], ben.id, false)
        .await
        .unwrap();
    instance.fed.forget_document(&uri).await;
    let shown = instance.fetch(&format!("/ap/objects/{entry}")).await;
    assert_eq!(shown.document()["vouchedBy"], Value::Null);
}

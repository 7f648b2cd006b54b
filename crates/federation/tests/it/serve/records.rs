//! What an organisation announces, written out for hubs.

use serde_json::{Value, json};
use staffroom_db::accounts::AccountRow;
use staffroom_domain::practice::{Index, PracticeRecord};
use staffroom_domain::{ActorKind, StatusId};
use staffroom_service::accounts::create_actor;
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::statuses;

use super::instance::Instance;

async fn school(instance: &Instance) -> String {
    let kind = ActorKind::Organization;
    let school = create_actor(&instance.ctx, kind, "oakfield", "Oakfield").await;
    format!("/ap/actors/{}", school.unwrap().id)
}

async fn indexed(instance: &Instance, name: &str) -> AccountRow {
    let teacher = instance.teacher(name).await;
    instance
        .change(teacher.id, |row| row.indexable = true)
        .await;
    teacher
}

async fn publish(
    instance: &Instance,
    by: &AccountRow,
    text: &str,
    index: Option<Index>,
) -> StatusId {
    let concept = |path: &str| format!("https://w3id.org/staffroom/v/{path}");
    let record = PracticeRecord::read(&json!({
        "version": 1,
        "evidenceLevel": concept("ev/idea"),
        "technologyType": [concept("tech/digital-feedback")],
        "problem": [concept("pr/workload")],
        "phase": [concept("ph/lower-secondary-ks3")],
        "subject": [concept("su/english")],
        "costBand": concept("co/very-low"),
        "steps": ["Record two minutes."],
        "language": "en",
    }));
    let mut record = record.unwrap();
    record.index = index;
    let new = NewPractice {
        title: "Audio feedback".to_owned(),
        text: text.to_owned(),
        record,
        ..NewPractice::default()
    };
    practices::publish(&instance.ctx, by.id, new).await.unwrap()
}

/// The items of each page.
async fn walk(instance: &Instance, list: &str) -> Vec<Vec<Value>> {
    let origin = instance.fed.addresses().origin().to_owned();
    let head = instance.fetch(list).await.document();
    assert_eq!(head["type"], "Collection");
    assert_eq!(format!("{origin}{list}"), head["id"]);
    let mut pages = Vec::new();
    let mut next = head["first"].clone();
    while let Value::String(url) = &next {
        let answer = instance.fetch(&url.replace(&origin, "")).await;
        assert!(answer.text.len() < 1_024 * 1_024, "nobody reads that");
        let page = answer.document();
        assert_eq!(page["type"], "CollectionPage");
        assert_eq!(page["id"], next);
        assert_eq!(page["partOf"], head["id"]);
        pages.push(page["items"].as_array().unwrap().clone());
        next = page["next"].clone();
    }
    pages
}

/// Each stands there as at its own address; what is for one hub or for nobody, or was deleted, does not.
#[actix_web::test]
async fn what_is_announced_stands_there_as_it_is() {
    let instance = Instance::new();
    let school = school(&instance).await;
    let list = format!("{school}/records");
    let actor = instance.fetch(&school).await.document();
    let origin = instance.fed.addresses().origin();
    assert_eq!(actor["records"], format!("{origin}{list}"));
    let context = actor["@context"].as_array().unwrap();
    let term = context.iter().find_map(|part| part.get("records"));
    let expected = json!({ "@id": "cop:records", "@type": "@id" });
    assert_eq!(term, Some(&expected));
    assert_eq!(walk(&instance, &list).await, [Vec::<Value>::new()]);

    let amira = indexed(&instance, "amira").await;
    let first = publish(&instance, &amira, "One.", None).await;
    let second = publish(&instance, &amira, "Two.", Some(Index::All)).await;
    publish(&instance, &amira, "Three.", Some(Index::None)).await;
    let hub = Index::Hub("hub.example".to_owned());
    publish(&instance, &amira, "Four.", Some(hub)).await;
    let ben = instance.teacher("ben").await;
    publish(&instance, &ben, "Of somebody whom no index may have.", None).await;
    let pages = walk(&instance, &list).await;
    let mut expected = Vec::new();
    for id in [first, second] {
        let path = format!("/ap/objects/{id}");
        let mut document = instance.fetch(&path).await.document();
        document.as_object_mut().unwrap().remove("@context");
        expected.push(document);
    }
    assert_eq!(pages, [expected.clone()]);

    statuses::delete(&instance.ctx, amira.id, first)
        .await
        .unwrap();
    assert_eq!(walk(&instance, &list).await, [expected.split_off(1)]);

    for other in [amira.id, ben.id] {
        let path = format!("/ap/actors/{other}/records");
        instance.fetch(&path).await.assert_status(404);
    }
}

/// Pages have at most forty objects, and fewer where they are long; together they are the whole.
#[actix_web::test]
async fn long_lists_and_long_texts_are_on_several_pages() {
    let instance = Instance::new();
    let list = format!("{}/records", school(&instance).await);
    let amira = indexed(&instance, "amira").await;
    let mut all = Vec::new();
    for n in 0..45 {
        // The first are long.
        let text = if n < 4 {
            "Word ".repeat(7_900)
        } else {
            format!("Text {n}.")
        };
        let id = publish(&instance, &amira, &text, None).await;
        all.push(instance.fed.addresses().object(id));
    }
    let pages = walk(&instance, &list).await;
    let lengths: Vec<usize> = pages.iter().map(Vec::len).collect();
    assert_eq!(lengths.iter().sum::<usize>(), 45, "{lengths:?}");
    assert!(
        lengths[0] < 4 && lengths.iter().all(|it| *it <= 40),
        "{lengths:?}"
    );
    let ids: Vec<&str> = pages
        .iter()
        .flatten()
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, all);
}

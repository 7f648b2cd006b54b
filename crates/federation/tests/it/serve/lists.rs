//! Long lists: each page leads to the next, and together they are the whole.

use serde_json::Value;
use staffroom_service::statuses::NewStatus;

use super::instance::Instance;

/// The lengths of the pages of a list, and its items.
async fn walk(instance: &Instance, list: &str) -> (Vec<usize>, Vec<String>) {
    let origin = instance.fed.addresses().origin().to_owned();
    let head = instance.fetch(list).await.document();
    assert_eq!(head["type"], "OrderedCollection");
    let (mut lengths, mut items) = (Vec::new(), Vec::new());
    let mut next = head["first"].clone();
    while let Value::String(url) = &next {
        let page = instance.fetch(&url.replace(&origin, "")).await.document();
        assert_eq!(page["type"], "OrderedCollectionPage");
        assert_eq!(page["id"], next);
        assert_eq!(page["partOf"], head["id"]);
        let found = page["orderedItems"].as_array().unwrap();
        lengths.push(found.len());
        items.extend(found.iter().map(|item| item.as_str().unwrap().to_owned()));
        next = page["next"].clone();
    }
    (lengths, items)
}

#[actix_web::test]
async fn answers_and_conversations_of_three_pages_are_read_to_their_end() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let new = |text: String| NewStatus {
        text,
        ..NewStatus::default()
    };
    let root = instance.post(&amira, new("Hello".to_owned())).await;
    let mut answers = Vec::new();
    for n in 0..85 {
        let answer = NewStatus {
            in_reply_to: Some(root),
            ..new(format!("Answer {n}"))
        };
        let id = instance.post(&amira, answer).await;
        answers.push(instance.fed.addresses().object(id));
    }
    let path = format!("/ap/objects/{root}");
    let (lengths, found) = walk(&instance, &format!("{path}/replies")).await;
    assert_eq!(lengths, [40, 40, 5]);
    assert_eq!(found, answers);
    let (lengths, found) = walk(&instance, &format!("{path}/context")).await;
    assert_eq!(lengths, [40, 40, 6]);
    answers.insert(0, instance.fed.addresses().object(root));
    assert_eq!(found, answers);
    // Of likes and shares only the number is told.
    for what in ["likes", "shares"] {
        let head = instance.fetch(&format!("{path}/{what}")).await.document();
        assert_eq!(
            (&head["totalItems"], &head["first"]),
            (&0.into(), &Value::Null)
        );
    }
}

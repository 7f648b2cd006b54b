//! What lies hostile in the database does not go out.

use staffroom_db::statuses;
use staffroom_service::statuses::NewStatus;

use super::instance::Instance;

const HOSTILE: &str = "<p onclick=\"x()\">Text<script>alert(1)</script><a href=\"javascript:alert(1)\">a</a>\
                       <svg><script>alert(1)</script></svg><iframe src=\"https://evil.example\"></iframe></p>";

#[track_caller]
fn assert_clean(document: &str) {
    for bad in [
        "<script",
        "javascript:",
        "onclick",
        "<svg",
        "<iframe",
        "\u{202E}",
    ] {
        assert!(!document.contains(bad), "{bad} in {document}");
    }
}

/// Checklist 46.
#[actix_web::test]
async fn hostile_rows_leave_no_trace_in_our_documents() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    instance
        .change(amira.id, |row| {
            row.display_name = "Amira\u{202E}nimda".to_owned();
            row.summary = HOSTILE.to_owned();
            let line = serde_json::json!([{"name": "School\u{202E}", "value": HOSTILE}]);
            row.fields = line.to_string();
        })
        .await;
    let new = NewStatus {
        text: "Hello".to_owned(),
        ..NewStatus::default()
    };
    let id = instance.post(&amira, new).await;
    let write = instance.ctx.db.write(move |conn| {
        let row = statuses::find(conn, id)?.expect("it was posted");
        let content = HOSTILE.to_owned();
        statuses::update(conn, statuses::StatusRow { content, ..row })
    });
    write.await.unwrap();
    let actor = instance.fetch(&format!("/ap/actors/{}", amira.id)).await;
    assert_clean(&actor.text);
    assert_eq!(actor.document()["name"], "Amiranimda");
    let object = instance.fetch(&format!("/ap/objects/{id}")).await;
    assert_clean(&object.text);
    assert_eq!(object.document()["content"], "<p>Texta</p>");
}

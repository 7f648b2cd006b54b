//! `WebFinger`, host-meta and `NodeInfo`.

use actix_web::http::Method;
use actix_web::test::TestRequest;

use super::instance::Instance;

async fn ask(instance: &Instance, resource: &str) -> super::instance::Answer {
    let query: String = url::form_urlencoded::byte_serialize(resource.as_bytes()).collect();
    instance
        .get(&format!("/.well-known/webfinger?resource={query}"), &[])
        .await
}

#[actix_web::test]
async fn every_name_of_an_actor_leads_to_its_one_subject() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    let id = instance.fed.addresses().actor(amira.id);
    for resource in [
        "acct:amira@school.example",
        "acct:AMIRA@School.example",
        "acct:amira@social.school.example",
        "https://social.school.example/@amira",
        &id,
    ] {
        let answer = ask(&instance, resource).await;
        let jrd = answer.assert_status(200).json();
        assert_eq!(jrd["subject"], "acct:amira@school.example", "{resource}");
        assert_eq!(jrd["links"][1]["rel"], "self");
        assert_eq!(jrd["links"][1]["type"], "application/activity+json");
        assert_eq!(jrd["links"][1]["href"], id);
        assert_eq!(answer.header("content-type"), "application/jrd+json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
    }
}

#[actix_web::test]
async fn other_questions_are_refused_by_what_is_wrong_with_them() {
    let instance = Instance::new();
    let amira = instance.teacher("amira").await;
    instance.stranger("bo").await;
    for (resource, status) in [
        ("", 400),
        ("amira", 400),
        ("acct:nobody@school.example", 404),
        ("acct:amira@other.example", 404),
        ("acct:bo@peer.example", 404),
        ("https://social.school.example/@nobody", 404),
        ("https://other.example/@amira", 404),
        ("https://social.school.example/ap/actors/17", 404),
    ] {
        let answer = ask(&instance, resource).await;
        answer.assert_status(status);
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "*",
            "{resource}"
        );
    }
    instance
        .get("/.well-known/webfinger", &[])
        .await
        .assert_status(400);
    instance
        .change(amira.id, |row| row.deleted_at = Some(1))
        .await;
    ask(&instance, "acct:amira@school.example")
        .await
        .assert_status(410);
}

#[actix_web::test]
async fn the_address_of_the_server_leads_to_its_own_actor() {
    let instance = Instance::new();
    let jrd = ask(&instance, "https://social.school.example/")
        .await
        .json();
    assert_eq!(jrd["subject"], "https://social.school.example/");
    let link = &jrd["links"][0];
    assert_eq!(link["rel"], "https://www.w3.org/ns/activitystreams#Service");
    assert_eq!(
        link["href"],
        "https://social.school.example/ap/actors/instance"
    );
}

#[actix_web::test]
async fn host_meta_names_the_address_to_ask() {
    let instance = Instance::new();
    let answer = instance.get("/.well-known/host-meta", &[]).await;
    answer.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/xrd+xml");
    let template = "https://social.school.example/.well-known/webfinger?resource={uri}";
    assert!(answer.text.contains(template), "{}", answer.text);
}

#[actix_web::test]
async fn nodeinfo_is_there_in_both_versions() {
    let instance = Instance::new();
    instance.teacher("amira").await;
    let links = instance.get("/.well-known/nodeinfo", &[]).await.json();
    insta::assert_json_snapshot!("nodeinfo_discovery", links);
    let old = instance.get("/nodeinfo/2.0", &[]).await;
    assert!(old.header("content-type").contains("schema/2.0#"));
    assert_eq!(old.json()["version"], "2.0");
    let new = instance.get("/nodeinfo/2.1", &[]).await;
    assert_eq!(new.json()["usage"]["users"]["total"], 1);
    assert_eq!(new.json()["metadata"]["upstream"]["name"], "mastodon");
}

#[actix_web::test]
async fn browsers_may_ask_discovery_with_any_header() {
    let instance = Instance::new();
    for path in [
        "/.well-known/nodeinfo",
        "/nodeinfo/2.0",
        "/.well-known/webfinger",
    ] {
        let request = TestRequest::with_uri(path)
            .method(Method::OPTIONS)
            .insert_header(("origin", "https://client.example"))
            .insert_header(("access-control-request-method", "GET"))
            .insert_header(("access-control-request-headers", "authorization"));
        let answer = instance.send(request).await;
        answer.assert_status(204);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(
            answer.header("access-control-allow-headers"),
            "authorization"
        );
    }
}

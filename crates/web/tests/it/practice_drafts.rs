//! Writing and changing a practice, screen by screen.

use staffroom_domain::practice::PracticeRecord;
use staffroom_domain::{AccountId, Role, StatusId};
use staffroom_service::practices;

use crate::app::{Answer, Browser, TestApp};
use crate::practices::{published, whole};

async fn person(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// The screens of a practice, one after the other.
const STEPS: [(&str, &[(&str, &str)]); 7] = [
    (
        "what",
        &[
            ("title", "Quizzes at the door"),
            ("text", "Three questions on the way in."),
            ("steps", "Write three questions.\nHang them up."),
            ("materials", "Sheet https://school.example/sheet CC-BY-4.0"),
            ("language", "en"),
        ],
    ),
    (
        "problem",
        &[
            ("problem", "pr/workload"),
            ("technology", "tech/tablets"),
            ("innovation", "ik/adaptation"),
            ("product", "Quizzer (Example Ltd)"),
        ],
    ),
    (
        "who",
        &[
            ("phase", "ph/lower-secondary-ks3"),
            ("subject", "su/english"),
            ("group-size", "gs/10-35"),
            ("age-from", "eleven"),
            ("region", "gb-wls"),
        ],
    ),
    (
        "evidence",
        &[
            ("real", "yes"),
            ("planned", "yes"),
            ("fair", "no"),
            ("citations", "A study (2019) https://doi.org/10.1000/1"),
        ],
    ),
    (
        "result",
        &[
            ("outcome", "oc/partly"),
            ("warning", "They copy from each other."),
            ("again", "with-changes"),
        ],
    ),
    ("effort", &[("cost", "co/very-low")]),
    (
        "rights",
        &[
            ("visibility", "public"),
            ("licence", "CC-BY-4.0"),
            ("independence", "in/originator"),
        ],
    ),
];

async fn version(browser: &Browser<'_>, path: &str) -> (Answer, String) {
    let page = browser.get(path).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    (page, version)
}

#[actix_web::test]
async fn a_practice_is_written_screen_by_screen_and_published() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let browser = app.signed_in("amira").await;
    let empty = browser.get("/drafts").await;
    empty.assert_has("href=\"/practices/new\"");
    insta::assert_snapshot!("drafts_none", empty.normalised());
    let mut path = "/practices/new".to_owned();
    let mut draft = String::new();
    for (step, fields) in STEPS {
        let (page, version) = version(&browser, &path).await;
        page.assert_ok();
        assert!(page.text.len() < 60_000, "{step}: {}", page.text.len());
        let plain = match draft.as_str() {
            "" => page.normalised(),
            draft => page.normalised().replace(draft, "[draft]"),
        };
        insta::assert_snapshot!(format!("draft_step_{step}"), plain);
        let welsh = browser.get_welsh(&path).await;
        assert!(welsh.text.len() < 60_000, "{step}: {}", welsh.text.len());
        let mut all = fields.to_vec();
        all.extend([("version", version.as_str()), ("do", "next")]);
        let next = browser.submit(&page, &path, &all).await;
        path = next.location().to_owned();
        if draft.is_empty() {
            draft = path.split('/').nth(2).unwrap().to_owned();
        }
    }
    assert_eq!(path, format!("/drafts/{draft}"));
    let page = browser.get(&path).await;
    page.assert_has("Quizzes at the door")
        .assert_has("Partly worked")
        .assert_has(&format!("href=\"{path}/who#age-from\""))
        .assert_has(&format!("href=\"{path}/evidence#design\""))
        .assert_has(&format!("href=\"{path}/evidence#learners\""));
    let plain = |page: &Answer| page.normalised().replace(&draft, "[draft]");
    insta::assert_snapshot!("draft_practice", plain(&page));
    let welsh = browser.get_welsh(&path).await;
    insta::assert_snapshot!("draft_practice_cy", plain(&welsh));
    let list = browser.get("/drafts").await;
    list.assert_has("Quizzes at the door");
    insta::assert_snapshot!("drafts", plain(&list));
    let refused = browser.submit(&page, &path, &[("do", "publish")]).await;
    refused
        .assert_status(422)
        .assert_has("It cannot be published yet. It is kept as a draft.");
    // What was typed is still there, right or wrong.
    let (page, seen) = version(&browser, &format!("{path}/who")).await;
    page.assert_has("value=\"eleven\"")
        .assert_has("value=\"GB-WLS\"");
    let who = [
        ("phase", "ph/lower-secondary-ks3"),
        ("age-from", "11"),
        ("age-to", "12"),
        ("version", seen.as_str()),
        ("do", "save"),
    ];
    let kept = browser.submit(&page, &format!("{path}/who"), &who).await;
    assert_eq!(kept.location(), path);
    let (page, seen) = version(&browser, &format!("{path}/evidence")).await;
    page.assert_has("A study (2019) https://doi.org/10.1000/1</textarea>");
    let evidence = [
        ("real", "yes"),
        ("planned", "yes"),
        ("fair", "no"),
        ("design", "sd/pre-post"),
        ("measure", "me/attainment-test"),
        ("learners", "gs/10-35"),
        ("version", seen.as_str()),
        ("do", "save"),
    ];
    browser
        .submit(&page, &format!("{path}/evidence"), &evidence)
        .await
        .assert_status(303);
    let page = browser.get(&path).await;
    page.assert_has("Nothing is missing. You can publish it.");
    let done = browser.submit(&page, &path, &[("do", "publish")]).await;
    let there = done.location().to_owned();
    let shown = browser.get(&there).await;
    shown
        .assert_ok()
        .assert_has("Quizzes at the door")
        .assert_has("They copy from each other.")
        .assert_has("Write three questions.");
    let id: StatusId = there
        .rsplit('/')
        .next()
        .unwrap()
        .parse::<i64>()
        .unwrap()
        .into();
    let view = practices::get(&app.ctx, Some(amira), id).await.unwrap();
    // The own result says by itself how it is known.
    assert_eq!(view.summary.own_outcomes.partly, 1);
    assert_eq!(view.record.ages.unwrap().from, Some(11));
}

#[actix_web::test]
async fn a_practice_is_changed_by_way_of_a_draft() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let record = PracticeRecord {
        // A choice of another vocabulary, which the form does not show and must not lose.
        setting: vec![staffroom_vocabulary::ConceptRef::from_iri(
            "https://elsewhere.example/v/forest",
        )],
        // Nor a language that pages do not offer.
        language: Some("en-GB".to_owned()),
        ..whole()
    };
    let id = published(&app, amira, "Audio feedback", record).await;
    let browser = app.signed_in("amira").await;
    let path = format!("/practices/{id}/edit");
    let page = browser.get(&path).await;
    let plain = |page: &Answer| page.normalised().replace(&id.to_string(), "[practice]");
    insta::assert_snapshot!("practice_edit", plain(&page));
    let welsh = browser.get_welsh(&path).await;
    insta::assert_snapshot!("practice_edit_cy", plain(&welsh));
    let begun = browser.submit(&page, &path, &[]).await;
    let draft = begun.location().to_owned();
    // The same again goes on with it.
    assert_eq!(browser.submit(&page, &path, &[]).await.location(), draft);
    let overview = browser.get(&draft).await;
    overview
        .assert_has("Nothing is missing.")
        .assert_has(&format!(
            "This changes <a href=\"/practices/{id}\">Audio feedback</a>"
        ));
    for step in [
        "what", "problem", "who", "evidence", "result", "effort", "rights",
    ] {
        // Sent as it is, a screen changes nothing.
        let there = format!("{draft}/{step}");
        let page = browser.get(&there).await;
        let fields = fields_of(&page.text);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        browser
            .submit(&page, &there, &fields)
            .await
            .assert_status(303);
    }
    let before = practices::get(&app.ctx, None, id).await.unwrap();
    browser
        .submit(&overview, &draft, &[("do", "publish")])
        .await
        .assert_status(303);
    let after = practices::get(&app.ctx, None, id).await.unwrap();
    assert_eq!(after.record, before.record);
    assert_eq!(after.summary.own_outcomes, before.summary.own_outcomes);
    // And a change changes it.
    let draft = browser
        .submit(&page, &path, &[])
        .await
        .location()
        .to_owned();
    let what = format!("{draft}/what");
    let (page, seen) = version(&browser, &what).await;
    let fields = [
        ("title", "Audio feedback, shorter"),
        ("text", "One minute."),
        ("language", "en"),
        ("version", seen.as_str()),
    ];
    browser
        .submit(&page, &what, &fields)
        .await
        .assert_status(303);
    browser
        .submit(&page, &draft, &[("do", "publish")])
        .await
        .assert_status(303);
    browser
        .get(&format!("/practices/{id}"))
        .await
        .assert_has("Audio feedback, shorter")
        .assert_has("Version 2");
}

/// What a browser would send of the form of a draft, as it stands.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once("<form id=\"form\"").unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let of = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain_text(rest.split_once('"').unwrap().0))
    };
    let mut all = Vec::new();
    let mut select = String::new();
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = of(tag, "name");
        match tag.split_whitespace().next().unwrap() {
            "input" if is_sent(tag) => all.push((name.unwrap(), of(tag, "value").unwrap())),
            "textarea" => all.push((name.unwrap(), plain_text(text.trim_start_matches('\n')))),
            "select" => select = name.unwrap(),
            "option" if tag.ends_with(" selected") => {
                let value = of(tag, "value").unwrap_or_else(|| plain_text(text));
                all.push((select.clone(), value));
            }
            _ => {}
        }
    }
    all
}

/// A choice that is made, or a field; not the token.
fn is_sent(tag: &str) -> bool {
    let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
    (!is_choice || tag.ends_with(" checked")) && !tag.contains("name=\"csrf\"")
}

fn plain_text(html: &str) -> String {
    html.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
}

/// What was changed on another device since the preview is not published unseen.
#[actix_web::test]
async fn a_practice_is_published_as_its_author_saw_it() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let browser = app.signed_in("amira").await;
    let path = format!("/practices/{id}/edit");
    let page = browser.get(&path).await;
    let draft = browser
        .submit(&page, &path, &[])
        .await
        .location()
        .to_owned();
    let seen = browser.get(&draft).await;
    let version = seen.between("name=\"version\" value=\"", "\"");
    let there = format!("{draft}/what");
    let page = browser.get(&there).await;
    let fields = fields_of(&page.text);
    let mut fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.retain(|(name, _)| *name != "title");
    fields.push(("title", "Audio feedback, shorter"));
    browser
        .submit(&page, &there, &fields)
        .await
        .assert_status(303);
    let fields = [("version", version.as_str()), ("do", "publish")];
    let again = browser.submit(&seen, &draft, &fields).await;
    again
        .assert_status(409)
        .assert_has("Audio feedback, shorter")
        .assert_has("role=\"alert\"");
    let there = practices::get(&app.ctx, None, id).await.unwrap();
    assert_eq!(there.view.status.title.as_deref(), Some("Audio feedback"));
    let version = again.between("name=\"version\" value=\"", "\"");
    let fields = [("version", version.as_str()), ("do", "publish")];
    browser
        .submit(&again, &draft, &fields)
        .await
        .assert_status(303);
}

//! Practices as anybody sees them: the record, the ledger with its denominator first, versions, and finding them.

use staffroom_domain::practice::{
    Ages, Citation, CitationKind, Material, OutcomeRecord, PracticeRecord, Product, Version,
};
use staffroom_domain::{AccountId, ActorKind, Role, StatusId, Visibility};
use staffroom_service::outcomes::{self, NewOutcome};
use staffroom_service::practices::{self, NewPractice, PracticeEdit};
use staffroom_service::{accounts, follows};
use staffroom_vocabulary::{Concept, ConceptRef};

use crate::app::{Answer, TestApp};

pub(crate) fn concept(path: &str) -> ConceptRef {
    Concept::from_path(path).expect(path).into()
}

/// A record with everything in it.
pub(crate) fn whole() -> PracticeRecord {
    PracticeRecord {
        evidence_level: Some(concept("ev/tried")),
        outcome: Some(concept("oc/partly")),
        technology_type: vec![concept("tech/digital-feedback")],
        problem: vec![concept("pr/workload")],
        phase: vec![concept("ph/lower-secondary-ks3")],
        subject: vec![concept("su/english")],
        cost_band: Some(concept("co/very-low")),
        group_size: Some(concept("gs/10-35")),
        ages: Some(Ages {
            from: Some(12),
            to: Some(13),
        }),
        steps: vec![
            "Record two minutes.".to_owned(),
            "Send them <b>before</b> the lesson.".to_owned(),
        ],
        materials: vec![Material {
            name: "Prompt sheet".to_owned(),
            url: "https://school.example/prompts".to_owned(),
            licence: Some("CC-BY-4.0".to_owned()),
            learning_resource_type: Some("worksheet".to_owned()),
        }],
        rationale: Some("A voice says more.".to_owned()),
        what_did_not_work: Some("Long recordings.".to_owned()),
        would_warn_about: Some("They listen once and never again.".to_owned()),
        product: vec![Product {
            name: "Voicebox".to_owned(),
            maker: Some("Example Ltd".to_owned()),
            url: None,
        }],
        interest_declared: Some("I am paid to speak about it.".to_owned()),
        citations: vec![Citation {
            title: "Feedback that is heard".to_owned(),
            year: Some(2019),
            url: Some("https://doi.example/1".to_owned()),
            kind: CitationKind::Study,
        }],
        region: Some("GB-WLS".to_owned()),
        language: Some("en".to_owned()),
        licence: Some("CC-BY-4.0".to_owned()),
        ..PracticeRecord::default()
    }
}

pub(crate) async fn published(
    app: &TestApp,
    by: AccountId,
    title: &str,
    record: PracticeRecord,
) -> StatusId {
    let new = NewPractice {
        title: title.to_owned(),
        text: "Two-minute voice notes **instead** of written marking.".to_owned(),
        record,
        ..NewPractice::default()
    };
    practices::publish(&app.ctx, by, new).await.unwrap()
}

/// What somebody found who tried it.
pub(crate) async fn reported(
    app: &TestApp,
    by: AccountId,
    practice: StatusId,
    what: &str,
) -> StatusId {
    let uri = app.ctx.addresses.object(practice);
    let record = OutcomeRecord {
        evidence_level: Some(concept("ev/tried")),
        independence: Some(concept("in/independent-practitioner")),
        phase: vec![concept("ph/lower-secondary-ks3")],
        lesson: Some("Begin <i>smaller</i>.".to_owned()),
        next_time: Some("We would begin smaller.".to_owned()),
        would_warn_about: Some("It takes longer than one thinks.".to_owned()),
        ..OutcomeRecord::new(uri, Version::FIRST, concept(what))
    };
    let made = outcomes::report(&app.ctx, by, NewOutcome::of(record)).await;
    made.unwrap()
}

async fn person(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// Ids are numbers that differ from run to run.
fn plain(page: &Answer, ids: &[StatusId]) -> String {
    let mut text = page.normalised();
    for (n, id) in ids.iter().enumerate() {
        text = text.replace(&id.to_string(), &format!("[id {n}]"));
    }
    text
}

#[actix_web::test]
async fn a_practice_and_its_ledger_are_read_by_anybody() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let id = published(&app, amira, "Audio feedback & <b>Year 8</b>", whole()).await;
    // From now on there is a school that people belong to.
    accounts::create_actor(&app.ctx, ActorKind::Organization, "oakfield", "Oakfield")
        .await
        .unwrap();
    let ben = reported(&app, person(&app, "ben").await, id, "oc/no-effect").await;
    let child = PracticeRecord {
        adopts: vec![
            app.ctx.addresses.object(id),
            "https://elsewhere.example/1".to_owned(),
        ],
        ..whole()
    };
    let cai = person(&app, "cai").await;
    let child = published(&app, cai, "Video feedback", child).await;
    let path = format!("/practices/{id}");
    let page = app.browser().get(&path).await;
    page.assert_ok()
        .assert_has("Audio feedback &#38; &#60;b&#62;Year 8&#60;/b&#62;")
        .assert_has("Nobody has said yet that they would try it.")
        .assert_has("Results of 1 setting: 1 noticed no difference.")
        .assert_has("The author&#39;s own, which is no confirmation: 1 partly worked.")
        .assert_has("Too few to say")
        .assert_has("Adapted by 1 practice")
        .assert_has("What we would warn about")
        .assert_has("They listen once and never again.")
        .assert_has("I am paid to speak about it.")
        .assert_has(&format!("href=\"https://school.example/@ben/{ben}\""))
        .assert_has("Begin &#60;i&#62;smaller&#60;/i&#62;.")
        .assert_has(&format!("href=\"/practices/{id}/outcome\""))
        .assert_has(&format!("href=\"/practices/{id}/adoption\""))
        .assert_has("@misc{staffroom-");
    let whole_text = &page.text;
    let at = |words: &str| whole_text.find(words).expect(words);
    assert!(at("Nobody has said yet") < at("Results of 1 setting"));
    assert!(page.text.len() < 60_000, "{}", page.text.len());
    let ids = [id, ben, child];
    insta::assert_snapshot!("practice", plain(&page, &ids));
    let welsh = app.browser().get_welsh(&path).await;
    welsh.assert_has("lang=\"en\">Audio feedback");
    insta::assert_snapshot!("practice_cy", plain(&welsh, &ids));
    // The page of its status leads there.
    let status = app.browser().get(&format!("/@amira/{id}")).await;
    assert_eq!(status.location(), path);
    let child = app.browser().get(&format!("/practices/{child}")).await;
    child
        .assert_has("This practice was made from it")
        .assert_has("This server has not seen it.");
}

#[actix_web::test]
async fn settings_like_mine_are_counted_from_three_on() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let ben = reported(&app, person(&app, "ben").await, id, "oc/worked").await;
    let path = format!("/practices/{id}?phase=ph%2Flower-secondary-ks3&subject=&region=");
    let page = app.browser().get(&path).await;
    page.assert_ok()
        .assert_has("Fewer than three such settings have reported")
        .assert_has(&format!("https://school.example/ap/objects/{ben}"))
        .assert_has("value=\"ph/lower-secondary-ks3\" selected");
    let none = format!("/practices/{id}?region=fr-xx&phase=camel");
    app.browser()
        .get(&none)
        .await
        .assert_has("Fewer than three such settings")
        .assert_lacks(&format!("/ap/objects/{ben}\""));
}

#[actix_web::test]
async fn what_is_not_for_everybody_is_not_there() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let ben = person(&app, "ben").await;
    let new = NewPractice {
        title: "For followers".to_owned(),
        text: "Quiet.".to_owned(),
        record: whole(),
        visibility: Some(Visibility::Private),
        ..NewPractice::default()
    };
    let id = practices::publish(&app.ctx, amira, new).await.unwrap();
    let path = format!("/practices/{id}");
    let versions = format!("{path}/versions");
    for path in [&path, &versions] {
        app.browser().get(path).await.assert_status(404);
        let ben = app.signed_in("ben").await;
        ben.get(path).await.assert_status(404);
    }
    let own = app.signed_in("amira").await.get(&path).await;
    own.assert_ok()
        .assert_has("noindex")
        .assert_has("For followers only");
    app.browser()
        .get("/practices")
        .await
        .assert_lacks("For followers");
    // Nobody sees what is of somebody who blocked them.
    let open = published(&app, amira, "For everybody", whole()).await;
    follows::block(&app.ctx, amira, ben).await.unwrap();
    let open = format!("/practices/{open}");
    app.browser().get(&open).await.assert_ok();
    app.signed_in("ben")
        .await
        .get(&open)
        .await
        .assert_status(404);
    app.browser().get("/practices/7").await.assert_status(404);
    app.browser().get("/practices/07").await.assert_status(404);
}

#[actix_web::test]
async fn what_is_withdrawn_or_deleted_is_gone_and_what_others_found_is_not() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let ben = reported(&app, person(&app, "ben").await, id, "oc/harmful").await;
    practices::withdraw(&app.ctx, amira, id).await.unwrap();
    let path = format!("/practices/{id}");
    let page = app.browser().get(&path).await;
    page.assert_status(410)
        .assert_has("Its author does not stand by this practice any more.")
        .assert_has("The author has withdrawn this practice.")
        .assert_has("1 harmful")
        .assert_lacks("/outcome\"")
        .assert_has("noindex");
    insta::assert_snapshot!("practice_withdrawn", plain(&page, &[id, ben]));
    practices::delete(&app.ctx, amira, id).await.unwrap();
    let page = app.browser().get(&path).await;
    page.assert_status(410)
        .assert_has("This practice was deleted")
        .assert_has("Begin &#60;i&#62;smaller&#60;/i&#62;.")
        .assert_lacks("voice notes");
    insta::assert_snapshot!("practice_gone", plain(&page, &[id, ben]));
    let welsh = app.browser().get_welsh(&path).await;
    insta::assert_snapshot!("practice_gone_cy", plain(&welsh, &[id, ben]));
}

#[actix_web::test]
async fn versions_are_shown_and_reports_say_which_they_are_about() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let ben = reported(&app, person(&app, "ben").await, id, "oc/worked").await;
    let edit = PracticeEdit {
        title: "Audio feedback".to_owned(),
        text: "Now with a sheet.".to_owned(),
        record: PracticeRecord {
            steps: vec!["Hand out the sheet.".to_owned()],
            ..whole()
        },
        result: None,
        files: None,
        visibility: None,
    };
    practices::edit(&app.ctx, amira, id, edit).await.unwrap();
    let page = app.browser().get(&format!("/practices/{id}")).await;
    page.assert_has("Version 2").assert_has("about version 1");
    let page = app
        .browser()
        .get(&format!("/practices/{id}/versions"))
        .await;
    page.assert_ok()
        .assert_has("Hand out the sheet.")
        .assert_has("Record two minutes.")
        .assert_has("Send them &#60;b&#62;before&#60;/b&#62; the lesson.");
    insta::assert_snapshot!("practice_versions", plain(&page, &[id, ben]));
    let welsh = app
        .browser()
        .get_welsh(&format!("/practices/{id}/versions"))
        .await;
    insta::assert_snapshot!("practice_versions_cy", plain(&welsh, &[id, ben]));
}

#[actix_web::test]
async fn practices_are_found_by_words_and_facets() {
    let app = TestApp::new();
    let empty = app.browser().get("/practices").await;
    empty
        .assert_ok()
        .assert_has("There are no practices here yet.");
    insta::assert_snapshot!("practices_none", empty.normalised());
    let amira = person(&app, "amira").await;
    app.index(amira).await;
    let audio = published(&app, amira, "Audio feedback", whole()).await;
    let record = PracticeRecord {
        subject: vec![concept("su/mathematics")],
        ..whole()
    };
    let tables = published(&app, amira, "Times <tables>", record).await;
    app.make_findable().await;
    let browser = app.browser();
    let page = browser.get("/practices").await;
    page.assert_ok()
        .assert_has(&format!("href=\"/practices/{audio}\""))
        .assert_has("Times &#60;tables&#62;")
        .assert_has("name=\"subject\" value=\"su/english\"")
        .assert_has("Nobody else has reported yet.");
    let ids = [audio, tables];
    insta::assert_snapshot!("practices", plain(&page, &ids));
    let welsh = browser.get_welsh("/practices").await;
    insta::assert_snapshot!("practices_cy", plain(&welsh, &ids));
    let narrow = "/practices?q=feedback&subject=su%2Fenglish&region=GB&camel=x&subject=pr/workload";
    let page = browser.get(narrow).await;
    page.assert_ok()
        .assert_has(&format!("href=\"/practices/{audio}\""))
        .assert_lacks("Times")
        .assert_has("href=\"/practices?q=feedback&#38;region=GB\"")
        .assert_has("noindex");
    insta::assert_snapshot!("practices_narrowed", plain(&page, &ids));
    let none = browser
        .get("/practices?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    none.assert_ok()
        .assert_has("Nothing was found.")
        .assert_lacks("<script>alert");
    let page = browser.get(&format!("/practices?before={tables}")).await;
    page.assert_has("Audio feedback").assert_lacks("Times");
    browser
        .get("/vocab/su/english")
        .await
        .assert_has("href=\"/practices?subject=su/english\"");
}

/// The number of statements does not depend on how much was reported, adapted or found.
#[actix_web::test]
async fn a_page_costs_the_same_however_much_there_is() {
    let app = TestApp::new();
    let amira = person(&app, "amira").await;
    app.index(amira).await;
    let id = published(&app, amira, "Audio feedback", whole()).await;
    let mut costs = Vec::new();
    for round in 0..2 {
        for n in 0..3 {
            let somebody = person(&app, &format!("p{round}{n}")).await;
            app.index(somebody).await;
            reported(&app, somebody, id, "oc/worked").await;
            let child = PracticeRecord {
                adopts: vec![app.ctx.addresses.object(id)],
                ..whole()
            };
            published(&app, somebody, "Another", child).await;
        }
        app.make_findable().await;
        let mut of_round = Vec::new();
        for path in [
            format!("/practices/{id}"),
            format!("/practices/{id}/versions"),
            "/practices?q=feedback".to_owned(),
        ] {
            let before = app.statements();
            app.browser().get(&path).await.assert_ok();
            of_round.push(app.statements() - before);
        }
        costs.push(of_round);
    }
    assert_eq!(costs[0], costs[1]);
}

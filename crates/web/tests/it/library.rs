//! A hub: both ledgers of a practice, what its library lists, the gap map, its members.

use staffroom_domain::StatusId;
use staffroom_domain::ledger::{LedgerSummary, Reason, Rejection};
use staffroom_domain::practice::PracticeRecord;
use staffroom_service::hub::{Finding, HubMemberRow};
use staffroom_service::ledger::TheirList;
use staffroom_testkit::db;

use crate::app::{Answer, TestApp};
use crate::hub::{
    hub, is_of_a_school, joined, outcome, outcome_of, practice, remote, settled, told,
};
use crate::practices::whole;

/// Ids are numbers that differ from run to run.
fn plain(page: &Answer, ids: &[StatusId]) -> String {
    let mut text = page.normalised();
    for (n, id) in ids.iter().enumerate() {
        text = text.replace(&id.to_string(), &format!("[id {n}]"));
    }
    text
}

const fn listed(n: u64) -> TheirList {
    TheirList {
        listed: n,
        complete: true,
    }
}

/// "The author's server lists 5, this hub verified 7."
#[actix_web::test]
async fn what_the_author_hides_stands_beside_what_the_hub_verified() {
    let app = hub();
    let amira = remote(&app, "oakfield.example", "amira").await;
    let ben = remote(&app, "meet.example", "ben").await;
    let cai = remote(&app, "farm.example", "cai").await;
    let record = PracticeRecord {
        ledger: Some("https://oakfield.example/practices/1/ledger".to_owned()),
        ..whole()
    };
    let it = practice(&app, &amira, "Audio feedback", record, Finding::Shown).await;
    let path = format!("/practices/{}", it.id);
    let silent = app.browser().get(&path).await;
    silent
        .assert_ok()
        .assert_has("has said nothing of its ledger yet, this hub verified <a");
    let harm = outcome(&app, &ben, &it, "oc/harmful", Finding::Shown).await;
    let only_told = outcome(&app, &cai, &it, "oc/worked", Finding::NotShown).await;
    let out_of_scope = Rejection {
        id: harm.uri.clone().unwrap(),
        reason: Reason::OutOfScope,
    };
    let unknown = Rejection {
        id: "https://elsewhere.example/1".to_owned(),
        reason: Reason::Spam,
    };
    let mut summary = LedgerSummary::default();
    summary.outcomes.worked = 1;
    summary.rejected.insert(Reason::OutOfScope, 1);
    summary.rejected.insert(Reason::Spam, 1);
    told(&app, it.id, summary, listed(0), vec![out_of_scope, unknown]).await;
    let page = app.browser().get(&path).await;
    page.assert_ok()
        // Ben's school is not known: it stands beside what counts.
        .assert_has("the author's server lists <a href=\"https://oakfield.example/practices/1/ledger\" rel=\"nofollow noopener\">1</a>, this hub verified <a href=")
        .assert_has("The author&#39;s server says 1, and its list holds 0 entries.")
        .assert_has("<bdi>oakfield.example</bdi>")
        .assert_has("reported, not counted: its own server has not shown it")
        .assert_has("It is not about this practice.")
        .assert_has("It advertises something.")
        .assert_has("https://elsewhere.example/1")
        .assert_has("https://oakfield.example/practices/1/ledger")
        .assert_has(&format!(
            "/api/staffroom/v1/hub/practices/{}/ledgers",
            it.id
        ));
    assert!(page.text.len() < 60_000, "{}", page.text.len());
    let ids = [it.id, harm.id, only_told.id];
    insta::assert_snapshot!("hub_practice", plain(&page, &ids));
    let welsh = app.browser().get_welsh(&path).await;
    insta::assert_snapshot!("hub_practice_cy", plain(&welsh, &ids));
    // Older than all.
    let older = app.browser().get(&format!("{path}?outcomes=1")).await;
    older.assert_has("There are no older outcomes.");
}

#[actix_web::test]
async fn both_ledgers_are_those_of_the_library_and_of_hubs_alone() {
    let app = hub();
    let amira = remote(&app, "oakfield.example", "amira").await;
    let shown = practice(&app, &amira, "Shown", whole(), Finding::Shown).await;
    let told_only = practice(&app, &amira, "Told", whole(), Finding::NotShown).await;
    let show = async |id: StatusId| app.browser().get(&format!("/practices/{id}")).await;
    show(shown.id)
        .await
        .assert_has("id=\"both\"")
        .assert_lacks("not in the library");
    show(told_only.id)
        .await
        .assert_has("not in the library of this hub")
        .assert_lacks("id=\"both\"");
    // The same numbers, and the same whole from other parts.
    let mut summary = LedgerSummary::default();
    told(&app, shown.id, summary.clone(), listed(0), Vec::new()).await;
    show(shown.id).await.assert_has("count the same, <a");
    summary.own_outcomes.partly = 1;
    told(&app, shown.id, summary, listed(0), Vec::new()).await;
    show(shown.id)
        .await
        .assert_has(", and other numbers differ.");
    // Of what lives on the hub there is one ledger.
    let dora = app.user("dora", &[staffroom_domain::Role::Teacher]).await;
    let own = crate::practices::published(&app, dora.account.id, "Own", whole()).await;
    show(own)
        .await
        .assert_ok()
        .assert_lacks("id=\"both\"")
        .assert_lacks("not in the library");

    let school = TestApp::new();
    let zoe = remote(&school, "farm.example", "zoe").await;
    let it = practice(&school, &zoe, "Elsewhere", whole(), Finding::Shown).await;
    let page = school.browser().get(&format!("/practices/{}", it.id)).await;
    page.assert_ok()
        .assert_lacks("id=\"both\"")
        .assert_lacks("not in the library");
}

#[actix_web::test]
async fn the_library_says_what_it_has_and_where_nobody_has_tried_anything() {
    let app = hub();
    let browser = app.browser();
    browser
        .get("/library")
        .await
        .assert_ok()
        .assert_has("There are no practices here yet.");
    let amira = remote(&app, "oakfield.example", "amira").await;
    let ben = remote(&app, "meet.example", "ben").await;
    let it = practice(&app, &amira, "Audio & <b>feedback", whole(), Finding::Shown).await;
    practice(&app, &amira, "Told only", whole(), Finding::NotShown).await;
    let school = is_of_a_school(&app, &ben).await;
    outcome_of(&app, &ben, &it, "oc/harmful", Some(school), Finding::Shown).await;
    joined(&app, "oakfield.example", HubMemberRow::MEMBER).await;
    joined(&app, "meet.example", HubMemberRow::MEMBER).await;
    joined(&app, "gone.example", HubMemberRow::LEFT).await;
    app.make_findable().await;

    let page = browser.get("/library").await;
    page.assert_ok()
        .assert_has("Audio &#38; &#60;b&#62;feedback")
        .assert_lacks("Told only")
        .assert_has("<a href=\"/practices?language=en\" rel=\"nofollow\" lang=\"en\">English</a>: 1 practice; 1 setting reported, 1 no success")
        .assert_has("<a href=\"/practices?region=GB\" rel=\"nofollow\">GB</a>")
        .assert_has("<dd>1 of 1</dd>")
        .assert_has("#like-mine\"");
    insta::assert_snapshot!("library", plain(&page, &[it.id]));
    let welsh = browser.get_welsh("/library").await;
    insta::assert_snapshot!("library_cy", plain(&welsh, &[it.id]));
    let front = browser.get("/").await;
    front
        .assert_ok()
        .assert_has("<a href=\"/library/members\">2</a>")
        .assert_has("href=\"/library/gaps\"");

    let members = browser.get("/library/members").await;
    members
        .assert_ok()
        .assert_has("oakfield.example")
        .assert_has("@school@meet.example")
        .assert_lacks("gone.example");
    insta::assert_snapshot!("library_members", members.normalised());
    let welsh = browser.get_welsh("/library/members").await;
    insta::assert_snapshot!("library_members_cy", welsh.normalised());
    let rest = browser.get("/library/members?after=meet.example").await;
    rest.assert_has("oakfield.example")
        .assert_lacks("@school@meet.example");

    let map = browser.get("/library/gaps").await;
    let cell = "/practices?problem=pr/workload&#38;technologyType=tech/assessment";
    map.assert_ok().assert_has(cell).assert_has("1 practice;");
    assert!(map.text.len() < 60_000, "{}", map.text.len());
    insta::assert_snapshot!("gaps", map.normalised());
    let welsh = browser.get_welsh("/library/gaps").await;
    insta::assert_snapshot!("gaps_cy", welsh.normalised());
    // The search behind the cell finds as many.
    let found = browser.get(&cell.replace("&#38;", "&")).await;
    found.assert_ok().assert_has("Audio &#38;");
    let narrow = browser
        .get("/library/gaps?problem=pr%2Fworkload&technology=tech%2Fassessment")
        .await;
    narrow
        .assert_ok()
        .assert_has("technologyType=tech/digital-feedback\"")
        .assert_has("value=\"tech/assessment\" selected")
        .assert_lacks("rel=\"next\"");
    let next = browser.get("/library/gaps?part=2").await;
    next.assert_ok()
        .assert_has("rel=\"prev\"")
        .assert_lacks(cell);
    for wrong in ["3", "9223372036854775807"] {
        let page = browser.get(&format!("/library/gaps?part={wrong}")).await;
        page.assert_status(404);
    }
    // Taken back: nobody has tried anything.
    settled(&app, it.id, Finding::NotShown).await;
    browser
        .get("/library/gaps")
        .await
        // What nobody has tried leads to the search, which says where to ask.
        .assert_has(cell)
        .assert_lacks("1 practice;");
}

#[actix_web::test]
async fn what_is_no_hub_has_no_library() {
    let app = TestApp::new();
    let browser = app.browser();
    for path in ["/library", "/library/gaps", "/library/members"] {
        browser.get(path).await.assert_status(404);
    }
    browser.get("/").await.assert_lacks("/library");
}

/// The map costs the same however much there is, and every cell of it filled makes no long page.
#[actix_web::test]
async fn the_map_costs_the_same_however_much_there_is() {
    use staffroom_vocabulary::{Facet as _, Problem, TechnologyType};

    let app = hub();
    let browser = app.browser();
    let paths = ["/library", "/library/gaps", "/library/members"];
    let statements = async || {
        let mut all = Vec::new();
        for path in paths {
            let before = app.statements();
            browser.get(path).await.assert_ok();
            all.push(app.statements() - before);
        }
        all
    };
    let amira = remote(&app, "oakfield.example", "amira").await;
    practice(&app, &amira, "One", whole(), Finding::Shown).await;
    joined(&app, "oakfield.example", HubMemberRow::MEMBER).await;
    let few = statements().await;
    let count = |n: i64| (n, n, n);
    let mut changes = std::collections::BTreeMap::new();
    for problem in Problem::scheme().top_concepts() {
        for technology in TechnologyType::scheme().concepts() {
            let key = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
            let (problem, technology) = (problem.slug(), technology.slug());
            changes.insert(key("map", problem, technology), count(1_000_000));
            changes.insert(key("pr", problem, ""), count(1_000_000));
            changes.insert(key("tech", technology, ""), count(1_000_000));
        }
    }
    let done = app
        .ctx
        .transact(move |tx| db::library::add(tx.conn, &changes));
    done.await.unwrap();
    for n in 0..40 {
        let title = format!("Practice {n}");
        practice(&app, &amira, &title, whole(), Finding::Shown).await;
        joined(&app, &format!("s{n}.example"), HubMemberRow::MEMBER).await;
    }
    assert_eq!(statements().await, few);
    for query in ["", "?part=2", "?technology=tech%2Fassessment"] {
        let map = browser.get(&format!("/library/gaps{query}")).await;
        assert!(map.text.len() < 60_000, "{query}: {}", map.text.len());
    }
}

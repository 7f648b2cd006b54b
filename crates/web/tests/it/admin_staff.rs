//! Reports, accounts, other servers, failed work and the log, for those who look after the instance.

use staffroom_domain::job::{JobPayload, NewJob, Queue, ScheduledTask};
use staffroom_domain::{AccountId, JobId, ReportId, Role};
use staffroom_service::reports::{self, Category, NewReport};
use staffroom_service::staff::{self, By};
use staffroom_service::statuses;
use staffroom_testkit::db;
use staffroom_testkit::db::jobs::Claim;

use crate::app::{Answer, TestApp};
use crate::people::{HOSTILE, assert_harmless, post, teacher, text};

async fn report(app: &TestApp, by: AccountId, target: AccountId, new: NewReport) -> ReportId {
    let made = reports::report(&app.ctx, by, target, new).await.unwrap();
    made.0.id
}

/// The page without the numbers that differ from run to run.
fn plain(page: &Answer, ids: &[String]) -> String {
    let text = page.normalised();
    ids.iter().fold(text, |text, id| text.replace(id, "[id]"))
}

/// Work that failed for good.
async fn failed(app: &TestApp) -> JobId {
    let (id, now) = (app.ctx.new_id(), app.ctx.now());
    let made = app.ctx.db.write(move |conn| {
        let task = ScheduledTask::PruneExpired;
        let job = NewJob::now(JobPayload::Scheduled { task }, now);
        db::jobs::enqueue(conn, id, &job, 5, now)?;
        let claim = Claim {
            queue: Queue::Default,
            token: 7,
            now,
            lease_until: now.plus(std::time::Duration::from_mins(1)),
            limit: 1,
        };
        let claimed = db::jobs::claim(conn, claim)?.remove(0);
        db::jobs::bury(
            conn,
            claimed.id,
            claimed.lease_token,
            "the <disk> is full",
            now,
        )
    });
    assert!(made.await.unwrap());
    id
}

/// Checklist 33.
#[actix_web::test]
async fn only_those_who_look_after_the_instance_see_these_pages() {
    let app = TestApp::new();
    for (name, role, moderates, is_staff) in [
        ("o_wner", Role::Owner, 200, 200),
        ("a_dmin", Role::Admin, 200, 200),
        ("m_oderator", Role::Moderator, 200, 403),
        ("l_ead", Role::SafeguardingLead, 403, 403),
        ("t_eacher", Role::Teacher, 403, 403),
    ] {
        app.user(name, &[role]).await;
        let browser = app.signed_in(name).await;
        for path in ["/admin/overview", "/admin/reports", "/admin/accounts"] {
            browser.get(path).await.assert_status(moderates);
        }
        for path in [
            "/admin/announcements",
            "/admin/emojis",
            "/admin/servers",
            "/admin/servers.csv",
            "/admin/jobs",
            "/admin/log",
        ] {
            browser.get(path).await.assert_status(is_staff);
        }
        let settings = browser.get("/settings/sessions").await;
        let is_listed = settings.text.contains("href=\"/admin/overview\"");
        assert_eq!(is_listed, moderates == 200);
        let page = browser.get("/about").await;
        for path in [
            "/admin/reports/1",
            "/admin/accounts/1",
            "/admin/reports/1/take",
        ] {
            let expected = if moderates == 403 { 403 } else { 404 };
            let fields = [("decision", "nothing"), ("step", "limit")];
            browser
                .submit(&page, path, &fields)
                .await
                .assert_status(expected);
        }
        // Work that is not there was done by somebody else meanwhile.
        for (path, there) in [
            ("/admin/servers/bad.example/remove", 404),
            ("/admin/jobs/1/drop", 303),
        ] {
            let expected = if is_staff == 403 { 403 } else { there };
            browser
                .submit(&page, path, &[])
                .await
                .assert_status(expected);
        }
    }
    let stranger = app.browser().get("/admin/log").await;
    assert_eq!(stranger.location(), "/sign-in?return_to=/admin/log");
}

#[actix_web::test]
async fn a_report_is_read_taken_on_and_decided() {
    let app = TestApp::new();
    app.user("mona", &[Role::Moderator]).await;
    let amira = teacher(&app, "amira").await;
    let tim = app
        .user_named("tim", HOSTILE[0], &[Role::Teacher])
        .await
        .account
        .id;
    let id = post(&app, tim, text(&HOSTILE.join(" "))).await;
    let new = NewReport {
        statuses: vec![id],
        comment: HOSTILE.join(" "),
        category: Some(Category::Spam),
        ..NewReport::default()
    };
    let made = report(&app, amira, tim, new).await;
    let browser = app.signed_in("mona").await;
    let ids = [made.to_string(), id.to_string(), tim.to_string()];
    let list = browser.get("/admin/reports").await;
    list.assert_ok().assert_has("Advertising");
    assert_harmless(&list.text);
    insta::assert_snapshot!("admin_reports", plain(&list, &ids));
    let path = format!("/admin/reports/{made}");
    let page = browser.get(&path).await;
    page.assert_ok().assert_has("alert(1)");
    assert_harmless(&page.text);
    insta::assert_snapshot!("admin_report", plain(&page, &ids));
    insta::assert_snapshot!(
        "admin_report_cy",
        plain(&browser.get_welsh(&path).await, &ids)
    );
    let take = format!("{path}/take");
    assert_eq!(browser.submit(&page, &take, &[]).await.location(), path);
    browser
        .get(&path)
        .await
        .assert_has("@mona")
        .assert_has("I give it back");
    let again = browser.submit(&page, &path, &[("note", "fair")]).await;
    again
        .assert_status(422)
        .assert_has("Choose what is to be done.")
        .assert_has(">fair</textarea>");
    let fields = [("decision", "delete-posts"), ("note", "It sold something.")];
    assert_eq!(browser.submit(&page, &path, &fields).await.location(), path);
    let page = browser.get(&path).await;
    page.assert_has("The posts were deleted")
        .assert_has("It sold something.")
        .assert_has("1 post is gone.")
        .assert_lacks("<textarea");
    insta::assert_snapshot!(
        "admin_report_decided_cy",
        plain(&browser.get_welsh(&path).await, &ids)
    );
    assert!(statuses::show(&app.ctx, None, id).await.is_err());
    browser
        .get("/admin/reports")
        .await
        .assert_has("There is nothing to deal with.");
    browser.get("/admin/reports?all=1").await.assert_has(&path);
    // Decided is decided.
    let fields = [("decision", "suspend")];
    let page = browser.get("/admin/reports").await;
    let form = browser.get("/settings/password").await;
    page.assert_ok();
    for sent in [path.clone(), format!("{path}/release")] {
        let answer = browser.submit(&form, &sent, &fields).await;
        assert_eq!(answer.location(), path);
        browser
            .get(&path)
            .await
            .assert_has("That cannot be done any more")
            .assert_has("The posts were deleted");
    }
    // Whoever wrote a note meanwhile has it still, and is told why.
    let fields = [("decision", "suspend"), ("note", "The third time <b>.")];
    let late = browser.submit(&form, &path, &fields).await;
    late.assert_status(422)
        .assert_has("Somebody has decided this report meanwhile")
        .assert_has("The posts were deleted")
        .assert_has(">The third time &#60;b&#62;.</textarea>")
        .assert_lacks("name=\"decision\"");
    let tim = app.ctx.db.read(move |conn| db::accounts::find(conn, tim));
    let tim: Result<_, db::DbError> = tim.await;
    assert!(tim.unwrap().unwrap().is_active());
}

#[actix_web::test]
async fn an_account_is_found_limited_shut_out_and_deleted() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let tim = app.user_named("tim", "Tim <b>", &[Role::Teacher]).await;
    post(&app, tim.account.id, text("Hello from Tim.")).await;
    let browser = app.signed_in("olga").await;
    let handle = format!("@tim@{}", app.ctx.config.account_domain().as_str());
    for wanted in ["", "ti", "@tim", "tim@school.example", &handle] {
        let page = browser.get(&format!("/admin/accounts?q={wanted}")).await;
        page.assert_ok()
            .assert_has("Tim &#60;b&#62;")
            .assert_lacks("<b>");
    }
    browser
        .get("/admin/accounts?q=nobody")
        .await
        .assert_has("Nobody was found.");
    let path = format!("/admin/accounts/{}", tim.account.id);
    let ids = [tim.account.id.to_string(), tim.user.id.to_string()];
    let list = browser.get("/admin/accounts?q=tim").await;
    insta::assert_snapshot!("admin_accounts", plain(&list, &ids));
    let page = browser.get(&path).await;
    insta::assert_snapshot!("admin_account", plain(&page, &ids));
    insta::assert_snapshot!(
        "admin_account_cy",
        plain(&browser.get_welsh(&path).await, &ids)
    );
    let stranger = app.browser();
    stranger.get("/@tim").await.assert_has("Hello from Tim.");
    let send = async |step: &str, sure: &str| {
        let fields = [("step", step), ("note", "why"), ("sure", sure)];
        browser.submit(&page, &path, &fields).await
    };
    send("limit", "").await.assert_status(303);
    browser
        .get(&path)
        .await
        .assert_has("Limited")
        .assert_has("tim was limited");
    send("suspend", "").await.assert_status(303);
    stranger.get("/@tim").await.assert_status(404);
    let fields = [("username", "tim"), ("password", crate::app::PASSWORD)];
    let form = stranger.get("/sign-in").await;
    stranger
        .submit(&form, "/sign-in", &fields)
        .await
        .assert_status(422)
        .assert_has("This login has been closed");
    send("unsuspend", "").await.assert_status(303);
    stranger.get("/@tim").await.assert_ok();
    send("", "")
        .await
        .assert_status(422)
        .assert_has("Choose a step.");
    send("delete", "")
        .await
        .assert_status(422)
        .assert_has("Tick that you are sure")
        .assert_has("href=\"#sure\"");
    assert_eq!(send("delete", "yes").await.location(), "/admin/accounts");
    browser.get(&path).await.assert_status(404);
    let page = browser.get("/admin/log").await;
    page.assert_ok()
        .assert_has("tim was deleted")
        .assert_has("@olga")
        .assert_has("why");
    insta::assert_snapshot!("admin_log", plain(&page, &ids));
    insta::assert_snapshot!(
        "admin_log_cy",
        plain(&browser.get_welsh("/admin/log").await, &ids)
    );
}

#[actix_web::test]
async fn servers_are_decided_about_and_exchanged_as_a_list() {
    let app = TestApp::new();
    let olga = app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let page = browser.get("/admin/servers").await;
    page.assert_has("Nothing was decided about any server.");
    let fields = [("domain", "not a domain")];
    browser
        .submit(&page, "/admin/servers", &fields)
        .await
        .assert_status(422)
        .assert_has("Write the domain of a server")
        .assert_has("Choose what is exchanged.")
        .assert_has("value=\"not a domain\"");
    let fields = [
        ("domain", "Bad.example"),
        ("level", "suspend"),
        ("reason", "<script>"),
        ("media", "none"),
    ];
    let sent = browser.submit(&page, "/admin/servers", &fields).await;
    assert_eq!(sent.location(), "/admin/servers");
    let list = [(
        "list",
        "#domain,#severity\nlimited.example,silence\nopen.example,noop",
    )];
    let sent = browser.submit(&page, "/admin/servers/import", &list).await;
    assert_eq!(sent.location(), "/admin/servers");
    let page = browser.get("/admin/servers").await;
    page.assert_has("2 decisions are saved.");
    let page = browser.get("/admin/servers").await;
    assert_harmless(&page.text);
    insta::assert_snapshot!("admin_servers", page.normalised());
    insta::assert_snapshot!(
        "admin_servers_cy",
        browser.get_welsh("/admin/servers").await.normalised()
    );
    let file = browser.get("/admin/servers.csv").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.text,
        "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n\
         bad.example,suspend,true,false,<script>,false\n\
         limited.example,silence,false,false,,false\n\
         open.example,noop,false,false,,false\n"
    );
    let list = [("list", "good.example\n#x\nnot a domain\n")];
    browser
        .submit(&page, "/admin/servers/import", &list)
        .await
        .assert_status(422)
        .assert_has("Line 3: &#34;not a domain&#34; is not a domain.");
    let sent = browser
        .submit(&page, "/admin/servers/bad.example/remove", &[])
        .await;
    assert_eq!(sent.location(), "/admin/servers");
    let left = staff::servers(&app.ctx, By::User(olga.user.id))
        .await
        .unwrap();
    assert_eq!(left.len(), 2);
}

#[actix_web::test]
async fn failed_work_is_tried_again_or_thrown_away() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    browser
        .get("/admin/jobs")
        .await
        .assert_has("Nothing has failed.");
    let first = failed(&app).await;
    let page = browser.get("/admin/jobs").await;
    page.assert_ok().assert_has("the &#60;disk&#62; is full");
    let ids = [first.to_string()];
    insta::assert_snapshot!("admin_jobs", plain(&page, &ids));
    insta::assert_snapshot!(
        "admin_jobs_cy",
        plain(&browser.get_welsh("/admin/jobs").await, &ids)
    );
    let overview = browser.get("/admin/overview").await;
    overview
        .assert_ok()
        .assert_has("<a href=\"/admin/jobs\">1</a>");
    insta::assert_snapshot!("admin_overview", plain(&overview, &ids));
    insta::assert_snapshot!(
        "admin_overview_cy",
        plain(&browser.get_welsh("/admin/overview").await, &ids)
    );
    let retry = format!("/admin/jobs/{first}/retry");
    assert_eq!(
        browser.submit(&page, &retry, &[]).await.location(),
        "/admin/jobs"
    );
    // A second press, or somebody else's.
    for act in [retry, format!("/admin/jobs/{first}/drop")] {
        let answer = browser.submit(&page, &act, &[]).await;
        assert_eq!(answer.location(), "/admin/jobs");
        browser
            .get("/admin/jobs")
            .await
            .assert_has("That cannot be done any more");
    }
    browser
        .get("/admin/log")
        .await
        .assert_has(&format!("Tried again: scheduled ({first})"));
}

#[actix_web::test]
async fn no_list_costs_more_the_longer_it_is() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let amira = teacher(&app, "amira").await;
    let browser = app.signed_in("olga").await;
    let paths = [
        "/admin/reports?all=1",
        "/admin/accounts",
        "/admin/log",
        "/admin/overview",
    ];
    for (n, path) in paths.into_iter().enumerate() {
        let mut counts = Vec::new();
        for round in 0..3 {
            let name = format!("p{n}{round}");
            let target = teacher(&app, &name).await;
            report(&app, amira, target, NewReport::default()).await;
            let step = staff::Step::Limit;
            staff::act(&app.ctx, By::CommandLine, target, step, "")
                .await
                .unwrap();
            let before = app.statements();
            browser.get(path).await.assert_ok();
            counts.push(app.statements() - before);
        }
        assert_eq!(counts[1], counts[2], "{path}: {counts:?}");
    }
}

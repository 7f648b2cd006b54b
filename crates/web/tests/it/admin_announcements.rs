//! What everybody here is told: made, changed and taken away by those who look after the instance, and dismissed by
//! whoever has read it.

use std::time::Duration;

use staffroom_domain::{AnnouncementId, Role};
use staffroom_service::announcements::{AnnouncementRow, NewAnnouncement};
use staffroom_service::staff::{self, By};

use crate::app::{Answer, TestApp};
use crate::people::{HOSTILE, assert_harmless, teacher};

const PAGE: &str = "/admin/announcements";

async fn all(app: &TestApp) -> Vec<AnnouncementRow> {
    let rows = staff::announcements(&app.ctx, By::CommandLine, None, 200).await;
    rows.unwrap()
}

/// The log, the latest first: who, and what.
async fn log(app: &TestApp) -> Vec<(String, String)> {
    let rows = staff::log(&app.ctx, By::CommandLine, None, 100).await;
    let rows = rows.unwrap().into_iter();
    rows.map(|row| (row.user_name, row.kind)).collect()
}

async fn announce(app: &TestApp, text: &str) -> AnnouncementId {
    let new = NewAnnouncement {
        text: text.to_owned(),
        ..NewAnnouncement::default()
    };
    let made = staff::announce(&app.ctx, By::CommandLine, new).await;
    made.unwrap().id
}

/// The page without the numbers that differ from run to run.
fn plain(page: &Answer, all: &[AnnouncementRow]) -> String {
    let text = page.normalised();
    let ids = (1..).zip(all.iter().rev());
    ids.fold(text, |text, (n, row)| {
        text.replace(&row.id.to_string(), &format!("[id {n}]"))
    })
}

/// Checklist 33.
#[actix_web::test]
async fn owners_and_administrators_alone_tell_everybody_something() {
    let app = TestApp::new();
    let id = announce(&app, "Tea at four.").await;
    for (name, role, may) in [
        ("o_wner", Role::Owner, true),
        ("a_dmin", Role::Admin, true),
        ("m_oderator", Role::Moderator, false),
        ("t_eacher", Role::Teacher, false),
    ] {
        app.user(name, &[role]).await;
        let browser = app.signed_in(name).await;
        let one = format!("{PAGE}/{id}");
        for path in [PAGE, &one] {
            let page = browser.get(path).await;
            page.assert_status(if may { 200 } else { 403 });
        }
        let form = browser.get("/about").await;
        for (path, text) in [(PAGE, name), (&one, name)] {
            let sent = browser.submit(&form, path, &[("text", text)]).await;
            sent.assert_status(if may { 303 } else { 403 });
        }
        let remove = format!("{PAGE}/5/remove");
        let sent = browser.submit(&form, &remove, &[]).await;
        sent.assert_status(if may { 303 } else { 403 });
        let told = browser.get("/home").await;
        let last = if may { name } else { "a_dmin" };
        told.assert_has(&format!("<p>{last}</p>"));
    }
    let texts: Vec<String> = all(&app).await.into_iter().map(|row| row.text).collect();
    assert_eq!(texts, ["a_dmin", "o_wner", "a_dmin"]);
    let stranger = app.browser().get(PAGE).await;
    assert_eq!(stranger.location(), format!("/sign-in?return_to={PAGE}"));
}

#[actix_web::test]
async fn one_is_made_changed_and_taken_away_and_that_is_noted() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let page = browser.get(PAGE).await;
    page.assert_ok()
        .assert_has("Nothing has been announced yet.")
        .assert_has("<option selected>Europe/London</option>");
    let fields = [
        ("text", "The server is off.\r\n\r\nhttps://status.example"),
        ("zone", "Europe/Paris"),
        ("starts", "2026-09-05"),
        ("starts-time", "18:00"),
        // On the same day.
        ("ends", ""),
        ("ends-time", "20:30"),
    ];
    let made = browser.submit(&page, PAGE, &fields).await;
    assert_eq!(made.location(), PAGE);
    app.advance(Duration::from_mins(1));
    let days = [
        ("text", "Half-term."),
        ("starts", "2026-10-26"),
        ("ends", "2026-10-30"),
    ];
    browser.submit(&page, PAGE, &days).await.assert_status(303);
    let rows = all(&app).await;
    assert!(rows[0].all_day && !rows[1].all_day);
    let seen = browser.get(PAGE).await;
    seen.assert_has("Everybody here is told.")
        // On the clocks of the instance.
        .assert_has(">5 September 2026, 17:00 (Europe/London)</time>")
        .assert_has("<time datetime=\"2026-10-30\">30 October 2026</time>");
    let one = format!("{PAGE}/{}", rows[1].id);
    let page = browser.get(&one).await;
    page.assert_ok()
        .assert_has("value=\"2026-09-05\"")
        .assert_has("value=\"17:00\"")
        .assert_has("value=\"19:30\"");
    // As it is, it is not changed.
    let same = [
        ("text", "The server is off.\n\nhttps://status.example"),
        ("zone", "Europe/London"),
        ("starts", "2026-09-05"),
        ("starts-time", "17:00"),
        ("ends", "2026-09-05"),
        ("ends-time", "19:30"),
    ];
    assert_eq!(browser.submit(&page, &one, &same).await.location(), PAGE);
    browser.get(PAGE).await.assert_lacks("is changed.");
    let text = [("text", "The server stays on.")];
    assert_eq!(browser.submit(&page, &one, &text).await.location(), PAGE);
    let seen = browser.get(PAGE).await;
    seen.assert_has("The announcement is changed.")
        .assert_has(", changed <time")
        .assert_lacks("17:00 (Europe/London)");
    let remove = format!("{one}/remove");
    for says in ["is taken away", "That cannot be done any more"] {
        let sent = browser.submit(&seen, &remove, &[]).await;
        assert_eq!(sent.location(), PAGE);
        browser.get(PAGE).await.assert_has(says);
    }
    browser.get(&one).await.assert_status(404);
    browser.submit(&seen, &one, &text).await.assert_status(404);
    let olga = |kind: &str| ("olga".to_owned(), kind.to_owned());
    assert_eq!(
        log(&app).await,
        [
            olga("announcement-removed"),
            olga("announcement-changed"),
            olga("announcement-made"),
            olga("announcement-made"),
        ]
    );
    browser
        .get("/admin/log")
        .await
        .assert_has("The server stays on.")
        .assert_has("Changed: announcement");
}

#[actix_web::test]
async fn the_pages_in_both_languages_say_what_is_over() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let page = browser.get(PAGE).await;
    for fields in [
        vec![
            ("text", "The hall is shut."),
            ("starts", "2026-09-01"),
            ("ends", "2026-09-01"),
        ],
        vec![
            ("text", "The minutes are at https://minutes.example"),
            ("zone", "Europe/London"),
            ("ends", "2026-12-01"),
            ("ends-time", "18:00"),
        ],
    ] {
        app.advance(Duration::from_mins(1));
        let made = browser.submit(&page, PAGE, &fields).await;
        made.assert_status(303);
    }
    let rows = all(&app).await;
    browser.get(PAGE).await.assert_lacks(">Over</span>");
    // It is midnight in London.
    app.advance(Duration::from_hours(15));
    for (name, path) in [
        ("admin_announcements", PAGE.to_owned()),
        ("admin_announcement", format!("{PAGE}/{}", rows[1].id)),
        ("home_announcements", "/home".to_owned()),
    ] {
        let page = browser.get(&path).await;
        insta::assert_snapshot!(name, plain(page.assert_ok(), &rows));
        let page = browser.get_welsh(&path).await;
        insta::assert_snapshot!(format!("{name}_cy"), plain(&page, &rows));
    }
    let over = browser.get("/home").await;
    over.assert_lacks("The hall is shut.");
}

#[actix_web::test]
async fn what_cannot_be_is_said_at_its_field_and_nothing_is_lost() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let id = announce(&app, "Tea at four.").await;
    let rows = all(&app).await;
    let one = format!("{PAGE}/{id}");
    let page = browser.get(PAGE).await;
    let long = "x".repeat(5_001);
    let when = |fields: &[(&'static str, &'static str)]| {
        let usual = [("text", "Tea."), ("zone", "Europe/London")];
        [&usual, fields].concat()
    };
    for (fields, field, says) in [
        (
            vec![("text", " ")],
            "text",
            "Write what everybody is to be told.",
        ),
        (
            vec![("text", &*long)],
            "text",
            "Shorten this to 5000 characters.",
        ),
        (
            when(&[("starts-time", "18:00")]),
            "starts",
            "Say on which day, or leave the time empty too.",
        ),
        (
            when(&[("starts", "2026-09-05"), ("ends-time", "18:00")]),
            "starts-time",
            "Say at what time, or leave both times empty",
        ),
        (
            when(&[("starts", "2026-02-30")]),
            "starts",
            "There is no such day",
        ),
        (
            when(&[("ends", "2026-09-05"), ("ends-time", "25:00")]),
            "ends",
            "There is no such day",
        ),
        (
            when(&[("ends", "2027-03-28"), ("ends-time", "01:30")]),
            "ends-time",
            "The next time is 02:00.",
        ),
        (
            vec![
                ("text", "Tea."),
                ("zone", "Europe/Leeds"),
                ("ends", "2026-09-05"),
                ("ends-time", "18:00"),
            ],
            "zone",
            "There is no such time zone.",
        ),
        (
            when(&[("starts", "2026-09-06"), ("ends", "2026-09-05")]),
            "ends",
            "It ends before it begins",
        ),
    ] {
        for path in [PAGE, &one] {
            let again = browser.submit(&page, path, &fields).await;
            again
                .assert_status(422)
                .assert_has(says)
                .assert_has(&format!("href=\"#{field}\""))
                .assert_has(&format!("id=\"{field}-problem\""));
            for (name, value) in &fields {
                let value = value.trim();
                let there = match *name {
                    "text" => again.text.contains(&format!("{value}</textarea>")),
                    "zone" if value == "Europe/Leeds" => true,
                    "zone" => again.text.contains(&format!("selected>{value}</option>")),
                    _ => again.text.contains(&format!("value=\"{value}\"")),
                };
                assert!(there, "{name} {value} is lost: {}", again.text);
            }
        }
    }
    assert_eq!(all(&app).await, rows, "nothing was written");
    assert_eq!(log(&app).await.len(), 1, "nothing was noted");
    let again = browser.submit(&page, PAGE, &[("text", ""), ("ends-time", "9:00")]);
    insta::assert_snapshot!("admin_announcements_again", plain(&again.await, &rows));
}

#[actix_web::test]
async fn the_second_of_two_who_change_one_is_shown_what_the_first_wrote() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let id = announce(&app, "Tea at four.").await;
    let one = format!("{PAGE}/{id}");
    let page = browser.get(&one).await;
    let version = page.between("name=\"version\" value=\"", "\"");
    app.advance(Duration::from_mins(1));
    let first = [("text", "Tea at <five>."), ("version", &*version)];
    assert_eq!(browser.submit(&page, &one, &first).await.location(), PAGE);
    app.advance(Duration::from_mins(1));
    let second = [("text", "Tea at six."), ("version", &*version)];
    let again = browser.submit(&page, &one, &second).await;
    again
        .assert_status(422)
        .assert_has("Tea at six.</textarea>")
        .assert_has("<p>Tea at &lt;five&gt;.</p>")
        .assert_has("href=\"#text\"")
        .assert_has("Somebody changed this announcement while you were writing.");
    assert_eq!(all(&app).await[0].text, "Tea at <five>.");
    // What else is wrong does not hide it.
    let wrong = [("text", ""), ("version", &*version)];
    let wrong = browser.submit(&page, &one, &wrong).await;
    wrong.assert_has(&format!("name=\"version\" value=\"{version}\""));
    let version = again.between("name=\"version\" value=\"", "\"");
    let third = [("text", "Tea at six."), ("version", &*version)];
    assert_eq!(browser.submit(&again, &one, &third).await.location(), PAGE);
    assert_eq!(all(&app).await[0].text, "Tea at six.");
}

#[actix_web::test]
async fn one_that_is_over_is_not_begun_and_one_that_is_there_ends_so() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let id = announce(&app, "Tea at four.").await;
    let page = browser.get(PAGE).await;
    let over = [("text", "Tea."), ("ends", "2026-08-31")];
    browser
        .submit(&page, PAGE, &over)
        .await
        .assert_status(422)
        .assert_has("It is over already")
        .assert_has("href=\"#ends\"");
    assert_eq!(all(&app).await.len(), 1);
    let one = format!("{PAGE}/{id}");
    assert_eq!(browser.submit(&page, &one, &over).await.location(), PAGE);
    browser.get(PAGE).await.assert_has(">Over</span>");
    browser
        .get(&one)
        .await
        .assert_has("With a later end, or none, it is shown again");
}

#[actix_web::test]
async fn whoever_has_read_it_dismisses_it_for_themselves() {
    let app = TestApp::new();
    teacher(&app, "amira").await;
    teacher(&app, "ben").await;
    let id = announce(&app, &HOSTILE.join("\n")).await;
    app.advance(Duration::from_mins(1));
    let other = announce(&app, "Tea: https://tea.example/?a=1&b=2").await;
    let (amira, ben) = (app.signed_in("amira").await, app.signed_in("ben").await);
    let page = amira.get("/home").await;
    page.assert_ok()
        .assert_has("alert(1)")
        .assert_has("href=\"https://tea.example/?a=1&amp;b=2\"")
        .assert_has("Announced <time datetime=\"2026-09-01T08:06:00Z\">1 September 2026, 09:06 (Europe/London)</time>");
    assert_harmless(&page.text);
    // At the top of the first page of what one follows, and nowhere else.
    for path in ["/home?max_id=1", "/local", "/public", "/about"] {
        amira.get(path).await.assert_lacks("alert(1)");
    }
    let dismiss = format!("/announcements/{id}/dismiss");
    page.assert_has(&format!("action=\"{dismiss}\""));
    // Again changes nothing.
    for _ in 0..2 {
        let sent = amira.submit(&page, &dismiss, &[]).await;
        assert_eq!(sent.location(), "/home");
        amira
            .get("/home")
            .await
            .assert_has("You are not shown this announcement any more.")
            .assert_lacks("alert(1)")
            .assert_has("https://tea.example/");
    }
    ben.get("/home").await.assert_has("alert(1)");
    // One that was taken away meanwhile is gone too.
    let gone = staff::remove_announcement(&app.ctx, By::CommandLine, other).await;
    assert!(gone.unwrap());
    let dismiss = format!("/announcements/{other}/dismiss");
    assert_eq!(amira.submit(&page, &dismiss, &[]).await.location(), "/home");
    let stranger = app.browser();
    let form = stranger.get("/sign-in").await;
    let sent = stranger.submit(&form, &dismiss, &[]).await;
    assert_eq!(sent.location(), "/sign-in");
    let none = amira.get(&dismiss).await;
    none.assert_status(405);
}

#[actix_web::test]
async fn lists_are_paged_and_cost_the_same_however_long() {
    let app = TestApp::new();
    app.user("olga", &[Role::Owner]).await;
    let browser = app.signed_in("olga").await;
    let mut counts = Vec::new();
    for n in 0..52 {
        app.advance(Duration::from_secs(1));
        announce(&app, &format!("Number {n}.")).await;
        if matches!(n, 1 | 40) {
            for path in [PAGE, "/home"] {
                let before = app.statements();
                browser.get(path).await.assert_ok();
                counts.push(app.statements() - before);
            }
        }
    }
    assert_eq!(counts[0..2], counts[2..4]);
    let page = browser.get(PAGE).await;
    page.assert_has("Number 51.").assert_lacks("Number 1.");
    let next = page.between(&format!("href=\"{PAGE}?before="), "\"");
    let page = browser.get(&format!("{PAGE}?before={next}")).await;
    page.assert_has("Number 1.")
        .assert_lacks("Number 51.")
        .assert_has("Newest");
}

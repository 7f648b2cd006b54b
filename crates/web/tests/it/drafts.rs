//! Writing about practices: what is typed is kept, what is missing is said, and nothing is published by itself.

use staffroom_domain::{AccountId, DraftId, Role, StatusId, Visibility};
use staffroom_service::drafts;
use staffroom_service::practices::{self, NewPractice};
use staffroom_service::{follows, ledger};

use crate::app::{Answer, TestApp};
use crate::practices::{published, whole};

/// What stands for the language of a Welsh reader.
const WELSH: [(&str, &str); 1] = [("accept-language", "cy")];

async fn person(app: &TestApp, name: &str) -> AccountId {
    app.user(name, &[Role::Teacher]).await.account.id
}

/// A practice of somebody else, and Ben, who has tried it.
struct Tried {
    app: TestApp,
    practice: StatusId,
    ben: AccountId,
}

impl Tried {
    async fn new() -> Self {
        let app = TestApp::new();
        let amira = person(&app, "amira").await;
        let ben = person(&app, "ben").await;
        let practice = published(&app, amira, "Audio <feedback>", whole()).await;
        Self { app, practice, ben }
    }

    fn path(&self, what: &str) -> String {
        format!("/practices/{}/{what}", self.practice)
    }

    /// Ben's only draft.
    async fn draft(&self) -> DraftId {
        let all = drafts::list(&self.app.ctx, self.ben).await.unwrap();
        assert_eq!(all.len(), 1);
        all.first().unwrap().row.id
    }

    /// Ids are numbers that differ from run to run.
    fn plain(&self, page: &Answer, draft: Option<DraftId>) -> String {
        let text = page.normalised();
        let text = text.replace(&self.practice.to_string(), "[practice]");
        match draft {
            Some(draft) => text.replace(&draft.to_string(), "[draft]"),
            None => text,
        }
    }
}

/// Six answers and a sentence.
const OUTCOME: [(&str, &str); 7] = [
    ("outcome", "oc/no-effect"),
    ("learners", "gs/10-35"),
    ("phase", "ph/lower-secondary-ks3"),
    ("duration", "4 weeks"),
    ("independence", "in/independent-practitioner"),
    ("again", "yes"),
    ("sentence", "Shorter notes, and <b>one</b> at a time."),
];

/// As a browser sends the form: with what it has chosen by itself.
fn sent<'a>(fields: &[(&'a str, &'a str)], wish: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut all = fields.to_vec();
    all.extend([
        ("level", "ev/tried"),
        ("visibility", ""),
        ("version", ""),
        ("do", wish),
    ]);
    all
}

/// Story 4: an outcome from a phone takes at most eight taps: seven fields and a button.
#[actix_web::test]
async fn an_outcome_is_six_answers_and_a_sentence() {
    let it = Tried::new().await;
    let path = it.path("outcome");
    let stranger = it.app.browser().get(&path).await;
    assert!(
        stranger
            .location()
            .starts_with("/sign-in?return_to=/practices/")
    );
    let ben = it.app.signed_in("ben").await;
    ben.get(&format!("/practices/{}", it.practice))
        .await
        .assert_has(&format!("href=\"{path}\""));
    let page = ben.get(&path).await;
    page.assert_ok().assert_has("Audio &#60;feedback&#62;");
    insta::assert_snapshot!("draft_outcome", it.plain(&page, None));
    let welsh = ben.get_welsh(&path).await;
    insta::assert_snapshot!("draft_outcome_cy", it.plain(&welsh, None));
    // Nothing is kept by looking.
    assert_eq!(drafts::list(&it.app.ctx, it.ben).await.unwrap(), []);
    let done = ben.submit(&page, &path, &sent(&OUTCOME, "publish")).await;
    assert_eq!(
        done.location(),
        format!("/practices/{}#reports", it.practice)
    );
    let page = ben.get(&format!("/practices/{}", it.practice)).await;
    page.assert_has("It is published.")
        .assert_has("Shorter notes, and &#60;b&#62;one&#60;/b&#62; at a time.")
        .assert_lacks("<b>one");
    assert_eq!(drafts::list(&it.app.ctx, it.ben).await.unwrap(), []);
    let ledger = ledger::read(&it.app.ctx, None, it.practice).await.unwrap();
    assert_eq!(ledger.summary.unverified_outcomes.no_effect, 1);
}

/// Bad input loses nothing, and what is missing is said where it is mended.
#[actix_web::test]
async fn what_cannot_be_published_yet_is_kept_with_everything_that_was_typed() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let path = it.path("outcome");
    let page = ben.get(&path).await;
    let mut fields = sent(
        &[
            ("outcome", "oc/abandoned"),
            ("duration", "\"><script>alert(1)</script>"),
            ("region", "Leeds"),
            ("reasons", "No time.\r\n\r\nNo microphones."),
            ("lesson", "</textarea><script>alert(2)</script>"),
            ("learners", "gs/nonsense"),
            ("words", "And that was that."),
        ],
        "publish",
    );
    let again = ben.submit(&page, &path, &fields).await;
    let draft = it.draft().await;
    again
        .assert_status(422)
        .assert_has("It cannot be published yet. It is kept as a draft.")
        .assert_has("href=\"#sentence\"")
        .assert_has("href=\"#region\"")
        .assert_has(&format!("action=\"/drafts/{draft}\""))
        .assert_has("value=\"&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;\"")
        .assert_has("No time.\nNo microphones.</textarea>")
        .assert_has("value=\"LEEDS\"")
        .assert_lacks("<script>alert");
    insta::assert_snapshot!("draft_outcome_refused", it.plain(&again, Some(draft)));
    // The draft is there whenever they come back, also in Welsh.
    let later = ben.get(&format!("/drafts/{draft}")).await;
    later
        .assert_ok()
        .assert_has("And that was that.")
        .assert_lacks("<script>alert");
    let welsh = ben.get_welsh(&format!("/drafts/{draft}")).await;
    insta::assert_snapshot!("draft_outcome_kept_cy", it.plain(&welsh, Some(draft)));
    let version = later.between("name=\"version\" value=\"", "\"");
    fields.retain(|(name, _)| !["version", "region"].contains(name));
    fields.extend([
        ("version", version.as_str()),
        ("region", "gb-eng"),
        ("sentence", "Begin smaller."),
    ]);
    let there = format!("/drafts/{draft}");
    let done = ben.submit(&later, &there, &fields).await;
    assert_eq!(
        done.location(),
        format!("/practices/{}#reports", it.practice)
    );
    ben.get(&there).await.assert_status(404);
}

#[actix_web::test]
async fn whoever_tries_it_says_until_when() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let path = it.path("adoption");
    let page = ben.get(&path).await;
    page.assert_ok();
    insta::assert_snapshot!("draft_adoption", it.plain(&page, None));
    let welsh = ben.get_welsh(&path).await;
    insta::assert_snapshot!("draft_adoption_cy", it.plain(&welsh, None));
    let kept = ben
        .submit(&page, &path, &[("decide-by", "31/12"), ("do", "save")])
        .await;
    let draft = it.draft().await;
    let there = format!("/drafts/{draft}");
    assert_eq!(kept.location(), there);
    let page = ben.get(&there).await;
    page.assert_has("Your draft is kept.")
        .assert_has("value=\"31/12\"")
        .assert_has("href=\"#status\"")
        .assert_has("href=\"#decide-by\"");
    let late = [
        ("status", "running"),
        ("decide-by", "2026-01-01"),
        ("do", "publish"),
        ("version", "1"),
    ];
    let again = ben.submit(&page, &there, &late).await;
    again.assert_status(422).assert_has("This day is over.");
    let good = [
        ("status", "running"),
        ("decide-by", "2026-12-01"),
        ("expectation", "Less marking."),
        ("do", "publish"),
        ("version", "2"),
    ];
    let done = ben.submit(&again, &there, &good).await;
    assert_eq!(
        done.location(),
        format!("/practices/{}#reports", it.practice)
    );
    let ledger = ledger::read(&it.app.ctx, None, it.practice).await.unwrap();
    // The author's own result, and this.
    assert_eq!(ledger.entries, 2);
}

/// Two devices: nobody overwrites what they have not seen, and nothing typed is lost.
#[actix_web::test]
async fn a_draft_that_was_changed_elsewhere_is_not_overwritten() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let path = it.path("outcome");
    let page = ben.get(&path).await;
    ben.submit(&page, &path, &sent(&OUTCOME, "save")).await;
    let draft = it.draft().await;
    let there = format!("/drafts/{draft}");
    let old = ben.get(&there).await;
    let with = |sentence, version| {
        [
            ("outcome", "oc/partly"),
            ("sentence", sentence),
            ("version", version),
        ]
    };
    ben.submit(&old, &there, &with("From the phone.", "1"))
        .await
        .assert_status(303);
    let clash = ben.submit(&old, &there, &with("From the desk.", "1")).await;
    clash
        .assert_status(409)
        .assert_has("This draft was changed meanwhile")
        .assert_has("From the desk.")
        .assert_has("name=\"version\" value=\"2\"");
    ben.get(&there).await.assert_has("From the phone.");
    ben.submit(&clash, &there, &with("From the desk.", "2"))
        .await
        .assert_status(303);
    ben.get(&there).await.assert_has("From the desk.");
}

/// Catalogue 16: what somebody may not see is not there, and drafts are their author's.
#[actix_web::test]
async fn drafts_are_their_authors_and_are_about_what_they_may_see() {
    let it = Tried::new().await;
    let amira = it.app.user("carys", &[Role::Teacher]).await.account.id;
    let hidden = NewPractice {
        title: "For followers".to_owned(),
        text: "Something.".to_owned(),
        record: whole(),
        visibility: Some(Visibility::Private),
        ..NewPractice::default()
    };
    let hidden = practices::publish(&it.app.ctx, amira, hidden)
        .await
        .unwrap();
    let ben = it.app.signed_in("ben").await;
    let page = ben.get(&it.path("outcome")).await;
    for what in ["outcome", "adoption", "edit"] {
        let path = format!("/practices/{hidden}/{what}");
        ben.get(&path)
            .await
            .assert_status(404)
            .assert_lacks("For followers");
        ben.submit(&page, &path, &OUTCOME).await.assert_status(404);
    }
    // Nobody changes what is not theirs.
    ben.get(&it.path("edit")).await.assert_status(404);
    ben.submit(&page, &it.path("edit"), &[])
        .await
        .assert_status(404);
    ben.submit(&page, &it.path("outcome"), &sent(&OUTCOME, "save"))
        .await;
    let draft = it.draft().await;
    let other = it.app.signed_in("carys").await;
    let theirs = other.get("/drafts").await;
    theirs.assert_has("You have no drafts.");
    for (path, fields) in [
        (format!("/drafts/{draft}"), sent(&OUTCOME, "publish")),
        (format!("/drafts/{draft}/drop"), Vec::new()),
        (format!("/drafts/{draft}/what"), Vec::new()),
    ] {
        if !path.ends_with("drop") {
            other.get(&path).await.assert_status(404);
        }
        other
            .submit(&theirs, &path, &fields)
            .await
            .assert_status(404);
        // Nor without the token of a page of ours, nor by nobody.
        ben.post(&path, &fields, &[]).await.assert_status(403);
        let stranger = it.app.browser();
        let form = stranger.get("/sign-in").await;
        stranger
            .submit(&form, &path, &fields)
            .await
            .assert_status(303);
    }
    assert_eq!(it.draft().await, draft);
    let page = ben.get(&format!("/drafts/{draft}")).await;
    let gone = ben
        .submit(&page, &format!("/drafts/{draft}/drop"), &[])
        .await;
    assert_eq!(gone.location(), "/drafts");
    ben.get("/drafts").await.assert_has("The draft is gone.");
}

/// Whoever blocks somebody hears no more of them.
#[actix_web::test]
async fn nothing_is_entered_about_practices_of_those_who_block() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let page = ben.get(&it.path("outcome")).await;
    let view = practices::get(&it.app.ctx, None, it.practice)
        .await
        .unwrap();
    let amira = view.view.status.account_id;
    follows::block(&it.app.ctx, amira, it.ben).await.unwrap();
    let refused = ben
        .submit(&page, &it.path("outcome"), &sent(&OUTCOME, "publish"))
        .await;
    assert!(
        matches!(refused.status.as_u16(), 403 | 404),
        "{}",
        refused.status
    );
    assert_eq!(drafts::list(&it.app.ctx, it.ben).await.unwrap(), []);
}

/// What is typed is more than a draft may hold: it is said, and it is all there to be shortened.
#[actix_web::test]
async fn too_much_is_shown_again_and_too_many_are_too_many() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let page = ben.get("/practices/new").await;
    let long = "word ".repeat(10_001);
    let fields = [("title", "Long"), ("text", long.as_str()), ("do", "next")];
    let again = ben.submit(&page, "/practices/new", &fields).await;
    again
        .assert_status(422)
        .assert_has("This is more than a draft can hold")
        .assert_has("word word word");
    assert_eq!(drafts::list(&it.app.ctx, it.ben).await.unwrap(), []);
    for _ in 0..drafts::MAX_DRAFTS {
        ben.submit(&page, "/practices/new", &[("title", "One of many")])
            .await
            .assert_status(303);
    }
    for path in ["/practices/new", &it.path("outcome"), &it.path("adoption")] {
        let refused = ben
            .submit(
                &page,
                path,
                &[
                    ("title", "Too many"),
                    ("region", "Too many"),
                    ("do", "publish"),
                ],
            )
            .await;
        refused
            .assert_status(422)
            .assert_has("You have as many drafts as there may be.");
    }
    let list = ben.get("/drafts").await;
    list.assert_has("You have as many drafts as there may be.")
        .assert_lacks("href=\"/practices/new\"");
    assert!(list.text.len() < 60_000, "{}", list.text.len());
    let welsh = ben
        .post("/practices/new", &[("csrf", &page.form_token())], &WELSH)
        .await;
    welsh
        .assert_status(422)
        .assert_has("Mae gennych gynifer o ddrafftiau");
}

/// The number of statements does not depend on how many drafts there are.
#[actix_web::test]
async fn the_list_costs_the_same_however_many_there_are() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let page = ben.get(&it.path("outcome")).await;
    let mut costs = Vec::new();
    for _ in 0..2 {
        for _ in 0..3 {
            ben.submit(&page, &it.path("outcome"), &sent(&OUTCOME, "save"))
                .await;
            ben.submit(&page, "/practices/new", &[("title", "A practice")])
                .await;
        }
        ben.get("/drafts").await;
        let before = it.app.statements();
        ben.get("/drafts").await.assert_ok();
        costs.push(it.app.statements() - before);
    }
    assert_eq!(costs[0], costs[1]);
}

/// The script keeps what is typed; the first time makes the draft, and after that it is the same one.
#[actix_web::test]
async fn a_draft_is_kept_while_somebody_types() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    for (path, is_step) in [
        (it.path("outcome"), false),
        ("/practices/new".to_owned(), true),
    ] {
        let page = ben.get(&path).await;
        page.assert_has("<script type=\"module\" src=\"/assets/draft.js?v=")
            .assert_has("data-keeps-for=\"/@ben\"");
        assert!(
            page.header("content-security-policy")
                .contains("script-src 'self'")
        );
        let first = [
            ("duration", "4 w"),
            ("title", "Qu"),
            ("version", ""),
            ("do", "auto"),
        ];
        let kept = ben.submit(&page, &path, &first).await;
        kept.assert_ok();
        assert_eq!(kept.header("content-type"), "application/json");
        let action = kept.between("\"action\":\"", "\"");
        assert_eq!(action.ends_with("/what"), is_step, "{action}");
        let more = [
            ("duration", "4 weeks"),
            ("title", "Quizzes"),
            ("version", "1"),
            ("do", "auto"),
        ];
        let kept = ben.submit(&page, &action, &more).await;
        kept.assert_ok().assert_has("\"version\":\"2\"");
        // Something older does not replace it.
        ben.submit(&page, &action, &first_again())
            .await
            .assert_status(409);
        let seen = ben.get(&action).await;
        seen.assert_has(if is_step { "Quizzes" } else { "4 weeks" });
    }
    assert_eq!(drafts::list(&it.app.ctx, it.ben).await.unwrap().len(), 2);
    let script = ben.get("/assets/draft.js").await;
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
}

const fn first_again() -> [(&'static str, &'static str); 4] {
    [
        ("duration", "4 w"),
        ("title", "Qu"),
        ("version", "1"),
        ("do", "auto"),
    ]
}

/// On a phone it is sent, and the answer is lost with the connection: the form goes on over what it has sent itself, and over
/// nothing else.
#[actix_web::test]
async fn a_form_whose_answer_was_lost_goes_on() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let path = it.path("outcome");
    let page = ben.get(&path).await;
    let (phone, other) = ("a".repeat(32), "b".repeat(32));
    let send = async |to: &str, words: &str, version: &str, editor: &str, turn: &str| {
        let form = [
            ("duration", words),
            ("version", version),
            ("editor", editor),
            ("turn", turn),
            ("do", "auto"),
        ];
        ben.submit(&page, to, &form).await
    };
    let kept = send(&path, "4", "", &phone, "1").await;
    let draft = kept.assert_ok().between("\"action\":\"", "\"");
    send(&draft, "4 w", "1", &phone, "2").await.assert_ok();
    // Nobody read that answer.
    let kept = send(&draft, "4 weeks", "1", &phone, "4").await;
    kept.assert_ok().assert_has("\"version\":\"3\"");
    for (editor, turn) in [
        // It was sent before and came late.
        (&phone, "3"),
        (&phone, "4"),
        (&other, "9"),
        (&String::new(), "9"),
        (&phone, "-1"),
        (&phone, "soon"),
    ] {
        let refused = send(&draft, "4 we", "2", editor, turn).await;
        refused.assert_status(409);
    }
    ben.get(&draft).await.assert_has("4 weeks");
    // What another window saved is not overwritten.
    send(&draft, "5 weeks", "3", &other, "1").await.assert_ok();
    send(&draft, "4 weeks", "3", &phone, "5")
        .await
        .assert_status(409);
}

/// A double click publishes once, from the first form and from the page of a draft; and the second is no error.
#[actix_web::test]
async fn what_is_sent_twice_is_published_once() {
    let it = Tried::new().await;
    let ben = it.app.signed_in("ben").await;
    let path = it.path("outcome");
    let page = ben.get(&path).await;
    let key = page.between("name=\"key\" value=\"", "\"");
    let mut fields = sent(&OUTCOME, "publish");
    fields.push(("key", key.as_str()));
    for _ in 0..2 {
        let done = ben.submit(&page, &path, &fields).await;
        let there = format!("/practices/{}#reports", it.practice);
        assert_eq!(done.location(), there);
        let page = format!("/practices/{}", it.practice);
        ben.get(&page).await.assert_has("It is published.");
    }
    // Kept twice, it is one draft, with what was sent last.
    let page = ben.get(&path).await;
    let key = page.between("name=\"key\" value=\"", "\"");
    let mut fields = sent(&OUTCOME, "save");
    fields.push(("key", key.as_str()));
    ben.submit(&page, &path, &fields).await.assert_status(303);
    fields.push(("lesson", "Shorter."));
    ben.submit(&page, &path, &fields).await.assert_status(303);
    let draft = it.draft().await;
    let path = format!("/drafts/{draft}");
    let page = ben.get(&path).await;
    page.assert_has("Shorter.</textarea>");
    let version = page.between("name=\"version\" value=\"", "\"");
    let mut fields = sent(&OUTCOME, "publish");
    fields.retain(|(name, _)| *name != "version");
    fields.push(("version", version.as_str()));
    ben.submit(&page, &path, &fields).await.assert_status(303);
    let late = ben.submit(&page, &path, &fields).await;
    assert!(late.location().starts_with("/@ben/"), "{}", late.location());
    ben.get(late.location())
        .await
        .assert_has("It is published.");
    // What was dropped is not there.
    ben.submit(&page, "/drafts/1", &fields)
        .await
        .assert_status(404);
    let ledger = ledger::read(&it.app.ctx, None, it.practice).await.unwrap();
    assert_eq!(ledger.entries, 2, "{:?}", ledger.summary);
}

//! What there is to be seen on the pages: people, posts, practices, an event. `{name}` in an address is the
//! sample of that name.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use serde_json::{Value, json};
use staffroom_domain::calendar::{Capacities, EventRecord, Mode};
use staffroom_domain::{AccountId, Role, Roles, UserId};
use staffroom_service::announcements::NewAnnouncement;
use staffroom_service::calendar::{self, NewEvent, NewPlace};
use staffroom_service::drafts::{self, DraftContent, DraftKind, NewDraft};
use staffroom_service::emojis::{self, NewOwn};
use staffroom_service::invitations::{self, Inviter, Offer};
use staffroom_service::oauth::{self, NewApplication, OUT_OF_BAND};
use staffroom_service::passkeys;
use staffroom_service::password_resets;
use staffroom_service::policies::{self, DomainPolicyRow};
use staffroom_service::profiles::{self, ProfileEdit};
use staffroom_service::reports::{self, NewReport};
use staffroom_service::staff::{self, By, Decision};
use staffroom_service::transfer::archive;
use staffroom_service::two_factor::{self, State};
use staffroom_service::users::UserWithAccount;
use staffroom_testkit::samples;
use staffroom_testkit::{ApiClient, Backend, Device, PASSWORD, TestApp, TestDb, one_time_code};

use super::library::{enter_library, enter_offers};

/// Who looks at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Nobody is signed in.
    Stranger,
    /// Amira, a teacher.
    Teacher,
    /// Who runs the instance.
    Head,
}

impl Who {
    pub(super) const ALL: [Self; 3] = [Self::Stranger, Self::Teacher, Self::Head];

    /// By which name they sign in.
    pub(super) const fn user(self) -> Option<&'static str> {
        match self {
            Self::Stranger => None,
            Self::Teacher => Some("amira"),
            Self::Head => Some("olwen"),
        }
    }

    /// What they are called.
    pub(super) fn name(self) -> &'static str {
        self.user().unwrap_or("stranger")
    }
}

/// The samples by name.
pub(super) type Samples = BTreeMap<&'static str, String>;

/// An instance with everything: a hub that asks nobody.
pub(super) async fn enter() -> (TestApp, Samples) {
    let settings = [
        ("mail.smtp_host", "mail.example"),
        ("instance.role", "hub"),
        ("federation.mode", "off"),
    ];
    let app = TestApp::with_settings(TestDb::new(Backend::Sqlite), &settings).await;
    let mut samples = Samples::new();
    let olwen = app
        .user("olwen")
        .owner()
        .email("olwen@school.example")
        .build()
        .await;
    let amira = app
        .user("amira")
        .teacher()
        .email("amira@school.example")
        .build()
        .await;
    enter_posts(&app, &amira, &mut samples).await;
    enter_event(&app, olwen.account.id, &mut samples).await;
    enter_practices(&app, &mut samples).await;
    enter_library(&app, &mut samples).await;
    enter_offers(&app, amira.account.id, &mut samples).await;
    enter_life(&app, &amira, &mut samples).await;
    enter_drafts(&app, amira.account.id, &mut samples).await;
    enter_links(&app, &amira, &mut samples).await;
    enter_reports(&app, (&olwen, &amira), &mut samples).await;
    enter_two_factor(&app).await;
    let passkey = enter_passkey(&app, &amira).await;
    samples.insert("passkey", passkey);
    enter_choices(&app, &amira, &mut samples).await;
    enter_told(&app, olwen.user.id, &mut samples).await;
    archive::ask(app.ctx(), olwen.account.id, "en")
        .await
        .unwrap();
    // What follows comes a while later.
    app.clock().advance(Duration::from_mins(6));
    app.drain().await;
    (app, samples)
}

async fn enter_posts(app: &TestApp, amira: &UserWithAccount, samples: &mut Samples) {
    let client = ApiClient::of(app, amira).await;
    let edit = ProfileEdit {
        display_name: Some("Amira Khan".to_owned()),
        summary: Some("Chemistry, Years 7 to 13.\n\nI collect what works.".to_owned()),
        fields: Some(vec![("School".to_owned(), "Oakfield".to_owned())]),
        discoverable: Some(true),
        indexable: Some(true),
        ..ProfileEdit::default()
    };
    let by = amira.account.id;
    profiles::edit(app.ctx(), by, edit).await.unwrap();
    let poll = json!({ "options": ["A quiz", "A brain dump", "Nothing yet"], "expires_in": 86400 });
    let posts = [
        (
            "post",
            json!({ "status": "Retrieval practice in *every* lesson: who has kept it up for a whole year, and what did you drop for it? #Retrieval" }),
        ),
        (
            "warned_post",
            json!({ "status": "They came on a Tuesday.", "spoiler_text": "About an inspection" }),
        ),
        (
            "poll",
            json!({ "status": "Which do you begin with?", "poll": poll }),
        ),
        (
            "welsh_post",
            json!({ "status": "Pwy sydd wedi rhoi cynnig ar gwisiau byr?", "language": "cy" }),
        ),
    ];
    for (name, post) in posts {
        let made = client.post("/api/v1/statuses", post).await.ok();
        samples.insert(name, id(&made));
        app.clock().advance(Duration::from_mins(7));
    }
    let answer = json!({ "status": "I have. It took a term.", "in_reply_to_id": samples["post"] });
    client.post("/api/v1/statuses", answer).await.ok();
}

/// What others have to do with Amira, and what she keeps.
async fn enter_life(app: &TestApp, amira: &UserWithAccount, samples: &mut Samples) {
    let client = ApiClient::of(app, amira).await;
    let none = || json!({});
    let post = samples["post"].clone();
    let own = amira.account.id;
    for name in ["rhys", "seren"] {
        let user = app.user(name).teacher().build().await;
        let other = ApiClient::of(app, &user).await;
        for act in [
            format!("statuses/{post}/favourite"),
            format!("statuses/{post}/reblog"),
            format!("accounts/{own}/follow"),
        ] {
            other.post(&format!("/api/v1/{act}"), none()).await.ok();
        }
        let words = json!({ "status": "@amira We begin with a quiz, every Monday.", "in_reply_to_id": post });
        let said = id(&other.post("/api/v1/statuses", words).await.ok());
        for act in ["favourite", "bookmark"] {
            let path = format!("/api/v1/statuses/{said}/{act}");
            client.post(&path, none()).await.ok();
        }
        let path = format!("/api/v1/accounts/{}/follow", user.account.id);
        client.post(&path, none()).await.ok();
        samples.insert("colleague", user.account.id.to_string());
    }
    let list = json!({ "title": "Chemistry" });
    let list = id(&client.post("/api/v1/lists", list).await.ok());
    let members = json!({ "account_ids": [samples["colleague"]] });
    let path = format!("/api/v1/lists/{list}/accounts");
    client.post(&path, members).await.ok();
    samples.insert("list", list);
    // Whoever comes now has to ask.
    let edit = ProfileEdit {
        locked: Some(true),
        ..ProfileEdit::default()
    };
    profiles::edit(app.ctx(), own, edit).await.unwrap();
    let user = app.user("huw").teacher().build().await;
    let other = ApiClient::of(app, &user).await;
    let path = format!("/api/v1/accounts/{own}/follow");
    other.post(&path, none()).await.ok();
}

async fn enter_event(app: &TestApp, by: AccountId, samples: &mut Samples) {
    let new = NewEvent {
        title: "TeachMeet Leeds, winter".to_owned(),
        text: "Seven minutes each, tea, and **no** slides. Come to speak or to listen.".to_owned(),
        language: Some("en".to_owned()),
        zone: "Europe/London".to_owned(),
        starts: "2027-02-01T18:00".to_owned(),
        ends: Some("2027-02-01T20:30".to_owned()),
        place: Some(NewPlace {
            name: "School library".to_owned(),
            address: "1 Example Road, Leeds".to_owned(),
        }),
        record: EventRecord {
            mode: Mode::InPerson,
            capacities: Capacities {
                speakers: Some(6),
                attendees: Some(40),
                remote: None,
            },
            waiting_list: true,
            series: Some("TeachMeet Leeds".to_owned()),
            ..EventRecord::default()
        },
        ..NewEvent::default()
    };
    let made = calendar::create(app.ctx(), by, new).await.unwrap();
    samples.insert("event", made.id.to_string());
}

/// The practices of `tests/data`, by its people. `practice` is one of which harm is reported, `tried_practice`
/// one with results of several people, `welsh_practice` one in Welsh.
async fn enter_practices(app: &TestApp, samples: &mut Samples) {
    let (_, people) = samples::people();
    let mut clients = BTreeMap::new();
    for person in people {
        let user = app.user(&person.handle).teacher().build().await;
        clients.insert(person.handle, ApiClient::of(app, &user).await);
    }
    for sample in samples::practices() {
        let made = samples::enter(&sample, &clients).await;
        let name = match sample.name.get(..2) {
            Some("05") => "practice",
            Some("07") => "tried_practice",
            Some("13") => "welsh_practice",
            _ => continue,
        };
        samples.insert(name, made);
    }
}

/// A practice and an outcome that are not complete, and a practice that is published.
async fn enter_drafts(app: &TestApp, by: AccountId, samples: &mut Samples) {
    let practice: i64 = samples["practice"].parse().unwrap();
    let content = |title: &str, record: Value| DraftContent {
        title: title.to_owned(),
        text: "Three questions on the way in.".to_owned(),
        record: record.as_object().unwrap().clone(),
        language: Some("en".to_owned()),
        ..DraftContent::default()
    };
    let idea = json!({
        "problem": ["pr/workload"],
        "innovationKind": "ik/adaptation",
        "evidenceLevel": "ev/idea",
    });
    let measured = json!({ "problem": ["pr/workload"], "evidenceLevel": "ev/measured" });
    for (name, kind, content) in [
        (
            "own_practice",
            DraftKind::Practice,
            content("Quizzes in the corridor", idea),
        ),
        (
            "draft",
            DraftKind::Practice,
            content("Quizzes at the door", measured),
        ),
        (
            "draft_outcome",
            DraftKind::Outcome,
            content("", json!({ "outcome": "oc/no-effect" })),
        ),
    ] {
        let new = NewDraft {
            kind,
            about: (kind == DraftKind::Outcome).then(|| practice.into()),
            content,
        };
        let made = drafts::create(app.ctx(), by, new).await.unwrap().row.id;
        let id = if name == "own_practice" {
            let published = drafts::publish(app.ctx(), by, made, None, None).await;
            published.unwrap().to_string()
        } else {
            made.to_string()
        };
        samples.insert(name, id);
    }
}

/// `report` is one that waits for somebody, `decided_report` one that was decided; a server is shut out.
async fn enter_reports(
    app: &TestApp,
    (olwen, amira): (&UserWithAccount, &UserWithAccount),
    samples: &mut Samples,
) {
    let ctx = app.ctx();
    for name in ["report", "decided_report"] {
        let new = NewReport {
            statuses: vec![samples["post"].parse().unwrap()],
            comment: "It names a colleague.\n\nPlease ask her.".to_owned(),
            ..NewReport::default()
        };
        let made = reports::report(ctx, olwen.account.id, amira.account.id, new).await;
        samples.insert(name, made.unwrap().0.id.to_string());
    }
    let decided = samples["decided_report"].parse().unwrap();
    let by = By::User(olwen.user.id);
    let note = "She has changed it.";
    staff::decide(ctx, by, decided, Decision::Nothing, note)
        .await
        .unwrap();
    let row = DomainPolicyRow {
        public_comment: "Advertising".to_owned(),
        ..policies::decision("bad.example", policies::SUSPEND, ctx.now())
    };
    staff::save_decisions(ctx, by, vec![row]).await.unwrap();
    samples.insert("account", amira.account.id.to_string());
}

async fn enter_links(app: &TestApp, amira: &UserWithAccount, samples: &mut Samples) {
    let last = |link: &str| link.rsplit('/').next().unwrap_or_default().to_owned();
    let offer = Offer {
        roles: Roles::from_iter([Role::Teacher]),
        max_uses: 30,
        note: "The spring intake".to_owned(),
    };
    let made = invitations::create(app.ctx(), &Inviter::CommandLine, &offer).await;
    samples.insert("invitation", last(&made.unwrap().link));
    let made = password_resets::create_link(app.ctx(), amira.user.id).await;
    samples.insert("reset", last(&made.unwrap().link));
    samples.insert("user", amira.user.id.to_string());
    let program = NewApplication {
        name: "Ivory".to_owned(),
        redirect_uris: vec![OUT_OF_BAND.to_owned()],
        scopes: Some("read write follow push".to_owned()),
        website: Some("https://ivory.example".to_owned()),
    };
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let program = oauth::register(app.ctx(), program, here).await.unwrap();
    samples.insert(
        "asking",
        format!(
            "response_type=code&client_id={}&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=read+write:statuses+push",
            program.row.client_id
        ),
    );
}

/// What Amira does not want to see.
async fn enter_choices(app: &TestApp, amira: &UserWithAccount, samples: &mut Samples) {
    let client = ApiClient::of(app, amira).await;
    let filter = json!({
        "title": "Inspections",
        "context": ["home", "public"],
        "filter_action": "hide",
        "expires_in": 86_400,
        "keywords_attributes": [{ "keyword": "inspection", "whole_word": true }],
    });
    let made = client.post("/api/v2/filters", filter).await.ok();
    samples.insert("filter", id(&made));
    for (name, act) in [("gwen", "block"), ("owain", "mute")] {
        let other = app.user(name).teacher().build().await;
        let path = format!("/api/v1/accounts/{}/{act}", other.account.id);
        client.post(&path, json!({})).await.ok();
    }
    let domain = json!({ "domain": "social.example" });
    client.post("/api/v1/domain_blocks", domain).await.ok();
}

/// What everybody is told on top of what they read, and an emoji.
async fn enter_told(app: &TestApp, by: UserId, samples: &mut Samples) {
    let (ctx, by) = (app.ctx(), By::User(by));
    let now = ctx.now();
    let over = NewAnnouncement {
        text: "The hall is shut today.".to_owned(),
        ends_at: Some(now.plus(Duration::from_mins(1))),
        ..NewAnnouncement::default()
    };
    staff::announce(ctx, by, over).await.unwrap();
    let new = NewAnnouncement {
        text: "The server is off on Saturday morning.\n\nhttps://status.school.example".to_owned(),
        starts_at: Some(now.plus(Duration::from_hours(48))),
        ends_at: Some(now.plus(Duration::from_hours(50))),
        all_day: false,
        instead_of: None,
    };
    let made = staff::announce(ctx, by, new).await.unwrap();
    samples.insert("announcement", made.id.to_string());
    let picture = include_bytes!("../../../crates/web/assets/icon-48.png");
    let picture = emojis::receive(ctx, picture).await.unwrap();
    let new = NewOwn {
        shortcode: "staffroom".to_owned(),
        category: Some("School".to_owned()),
        replaces: false,
    };
    emojis::add(ctx, by, new, &picture).await.unwrap();
}

/// A passkey of somebody; gives its number.
async fn enter_passkey(app: &TestApp, of: &UserWithAccount) -> String {
    let (ctx, browser) = (app.ctx(), "a browser");
    let asked = passkeys::begin(ctx, of, "Phone", PASSWORD.to_owned(), browser).await;
    let mut device = Device::at(app.url(), &of.account.username);
    let made = device.creates(&asked.unwrap());
    passkeys::add(ctx, of, "Phone", &made, browser)
        .await
        .unwrap();
    let all = passkeys::list(ctx, of.user.id).await.unwrap();
    all[0].id.to_string()
}

/// Catrin, who is asked for a code, or a passkey.
async fn enter_two_factor(app: &TestApp) {
    let catrin = app.user("catrin").teacher().build().await;
    let begun = two_factor::begin(app.ctx(), &catrin, PASSWORD.to_owned()).await;
    begun.unwrap();
    let state = two_factor::state(app.ctx(), &catrin).await.unwrap();
    let State::Begun(setup) = state else {
        panic!("it is begun");
    };
    let code = one_time_code(&setup.secret, app.ctx().now());
    two_factor::confirm(app.ctx(), &catrin, &code)
        .await
        .unwrap();
    enter_passkey(app, &catrin).await;
}

fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

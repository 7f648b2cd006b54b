//! Invitations by link and by mail.

use std::time::Duration;

use staffroom_domain::job::MailLink;
use staffroom_domain::{EmailAddress, Role, Roles, UserId};
use staffroom_service::invitations::{self, Guest, InvitationError, Inviter, Offer};
use staffroom_service::mail::LinkResolver;
use staffroom_service::staff::{self, By, Kind};
use staffroom_service::users::{self, UserError};
use staffroom_testkit::{TestApp, TestDb, db, db_test};

use crate::{HERE, send_at_the_second_attempt, token_in_last_letter};

fn offer(max_uses: u32) -> Offer {
    Offer {
        roles: Roles::from_iter([Role::Teacher]),
        max_uses,
        note: "INSET day".into(),
    }
}

fn guest(name: &str) -> Guest {
    Guest {
        username: name.into(),
        display_name: String::new(),
        email: None,
        password: "a lamp and a ladder".into(),
    }
}

fn token(link: &str) -> &str {
    link.rsplit('/').next().unwrap()
}

#[db_test]
async fn a_link_lets_in_as_many_as_it_is_for(db: TestDb) {
    let app = TestApp::start(db).await;
    let new = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(2))
        .await
        .unwrap();
    assert!(new.link.starts_with(app.url()), "{}", new.link);
    let token = token(&new.link);
    for name in ["amira", "bilal"] {
        let user = invitations::accept(app.ctx(), token, guest(name), HERE)
            .await
            .unwrap();
        assert!(user.roles.has(Role::Teacher));
    }
    let error = invitations::accept(app.ctx(), token, guest("carol"), HERE)
        .await
        .unwrap_err();
    assert!(matches!(error, InvitationError::NotOpen), "{error}");
}

#[db_test]
async fn a_refused_name_or_password_costs_no_place(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira").teacher().build().await;
    let new = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(1))
        .await
        .unwrap();
    let token = token(&new.link);
    let weak = Guest {
        password: "Password123!".into(),
        ..guest("bilal")
    };
    for refused in [guest("AMIRA"), guest("admin"), guest("a b"), weak] {
        let error = invitations::accept(app.ctx(), token, refused, HERE)
            .await
            .unwrap_err();
        assert!(matches!(error, InvitationError::User(_)), "{error}");
    }
    invitations::accept(app.ctx(), token, guest("bilal"), HERE)
        .await
        .unwrap();
}

#[db_test]
async fn ended_revoked_and_made_up_links_are_all_the_same(db: TestDb) {
    let app = TestApp::start(db).await;
    let revoked = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(1))
        .await
        .unwrap();
    assert!(
        invitations::revoke(app.ctx(), revoked.row.id)
            .await
            .unwrap()
    );
    assert!(
        !invitations::revoke(app.ctx(), revoked.row.id)
            .await
            .unwrap(),
        "once"
    );
    let ended = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(1))
        .await
        .unwrap();
    app.clock().advance(Duration::from_hours(14 * 24 + 1));
    let made_up = "A".repeat(43);
    for token in [
        token(&revoked.link),
        token(&ended.link),
        made_up.as_str(),
        "",
        "x/../y",
    ] {
        let error = invitations::open(app.ctx(), token, HERE).await.unwrap_err();
        assert!(
            matches!(error, InvitationError::NotOpen),
            "{token}: {error}"
        );
    }
}

#[db_test]
async fn nobody_invites_beyond_their_own_reach(db: TestDb) {
    let app = TestApp::start(db).await;
    let admin = app.user("bilal").role(Role::Admin).build().await;
    let inviter = Inviter::User(admin.user.id);
    let owner = Offer {
        roles: Roles::from_iter([Role::Owner]),
        ..offer(1)
    };
    let error = invitations::create(app.ctx(), &inviter, &owner)
        .await
        .unwrap_err();
    assert!(
        matches!(error, InvitationError::MayNot(Role::Owner)),
        "{error}"
    );
    for bad in [
        Offer {
            roles: Roles::none(),
            ..offer(1)
        },
        offer(0),
        offer(501),
    ] {
        assert!(
            invitations::create(app.ctx(), &inviter, &bad)
                .await
                .is_err()
        );
    }
    invitations::create(app.ctx(), &inviter, &offer(1))
        .await
        .unwrap();
}

#[db_test]
async fn a_letter_carries_a_link_of_its_own(db: TestDb) {
    let app = TestApp::start(db).await;
    let addresses: Vec<EmailAddress> = ["a@b.example", "c@d.example"]
        .map(|a| EmailAddress::parse(a).unwrap())
        .into();
    let sent = invitations::send(app.ctx(), &Inviter::CommandLine, &offer(9), addresses).await;
    assert_eq!(sent.unwrap(), 2);
    assert!(
        app.mail().all().is_empty(),
        "nothing is sent inside the request"
    );
    app.drain().await;
    let letters = app.mail().all();
    assert_eq!(letters.len(), 2);
    let ((first, first_key), (second, second_key)) = (&letters[0], &letters[1]);
    assert!(first.text.contains("INSET day") && first.subject.contains("invited"));
    assert_ne!(first.text, second.text, "two links");
    assert_ne!(first_key, second_key, "two keys");
    let token = token_in_last_letter(app.mail());
    invitations::accept(app.ctx(), &token, guest("amira"), HERE)
        .await
        .unwrap();
    let error = invitations::accept(app.ctx(), &token, guest("bilal"), HERE)
        .await
        .unwrap_err();
    assert!(
        matches!(error, InvitationError::NotOpen),
        "each for one: {error}"
    );
}

#[db_test]
async fn without_a_mail_server_the_way_is_the_link(db: TestDb) {
    let app = TestApp::with_settings(db, &[]).await;
    let to = vec![EmailAddress::parse("a@b.example").unwrap()];
    let error = invitations::send(app.ctx(), &Inviter::CommandLine, &offer(1), to).await;
    assert!(matches!(error, Err(InvitationError::NoMail)));
    let new = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(1))
        .await
        .unwrap();
    invitations::accept(app.ctx(), token(&new.link), guest("amira"), HERE)
        .await
        .unwrap();
}

#[db_test]
async fn a_taken_address_is_told_as_such(db: TestDb) {
    let app = TestApp::start(db).await;
    app.user("amira")
        .teacher()
        .email("a@b.example")
        .build()
        .await;
    let new = invitations::create(app.ctx(), &Inviter::CommandLine, &offer(1))
        .await
        .unwrap();
    let taken = Guest {
        email: Some(EmailAddress::parse("A@b.example").unwrap()),
        ..guest("bilal")
    };
    let error = invitations::accept(app.ctx(), token(&new.link), taken, HERE)
        .await
        .unwrap_err();
    assert!(
        matches!(error, InvitationError::User(UserError::EmailTaken(_))),
        "{error}"
    );
}

#[db_test]
async fn a_waiting_letter_has_no_link_in_it(db: TestDb) {
    let app = TestApp::start(db).await;
    let to = vec![EmailAddress::parse("a@b.example").unwrap()];
    let forged = Offer {
        note: "INSET \u{1} day".into(),
        ..offer(1)
    };
    invitations::send(app.ctx(), &Inviter::CommandLine, &forged, to)
        .await
        .unwrap();
    let (token, queued) = send_at_the_second_attempt(&app).await;
    assert!(queued.iter().any(|text| text.contains("INSET day")));
    for text in queued {
        assert!(!text.contains(&token), "{text}");
    }
    let row = invitations::list(app.ctx(), None, 1)
        .await
        .unwrap()
        .remove(0);
    let link = LinkResolver::of(app.ctx()).url(MailLink::Invitation(row.id));
    let (letter, _) = app.mail().all().pop().unwrap();
    assert_eq!(letter.text.matches(&link).count(), 1, "{}", letter.text);
    invitations::accept(app.ctx(), &token, guest("amira"), HERE)
        .await
        .unwrap();
}

async fn disable(app: &TestApp, user: UserId) {
    let now = app.ctx().now();
    app.ctx()
        .db
        .write(move |conn| db::testing::disable_user(conn, user, now))
        .await
        .unwrap();
}

#[db_test]
async fn an_invitation_is_worth_what_its_author_may_give_now(db: TestDb) {
    let app = TestApp::start(db).await;
    let curator = Offer {
        roles: Roles::from_iter([Role::Teacher, Role::Curator]),
        ..offer(9)
    };
    let mut links = Vec::new();
    for name in ["amira", "bilal"] {
        let admin = app.user(name).role(Role::Admin).build().await;
        let inviter = Inviter::User(admin.user.id);
        let new = invitations::create(app.ctx(), &inviter, &curator)
            .await
            .unwrap();
        let guest = guest(&format!("guest_of_{name}"));
        invitations::accept(app.ctx(), token(&new.link), guest, HERE)
            .await
            .unwrap();
        links.push((admin.user.id, new.link));
    }
    let moderator = Roles::from_iter([Role::Moderator]);
    users::set_roles(app.ctx(), "amira", moderator)
        .await
        .unwrap();
    disable(&app, links[1].0).await;
    for (_, link) in &links {
        let shown = invitations::open(app.ctx(), token(link), HERE).await;
        assert!(matches!(shown, Err(InvitationError::NotOpen)), "{shown:?}");
        let used = invitations::accept(app.ctx(), token(link), guest("carol"), HERE).await;
        assert!(matches!(used, Err(InvitationError::NotOpen)), "{used:?}");
    }
}

#[db_test]
async fn nobody_invites_with_roles_they_had_once(db: TestDb) {
    let app = TestApp::start(db).await;
    let amira = app.user("amira").role(Role::Admin).build().await;
    let bilal = app.user("bilal").role(Role::Admin).build().await;
    users::set_roles(app.ctx(), "amira", Roles::none())
        .await
        .unwrap();
    disable(&app, bilal.user.id).await;
    for author in [amira.user.id, bilal.user.id, UserId::from(1)] {
        let inviter = Inviter::User(author);
        let made = invitations::create(app.ctx(), &inviter, &offer(1)).await;
        assert!(
            matches!(made, Err(InvitationError::MayNot(Role::Teacher))),
            "{made:?}"
        );
        let to = vec![EmailAddress::parse("a@b.example").unwrap()];
        let sent = invitations::send(app.ctx(), &inviter, &offer(1), to).await;
        assert!(
            matches!(sent, Err(InvitationError::MayNot(Role::Teacher))),
            "{sent:?}"
        );
    }
    assert!(
        invitations::list(app.ctx(), None, 1)
            .await
            .unwrap()
            .is_empty()
    );
}

#[db_test]
async fn links_are_tried_only_so_often_from_one_network(db: TestDb) {
    let app = TestApp::start(db).await;
    let made_up = "A".repeat(43);
    let tried = async |n: u32| match n % 2 {
        0 => invitations::open(app.ctx(), &made_up, HERE).await.err(),
        _ => invitations::accept(app.ctx(), &made_up, guest("amira"), HERE)
            .await
            .err(),
    };
    for n in 0..60 {
        let error = tried(n).await.unwrap();
        assert!(matches!(error, InvitationError::NotOpen), "{n}: {error}");
    }
    for n in 0..2 {
        let error = tried(n).await.unwrap();
        assert!(matches!(error, InvitationError::TooMany(_)), "{error}");
    }
    let elsewhere = [198, 51, 100, 1].into();
    let error = invitations::open(app.ctx(), &made_up, elsewhere).await;
    assert!(matches!(error, Err(InvitationError::NotOpen)), "{error:?}");
}

#[db_test]
async fn the_log_keeps_no_words_that_go_with_an_invitation(db: TestDb) {
    let app = TestApp::start(db).await;
    let (ctx, by) = (app.ctx(), Inviter::CommandLine);
    let new = invitations::create(ctx, &by, &offer(1)).await.unwrap();
    assert!(invitations::revoke(ctx, new.row.id).await.unwrap());
    let to = vec![EmailAddress::parse("zoe@school.example").unwrap()];
    invitations::send(ctx, &by, &offer(1), to).await.unwrap();
    let rows = staff::log(ctx, By::CommandLine, None, 10).await.unwrap();
    let noted: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row.kind.as_str(), row.subject.as_str(), row.note.as_str()))
        .collect();
    let id = new.row.id.to_string();
    assert_eq!(
        noted,
        [
            (Kind::InvitationsMailed.as_str(), "1", ""),
            (Kind::InvitationWithdrawn.as_str(), id.as_str(), ""),
            (Kind::InvitationMade.as_str(), id.as_str(), ""),
        ]
    );
    app.drain().await;
}

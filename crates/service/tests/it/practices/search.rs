//! Finding practices by words and facets: what is found, by whom, and how many there are of each facet.

use staffroom_domain::Visibility;
use staffroom_domain::job::ScheduledTask;
use staffroom_domain::practice::Index;
use staffroom_service::jobs::run_scheduled;
use staffroom_service::practices::{FacetCount, FoundPractices, PracticeEdit, PracticeQuery};
use staffroom_service::statuses::Viewer;
use staffroom_service::{follows, statuses};
use staffroom_testkit::{TestDb, db_test};

use super::*;

async fn index(app: &TestApp) {
    run_scheduled(app.ctx(), ScheduledTask::IndexPosts)
        .await
        .unwrap();
}

fn asked(text: &str, facets: &[(&str, &str)], page: Page) -> PracticeQuery {
    let facet = |(scheme, concept): &(&str, &str)| ((*scheme).to_owned(), (*concept).to_owned());
    PracticeQuery {
        counts: true,
        text: text.to_owned(),
        facets: facets.iter().map(facet).collect(),
        page,
    }
}

async fn search(app: &TestApp, viewer: Viewer, query: PracticeQuery) -> FoundPractices {
    practices::search(app.ctx(), viewer, query).await.unwrap()
}

async fn found(
    app: &TestApp,
    viewer: Viewer,
    text: &str,
    facets: &[(&str, &str)],
) -> Vec<StatusId> {
    let found = search(app, viewer, asked(text, facets, page(20))).await;
    found.practices.iter().map(|it| it.status.id).collect()
}

/// Somebody who lets their posts be found.
async fn open_person(app: &TestApp, name: &str) -> AccountId {
    let id = person(app, name).await.id;
    is_findable(app, id, true).await;
    id
}

#[db_test]
async fn every_text_of_a_practice_is_found_and_so_is_what_it_begins_with(db: TestDb) {
    let app = start(db).await;
    let ada = open_person(&app, "ada").await;
    let id = published(
        &app,
        ada,
        PracticeRecord {
            rationale: Some(
                "Llais yr athro: dŵr ac École, because a voice is nearer than ink.".to_owned(),
            ),
            what_did_not_work: Some("Transcripts.".to_owned()),
            ..tried()
        },
    )
    .await;
    index(&app).await;
    for text in [
        "audio feedback",
        "\"voice notes instead of\"",
        "record minutes",
        "nearer",
        "transcri",
        "dwr",
        "DŴR ecole",
        "\"listen once\" -homework",
        "",
    ] {
        assert_eq!(found(&app, None, text, &[]).await, [id], "{text}");
    }
    for text in ["homework", "\"notes voice\"", "audio -minutes", "f_ph_x"] {
        assert!(found(&app, None, text, &[]).await.is_empty(), "{text}");
    }
    finish(&app).await;
}

/// Catalogue 61. `´` is a space with a combining accent: an accent on nothing is no word.
#[db_test]
async fn an_accent_on_nothing_is_no_word(db: TestDb) {
    let app = start(db).await;
    let ada = open_person(&app, "ada").await;
    let new = NewPractice {
        title: "The pupils´ work \u{301} and ¨ `plain`".to_owned(),
        ..new_practice(tried())
    };
    let id = practices::publish(app.ctx(), ada, new).await.unwrap();
    let other = published(&app, ada, tried()).await;
    index(&app).await;
    for text in [
        "pupils´",
        "pupils´ -´",
        "\"pupils´ work\"",
        "\"work \u{301} and plain\"",
        "pupils",
    ] {
        assert_eq!(found(&app, None, text, &[]).await, [id], "{text}");
    }
    // As where nothing is asked for.
    assert_eq!(found(&app, None, "´", &[]).await, [other, id]);
    finish(&app).await;
}

/// What the database does not take of one post keeps no other from being found.
#[db_test]
async fn a_post_that_is_refused_stops_no_other(db: TestDb) {
    let app = start(db).await;
    let refuse = |conn: &mut staffroom_db::Conn| staffroom_db::testing::refuse_word(conn, "poison");
    app.ctx().db.write(refuse).await.unwrap();
    let ada = open_person(&app, "ada").await;
    let before = published(&app, ada, tried()).await;
    let poisonous = NewPractice {
        title: "Audio poison".to_owned(),
        ..new_practice(tried())
    };
    let poisonous = practices::publish(app.ctx(), ada, poisonous).await.unwrap();
    let after = published(&app, ada, tried()).await;
    index(&app).await;
    assert_eq!(found(&app, None, "audio", &[]).await, [after, before]);
    let waiting = app
        .ctx()
        .db
        .read(|conn| staffroom_db::search::pending(conn, 9))
        .await;
    assert_eq!(waiting.unwrap(), []);
    // It is tried again when it is changed.
    let edit = PracticeEdit {
        title: "Audio".to_owned(),
        text: "Without it.".to_owned(),
        record: tried(),
        ..PracticeEdit::default()
    };
    practices::edit(app.ctx(), ada, poisonous, edit)
        .await
        .unwrap();
    index(&app).await;
    assert_eq!(
        found(&app, None, "audio", &[]).await,
        [after, poisonous, before]
    );
    finish(&app).await;
}

#[db_test]
async fn facets_narrow_and_are_counted(db: TestDb) {
    let app = start(db).await;
    let ada = open_person(&app, "ada").await;
    let english = published(&app, ada, tried()).await;
    let both = published(
        &app,
        ada,
        PracticeRecord {
            subject: vec![concept("su/english"), concept("su/mathematics")],
            ..tried()
        },
    )
    .await;
    index(&app).await;
    let ks3 = ("ph", "lower-secondary-ks3");
    let maths = ("su", "mathematics");
    assert_eq!(found(&app, None, "", &[ks3]).await, [both, english]);
    assert_eq!(found(&app, None, "audio", &[ks3, maths]).await, [both]);
    assert_eq!(
        found(&app, None, "", &[maths, ("su", "english")]).await,
        [both, english]
    );
    // The wider region, and a broader concept.
    assert_eq!(
        found(&app, None, "", &[("region", "GB"), ("tech", "assessment")]).await,
        [both, english]
    );
    let all = search(&app, None, asked("audio", &[ks3], page(1))).await;
    assert!(all.is_complete);
    let count = |concept: &str, practices| FacetCount {
        concept: concept.to_owned(),
        practices,
    };
    assert_eq!(
        all.counts["su"],
        [count("english", 2), count("mathematics", 1)]
    );
    assert_eq!(all.practices.len(), 1);
    // The next page counts nothing, and is the last.
    let next = Page {
        max_id: all.next,
        ..page(1)
    };
    let rest = search(&app, None, asked("audio", &[ks3], next)).await;
    assert_eq!(rest.practices[0].status.id, english);
    assert!(rest.counts.is_empty());
    assert_eq!(rest.next, None);
    let up = Page {
        min_id: rest.newest,
        ..page(1)
    };
    let back = search(&app, None, asked("", &[ks3], up)).await;
    assert_eq!(back.practices[0].status.id, both);
    finish(&app).await;
}

/// What its author does not let be found is found by those who have something to do with it, and not counted for others.
#[db_test]
async fn strangers_find_only_what_may_be_found(db: TestDb) {
    let app = start(db).await;
    let ada = person(&app, "ada").await.id;
    let ben = open_person(&app, "ben").await;
    is_findable(&app, ada, false).await;
    let closed = published(&app, ada, elsewhere()).await;
    let for_all = published(
        &app,
        ada,
        PracticeRecord {
            index: Some(Index::All),
            ..elsewhere()
        },
    )
    .await;
    let for_none = published(
        &app,
        ben,
        PracticeRecord {
            index: Some(Index::None),
            ..elsewhere()
        },
    )
    .await;
    let for_hub = published(
        &app,
        ben,
        PracticeRecord {
            index: Some(Index::Hub("hub.example".to_owned())),
            ..elsewhere()
        },
    )
    .await;
    index(&app).await;
    let cai = person(&app, "cai").await.id;
    for stranger in [None, Some(cai)] {
        assert_eq!(found(&app, stranger, "audio", &[]).await, [for_all]);
        let seen = search(&app, stranger, asked("", &[], page(9))).await;
        assert_eq!(seen.counts["su"][0].practices, 1);
    }
    assert_eq!(
        found(&app, Some(ada), "audio", &[]).await,
        [for_all, closed]
    );
    follows::follow(app.ctx(), cai, ben, follows::Wishes::default())
        .await
        .unwrap();
    assert_eq!(
        found(&app, Some(cai), "audio", &[]).await,
        [for_hub, for_none, for_all]
    );
    statuses::bookmark(app.ctx(), cai, closed, true)
        .await
        .unwrap();
    assert_eq!(
        found(&app, Some(cai), "audio", &[]).await.last(),
        Some(&closed)
    );
    // It holds from now on, whatever was written into the index.
    is_findable(&app, ada, true).await;
    assert_eq!(found(&app, None, "audio", &[]).await, [for_all, closed]);
    follows::block(app.ctx(), cai, ada).await.unwrap();
    assert_eq!(
        found(&app, Some(cai), "audio", &[]).await,
        [for_hub, for_none]
    );
    finish(&app).await;
}

#[db_test]
async fn a_school_finds_what_is_its_own(db: TestDb) {
    let app = start(db).await;
    school(&app, "school").await;
    let (ada, ben) = (person(&app, "ada").await.id, person(&app, "ben").await.id);
    is_findable(&app, ada, false).await;
    let id = published(&app, ada, tried()).await;
    index(&app).await;
    assert!(found(&app, None, "audio", &[]).await.is_empty());
    // Whoever has said that they belong to it.
    published(&app, ben, tried()).await;
    assert!(found(&app, Some(ben), "audio", &[]).await.contains(&id));
    finish(&app).await;
}

#[db_test]
async fn what_is_withdrawn_deleted_or_not_public_is_not_found(db: TestDb) {
    let app = start(db).await;
    let ada = open_person(&app, "ada").await;
    let id = published(&app, ada, tried()).await;
    let private = NewPractice {
        visibility: Some(Visibility::Private),
        ..new_practice(tried())
    };
    practices::publish(app.ctx(), ada, private).await.unwrap();
    index(&app).await;
    assert_eq!(found(&app, Some(ada), "audio", &[]).await, [id]);
    practices::withdraw(app.ctx(), ada, id).await.unwrap();
    index(&app).await;
    assert!(found(&app, Some(ada), "audio", &[]).await.is_empty());
    practices::reinstate(app.ctx(), ada, id).await.unwrap();
    let edit = PracticeEdit {
        title: "Spoken marking".to_owned(),
        text: "Other words.".to_owned(),
        record: tried(),
        ..PracticeEdit::default()
    };
    practices::edit(app.ctx(), ada, id, edit).await.unwrap();
    index(&app).await;
    assert!(found(&app, None, "audio", &[]).await.is_empty());
    assert_eq!(found(&app, None, "spoken", &[]).await, [id]);
    // At once, not when the index is next written.
    practices::delete(app.ctx(), ada, id).await.unwrap();
    assert!(found(&app, Some(ada), "spoken", &[]).await.is_empty());
    finish(&app).await;
}

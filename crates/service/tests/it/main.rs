//! Use cases on the real program: both databases, a clock that stands still, letters in a box.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod announcements;
mod calendar;
mod departures;
mod drafts;
mod home_model;
mod hub;
mod instance;
mod invitations;
mod jobs;
mod keys;
mod moving;
mod passkeys;
mod password_resets;
mod practices;
mod profiles;
mod reactions;
mod reports;
mod sessions;
mod staff;
mod statuses;
mod transfer;
mod two_factor;
mod uploads;
mod users;

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use staffroom_domain::{ActorKind, Event};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::ports::JobError;
use staffroom_service::sessions::Browser;
use staffroom_testkit::{Execution, SentMail, TestApp, db};

/// An address somewhere.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

/// A browser somewhere.
fn browser(last: u8) -> Browser {
    Browser {
        address: IpAddr::from([192, 0, 2, last]),
        user_agent: "A test\r\nbrowser".into(),
    }
}

/// The token in the link of the last letter.
fn token_in_last_letter(mail: &SentMail) -> String {
    let (letter, _) = mail.all().pop().unwrap();
    let link = letter
        .text
        .lines()
        .find(|line| line.starts_with("http"))
        .unwrap();
    link.rsplit('/').next().unwrap().to_owned()
}

/// What anybody who reads the database finds in its queues.
async fn queued_texts(app: &TestApp) -> Vec<String> {
    app.ctx().db.read(db::testing::queued_texts).await.unwrap()
}

/// Lets the first attempt at a letter fail and the second succeed; gives the token in the letter and
/// what lay in the queues before and between.
async fn send_at_the_second_attempt(app: &TestApp) -> (String, Vec<String>) {
    let mut queued = queued_texts(app).await;
    app.mail().fail_next(JobError::retry("the line is busy"));
    assert_eq!(app.drain().await, [Execution::Retried]);
    queued.extend(queued_texts(app).await);
    app.clock().advance(Duration::from_secs(2));
    assert_eq!(app.drain().await, [Execution::Done]);
    (token_in_last_letter(app.mail()), queued)
}

/// Takes the events that have happened.
async fn events(app: &TestApp) -> Vec<Event> {
    let taken = app.ctx().db.write(|conn| {
        let taken = db::outbox::take(conn, 1_000)?;
        let taken: Vec<_> = taken.into_iter().map(Result::unwrap).collect();
        let ids: Vec<_> = taken.iter().map(|event| event.id).collect();
        db::outbox::remove(conn, &ids)?;
        Ok::<_, db::DbError>(taken)
    });
    let taken = taken.await.unwrap();
    taken.into_iter().map(|event| event.event).collect()
}

/// A group here.
async fn group(app: &TestApp, handle: &str) -> AccountRow {
    let made = accounts::create_actor(app.ctx(), ActorKind::Group, handle, "A group");
    made.await.unwrap()
}

/// Lets everything be cleared away, and the last of it be forgotten.
async fn forget(app: &TestApp) {
    app.drain().await;
    app.clock().advance(Duration::from_hours(24 * 10));
    app.drain().await;
}

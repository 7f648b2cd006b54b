//! Use cases on the real program: both databases, a clock that stands still, letters in a box.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod instance;
mod invitations;
mod jobs;
mod password_resets;
mod sessions;
mod users;

use std::net::IpAddr;

use staffroom_service::sessions::Browser;
use staffroom_testkit::SentMail;

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

//! What people come for, from the first page to the last, with a keyboard and no mouse.

mod event;
mod invitation;
mod outcome;
mod passkey;
mod person;
mod practice;
mod question;
mod report;
mod round;

use super::driver::Driver;

/// One browser for all of them, each in windows of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_done_with_the_keyboard_alone() {
    let driver = Driver::start(&[]);
    println!("signs up by invitation");
    invitation::signs_up_by_invitation(&driver).await;
    println!("signs in with a passkey");
    passkey::signs_in_with_a_passkey(&driver).await;
    println!("posts a practice");
    practice::posts_a_practice(&driver).await;
    println!("asks a question");
    question::asks_a_question(&driver).await;
    println!("moderates a report");
    report::moderates_a_report(&driver).await;
    println!("joins an event");
    event::joins_an_event(&driver).await;
    println!("reports an outcome where the connection is lost");
    outcome::reports_an_outcome_where_the_connection_is_lost(&driver).await;
    println!("announces an event");
    event::announces_an_event(&driver).await;
}

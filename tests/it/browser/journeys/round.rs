//! A teacher's round, over two servers as processes: found there, tried here, and both say the same of it.

use std::time::{Duration, Instant};

use super::person::Person;
use crate::browser::driver::Driver;
use crate::harness::demo::Demo;

const TITLE: &str = "Open chatbot in maths practice lessons";
/// Both ledgers agree within this time, also on a machine that does other things.
const AGREE_WITHIN: Duration = Duration::from_secs(90);
/// Where the table of a ledger begins.
const TABLE: &str = "Result\tKnown settings";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_had_no_effect_here_is_counted_there_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Demo::start(folder.path(), &["--port", "0"]);
    demo.until("ready to be tried");
    let (places, password) = (demo.places(), demo.password());
    let driver = Driver::start(&[]);

    // Where it was written, for a stranger who keeps the page open.
    let stranger = Person::at(&driver, "stranger", &places["leeds"].address()).await;
    stranger.opens("/practices").await;
    finds(&stranger).await;
    let before = counted(&stranger.page().await);

    let kofi = Person::at(&driver, "kofi_maths", &places["oakfield"].address()).await;
    kofi.opens("/sign-in").await;
    kofi.signs_in_with("kofi_maths", &password).await;
    kofi.follows("Practices").await;
    finds(&kofi).await;
    kofi.reads("This practice is on leeds.localhost").await;
    let practice = kofi.is_at().await;
    assert_eq!(counted(&kofi.page().await), before);

    // Whoever wrote it is followed, across servers.
    kofi.follows("Dev").await;
    kofi.chooses("Follow").await;
    kofi.reads_after_a_while("Follow no more", AGREE_WITHIN)
        .await;
    kofi.opens(&practice).await;

    kofi.follows("We're trying this").await;
    kofi.goes_to("radio", "We are going to try it").await;
    kofi.presses("ArrowDown").await;
    kofi.goes_to("Date", "By when will you know").await;
    kofi.writes("02012027").await;
    kofi.chooses("Publish").await;
    kofi.reads("It is published.").await;

    kofi.opens(&practice).await;
    kofi.follows("Report what happened").await;
    kofi.goes_to("radio", "Worked").await;
    kofi.presses("ArrowDown").await;
    kofi.presses("ArrowDown").await;
    kofi.goes_to("radio", "Under 10").await;
    kofi.presses("ArrowDown").await;
    kofi.goes_to("checkbox", "Lower secondary").await;
    kofi.presses("Space").await;
    kofi.fills("For how long?", "4 weeks").await;
    kofi.goes_to("radio", "Originator").await;
    kofi.presses("ArrowDown").await;
    kofi.presses("ArrowDown").await;
    kofi.goes_to("radio", "Yes").await;
    kofi.presses("ArrowDown").await;
    kofi.fills(
        "One sentence for others",
        "With a class to compare it with.",
    )
    .await;
    kofi.chooses("Publish").await;
    kofi.reads("It is published.").await;

    let deadline = Instant::now() + AGREE_WITHIN;
    loop {
        for person in [&stranger, &kofi] {
            person.presses("F5").await;
        }
        let [there, here] = [stranger.page().await, kofi.page().await];
        let agreed = counted(&there);
        let is_there = there.contains("With a class to compare it with.");
        if is_there && agreed != before && agreed == counted(&here) {
            // One school more, and it found no effect.
            assert!(agreed.contains("No effect\t1"), "{agreed}");
            break;
        }
        assert!(
            Instant::now() < deadline,
            "there:\n{there}\n\nhere:\n{here}"
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(demo.signal("INT").code(), Some(0));
}

/// By words, from the page where practices are looked for.
async fn finds(person: &Person<'_>) {
    person.goes_to("searchbox", "Words").await;
    person.writes("chatbot").await;
    person.presses("Enter").await;
    // What is new is found a moment later.
    person.reads_after_a_while(TITLE, AGREE_WITHIN).await;
    person.follows(TITLE).await;
    person.reads(TITLE).await;
}

/// What the ledger of a page says, result by result.
fn counted(page: &str) -> String {
    let table = page.split_once(TABLE).map(|(_, rest)| rest);
    let table = table.unwrap_or_else(|| panic!("no ledger:\n{page}"));
    let rows = table.lines().skip(1).take_while(|row| row.contains('\t'));
    rows.collect::<Vec<_>>().join("\n")
}

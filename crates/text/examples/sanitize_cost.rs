//! What it costs to sanitise a post that is clean already, as it is done whenever one is shown (ADR 0009):
//! `cargo run --release -p staffroom-text --example sanitize_cost`

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::hint::black_box;
use std::time::Instant;

use staffroom_text::{sanitize, sanitize_inline};

const ROUNDS: u32 = 20_000;

fn main() {
    let link = "<a href=\"https://a.example/@bo\" class=\"u-url mention\" rel=\"nofollow noopener\" \
                target=\"_blank\">@<span>bo</span></a>";
    let sentence = "Exit tickets took five minutes &amp; told me who needs help. ";
    let note = sanitize(&format!("<p>{link} {}</p>", sentence.repeat(8)));
    let article = sanitize(&format!("<p>{link} {}</p>", sentence.repeat(12)).repeat(20));
    for (name, html) in [
        ("short note", "<p>Hello</p>".to_owned()),
        ("note", note),
        ("article", article),
    ] {
        assert_eq!(sanitize(&html), html, "it is clean");
        let begin = Instant::now();
        for _ in 0..ROUNDS {
            black_box(sanitize(black_box(&html)));
        }
        let each = begin.elapsed() / ROUNDS;
        println!("{name}, {} bytes: {each:?}", html.len());
    }
    let field = "<a href=\"https://school.example\" rel=\"nofollow noopener me\" target=\"_blank\">school.example</a>";
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        black_box(sanitize_inline(black_box(field)));
    }
    println!(
        "line of a profile, {} bytes: {:?}",
        field.len(),
        begin.elapsed() / ROUNDS
    );
}

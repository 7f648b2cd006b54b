//! What people say to one another: answers, boosts, likes, and posts to the group.

use serde_json::{Value, json};

use super::practices::{Written, known_at};
use super::{FillError, Filling};
use crate::demo::client::{Client, id_of};
use crate::demo::people::GROUP;

/// Answers: to which practice, by whom.
const ANSWERS: [(&str, &str, &str); 5] = [
    (
        "05-open-chatbot-for-maths-practice",
        "kofi_maths",
        "Thank you for writing this down. Did the two classes catch up by the summer?",
    ),
    (
        "07-online-maths-homework",
        "sal_ks1",
        "Would this work with paper, for children without a device at home?",
    ),
    (
        "02-rime-game-year-2",
        "uma_secondary",
        "\"It did nothing\" is worth more to us than ten success stories.",
    ),
    (
        "13-podlediad-cymraeg",
        "ines_english",
        "How long did pupils take to get used to their own voices?",
    ),
    (
        "16-voice-messages-esol",
        "menna_cymraeg",
        "We would like to try this with parents who learn Welsh.",
    ),
];

/// Boosts and likes: of which practice, by whom.
const BOOSTS: [(&str, &str); 5] = [
    ("05-open-chatbot-for-maths-practice", "amira_k"),
    ("05-open-chatbot-for-maths-practice", "evidence_desk"),
    ("07-online-maths-homework", "dev_maths"),
    ("10-answer-handsets-year-5", "sal_ks1"),
    ("12-speaking-tablet-single-case", "uma_secondary"),
];

/// Posts to the group, which passes them on: by whom.
const POSTS: [(&str, &str); 2] = [
    (
        "amira_k",
        "Who else timed their planning before they changed it? #TeachMeet",
    ),
    (
        "ruth_library",
        "Soup and short talks on 28 January, in the library. Come and say what did not work. #TeachMeet",
    ),
];

impl Filling<'_> {
    /// Lets them talk.
    pub(super) async fn talk(&self, written: &Written) -> Result<(), FillError> {
        let parts = ANSWERS.len() + BOOSTS.len() + POSTS.len();
        self.progress.step("talking about them", parts);
        for (practice, by, words) in ANSWERS {
            let client = self.client(by)?;
            let id = self.here(client, written, practice).await?;
            answer(client, &id, words).await?;
            self.progress.advance();
        }
        for (practice, by) in BOOSTS {
            let client = self.client(by)?;
            let id = self.here(client, written, practice).await?;
            for what in ["reblog", "favourite"] {
                let path = format!("/api/v1/statuses/{id}/{what}");
                client.post(&path, &json!({})).await?;
            }
            self.progress.advance();
        }
        for (by, words) in POSTS {
            self.post_to_group(self.client(by)?, words).await?;
            self.progress.advance();
        }
        Ok(())
    }

    /// The id of a practice at somebody's instance.
    pub(super) async fn here(
        &self,
        client: &Client,
        written: &Written,
        practice: &str,
    ) -> Result<String, FillError> {
        let known = known_at(client).await?;
        let id = written.get(practice).and_then(|uri| known.get(uri));
        id.cloned()
            .ok_or_else(|| FillError::Odd(format!("{practice} is not among the samples")))
    }

    async fn post_to_group(&self, client: &Client, words: &str) -> Result<(), FillError> {
        let home = self.places.iter().find(|place| place.name == GROUP.0);
        let Some(home) = home else { return Ok(()) };
        let me = client.get("/api/v1/accounts/verify_credentials").await?;
        let id = id_of(&me)?;
        let posted = client
            .get(&format!(
                "/api/v1/accounts/{id}/statuses?exclude_reblogs=true&limit=40"
            ))
            .await?;
        if says(&posted, words) {
            return Ok(());
        }
        let status = json!({ "status": format!("@{}@{} {words}", GROUP.1, home.domain()) });
        client.post("/api/v1/statuses", &status).await?;
        Ok(())
    }
}

async fn answer(client: &Client, to: &str, words: &str) -> Result<(), FillError> {
    let thread = client
        .get(&format!("/api/v1/statuses/{to}/context"))
        .await?;
    let there = thread.get("descendants").unwrap_or(&Value::Null);
    if says(there, words) {
        return Ok(());
    }
    let status = json!({ "status": words, "in_reply_to_id": to });
    client.post("/api/v1/statuses", &status).await?;
    Ok(())
}

/// Whether one of some posts begins, after names, with these words as far as they are plain.
fn says(posts: &Value, words: &str) -> bool {
    let plain = words.split(['"', '#', '&']).max_by_key(|part| part.len());
    let plain = plain.unwrap_or(words).trim();
    let mut all = posts.as_array().into_iter().flatten();
    all.any(|post| {
        let content = post.get("content").and_then(Value::as_str);
        content.is_some_and(|content| content.contains(plain))
    })
}

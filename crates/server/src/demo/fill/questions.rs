//! What the hub offers beside its library: accounts of concepts, open data, and questions, one of them answered.

use serde_json::{Value, json};
use staffroom_service::{hub, open_data};

use super::practices::Written;
use super::{FillError, Filling};
use crate::app::App;
use crate::demo::client::id_of;

/// Concepts that have an account which announces what is new.
const TOPICS: [&str; 2] = ["tech/ai", "pr/workload"];

/// Questions: by whom, in which language, about what.
const QUESTIONS: [(&str, &str, &str, [&str; 2]); 3] = [
    (
        "uma_secondary",
        "en",
        "Has anyone let a whole department give feedback by voice, and did anybody go back to writing?",
        ["tech/digital-feedback", "pr/workload"],
    ),
    (
        "gwen_cynradd",
        "cy",
        "A oes rhywun wedi rhoi cynnig ar ddarllen yn uchel i dabled gyda Blwyddyn 2?",
        ["tech/tablets", "pr/literacy"],
    ),
    (
        "menna_cymraeg",
        "en",
        "Has anyone used robots to keep pupils coming to school?",
        ["tech/computing", "pr/attendance"],
    ),
];

/// Who answers the first of them, with which practice.
const ANSWER: (&str, &str, &str) = (
    "evidence_desk",
    "14-pupils-judge-pairs",
    "Not by voice, but with less writing:",
);

impl Filling<'_> {
    /// Lets the hub offer them.
    pub(super) async fn offer(&self, apps: &[&App], written: &Written) -> Result<(), FillError> {
        let hub = apps.iter().zip(self.places).find(|(_, it)| it.is_hub());
        let Some((app, place)) = hub else {
            return Ok(());
        };
        let parts = TOPICS.len() + QUESTIONS.len() + 1;
        self.progress.step("asking what others have tried", parts);
        for path in TOPICS {
            let odd = |error: hub::TopicError| FillError::Odd(error.to_string());
            let concept = hub::concept_named(path).map_err(odd)?;
            let on = hub::switch_on(&app.ctx, concept, None, None).await;
            on.map_err(odd)?;
            self.progress.advance();
        }
        let mut asked = Vec::new();
        for question in &QUESTIONS {
            asked.push(self.ask(question).await?);
            self.progress.advance();
        }
        if let Some(first) = asked.first() {
            self.answer_with(first, written, &place.url()).await?;
        }
        let data = open_data::write(&app.ctx, |_| ()).await;
        data.map_err(|error| FillError::Odd(format!("open data: {error}")))?;
        self.progress.advance();
        Ok(())
    }

    /// Asks, unless it was asked before; gives the id.
    async fn ask(
        &self,
        (by, language, text, concepts): &(&str, &str, &str, [&str; 2]),
    ) -> Result<String, FillError> {
        const QUESTIONS: &str = "/api/staffroom/v1/questions";
        let client = self.client(by)?;
        let there = client.all(QUESTIONS).await?;
        let is_this = |it: &&Value| super::text(it, "/content").contains(text);
        if let Some(before) = there.iter().find(is_this) {
            return id_of(before);
        }
        let question = json!({ "text": text, "concepts": concepts, "language": language });
        id_of(&client.post(QUESTIONS, &question).await?)
    }

    async fn answer_with(
        &self,
        question: &str,
        written: &Written,
        hub: &str,
    ) -> Result<(), FillError> {
        let (by, practice, words) = ANSWER;
        let client = self.client(by)?;
        let context = client
            .get(&format!("/api/v1/statuses/{question}/context"))
            .await?;
        if super::text(&context, "/descendants/0/content").contains(words) {
            return Ok(());
        }
        let id = self.here(client, written, practice).await?;
        let (asks, ..) = QUESTIONS[0];
        let status = json!({
            "status": format!("@{asks} {words} {hub}/practices/{id}"),
            "in_reply_to_id": question, "visibility": "public",
        });
        client.post("/api/v1/statuses", &status).await?;
        Ok(())
    }
}

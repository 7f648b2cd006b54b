//! A question on a hub, in our own API.

use serde::Serialize;
use staffroom_service::hub;
use staffroom_service::records::uri_of;
use staffroom_service::statuses::{StatusView, content};
use utoipa::ToSchema;

use super::person::Person;
use super::practice::Practice;
use super::shaper::{Shaper, moment};

/// Somebody asks whether somebody else has tried something.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Question {
    /// The id here; also that of the post in the Mastodon client API, by which it is answered.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Its page.
    url: String,
    /// Who asks.
    author: Person,
    /// Safe HTML.
    content: String,
    /// The IRIs of the concepts that it is about.
    concepts: Vec<&'static str>,
    /// How many answers there are, with that of the library, which only whoever asked sees.
    answers_count: i64,
    /// When it was asked.
    created_at: String,
}

/// A question with what was found for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct AnsweredQuestion {
    #[serde(flatten)]
    question: Question,
    /// Practices that fit, without their texts: those that have all of its concepts first.
    suggestions: Vec<Practice>,
    /// What people answer, each followed by its own answers.
    answers: Vec<Reply>,
}

/// What somebody answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Reply {
    /// The id here; also that of the post in the Mastodon client API.
    id: String,
    /// The id everywhere.
    uri: String,
    /// Its page.
    url: String,
    /// Who answers.
    author: Person,
    /// Safe HTML.
    content: String,
    /// When they did.
    created_at: String,
}

impl Shaper<'_> {
    pub(crate) fn question(self, it: &hub::Question) -> Question {
        let (view, row) = (&it.view, &it.view.status);
        let url = self.page(view);
        Question {
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            content: content(view, &url),
            concepts: it.concepts.iter().map(|concept| concept.iri()).collect(),
            answers_count: row.replies_count,
            created_at: moment(row.created_at),
            url,
        }
    }

    pub(crate) fn answered_question(self, it: &hub::AnsweredQuestion) -> AnsweredQuestion {
        let practices = it.suggestions.iter();
        AnsweredQuestion {
            question: self.question(&it.question),
            suggestions: practices
                .filter_map(|it| self.practice(it, false))
                .collect(),
            answers: it.answers.iter().map(|it| self.reply(it)).collect(),
        }
    }

    fn reply(self, view: &StatusView) -> Reply {
        let row = &view.status;
        let url = self.page(view);
        Reply {
            id: row.id.to_string(),
            uri: uri_of(&self.ctx.addresses, row),
            author: self.person(&view.author),
            content: content(view, &url),
            created_at: moment(row.created_at),
            url,
        }
    }
}

//! What somebody has filled in so far.

use std::time::Duration;

use chrono::NaiveDateTime;
use staffroom_domain::{StatusId, Timestamp, UserId, Visibility};
use staffroom_service::preferences::Preferences;
use staffroom_service::statuses::{
    MAX_POLL_OPTION, MAX_POLL_OPTIONS, NewPoll, NewStatus, StatusView,
};

use super::files::ShownFile;
use crate::access::SignedIn;
use crate::fields::Fields;
use crate::form::Problems;
use crate::words::{Message, key};

/// How many choices of a poll can be filled in.
const OPTIONS: usize = 6;
/// How long a poll is open, in hours.
const HOURS: [u64; 5] = [1, 6, 24, 72, 168];

/// The fields.
#[derive(Clone, Default)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) warning: String,
    pub(crate) language: String,
    pub(crate) visibility: String,
    pub(crate) sensitive: bool,
    pub(crate) reply: Option<StatusId>,
    /// The same for each attempt at this post.
    pub(crate) key: String,
    pub(crate) options: Vec<String>,
    pub(crate) is_multiple: bool,
    pub(crate) hides_totals: bool,
    pub(crate) hours: u64,
    pub(crate) at: String,
    /// What makes each attempt at this post the same.
    pub(super) attempt: Option<(UserId, String)>,
}

/// How long a poll is open.
pub(crate) struct Lasting {
    pub(crate) hours: u64,
    pub(crate) words: Message,
    pub(crate) is_chosen: bool,
}

impl Written {
    /// A new post, or an answer: with those named who take part, and for no more people than what it answers.
    pub(super) fn begin(
        visitor: &SignedIn,
        query: &Fields,
        parent: Option<&StatusView>,
        chosen: &Preferences,
        key: &str,
    ) -> Self {
        let mut text = query.get("text").to_owned();
        if let Some(parent) = parent {
            let own = visitor.user.account.id;
            let authors = std::iter::once(&parent.author);
            let named = parent.mentions.iter().map(|mention| &mention.account);
            let mut handles: Vec<String> = authors
                .chain(named)
                .filter(|account| account.id != own)
                .map(|account| format!("@{} ", account.acct()))
                .collect();
            handles.dedup();
            text = handles.concat() + &text;
        } else if let Some(to) = query.get("to").trim().strip_prefix('@') {
            text = format!("@{} {text}", to.trim());
        }
        let asked = Visibility::from_name(query.get("visibility"));
        let own = asked.or(chosen.visibility).unwrap_or(Visibility::Public);
        let widest = parent.map_or(Visibility::Public, |it| it.status.visibility());
        Self {
            text,
            warning: parent.map_or_else(String::new, warning_of),
            language: chosen.language.clone().unwrap_or_default(),
            visibility: own.max(widest).as_str().to_owned(),
            sensitive: chosen.sensitive,
            reply: parent.map(|it| it.status.id),
            key: key.to_owned(),
            options: vec![String::new(); OPTIONS],
            hours: 24,
            ..Self::default()
        }
    }

    /// What was sent.
    pub(super) fn read(user: UserId, fields: &Fields) -> Self {
        let mut options: Vec<String> = fields
            .all("option")
            .map(|text| text.trim().to_owned())
            .take(MAX_POLL_OPTIONS)
            .collect();
        options.resize(options.len().max(OPTIONS), String::new());
        let hours = fields.get("hours").parse().ok();
        Self {
            text: fields.get("text").replace("\r\n", "\n"),
            warning: fields.get("warning").trim().to_owned(),
            language: fields.get("language").trim().to_owned(),
            visibility: fields.get("visibility").to_owned(),
            sensitive: !fields.get("sensitive").is_empty(),
            reply: fields.get("reply").parse().ok(),
            key: fields.get("key").to_owned(),
            options,
            is_multiple: !fields.get("multiple").is_empty(),
            hides_totals: !fields.get("hides-totals").is_empty(),
            hours: hours.filter(|it| HOURS.contains(it)).unwrap_or(24),
            at: fields.get("at").trim().to_owned(),
            attempt: fields.attempt(user, "page"),
        }
    }

    /// Whether anything of a poll is filled in.
    pub(crate) fn has_poll(&self) -> bool {
        self.options.iter().any(|text| !text.is_empty())
    }

    /// The choices with their numbers.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, &String)> {
        (1..).zip(&self.options)
    }

    pub(crate) fn lastings(&self) -> Vec<Lasting> {
        HOURS
            .into_iter()
            .map(|hours| Lasting {
                hours,
                words: if hours < 48 {
                    key("compose-poll-hours").with("number", hours)
                } else {
                    key("compose-poll-days").with("number", hours / 24)
                },
                is_chosen: hours == self.hours,
            })
            .collect()
    }

    /// The post, and when it is for later. What is wrong is told; then what it gives is not to be posted.
    pub(super) fn to_post(
        &self,
        files: &[ShownFile],
        now: Timestamp,
        problems: &mut Problems,
    ) -> (NewStatus, Option<Timestamp>) {
        let poll = self.poll(problems);
        super::check_text(
            &self.text,
            &self.warning,
            poll.is_none() && files.is_empty(),
            problems,
        );
        if poll.is_some() && !files.is_empty() {
            problems.add("option-1", key("problem-poll-files"));
        }
        let visibility = Visibility::from_name(&self.visibility);
        if visibility.is_none() {
            problems.add("visibility", key("problem-visibility"));
        }
        let new = NewStatus {
            text: self.text.clone(),
            spoiler: self.warning.clone(),
            sensitive: Some(self.sensitive || !self.warning.is_empty()),
            language: is_language(&self.language).then(|| self.language.clone()),
            visibility,
            in_reply_to: self.reply,
            poll,
            files: files.iter().map(|file| file.id).collect(),
            idempotency: self.attempt.clone(),
            ..NewStatus::default()
        };
        (new, self.later(now, problems))
    }

    fn poll(&self, problems: &mut Problems) -> Option<NewPoll> {
        let filled = self.options.iter().filter(|text| !text.is_empty());
        let options: Vec<String> = filled.cloned().collect();
        if options.is_empty() {
            return None;
        }
        let mut distinct = options.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let is_long = |text: &String| text.chars().count() > MAX_POLL_OPTION;
        if options.len() < 2 {
            problems.add("option-1", key("problem-poll-few"));
        } else if distinct.len() < options.len() {
            problems.add("option-1", key("problem-poll-twice"));
        } else if options.iter().any(is_long) {
            problems.add(
                "option-1",
                key("problem-poll-long").with("most", MAX_POLL_OPTION),
            );
        }
        Some(NewPoll {
            options,
            multiple: self.is_multiple,
            hides_totals: self.hides_totals,
            expires_in: Duration::from_hours(self.hours),
        })
    }

    /// The time in UTC.
    fn later(&self, now: Timestamp, problems: &mut Problems) -> Option<Timestamp> {
        if self.at.is_empty() {
            return None;
        }
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
        let read = |format: &&str| NaiveDateTime::parse_from_str(&self.at, format).ok();
        let Some(at) = formats.iter().find_map(read) else {
            problems.add("at", key("problem-time"));
            return None;
        };
        let at = Timestamp::from_secs(at.and_utc().timestamp());
        if at <= now {
            problems.add("at", key("problem-time-past"));
        }
        Some(at)
    }
}

/// Whoever answers something with a warning mostly writes about the same.
fn warning_of(parent: &StatusView) -> String {
    if staffroom_service::statuses::is_converted(&parent.status) {
        return String::new();
    }
    parent.status.spoiler.trim().to_owned()
}

/// Whether a text can be a language tag (RFC 5646).
pub(in crate::pages) fn is_language(tag: &str) -> bool {
    tag.len() <= 35
        && tag.starts_with(|c: char| c.is_ascii_alphabetic())
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

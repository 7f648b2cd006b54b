//! Statuses and people as pages show them.

use staffroom_domain::{AccountId, Addresses, Timestamp, Visibility};
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::statuses::{AttachmentRow, PollView, StatusView, content, is_converted};
use staffroom_service::{Ctx, links, media};
use staffroom_text::{display_name, sanitize, sanitize_inline};

use crate::moment::Moment;
use crate::post::{Answered, Card, Carried, Controls};
use crate::words::{Message, Words, key};

/// Somebody.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    /// `@amira`, or `@amira@school.example` for those of other servers.
    pub(crate) handle: String,
    pub(crate) href: String,
}

/// A line of a profile.
pub(crate) struct Line {
    pub(crate) name: String,
    /// Safe HTML.
    pub(crate) value: String,
}

/// A status, or what a boost boosts.
pub(crate) struct Shown {
    pub(crate) id: String,
    /// What it is called on the page: a boost has another name than what it boosts.
    pub(crate) anchor: String,
    pub(crate) author: Person,
    pub(crate) boosted_by: Option<Person>,
    pub(crate) href: String,
    /// Whether its page is on this server.
    pub(crate) is_here: bool,
    pub(crate) written: Moment,
    pub(crate) edited: Option<Moment>,
    /// For whom it is, where that is not everybody.
    pub(crate) audience: Option<Message>,
    /// What to know before it is opened.
    pub(crate) warning: Option<String>,
    pub(crate) language: Option<String>,
    /// Safe HTML.
    pub(crate) html: String,
    pub(crate) files: Vec<File>,
    /// Whether its files are hidden until asked for, without a warning above all of it.
    pub(crate) hides_files: bool,
    pub(crate) poll: Option<Poll>,
    pub(crate) counts: String,
    /// Whom it answers.
    pub(crate) answers: Option<Answered>,
    /// The page that it links to.
    pub(crate) card: Option<Card>,
    /// What it says that can be counted.
    pub(crate) carried: Option<Carried>,
    /// The reader's filter that covers it.
    pub(crate) covered_by: Option<String>,
    /// What the reader can do with it, where somebody is signed in.
    pub(crate) controls: Option<Controls>,
}

/// A file.
pub(crate) struct File {
    pub(crate) href: String,
    /// A picture of ours: those of other servers are not loaded by a reader's browser.
    pub(crate) picture: Option<String>,
    pub(crate) kind: Message,
    pub(crate) description: String,
    pub(crate) size: Option<(i32, i32)>,
}

/// A poll with its result so far.
pub(crate) struct Poll {
    pub(crate) options: Vec<PollOption>,
    pub(crate) state: Message,
    pub(crate) ends: Option<Moment>,
    pub(crate) is_multiple: bool,
    /// Whether the reader can vote in it.
    pub(crate) is_open_to_reader: bool,
}

/// A choice.
pub(crate) struct PollOption {
    pub(crate) position: i32,
    /// Whether the reader chose it.
    pub(crate) is_own: bool,
    pub(crate) title: String,
    /// How many chose it, where that is told yet.
    pub(crate) votes: Option<String>,
}

impl Person {
    /// Of an account.
    pub(crate) fn new(addresses: &Addresses, row: &AccountRow) -> Self {
        let name = display_name(&row.display_name);
        Self {
            name: if name.is_empty() {
                row.username.clone()
            } else {
                name
            },
            handle: format!("@{}", row.acct()),
            href: person_page(addresses, row),
        }
    }

    /// Of an account, with its page here for people who are signed in, and where it lives for strangers.
    pub(crate) fn for_reader(page: &crate::page::Page, row: &AccountRow) -> Self {
        if viewer(page).is_some() {
            Self::here(row)
        } else {
            Self::new(&page.ctx().addresses, row)
        }
    }

    /// Of an account, with its page here wherever it lives: for people who are signed in.
    pub(crate) fn here(row: &AccountRow) -> Self {
        let name = display_name(&row.display_name);
        let name = if name.is_empty() {
            row.username.clone()
        } else {
            name
        };
        let handle = format!("@{}", row.acct());
        Self {
            href: format!("/{handle}"),
            name,
            handle,
        }
    }
}

/// What an account says of itself, as safe HTML.
pub(crate) fn summary(row: &AccountRow) -> String {
    sanitize(&row.summary)
}

/// The lines of a profile.
pub(crate) fn lines(row: &AccountRow) -> Vec<Line> {
    accounts::fields(row)
        .into_iter()
        .map(|field| Line {
            name: display_name(&field.name),
            value: sanitize_inline(&field.value),
        })
        .collect()
}

impl Shown {
    /// The same, only to be looked at.
    pub(crate) fn without_controls(self) -> Self {
        let poll = self.poll.map(|poll| Poll {
            is_open_to_reader: false,
            ..poll
        });
        Self {
            controls: None,
            poll,
            ..self
        }
    }

    /// Of a status; a boost shows what it boosts.
    pub(crate) fn new(
        words: Words,
        addresses: &Addresses,
        now: Timestamp,
        view: &StatusView,
    ) -> Self {
        let (shown, boosted_by) = match &view.boost_of {
            Some(original) => (&**original, Some(Person::new(addresses, &view.author))),
            None => (view, None),
        };
        let row = &shown.status;
        let href = status_page(addresses, shown);
        let edited = row.edited_at.map(Moment::from);
        let warning = (!is_converted(row) && !row.spoiler.trim().is_empty())
            .then(|| row.spoiler.trim().to_owned());
        Self {
            anchor: view.status.id.to_string(),
            id: row.id.to_string(),
            answers: Answered::new(addresses, shown),
            card: Card::new(shown),
            carried: Carried::new(words, shown),
            covered_by: None,
            controls: None,
            hides_files: row.sensitive && warning.is_none() && !shown.attachments.is_empty(),
            author: Person::new(addresses, &shown.author),
            boosted_by,
            html: content(shown, &href),
            is_here: row.local,
            href,
            written: row.created_at.into(),
            edited,
            audience: audience(row.visibility()),
            warning,
            language: row.language.clone(),
            files: File::all(addresses, shown),
            poll: shown.poll.as_ref().map(|poll| Poll::new(words, now, poll)),
            counts: counts(
                words,
                row.replies_count,
                row.boosts_count,
                row.favourites_count,
            ),
        }
    }
}

impl File {
    /// The same, fetched by way of this server where it is of another one.
    pub(crate) fn by_way_of_us(ctx: &Ctx, row: &AttachmentRow) -> Option<Self> {
        let shown = media::Shown::attachment(ctx, row)?;
        let is_picture = matches!(row.kind.as_str(), "image" | "gifv");
        Some(Self {
            picture: is_picture.then(|| shown.still.clone()),
            href: shown.url,
            ..Self::new(&ctx.addresses, row)?
        })
    }

    /// Those of a status, in their order.
    pub(crate) fn all(addresses: &Addresses, view: &StatusView) -> Vec<Self> {
        let files = view.attachments.iter();
        files
            .filter_map(|file| Self::new(addresses, file))
            .collect()
    }

    /// None where its address is nothing that a browser should open.
    fn new(addresses: &Addresses, row: &AttachmentRow) -> Option<Self> {
        // Ours are stored without the origin.
        let whole = |url: &str| {
            if url.starts_with('/') {
                format!("{}{url}", addresses.origin())
            } else {
                url.to_owned()
            }
        };
        let href = links::web(&whole(&row.url))?.to_owned();
        let kind = match row.kind.as_str() {
            "image" => key("status-picture"),
            "gifv" => key("status-moving-picture"),
            "video" => key("status-video"),
            "audio" => key("status-sound"),
            _ => key("status-file"),
        };
        let preview = whole(row.preview_url.as_deref().unwrap_or(&row.url));
        let is_ours = row.kind == "image" && addresses.is_local(&preview);
        let description = row.description.as_deref().unwrap_or_default().trim();
        Some(Self {
            picture: is_ours.then_some(preview),
            href,
            kind,
            description: description.to_owned(),
            size: row.width.zip(row.height),
        })
    }
}

impl Poll {
    fn new(words: Words, now: Timestamp, view: &PollView) -> Self {
        let is_over = view.is_over(now);
        let shows_totals = view.shows_totals(now);
        let voters = view.poll.voters_count.max(0);
        let state = if is_over {
            key("poll-over").with("number", voters)
        } else {
            key("poll-open").with("number", voters)
        };
        Self {
            options: view
                .options
                .iter()
                .map(|option| PollOption {
                    position: option.position,
                    is_own: view.own_votes.contains(&option.position),
                    title: option.title.clone(),
                    votes: shows_totals.then(|| share(words, option.votes_count, voters)),
                })
                .collect(),
            state,
            is_multiple: view.poll.multiple,
            is_open_to_reader: false,
            ends: view.ends_at().filter(|_| !is_over).map(Moment::from),
        }
    }
}

/// Votes in words, with their share of those who voted.
fn share(words: Words, votes: i64, people: i64) -> String {
    let counted = words.say("poll-votes").with("number", votes);
    if people == 0 {
        return counted.to_string();
    }
    words
        .say("poll-share")
        .with("votes", counted)
        .with("percent", votes.saturating_mul(100) / people)
        .to_string()
}

/// `2 answers, 1 boost, 5 likes`; nothing where all are none.
fn counts(words: Words, answers: i64, boosts: i64, likes: i64) -> String {
    [
        (answers, key("status-answers-count").with("number", answers)),
        (boosts, key("status-boosts-count").with("number", boosts)),
        (likes, key("status-likes-count").with("number", likes)),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(_, message)| words.say(message).to_string())
    .collect::<Vec<_>>()
    .join(", ")
}

pub(crate) const fn audience(visibility: Visibility) -> Option<Message> {
    match visibility {
        Visibility::Public | Visibility::Unlisted => None,
        Visibility::Private => Some(key("status-for-followers")),
        Visibility::Direct => Some(key("status-for-named")),
    }
}

pub(crate) fn person_page(addresses: &Addresses, row: &AccountRow) -> String {
    let page = accounts::page(addresses, row);
    match links::web(&page) {
        Some(_) => page,
        None => accounts::uri(addresses, row),
    }
}

pub(crate) fn status_page(addresses: &Addresses, view: &StatusView) -> String {
    let row = &view.status;
    if row.local {
        return addresses.status_page(&view.author.username, row.id);
    }
    let url = row.url.as_deref().or(row.uri.as_deref());
    let url = url.and_then(links::web).map(str::to_owned);
    url.unwrap_or_else(|| person_page(addresses, &view.author))
}

/// Who looks at a page, as an account.
pub(crate) fn viewer(page: &crate::page::Page) -> Option<AccountId> {
    let signed_in = page.visitor().signed_in();
    signed_in.map(|who| who.user.account.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    const ENGLISH: Words = Words::new(Language::English);
    const WELSH: Words = Words::new(Language::Welsh);

    #[test]
    fn counts_are_words() {
        assert_eq!(counts(ENGLISH, 0, 0, 0), "");
        assert_eq!(counts(ENGLISH, 1, 0, 2), "1 answer, 2 likes");
        assert_eq!(counts(ENGLISH, 3, 1, 1), "3 answers, 1 boost, 1 like");
        assert_eq!(counts(WELSH, 3, 1, 1), "3 ateb, 1 hwb, 1 hoffiad");
    }

    #[test]
    fn a_share_is_of_those_who_voted() {
        assert_eq!(share(ENGLISH, 0, 0), "0 votes");
        assert_eq!(share(ENGLISH, 1, 3), "1 vote, 33 %");
        assert_eq!(share(ENGLISH, 3, 3), "3 votes, 100 %");
        assert_eq!(share(WELSH, 2, 2), "2 bleidlais, 100 %");
        assert_eq!(share(WELSH, 6, 6), "6 phleidlais, 100 %");
    }
}

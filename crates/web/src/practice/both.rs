//! On a hub: what the author's server says of a practice and what the hub has verified, beside each other, with the
//! outcomes behind it.

use staffroom_domain::ledger::{LedgerSummary, Reason};
use staffroom_domain::{Addresses, StatusId};
use staffroom_service::hub::{Entry, HubItemRow, HubLedgers};
use staffroom_service::links;
use staffroom_vocabulary::{Concept, Scheme};

use super::concept::Named;
use super::reported::{RejectedReport, reason};
use super::results::{RESULTS, count};
use crate::moment::Moment;
use crate::words::{Message, Words, key};

/// How many entries are listed of those that the author's server did not take in.
const REJECTED: usize = 20;

/// Two ledgers of one practice.
pub(crate) struct BothLedgers {
    /// Whose server the author's is.
    pub(crate) host: String,
    /// When it said what it says; none where it has said nothing yet.
    pub(crate) at: Option<Moment>,
    /// How many known settings have reported, as each says.
    pub(crate) author: u64,
    pub(crate) here: u64,
    /// Whether any number differs.
    pub(crate) differs: bool,
    pub(crate) rows: Vec<BothRow>,
    /// That the list of the author's server is not what its numbers say.
    pub(crate) list: Option<Message>,
    /// Where the numbers of the hub are, for programs.
    pub(crate) ours: String,
    /// Where those of the author's server are.
    pub(crate) theirs: Option<String>,
    pub(crate) outcomes: Vec<KnownOutcome>,
    /// Whether these are not the newest.
    pub(crate) is_later: bool,
    /// Where older outcomes are.
    pub(crate) older: Option<String>,
    pub(crate) rejected: Vec<RejectedReport>,
    /// How many more were not taken in than are listed.
    pub(crate) more_rejected: usize,
}

/// How a number is read from a ledger.
type Number = fn(&LedgerSummary) -> u64;

/// A number in both.
pub(crate) struct BothRow {
    pub(crate) name: Named,
    /// None where the author's server has said nothing.
    pub(crate) theirs: Option<u64>,
    pub(crate) ours: u64,
}

impl BothRow {
    pub(crate) fn differs(&self) -> bool {
        self.theirs.is_some_and(|theirs| theirs != self.ours)
    }
}

/// An outcome, as the hub knows it.
pub(crate) struct KnownOutcome {
    pub(crate) result: Named,
    pub(crate) href: String,
    /// Verified, or not.
    pub(crate) state: Message,
    /// Why the author's server did not take it in.
    pub(crate) rejected: Option<Message>,
}

/// What is shown of both ledgers.
pub(crate) struct Both<'a> {
    pub(crate) id: StatusId,
    /// The server of the author.
    pub(crate) host: &'a str,
    /// The ledger that the record of the practice names.
    pub(crate) document: Option<&'a str>,
    pub(crate) found: &'a HubLedgers,
    pub(crate) is_later: bool,
}

impl BothLedgers {
    /// Where the number of the author's server is to be found.
    pub(crate) fn document(&self) -> &str {
        self.theirs.as_deref().unwrap_or(&self.ours)
    }

    pub(crate) fn new(words: Words, addresses: &Addresses, both: &Both<'_>) -> Self {
        let (id, found) = (both.id, both.found);
        let theirs = found.view.theirs.as_ref();
        let ours = &found.view.summary;
        let document = both.document.and_then(links::web).map(str::to_owned);
        let api = format!("/api/staffroom/v1/hub/practices/{id}/ledgers");
        let rows = rows(words, theirs.map(|(summary, _)| summary), ours);
        Self {
            host: both.host.to_owned(),
            at: theirs.map(|(_, at)| Moment::from(*at)),
            author: theirs.map_or(0, |(summary, _)| summary.outcomes.total()),
            here: ours.outcomes.total(),
            differs: rows.iter().any(BothRow::differs),
            list: theirs.and_then(|(summary, _)| list(found, summary)),
            rows,
            outcomes: found
                .outcomes
                .items
                .iter()
                .map(|entry| KnownOutcome::new(words, addresses, entry))
                .collect(),
            is_later: both.is_later,
            older: found
                .outcomes
                .oldest
                .map(|oldest| format!("/practices/{id}?outcomes={oldest}#outcomes")),
            rejected: found
                .rejected
                .iter()
                .filter_map(|it| RejectedReport::named(&it.id, it.reason))
                .take(REJECTED)
                .collect(),
            more_rejected: found.rejected.len().saturating_sub(REJECTED),
            ours: api,
            theirs: document,
        }
    }
}

/// The same rows for both, each result at its place, however unwelcome.
fn rows(words: Words, theirs: Option<&LedgerSummary>, ours: &LedgerSummary) -> Vec<BothRow> {
    let row = |name: Named, of: &dyn Fn(&LedgerSummary) -> u64| BothRow {
        name,
        theirs: theirs.map(of),
        ours: of(ours),
    };
    let said = |message: Message| Named::plain(words.say(message).to_string());
    let mut rows = vec![row(said(key("both-settings")), &|it| it.outcomes.total())];
    for result in RESULTS {
        use staffroom_vocabulary::Facet as _;
        let name = Named::text(words, result.concept().label(words.code()));
        rows.push(row(name, &|it| count(&it.outcomes, result)));
    }
    let others: [(Message, Number); 8] = [
        (key("ledger-unknown-result"), |it| it.outcomes.unknown),
        (key("ledger-column-own"), |it| it.own_outcomes.total()),
        (key("ledger-column-vendor"), |it| {
            it.vendor_interest_outcomes.total()
        }),
        (key("ledger-column-unverified"), |it| {
            it.unverified_outcomes.total()
        }),
        (key("both-said"), |it| it.denominator.said),
        (key("both-overdue"), |it| it.denominator.overdue),
        (key("both-withdrawn"), |it| it.withdrawn),
        (key("both-rejected"), |it| it.rejected.values().sum()),
    ];
    let others = others.into_iter().map(|(name, of)| row(said(name), &of));
    // Beside what the vocabulary has, only what there is.
    rows.extend(others.filter(|row| row.ours > 0 || row.theirs.is_some_and(|n| n > 0)));
    rows
}

/// What the list of the author's server holds, where it is not what its numbers say.
fn list(found: &HubLedgers, summary: &LedgerSummary) -> Option<Message> {
    let list = found.view.their_list?;
    if !list.complete {
        return Some(key("both-list-part").with("listed", list.listed));
    }
    let said = summary.outcomes.total();
    (list.listed < said).then(|| {
        key("both-list-short")
            .with("listed", list.listed)
            .with("said", said)
    })
}

impl KnownOutcome {
    fn new(words: Words, addresses: &Addresses, entry: &Entry) -> Self {
        let scheme = Scheme::from_property("outcome");
        let concept: Option<&Concept> = scheme.and_then(|it| it.concept(&entry.result));
        let href = links::web(&entry.uri);
        Self {
            result: match concept {
                Some(concept) => Named::text(words, concept.label(words.code())),
                None => Named::plain(words.say(key("ledger-unknown-result")).to_string()),
            },
            href: href.map_or_else(|| addresses.object(entry.status), str::to_owned),
            state: state(entry),
            rejected: entry
                .rejected_for
                .map(|code| reason(Reason::from_code(code))),
        }
    }
}

fn state(entry: &Entry) -> Message {
    match (entry.state == HubItemRow::VERIFIED, entry.is_counted) {
        (true, true) => key("both-verified"),
        (true, false) => key("both-replaced"),
        (false, _) => key("both-reported"),
    }
}

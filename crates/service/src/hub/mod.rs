//! A hub: one library of what was found out on many instances (`instance.role`).
//!
//! Its organisation follows that of each member (`members`), which is asked and can say no. What comes counts once its
//! own server has shown it, and as long as its author lets us list it (`items`): then it stands in the ledgers here like
//! everything else ([`crate::ledger`]), whatever the server of the practice does with it (`ledgers`). How much there is of
//! what is kept as it changes (`library`) and read from there (`numbers`).
//! Accounts that one can follow from anywhere announce what is new (`topics`, `announce`, `digest`), and
//! what somebody wants to know (`questions`).
//!
//! Here does not belong how members are found and read: the crate `staffroom-hub`. How an instance speaks to hubs is
//! [`crate::voice`].

mod announce;
mod ask;
mod digest;
mod for_all;
mod forget;
mod items;
mod ledgers;
mod library;
mod listed;
mod members;
mod numbers;
mod questions;
mod snapshots;
mod sweep;
mod topics;
mod words;

pub use announce::MOST_A_DAY;
pub use ask::{Hub, HubConsent, answer, hubs};
pub use digest::tell_digests;
pub use forget::{ForgetMemberHandler, forget};
pub use items::{
    Finding, HubItemRow, announce_verified, is_listed, items_of, settle_in, verify_later,
};
pub use ledgers::{Entry, HubLedgers, Rejection, ledgers};
pub use library::{CountLibraryHandler, count_library};
pub use members::{Harvested, HubError, HubMemberRow, harvested, list, member};
pub use numbers::{Counted, GapMap, Library, Member, belonging, gap_map, library, totals};
pub use questions::{
    AnsweredQuestion, MOST_CONCEPTS, NewAnswer, NewQuestion, Question, QuestionError,
    answer_question, ask_question, question, questions, questions_of,
};
pub use snapshots::{
    DayCount, Standing, changed, count, keep, pass_over, snapshot, snapshot_days, snapshots_due,
    standing, take_later,
};
pub use sweep::{sweep_again, sweep_due};
pub use topics::{
    HubTopicRow, Topic, TopicError, account_of, concept_named, name_of, set_library, switch_off,
    switch_on, to_follow, topics,
};

pub(crate) use announce::{announce_in, block_changed_in, changed_in, theirs_changed_in};
pub(crate) use ask::{accepted_in, answer_in, asking, consent_in};
pub(crate) use for_all::ForAll;
pub(crate) use forget::shut_out;
pub(crate) use items::{came_in, is_verified, look_again_in, settled_in, shown_in, went_in};
pub(crate) use library::{author_changed_in, settle_in as settle_library_in};
pub(crate) use listed::Listed;
pub(crate) use members::{answered_in, ask_in, remove_in};
pub(crate) use numbers::with_organisations;
pub(crate) use snapshots::digest_of;
pub(crate) use snapshots::look_again_in as snapshot_again_in;
pub(crate) use topics::{
    begin, forget_waiting as forget_waiting_of, set_digest_in, switch_off_in, switch_on_in,
};

use staffroom_db::accounts::AccountRow;
use url::Url;

/// The host of somebody's id elsewhere, with the port where there is one.
pub fn host_of(account: &AccountRow) -> Option<String> {
    let url = Url::parse(account.uri.as_deref()?).ok()?;
    let host = url.host_str()?;
    Some(match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    })
}

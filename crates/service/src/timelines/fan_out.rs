//! A new post on its way into home timelines and lists.

use std::collections::HashSet;

use staffroom_db::accounts::AccountRow;
use staffroom_db::briefs::StatusBrief;
use staffroom_db::follows::{self, FollowerWishes};
use staffroom_db::home::{self, HomeEntryRow};
use staffroom_db::lists::{self, ListEntryRow, ListRow};
use staffroom_db::statuses::StatusRow;
use staffroom_db::{DbError, accounts, blocks, domain_blocks, followed_tags, mentions, mutes};
use staffroom_domain::{AccountId, ListId, Visibility};

use super::rule::{Answers, RepliesPolicy, Stand, Wishes, comes_home, comes_to_list};
use super::stands::post;
use crate::domains::host_of;
use crate::tx::Tx;

/// Something new on its way: a status, or a boost with what it boosts.
#[derive(Clone, Copy)]
pub(crate) struct Delivery<'a> {
    /// The status, or the boost.
    pub(crate) row: &'a StatusRow,
    /// Whose.
    pub(crate) author: &'a AccountRow,
    /// What it boosts.
    pub(crate) original: Option<&'a StatusRow>,
    /// Whether it carries hashtags.
    pub(crate) has_tags: bool,
}

/// Puts something new into the home timelines and lists of everybody here who wants it, and of its author.
/// The number of statements does not depend on how many they are. Gives who wants to be told of each post
/// of its author.
pub(crate) fn deliver(tx: &mut Tx<'_>, delivery: Delivery<'_>) -> Result<Vec<AccountId>, DbError> {
    let author = delivery.author;
    let is_tagged = delivery.has_tags && delivery.row.visibility() == Visibility::Public;
    let wishes = follows::local_wishes(tx.conn, author.id)?;
    let lists = lists::with_member(tx.conn, author.id)?;
    let taggers = if is_tagged {
        let mut who = followed_tags::followers_of(tx.conn, delivery.row.id)?;
        who.sort_unstable();
        who.dedup();
        who
    } else {
        Vec::new()
    };
    let mut homes: Vec<AccountId> = Vec::new();
    if author.is_local() {
        homes.push(author.id);
    }
    let mut in_lists = Vec::new();
    if !(wishes.is_empty() && lists.is_empty() && taggers.is_empty()) {
        let readers = Readers::load(tx, delivery, &wishes, &taggers, &lists)?;
        homes.extend(readers.homes(&wishes, &taggers));
        in_lists = readers.lists(tx, &wishes, &lists)?;
    }
    if let Some(original) = delivery.original {
        // Whoever has just seen it does not see it again.
        let seen: HashSet<AccountId> = home::recently_with(tx.conn, original.id)?
            .into_iter()
            .collect();
        homes.retain(|reader| !seen.contains(reader));
        if !in_lists.is_empty() {
            let seen = lists::recently_with(tx.conn, original.id)?;
            in_lists.retain(|list| !seen.contains(list));
        }
    }
    let (status_id, original_id) = (
        delivery.row.id,
        delivery.original.map_or(delivery.row.id, |row| row.id),
    );
    let entries: Vec<HomeEntryRow> = homes
        .into_iter()
        .map(|account_id| HomeEntryRow {
            account_id,
            status_id,
            original_id,
        })
        .collect();
    home::add(tx.conn, &entries)?;
    let entries: Vec<ListEntryRow> = in_lists
        .into_iter()
        .map(|list_id| ListEntryRow {
            list_id,
            status_id,
            original_id,
        })
        .collect();
    lists::add_entries(tx.conn, &entries)?;
    let told = wishes.into_iter().filter(|row| row.notify);
    Ok(told.map(|row| row.account).collect())
}

/// How everybody here stands to one post.
struct Readers {
    brief: StatusBrief,
    author: AccountId,
    author_is_limited: bool,
    named: HashSet<AccountId>,
    hiding: HashSet<AccountId>,
    hiding_server: HashSet<AccountId>,
    hiding_server_of_original: HashSet<AccountId>,
    knowing_answered: HashSet<AccountId>,
    exclusive: HashSet<AccountId>,
    tagged: HashSet<AccountId>,
}

impl Readers {
    fn load(
        tx: &mut Tx<'_>,
        delivery: Delivery<'_>,
        wishes: &[FollowerWishes],
        taggers: &[AccountId],
        lists: &[ListRow],
    ) -> Result<Self, DbError> {
        let (row, author) = (delivery.row, delivery.author);
        let original_author = match delivery.original {
            Some(original) => accounts::find(tx.conn, original.account_id)?,
            None => None,
        };
        let mut ids = vec![row.id];
        ids.extend(delivery.original.map(|original| original.id));
        let mentions = mentions::of_statuses(tx.conn, &ids)?;
        let mut authors = vec![author.id];
        authors.extend(original_author.as_ref().map(|row| row.id));
        let mut people = authors.clone();
        people.extend(
            mentions
                .iter()
                .filter(|row| !row.silent)
                .map(|row| row.account_id),
        );
        people.sort_unstable();
        people.dedup();
        let mut hiding: HashSet<AccountId> = HashSet::new();
        for (who, whom) in blocks::blockers_of(tx.conn, &people)? {
            if who != whom {
                hiding.insert(who);
            }
        }
        for mute in mutes::of_targets(tx.conn, &people)? {
            if mute.holds(tx.now) {
                hiding.insert(mute.account_id);
            }
        }
        hiding.extend(blocks::blocked_by_any(tx.conn, &authors)?);
        let brief = StatusBrief::from(row);
        let knowing_answered = match (post(&brief).answers, brief.in_reply_to_account_id) {
            (Answers::Another, Some(answered)) if !(wishes.is_empty() && lists.is_empty()) => {
                follows::local_follower_ids(tx.conn, answered.into())?
            }
            _ => Vec::new(),
        };
        Ok(Self {
            brief,
            author: author.id,
            author_is_limited: author.is_limited(),
            named: mentions
                .iter()
                .filter(|mention| mention.status_id == row.id)
                .map(|mention| mention.account_id)
                .collect(),
            hiding,
            hiding_server: hiding_server(tx, Some(author))?,
            hiding_server_of_original: hiding_server(tx, original_author.as_ref())?,
            knowing_answered: knowing_answered.into_iter().collect(),
            exclusive: lists
                .iter()
                .filter(|list| list.exclusive)
                .map(|list| list.account_id)
                .collect(),
            tagged: taggers.iter().copied().collect(),
        })
    }

    fn stand(&self, reader: AccountId, follow: Option<&FollowerWishes>) -> Stand {
        Stand {
            is_author: reader == self.author,
            follow: follow.map(|row| Wishes::stored(row.reblogs, &row.languages)),
            knows_answered: self.knowing_answered.contains(&reader),
            is_answered: self.brief.in_reply_to_account_id == Some(reader.get()),
            is_hidden: self.hiding.contains(&reader),
            hides_server_of_original: self.hiding_server_of_original.contains(&reader),
            hides_server: self.hiding_server.contains(&reader),
            author_is_limited: self.author_is_limited,
            follows_tag: self.tagged.contains(&reader),
            is_exclusive: self.exclusive.contains(&reader),
            is_named: self.named.contains(&reader),
        }
    }

    fn homes(&self, wishes: &[FollowerWishes], taggers: &[AccountId]) -> Vec<AccountId> {
        let following: HashSet<AccountId> = wishes.iter().map(|row| row.account).collect();
        let others = taggers.iter().filter(|id| !following.contains(id));
        let mut readers: Vec<(AccountId, Option<&FollowerWishes>)> = wishes
            .iter()
            .map(|row| (row.account, Some(row)))
            .chain(others.map(|id| (*id, None)))
            .collect();
        readers.retain(|(id, follow)| {
            *id != self.author && comes_home(post(&self.brief), &self.stand(*id, *follow))
        });
        readers.into_iter().map(|(id, _)| id).collect()
    }

    fn lists(
        &self,
        tx: &mut Tx<'_>,
        wishes: &[FollowerWishes],
        lists: &[ListRow],
    ) -> Result<Vec<ListId>, DbError> {
        let post = post(&self.brief);
        let answered_in = match (post.answers, self.brief.in_reply_to_account_id) {
            (Answers::Another, Some(answered)) if !lists.is_empty() => {
                lists::with_member(tx.conn, answered.into())?
            }
            _ => Vec::new(),
        };
        Ok(lists
            .iter()
            .filter(|list| {
                let follow = wishes.iter().find(|row| row.account == list.account_id);
                let policy = RepliesPolicy::from_name(&list.replies_policy);
                comes_to_list(
                    post,
                    &self.stand(list.account_id, follow),
                    policy.unwrap_or(RepliesPolicy::Followed),
                    answered_in.iter().any(|other| other.id == list.id),
                )
            })
            .map(|list| list.id)
            .collect())
    }
}

/// Who here blocks the server of an account.
fn hiding_server(
    tx: &mut Tx<'_>,
    account: Option<&AccountRow>,
) -> Result<HashSet<AccountId>, DbError> {
    match account {
        Some(row) if !row.is_local() => {
            let who = domain_blocks::of_domain(tx.conn, host_of(&row.domain))?;
            Ok(who.into_iter().collect())
        }
        _ => Ok(HashSet::new()),
    }
}

//! How one reader stands to many posts, read with a fixed number of queries.

use std::collections::{HashMap, HashSet};

use staffroom_db::briefs::{self, StatusBrief};
use staffroom_db::follows::{self, FollowRow};
use staffroom_db::lists::{self as list_rows, ListRow};
use staffroom_db::{
    Conn, DbError, accounts, blocks, domain_blocks, followed_tags, mentions, mutes, tags,
};
use staffroom_domain::{AccountId, ListId, StatusId, TagId, Timestamp, Visibility};

use super::rule::{Answers, Post, RepliesPolicy, Stand, Wishes, comes_home, comes_to_list};
use crate::domains::host_of;
use crate::lists::MAX_LISTS;

/// What of a post decides.
pub(super) fn post(brief: &StatusBrief) -> Post<'_> {
    let author = Some(brief.account_id.get());
    let is_answer = brief.in_reply_to_id.is_some() || brief.in_reply_to_uri.is_some();
    let answers = match brief.in_reply_to_account_id {
        _ if !is_answer => Answers::Nobody,
        None => Answers::Unknown,
        answered if answered == author => Answers::Themselves,
        Some(_) => Answers::Another,
    };
    Post {
        visibility: brief.visibility(),
        is_boost: brief.boost_of_id.is_some(),
        language: brief.language.as_deref(),
        answers,
    }
}

/// Everything about one reader that decides about a set of posts.
pub(super) struct Reader {
    id: AccountId,
    originals: HashMap<StatusId, AccountId>,
    named: HashMap<StatusId, Vec<AccountId>>,
    domains: HashMap<AccountId, String>,
    limited: HashSet<AccountId>,
    follows: HashMap<AccountId, FollowRow>,
    hides: HashSet<AccountId>,
    hidden_by: HashSet<AccountId>,
    hidden_domains: HashSet<String>,
    tagged: HashSet<StatusId>,
    members: HashSet<(ListId, AccountId)>,
    pub(super) lists: Vec<ListRow>,
}

impl Reader {
    /// Reads what decides about `posts`.
    pub(super) fn load(
        conn: &mut Conn,
        id: AccountId,
        posts: &[StatusBrief],
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let boosted: Vec<StatusId> = posts
            .iter()
            .filter_map(|post| post.boost_of_id.map(StatusId::from))
            .collect();
        let originals: HashMap<StatusId, AccountId> = briefs::find_many(conn, &boosted)?
            .into_iter()
            .map(|brief| (brief.id, brief.account_id))
            .collect();
        let all: Vec<StatusId> = posts
            .iter()
            .map(|post| post.id)
            .chain(boosted.iter().copied())
            .collect();
        let mut named: HashMap<StatusId, Vec<AccountId>> = HashMap::new();
        for row in mentions::of_statuses(conn, &all)? {
            if !row.silent || row.account_id == id {
                named.entry(row.status_id).or_default().push(row.account_id);
            }
        }
        let authors = unique(
            posts
                .iter()
                .map(|post| post.account_id)
                .chain(originals.values().copied()),
        );
        let answered = posts
            .iter()
            .filter_map(|post| post.in_reply_to_account_id.map(AccountId::from));
        let people = unique(
            authors
                .iter()
                .copied()
                .chain(named.values().flatten().copied()),
        );
        let related = unique(authors.iter().copied().chain(answered));
        let muted = mutes::among(conn, id, &people)?.into_iter();
        let mut hides: HashSet<AccountId> = muted
            .filter(|row| row.holds(now))
            .map(|row| row.target_id)
            .collect();
        hides.extend(blocks::blocked_among(conn, id, &people)?);
        let rows = accounts::find_many(conn, &authors)?;
        let limited = rows.iter().filter(|row| row.is_limited());
        let limited: HashSet<AccountId> = limited.map(|row| row.id).collect();
        let domains: HashMap<AccountId, String> = rows
            .into_iter()
            .filter(|row| !row.is_local())
            .map(|row| (row.id, host_of(&row.domain).to_owned()))
            .collect();
        let different: HashSet<&str> = domains.values().map(String::as_str).collect();
        let different: Vec<&str> = different.into_iter().collect();
        let hidden_domains = if different.is_empty() {
            HashSet::new()
        } else {
            domain_blocks::among(conn, id, &different)?
                .into_iter()
                .collect()
        };
        let follows = follows::among(conn, id, &related)?.into_iter();
        Ok(Self {
            id,
            follows: follows
                .filter(FollowRow::is_accepted)
                .map(|row| (row.target_id, row))
                .collect(),
            hidden_by: blocks::blockers_among(conn, id, &authors)?
                .into_iter()
                .collect(),
            tagged: tagged(conn, id, posts)?,
            members: list_rows::memberships(conn, id, &related)?
                .into_iter()
                .collect(),
            lists: list_rows::of_account(conn, id, MAX_LISTS)?,
            originals,
            named,
            domains,
            limited,
            hides,
            hidden_domains,
        })
    }

    /// Whether a post comes into their home timeline.
    pub(super) fn wants(&self, brief: &StatusBrief) -> bool {
        brief.deleted_at.is_none() && comes_home(post(brief), &self.stand(brief))
    }

    /// Whether a post comes into one of their lists.
    pub(super) fn wants_in(&self, brief: &StatusBrief, list: &ListRow) -> bool {
        if brief.deleted_at.is_some() || !self.members.contains(&(list.id, brief.account_id)) {
            return false;
        }
        let policy = RepliesPolicy::from_name(&list.replies_policy);
        let answered = brief.in_reply_to_account_id.map(AccountId::from);
        let answers_member = answered.is_some_and(|who| self.members.contains(&(list.id, who)));
        let policy = policy.unwrap_or(RepliesPolicy::Followed);
        comes_to_list(post(brief), &self.stand(brief), policy, answers_member)
    }

    fn stand(&self, brief: &StatusBrief) -> Stand {
        let author = brief.account_id;
        let boosted = brief.boost_of_id.map(StatusId::from);
        let original_author = boosted.and_then(|id| self.originals.get(&id)).copied();
        let authors = [Some(author), original_author];
        let answered = brief.in_reply_to_account_id.map(AccountId::from);
        let mut named = [Some(brief.id), boosted]
            .into_iter()
            .flatten()
            .filter_map(|id| self.named.get(&id))
            .flatten();
        let hides = |id: &AccountId| *id != self.id && self.hides.contains(id);
        let is_hidden = authors
            .iter()
            .flatten()
            .any(|id| hides(id) || self.hidden_by.contains(id))
            || named.any(hides);
        let of_hidden_server = |id: AccountId| {
            let domain = self.domains.get(&id);
            domain.is_some_and(|domain| self.hidden_domains.contains(domain))
        };
        let is_named = self
            .named
            .get(&brief.id)
            .is_some_and(|named| named.contains(&self.id));
        Stand {
            is_author: author == self.id,
            follow: self
                .follows
                .get(&author)
                .map(|row| Wishes::stored(row.reblogs, &row.languages)),
            knows_answered: answered.is_some_and(|id| self.follows.contains_key(&id)),
            is_answered: answered == Some(self.id),
            is_hidden,
            hides_server_of_original: original_author.is_some_and(of_hidden_server),
            hides_server: of_hidden_server(author),
            author_is_limited: self.limited.contains(&author),
            follows_tag: self.tagged.contains(&brief.id),
            is_exclusive: self
                .lists
                .iter()
                .any(|list| list.exclusive && self.members.contains(&(list.id, author))),
            is_named,
        }
    }
}

/// Which of those posts carry a hashtag that the reader follows.
fn tagged(
    conn: &mut Conn,
    reader: AccountId,
    posts: &[StatusBrief],
) -> Result<HashSet<StatusId>, DbError> {
    let public: Vec<StatusId> = posts
        .iter()
        .filter(|post| post.visibility() == Visibility::Public && post.boost_of_id.is_none())
        .map(|post| post.id)
        .collect();
    let carried = tags::of_statuses(conn, &public)?;
    let ids: HashSet<TagId> = carried.iter().map(|(_, tag)| tag.id).collect();
    let ids: Vec<TagId> = ids.into_iter().collect();
    let followed: HashSet<TagId> = followed_tags::among(conn, reader, &ids)?
        .into_iter()
        .collect();
    Ok(carried
        .into_iter()
        .filter(|(_, tag)| followed.contains(&tag.id))
        .map(|(status, _)| status)
        .collect())
}

fn unique(ids: impl Iterator<Item = AccountId>) -> Vec<AccountId> {
    let mut ids: Vec<AccountId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

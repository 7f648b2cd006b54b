//! What those who listen are shown of news: looked at once, for all of them.

use std::collections::{HashMap, HashSet};

pub use staffroom_db::news::{Heard, Listener};
use staffroom_db::{Conn, DbError, listeners, notifications as rows};
pub use staffroom_domain::News;
use staffroom_domain::{AccountId, ListId, NotificationId, StatusId, Timestamp, Visibility};

use crate::context::Ctx;
use crate::domains::host_of;
use crate::filters;
use crate::notifications::{NotificationView, view_in};
use crate::statuses::{StatusView, load};
use crate::timelines::belongs_in_public;

/// Begins to listen: what is told from now on is heard.
pub async fn listen(ctx: &Ctx) -> Result<Listener, DbError> {
    ctx.db.listen().await
}

/// Who listens to what, as far as it matters for what has to be read.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// Whose home timelines are listened to.
    pub homes: Vec<AccountId>,
    /// Which lists are listened to, and whose they are.
    pub lists: Vec<(ListId, AccountId)>,
    /// Who listens to public timelines or hashtags.
    pub public: Vec<AccountId>,
}

impl Audience {
    /// Whether nobody listens to timelines.
    pub const fn is_empty(&self) -> bool {
        self.homes.is_empty() && self.lists.is_empty() && self.public.is_empty()
    }

    /// Whose home timelines and lists are listened to.
    pub fn readers(&self) -> Vec<AccountId> {
        let mut all = self.homes.clone();
        all.extend(self.lists.iter().map(|(_, owner)| *owner));
        all.sort_unstable();
        all.dedup();
        all
    }

    fn everybody(&self) -> Vec<AccountId> {
        let mut all = [self.readers().as_slice(), &self.public].concat();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// A status (or boost) and whom of an audience it reaches.
#[derive(Clone, Debug)]
pub struct Reach {
    /// As somebody sees it who has had nothing to do with it.
    pub view: StatusView,
    /// As those see it who have.
    pub own_views: HashMap<AccountId, StatusView>,
    /// Who has it in their home timelines.
    pub homes: Vec<AccountId>,
    /// In which lists it stands.
    pub lists: Vec<ListId>,
    /// Whether it belongs to hashtags' timelines: everybody may find it there.
    pub in_tags: bool,
    /// Whether it belongs to public timelines, where answers to others do not.
    pub in_public: bool,
    /// Who does not want to see it there.
    pub hidden_from: HashSet<AccountId>,
}

/// Statuses with those whom they reach; those that are gone are left out.
pub async fn reach(
    ctx: &Ctx,
    statuses: Vec<StatusId>,
    audience: Audience,
) -> Result<HashMap<StatusId, Reach>, DbError> {
    let now = ctx.now();
    ctx.db
        .read(move |conn| reach_in(conn, &statuses, &audience, now))
        .await
}

fn reach_in(
    conn: &mut Conn,
    ids: &[StatusId],
    audience: &Audience,
    now: Timestamp,
) -> Result<HashMap<StatusId, Reach>, DbError> {
    let views = neutral(conn, ids)?;
    let at_home = listeners::at_home(conn, ids, &audience.homes)?;
    let lists: Vec<ListId> = audience.lists.iter().map(|(list, _)| *list).collect();
    let in_lists = listeners::in_lists(conn, ids, &lists)?;
    let everybody = audience.everybody();
    let mut own_views = own_views(conn, &views, &everybody)?;
    for who in listeners::with_filters(conn, &everybody)? {
        let mut filtered = views.clone();
        filters::apply(conn, Some(who), &mut filtered)?;
        for view in filtered {
            let key = (who, view.status.id);
            if !view.filtered.is_empty() && !own_views.contains_key(&key) {
                own_views.insert(key, view);
            }
        }
    }
    let mut reached = HashMap::new();
    for view in views {
        let id = view.status.id;
        let in_tags = view.status.visibility() == Visibility::Public
            && view.boost_of.is_none()
            && view.author.is_active()
            && !view.author.is_limited();
        let hidden_from = if in_tags && !audience.public.is_empty() {
            hidden_from(conn, &view, &audience.public, now)?
        } else {
            HashSet::new()
        };
        let homes = at_home.iter().filter(|(_, status)| *status == id);
        let lists = in_lists.iter().filter(|(_, status)| *status == id);
        let own = own_views.iter().filter(|((_, status), _)| *status == id);
        reached.insert(
            id,
            Reach {
                homes: homes.map(|(account, _)| *account).collect(),
                lists: lists.map(|(list, _)| *list).collect(),
                own_views: own
                    .map(|((account, _), view)| (*account, view.clone()))
                    .collect(),
                in_tags,
                in_public: in_tags && belongs_in_public(&view.status),
                hidden_from,
                view,
            },
        );
    }
    Ok(reached)
}

/// Statuses as anybody sees them; those that are not for anybody, as their authors do.
fn neutral(conn: &mut Conn, ids: &[StatusId]) -> Result<Vec<StatusView>, DbError> {
    let mut views = load(conn, None, ids)?;
    let rest: Vec<StatusId> = ids
        .iter()
        .filter(|id| !views.iter().any(|view| view.status.id == **id))
        .copied()
        .collect();
    if rest.is_empty() {
        return Ok(views);
    }
    let mut by_author: HashMap<AccountId, Vec<StatusId>> = HashMap::new();
    for row in staffroom_db::statuses::find_many(conn, &rest)? {
        by_author.entry(row.account_id).or_default().push(row.id);
    }
    for (author, ids) in by_author {
        views.extend(load(conn, Some(author), &ids)?);
    }
    Ok(views)
}

/// As those see them who liked, boosted or voted in what is shown, or made its poll.
fn own_views(
    conn: &mut Conn,
    views: &[StatusView],
    audience: &[AccountId],
) -> Result<HashMap<(AccountId, StatusId), StatusView>, DbError> {
    let mut shown: HashMap<StatusId, StatusId> = HashMap::new();
    let mut involved = Vec::new();
    for view in views {
        let original = view.boost_of.as_deref().unwrap_or(view);
        let is_old = view.boost_of.is_some() || view.status.edited_at.is_some();
        if is_old {
            shown.insert(original.status.id, view.status.id);
        }
        if original.poll.is_some() && audience.contains(&original.author.id) {
            involved.push((original.author.id, view.status.id));
        }
    }
    let originals: Vec<StatusId> = shown.keys().copied().collect();
    if !originals.is_empty() {
        let found = listeners::involved(conn, &originals, audience)?;
        involved.extend(
            found
                .into_iter()
                .filter_map(|(who, of)| Some((who, *shown.get(&of)?))),
        );
    }
    involved.sort_unstable();
    involved.dedup();
    let mut own = HashMap::new();
    for (who, status) in involved {
        if let Some(view) = load(conn, Some(who), &[status])?.pop() {
            own.insert((who, status), view);
        }
    }
    Ok(own)
}

/// Who of an audience hides the author of a status, or somebody whom it names.
fn hidden_from(
    conn: &mut Conn,
    view: &StatusView,
    audience: &[AccountId],
    now: Timestamp,
) -> Result<HashSet<AccountId>, DbError> {
    let mut people = vec![view.author.id];
    people.extend(view.mentions.iter().map(|mention| mention.account.id));
    let domains: Vec<&str> = Some(&view.author)
        .filter(|author| !author.is_local())
        .map(|author| host_of(&author.domain))
        .into_iter()
        .collect();
    let hiding = listeners::hiding(conn, &people, &domains, audience, now)?;
    Ok(hiding.into_iter().collect())
}

/// Who of those who listen follows which of those authors: whom the deletion of a status concerns that not
/// everybody could see. By author.
pub async fn followers_among(
    ctx: &Ctx,
    authors: Vec<AccountId>,
    audience: Vec<AccountId>,
) -> Result<HashMap<AccountId, Vec<AccountId>>, DbError> {
    ctx.db
        .read(move |conn| {
            let mut followers: HashMap<AccountId, Vec<AccountId>> = HashMap::new();
            for (by, of) in listeners::followers(conn, &authors, &audience)? {
                followers.entry(of).or_default().push(by);
            }
            Ok(followers)
        })
        .await
}

/// Notifications as their receivers see them, in the order of `ids`; what is not for them any more is left
/// out.
pub async fn told(ctx: &Ctx, ids: Vec<NotificationId>) -> Result<Vec<NotificationView>, DbError> {
    ctx.db
        .read(move |conn| {
            let mut of: HashMap<AccountId, Vec<_>> = HashMap::new();
            for row in rows::find_many(conn, &ids)? {
                of.entry(row.account_id).or_default().push(row);
            }
            let mut views = Vec::new();
            for (account, rows) in of {
                views.extend(view_in(conn, account, rows)?);
            }
            let place =
                |view: &NotificationView| ids.iter().position(|id| *id == view.notification.id);
            views.sort_by_key(place);
            Ok(views)
        })
        .await
}

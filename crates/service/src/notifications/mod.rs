//! What local people are told of: by whom they are told, how it is listed and grouped, and what is kept
//! from them.

mod group;
mod kind;
mod list;
mod policy;
mod request;
mod tell;

pub use group::{GroupView, Groups, group, group_accounts, groups};
pub use kind::Kind;
pub(crate) use list::view_in;
pub use list::{
    MAX_PAGE, MAX_UNREAD, NotificationView, Wanted, clear, dismiss, dismiss_group, find, list,
    unread, unread_groups,
};
pub use policy::{Decision, Policy, PolicyChange, policy, set_policy};
pub use request::{RequestView, accept_requests, dismiss_requests, find_request, requests};
pub use staffroom_db::notification_policies::NotificationRequestRow;
pub use staffroom_db::notifications::NotificationRow;
pub(crate) use tell::{
    is_told, tell, tell_anyway, tell_followers, tell_of_report, tell_of_version, withdraw,
};

//! What a status has on a page beside its text, and what somebody signed in can do with it. Here does not belong what
//! happens when a button is pressed: that is `pages::post_marks`.

mod answered;
mod card;
mod carried;
mod controls;
mod reader;

pub(crate) use answered::Answered;
pub(crate) use card::Card;
pub(crate) use carried::Carried;
pub(crate) use controls::Controls;
pub(crate) use reader::{posts, posts_of};

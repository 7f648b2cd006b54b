//! In which language the pages speak, and what they say in it. Here belongs everything that knows the message
//! files in `locales/`; here does not belong which message is said when: that is for templates and handlers.
//!
//! A template says `{{ t.say("sign-in-title") }}`, or `{{ t.say("places-taken").with("taken", n) }}`, or
//! `{{ t.html("…") }}` where the message itself has elements in it. What is not known yet in which language it
//! will be said is a [`Message`], made by [`key`].

mod bundles;
#[cfg(test)]
mod check;
mod language;
mod message;
mod say;

pub(crate) use bundles::load;
pub(crate) use language::{Language, Wishes};
pub(crate) use message::{Markup, Message, escaped, key};
pub(crate) use say::{SaidHtml, Words};

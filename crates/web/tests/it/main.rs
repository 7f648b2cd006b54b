//! The pages as a browser sees them, on a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests, which the lint does not recognise"
)]

mod access;
mod admin_announcements;
mod admin_emojis;
mod admin_hub;
mod admin_invitations;
mod admin_staff;
mod admin_users;
mod app;
mod assets;
mod compose;
mod csrf;
mod drafts;
mod errors;
mod event_edit;
mod event_people;
mod events;
mod hub;
mod hub_offers;
mod invitation;
mod language;
mod library;
mod lists;
mod machines;
mod network;
mod notifications;
mod oauth;
mod passkeys;
mod password_reset;
mod people;
mod practice_drafts;
mod practices;
mod profile;
mod public;
mod questions;
mod reach;
mod reading;
mod search;
mod settings;
mod settings_account;
mod settings_archive;
mod settings_data;
mod settings_own;
mod sign_in;
mod snapshot;
mod two_factor;
mod vocab;

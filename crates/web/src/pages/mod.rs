//! One file a page or form. Here belongs what is read from the request and what the template is
//! given; rules are in `staffroom-service`.

pub(crate) mod about;
pub(crate) mod admin_invitations;
pub(crate) mod admin_user;
pub(crate) mod admin_users;
pub(crate) mod browse;
pub(crate) mod compose;
pub(crate) mod conversations;
pub(crate) mod event;
pub(crate) mod follow_requests;
pub(crate) mod invitation;
pub(crate) mod landing;
pub(crate) mod language;
pub(crate) mod list;
pub(crate) mod lists;
pub(crate) mod marked;
pub(crate) mod network;
pub(crate) mod notifications;
pub(crate) mod oauth_authorize;
pub(crate) mod oauth_native;
pub(crate) mod password_reset;
pub(crate) mod person_marks;
pub(crate) mod post_delete;
pub(crate) mod post_edit;
pub(crate) mod post_marks;
pub(crate) mod practice;
pub(crate) mod practice_versions;
pub(crate) mod practices;
pub(crate) mod profile;
pub(crate) mod remote;
pub(crate) mod report;
pub(crate) mod scheduled;
pub(crate) mod search;
pub(crate) mod settings_applications;
pub(crate) mod settings_password;
pub(crate) mod settings_sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod status;
pub(crate) mod tag;
pub(crate) mod timelines;

mod event_words;
mod instance;
mod oauth_words;
mod role_choice;

//! The tables as both databases have them, kept by hand.
//!
//! A test migrates a database of each kind and holds both against these files: same tables, same
//! columns in the same order, same nullability. Only these types are used: `BigInt`, `Integer`,
//! `Text`, `Bool`, `Binary`, `Double`.

mod calendar;
mod federation;
mod instance;
mod people;
mod posts;
mod practices;
mod reading;

pub(crate) use calendar::*;
pub(crate) use federation::*;
pub(crate) use instance::*;
pub(crate) use people::*;
pub(crate) use posts::*;
pub(crate) use practices::*;
pub(crate) use reading::*;

diesel::joinable!(user -> account (account_id));
diesel::joinable!(access_token -> user (user_id));
diesel::joinable!(remote_actor -> account (account_id));
diesel::joinable!(status -> account (account_id));
diesel::joinable!(home_entry -> status (status_id));
diesel::joinable!(list_member -> list (list_id));
diesel::joinable!(conversation_status -> conversation (conversation_id));
diesel::joinable!(delivery -> activity (activity_id));
diesel::joinable!(status_tag -> tag (tag_id));
diesel::joinable!(followed_tag -> tag (tag_id));
diesel::joinable!(featured_tag -> tag (tag_id));
diesel::joinable!(account_media -> status (status_id));
diesel::joinable!(account_tag -> status (status_id));
diesel::joinable!(account_tag -> tag (tag_id));
diesel::joinable!(status_card -> preview_card (card_id));
diesel::joinable!(user_role -> user (user_id));
diesel::joinable!(session -> user (user_id));
diesel::joinable!(invitation_use -> invitation (invitation_id));
diesel::joinable!(filter_keyword -> filter (filter_id));
diesel::joinable!(filter_status -> filter (filter_id));
diesel::joinable!(password_reset -> user (user_id));
diesel::joinable!(practice -> status (status_id));

diesel::allow_tables_to_appear_in_same_query!(
    account,
    organisation_member,
    user,
    user_role,
    session,
    invitation,
    invitation_use,
    password_reset,
    second_factor,
    data_import,
    account_archive,
    recovery_code,
    passkey,
    passkey_handle,
    remote_actor,
    signing_key,
    remote_key,
    follow,
    block,
    status,
    question,
    status_document,
    status_edit,
    mention,
    tag,
    status_tag,
    attachment,
    poll,
    poll_option,
    poll_vote,
    favourite,
    filter,
    filter_keyword,
    filter_status,
    bookmark,
    thread_mute,
    reaction,
    pin,
    home_entry,
    public_entry,
    tag_entry,
    list,
    list_member,
    list_entry,
    conversation,
    conversation_status,
    notification,
    activity,
    delivery,
    peer,
    mute,
    account_domain_block,
    followed_tag,
    account_preference,
    account_media,
    account_tag,
    featured_tag,
    tag_day,
    account_name,
    suggestion_dismissal,
    preview_card,
    status_card,
    access_token,
    application,
    practice,
    facet,
    event,
    event_plan,
    event_concept,
    participation,
);

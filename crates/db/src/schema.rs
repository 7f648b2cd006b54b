//! The tables as both databases have them, kept by hand.
//!
//! A test migrates a database of each kind and holds both against this file: same tables, same
//! columns in the same order, same nullability. Only these types are used: `BigInt`, `Integer`,
//! `Text`, `Bool`, `Binary`, `Double`.

diesel::table! {
    instance_fact (key) {
        key -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    node (id) {
        id -> BigInt,
        token -> BigInt,
        name -> Text,
        started_at -> BigInt,
        lease_until -> BigInt,
    }
}

diesel::table! {
    account (id) {
        id -> BigInt,
        domain -> Text,
        username -> Text,
        username_folded -> Text,
        display_name -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    user (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        email -> Nullable<Text>,
        email_folded -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        created_at -> BigInt,
        last_sign_in_at -> Nullable<BigInt>,
        disabled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    user_role (user_id, role) {
        user_id -> BigInt,
        role -> Text,
        granted_at -> BigInt,
    }
}

diesel::table! {
    session (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_hash -> Binary,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        expires_at -> BigInt,
        user_agent -> Text,
        address -> Text,
    }
}

diesel::table! {
    invitation (id) {
        id -> BigInt,
        token_hash -> Binary,
        created_by -> Nullable<BigInt>,
        roles -> Text,
        note -> Text,
        email -> Nullable<Text>,
        max_uses -> Integer,
        uses -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitation_use (id) {
        id -> BigInt,
        invitation_id -> BigInt,
        user_id -> BigInt,
        used_at -> BigInt,
    }
}

diesel::table! {
    password_reset (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_hash -> Binary,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    outbox (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    job (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        queue -> Text,
        priority -> Integer,
        run_at -> BigInt,
        attempts -> Integer,
        max_attempts -> Integer,
        lease_until -> Nullable<BigInt>,
        lease_token -> Nullable<BigInt>,
        dedup_key -> Nullable<Text>,
        last_error -> Nullable<Text>,
        created_at -> BigInt,
        dead_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    schedule (name) {
        name -> Text,
        every_seconds -> BigInt,
        next_run_at -> BigInt,
        last_run_at -> Nullable<BigInt>,
    }
}

diesel::joinable!(user -> account (account_id));
diesel::joinable!(user_role -> user (user_id));
diesel::joinable!(session -> user (user_id));
diesel::joinable!(invitation_use -> invitation (invitation_id));
diesel::joinable!(password_reset -> user (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    account,
    user,
    user_role,
    session,
    invitation,
    invitation_use,
    password_reset,
);

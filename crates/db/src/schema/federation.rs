//! Other servers: their actors and keys, and what is exchanged with them.

diesel::table! {
    remote_actor (account_id) {
        account_id -> BigInt,
        host -> Text,
        inbox -> Text,
        shared_inbox -> Nullable<Text>,
        outbox -> Nullable<Text>,
        followers -> Nullable<Text>,
        following -> Nullable<Text>,
        featured -> Nullable<Text>,
        fetched_at -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    signing_key (id) {
        id -> BigInt,
        account_id -> BigInt,
        algorithm -> Text,
        public_key -> Binary,
        private_key -> Binary,
        created_at -> BigInt,
        retired_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    remote_key (key_uri) {
        key_uri -> Text,
        account_id -> BigInt,
        algorithm -> Text,
        public_key -> Binary,
        fetched_at -> BigInt,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    peer (host) {
        host -> Text,
        first_seen_at -> BigInt,
        last_success_at -> Nullable<BigInt>,
        first_failure_at -> Nullable<BigInt>,
        failures -> Integer,
        last_error -> Nullable<Text>,
        scheme -> Nullable<Text>,
        due_at -> Nullable<BigInt>,
        lease_until -> Nullable<BigInt>,
        lease_token -> Nullable<BigInt>,
        scheme_at -> Nullable<BigInt>,
        advertises -> Nullable<Text>,
    }
}

diesel::table! {
    activity (id) {
        id -> BigInt,
        event_id -> Nullable<BigInt>,
        account_id -> BigInt,
        kind -> Text,
        body -> Text,
        public -> Bool,
        status_id -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    delivery (id) {
        id -> BigInt,
        activity_id -> BigInt,
        host -> Text,
        inbox -> Text,
        thread_key -> Text,
        sync_followers -> Bool,
        attempts -> Integer,
        run_at -> BigInt,
        created_at -> BigInt,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    inbox_item (id) {
        id -> BigInt,
        activity_uri -> Text,
        kind -> Text,
        host -> Text,
        account_id -> Nullable<BigInt>,
        actor_uri -> Text,
        thread_key -> Text,
        body -> Text,
        received_at -> BigInt,
        run_at -> BigInt,
        attempts -> Integer,
        last_error -> Nullable<Text>,
        done_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    tombstone (uri, account_id) {
        uri -> Text,
        deleted_at -> BigInt,
        account_id -> BigInt,
    }
}

//! What the instance is and does: facts, nodes, jobs, decisions, and what it tells everybody.

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

diesel::table! {
    domain_policy (domain) {
        domain -> Text,
        level -> Text,
        reject_media -> Bool,
        reject_reports -> Bool,
        obfuscate -> Bool,
        public_comment -> Text,
        private_comment -> Text,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    rule (id) {
        id -> BigInt,
        text -> Text,
        hint -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    announcement (id) {
        id -> BigInt,
        text -> Text,
        starts_at -> Nullable<BigInt>,
        ends_at -> Nullable<BigInt>,
        all_day -> Bool,
        published_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    announcement_dismissal (user_id, announcement_id) {
        user_id -> BigInt,
        announcement_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    announcement_reaction (announcement_id, name, user_id) {
        announcement_id -> BigInt,
        name -> Text,
        user_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    staff_action (id) {
        id -> BigInt,
        user_id -> Nullable<BigInt>,
        user_name -> Text,
        kind -> Text,
        account_id -> Nullable<BigInt>,
        subject -> Text,
        note -> Text,
        created_at -> BigInt,
    }
}

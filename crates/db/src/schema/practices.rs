//! Practices, with what came of them elsewhere.

diesel::table! {
    practice (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        record -> Text,
        version -> Integer,
        evidence -> Nullable<Text>,
        outcome -> Nullable<Text>,
        state -> Text,
        region -> Nullable<Text>,
        language -> Nullable<Text>,
        licence -> Nullable<Text>,
        organisation -> Nullable<Text>,
        updated_at -> BigInt,
    }
}

diesel::table! {
    practice_version (status_id, version) {
        status_id -> BigInt,
        version -> Integer,
        title -> Nullable<Text>,
        content -> Text,
        record -> Text,
        written_at -> BigInt,
    }
}

diesel::table! {
    facet (scheme, concept, status_id) {
        scheme -> Text,
        concept -> Text,
        status_id -> BigInt,
    }
}

diesel::table! {
    lineage (status_id, source_uri) {
        status_id -> BigInt,
        source_uri -> Text,
    }
}

diesel::table! {
    adoption (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        uri -> Text,
        practice_uri -> Text,
        practice_id -> Nullable<BigInt>,
        practice_version -> Integer,
        state -> Text,
        decide_by -> Nullable<BigInt>,
        awaits -> Bool,
        reminded_at -> Nullable<BigInt>,
        organisation -> Nullable<Text>,
        setting_key -> Text,
        known_setting -> Bool,
        own -> Bool,
        said_at -> BigInt,
        verdict -> Text,
        reason -> Nullable<Text>,
        answer -> Nullable<Text>,
        record -> Text,
    }
}

diesel::table! {
    outcome (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        uri -> Text,
        practice_uri -> Text,
        practice_id -> Nullable<BigInt>,
        practice_version -> Integer,
        adoption_uri -> Nullable<Text>,
        result -> Text,
        organisation -> Nullable<Text>,
        setting_key -> Text,
        known_setting -> Bool,
        own -> Bool,
        state -> Text,
        reason -> Nullable<Text>,
        answer -> Nullable<Text>,
        said_at -> BigInt,
        record -> Text,
    }
}

diesel::table! {
    ledger (practice_id) {
        practice_id -> BigInt,
        tally -> Text,
        digest -> Nullable<Text>,
        withdrawn -> Integer,
        rejected -> Text,
        theirs -> Nullable<Text>,
        theirs_at -> Nullable<BigInt>,
        changed_at -> BigInt,
        untold -> Text,
    }
}

diesel::table! {
    ledger_changed (practice_id) {
        practice_id -> BigInt,
    }
}

diesel::table! {
    ledger_snapshot (practice_id, day) {
        practice_id -> BigInt,
        day -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    ledger_setting (practice_id, setting_key) {
        practice_id -> BigInt,
        setting_key -> Text,
        contribution -> Text,
        lines -> Text,
    }
}

diesel::table! {
    organisation_member (organisation, account_id) {
        organisation -> Text,
        account_id -> BigInt,
        created_at -> BigInt,
        removed -> Bool,
    }
}

diesel::table! {
    announced_record (status_id) {
        status_id -> BigInt,
        organisation_id -> BigInt,
        hub -> Nullable<Text>,
        announced_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
        formerly -> Nullable<Text>,
        formerly_until -> Nullable<BigInt>,
    }
}

diesel::table! {
    hub_member (host) {
        host -> Text,
        account_id -> BigInt,
        state -> Text,
        asked_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        harvest -> Text,
        cursor -> Nullable<Text>,
        mark -> Nullable<Text>,
        pages -> Integer,
        harvested_at -> Nullable<BigInt>,
        practices -> Integer,
        adoptions -> Integer,
        outcomes -> Integer,
        events -> Integer,
    }
}

diesel::table! {
    hub_item (status_id) {
        status_id -> BigInt,
        host -> Text,
        kind -> Text,
        state -> Text,
        checked_at -> Nullable<BigInt>,
        due_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    hub_topic (account_id) {
        account_id -> BigInt,
        scheme -> Text,
        concept -> Text,
        is_on -> Bool,
        digest -> Text,
        since -> BigInt,
        said -> Integer,
        said_on -> BigInt,
        told_on -> BigInt,
    }
}

diesel::table! {
    hub_announcement (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
        state -> Text,
        times -> Integer,
        changed_at -> BigInt,
        digest_id -> Nullable<BigInt>,
        is_listed -> Bool,
    }
}

diesel::table! {
    question (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        concepts -> Text,
    }
}

diesel::table! {
    library_entry (status_id) {
        status_id -> BigInt,
        facets -> Text,
        outcomes -> BigInt,
        unsuccessful -> BigInt,
    }
}

diesel::table! {
    library_count (lane, concept, other) {
        lane -> Text,
        concept -> Text,
        other -> Text,
        practices -> BigInt,
        outcomes -> BigInt,
        unsuccessful -> BigInt,
    }
}

diesel::table! {
    practice_search (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        listing -> Integer,
        facets -> Text,
    }
}

diesel::table! {
    practice_search_text (status_id) {
        status_id -> BigInt,
        tokens -> Text,
        words -> Text,
    }
}

diesel::table! {
    draft (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        title -> Text,
        text -> Text,
        record -> Text,
        result -> Nullable<Text>,
        about_id -> Nullable<BigInt>,
        edits_id -> Nullable<BigInt>,
        source_id -> Nullable<BigInt>,
        said -> Text,
        visibility -> Nullable<Integer>,
        language -> Nullable<Text>,
        version -> Integer,
        created_at -> BigInt,
        updated_at -> BigInt,
        noticed_at -> Nullable<BigInt>,
        editor -> Nullable<Text>,
        turn -> Integer,
    }
}

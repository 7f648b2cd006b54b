//! Events that people go to.

diesel::table! {
    event_plan (status_id) {
        status_id -> BigInt,
        record -> Text,
        kind -> Text,
        mode -> Text,
        series -> Nullable<Text>,
        series_folded -> Nullable<Text>,
        speakers -> Nullable<BigInt>,
        attendees -> Nullable<BigInt>,
        remote -> Nullable<BigInt>,
        waits -> Bool,
        online_url -> Nullable<Text>,
        made_by -> Nullable<BigInt>,
        local -> Bool,
        sequence -> BigInt,
        starts_at -> BigInt,
        until_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    event_concept (status_id, concept) {
        status_id -> BigInt,
        concept -> Text,
        starts_at -> BigInt,
    }
}

diesel::table! {
    participation (id) {
        id -> BigInt,
        status_id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        state -> Text,
        place -> BigInt,
        number -> Nullable<BigInt>,
        uri -> Nullable<Text>,
        reply_id -> Nullable<BigInt>,
        joined_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    talk (id) {
        id -> BigInt,
        status_id -> BigInt,
        number -> BigInt,
        kind -> Text,
        minutes -> BigInt,
        title -> Text,
        speaker_id -> Nullable<BigInt>,
        speaker_uri -> Nullable<Text>,
        speaker_name -> Nullable<Text>,
        practice -> Nullable<Text>,
        state -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    event_note (status_id) {
        status_id -> BigInt,
        record -> Text,
        event_uri -> Text,
        event_id -> Nullable<BigInt>,
        slot -> Nullable<BigInt>,
        licence -> Nullable<Text>,
    }
}

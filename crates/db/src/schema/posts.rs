//! Everything posted, with what belongs to it.

diesel::table! {
    status (id) {
        id -> BigInt,
        uri -> Nullable<Text>,
        url -> Nullable<Text>,
        account_id -> BigInt,
        kind -> Text,
        visibility -> Integer,
        boost_of_id -> Nullable<BigInt>,
        in_reply_to_id -> Nullable<BigInt>,
        in_reply_to_account_id -> Nullable<BigInt>,
        in_reply_to_uri -> Nullable<Text>,
        thread_id -> BigInt,
        context_uri -> Nullable<Text>,
        title -> Nullable<Text>,
        content -> Text,
        source -> Text,
        source_format -> Text,
        spoiler -> Text,
        sensitive -> Bool,
        language -> Nullable<Text>,
        quote_uri -> Nullable<Text>,
        reply_policy -> Text,
        replies_uri -> Nullable<Text>,
        local -> Bool,
        created_at -> BigInt,
        received_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        replies_count -> BigInt,
        boosts_count -> BigInt,
        favourites_count -> BigInt,
        application_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    status_document (status_id) {
        status_id -> BigInt,
        document -> Text,
    }
}

diesel::table! {
    status_edit (id) {
        id -> BigInt,
        status_id -> BigInt,
        title -> Nullable<Text>,
        content -> Text,
        source -> Text,
        spoiler -> Text,
        sensitive -> Bool,
        written_at -> BigInt,
        attachments -> Text,
        poll -> Nullable<Text>,
    }
}

diesel::table! {
    status_policy (status_id) {
        status_id -> BigInt,
        likes -> Text,
        boosts -> Text,
    }
}

diesel::table! {
    mention (status_id, account_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        silent -> Bool,
    }
}

diesel::table! {
    tag (id) {
        id -> BigInt,
        name -> Text,
        display -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    status_tag (status_id, tag_id) {
        status_id -> BigInt,
        tag_id -> BigInt,
    }
}

diesel::table! {
    tag_day (tag_id, day) {
        tag_id -> BigInt,
        day -> BigInt,
        statuses -> BigInt,
        accounts -> BigInt,
    }
}

diesel::table! {
    attachment (id) {
        id -> BigInt,
        status_id -> BigInt,
        position -> Integer,
        kind -> Text,
        media_type -> Nullable<Text>,
        url -> Text,
        preview_url -> Nullable<Text>,
        description -> Nullable<Text>,
        blurhash -> Nullable<Text>,
        focus_x -> Nullable<Double>,
        focus_y -> Nullable<Double>,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        small_width -> Nullable<Integer>,
        small_height -> Nullable<Integer>,
        duration_ms -> Nullable<BigInt>,
    }
}

diesel::table! {
    upload (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        purpose -> Text,
        state -> Text,
        kind -> Text,
        media_type -> Text,
        path -> Text,
        small_path -> Nullable<Text>,
        description -> Nullable<Text>,
        blurhash -> Nullable<Text>,
        focus_x -> Nullable<Double>,
        focus_y -> Nullable<Double>,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        small_width -> Nullable<Integer>,
        small_height -> Nullable<Integer>,
        duration_ms -> Nullable<BigInt>,
        size -> BigInt,
        failure -> Nullable<Text>,
        status_id -> Nullable<BigInt>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    emoji (id) {
        id -> BigInt,
        domain -> Text,
        shortcode -> Text,
        uri -> Nullable<Text>,
        image_url -> Text,
        updated_at -> BigInt,
        category -> Nullable<Text>,
    }
}

diesel::table! {
    remote_file (key) {
        key -> Text,
        state -> Text,
        path -> Nullable<Text>,
        small_path -> Nullable<Text>,
        size -> BigInt,
        failures -> Integer,
        retry_at -> Nullable<BigInt>,
        fetched_at -> BigInt,
        used_at -> BigInt,
    }
}

diesel::table! {
    preview_card (id) {
        id -> BigInt,
        url -> Text,
        url_digest -> Text,
        state -> Text,
        title -> Text,
        description -> Text,
        kind -> Text,
        author_name -> Text,
        author_url -> Text,
        provider_name -> Text,
        provider_url -> Text,
        image_url -> Nullable<Text>,
        image_description -> Text,
        width -> Integer,
        height -> Integer,
        language -> Nullable<Text>,
        published_at -> Nullable<BigInt>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    status_card (status_id) {
        status_id -> BigInt,
        card_id -> BigInt,
    }
}

diesel::table! {
    poll (status_id) {
        status_id -> BigInt,
        multiple -> Bool,
        ends_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        voters_count -> BigInt,
        hides_totals -> Bool,
    }
}

diesel::table! {
    poll_option (status_id, position) {
        status_id -> BigInt,
        position -> Integer,
        title -> Text,
        votes_count -> BigInt,
    }
}

diesel::table! {
    poll_vote (id) {
        id -> BigInt,
        status_id -> BigInt,
        account_id -> BigInt,
        position -> Integer,
        uri -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    event (status_id) {
        status_id -> BigInt,
        zone -> Text,
        starts_local -> Text,
        starts_at -> BigInt,
        ends_local -> Nullable<Text>,
        ends_at -> Nullable<BigInt>,
        state -> Text,
        place_name -> Nullable<Text>,
        place_address -> Nullable<Text>,
        place_url -> Nullable<Text>,
        join_mode -> Nullable<Text>,
        join_url -> Nullable<Text>,
    }
}

diesel::table! {
    favourite (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        uri -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    bookmark (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    thread_mute (account_id, thread_id) {
        account_id -> BigInt,
        thread_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    reaction (id) {
        id -> BigInt,
        account_id -> BigInt,
        status_id -> BigInt,
        content -> Text,
        image_url -> Nullable<Text>,
        uri -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    pin (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    scheduled_status (id) {
        id -> BigInt,
        account_id -> BigInt,
        scheduled_at -> BigInt,
        params -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    idempotency (user_id, key) {
        user_id -> BigInt,
        key -> Text,
        made_id -> BigInt,
        is_scheduled -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    group_post (status_id, group_id) {
        status_id -> BigInt,
        group_id -> BigInt,
        removed -> Bool,
        created_at -> BigInt,
    }
}

//! How posts reach those who read them: timelines, lists, conversations, search, filters, notifications.

diesel::table! {
    home_entry (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
        original_id -> BigInt,
    }
}

diesel::table! {
    list (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        replies_policy -> Text,
        exclusive -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    list_member (list_id, account_id) {
        list_id -> BigInt,
        account_id -> BigInt,
    }
}

diesel::table! {
    list_entry (list_id, status_id) {
        list_id -> BigInt,
        status_id -> BigInt,
        original_id -> BigInt,
    }
}

diesel::table! {
    public_entry (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        local -> Bool,
        media -> Bool,
        local_media -> Nullable<Bool>,
    }
}

diesel::table! {
    tag_entry (tag_id, status_id) {
        tag_id -> BigInt,
        status_id -> BigInt,
        account_id -> BigInt,
        local -> Bool,
        media -> Bool,
        local_media -> Nullable<Bool>,
        narrow_tag_id -> BigInt,
    }
}

diesel::table! {
    account_media (account_id, status_id) {
        account_id -> BigInt,
        status_id -> BigInt,
    }
}

diesel::table! {
    account_tag (account_id, tag_id, status_id) {
        account_id -> BigInt,
        tag_id -> BigInt,
        status_id -> BigInt,
    }
}

diesel::table! {
    conversation (id) {
        id -> BigInt,
        account_id -> BigInt,
        thread_id -> BigInt,
        participants -> Text,
        last_status_id -> BigInt,
        unread -> Bool,
    }
}

diesel::table! {
    conversation_status (conversation_id, status_id) {
        conversation_id -> BigInt,
        status_id -> BigInt,
    }
}

diesel::table! {
    search_text (status_id) {
        status_id -> BigInt,
        account_id -> BigInt,
        words -> Text,
        language -> Nullable<Text>,
        visibility -> Integer,
        media -> Text,
        poll -> Bool,
        link -> Bool,
        reply -> Bool,
        sensitive -> Bool,
    }
}

diesel::table! {
    search_pending (status_id) {
        status_id -> BigInt,
    }
}

diesel::table! {
    filter (id) {
        id -> BigInt,
        account_id -> BigInt,
        title -> Text,
        contexts -> Integer,
        action -> Text,
        expires_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    filter_keyword (id) {
        id -> BigInt,
        filter_id -> BigInt,
        keyword -> Text,
        whole_word -> Bool,
    }
}

diesel::table! {
    filter_status (id) {
        id -> BigInt,
        filter_id -> BigInt,
        status_id -> BigInt,
    }
}

diesel::table! {
    notification (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        from_account_id -> BigInt,
        status_id -> Nullable<BigInt>,
        created_at -> BigInt,
        group_key -> Text,
        is_head -> Bool,
        filtered -> Bool,
        group_count -> BigInt,
        first_id -> BigInt,
        sample -> Text,
        report_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    notification_policy (account_id) {
        account_id -> BigInt,
        for_not_following -> Text,
        for_not_followers -> Text,
        for_new_accounts -> Text,
        for_private_mentions -> Text,
        for_limited_accounts -> Text,
        pending_requests -> BigInt,
        pending_notifications -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    notification_request (id) {
        id -> BigInt,
        account_id -> BigInt,
        from_account_id -> BigInt,
        last_status_id -> Nullable<BigInt>,
        notifications -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    notification_permission (account_id, from_account_id) {
        account_id -> BigInt,
        from_account_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    push_subscription (id) {
        id -> BigInt,
        access_token_id -> BigInt,
        account_id -> BigInt,
        endpoint -> Text,
        public_key -> Binary,
        secret -> Binary,
        standard -> Bool,
        policy -> Text,
        alerts -> Text,
        token -> Binary,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

//! Accounts, logins, programs that may use them, and what ties people to one another.

diesel::table! {
    account (id) {
        id -> BigInt,
        domain -> Text,
        username -> Text,
        username_folded -> Text,
        display_name -> Text,
        created_at -> BigInt,
        kind -> Text,
        uri -> Nullable<Text>,
        url -> Nullable<Text>,
        summary -> Text,
        fields -> Text,
        avatar_url -> Nullable<Text>,
        header_url -> Nullable<Text>,
        locked -> Bool,
        discoverable -> Bool,
        indexable -> Bool,
        memorial -> Bool,
        hides_network -> Bool,
        also_known_as -> Text,
        moved_to_uri -> Nullable<Text>,
        moved_at -> Nullable<BigInt>,
        followers_count -> BigInt,
        following_count -> BigInt,
        statuses_count -> BigInt,
        last_status_at -> Nullable<BigInt>,
        updated_at -> BigInt,
        suspended_at -> Nullable<BigInt>,
        deleted_at -> Nullable<BigInt>,
        summary_source -> Text,
        domain_level -> Nullable<Text>,
        limited_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    account_name (account_id, name) {
        account_id -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    account_preference (account_id) {
        account_id -> BigInt,
        visibility -> Nullable<Integer>,
        sensitive -> Bool,
        language -> Nullable<Text>,
        quote_policy -> Text,
        attribution_domains -> Text,
        show_media -> Bool,
        show_media_replies -> Bool,
        show_featured -> Bool,
        avatar_description -> Text,
        header_description -> Text,
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
        page_language -> Nullable<Text>,
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
    second_factor (user_id) {
        user_id -> BigInt,
        secret -> Binary,
        confirmed_at -> Nullable<BigInt>,
        last_step -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    recovery_code (id) {
        id -> BigInt,
        user_id -> BigInt,
        code_hash -> Binary,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkey_handle (user_id) {
        user_id -> BigInt,
        handle -> Binary,
    }
}

diesel::table! {
    passkey (id) {
        id -> BigInt,
        user_id -> BigInt,
        credential_id -> Binary,
        public_key -> Binary,
        sign_count -> BigInt,
        may_be_copied -> Bool,
        transports -> Text,
        name -> Text,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    passkey_challenge (id) {
        id -> BigInt,
        challenge_hash -> Binary,
        bound_to -> Binary,
        expires_at -> BigInt,
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
    application (id) {
        id -> BigInt,
        client_id -> Text,
        secret_hash -> Binary,
        name -> Text,
        website -> Nullable<Text>,
        redirect_uris -> Text,
        scopes -> Text,
        created_at -> BigInt,
        last_used_at -> BigInt,
    }
}

diesel::table! {
    application_token (id) {
        id -> BigInt,
        application_id -> BigInt,
        token_hash -> Binary,
        scopes -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    authorization_code (id) {
        id -> BigInt,
        code_hash -> Binary,
        application_id -> BigInt,
        user_id -> BigInt,
        redirect_uri -> Text,
        scopes -> Text,
        challenge -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
        token_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    access_token (id) {
        id -> BigInt,
        user_id -> BigInt,
        token_hash -> Binary,
        name -> Text,
        scopes -> Text,
        created_at -> BigInt,
        last_used_at -> Nullable<BigInt>,
        application_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    marker (user_id, timeline) {
        user_id -> BigInt,
        timeline -> Text,
        last_read_id -> Text,
        version -> BigInt,
        updated_at -> BigInt,
    }
}

diesel::table! {
    follow (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        state -> Integer,
        local -> Bool,
        uri -> Nullable<Text>,
        reblogs -> Bool,
        notify -> Bool,
        languages -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    block (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        uri -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    mute (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        hides_notifications -> Bool,
        expires_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    account_domain_block (id) {
        id -> BigInt,
        account_id -> BigInt,
        domain -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    account_note (account_id, target_id) {
        account_id -> BigInt,
        target_id -> BigInt,
        comment -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    followed_tag (id) {
        id -> BigInt,
        account_id -> BigInt,
        tag_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    featured_tag (id) {
        id -> BigInt,
        account_id -> BigInt,
        tag_id -> BigInt,
        statuses_count -> BigInt,
        last_status_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    suggestion_dismissal (account_id, target_id) {
        account_id -> BigInt,
        target_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    report (id) {
        id -> BigInt,
        account_id -> BigInt,
        target_id -> BigInt,
        comment -> Text,
        status_ids -> Text,
        uri -> Nullable<Text>,
        created_at -> BigInt,
        resolved_at -> Nullable<BigInt>,
        category -> Text,
        forwarded -> Bool,
        rule_ids -> Text,
        assigned_to -> Nullable<BigInt>,
        decision -> Nullable<Text>,
        decision_note -> Text,
    }
}

diesel::table! {
    group_moderator (group_id, account_id) {
        group_id -> BigInt,
        account_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    account_archive (id) {
        id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        language -> Text,
        path -> Text,
        done -> BigInt,
        total -> BigInt,
        skipped -> BigInt,
        size -> BigInt,
        failure -> Nullable<Text>,
        created_at -> BigInt,
        touched_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        expires_at -> BigInt,
    }
}

diesel::table! {
    data_import (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        overwrite -> Bool,
        content -> Text,
        total -> BigInt,
        done -> BigInt,
        failed -> BigInt,
        problems -> Text,
        created_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

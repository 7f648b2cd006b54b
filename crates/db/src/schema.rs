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
    status_policy (status_id) {
        status_id -> BigInt,
        likes -> Text,
        boosts -> Text,
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
    idempotency (user_id, key) {
        user_id -> BigInt,
        key -> Text,
        made_id -> BigInt,
        is_scheduled -> Bool,
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
    group_moderator (group_id, account_id) {
        group_id -> BigInt,
        account_id -> BigInt,
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
    tag_day (tag_id, day) {
        tag_id -> BigInt,
        day -> BigInt,
        statuses -> BigInt,
        accounts -> BigInt,
    }
}

diesel::table! {
    account_name (account_id, name) {
        account_id -> BigInt,
        name -> Text,
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
    application_token (id) {
        id -> BigInt,
        application_id -> BigInt,
        token_hash -> Binary,
        scopes -> Text,
        created_at -> BigInt,
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
    marker (user_id, timeline) {
        user_id -> BigInt,
        timeline -> Text,
        last_read_id -> Text,
        version -> BigInt,
        updated_at -> BigInt,
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

diesel::joinable!(user -> account (account_id));
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

diesel::allow_tables_to_appear_in_same_query!(
    account,
    user,
    user_role,
    session,
    invitation,
    invitation_use,
    password_reset,
    remote_actor,
    signing_key,
    remote_key,
    follow,
    block,
    status,
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
);

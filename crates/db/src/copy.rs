//! Copies a whole database into another one, of the same kind or the other.

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use crate::access_tokens::AccessTokenRow;
use crate::account_names::AccountNameRow;
use crate::account_notes::NoteRow;
use crate::account_posts::{AccountMediaRow, AccountTagRow};
use crate::accounts::AccountRow;
use crate::activities::ActivityRow;
use crate::adoptions::AdoptionRow;
use crate::announced_records::AnnouncedRow;
use crate::announcements::{AnnouncementReactionRow, AnnouncementRow, DismissalRow};
use crate::applications::{ApplicationRow, ApplicationTokenRow};
use crate::archives::ArchiveRow;
use crate::attachments::AttachmentRow;
use crate::authorization_codes::AuthorizationCodeRow;
use crate::blocks::BlockRow;
use crate::bookmarks::BookmarkRow;
use crate::connection::{Conn, Mode, each_backend};
use crate::conversations::{ConversationRow, ConversationStatusRow};
use crate::deliveries::DeliveryRow;
use crate::directory::SuggestionDismissalRow;
use crate::domain_blocks::DomainBlockRow;
use crate::domain_policies::DomainPolicyRow;
use crate::drafts::DraftRow;
use crate::emojis::EmojiRow;
use crate::error::{DbError, DbResult};
use crate::event_plans::{EventConceptRow, EventPlanRow};
use crate::events::EventRow;
use crate::facets::FacetRow;
use crate::favourites::FavouriteRow;
use crate::featured_tags::FeaturedTagRow;
use crate::filters::{FilterKeywordRow, FilterRow, FilterStatusRow};
use crate::followed_tags::FollowedTagRow;
use crate::follows::FollowRow;
use crate::groups::{GroupModeratorRow, GroupPostRow};
use crate::home::HomeEntryRow;
use crate::hub_announcements::HubAnnouncementRow;
use crate::hub_items::HubItemRow;
use crate::hub_members::HubMemberRow;
use crate::hub_topics::HubTopicRow;
use crate::idempotency::IdempotencyRow;
use crate::imports::ImportRow;
use crate::inbox::InboxItemRow;
use crate::invitations::InvitationRow;
use crate::jobs::JobRow;
use crate::ledger_snapshots::{LedgerChangedRow, LedgerSnapshotRow};
use crate::ledgers::{LedgerRow, LedgerSettingRow};
use crate::library::{LibraryCountRow, LibraryEntryRow};
use crate::lineage::LineageRow;
use crate::lists::{ListEntryRow, ListMemberRow, ListRow};
use crate::markers::MarkerRow;
use crate::mentions::MentionRow;
use crate::migrate::{self, State};
use crate::mutes::MuteRow;
use crate::notification_policies::{
    NotificationPermissionRow, NotificationPolicyRow, NotificationRequestRow,
};
use crate::notifications::NotificationRow;
use crate::organisation_members::MemberRow;
use crate::outcomes::OutcomeRow;
use crate::participations::ParticipationRow;
use crate::passkeys::{PasskeyChallengeRow, PasskeyHandleRow, PasskeyRow};
use crate::password_resets::PasswordResetRow;
use crate::peers::PeerRow;
use crate::pins::PinRow;
use crate::polls::{PollOptionRow, PollRow, PollVoteRow};
use crate::practice_search::{PracticeSearchRow, PracticeSearchTextRow};
use crate::practices::{PracticeRow, PracticeVersionRow};
use crate::preferences::PreferenceRow;
use crate::preview_cards::{PreviewCardRow, StatusCardRow};
use crate::public_entries::PublicEntryRow;
use crate::push_subscriptions::PushSubscriptionRow;
use crate::questions::QuestionRow;
use crate::reactions::ReactionRow;
use crate::remote_actors::{RemoteActorRow, RemoteKeyRow};
use crate::remote_files::RemoteFileRow;
use crate::reports::ReportRow;
use crate::rules::RuleRow;
use crate::run::{RunQueryDsl, SelectableHelper};
use crate::scheduled_statuses::ScheduledStatusRow;
use crate::search::{SearchPendingRow, SearchTextRow};
use crate::second_factors::{RecoveryCodeRow, SecondFactorRow};
use crate::sessions::SessionRow;
use crate::signing_keys::SigningKeyRow;
use crate::sqlite::Access;
use crate::staff_actions::StaffActionRow;
use crate::status_policies::StatusPolicyRow;
use crate::statuses::{StatusDocumentRow, StatusEditRow, StatusRow};
use crate::tag_days::TagDayRow;
use crate::tag_entries::TagEntryRow;
use crate::tags::{StatusTagRow, TagRow};
use crate::talks::{EventNoteRow, TalkRow};
use crate::thread_mutes::ThreadMuteRow;
use crate::tombstones::TombstoneRow;
use crate::uploads::UploadRow;
use crate::users::UserRow;
use crate::{Db, DbOptions, Location, database, postgres, schema};

mod rows;

use rows::{FactRow, InvitationUseRow, OutboxRow, ScheduleRow, UserRoleRow};

/// How far a copy is. Told at the beginning of each table and after each batch of at most 500 rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyProgress {
    /// The table that is being copied.
    pub table: &'static str,
    /// How many of its rows have been written; they stay only when the whole copy succeeds.
    pub done: u64,
    /// How many rows it has.
    pub total: u64,
}

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopyReport {
    /// Each table with its number of rows, in the order of copying.
    pub tables: Vec<(&'static str, u64)>,
}

impl CopyReport {
    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, rows)| rows).sum()
    }
}

/// Tables that stay behind, each with the reason.
pub const NOT_COPIED: &[(&str, &str)] = &[(
    "node",
    "it says which processes work on the old database now",
)];

/// Lists the tables in an order in which no row refers to one that comes later. A row is found
/// again by its key, which must be its primary key: `key(column = |row| value)`, one to three of them.
macro_rules! copied_tables {
    ($($table:ident: $row:ty, key($($column:ident = $value:expr),+) $(, as $change:expr)?;)+) => {
        /// The tables that are copied, in the order of copying.
        pub const COPIED: &[&str] = &[$(stringify!($table)),+];

        fn copy_tables(
            from: &mut Conn,
            to: &mut Conn,
            progress: &mut dyn FnMut(CopyProgress),
        ) -> DbResult<CopyReport> {
            let mut report = CopyReport::default();
            $({
                let rows = copy_table(
                    stringify!($table),
                    from,
                    to,
                    progress,
                    &Table {
                        count: |c: &mut Conn| {
                            use schema::$table::dsl;
                            Ok(dsl::$table.count().get_result(c)?)
                        },
                        next: |c: &mut Conn, last: Option<&$row>| {
                            use schema::$table::dsl;
                            let query = dsl::$table
                                .select(<$row>::as_select())
                                .order(($(dsl::$column.asc(),)+))
                                .limit(BATCH);
                            Ok(match last {
                                None => query.load(c)?,
                                Some(last) => query.filter(after!(last, $($column = $value),+)).load(c)?,
                            })
                        },
                        insert: |c: &mut Conn, rows: Vec<$row>| {
                            $(let rows: Vec<$row> = rows.into_iter().map($change).collect();)?
                            each_backend!(c, c => {
                                diesel::insert_into(schema::$table::table).values(rows).execute(c)?
                            });
                            Ok(())
                        },
                    },
                )?;
                report.tables.push((stringify!($table), rows));
            })+
            Ok(report)
        }
    };
}

/// The rows whose key is greater than that of `last`.
macro_rules! after {
    ($last:ident, $column:ident = $value:expr) => {
        dsl::$column.gt(of($last, $value))
    };
    ($last:ident, $first:ident = $first_value:expr, $second:ident = $second_value:expr) => {
        dsl::$first.gt(of($last, $first_value)).or(dsl::$first
            .eq(of($last, $first_value))
            .and(dsl::$second.gt(of($last, $second_value))))
    };
    ($last:ident, $first:ident = $first_value:expr, $second:ident = $second_value:expr,
     $third:ident = $third_value:expr) => {
        dsl::$first
            .gt(of($last, $first_value))
            .or(dsl::$first
                .eq(of($last, $first_value))
                .and(dsl::$second.gt(of($last, $second_value))))
            .or(dsl::$first
                .eq(of($last, $first_value))
                .and(dsl::$second.eq(of($last, $second_value)))
                .and(dsl::$third.gt(of($last, $third_value))))
    };
}

copied_tables! {
    instance_fact: FactRow, key(key = |row| row.key.clone());
    account: AccountRow, key(id = |row| row.id.get());
    user: UserRow, key(id = |row| row.id.get());
    user_role: UserRoleRow, key(user_id = |row| row.user_id, role = |row| row.role.clone());
    session: SessionRow, key(id = |row| row.id.get());
    second_factor: SecondFactorRow, key(user_id = |row| row.user_id.get());
    recovery_code: RecoveryCodeRow, key(id = |row| row.id.get());
    passkey_handle: PasskeyHandleRow, key(user_id = |row| row.user_id.get());
    passkey: PasskeyRow, key(id = |row| row.id.get());
    passkey_challenge: PasskeyChallengeRow, key(id = |row| row.id.get());
    invitation: InvitationRow, key(id = |row| row.id.get());
    invitation_use: InvitationUseRow, key(id = |row| row.id);
    password_reset: PasswordResetRow, key(id = |row| row.id.get());
    remote_actor: RemoteActorRow, key(account_id = |row| row.account_id.get());
    signing_key: SigningKeyRow, key(id = |row| row.id.get());
    remote_key: RemoteKeyRow, key(key_uri = |row| row.key_uri.clone());
    follow: FollowRow, key(id = |row| row.id.get());
    block: BlockRow, key(id = |row| row.id.get());
    mute: MuteRow, key(id = |row| row.id.get());
    account_domain_block: DomainBlockRow, key(id = |row| row.id.get());
    account_note: NoteRow, key(account_id = |row| row.account_id.get(), target_id = |row| row.target_id.get());
    account_name: AccountNameRow, key(account_id = |row| row.account_id.get(), name = |row| row.name.clone());
    suggestion_dismissal: SuggestionDismissalRow, key(account_id = |row| row.account_id.get(), target_id = |row| row.target_id.get());
    data_import: ImportRow, key(id = |row| row.id.get());
    account_archive: ArchiveRow, key(id = |row| row.id.get());
    account_preference: PreferenceRow, key(account_id = |row| row.account_id.get());
    status: StatusRow, key(id = |row| row.id.get());
    status_document: StatusDocumentRow, key(status_id = |row| row.status_id.get());
    status_edit: StatusEditRow, key(id = |row| row.id.get());
    mention: MentionRow, key(status_id = |row| row.status_id.get(), account_id = |row| row.account_id.get());
    tag: TagRow, key(id = |row| row.id.get());
    followed_tag: FollowedTagRow, key(id = |row| row.id.get());
    featured_tag: FeaturedTagRow, key(id = |row| row.id.get());
    tag_day: TagDayRow, key(tag_id = |row| row.tag_id.get(), day = |row| row.day);
    account_media: AccountMediaRow, key(account_id = |row| row.account_id.get(), status_id = |row| row.status_id.get());
    account_tag: AccountTagRow, key(account_id = |row| row.account_id.get(), tag_id = |row| row.tag_id.get(), status_id = |row| row.status_id.get());
    status_tag: StatusTagRow, key(status_id = |row| row.status_id.get(), tag_id = |row| row.tag_id.get());
    attachment: AttachmentRow, key(id = |row| row.id.get());
    upload: UploadRow, key(id = |row| row.id.get());
    remote_file: RemoteFileRow, key(key = |row| row.key.clone());
    preview_card: PreviewCardRow, key(id = |row| row.id.get());
    status_card: StatusCardRow, key(status_id = |row| row.status_id.get());
    emoji: EmojiRow, key(id = |row| row.id.get());
    poll: PollRow, key(status_id = |row| row.status_id.get());
    poll_option: PollOptionRow, key(status_id = |row| row.status_id.get(), position = |row| row.position);
    poll_vote: PollVoteRow, key(id = |row| row.id.get());
    event: EventRow, key(status_id = |row| row.status_id.get());
    practice: PracticeRow, key(status_id = |row| row.status_id.get());
    practice_version: PracticeVersionRow, key(status_id = |row| row.status_id.get(), version = |row| row.version);
    facet: FacetRow, key(scheme = |row| row.scheme.clone(), concept = |row| row.concept.clone(), status_id = |row| row.status_id.get());
    lineage: LineageRow, key(status_id = |row| row.status_id.get(), source_uri = |row| row.source_uri.clone());
    adoption: AdoptionRow, key(status_id = |row| row.status_id.get());
    outcome: OutcomeRow, key(status_id = |row| row.status_id.get());
    ledger: LedgerRow, key(practice_id = |row| row.practice_id.get());
    ledger_setting: LedgerSettingRow, key(practice_id = |row| row.practice_id.get(), setting_key = |row| row.setting_key.clone());
    ledger_changed: LedgerChangedRow, key(practice_id = |row| row.practice_id.get());
    ledger_snapshot: LedgerSnapshotRow, key(practice_id = |row| row.practice_id.get(), day = |row| row.day.as_micros());
    organisation_member: MemberRow, key(organisation = |row| row.organisation.clone(), account_id = |row| row.account_id.get());
    announced_record: AnnouncedRow, key(status_id = |row| row.status_id.get());
    hub_member: HubMemberRow, key(host = |row| row.host.clone());
    hub_item: HubItemRow, key(status_id = |row| row.status_id.get());
    hub_topic: HubTopicRow, key(account_id = |row| row.account_id.get());
    hub_announcement: HubAnnouncementRow, key(account_id = |row| row.account_id.get(), status_id = |row| row.status_id.get());
    question: QuestionRow, key(status_id = |row| row.status_id.get());
    library_entry: LibraryEntryRow, key(status_id = |row| row.status_id.get());
    library_count: LibraryCountRow, key(lane = |row| row.lane.clone(), concept = |row| row.concept.clone(), other = |row| row.other.clone());
    draft: DraftRow, key(id = |row| row.id.get());
    event_plan: EventPlanRow, key(status_id = |row| row.status_id.get());
    event_concept: EventConceptRow, key(status_id = |row| row.status_id.get(), concept = |row| row.concept.clone());
    participation: ParticipationRow, key(id = |row| row.id.get());
    talk: TalkRow, key(id = |row| row.id.get());
    event_note: EventNoteRow, key(status_id = |row| row.status_id.get());
    status_policy: StatusPolicyRow, key(status_id = |row| row.status_id.get());
    favourite: FavouriteRow, key(id = |row| row.id.get());
    bookmark: BookmarkRow, key(id = |row| row.id.get());
    thread_mute: ThreadMuteRow, key(account_id = |row| row.account_id.get(), thread_id = |row| row.thread_id.get());
    reaction: ReactionRow, key(id = |row| row.id.get());
    pin: PinRow, key(account_id = |row| row.account_id.get(), status_id = |row| row.status_id.get());
    group_moderator: GroupModeratorRow, key(group_id = |row| row.group_id.get(), account_id = |row| row.account_id.get());
    group_post: GroupPostRow, key(status_id = |row| row.status_id.get(), group_id = |row| row.group_id.get());
    home_entry: HomeEntryRow, key(account_id = |row| row.account_id.get(), status_id = |row| row.status_id.get());
    list: ListRow, key(id = |row| row.id.get());
    list_member: ListMemberRow, key(list_id = |row| row.list_id.get(), account_id = |row| row.account_id.get());
    list_entry: ListEntryRow, key(list_id = |row| row.list_id.get(), status_id = |row| row.status_id.get());
    conversation: ConversationRow, key(id = |row| row.id.get());
    conversation_status: ConversationStatusRow, key(conversation_id = |row| row.conversation_id.get(), status_id = |row| row.status_id.get());
    search_text: SearchTextRow, key(status_id = |row| row.status_id.get());
    search_pending: SearchPendingRow, key(status_id = |row| row.status_id.get());
    practice_search: PracticeSearchRow, key(status_id = |row| row.status_id.get());
    practice_search_text: PracticeSearchTextRow, key(status_id = |row| row.status_id.get());
    public_entry: PublicEntryRow, key(status_id = |row| row.status_id.get());
    tag_entry: TagEntryRow, key(tag_id = |row| row.tag_id.get(), status_id = |row| row.status_id.get());
    report: ReportRow, key(id = |row| row.id.get());
    notification: NotificationRow, key(id = |row| row.id.get());
    notification_policy: NotificationPolicyRow, key(account_id = |row| row.account_id.get());
    notification_request: NotificationRequestRow, key(id = |row| row.id.get());
    notification_permission: NotificationPermissionRow, key(account_id = |row| row.account_id.get(), from_account_id = |row| row.from_account_id.get());
    peer: PeerRow, key(host = |row| row.host.clone()), as unleased;
    activity: ActivityRow, key(id = |row| row.id.get());
    delivery: DeliveryRow, key(id = |row| row.id.get());
    inbox_item: InboxItemRow, key(id = |row| row.id.get());
    tombstone: TombstoneRow, key(uri = |row| row.uri.clone(), account_id = |row| row.account_id);
    domain_policy: DomainPolicyRow, key(domain = |row| row.domain.clone());
    rule: RuleRow, key(id = |row| row.id.get());
    marker: MarkerRow, key(user_id = |row| row.user_id.get(), timeline = |row| row.timeline.clone());
    staff_action: StaffActionRow, key(id = |row| row.id.get());
    announcement: AnnouncementRow, key(id = |row| row.id.get());
    announcement_dismissal: DismissalRow, key(user_id = |row| row.user_id.get(), announcement_id = |row| row.announcement_id.get());
    announcement_reaction: AnnouncementReactionRow, key(announcement_id = |row| row.announcement_id.get(), name = |row| row.name.clone(), user_id = |row| row.user_id.get());
    application: ApplicationRow, key(id = |row| row.id.get());
    application_token: ApplicationTokenRow, key(id = |row| row.id.get());
    authorization_code: AuthorizationCodeRow, key(id = |row| row.id.get());
    access_token: AccessTokenRow, key(id = |row| row.id.get());
    push_subscription: PushSubscriptionRow, key(id = |row| row.id.get());
    idempotency: IdempotencyRow, key(user_id = |row| row.user_id.get(), key = |row| row.key.clone());
    scheduled_status: ScheduledStatusRow, key(id = |row| row.id.get());
    filter: FilterRow, key(id = |row| row.id.get());
    filter_keyword: FilterKeywordRow, key(id = |row| row.id.get());
    filter_status: FilterStatusRow, key(id = |row| row.id.get());
    outbox: OutboxRow, key(id = |row| row.id);
    job: JobRow, key(id = |row| row.id.get()), as released;
    schedule: ScheduleRow, key(name = |row| row.name.clone());
}

/// How many rows are read and written at once.
const BATCH: i64 = 500;

/// What copying needs to know of a table.
struct Table<C, N, I> {
    count: C,
    next: N,
    insert: I,
}

/// Gives the closures of the list the type of their row.
fn of<R, V>(row: &R, value: impl FnOnce(&R) -> V) -> V {
    value(row)
}

/// A claimed job is given back: its worker works on the old database.
fn released(job: JobRow) -> JobRow {
    // While it was claimed, `run_at` was the end of the lease; it was due when it was queued.
    let run_at = job.lease_token.map_or(job.run_at, |_| job.created_at);
    JobRow {
        run_at,
        lease_until: None,
        lease_token: None,
        ..job
    }
}

/// A server that was being delivered to is free: its worker works on the old database.
fn unleased(peer: PeerRow) -> PeerRow {
    PeerRow {
        lease_until: None,
        lease_token: None,
        ..peer
    }
}

/// Copies all rows of a migrated database into an empty one, which is migrated where necessary.
///
/// The source is read as it was at one moment. The target is written in one transaction: a failure
/// leaves no row in it. What is written to the source meanwhile is not copied, so stop the servers
/// that work on it. Blocks the calling thread.
///
/// Not copied are [`NOT_COPIED`] and the list of migrations; claimed jobs arrive as waiting ones.
///
/// # Errors
///
/// [`DbError::Refused`] where the target has rows, the source has not been migrated to this version
/// or both are the same; [`DbError::Newer`] where either was made by a newer version;
/// [`DbError::File`] and [`DbError::Unavailable`] where either cannot be opened.
pub fn copy_all(
    from: &DbOptions,
    to: &DbOptions,
    progress: &mut dyn FnMut(CopyProgress),
) -> DbResult<CopyReport> {
    if from.location == to.location {
        return Err(DbError::Refused(format!(
            "the database cannot be copied onto itself ({})",
            from.location
        )));
    }
    let mut source = open_source(from)?;
    refuse_unless_empty(to)?;
    Db::migrate(to, None)?;
    let mut target = open(to, Access::ReadWrite)?;
    source.begin(Mode::Read)?;
    target.begin(Mode::Write)?;
    let report = copy_tables(&mut source, &mut target, progress)?;
    target.commit()?;
    source.rollback()?;
    tracing::info!(rows = report.rows(), from = %from.location, to = %to.location, "copied the database");
    Ok(report)
}

/// Copies one table; gives the number of its rows.
fn copy_table<R, C, N, I>(
    name: &'static str,
    from: &mut Conn,
    to: &mut Conn,
    progress: &mut dyn FnMut(CopyProgress),
    table: &Table<C, N, I>,
) -> DbResult<u64>
where
    C: Fn(&mut Conn) -> DbResult<i64>,
    N: Fn(&mut Conn, Option<&R>) -> DbResult<Vec<R>>,
    I: Fn(&mut Conn, Vec<R>) -> DbResult<()>,
    R: Clone,
{
    let total = u64::try_from((table.count)(from)?).unwrap_or(0);
    let mut done = 0;
    let mut last: Option<R> = None;
    let mut tell = |done| {
        progress(CopyProgress {
            table: name,
            done,
            total,
        });
    };
    tell(done);
    loop {
        let rows = (table.next)(from, last.as_ref())?;
        let Some(end) = rows.last() else { break };
        last = Some(end.clone());
        done += u64::try_from(rows.len()).unwrap_or(0);
        (table.insert)(to, rows)?;
        tell(done);
    }
    let arrived = u64::try_from((table.count)(to)?).unwrap_or(0);
    if (done, arrived) != (total, total) {
        return Err(DbError::Corrupt(format!(
            "table {name} has {total} rows, but {done} were read and {arrived} arrived"
        )));
    }
    Ok(total)
}

fn open_source(options: &DbOptions) -> DbResult<Conn> {
    if let Location::Sqlite(path) = &options.location
        && !path.exists()
    {
        return Err(DbError::File {
            path: path.clone(),
            reason: "there is no such database to copy from".into(),
        });
    }
    // The list of migrations must be there to be read; reading it would make it otherwise.
    let mut conn = open(options, Access::ReadOnly)?;
    let state = if tables(&mut conn)?.iter().any(|table| table == MIGRATIONS) {
        each_state(&mut conn)?
    } else {
        State::Behind
    };
    match state {
        State::Current => Ok(conn),
        State::Behind => Err(DbError::Refused(format!(
            "the source ({}) has not been brought to this version; run `staffroom migrate` on it \
             first",
            options.location
        ))),
    }
}

fn each_state(conn: &mut Conn) -> DbResult<State> {
    match conn {
        Conn::Sqlite(c) => migrate::sqlite_state(c),
        Conn::Postgres(c) => migrate::postgres_state(c),
    }
}

/// A connection that may keep a transaction open for as long as copying takes.
fn open(options: &DbOptions, access: Access) -> DbResult<Conn> {
    match &options.location {
        Location::Sqlite(path) => database::sqlite_file(path, options).connect(access),
        Location::Postgres(url) => {
            let mut conn = postgres::open(url)?;
            conn.batch_execute(
                "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0",
            )?;
            Ok(Conn::Postgres(conn))
        }
    }
}

/// Diesel's list of migrations.
const MIGRATIONS: &str = "__diesel_schema_migrations";

/// Looks before anything is changed, so that a wrong target is left exactly as it was.
fn refuse_unless_empty(options: &DbOptions) -> DbResult<()> {
    #[derive(QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    if let Location::Sqlite(path) = &options.location
        && !path.exists()
    {
        return Ok(());
    }
    let mut conn = open(options, Access::ReadOnly)?;
    for table in tables(&mut conn)? {
        if table == MIGRATIONS {
            continue;
        }
        let name = table.replace('"', "\"\"");
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{name}\") AS found");
        let answer: Answer = diesel::sql_query(sql).get_result(&mut conn)?;
        if answer.found {
            return Err(DbError::Refused(format!(
                "the target ({}) is not empty: the table {table} has rows; copy into a new database",
                options.location
            )));
        }
    }
    Ok(())
}

/// The tables that are there.
fn tables(conn: &mut Conn) -> DbResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let sql = if conn.is_sqlite() {
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    } else {
        "SELECT table_name::text AS name FROM information_schema.tables \
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
    };
    let names: Vec<Name> = diesel::sql_query(sql).load(conn)?;
    Ok(names.into_iter().map(|row| row.name).collect())
}

//! The settings: the one place where each is named, described and given its default.
//!
//! The comments on them become the commented example file (`config/staffroom.toml`), so they are
//! written for the person who runs the server. After a change run `cargo xtask generate`.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Duration;

use crate::Raw;
use crate::definition::settings;
use crate::reader::Reader;
use crate::setting::{Section, Setting, within};
use crate::values::{
    AccountDomain, ByteSize, DatabaseUrl, Durability, EmailAddress, Encryption, FederationMode,
    Hubs, LanguageTag, LogFilter, LogFormat, Provider, Registration, Role, Secret, ServerUrl,
    TrustedProxies, Value, ZoneName,
};

settings! {
    /// The address of the instance, and the web server.
    server: Server {
        /// The address at which people and other servers reach this instance: https, the host,
        /// and a port only if it is not 443. Plain http is possible only for this machine
        /// (localhost), to try things out. It can never change once the instance has been started.
        url: ServerUrl = "http://localhost:8080";

        /// The domain in people's addresses, the part after the second @ in @amira@school.example.
        /// Empty: the host of `server.url`. If it is another domain, that domain must redirect
        /// /.well-known/webfinger to this instance. It can never change once the instance has been started.
        account_domain: Option<AccountDomain> = "";

        /// The IP address and port on which the server listens. A reverse proxy, which does TLS,
        /// passes requests on to it.
        bind: SocketAddr = "127.0.0.1:8080";

        /// The IP address and port for measurements in the form that Prometheus reads, or "off".
        /// Do not open it to the internet.
        metrics_bind: Option<SocketAddr> = "127.0.0.1:9090";

        /// The reverse proxies which may tell the real address of a visitor: a list of addresses
        /// or ranges, such as `["192.0.2.10", "2001:db8::/32"]`. The word "loopback" means this
        /// machine, "private" the private ranges that containers and local networks use.
        trusted_proxies: TrustedProxies = [];

        /// How many threads answer requests. 0: one for each core.
        workers: u32 = 0, from 0 to 1024;

        /// How long a request may take before it is given up.
        request_timeout: Duration = "30s", from "1s" to "10m";

        /// How long an idle connection stays open. Let it be longer than that of the reverse proxy.
        keep_alive: Duration = "75s", from "0s" to "1h";

        /// How long running requests and jobs may go on after the server is told to stop.
        shutdown_timeout: Duration = "30s", from "0s" to "10m";

        /// The largest request the server reads, apart from uploads, which have limits of their
        /// own.
        max_body: ByteSize = "1 MiB", from "16 KiB" to "1 GiB";

        /// How many connections may be open at once.
        max_connections: u32 = 10000, from 10 to 1000000;
    }

    /// Who this instance is for. People see these on its pages.
    instance: Instance {
        /// The name of the instance.
        name: String = "Staffroom";

        /// One or two sentences about it.
        description: String = "";

        /// Who provides the service: "school", "trust", "university", "charity", "volunteers" or
        /// "company". Cautious defaults and the right legal documents follow from it.
        provider: Provider = "volunteers";

        /// What it is among other instances: "instance", or "hub", a library of what many instances have
        /// found out, which `staffroom hub add` asks to belong to it.
        role: Role = "instance";

        /// Whether everybody here is of one school, so that what they try counts for it: true, false,
        /// or "auto": if `provider` is "school". Then the organisation that lives here is everybody's,
        /// as long as it is the only one. Otherwise `staffroom organisation add` says who is of which.
        one_organisation: Option<bool> = "auto";

        /// The person or role to turn to.
        contact_name: Option<String> = "";

        /// The mail address to turn to. It is public.
        contact_email: Option<EmailAddress> = "";

        /// The main language of the instance, by its short code: "en", "cy", "de". Pages come in it for whoever
        /// asks for none that they are written in.
        language: LanguageTag = "en";

        /// The time zone in which people here make events, unless they choose another one: "Europe/London".
        time_zone: ZoneName = "Europe/London";
    }

    /// What people may post.
    posting: Posting {
        /// Whether pages ask for a description of each picture, sound and video before it is posted: what
        /// those read who do not see or hear it. Apps decide that themselves.
        ask_descriptions: bool = true;

        /// Whether people may write direct messages, which only those see who are named in them: true,
        /// false, or "auto": not if `instance.provider` is "school" or "trust", where somebody has to
        /// answer for what is said in private.
        direct_messages: Option<bool> = "auto";
    }

    /// Where files are kept.
    storage: Storage {
        /// The folder for the SQLite database, the secret key, uploads and automatic backups.
        /// A relative path counts from the folder in which the server is started.
        data_dir: PathBuf = "./staffroom-data";
    }

    /// Pictures, sound and video: those of people here, and those of other servers, which are fetched once
    /// and kept for a while, so that nobody's reader is seen by other servers.
    media: Media {
        /// The largest picture that may be uploaded.
        max_image: ByteSize = "16 MiB", from "64 KiB" to "128 MiB";

        /// The largest sound or video file that may be uploaded.
        max_video: ByteSize = "99 MiB", from "64 KiB" to "4 GiB";

        /// The longest sound or video that may be uploaded.
        max_length: Duration = "30m", from "1s" to "24h";

        /// How long an upload may take.
        upload_timeout: Duration = "10m", from "10s" to "2h";

        /// The largest file that is fetched from another server; what is larger is not shown here. Up to
        /// 16 are held in memory at once, of larger ones fewer: 384 MiB together, or a single one that is larger.
        max_remote: ByteSize = "24 MiB", from "64 KiB" to "512 MiB";

        /// How long files of other servers are kept after somebody has looked at them.
        keep_remote: Duration = "14d", from "1h" to "3650d";

        /// How much room files of other servers may take. Beyond it those go first that nobody has
        /// looked at for longest.
        max_cache: ByteSize = "10 GiB", from "16 MiB" to "100000 GiB";

        /// Whether pages that posts link to are fetched, to show their title and picture. They are
        /// not where nothing is exchanged with other servers.
        link_previews: bool = true;

        /// The bucket of a store that speaks S3. Empty: files are kept in `storage.data_dir`. What is in
        /// a bucket is not part of `staffroom backup`.
        s3_bucket: Option<String> = "";

        /// The address of that store, with http or https. Empty: that of Amazon.
        s3_endpoint: Option<String> = "";

        /// The region of the bucket.
        s3_region: String = "us-east-1";

        /// Whether the bucket's name goes into the path instead of the host, as most stores want it that
        /// are not Amazon's.
        s3_path_style: bool = true;

        /// The id of the access key.
        s3_access_key: Option<String> = "";

        /// The secret of the access key.
        s3_secret_key: Option<Secret> = "";
    }

    /// The database.
    database: Database {
        /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`.
        /// Empty: the SQLite file staffroom.sqlite in `storage.data_dir`.
        url: Option<DatabaseUrl> = "";

        /// "full": what was saved survives a power cut. "normal": faster on slow disks, but a power
        /// cut may lose the last moments.
        durability: Durability = "full";

        /// How many connections serve requests (with SQLite: readers). 0: the server chooses.
        connections: u32 = 0, from 0 to 1000;

        /// How many further connections serve background work. 0: the server chooses.
        worker_connections: u32 = 0, from 0 to 1000;

        /// How long SQLite waits for another process which holds the database.
        busy_timeout: Duration = "10s", from "0s" to "5m";

        /// How long a request waits for a free connection before it fails.
        queue_timeout: Duration = "10s", from "100ms" to "5m";
    }

    /// Exchange with other servers.
    federation: Federation {
        /// "open": with every server that is not blocked. "allow-list": only with servers that an
        /// administrator allowed. "off": with none.
        /// Empty: "allow-list" if `instance.provider` is "school" or "trust", otherwise "open".
        mode: Option<FederationMode> = "";

        /// Whether other servers must say who they are before they are shown posts and profiles, also
        /// public ones (others call it "authorized fetch" or "secure mode"). It keeps blocked servers
        /// from reading in disguise, but some small servers then cannot follow people here.
        secure_mode: bool = false;

        /// Which hubs are told of the practices, outcomes and events here that are public and whose authors
        /// let them be listed: "ask" (those that `staffroom hub accept` lets), "all" that ask, or "none".
        hubs: Hubs = "ask";

        /// How often at most other servers are told of what was reported of a practice, and are asked what
        /// was reported of theirs: everything in between is told at once, so that nobody who reports again
        /// and again writes to all who follow its author.
        ledger_interval: Duration = "5m", from "1s" to "24h";
    }

    /// Outgoing mail: invitations, and links for forgotten passwords. Of notifications people are told by
    /// their apps.
    mail: Mail {
        /// The mail server. Empty: no mail is sent.
        smtp_host: Option<String> = "";

        /// The port of the mail server. "auto": 587 for starttls, 465 for tls, 25 for none.
        smtp_port: Option<NonZeroU16> = "auto";

        /// How the connection is protected: "starttls", "tls" or "none".
        encryption: Encryption = "starttls";

        /// The user name at the mail server. Empty: no sign-in.
        username: Option<String> = "";

        /// The password at the mail server.
        password: Option<Secret> = "";

        /// The sender of all mail. Empty: noreply@ and the account domain.
        from: Option<EmailAddress> = "";

        /// How long to wait for the mail server.
        timeout: Duration = "30s", from "1s" to "10m";
    }

    /// Background work: deliveries to other servers, mail, cleaning up.
    jobs: Jobs {
        /// How many jobs of each queue run at once; those for other servers, and archives of accounts, one by one.
        workers: u32 = 4, from 1 to 256;

        /// After how long a job counts as lost when its process no longer reports, so that another
        /// takes it.
        lease: Duration = "60s", from "1s" to "1h";

        /// How often to look for jobs of other processes.
        poll_interval: Duration = "1s", from "50ms" to "1m";

        /// How often a failing job is tried before it is set aside.
        max_attempts: u32 = 12, from 1 to 100;

        /// How long jobs that were set aside are kept, for you to look at.
        keep_dead: Duration = "30d", from "1h" to "3650d";
    }

    /// What phones and other client programs ask (the Mastodon client API).
    api: Api {
        /// Whether it is counted how often they ask, and those who ask too often have to wait.
        rate_limits: bool = true;

        /// How often they may ask, in percent of what is usual: 300 calls in 5 minutes with one token,
        /// 1500 for one person, 300 from one network without a token, and 6000 pictures and other files
        /// of other servers for one network.
        rate_limit_percent: u32 = 100, from 1 to 100000;
    }

    /// People's sign-in.
    users: Users {
        /// Who can join: "invitation": whoever was invited. "open": everybody, by a client program; their
        /// mail addresses are not checked.
        registration: Registration = "invitation";

        /// How long somebody stays signed in without using the instance.
        session_lifetime: Duration = "30d", from "5m" to "365d";

        /// How long an invitation can be accepted.
        invitation_lifetime: Duration = "14d", from "1h" to "365d";

        /// How long a link to set a password works, mailed or handed over.
        password_reset_lifetime: Duration = "24h", from "5m" to "7d";

        /// The fewest characters of a password.
        min_password_length: u32 = 10, from 8 to 128;

        /// Whether people who look after the instance (owner, administrator, moderator, safeguarding lead)
        /// need two-factor sign-in: until they have set it up, they do only what teachers may.
        staff_two_factor: bool = false;

        /// How many passwords are checked at once; each takes a core and some memory for a moment.
        /// 0: half the cores, at least 1.
        password_hash_concurrency: u32 = 0, from 0 to 256;
    }

    /// What people read.
    timelines: Timelines {
        /// Whether the public timelines, and those of hashtags, are open to whoever comes by. If not,
        /// only people of this instance can read them.
        open: bool = true;

        /// How many posts each home timeline, and that of each list, keeps. What is older is still on the
        /// profiles of those who posted it.
        length: u32 = 800, from 100 to 100000;
    }

    /// Keys and protection.
    security: Security {
        /// The file with the key that signs forms and links and belongs to the database. It is made at the
        /// first start; keep a copy of it in a safe place. Empty: secret.key in `storage.data_dir`.
        secret_key_file: Option<PathBuf> = "";

        /// Whether browsers are told to use https only (HSTS): true, false,
        /// or "auto": yes if `server.url` is https.
        hsts: Option<bool> = "auto";
    }

    /// What the server writes about its work.
    log: Log {
        /// "human" for people, "json" for programs, "auto": human on a terminal, otherwise json.
        format: LogFormat = "auto";

        /// The least important messages that are written: "error", "warn", "info", "debug" or
        /// "trace", perhaps with exceptions for parts of the program: `info,staffroom_db=debug`.
        level: LogFilter = "info";
    }

    /// Automatic backups.
    backup: Backup {
        /// Whether the SQLite database is copied before a new version changes its tables.
        before_migration: bool = true;

        /// How many of these automatic backups are kept.
        keep: u32 = 3, from 1 to 1000;
    }
}

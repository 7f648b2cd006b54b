//! Values which follow from others when they are not set.

use std::num::NonZeroU16;
use std::path::PathBuf;

use crate::values::Value;
use crate::{
    AccountDomain, Config, DatabaseUrl, EmailAddress, FederationMode, Provider, Role, Sources,
    parse,
};

impl Config {
    /// The domain of people's addresses: `server.account_domain`, or the host of `server.url` with
    /// its port if it is not the scheme's own.
    pub fn account_domain(&self) -> AccountDomain {
        self.server
            .account_domain
            .clone()
            .unwrap_or_else(|| AccountDomain::of(&self.server.url))
    }

    /// `federation.mode`, or what suits the provider: an allow-list for schools and trusts.
    pub fn federation_mode(&self) -> FederationMode {
        self.federation.mode.unwrap_or({
            if self.instance.provider.is_school() {
                FederationMode::AllowList
            } else {
                FederationMode::Open
            }
        })
    }

    /// `posting.direct_messages`, or what suits the provider: none at schools and trusts.
    pub fn direct_messages(&self) -> bool {
        let suits = !self.instance.provider.is_school();
        self.posting.direct_messages.unwrap_or(suits)
    }

    /// Whether this is a hub.
    pub fn is_hub(&self) -> bool {
        self.instance.role == Role::Hub
    }

    /// `instance.one_organisation`, or what suits the provider: only a school is one.
    pub fn one_organisation(&self) -> bool {
        let suits = self.instance.provider == Provider::School;
        self.instance.one_organisation.unwrap_or(suits)
    }

    /// `database.url`, or `staffroom.sqlite` in the data folder.
    pub fn database_url(&self) -> DatabaseUrl {
        self.database
            .url
            .clone()
            .unwrap_or_else(|| DatabaseUrl::Sqlite(self.storage.data_dir.join("staffroom.sqlite")))
    }

    /// `security.secret_key_file`, or `secret.key` in the data folder.
    pub fn secret_key_file(&self) -> PathBuf {
        self.security
            .secret_key_file
            .clone()
            .unwrap_or_else(|| self.storage.data_dir.join("secret.key"))
    }

    /// `security.hsts`, or whether the instance is reached by https.
    pub fn hsts(&self) -> bool {
        self.security.hsts.unwrap_or(self.server.url.is_https())
    }

    /// `mail.smtp_port`, or the usual port for `mail.encryption`.
    pub fn smtp_port(&self) -> u16 {
        self.mail
            .smtp_port
            .map_or(self.mail.encryption.default_port(), NonZeroU16::get)
    }

    /// `mail.from`, or `noreply@` the account domain.
    pub fn mail_from(&self) -> EmailAddress {
        self.mail
            .from
            .clone()
            .unwrap_or_else(|| EmailAddress::noreply(self.account_domain().host()))
    }

    /// `server.workers`, or one for each core.
    pub fn server_workers(&self, cores: usize) -> usize {
        match self.server.workers {
            0 => cores.max(1),
            workers => workers as usize,
        }
    }

    /// `users.password_hash_concurrency`, or half the cores.
    pub fn password_hash_concurrency(&self, cores: usize) -> usize {
        match self.users.password_hash_concurrency {
            0 => (cores / 2).max(1),
            concurrency => concurrency as usize,
        }
    }

    /// What a setting that is not set comes to, as `config show` prints it.
    pub(crate) fn derived(&self, key: &str) -> Option<String> {
        match key {
            "server.account_domain" => Some(self.account_domain().show()),
            "federation.mode" => Some(self.federation_mode().show()),
            "posting.direct_messages" => Some(self.direct_messages().to_string()),
            "instance.one_organisation" => Some(self.one_organisation().to_string()),
            "database.url" => Some(self.database_url().show()),
            "security.secret_key_file" => Some(self.secret_key_file().show()),
            "security.hsts" => Some(self.hsts().show()),
            "mail.smtp_port" => Some(self.smtp_port().to_string()),
            "mail.from" => Some(self.mail_from().show()),
            _ => None,
        }
    }
}

/// Every setting at its default.
impl Default for Config {
    #[expect(clippy::expect_used, reason = "a test loads the defaults")]
    fn default() -> Self {
        parse(&Sources::new())
            .expect("the defaults are a valid configuration")
            .config
    }
}

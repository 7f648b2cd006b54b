//! What the public pages tell about the instance.

use staffroom_config::{FederationMode, Provider};

use crate::web::Web;

/// The instance in words.
pub(crate) struct Instance {
    pub(crate) description: String,
    pub(crate) provider: &'static str,
    pub(crate) contact_name: Option<String>,
    pub(crate) contact_email: Option<String>,
    pub(crate) federation: &'static str,
    pub(crate) sends_mail: bool,
}

impl Instance {
    pub(crate) fn of(web: &Web) -> Self {
        let config = &web.ctx.config;
        Self {
            description: config.instance.description.trim().to_owned(),
            provider: provider(config.instance.provider),
            contact_name: config.instance.contact_name.clone(),
            contact_email: config
                .instance
                .contact_email
                .as_ref()
                .map(ToString::to_string),
            federation: federation(web.trial, config.federation_mode()),
            sends_mail: web.ctx.sends_mail(),
        }
    }
}

const fn provider(provider: Provider) -> &'static str {
    match provider {
        Provider::School => "a school",
        Provider::Trust => "a trust or group of schools",
        Provider::University => "a university or college",
        Provider::Charity => "a charity or subject association",
        Provider::Volunteers => "volunteers",
        Provider::Company => "a company",
    }
}

const fn federation(trial: bool, mode: FederationMode) -> &'static str {
    if trial {
        return "With no other server: this is a trial instance.";
    }
    match mode {
        FederationMode::Open => "With every server of the fediverse that is not blocked here.",
        FederationMode::AllowList => "Only with servers that an administrator has allowed.",
        FederationMode::Off => "With no other server.",
    }
}

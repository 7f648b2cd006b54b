//! What the public pages tell about the instance.

use staffroom_config::{FederationMode, Provider};

use crate::page::Page;
use crate::words::{Markup, Message, Words, escaped, key};

/// The instance in words.
pub(crate) struct Instance {
    pub(crate) description: String,
    /// The word by which messages choose what to call the provider.
    pub(crate) provider: &'static str,
    /// Whom to ask.
    pub(crate) contact: Markup,
    pub(crate) federation: Message,
    pub(crate) sends_mail: bool,
}

impl Instance {
    pub(crate) fn of(page: &Page) -> Self {
        let config = &page.ctx().config;
        let email = config.instance.contact_email.as_ref();
        Self {
            description: config.instance.description.trim().to_owned(),
            provider: provider(config.instance.provider),
            contact: contact(
                page.words(),
                config.instance.contact_name.as_deref(),
                email.map(ToString::to_string),
            ),
            federation: federation(page.web().trial, config.federation_mode()),
            sends_mail: page.ctx().sends_mail(),
        }
    }
}

fn contact(words: Words, name: Option<&str>, email: Option<String>) -> Markup {
    let Some(email) = email else {
        let nobody = || words.say("contact-nobody").to_string();
        return Markup::of_text(name.map_or_else(nobody, str::to_owned));
    };
    let link = format!("<a href=\"mailto:{0}\">{0}</a>", escaped(&email));
    match name {
        Some(name) => Markup::new(
            format!("{}, {link}", escaped(name)),
            format!("{name}, {email}"),
        ),
        None => Markup::new(link, email),
    }
}

const fn provider(provider: Provider) -> &'static str {
    match provider {
        Provider::School => "school",
        Provider::Trust => "trust",
        Provider::University => "university",
        Provider::Charity => "charity",
        Provider::Volunteers => "volunteers",
        Provider::Company => "company",
    }
}

const fn federation(trial: bool, mode: FederationMode) -> Message {
    if trial {
        return key("about-federation-trial");
    }
    match mode {
        FederationMode::Open => key("about-federation-open"),
        FederationMode::AllowList => key("about-federation-listed"),
        FederationMode::Off => key("about-federation-off"),
    }
}

//! One of the three instances: its name, its address, its settings.

use std::path::Path;

use staffroom_config::{ConfigError, Loaded, Overrides, Sources};
use staffroom_net::LoopbackPolicy;
use staffroom_service::organisations;

use super::ports::Ports;
use super::samples::SampleOrganisation;

/// What each sample instance is, in a word.
const KINDS: [(&str, &str); 3] = [
    ("oakfield", "a school"),
    ("leeds", "a TeachMeet group"),
    (HUB, "a hub that both belong to"),
];

/// Which of them is the hub.
const HUB: &str = "hub";

/// One of the three instances.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its name among the samples: `oakfield`.
    pub name: String,
    /// What it is called: `Oakfield School`.
    pub title: String,
    /// What it is, in a word: `a school`.
    pub kind: &'static str,
    /// What it says of itself.
    pub about: String,
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
}

impl Place {
    /// Those of the samples, in order.
    pub(super) fn all(organisations: Vec<SampleOrganisation>, ports: Ports) -> Vec<Self> {
        let of = |(it, port): (SampleOrganisation, u16)| {
            let kind = KINDS.iter().find(|(name, _)| *name == it.instance);
            Self {
                kind: kind.map_or("an instance", |(_, kind)| kind),
                name: it.instance,
                title: it.name,
                about: it.about,
                port,
            }
        };
        organisations.into_iter().zip(ports).map(of).collect()
    }

    /// Its host name. Each has one of its own, since cookies ignore ports.
    pub fn host(&self) -> String {
        format!("{}.localhost", self.name)
    }

    /// What stands behind the second @ of its people: `oakfield.localhost:8081`.
    pub fn domain(&self) -> String {
        format!("{}:{}", self.host(), self.port)
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.domain())
    }

    /// Whether it is the hub.
    pub fn is_hub(&self) -> bool {
        self.name == HUB
    }

    /// What its own organisation is found by: `oakfield-school`. A hub begins with one.
    pub(super) fn organisation(&self) -> String {
        if self.is_hub() {
            organisations::HUB.to_owned()
        } else {
            handle_of(&self.title)
        }
    }

    /// Its settings, in a folder of its own. Neither a configuration file nor the environment is read: a demonstration
    /// never touches what somebody has set up in earnest.
    pub(super) fn settings(&self, folder: &Path) -> Result<Loaded, ConfigError> {
        let data = folder.join(&self.name);
        let mut overrides = Overrides::new();
        for (key, value) in [
            ("server.url", self.url().as_str()),
            ("server.bind", &format!("127.0.0.1:{}", self.port)),
            ("server.metrics_bind", "off"),
            ("server.workers", "1"),
            ("server.shutdown_timeout", "2s"),
            ("instance.name", &self.title),
            ("instance.description", &self.about),
            (
                "instance.role",
                if self.is_hub() { "hub" } else { "instance" },
            ),
            ("storage.data_dir", &data.to_string_lossy()),
            // What a power cut may take of a demonstration is no loss.
            ("database.durability", "normal"),
            ("federation.mode", "open"),
            // Whoever looks at three instances side by side should not wait.
            ("federation.ledger_interval", "2s"),
            // Everybody here seems to come from one network.
            ("api.rate_limits", "false"),
            ("jobs.poll_interval", "1s"),
            ("backup.before_migration", "false"),
        ] {
            overrides.set(&format!("{key}={value}"))?;
        }
        staffroom_config::parse(&Sources::new().with_overrides(overrides))
    }
}

/// What an organisation is found by.
pub(super) fn handle_of(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The three may call one another, and nobody else.
pub(super) fn policy(places: &[Place]) -> LoopbackPolicy {
    LoopbackPolicy::for_instances(places.iter().map(|place| (place.host(), place.port)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::samples;

    #[test]
    fn each_has_an_address_and_a_folder_of_its_own() {
        let (organisations, _) = samples::people().unwrap();
        let places = Place::all(organisations, [8081, 8082, 8083]);
        let urls: Vec<String> = places.iter().map(Place::url).collect();
        let expected = [
            "http://oakfield.localhost:8081",
            "http://leeds.localhost:8082",
            "http://hub.localhost:8083",
        ];
        assert_eq!(urls, expected);
        for place in &places {
            let loaded = place.settings(Path::new("/x")).unwrap();
            assert!(!loaded.is_trial(), "a trial exchanges nothing");
            assert_eq!(loaded.config.server.url.origin(), place.url());
            assert!(loaded.config.storage.data_dir.ends_with(&place.name));
            assert_ne!(place.kind, "an instance");
            assert_eq!(loaded.config.is_hub(), place.name == "hub");
        }
    }
}

//! `NodeInfo` (FEP-f1d5, FEP-0151): what a server says of itself, read and written.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::incoming::ParseError;
use crate::iri::Iri;
use crate::json::{self, Json, Object};
use crate::limits;

/// Relation of a document of version 2.0.
pub const SCHEMA_2_0: &str = "http://nodeinfo.diaspora.software/ns/schema/2.0";
/// Relation of a document of version 2.1.
pub const SCHEMA_2_1: &str = "http://nodeinfo.diaspora.software/ns/schema/2.1";
/// Relation of the server's own actor (FEP-2677).
pub const APPLICATION: &str = "https://www.w3.org/ns/activitystreams#Application";

/// `/.well-known/nodeinfo`: where the documents are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Discovery {
    /// The links.
    pub links: Vec<DiscoveryLink>,
}

/// A link of the discovery document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiscoveryLink {
    /// Which version of the schema, or what else.
    pub rel: String,
    /// Where it is.
    pub href: Iri,
}

impl Discovery {
    /// Names the two documents and the server's actor.
    pub fn new(version_2_0: Iri, version_2_1: Iri, application: Iri) -> Self {
        let link = |rel: &str, href: Iri| DiscoveryLink {
            rel: rel.to_owned(),
            href,
        };
        Self {
            links: vec![
                link(SCHEMA_2_0, version_2_0),
                link(SCHEMA_2_1, version_2_1),
                link(APPLICATION, application),
            ],
        }
    }

    /// Reads a discovery document. Links without a usable address are left away.
    ///
    /// # Errors
    /// [`ParseError::Json`], [`ParseError::NotAnObject`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let root = object(bytes)?;
        let links = root.get("links").map(Json::each).unwrap_or_default();
        Ok(Self {
            links: links
                .iter()
                .filter_map(|link| {
                    let link = link.as_object()?;
                    Some(DiscoveryLink {
                        rel: line(link, "rel")?,
                        href: Iri::parse(link.get("href")?.as_str()?).ok()?,
                    })
                })
                .take(limits::LINKS)
                .collect(),
        })
    }

    /// The newest document that we can read.
    pub fn document(&self) -> Option<&Iri> {
        self.rel(SCHEMA_2_1).or_else(|| self.rel(SCHEMA_2_0))
    }

    /// The server's own actor (FEP-2677).
    pub fn application(&self) -> Option<&Iri> {
        self.rel(APPLICATION)
    }

    fn rel(&self, rel: &str) -> Option<&Iri> {
        let link = self.links.iter().find(|link| link.rel == rel)?;
        Some(&link.href)
    }
}

/// What another server says of itself. All of it is a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingNodeInfo {
    /// The program's name, such as `mastodon`.
    pub software_name: Option<String>,
    /// The program's version.
    pub software_version: Option<String>,
    /// The protocols that it speaks.
    pub protocols: Vec<String>,
    /// Whether anybody may sign up.
    pub open_registrations: Option<bool>,
    /// All users.
    pub users_total: Option<u64>,
    /// Users who did something in 30 days.
    pub users_active_month: Option<u64>,
    /// Users who did something in 180 days.
    pub users_active_half_year: Option<u64>,
    /// Posts made there.
    pub local_posts: Option<u64>,
    /// The server's name.
    pub node_name: Option<String>,
    /// About the server.
    pub node_description: Option<String>,
}

impl IncomingNodeInfo {
    /// Reads a document of any version.
    ///
    /// # Errors
    /// [`ParseError::Json`], [`ParseError::NotAnObject`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let root = object(bytes)?;
        let none = Object::default();
        let part = |of: &'_ Object, name: &str| -> Object {
            of.get(name)
                .and_then(Json::as_object)
                .unwrap_or(&none)
                .clone()
        };
        let software = part(&root, "software");
        let usage = part(&root, "usage");
        let users = part(&usage, "users");
        let metadata = part(&root, "metadata");
        let protocols = root.get("protocols").map(Json::each).unwrap_or_default();
        Ok(Self {
            software_name: line(&software, "name"),
            software_version: line(&software, "version"),
            protocols: protocols
                .iter()
                .take(limits::LINKS)
                .filter_map(Json::as_str)
                .filter(|name| name.len() <= limits::WORD)
                .map(str::to_owned)
                .collect(),
            open_registrations: root.flag("openRegistrations"),
            users_total: users.count("total"),
            users_active_month: users.count("activeMonth"),
            users_active_half_year: users.count("activeHalfyear"),
            local_posts: usage.count("localPosts"),
            node_name: line(&metadata, "nodeName"),
            node_description: line(&metadata, "nodeDescription"),
        })
    }
}

fn object(bytes: &[u8]) -> Result<Object, ParseError> {
    match json::parse(bytes)? {
        Json::Object(root) => Ok(root),
        _ => Err(ParseError::NotAnObject),
    }
}

fn line(object: &Object, name: &str) -> Option<String> {
    object.line(name)
}

/// The version of the schema of our document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Version {
    /// 2.0, which knows no repository and home page.
    #[serde(rename = "2.0")]
    V2_0,
    /// 2.1
    #[serde(rename = "2.1")]
    V2_1,
}

/// What we say of ourselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
    version: Version,
    software: Software,
    protocols: [&'static str; 1],
    services: Services,
    open_registrations: bool,
    usage: Usage,
    metadata: Metadata,
}

/// Which program runs here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Software {
    /// In lower case letters, digits and `-`.
    pub name: String,
    /// The version.
    pub version: String,
    /// Where its source is; version 2.1 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Iri>,
    /// Its home page; version 2.1 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<Iri>,
}

/// Other networks that are connected: none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Services {
    inbound: [&'static str; 0],
    outbound: [&'static str; 0],
}

/// How much is done here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// People.
    pub users: UsersUsage,
    /// Posts made here.
    pub local_posts: u64,
    /// Answers made here.
    pub local_comments: u64,
}

/// How many people do something here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsersUsage {
    /// All.
    pub total: u64,
    /// In 180 days.
    pub active_halfyear: u64,
    /// In 30 days.
    pub active_month: u64,
}

/// What FEP-0151 adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The server's name.
    pub node_name: String,
    /// About the server, plain text.
    pub node_description: String,
    /// The actors of those who run it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub staff_accounts: Vec<Iri>,
    /// Whether it talks with other servers.
    pub federation: FederationMetadata,
    /// Anything else.
    #[serde(flatten)]
    pub more: BTreeMap<String, serde_json::Value>,
}

/// Whether a server talks with others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FederationMetadata {
    /// Whether it does.
    pub enabled: bool,
}

impl NodeInfo {
    /// Puts a document together; version 2.0 leaves away what it does not know.
    pub fn new(
        version: Version,
        mut software: Software,
        open_registrations: bool,
        usage: Usage,
        metadata: Metadata,
    ) -> Self {
        if version == Version::V2_0 {
            software.repository = None;
            software.homepage = None;
        }
        Self {
            version,
            software,
            protocols: ["activitypub"],
            services: Services::default(),
            open_registrations,
            usage,
            metadata,
        }
    }

    /// The media type, which names the version.
    pub fn media_type(&self) -> &'static str {
        match self.version {
            Version::V2_0 => {
                "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\""
            }
            Version::V2_1 => {
                "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\""
            }
        }
    }
}

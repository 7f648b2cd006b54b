//! `WebFinger` answers (RFC 7033): JRD documents, read and written.

use serde::Serialize;

use crate::incoming::ParseError;
use crate::iri::Iri;
use crate::json::{self, Json, Object};
use crate::{ACTIVITY_JSON, limits};

/// The media type of a JRD.
pub const JRD_JSON: &str = "application/jrd+json";
/// Relation of the actor itself.
pub const REL_SELF: &str = "self";
/// Relation of the page for people.
pub const REL_PROFILE_PAGE: &str = "http://webfinger.net/rel/profile-page";
/// Relation of the picture.
pub const REL_AVATAR: &str = "http://webfinger.net/rel/avatar";
/// Relation of the page that one follows with from elsewhere; its `template` has `{uri}` in it.
pub const REL_SUBSCRIBE: &str = "http://ostatus.org/schema/1.0/subscribe";
/// Relation of the page on which one looks at an object from elsewhere (FEP-3b86); its `template` has `{object}` in it.
pub const REL_OBJECT: &str = "https://w3id.org/fep/3b86/Object";
/// The same where one follows an actor.
pub const REL_FOLLOW: &str = "https://w3id.org/fep/3b86/Follow";
/// Relation of the actor of a server (FEP-d556).
pub const REL_SERVICE: &str = "https://www.w3.org/ns/activitystreams#Service";

/// Relation of the organisation that speaks for a server, and announces what is found out there.
pub const REL_ORGANISATION: &str = "https://w3id.org/staffroom/ns#organisation";

/// A JSON Resource Descriptor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Jrd {
    /// Who it is about, such as `acct:alice@school.example`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Other names of the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Where to find what.
    pub links: Vec<JrdLink>,
}

/// A link of a JRD.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct JrdLink {
    /// How it is related.
    pub rel: String,
    /// The media type of what is there.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// Where it is, with a name to put in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

impl Jrd {
    /// Reads an answer. Links without `rel` are left away, at most [`limits::LINKS`] are kept.
    ///
    /// # Errors
    /// [`ParseError::Json`], [`ParseError::NotAnObject`].
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let Json::Object(root) = json::parse(bytes)? else {
            return Err(ParseError::NotAnObject);
        };
        let aliases = root.get("aliases").map(Json::each).unwrap_or_default();
        let links = root.get("links").map(Json::each).unwrap_or_default();
        Ok(Self {
            subject: text(&root, "subject"),
            aliases: aliases
                .iter()
                .take(limits::LINKS)
                .filter_map(Json::as_str)
                .filter(|alias| alias.len() <= limits::IRI)
                .map(str::to_owned)
                .collect(),
            links: links
                .iter()
                .filter_map(|link| JrdLink::read(link.as_object()?))
                .take(limits::LINKS)
                .collect(),
        })
    }

    /// The actor: the `self` link whose type is one of ActivityStreams, with whatever parameters; else none.
    pub fn actor(&self) -> Option<Iri> {
        self.links
            .iter()
            .filter(|link| link.rel == REL_SELF && link.is_activity_streams())
            .find_map(|link| Iri::parse(link.href.as_deref()?).ok())
    }

    /// The first link of this relation.
    pub fn link(&self, rel: &str) -> Option<&JrdLink> {
        self.links.iter().find(|link| link.rel == rel)
    }
}

impl JrdLink {
    /// The link that names the actor.
    pub fn to_actor(id: &Iri) -> Self {
        Self {
            rel: REL_SELF.to_owned(),
            media_type: Some(ACTIVITY_JSON.to_owned()),
            href: Some(id.as_str().to_owned()),
            template: None,
        }
    }

    /// The link to the page for people.
    pub fn to_page(url: &Iri) -> Self {
        Self {
            rel: REL_PROFILE_PAGE.to_owned(),
            media_type: Some("text/html".to_owned()),
            href: Some(url.as_str().to_owned()),
            template: None,
        }
    }

    /// The link to where one follows from elsewhere; `template` has `{uri}` in it.
    pub fn to_subscribe(template: impl Into<String>) -> Self {
        Self {
            rel: REL_SUBSCRIBE.to_owned(),
            template: Some(template.into()),
            ..Self::default()
        }
    }

    fn read(link: &Object) -> Option<Self> {
        Some(Self {
            rel: text(link, "rel")?,
            media_type: text(link, "type"),
            href: text(link, "href"),
            template: text(link, "template"),
        })
    }

    fn is_activity_streams(&self) -> bool {
        let media_type = self.media_type.as_deref().unwrap_or_default();
        let mut parts = media_type.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        if essence.eq_ignore_ascii_case(ACTIVITY_JSON) {
            return true;
        }
        essence.eq_ignore_ascii_case("application/ld+json")
            && parts.any(|part| {
                part.strip_prefix("profile=").is_some_and(|profiles| {
                    profiles
                        .trim_matches('"')
                        .split_ascii_whitespace()
                        .any(|profile| profile == crate::ACTIVITY_STREAMS)
                })
            })
    }
}

fn text(object: &Object, name: &str) -> Option<String> {
    let text = object.get(name)?.as_str()?;
    (!text.is_empty() && text.len() <= limits::IRI).then(|| text.to_owned())
}

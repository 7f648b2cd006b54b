//! `WebFinger` (RFC 7033): from a handle, an id or a page to the actor.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use staffroom_config::FederationMode;
use staffroom_domain::{AccountId, Addresses, Local};
use staffroom_protocol::webfinger::{JRD_JSON, Jrd, JrdLink, REL_ORGANISATION, REL_SERVICE};
use staffroom_protocol::{ACTIVITY_JSON, Handle, Iri};
use staffroom_service::accounts::AccountRow;
use staffroom_service::voice;

use super::actors::find;
use super::answer::Refusal;
use super::pages::named;
use super::serving::Serving;
use crate::documents;

/// The query.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    resource: Option<String>,
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Subject {
    /// A handle of ours, its name.
    Name(String),
    /// An actor, by what stands after `/ap/actors/` in its id.
    Actor(String),
    /// The server itself (FEP-d556), by the origin that was asked.
    Server(String),
    /// Nothing of ours.
    Foreign,
}

/// `GET /.well-known/webfinger?resource=…`
pub(super) async fn show(
    serving: web::Data<Serving>,
    question: web::Query<Question>,
) -> Result<HttpResponse, Refusal> {
    let config = &serving.ctx().config;
    if config.federation_mode() == FederationMode::Off {
        return Err(Refusal::NotFound);
    }
    let resource = question.resource.as_deref().unwrap_or_default();
    let domain = config.account_domain();
    let addresses = serving.fed().addresses();
    let row = match subject(addresses, domain.as_str(), resource)? {
        Subject::Server(origin) => {
            let voice = serving.ctx().db.read(voice::of_instance).await?;
            return jrd(&server(addresses, &origin, voice.map(|row| row.id)));
        }
        Subject::Foreign => return Err(Refusal::NotFound),
        Subject::Name(name) => named(&serving, &name).await?,
        Subject::Actor(id) => find(&serving, &id).await?,
    };
    jrd(&about(addresses, domain.as_str(), &row)?)
}

/// What a resource names. Both our host and the domain of our handles count.
fn subject(addresses: &Addresses, domain: &str, resource: &str) -> Result<Subject, Refusal> {
    if resource.is_empty() {
        return Err(Refusal::Malformed("the parameter \"resource\" is missing"));
    }
    if resource.starts_with("https://") || resource.starts_with("http://") {
        return at_address(addresses, domain, resource);
    }
    let handle =
        Handle::parse(resource).map_err(|_| Refusal::Malformed("this is no address of anybody"))?;
    let origin = Iri::parse(addresses.origin())?;
    let authority = origin.url().authority();
    let is_ours = [domain, authority]
        .iter()
        .any(|ours| handle.host().eq_ignore_ascii_case(ours));
    Ok(if is_ours {
        Subject::Name(handle.name().to_owned())
    } else {
        Subject::Foreign
    })
}

fn at_address(addresses: &Addresses, domain: &str, resource: &str) -> Result<Subject, Refusal> {
    let asked = Iri::parse(resource).map_err(|_| Refusal::Malformed("this is no address"))?;
    if asked.url().query().is_some() || asked.url().fragment().is_some() {
        return Ok(Subject::Foreign);
    }
    let own = Iri::parse(addresses.origin())?;
    let path = asked.url().path();
    // Where handles are of another domain, whoever knows only that one asks for the server there.
    let of_handles = Iri::parse(&format!("{}://{domain}/", own.url().scheme()))?;
    let is_server = [&own, &of_handles].map(|it| it.origin() == asked.origin());
    if path == "/" && is_server.contains(&true) {
        return Ok(Subject::Server(asked.origin().to_string()));
    }
    if asked.origin() != own.origin() {
        return Ok(Subject::Foreign);
    }
    if let Some(name) = path.strip_prefix("/@").filter(|name| !name.contains('/')) {
        return Ok(Subject::Name(name.to_owned()));
    }
    let exact = format!("{}{path}", addresses.origin());
    Ok(match (addresses.parse(&exact), path.rsplit_once('/')) {
        (Some(Local::Actor(_)), Some((_, id))) => Subject::Actor(id.to_owned()),
        _ => Subject::Foreign,
    })
}

/// The actor, under its one canonical handle, whatever was asked.
fn about(addresses: &Addresses, domain: &str, row: &AccountRow) -> Result<Jrd, Refusal> {
    let actor = Iri::parse(&addresses.actor(row.id))?;
    let page = Iri::parse(&documents::page(addresses, row))?;
    Ok(Jrd {
        subject: Some(format!("acct:{}@{domain}", row.username)),
        aliases: vec![page.as_str().to_owned(), actor.as_str().to_owned()],
        links: vec![JrdLink::to_page(&page), JrdLink::to_actor(&actor)],
    })
}

/// The actor of the server, and the organisation that speaks for it where there is one.
fn server(addresses: &Addresses, origin: &str, voice: Option<AccountId>) -> Jrd {
    let link = |rel: &str, actor| JrdLink {
        rel: rel.to_owned(),
        media_type: Some(ACTIVITY_JSON.to_owned()),
        href: Some(addresses.actor(actor)),
        template: None,
    };
    let voice = voice.map(|voice| link(REL_ORGANISATION, voice));
    Jrd {
        subject: Some(format!("{origin}/")),
        aliases: Vec::new(),
        links: [link(REL_SERVICE, AccountId::INSTANCE)]
            .into_iter()
            .chain(voice)
            .collect(),
    }
}

fn jrd(document: &Jrd) -> Result<HttpResponse, Refusal> {
    let text = serde_json::to_string(document);
    let text = text.map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(HttpResponse::Ok().content_type(JRD_JSON).body(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ask(resource: &str) -> Result<Subject, Refusal> {
        let addresses = Addresses::new("https://social.school.example");
        subject(&addresses, "school.example", resource)
    }

    #[test]
    fn handles_of_both_domains_ids_and_pages_are_ours() {
        for (resource, name) in [
            ("acct:amira@school.example", "amira"),
            ("acct:amira@social.school.example", "amira"),
            ("acct:Amira@SCHOOL.example", "Amira"),
            ("@amira@school.example", "amira"),
            ("https://social.school.example/@amira", "amira"),
            ("https://SOCIAL.school.example:443/@amira", "amira"),
        ] {
            assert_eq!(
                ask(resource).unwrap(),
                Subject::Name(name.into()),
                "{resource}"
            );
        }
        let actor = Subject::Actor("115648213954871296".into());
        let id = "https://social.school.example/ap/actors/115648213954871296";
        assert_eq!(ask(id).unwrap(), actor);
        for origin in ["https://social.school.example", "https://school.example"] {
            let server = Subject::Server(origin.into());
            assert_eq!(ask(origin).unwrap(), server);
            assert_eq!(ask(&format!("{origin}/")).unwrap(), server);
        }
    }

    #[test]
    fn everything_else_is_foreign_or_malformed() {
        for foreign in [
            "acct:amira@other.example",
            "https://other.example/@amira",
            "https://other.example/",
            "https://school.example/@amira",
            "http://social.school.example/@amira",
            "https://social.school.example/@amira/1",
            "https://social.school.example/ap/actors/01",
            "https://social.school.example/ap/actors/1/followers",
        ] {
            assert_eq!(ask(foreign).unwrap(), Subject::Foreign, "{foreign}");
        }
        for malformed in ["", "amira", "acct:", "acct:@", "https://", "mailto:a"] {
            assert!(
                matches!(ask(malformed), Err(Refusal::Malformed(_))),
                "{malformed}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_resource_is_survived(resource in ".{0,80}") {
            let _ = ask(&resource);
            let _ = ask(&format!("https://social.school.example/{resource}"));
        }
    }
}

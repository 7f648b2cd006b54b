//! To whom something is addressed.

use staffroom_domain::{Addresses, Visibility};
use staffroom_protocol::{Addressees, Iri};
use staffroom_service::accounts;
use staffroom_service::statuses::StatusView;

/// `to` and `cc` of a status or boost of ours, by who may see it (federation.md, 3.3): everybody, the
/// followers, and those whom it addresses, named or not. A boost also tells whose post it is.
pub fn audience(addresses: &Addresses, view: &StatusView) -> (Addressees, Addressees) {
    let people = people(addresses, view);
    let followers = Iri::parse(&addresses.of_actor(view.author.id, "followers")).ok();
    match view.status.visibility() {
        Visibility::Public => (
            Addressees::everybody(),
            Addressees::only(followers.into_iter().chain(people)),
        ),
        Visibility::Unlisted => (
            Addressees::only(followers),
            Addressees {
                public: true,
                ids: people,
            },
        ),
        Visibility::Private => (Addressees::only(followers), Addressees::only(people)),
        Visibility::Direct => (Addressees::only(people), Addressees::default()),
    }
}

/// The group that a status is in (FEP-1b12): the first, where there are several.
pub(super) fn group(addresses: &Addresses, view: &StatusView) -> Option<Iri> {
    let group = view.groups.first()?;
    Iri::parse(&accounts::uri(addresses, group)).ok()
}

/// Each once, in the order of the mentions.
fn people(addresses: &Addresses, view: &StatusView) -> Vec<Iri> {
    let boosted = view.boost_of.iter().map(|original| &original.author);
    let mentioned = view.mentions.iter().map(|mention| &mention.account);
    // An answer in a group's thread goes to the group, which passes it on.
    let mentioned = mentioned.chain(&view.groups);
    let mut people: Vec<Iri> = Vec::new();
    for account in boosted.chain(mentioned) {
        let Ok(id) = Iri::parse(&accounts::uri(addresses, account)) else {
            continue;
        };
        if !people.contains(&id) {
            people.push(id);
        }
    }
    people
}

//! Who follows whom, from one instance to another.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{FillError, Filling, escaped, until};
use crate::demo::client::Client;
use crate::demo::people::GROUP;

impl Filling<'_> {
    /// Whoever takes up something from elsewhere follows its author; one person at each instance follows all who write
    /// elsewhere; and some follow the group.
    pub(super) async fn follow(&self) -> Result<(), FillError> {
        let pairs = self.pairs()?;
        self.progress
            .step("following people elsewhere", pairs.len());
        for (follower, address) in pairs {
            follow(self.client(&follower)?, &address).await?;
            self.progress.advance();
        }
        Ok(())
    }

    /// Followers with the addresses of those whom they follow, each once.
    fn pairs(&self) -> Result<BTreeSet<(String, String)>, FillError> {
        let mut pairs = BTreeSet::new();
        for practice in &self.practices {
            let author = self.client(&practice.author)?;
            let address = self.address(&practice.author)?;
            let mut followers = Vec::new();
            for place in 0..self.places.len() {
                followers.push(self.first_at(place)?);
            }
            for entry in practice.adoptions.iter().chain(&practice.outcomes) {
                followers.push(self.client(&entry.author)?);
            }
            let elsewhere = followers.iter().filter(|it| it.place != author.place);
            pairs.extend(elsewhere.map(|it| (it.handle.clone(), address.clone())));
        }
        if let Some(home) = self.places.iter().find(|place| place.name == GROUP.0) {
            let group = format!("@{}@{}", GROUP.1, home.domain());
            for place in 0..self.places.len() {
                pairs.insert((self.first_at(place)?.handle.clone(), group.clone()));
            }
        }
        Ok(pairs)
    }
}

async fn follow(client: &Client, address: &str) -> Result<(), FillError> {
    let path = format!(
        "/api/v2/search?type=accounts&resolve=true&q={}",
        escaped(address)
    );
    let id = until(&format!("{} finds {address}", client.handle), async || {
        let found = client.get(&path).await?;
        let first = found.pointer("/accounts/0/id").and_then(Value::as_str);
        Ok(first.map(str::to_owned))
    })
    .await?;
    client
        .post(&format!("/api/v1/accounts/{id}/follow"), &json!({}))
        .await?;
    let path = format!("/api/v1/accounts/relationships?id[]={id}");
    until(
        &format!("{} follows {address}", client.handle),
        async || {
            let seen = client.get(&path).await?;
            let follows = seen.pointer("/0/following") == Some(&true.into());
            Ok(follows.then_some(()))
        },
    )
    .await
}

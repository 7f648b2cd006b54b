//! TeachMeets: announced, joined from all three instances, and noted.

use serde_json::{Map, Value, json};

use super::practices::Written;
use super::{FillError, Filling, escaped, text, until};
use crate::demo::client::{Client, id_of};
use crate::demo::teachmeets::{SampleEvent, SampleNote};

const EVENTS: &str = "/api/staffroom/v1/events";

/// How many people of each instance come.
const OF_EACH: usize = 4;

impl Filling<'_> {
    /// Announces every TeachMeet, and lets people of all instances come.
    pub(super) async fn meet(&self, written: &Written) -> Result<(), FillError> {
        self.progress
            .step("announcing TeachMeets", self.events.len());
        let mut announced = Vec::new();
        for event in &self.events {
            announced.push((event, self.announce(event, written).await?));
            self.progress.advance();
        }
        let coming = self.coming();
        let parts = announced.len() * coming.len();
        self.progress.step("taking places at them", parts);
        for (event, uri) in &announced {
            let place = if event.has_room() {
                "attendee"
            } else {
                "remote"
            };
            for client in &coming {
                let id = here(client, uri).await?;
                join(client, &id, place, &event.title).await?;
                self.progress.advance();
            }
        }
        let notes = announced.iter().map(|(event, _)| event.notes.len()).sum();
        self.progress.step("noting what was said there", notes);
        for (event, uri) in &announced {
            for note in &event.notes {
                write(self.client(&note.author)?, uri, note).await?;
                self.progress.advance();
            }
        }
        Ok(())
    }

    /// The first people of each instance.
    fn coming(&self) -> Vec<&Client> {
        let mut coming = Vec::new();
        for place in 0..self.places.len() {
            let there = self.people.iter().filter_map(|person| {
                let client = self.clients.get(&person.handle)?;
                (client.place == place).then_some(client)
            });
            coming.extend(there.take(OF_EACH));
        }
        coming
    }

    /// Announces an event, unless it is there; gives its id everywhere.
    async fn announce(&self, event: &SampleEvent, written: &Written) -> Result<String, FillError> {
        let author = self.client(&event.author)?;
        let there = author.get(&format!("{EVENTS}?limit=40")).await?;
        let found = items(&there).find(|it| {
            text(it, "/author/acct") == event.author && text(it, "/title") == event.title
        });
        if let Some(found) = found {
            return Ok(text(found, "/uri").to_owned());
        }
        let mut body = event.body.clone();
        let mut slots = Vec::new();
        for talk in &event.talks {
            let mut slot: Map<String, Value> = talk.record.clone();
            let practice = talk.practice.as_ref().and_then(|name| written.get(name));
            if let Some(practice) = practice {
                slot.insert("practice".to_owned(), practice.as_str().into());
            }
            let speaker = self.account_of(author, &talk.speaker).await?;
            slot.insert("speaker".to_owned(), speaker.into());
            slots.push(Value::Object(slot));
        }
        if let Some(record) = body.get_mut("record").and_then(Value::as_object_mut) {
            record.insert("slots".to_owned(), slots.into());
        }
        let made = author.post(EVENTS, &body).await?;
        Ok(text(&made, "/uri").to_owned())
    }

    /// The id of somebody's account everywhere, as another finds them.
    async fn account_of(&self, asks: &Client, handle: &str) -> Result<String, FillError> {
        let address = self.address(handle)?;
        let path = format!(
            "/api/v2/search?type=accounts&resolve=true&q={}",
            escaped(&address)
        );
        until(&format!("{} finds {address}", asks.handle), async || {
            let found = asks.get(&path).await?;
            let uri = found.pointer("/accounts/0/uri").and_then(Value::as_str);
            Ok(uri.map(str::to_owned))
        })
        .await
    }
}

/// The id of an event at somebody's instance, once it has come.
async fn here(client: &Client, uri: &str) -> Result<String, FillError> {
    until(&format!("{} hears of {uri}", client.handle), async || {
        let list = client.get(&format!("{EVENTS}?limit=40")).await?;
        let found = items(&list).find(|it| text(it, "/uri") == uri);
        found.map(id_of).transpose()
    })
    .await
}

async fn join(client: &Client, id: &str, place: &str, title: &str) -> Result<(), FillError> {
    let path = format!("{EVENTS}/{id}");
    client
        .post(&format!("{path}/rsvp"), &json!({ "place": place }))
        .await?;
    until(&format!("{} comes to {title}", client.handle), async || {
        let event = client.get(&path).await?;
        let is_answered = ["going", "waiting"].contains(&text(&event, "/mine/state"));
        Ok(is_answered.then_some(()))
    })
    .await
}

async fn write(client: &Client, event: &str, note: &SampleNote) -> Result<(), FillError> {
    let id = here(client, event).await?;
    let path = format!("{EVENTS}/{id}/notes");
    let there = client.get(&format!("{path}?limit=40")).await?;
    let is_there = items(&there).any(|it| {
        text(it, "/author/acct") == client.handle
            && it.pointer("/record/slot") == note.record.get("slot")
    });
    if !is_there {
        // Taken only from whom answers are taken: whoever notes something was there.
        client
            .post(&format!("{EVENTS}/{id}/rsvp"), &json!({}))
            .await?;
        let mut body = json!({ "record": note.record });
        if let (Some(language), Some(members)) = (&note.language, body.as_object_mut()) {
            members.insert("language".to_owned(), language.as_str().into());
        }
        client.post(&path, &body).await?;
    }
    Ok(())
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

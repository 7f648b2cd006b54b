//! Signed reads of an actor and of a status.

use url::Url;

use super::session::Session;
use super::signed::on_all_cores;
use super::world::Person;
use crate::figures::rate;

/// Reads a second of each.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) actor: f64,
    pub(crate) status: f64,
}

/// Reads each document so often, in the names of the people of host 0 in turn.
pub(crate) async fn measure(
    session: &mut Session,
    requests: u32,
    readers: u32,
) -> anyhow::Result<Outcome> {
    let status = Url::parse(&session.post_status("Something to read.").await?)?;
    session.memory.take_peak();
    Ok(Outcome {
        actor: read(session, &session.actor, requests, readers).await?,
        status: read(session, &status, requests, readers).await?,
    })
}

async fn read(session: &Session, url: &Url, requests: u32, readers: u32) -> anyhow::Result<f64> {
    let signer = session.signer();
    let numbers: Vec<u32> = (0..requests.max(readers)).collect();
    let mut written = on_all_cores(&numbers, |number| {
        let number = number % readers;
        signer.get(Person { host: 0, number }, url)
    })?;
    // So that every key is known: servers that read documents come again.
    let first = written.iter().take(readers as usize).cloned().collect();
    session.send_all(first).await?.all_accepted("a read")?;
    written.truncate(requests as usize);
    let load = session.send_all(written).await?.all_accepted("a read")?;
    Ok(rate(load.accepted, load.took))
}

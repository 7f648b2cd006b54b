//! Names that lead to servers of one test and nowhere else, each with TLS.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::{Map, Value};
use staffroom_testkit::{Backend, http_client};
use tempfile::TempDir;

use super::fedify::Fedify;
use super::instance::Instance;
use super::tls::{Authority, Front};
use crate::recount::{Folder, Said, recount};

/// A test authority, and who is reached under which name.
pub(crate) struct Network {
    _folder: TempDir,
    authority: Authority,
    fronts: Vec<Front>,
    /// Where each name is reached, with TLS.
    hosts: Vec<(String, SocketAddr)>,
    /// Where each instance listens, without.
    instances: Vec<(String, String)>,
}

impl Network {
    /// Without anybody.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            authority: Authority::new(folder.path()),
            _folder: folder,
            fronts: Vec::new(),
            hosts: Vec::new(),
            instances: Vec::new(),
        }
    }

    /// A fresh instance at `https://name`, not started; it knows nobody before [`Self::introduce`].
    pub(crate) async fn instance(&mut self, name: &str, backend: Backend) -> Instance {
        let instance = Instance::new(backend).at(&format!("https://{name}"));
        let at = instance.address().replace("http://", "").parse().unwrap();
        let front = self.authority.in_front_of(name, at).await;
        self.hosts.push((name.to_owned(), front.address));
        self.fronts.push(front);
        self.instances.push((name.to_owned(), instance.address()));
        instance
    }

    /// A server that other people wrote at `https://name`, started with these flags.
    pub(crate) async fn peer(&mut self, name: &str, flags: &[&str]) -> Fedify {
        let peer = Fedify::start(&self.authority, name, flags);
        for (known, address) in &self.hosts {
            peer.knows(known, *address).await;
        }
        self.hosts.push((name.to_owned(), peer.address));
        peer
    }

    /// From its next start on an instance reaches everybody who is here now.
    pub(crate) fn introduce(&self, instance: &mut Instance) {
        let authority = self.authority.file();
        let mut flags = vec!["--ca".to_owned(), authority.to_str().unwrap().to_owned()];
        for (name, address) in &self.hosts {
            flags.extend(["--host".to_owned(), format!("{name}={address}")]);
        }
        instance.use_test_server(flags);
    }

    /// The names and addresses as the scripts of `tests/peer` take them, and the authority's file.
    pub(crate) fn for_scripts(&self) -> (String, PathBuf) {
        let hosts = self.hosts.iter();
        let hosts: Map<String, Value> = hosts
            .map(|(name, address)| (name.clone(), address.to_string().into()))
            .collect();
        (Value::Object(hosts).to_string(), self.authority.file())
    }

    /// The status of the answer to somebody who does not say who they are, and wants the document.
    pub(crate) async fn get_unsigned(&self, url: &str) -> u16 {
        let url: reqwest::Url = url.parse().unwrap();
        let host = url.host_str().unwrap();
        let (_, instance) = self
            .instances
            .iter()
            .find(|(name, _)| name == host)
            .unwrap();
        let request = http_client()
            .get(format!("{instance}{}", url.path()))
            .header("host", host)
            .header("accept", "application/activity+json");
        request.send().await.unwrap().status().as_u16()
    }

    /// Counts ledgers again as somebody who only knows their addresses (`tests/recount`).
    pub(crate) fn recount(&self, ledgers: &[&str]) -> Said {
        let hosts = self.hosts.iter();
        let known = hosts.map(|(name, address)| format!("{name}={address}"));
        let mut arguments: Vec<String> = known
            .flat_map(|known| ["--resolve".to_owned(), known])
            .collect();
        arguments.extend(ledgers.iter().map(|ledger| (*ledger).to_owned()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        recount(&arguments, Some(&self.authority.file()))
    }

    /// A public document of an instance, as a stranger gets it; none where it is gone.
    async fn document(&self, url: &str) -> Option<Value> {
        let at: reqwest::Url = url.parse().unwrap();
        let host = at.host_str().unwrap();
        let mut instances = self.instances.iter();
        let (_, instance) = instances.find(|(name, _)| name == host).unwrap();
        let rest = url.split_once(host).unwrap().1;
        let request = http_client()
            .get(format!("{instance}{rest}"))
            .header("host", host)
            .header("accept", "application/activity+json");
        let answer = request.send().await.unwrap();
        match answer.status().as_u16() {
            200 => Some(answer.json().await.unwrap()),
            _ => None,
        }
    }

    /// Keeps a ledger and all that it is counted from in a folder.
    pub(crate) async fn keep(&self, ledger: &str) -> Kept {
        let kept = Kept {
            folder: tempfile::tempdir().unwrap(),
        };
        let mut wanted = vec![ledger.to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(url) = wanted.pop() {
            if !seen.insert(url.clone()) {
                continue;
            }
            let Some(document) = self.document(&url).await else {
                continue;
            };
            let ids = document["orderedItems"].as_array().into_iter().flatten();
            let ids = ids.filter(|id| id.is_string());
            let practice = &document["ledgerSummary"]["practice"];
            let links = ["first", "next", "rejected"].map(|name| &document[name]);
            let links = links.into_iter().chain([practice]).chain(ids);
            wanted.extend(links.filter_map(|it| it.as_str().map(str::to_owned)));
            kept.write(&url, &document);
        }
        kept
    }
}

/// Documents that were kept as files, each named by its address.
pub(crate) struct Kept {
    pub(crate) folder: TempDir,
}

impl Kept {
    fn write(&self, url: &str, document: &Value) {
        Folder::new(self.folder.path()).put(url, &document.to_string());
    }

    /// Changes one.
    pub(crate) fn change(&self, url: &str, how: impl Fn(&mut Value)) {
        let folder = Folder::new(self.folder.path());
        let mut document = serde_json::from_str(&folder.get(url)).unwrap();
        how(&mut document);
        folder.put(url, &document.to_string());
    }
}

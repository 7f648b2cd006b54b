//! The list of a ledger that was made up, its counts by the arithmetic of the program, and what those who cheat say of it.

use staffroom_domain::ledger::{Facts, LedgerSummary, Tally, by_setting, count_reasons};
use staffroom_domain::practice::Version;
use staffroom_domain::{RecordText, Timestamp};
use staffroom_protocol::Iri;
use staffroom_protocol::outgoing::{
    Collection, CollectionPage, Ledger, LedgerPage, Rejected, Summary, Terms,
};

use super::attacks;
use super::made::{Made, Making, iri};

/// How many ids a page has.
const PAGE: usize = 7;

impl Making<'_> {
    /// Writes the list and its counts; of hostile ones some say something else than is so.
    pub(super) fn finish(mut self, withdrawn: bool, hostile: bool) -> Made {
        let facts = Facts {
            practice: self.practice.clone(),
            now: self.now,
            version: Version::of(self.version).unwrap(),
            withdrawn,
            withdrawn_outcomes: u64::try_from(self.draw.below(3)).unwrap(),
            rejected: count_reasons(&self.rejected),
        };
        let mut summary = LedgerSummary::of(&Tally::of(&self.entries), &facts);
        let settings = by_setting(&self.entries);
        let current = settings
            .values()
            .map(|it| it.current().count() + it.adoptions().count());
        let mut total = u64::try_from(current.sum::<usize>()).unwrap();
        let is_too_few = summary.is_too_few_to_say();
        self.note(&format!("{summary:?}"));
        let lie = (hostile && self.draw.one_in(3))
            .then(|| attacks::lie(&self.draw, &mut summary, &mut total));
        let address = if self.is_author {
            format!("{}/ledger", self.practice)
        } else {
            format!("https://hub.example/ap/objects/{}/ledger", 100 + self.n)
        };
        let rejected = format!("{address}/rejected");
        let listed = std::mem::take(&mut self.listed);
        let pages = self.pages(&address, listed.chunks(PAGE), |page, some| LedgerPage {
            page: page(some.iter().map(|(id, _)| id.clone()).collect()),
            said_at: once(some),
        });
        let head = Ledger {
            collection: Collection::paged(iri(&address), Some(total), Some(pages)),
            rejected: iri(&rejected),
            summary: Summary(RecordText::of(&summary).unwrap()),
        };
        self.web.write(&iri(&address), &head);
        let reasons: Vec<Rejected> = self
            .rejected
            .iter()
            .map(|it| Rejected {
                object: iri(&it.id),
                rejection_reason: it.reason,
            })
            .collect();
        let pages = self.pages(&rejected, reasons.chunks(PAGE), |page, some| {
            page(some.to_vec())
        });
        let list = Collection::<Iri>::paged(iri(&rejected), None, Some(pages));
        self.web.write(&iri(&rejected), &list);
        Made {
            address,
            lie,
            is_too_few,
            story: self.story,
        }
    }

    /// Writes a list in pages, and gives the address of the first.
    fn pages<'b, T: 'b, I, P: serde::Serialize + Terms>(
        &self,
        list: &str,
        parts: impl Iterator<Item = &'b [T]>,
        page_of: impl Fn(&dyn Fn(Vec<I>) -> CollectionPage<I>, &'b [T]) -> P,
    ) -> Iri {
        let address = |n: usize| iri(&format!("{list}?page={n}"));
        let parts: Vec<&[T]> = parts.collect();
        for n in 0..parts.len().max(1) {
            let page = |items: Vec<I>| {
                let page = CollectionPage::ordered(address(n), iri(list), items);
                if n + 1 < parts.len() {
                    page.with_next(address(n + 1))
                } else {
                    page
                }
            };
            let some = parts.get(n).copied().unwrap_or_default();
            self.web.write(&address(n), &page_of(&page, some));
        }
        address(0)
    }
}

/// A page dates each id once, also where it is listed again.
fn once(some: &[(Iri, Timestamp)]) -> Vec<(Iri, Timestamp)> {
    let mut dated: Vec<(Iri, Timestamp)> = Vec::new();
    for (id, at) in some {
        if dated.iter().all(|(there, _)| there.as_str() != id.as_str()) {
            dated.push((id.clone(), *at));
        }
    }
    dated
}

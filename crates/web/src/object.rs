//! What a page of ours shows, found again by its address: for forms that are about it, and for programs.

use staffroom_domain::StatusId;
use staffroom_service::accounts::{self, AccountRow};
use staffroom_service::records::{RecordView, uri_of};
use staffroom_service::statuses::{self, StatusView, Viewer};

use crate::error::PageError;
use crate::page::Page;
use crate::shown::{Person, viewer};

/// Somebody, or something that they posted.
pub(crate) struct Object {
    /// The address of its page, without the origin.
    pub(crate) path: String,
    pub(crate) account: AccountRow,
    /// None of somebody.
    pub(crate) status: Option<StatusView>,
    /// The id of it, for other servers.
    pub(crate) uri: String,
}

impl Object {
    /// What stands at a path or an address of ours, as far as the visitor may see it.
    pub(crate) async fn find(page: &Page, address: &str) -> Result<Self, PageError> {
        Self::find_for(page, viewer(page), address).await
    }

    /// The same, as somebody else may see it.
    pub(crate) async fn find_for(
        page: &Page,
        viewer: Viewer,
        address: &str,
    ) -> Result<Self, PageError> {
        let addresses = &page.ctx().addresses;
        let path = address.strip_prefix(addresses.origin()).unwrap_or(address);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match parts.as_slice() {
            ["practices" | "events", id] => Self::status(page, viewer, id, None).await,
            [name] if name.starts_with('@') => Self::person(page, name).await,
            [name, id] if name.starts_with('@') => Self::status(page, viewer, id, Some(name)).await,
            _ => Err(PageError::not_found()),
        }
    }

    async fn person(page: &Page, name: &str) -> Result<Self, PageError> {
        let ctx = page.ctx();
        let name = name.trim_start_matches('@');
        let (name, domain) = match name.split_once('@') {
            Some((name, domain)) => (name, Some(domain)),
            None => (name, None),
        };
        let row = accounts::find_by_handle(ctx, name, domain).await?;
        // Those of other servers have a page here for people who are signed in.
        let row = row.filter(|row| row.is_active() && (row.is_local() || viewer(page).is_some()));
        let account = row.ok_or_else(PageError::not_found)?;
        Ok(Self {
            path: format!("/@{}", account.acct()),
            uri: accounts::uri(&ctx.addresses, &account),
            account,
            status: None,
        })
    }

    async fn status(
        page: &Page,
        viewer: Viewer,
        id: &str,
        of: Option<&str>,
    ) -> Result<Self, PageError> {
        let ctx = page.ctx();
        let id: i64 = id.parse().map_err(|_| PageError::not_found())?;
        let view = statuses::show(ctx, viewer, StatusId::from(id)).await?;
        let path = match (&view.record, &view.event) {
            (Some(RecordView::Practice { .. }), _) => format!("/practices/{id}"),
            (_, Some(_)) => format!("/events/{id}"),
            _ => format!("/@{}/{id}", view.author.acct()),
        };
        let is_here = match of {
            Some(name) => {
                let is_theirs = name.strip_prefix('@') == Some(&view.author.acct());
                is_theirs && (view.status.local || viewer.is_some())
            }
            None => view.record.is_some() || view.event.is_some(),
        };
        if !is_here || view.boost_of.is_some() {
            return Err(PageError::not_found());
        }
        Ok(Self {
            path,
            uri: uri_of(&ctx.addresses, &view.status),
            account: view.author.clone(),
            status: Some(view),
        })
    }

    /// What it is called: a title, or whose it is.
    pub(crate) fn name(&self, page: &Page) -> String {
        let title = self
            .status
            .as_ref()
            .and_then(|view| view.status.title.clone());
        let title = title.filter(|title| !title.trim().is_empty());
        title.unwrap_or_else(|| {
            let person = Person::new(&page.ctx().addresses, &self.account);
            format!("{} ({})", person.name, person.handle)
        })
    }
}

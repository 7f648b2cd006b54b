//! `/api/v1/lists`: timelines of some of those whom the caller follows.

use actix_web::HttpResponse;
use serde_json::json;
use staffroom_domain::{AccountId, ListId};
use staffroom_service::listing::Part;
use staffroom_service::lists::{self, ListChange};

use crate::call::{Answer, Call};
use crate::entities::List;
use crate::error::ApiError;
use crate::paging::{ACCOUNTS, listed_accounts, page};

/// `GET /api/v1/lists`: the caller's lists.
pub(crate) async fn all(call: Call) -> Answer {
    let by = call.user("read:lists")?;
    let rows = lists::all(&call.ctx, by).await?;
    let shown: Vec<List> = rows.iter().map(List::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

/// `GET /api/v1/lists/:id`: one of them.
pub(crate) async fn get(call: Call) -> Answer {
    let by = call.user("read:lists")?;
    let row = lists::get(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(List::from(&row)))
}

/// `POST /api/v1/lists`: makes one.
pub(crate) async fn create(call: Call) -> Answer {
    let by = call.user("write:lists")?;
    let change = ListChange {
        title: Some(call.params.text("title").unwrap_or_default()),
        ..asked(&call)
    };
    let row = lists::create(&call.ctx, by, change).await?;
    Ok(HttpResponse::Ok().json(List::from(&row)))
}

/// `PUT` and `PATCH /api/v1/lists/:id`: changes one.
pub(crate) async fn change(call: Call) -> Answer {
    let by = call.user("write:lists")?;
    let row = lists::change(&call.ctx, by, call.id()?, asked(&call)).await?;
    Ok(HttpResponse::Ok().json(List::from(&row)))
}

fn asked(call: &Call) -> ListChange {
    ListChange {
        title: call.params.text("title"),
        replies_policy: call.params.present("replies_policy"),
        exclusive: call.params.boolean("exclusive"),
    }
}

/// `DELETE /api/v1/lists/:id`: removes one.
pub(crate) async fn delete(call: Call) -> Answer {
    let by = call.user("write:lists")?;
    lists::delete(&call.ctx, by, call.id()?).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// `GET /api/v1/lists/:id/accounts`: who is in one; with `limit=0`, all of them.
pub(crate) async fn members(call: Call) -> Answer {
    let by = call.user("read:lists")?;
    let list: ListId = call.id()?;
    let mut asked = page(&call, ACCOUNTS)?;
    if call.params.integer("limit") == Some(0) {
        asked.limit = 0;
    }
    let part = lists::members(&call.ctx, by, list, asked).await?;
    let part = if asked.limit == 0 {
        // All of them: there is nothing before or after.
        Part {
            newest: None,
            oldest: None,
            ..part
        }
    } else {
        part
    };
    listed_accounts(&call, part).await
}

/// `POST /api/v1/lists/:id/accounts`: puts people into one.
pub(crate) async fn add(call: Call) -> Answer {
    let by = call.user("write:lists")?;
    let (list, members) = (call.id()?, account_ids(&call)?);
    lists::add(&call.ctx, by, list, members).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// `DELETE /api/v1/lists/:id/accounts`: takes people out of one.
pub(crate) async fn remove(call: Call) -> Answer {
    let by = call.user("write:lists")?;
    let (list, members) = (call.id()?, account_ids(&call)?);
    lists::remove(&call.ctx, by, list, members).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}

/// What cannot be an id is an id of nobody.
fn account_ids(call: &Call) -> Result<Vec<AccountId>, ApiError> {
    let ids = call.params.texts("account_ids");
    let ids = ids.iter().map(|id| id.trim().parse());
    ids.collect::<Result<_, _>>()
        .map_err(|_| ApiError::NotFound)
}

/// `GET /api/v1/accounts/:id/lists`: those of the caller's lists that somebody is in.
pub(crate) async fn of_account(call: Call) -> Answer {
    let by = call.user("read:lists")?;
    let rows = lists::with_member(&call.ctx, by, call.id()?).await?;
    let shown: Vec<List> = rows.iter().map(List::from).collect();
    Ok(HttpResponse::Ok().json(shown))
}

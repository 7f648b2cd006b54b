//! `InteractionPolicy`, as GoToSocial has it.

use serde::Serialize;
use staffroom_domain::ReplyPolicy;
use staffroom_service::statuses::StatusRow;

/// Who may do what with a status.
#[expect(
    clippy::struct_field_names,
    reason = "the entity has the fields that clients know"
)]
#[derive(Clone, Debug, Serialize)]
pub(crate) struct InteractionPolicy {
    can_favourite: Rules,
    can_reply: Rules,
    can_reblog: Rules,
}

#[derive(Clone, Debug, Serialize)]
struct Rules {
    automatic_approval: Vec<&'static str>,
    manual_approval: Vec<&'static str>,
    /// The names that the two above had first.
    always: Vec<&'static str>,
    with_approval: Vec<&'static str>,
}

impl Rules {
    fn of(who: &[&'static str]) -> Self {
        Self {
            automatic_approval: who.to_vec(),
            manual_approval: Vec::new(),
            always: who.to_vec(),
            with_approval: Vec::new(),
        }
    }
}

impl From<&StatusRow> for InteractionPolicy {
    fn from(row: &StatusRow) -> Self {
        let reply: &[&'static str] = match ReplyPolicy::from_name(&row.reply_policy) {
            ReplyPolicy::Public => &["public", "me"],
            ReplyPolicy::Followers => &["followers", "mentioned", "me"],
            ReplyPolicy::Nobody => &["mentioned", "me"],
        };
        Self {
            can_favourite: Rules::of(&["public", "me"]),
            can_reply: Rules::of(reply),
            can_reblog: Rules::of(if row.visibility().is_open() {
                &["public", "me"]
            } else {
                &["me"]
            }),
        }
    }
}

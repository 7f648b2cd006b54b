//! From events to jobs.

use staffroom_domain::job::JobPayload;
use staffroom_domain::{Event, StoredEvent};
use staffroom_service::ports::EventSubscriber;

/// Queues the making of activities, and of keys for new actors.
#[derive(Clone, Copy, Debug)]
pub struct FederationSubscriber {
    /// Whether anything is told to other servers: not by an instance on trial, nor where the mode is
    /// `off`.
    pub federates: bool,
}

impl EventSubscriber for FederationSubscriber {
    fn name(&self) -> &'static str {
        "federation"
    }

    fn jobs(&self, event: &StoredEvent) -> Vec<JobPayload> {
        match &event.event {
            Event::AccountCreated { account } => vec![JobPayload::MakeKeys { account: *account }],
            Event::InvitationSent { .. }
            | Event::PasswordResetRequested { .. }
            | Event::PasswordChanged { .. }
            | Event::SignInChanged { .. }
            | Event::ArchiveReady { .. } => Vec::new(),
            _ if !self.federates => Vec::new(),
            told => vec![JobPayload::Federate {
                id: event.id,
                event: told.clone(),
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::{AccountId, StatusId, Timestamp};

    use super::*;

    fn jobs(federates: bool, event: Event) -> Vec<JobPayload> {
        FederationSubscriber { federates }.jobs(&StoredEvent {
            id: 7.into(),
            at: Timestamp::from_secs(1),
            event,
        })
    }

    #[test]
    fn what_is_posted_is_told_where_anything_is() {
        let status = StatusId::from(1);
        let event = Event::StatusPublished { status };
        let (id, told) = (7.into(), event.clone());
        let job = JobPayload::Federate { id, event: told };
        assert_eq!(jobs(true, event.clone()), [job]);
        assert_eq!(jobs(false, event), []);
    }

    #[test]
    fn keys_are_made_in_any_case() {
        let account = AccountId::from(5);
        for federates in [true, false] {
            let made = jobs(federates, Event::AccountCreated { account });
            assert_eq!(made, [JobPayload::MakeKeys { account }]);
        }
    }
}

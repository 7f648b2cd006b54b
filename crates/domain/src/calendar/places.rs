//! Who gets a place: the arithmetic, without names.
//!
//! Places of each kind are given in the order in which people ask. Whoever comes when all are taken waits, in that
//! order, where the event has a waiting list. When somebody leaves, whoever has waited longest comes up. Whoever leaves
//! and asks again stands at the end. Nobody loses a place because there are fewer of them than before.

/// As what somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// They speak.
    Speaker,
    /// They come to listen.
    Attendee,
    /// They are there by the net.
    Remote,
}

/// The places of one kind at an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// How many there are; none: as many as come.
    pub most: Option<u32>,
    /// Whether there is a waiting list.
    pub waits: bool,
}

/// What somebody who asks for a place is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They have a place.
    Going,
    /// They wait; this is their number, from 1.
    Waiting(u32),
    /// All places are taken, and nobody more can wait.
    Full,
    /// There are no places of this kind.
    NotOffered,
}

/// The most people who wait for places of one kind.
pub const MOST_WAITING: u32 = 1_000;

impl Places {
    /// What somebody who asks now is told, where so many have a place and so many wait.
    pub const fn ask(self, going: u32, waiting: u32) -> Standing {
        let Some(most) = self.most else {
            return Standing::Going;
        };
        if most == 0 {
            return Standing::NotOffered;
        }
        // Whoever waits comes first, also in the moment before they have come up.
        if going < most && waiting == 0 {
            return Standing::Going;
        }
        if self.waits && waiting < MOST_WAITING {
            return Standing::Waiting(waiting + 1);
        }
        Standing::Full
    }

    /// How many of those who wait come up now.
    pub const fn come_up(self, going: u32, waiting: u32) -> u32 {
        let free = match self.most {
            Some(most) => most.saturating_sub(going),
            None => waiting,
        };
        if free < waiting { free } else { waiting }
    }
}

impl PlaceKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Speaker, Self::Attendee, Self::Remote];

    /// The word in our API and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Attendee => "attendee",
            Self::Remote => "remote",
        }
    }

    /// From the word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn places_are_taken_then_waited_for_then_full() {
        let places = |most, waits| Places { most, waits };
        assert_eq!(places(Some(2), true).ask(1, 0), Standing::Going);
        assert_eq!(places(Some(2), true).ask(2, 0), Standing::Waiting(1));
        assert_eq!(places(Some(2), true).ask(1, 3), Standing::Waiting(4));
        assert_eq!(places(Some(2), true).ask(2, MOST_WAITING), Standing::Full);
        assert_eq!(places(Some(2), false).ask(2, 0), Standing::Full);
        assert_eq!(places(Some(0), true).ask(0, 0), Standing::NotOffered);
        assert_eq!(places(None, false).ask(u32::MAX, 0), Standing::Going);
        assert_eq!(places(Some(3), true).come_up(1, 5), 2);
        assert_eq!(places(Some(3), true).come_up(7, 5), 0);
        assert_eq!(places(None, true).come_up(7, 5), 5);
    }

    /// The people of one kind, as the database keeps them.
    struct Line {
        places: Places,
        going: Vec<u8>,
        waiting: Vec<u8>,
    }

    impl Line {
        fn join(&mut self, who: u8) {
            if self.going.contains(&who) || self.waiting.contains(&who) {
                return;
            }
            let (going, waiting) = self.counts();
            match self.places.ask(going, waiting) {
                Standing::Going => self.going.push(who),
                Standing::Waiting(number) => {
                    self.waiting.push(who);
                    assert_eq!(number as usize, self.waiting.len());
                }
                Standing::Full | Standing::NotOffered => {}
            }
        }

        fn leave(&mut self, who: u8) {
            self.going.retain(|other| *other != who);
            self.waiting.retain(|other| *other != who);
            self.come_up();
        }

        fn come_up(&mut self) {
            let (going, waiting) = self.counts();
            let up = self.places.come_up(going, waiting) as usize;
            self.going.extend(self.waiting.drain(..up));
        }

        fn counts(&self) -> (u32, u32) {
            let count = |people: &[u8]| u32::try_from(people.len()).unwrap();
            (count(&self.going), count(&self.waiting))
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Join(u8),
        Leave(u8),
        Offer(u32),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            4 => (0_u8..24).prop_map(Step::Join),
            2 => (0_u8..24).prop_map(Step::Leave),
            1 => (1_u32..9).prop_map(Step::Offer),
        ];
        prop::collection::vec(step, 0..120)
    }

    proptest! {
        #[test]
        fn never_more_than_there_are_places_and_always_in_order(
            most in 1_u32..9,
            waits in any::<bool>(),
            steps in steps(),
        ) {
            let places = Places { most: Some(most), waits };
            let mut line = Line { places, going: Vec::new(), waiting: Vec::new() };
            for step in steps {
                let before = (line.going.clone(), line.waiting.clone());
                let left = match step {
                    Step::Join(who) => {
                        line.join(who);
                        None
                    }
                    Step::Leave(who) => {
                        line.leave(who);
                        Some(who)
                    }
                    Step::Offer(most) => {
                        line.places.most = Some(most);
                        line.come_up();
                        None
                    }
                };
                let (going, waiting) = line.counts();
                let most = line.places.most.unwrap_or_default();
                // Fewer places than before throw nobody out, and let nobody in.
                prop_assert!(going as usize <= before.0.len().max(most as usize));
                prop_assert!(waiting == 0 || going >= most, "somebody waits beside a free place");
                // Whoever waited before waits in the same order, or came up from the front.
                let still: Vec<u8> = before.1.iter().copied()
                    .filter(|who| Some(*who) != left).collect();
                let up = still.iter().take_while(|who| line.going.contains(who)).count();
                prop_assert_eq!(still.get(up..).unwrap(), &line.waiting[..still.len() - up]);
                // Whoever had a place has it still, unless they left.
                prop_assert!(before.0.iter().all(|who| Some(*who) == left || line.going.contains(who)));
            }
        }

        #[test]
        fn whoever_leaves_and_comes_back_stands_at_the_end(people in 2_u8..20, most in 1_u32..9, who in 0_u8..20) {
            let places = Places { most: Some(most), waits: true };
            let mut line = Line { places, going: Vec::new(), waiting: Vec::new() };
            for who in 0..people {
                line.join(who);
            }
            let who = who % people;
            line.leave(who);
            line.join(who);
            let everybody = [line.going.clone(), line.waiting.clone()].concat();
            prop_assert_eq!(everybody.len(), usize::from(people));
            prop_assert_eq!(everybody.last(), Some(&who));
        }

        #[test]
        fn asking_twice_changes_nothing(joins in prop::collection::vec(0_u8..12, 0..40), who in 0_u8..12) {
            let places = Places { most: Some(4), waits: true };
            let mut line = Line { places, going: Vec::new(), waiting: Vec::new() };
            for who in joins {
                line.join(who);
            }
            line.join(who);
            let before = (line.going.clone(), line.waiting.clone());
            line.join(who);
            prop_assert_eq!(before, (line.going, line.waiting));
        }
    }
}

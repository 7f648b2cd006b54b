//! What a record by an author here must say, and how much it may: everything at once, in words that help.
//!
//! Records of others are not checked but read leniently. The codes are stable:
//!
//! | code | what is wrong |
//! |---|---|
//! | `required` | something has to be said |
//! | `too-long`, `too-many`, `too-large` | more than there may be |
//! | `wrong-scheme`, `unknown-concept`, `not-a-concept`, `not-ours` | a choice that may not stand there |
//! | `address`, `language`, `region`, `licence`, `licence-not-offered`, `number`, `retrieved` | a value that cannot be |
//! | `day-past`, `day-far` | a day that is over, or years ahead |
//! | `interest-none`, `interest-required` | the interest in a product |
//! | `not-independent`, `level-of-one` | a claim that this record cannot make |
//! | those of [`Missing`](staffroom_vocabulary::Missing) | what a level of evidence needs |

mod adoption;
mod basis;
mod checks;
mod outcome;
mod practice;
mod region;

pub use adoption::check_adoption;
pub use basis::{Curator, PracticeBasis, Reporter};
pub use outcome::check_outcome;
pub use practice::check_practice;

//! A demonstration: three instances on this machine that exchange with one another and with nobody else.
//!
//! Here belongs what begins them, fills them through their public doors, and clears them away. Here does not belong
//! any way round a rule: whatever a demonstration shows, people, apps and other servers can do. It reads no settings of
//! this machine (`place`), calls nobody but its own three instances, and is the only part of the program that may call
//! this machine at all.

mod agree;
mod client;
mod fill;
mod folder;
mod members;
mod people;
mod place;
mod ports;
mod run;
pub mod samples;
mod signals;
pub mod teachmeets;

pub use fill::{FillError, Progress};
pub use folder::FolderError;
pub use place::Place;
pub use ports::PortError;
pub use run::{DemoError, Options, Shown, ShownPractice, run};

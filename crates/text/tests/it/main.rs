//! What other crates rely on.

mod bodies;
mod checker;
mod entities;
mod hostile;
mod language;
mod limits;
mod render;

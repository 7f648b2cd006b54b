//! The tables that the build script made from `vocabulary.toml`. Nothing else belongs here.

use crate::{Concept, ExternalConcept, ExternalScheme, Mapping, Relation, Scheme, Text};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

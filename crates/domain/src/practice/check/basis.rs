//! What the checks must know beside the record.

/// From where a curator is who gave a level of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curator {
    /// From the author's own organisation, or it is not known from where.
    SameOrganisation,
    /// From another organisation.
    Elsewhere,
}

/// What is known of a practice beside its record. The default is that of an author who begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PracticeBasis {
    /// How many outcomes the author's own setting has reported.
    pub own_outcomes: usize,
    /// How many independent outcomes at `compared`, from other organisations, agree with the practice's own.
    pub independent_comparisons: usize,
    /// The curator who gives its level of evidence, or gave it; none where its author alone says so.
    pub curator: Option<Curator>,
}

/// Who reports an outcome, from the practice's point of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reporter {
    /// The practice's author.
    Author,
    /// Somebody else of the author's organisation.
    Colleague,
    /// Anybody else.
    Other,
}

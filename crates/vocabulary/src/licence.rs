//! What the licences allow, as far as the form and the import must know.

use crate::Licence;

impl Licence {
    /// Whether others may publish a changed version. Where not, show "cannot be adapted".
    pub fn allows_adaptation(self) -> bool {
        !matches!(
            self,
            Self::CcByNd40 | Self::CcByNcNd40 | Self::AllRightsReserved
        )
    }

    /// Whether authors may choose it; the others are only accepted on import.
    pub fn is_offered(self) -> bool {
        !matches!(self, Self::CcByNd40 | Self::CcByNcNd40)
    }
}

/// CC-BY-4.0: what the form proposes.
impl Default for Licence {
    fn default() -> Self {
        Self::CcBy40
    }
}

//! What fuzzers call.

use crate::file_type::{FileType, Nature};
use crate::picture::{PictureRules, picture};

/// Looks at bytes as at an upload; gives what they were taken for.
///
/// # Panics
///
/// Where what was written anew is not what it is said to be.
pub fn exercise(bytes: &[u8]) -> Option<FileType> {
    let kind = FileType::sniff(bytes)?;
    if kind.nature() != Nature::Picture {
        return None;
    }
    let made = picture(bytes, &PictureRules::AVATAR).ok()?;
    let wide = picture(bytes, &PictureRules::HEADER).ok()?;
    for output in [Some(&made.full), made.small.as_ref(), Some(&wide.full)]
        .into_iter()
        .flatten()
    {
        assert_eq!(FileType::sniff(&output.bytes), Some(output.kind));
        assert!(output.width > 0 && output.height > 0, "it has a size");
    }
    Some(made.full.kind)
}

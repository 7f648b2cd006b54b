//! A link as a QR code, for people in the same room.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// What the template draws: one path of unit squares.
#[derive(Clone, Debug)]
pub(crate) struct QrPicture {
    /// Width and height, with the quiet zone.
    pub(crate) size: usize,
    /// The dark squares as SVG path data.
    pub(crate) path: String,
}

/// Four light squares around it, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

impl QrPicture {
    /// None where the text is too long for a code.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (n, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (x, y) = (n % width + QUIET, n / width + QUIET);
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
        Some(Self {
            size: width + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::QrPicture;

    #[test]
    fn the_corners_are_dark_and_far_enough_from_the_edge() {
        let picture = QrPicture::of("https://school.example/invitation/abc").unwrap();
        assert!(picture.path.starts_with("M4 4h1v1h-1z"));
        assert!(picture.size >= 21 + 8);
        assert!(QrPicture::of(&"x".repeat(10_000)).is_none());
    }
}

//! What films of the ISO family say of where and by whom they were made, blanked in place: no byte
//! moves, so that the tables of where pictures and sound lie stay true.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;

/// The most boxes that are looked at.
const MAX_BOXES: usize = 10_000;

/// Boxes that hold nothing which is played.
const PRIVATE: [&[u8; 4]; 3] = [b"udta", b"meta", b"uuid"];

/// Blanks descriptions (`udta`, `meta`, `uuid`) of a film and of its tracks. Those of the whole file
/// (`meta`, `uuid` outside of `moov`) go too.
pub(crate) fn blank<F: Read + Write + Seek>(file: &mut F) -> io::Result<()> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut left = MAX_BOXES;
    level(file, Level::File, 0..end, &mut left)
}

/// How deep a box lies: descriptions stand in the file, the film and its tracks, and nothing else is entered,
/// so that whoever sends a film does not choose how deep this goes.
#[derive(Clone, Copy)]
enum Level {
    File,
    Film,
    Track,
}

impl Level {
    /// Inside a box of that kind; none where it is not entered.
    fn inside(self, kind: [u8; 4]) -> Option<Self> {
        match (self, &kind) {
            (Self::File, b"moov") => Some(Self::Film),
            (Self::Film, b"trak") => Some(Self::Track),
            _ => None,
        }
    }
}

fn level<F: Read + Write + Seek>(
    file: &mut F,
    at_level: Level,
    Range { start: mut at, end }: Range<u64>,
    left: &mut usize,
) -> io::Result<()> {
    while at + 8 <= end && *left > 0 {
        *left -= 1;
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        file.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        let (size, header) = match u32::from_be_bytes([a, b, c, d]) {
            0 => (end - at, 8),
            1 => {
                let mut large = [0; 8];
                file.read_exact(&mut large)?;
                (u64::from_be_bytes(large), 16)
            }
            size => (u64::from(size), 8),
        };
        let Some(next) = at
            .checked_add(size)
            .filter(|next| *next <= end && size >= header)
        else {
            return Ok(());
        };
        if PRIVATE.contains(&&kind) {
            file.seek(SeekFrom::Start(at + 4))?;
            file.write_all(b"free")?;
            file.seek(SeekFrom::Start(at + header))?;
            io::copy(&mut io::repeat(0).take(size - header), file)?;
        } else if let Some(deeper) = at_level.inside(kind) {
            level(file, deeper, at + header..next, left)?;
        }
        at = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn atom(kind: &str, content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes()[..], kind.as_bytes(), content].concat()
    }

    fn blanked(bytes: Vec<u8>) -> Vec<u8> {
        let mut file = Cursor::new(bytes);
        blank(&mut file).unwrap();
        file.into_inner()
    }

    #[test]
    fn places_and_names_are_blanked_and_nothing_moves() {
        let place = atom("udta", b"+51.5-000.1/");
        let film = [
            atom("ftyp", b"isom"),
            atom(
                "moov",
                &[
                    atom("mvhd", b"when"),
                    place,
                    atom("trak", &atom("meta", b"by me")),
                ]
                .concat(),
            ),
            atom("mdat", b"udta is only a word here"),
        ]
        .concat();
        let after = blanked(film.clone());
        assert_eq!(after.len(), film.len());
        let text = String::from_utf8_lossy(&after);
        assert!(!text.contains("51.5") && !text.contains("by me") && text.contains("mvhd"));
        assert!(text.contains("udta is only a word here"));
    }

    /// Catalogue 50.
    #[test]
    fn boxes_in_boxes_are_not_followed_down() {
        for kind in ["moov", "trak"] {
            let mut film = atom("udta", b"deep");
            for _ in 0..10_000 {
                film = atom(kind, &film);
            }
            let film = [film, atom("udta", b"place")].concat();
            let after = blanked(film.clone());
            assert_eq!(after[..film.len() - 13], film[..film.len() - 13]);
            assert!(after.ends_with(b"free\0\0\0\0\0"), "the rest is looked at");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let length = bytes.len();
            proptest::prop_assert_eq!(blanked(bytes).len(), length);
        }
    }
}

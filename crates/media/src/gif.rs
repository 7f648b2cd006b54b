//! Moving GIFs, kept as they move: their blocks are written anew, without comments, without what
//! programs have added, and without anything behind their end.

/// The most frames.
const MAX_FRAMES: usize = 3_000;
/// The most pixels that are drawn, the whole canvas for each frame: a small file can hold very many.
const MAX_PIXELS_OF_ALL: u64 = 600_000_000;

/// A GIF that was written anew.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rewritten {
    pub(crate) bytes: Vec<u8>,
    pub(crate) frames: usize,
}

/// Reads the blocks of a GIF; none where they are broken, or more than anybody should have to play.
pub(crate) fn rewrite(gif: &[u8]) -> Option<Rewritten> {
    let mut reader = Reader { rest: gif };
    let mut out = Vec::with_capacity(gif.len());
    let head = reader.take(13)?;
    if !(head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")) {
        return None;
    }
    out.extend_from_slice(head);
    let canvas = side(head, 6)? * side(head, 8)?;
    let colours = *head.get(10)?;
    out.extend_from_slice(reader.take(table(colours))?);
    let (mut frames, mut pixels) = (0_usize, 0_u64);
    loop {
        match reader.byte()? {
            0x3b => break,
            0x21 => extension(&mut reader, &mut out)?,
            0x2c => {
                let about = reader.take(9)?;
                pixels += canvas.max(side(about, 4)? * side(about, 6)?);
                frames += 1;
                if frames > MAX_FRAMES || pixels > MAX_PIXELS_OF_ALL {
                    return None;
                }
                out.push(0x2c);
                out.extend_from_slice(about);
                out.extend_from_slice(reader.take(table(*about.get(8)?))?);
                out.push(reader.byte()?);
                out.extend_from_slice(reader.blocks()?);
            }
            _ => return None,
        }
    }
    out.push(0x3b);
    (frames > 0).then_some(Rewritten { bytes: out, frames })
}

/// A number of two bytes, the lower one first.
fn side(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from(*bytes.get(at)?) | u64::from(*bytes.get(at + 1)?) << 8)
}

/// How long the table of colours is that such flags announce.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Timing is kept, and how often it repeats; everything else is left out.
fn extension(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Option<()> {
    let label = reader.byte()?;
    let blocks = reader.blocks()?;
    let is_repetition =
        label == 0xff && (blocks.starts_with(b"\x0bNETSCAPE2.0\x03\x01") && blocks.len() == 17);
    let is_timing = label == 0xf9 && blocks.len() == 6;
    if is_timing || is_repetition {
        out.extend_from_slice(&[0x21, label]);
        out.extend_from_slice(blocks);
    }
    Some(())
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// Blocks with their lengths, up to and with the empty one that ends them.
    fn blocks(&mut self) -> Option<&'a [u8]> {
        let whole = self.rest;
        let mut length = 0;
        loop {
            let size = usize::from(self.byte()?);
            self.take(size)?;
            length += size + 1;
            if size == 0 {
                return whole.get(..length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One frame of one pixel.
    fn frame() -> Vec<u8> {
        [
            &[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0][..],
            &[2, 2, 0x44, 0x01, 0],
        ]
        .concat()
    }

    fn gif(blocks: &[&[u8]]) -> Vec<u8> {
        let mut all = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        for block in blocks {
            all.extend_from_slice(block);
        }
        all
    }

    #[test]
    fn comments_programs_and_tails_go_and_time_stays() {
        let repeat = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let timing = b"\x21\xf9\x04\0\x0a\0\0\0";
        let (comment, xmp) = (b"\x21\xfe\x06secret\0", b"\x21\xff\x0bXMP DataXMP\x02ab\0");
        let frame = frame();
        let given = gif(&[
            repeat,
            comment,
            xmp,
            timing,
            &frame,
            timing,
            &frame,
            b"\x3b<script>",
        ]);
        let kept = rewrite(&given).unwrap();
        assert_eq!(kept.frames, 2);
        assert_eq!(
            kept.bytes,
            gif(&[repeat, timing, &frame, timing, &frame, b"\x3b"])
        );
    }

    #[test]
    fn what_is_broken_or_without_frames_is_refused() {
        assert!(rewrite(&gif(&[b"\x3b"])).is_none());
        assert!(rewrite(&gif(&[&frame()])).is_none(), "no end");
        assert!(rewrite(b"GIF89a").is_none());
        let huge = [0x2c, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 2, 0];
        assert!(rewrite(&gif(&[&huge, b"\x3b"])).is_none());
    }

    /// Catalogue 50.
    #[test]
    fn each_frame_counts_as_the_whole_canvas() {
        let with_canvas = |side: u16, frames: usize| {
            let all = vec![frame(); frames].concat();
            let mut gif = gif(&[&all, b"\x3b"]);
            gif[6..8].copy_from_slice(&side.to_le_bytes());
            gif[8..10].copy_from_slice(&side.to_le_bytes());
            gif
        };
        assert!(rewrite(&with_canvas(1_000, 600)).is_some());
        assert!(rewrite(&with_canvas(1_000, 601)).is_none());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let _ = rewrite(&gif(&[&bytes]));
        }
    }
}

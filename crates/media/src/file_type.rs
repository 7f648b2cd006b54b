//! Kinds of files, told by their first bytes.

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileType {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/gif`
    Gif,
    /// `image/webp`
    WebP,
    /// `video/mp4`; also films of `QuickTime`, which is the same container.
    Mp4,
    /// `video/webm`
    WebM,
    /// `audio/mpeg`
    Mp3,
    /// `audio/ogg`
    Ogg,
    /// `audio/flac`
    Flac,
    /// `audio/wav`
    Wav,
    /// `audio/mp4`
    M4a,
}

/// What people do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Look at it.
    Picture,
    /// Watch it.
    Video,
    /// Listen to it.
    Audio,
}

impl FileType {
    /// All kinds.
    pub const ALL: [Self; 11] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::WebP,
        Self::Mp4,
        Self::WebM,
        Self::Mp3,
        Self::Ogg,
        Self::Flac,
        Self::Wav,
        Self::M4a,
    ];

    /// What a file is, by its beginning (64 bytes are enough). What anybody says of it does not count.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        let at =
            |from: usize, what: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(what));
        if at(0, &[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if at(0, b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
            Some(Self::Gif)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(Self::WebP)
        } else if at(0, b"RIFF") && at(8, b"WAVE") {
            Some(Self::Wav)
        } else if at(4, b"ftyp") {
            Self::of_brand(head.get(8..12)?)
        } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) {
            Some(Self::WebM)
        } else if at(0, b"OggS") {
            Some(Self::Ogg)
        } else if at(0, b"fLaC") {
            Some(Self::Flac)
        } else if at(0, b"ID3") || is_mpeg_frame(head) {
            Some(Self::Mp3)
        } else {
            None
        }
    }

    /// The major brand of a file of the ISO family; pictures in it (HEIC, AVIF) are not taken, since
    /// nothing safe decodes them.
    fn of_brand(brand: &[u8]) -> Option<Self> {
        match brand {
            b"M4A " | b"M4B " => Some(Self::M4a),
            b"qt  " | b"isom" | b"iso2" | b"iso3" | b"iso4" | b"iso5" | b"iso6" | b"avc1"
            | b"mp41" | b"mp42" | b"M4V " | b"M4VH" | b"M4VP" | b"MSNV" | b"dash" | b"3gp4"
            | b"3gp5" | b"3gp6" | b"3g2a" => Some(Self::Mp4),
            _ => None,
        }
    }

    /// What it is sent as: fixed, whatever was said of it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Mp4 => "video/mp4",
            Self::WebM => "video/webm",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::Flac => "audio/flac",
            Self::Wav => "audio/wav",
            Self::M4a => "audio/mp4",
        }
    }

    /// How its name ends, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Mp4 => "mp4",
            Self::WebM => "webm",
            Self::Mp3 => "mp3",
            Self::Ogg => "ogg",
            Self::Flac => "flac",
            Self::Wav => "wav",
            Self::M4a => "m4a",
        }
    }

    /// The kind whose names end so.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.extension() == extension)
    }

    /// What people do with it.
    pub const fn nature(self) -> Nature {
        match self {
            Self::Jpeg | Self::Png | Self::Gif | Self::WebP => Nature::Picture,
            Self::Mp4 | Self::WebM => Nature::Video,
            Self::Mp3 | Self::Ogg | Self::Flac | Self::Wav | Self::M4a => Nature::Audio,
        }
    }
}

/// Eleven bits set, version 1 or 2, layer III, a rate that exists.
fn is_mpeg_frame(head: &[u8]) -> bool {
    let [0xff, second, third, ..] = head else {
        return false;
    };
    second & 0xe6 == 0xe2 && second & 0x18 != 0x08 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_nothing_else() {
        for (head, expected) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Some(FileType::Jpeg)),
            (b"\x89PNG\r\n\x1a\n", Some(FileType::Png)),
            (b"GIF89a", Some(FileType::Gif)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(FileType::WebP)),
            (b"RIFF\0\0\0\0WAVEfmt ", Some(FileType::Wav)),
            (b"\0\0\0\x18ftypisom", Some(FileType::Mp4)),
            (b"\0\0\0\x18ftypM4A ", Some(FileType::M4a)),
            (b"\0\0\0\x18ftypheic", None),
            (b"\0\0\0\x18ftypavif", None),
            (b"\xff\xfb\x90\x64", Some(FileType::Mp3)),
            (b"ID3\x04", Some(FileType::Mp3)),
            (b"<svg xmlns=", None),
            (b"<!DOCTYPE html>", None),
            (b"%PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(FileType::sniff(head), expected, "{head:?}");
        }
    }

    #[test]
    fn extensions_are_unique() {
        for kind in FileType::ALL {
            assert_eq!(FileType::from_extension(kind.extension()), Some(kind));
        }
        assert_eq!(FileType::from_extension("svg"), None);
    }
}

//! Pictures: decoded within limits, turned upright, made smaller, and written anew, so that nothing
//! of what came along with them remains.

use std::io::Cursor;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader, Limits};
use thiserror::Error;

use crate::file_type::{FileType, Nature};
use crate::gif;

/// The most pixels of a picture that is decoded: 7680 × 4320.
pub const MAX_PIXELS: u64 = 33_177_600;
/// The longest side, in pixels.
const MAX_SIDE: u32 = 16_384;
/// The most memory that a decoder may take, in bytes: 16 bits for each of four channels, and some.
const MAX_ALLOC: u64 = 320 * 1024 * 1024;
/// The longest colour profile that is kept, in bytes; those of cameras are about 600.
const MAX_PROFILE: usize = 4_096;
/// The quality of JPEG, of 100.
const QUALITY: u8 = 88;
/// The sides of what a blur is made of, at most.
const BLUR_FROM: u32 = 64;

/// How large a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// So many pixels, whatever its shape.
    Area(u32),
    /// Exactly so wide and high: what does not fit is cut off at the sides.
    Cover(u32, u32),
    /// Within so wide and high.
    Within(u32, u32),
}

impl Fit {
    /// Whether a picture has no more pixels than that.
    fn holds(self, image: &DynamicImage) -> bool {
        let most = match self {
            Self::Area(most) => u64::from(most),
            Self::Cover(width, height) | Self::Within(width, height) => {
                u64::from(width) * u64::from(height)
            }
        };
        u64::from(image.width()) * u64::from(image.height()) <= most
    }
}

/// What is made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRules {
    /// The picture itself; never made larger.
    pub full: Fit,
    /// A small one that does not move beside it; none where nobody asks for one.
    pub small: Option<Fit>,
    /// Whether moving GIFs stay so; otherwise their first picture is taken.
    pub moves: bool,
}

impl PictureRules {
    /// Of a post: 3840 × 2160 pixels in any shape, and 640 × 360.
    pub const ATTACHMENT: Self = Self {
        full: Fit::Area(8_294_400),
        small: Some(Fit::Area(230_400)),
        moves: true,
    };
    /// Of a person.
    pub const AVATAR: Self = Self {
        full: Fit::Cover(400, 400),
        small: Some(Fit::Cover(400, 400)),
        moves: true,
    };
    /// Above a profile.
    pub const HEADER: Self = Self {
        full: Fit::Cover(1_500, 500),
        small: Some(Fit::Cover(1_500, 500)),
        moves: true,
    };
    /// In a text.
    pub const EMOJI: Self = Self {
        full: Fit::Within(256, 256),
        small: Some(Fit::Within(128, 128)),
        moves: true,
    };
    /// Beside a link.
    pub const CARD: Self = Self {
        full: Fit::Area(691_200),
        small: None,
        moves: false,
    };
}

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The file.
    pub bytes: Bytes,
    /// What it is.
    pub kind: FileType,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The picture.
    pub full: Output,
    /// The small one.
    pub small: Option<Output>,
    /// A blur of it; none where it cannot be made.
    pub blurhash: Option<String>,
}

/// Why a picture is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureError {
    /// It is none, or of a kind that is not taken.
    #[error("the file is no picture of a kind that is supported")]
    Kind,
    /// It is too large to be decoded.
    #[error("the picture has too many pixels: at most {MAX_PIXELS} are supported")]
    TooLarge,
    /// It is damaged, or lies about what it is.
    #[error("the picture cannot be read")]
    Broken,
}

/// Makes a file that is offered as a picture safe. Takes processor time, and up to 400 MB for a moment.
///
/// Everything is written anew, without what came along; only a small colour profile stays. JPEG stays JPEG and PNG
/// stays PNG; `WebP` becomes JPEG, or PNG where something shows through. Of a moving GIF, the blocks are
/// written anew and the pictures stay as they are; one that is larger than the rules allow moves no more.
pub fn picture(bytes: &[u8], rules: &PictureRules) -> Result<Picture, PictureError> {
    let kind = FileType::sniff(bytes)
        .filter(|kind| kind.nature() == Nature::Picture)
        .ok_or(PictureError::Kind)?;
    let (image, profile) = decode(bytes, kind)?;
    let moving = match kind {
        FileType::Gif if rules.moves && rules.full.holds(&image) => {
            gif::rewrite(bytes).filter(|gif| gif.frames > 1)
        }
        _ => None,
    };
    let kind = written_as(kind, &image);
    let small = match rules.small {
        Some(fit) => Some(encode(&fitted(&image, fit), kind, profile.as_deref())?),
        None => None,
    };
    let blurhash = blurhash(&image);
    let full = match moving {
        Some(gif) => Output {
            width: image.width(),
            height: image.height(),
            kind: FileType::Gif,
            bytes: gif.bytes.into(),
        },
        None => encode(&fitted(&image, rules.full), kind, profile.as_deref())?,
    };
    Ok(Picture {
        full,
        small,
        blurhash,
    })
}

/// Decodes, after its size was looked at, and turns upright.
fn decode(bytes: &[u8], kind: FileType) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    let format = match kind {
        FileType::Jpeg => ImageFormat::Jpeg,
        FileType::Png => ImageFormat::Png,
        FileType::Gif => ImageFormat::Gif,
        FileType::WebP => ImageFormat::WebP,
        _ => return Err(PictureError::Kind),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let refused = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        _ => PictureError::Broken,
    };
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge);
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    image.apply_orientation(orientation);
    let profile = profile.filter(|profile| profile.len() <= MAX_PROFILE);
    // Eight bits for each channel, as every client can show them.
    let image = if is_transparent(&image) {
        DynamicImage::ImageRgba8(image.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(image.into_rgb8())
    };
    Ok((image, profile))
}

fn is_transparent(image: &DynamicImage) -> bool {
    if !image.color().has_alpha() {
        return false;
    }
    match image {
        DynamicImage::ImageRgba8(image) => image.pixels().any(|pixel| pixel.0[3] < u8::MAX),
        _ => true,
    }
}

fn written_as(kind: FileType, image: &DynamicImage) -> FileType {
    match kind {
        FileType::Png | FileType::Gif => FileType::Png,
        _ if image.color().has_alpha() => FileType::Png,
        _ => FileType::Jpeg,
    }
}

/// Never larger than it was, but for [`Fit::Cover`], which is exact.
fn fitted(image: &DynamicImage, fit: Fit) -> DynamicImage {
    let (width, height) = (image.width(), image.height());
    let within = |most_width: u32, most_height: u32| {
        if width <= most_width && height <= most_height {
            image.clone()
        } else {
            image.resize(most_width, most_height, FilterType::CatmullRom)
        }
    };
    match fit {
        // Cut before it is scaled: a thin one, scaled whole until it covers, would become huge.
        Fit::Cover(w, h) => middle(image, w, h).resize_exact(w, h, FilterType::CatmullRom),
        Fit::Within(w, h) => within(w, h),
        Fit::Area(most) => {
            let area = f64::from(width) * f64::from(height);
            if area <= f64::from(most) {
                return image.clone();
            }
            let by = (f64::from(most) / area).sqrt();
            within(scaled(width, by), scaled(height, by))
        }
    }
}

/// The largest part in the middle that has the shape of so wide and high, but for a fraction of a pixel.
fn middle(image: &DynamicImage, wide: u32, high: u32) -> DynamicImage {
    let (width, height) = (image.width(), image.height());
    let part = |side: u32, by: u32, over: u32| {
        let length = u64::from(side) * u64::from(by) / u64::from(over.max(1));
        u32::try_from(length).unwrap_or(u32::MAX).max(1)
    };
    let w = part(height, wide, high).min(width);
    let h = part(width, high, wide).min(height);
    image.crop_imm((width - w) / 2, (height - h) / 2, w, h)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "smaller than it was, and at least one"
)]
fn scaled(side: u32, by: f64) -> u32 {
    ((f64::from(side) * by).round() as u32).max(1)
}

fn encode(
    image: &DynamicImage,
    kind: FileType,
    profile: Option<&[u8]>,
) -> Result<Output, PictureError> {
    let mut bytes = Vec::new();
    let done = if kind == FileType::Png {
        let mut encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
        keep_profile(profile, |profile| encoder.set_icc_profile(profile).is_ok());
        image.write_with_encoder(encoder)
    } else {
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        keep_profile(profile, |profile| encoder.set_icc_profile(profile).is_ok());
        image.write_with_encoder(encoder)
    };
    done.map_err(|_| PictureError::Broken)?;
    Ok(Output {
        bytes: bytes.into(),
        kind,
        width: image.width(),
        height: image.height(),
    })
}

/// Colours without their profile are a little off, and no reason to refuse a picture.
fn keep_profile(profile: Option<&[u8]>, keep: impl FnOnce(Vec<u8>) -> bool) {
    if let Some(profile) = profile {
        let _kept = keep(profile.to_vec());
    }
}

fn blurhash(image: &DynamicImage) -> Option<String> {
    let small = image.thumbnail(BLUR_FROM, BLUR_FROM).into_rgba8();
    blurhash::encode(4, 3, small.width(), small.height(), small.as_raw()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let image = DynamicImage::new_rgb8(width, height);
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn gif(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for shade in [0, 200] {
            let shade = image::Rgba([shade, 0, 0, 255]);
            let frame = image::RgbaImage::from_pixel(width, height, shade);
            encoder.encode_frame(image::Frame::new(frame)).unwrap();
        }
        drop(encoder);
        bytes
    }

    /// Catalogue 50.
    #[test]
    fn the_thinnest_pictures_become_no_larger_than_the_rules_say() {
        for (width, height) in [(1, 16_384), (16_384, 1), (2, 16_383)] {
            let given = png(width, height);
            for (rules, size) in [
                (PictureRules::AVATAR, (400, 400)),
                (PictureRules::HEADER, (1_500, 500)),
            ] {
                let made = picture(&given, &rules).unwrap();
                assert_eq!((made.full.width, made.full.height), size);
            }
            for rules in [
                PictureRules::ATTACHMENT,
                PictureRules::EMOJI,
                PictureRules::CARD,
            ] {
                let made = picture(&given, &rules).unwrap();
                for output in [Some(made.full), made.small].into_iter().flatten() {
                    assert!(
                        output.width <= width && output.height <= height,
                        "{rules:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_cut_off_on_both_sides() {
        // Blue in the middle, red on both sides.
        let wide = image::RgbImage::from_fn(30, 10, |x, _| match x {
            10..20 => image::Rgb([0, 0, 255]),
            _ => image::Rgb([255, 0, 0]),
        });
        let wide = DynamicImage::ImageRgb8(wide);
        for image in [wide.clone(), wide.rotate90()] {
            let cut = middle(&image, 400, 400).into_rgb8();
            assert_eq!(cut.dimensions(), (10, 10));
            assert!(cut.pixels().all(|pixel| pixel.0 == [0, 0, 255]));
        }
        assert_eq!(middle(&wide, 1_500, 500), wide);
    }

    /// Catalogue 50.
    #[test]
    fn moving_pictures_move_only_where_they_are_small_enough() {
        for (side, kind) in [(400, FileType::Gif), (401, FileType::Png)] {
            let made = picture(&gif(side, side), &PictureRules::AVATAR).unwrap();
            assert_eq!(made.full.kind, kind, "{side}");
            assert_eq!((made.full.width, made.full.height), (400, 400));
        }
    }
}

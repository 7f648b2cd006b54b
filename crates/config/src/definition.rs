//! The macro behind the one definition of each setting.

/// Turns the list of sections and settings into the structs, the code which fills them, and the
/// descriptions from which every text is made.
///
/// A default (and a bound) is a literal which means the same in Rust and in TOML, since it is kept
/// as its source text and read by the same code as a value in the file.
macro_rules! settings {
    ($(
        $(#[doc = $section_doc:expr])*
        $section:ident: $Section:ident {
            $(
                $(#[doc = $doc:expr])*
                $name:ident: $ty:ty = $default:tt $(, from $min:literal to $max:literal)?;
            )*
        }
    )*) => {
        /// All settings, a field for each section.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Config {
            $( $(#[doc = $section_doc])* pub $section: $Section, )*
        }

        impl Config {
            /// Takes every setting; `None` when any had a problem, after all were looked at.
            pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
                $( let $section = $Section::read(reader); )*
                Some(Self { $( $section: $section?, )* })
            }
        }

        $(
            $(#[doc = $section_doc])*
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $Section {
                $(
                    $(#[doc = $doc])*
                    #[doc = concat!("\n\nDefault: `", stringify!($default), "`.")]
                    pub $name: $ty,
                )*
            }

            impl $Section {
                $(
                    fn $name(raw: &Raw) -> Result<$ty, String> {
                        let value = <$ty as Value>::from_raw(raw)?;
                        $( within(&value, stringify!($min), stringify!($max))?; )?
                        Ok(value)
                    }
                )*

                fn read(reader: &mut Reader) -> Option<Self> {
                    $(
                        let $name = reader.read(
                            concat!(stringify!($section), ".", stringify!($name)),
                            Self::$name,
                        );
                    )*
                    Some(Self { $( $name: $name?, )* })
                }
            }
        )*

        /// The descriptions, in the order of the example file.
        pub(crate) const SECTIONS: &[Section] = &[$(
            Section {
                name: stringify!($section),
                docs: &[$($section_doc),*],
                settings: &[$(
                    Setting {
                        key: concat!(stringify!($section), ".", stringify!($name)),
                        section: stringify!($section),
                        name: stringify!($name),
                        docs: &[$($doc),*],
                        default: stringify!($default),
                        secret: <$ty as Value>::SECRET,
                        expected: || settings!(@expected $ty $(, $min, $max)?),
                        check: |raw| $Section::$name(raw).map(drop),
                        show: |config| Value::show(&config.$section.$name),
                    },
                )*],
            },
        )*];
    };
    (@expected $ty:ty, $min:literal, $max:literal) => {
        <$ty as Value>::expected_between(stringify!($min), stringify!($max))
    };
    (@expected $ty:ty) => {
        <$ty as Value>::expected()
    };
}

pub(crate) use settings;

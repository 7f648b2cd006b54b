//! Settings with a few allowed words.

use std::fmt;

use super::Value;
use crate::Raw;
use crate::raw::quote;
use crate::suggest::closest;

/// Defines an enum and the word for each of its variants.
macro_rules! choices {
    ($(
        $(#[doc = $doc:expr])*
        $name:ident { $( $(#[doc = $variant_doc:expr])* $variant:ident = $word:literal, )* }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )*
        }

        impl $name {
            /// Every choice, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in the configuration.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Value for $name {
            fn expected() -> String {
                let words: Vec<String> =
                    Self::ALL.iter().map(|choice| quote(choice.as_str())).collect();
                format!("one of {}", words.join(", "))
            }

            fn from_raw(raw: &Raw) -> Result<Self, String> {
                let text = raw.text()?.trim();
                Self::ALL.iter().copied().find(|choice| choice.as_str() == text).ok_or_else(|| {
                    closest(text, Self::ALL.iter().map(|choice| choice.as_str()))
                        .map(|word| format!("did you mean {}?", quote(word)))
                        .unwrap_or_default()
                })
            }

            fn show(&self) -> String {
                quote(self.as_str())
            }
        }
    )*};
}

choices! {
    /// What an instance is among others.
    Role {
        /// One school or group of people.
        Instance = "instance",
        /// A library of what many instances have found out.
        Hub = "hub",
    }

    /// Which hubs are told what is found out here.
    Hubs {
        /// Those that somebody here lets.
        Ask = "ask",
        /// Those that ask.
        All = "all",
        /// None.
        None = "none",
    }

    /// Who provides the instance; safe defaults and legal duties follow from it.
    Provider {
        /// One school.
        School = "school",
        /// A trust, federation or chain of schools.
        Trust = "trust",
        /// A university or college, for instance with teacher training.
        University = "university",
        /// A charity or subject association.
        Charity = "charity",
        /// Volunteers, such as the organisers of a TeachMeet.
        Volunteers = "volunteers",
        /// A company.
        Company = "company",
    }

    /// With which other servers this one talks.
    FederationMode {
        /// With every server that is not blocked.
        Open = "open",
        /// Only with servers that an administrator has allowed.
        AllowList = "allow-list",
        /// With none.
        Off = "off",
    }

    /// Who can join.
    Registration {
        /// Whoever was invited.
        Invitation = "invitation",
        /// Everybody.
        Open = "open",
    }

    /// How the connection to the mail server is protected.
    Encryption {
        /// Begins in the clear and must switch to TLS (port 587).
        StartTls = "starttls",
        /// TLS from the first byte (port 465).
        Tls = "tls",
        /// None (port 25): only for a mail server on the same machine or network.
        None = "none",
    }

    /// How far an acknowledged write is on disk.
    Durability {
        /// It survives a power cut.
        Full = "full",
        /// It survives a crash of the program; a power cut may lose the last moments.
        Normal = "normal",
    }

    /// The form of log lines.
    LogFormat {
        /// For people on a terminal, JSON otherwise.
        Auto = "auto",
        /// For people.
        Human = "human",
        /// One JSON object a line.
        Json = "json",
    }
}

impl Provider {
    /// Whether the provider answers for pupils, so that its defaults must be the cautious ones.
    pub const fn is_school(self) -> bool {
        matches!(self, Self::School | Self::Trust)
    }
}

impl Encryption {
    /// The port that mail servers use for it.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

//! What goes wrong in a call, as its caller needs to know it.

use std::error::Error as _;
use std::io;

use thiserror::Error;

use crate::budget::BudgetSpent;
use crate::policy::Refusal;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NetError {
    /// The policy does not allow it; nothing was sent.
    #[error("not called: {0}")]
    Refused(#[from] Refusal),
    /// Nothing is exchanged with that server; nothing was sent.
    #[error("not called: {0}")]
    Unwanted(String),
    /// The chain of fetches has called too much already; nothing was sent.
    #[error("not called: {0}")]
    Budget(#[from] BudgetSpent),
    /// Too many others wait for the same host, or for any; nothing was sent.
    #[error("not called: too many calls wait already")]
    Busy,
    /// The caller's headers cannot be sent.
    #[error("the request cannot be sent: {0}")]
    Request(String),
    /// The client cannot be made: no certificates on this machine, for one.
    #[error("the HTTP client cannot be used: {0}")]
    Setup(String),
    /// The name could not be resolved.
    #[error("the name cannot be resolved: {0}")]
    Dns(String),
    /// Nobody listens there, or there is no way to it.
    #[error("no connection: {0}")]
    Connect(String),
    /// No trustworthy connection.
    #[error("the TLS connection failed: {0}")]
    Tls(String),
    /// It took longer than the deadline.
    #[error("there was no complete answer in time")]
    Timeout,
    /// The body is longer than allowed.
    #[error("the answer is too large")]
    TooLarge,
    /// More redirects than are followed.
    #[error("too many redirects")]
    TooManyRedirects,
    /// A redirect to another scheme, from https to http for one.
    #[error("redirected from {from} to {to}")]
    Downgrade {
        /// The scheme of the URL that was asked.
        from: String,
        /// The scheme of the URL that it leads to.
        to: String,
    },
    /// The connection ended before the answer did.
    #[error("the connection was interrupted: {0}")]
    Interrupted(String),
    /// What was answered is no HTTP, or none that was asked for.
    #[error("not a usable answer: {0}")]
    Protocol(String),
}

impl NetError {
    /// Whether the same call may succeed later, without anything being done on this side.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Busy
            | Self::Dns(_)
            | Self::Connect(_)
            | Self::Tls(_)
            | Self::Timeout
            | Self::Interrupted(_)
            | Self::Protocol(_)
            // The DNS may give a better address another day.
            | Self::Refused(Refusal::Address(..)) => true,
            Self::Refused(_)
            | Self::Unwanted(_)
            | Self::Budget(_)
            | Self::Request(_)
            | Self::Setup(_)
            | Self::TooLarge
            | Self::TooManyRedirects
            | Self::Downgrade { .. } => false,
        }
    }

    /// From the chain of causes: the library tells only the rough kind.
    pub(crate) fn judge(error: &reqwest::Error) -> Self {
        let mut texts = Vec::new();
        let mut was_cut = false;
        let mut cause = error.source();
        while let Some(error) = cause {
            // Our own resolver's, passed through.
            if let Some(own) = error.downcast_ref::<Self>() {
                return own.clone();
            }
            if let Some(error) = error.downcast_ref::<io::Error>() {
                was_cut |= is_cut(error.kind());
            }
            texts.push(error.to_string());
            cause = error.source();
        }
        if error.is_timeout() {
            return Self::Timeout;
        }
        if error.is_builder() {
            return Self::Request(error.to_string());
        }
        let says = |words: &str| texts.iter().any(|text| text.contains(words));
        let reason = texts.last().cloned().unwrap_or_else(|| error.to_string());
        if error.is_connect() {
            return if says("tcp ") || was_cut {
                Self::Connect(reason)
            } else {
                Self::Tls(reason)
            };
        }
        // The library's words for an end that comes too early.
        if was_cut || says("connection closed") || says("end of file") || says("connection error") {
            Self::Interrupted(reason)
        } else {
            Self::Protocol(reason)
        }
    }
}

fn is_cut(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}

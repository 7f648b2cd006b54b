//! Ctrl-C, SIGTERM and SIGHUP: noticed, never fatal by themselves, so that whatever was started is
//! stopped in order.

use std::process::ExitCode;

use anyhow::{Context, Result};
use nix::sys::signal::Signal;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// From its creation on, the three signals no longer end this process.
pub(crate) struct Interrupts {
    signals: Signals,
    first: Option<Signal>,
}

impl Interrupts {
    pub(crate) fn listen() -> Result<Self> {
        let signals =
            Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen to signals")?;
        Ok(Self {
            signals,
            first: None,
        })
    }

    /// The signals that arrived since the last call.
    pub(crate) fn poll(&mut self) -> Vec<Signal> {
        let arrived: Vec<Signal> = self
            .signals
            .pending()
            .filter_map(|number| Signal::try_from(number).ok())
            .collect();
        self.first = self.first.or(arrived.first().copied());
        arrived
    }

    /// Like `poll`, for a child that shares our terminal: Ctrl-C is the child's to answer.
    pub(crate) fn poll_except_ctrl_c(&mut self) -> Vec<Signal> {
        let mut arrived: Vec<Signal> = self
            .signals
            .pending()
            .filter_map(|number| Signal::try_from(number).ok())
            .collect();
        arrived.retain(|signal| *signal != Signal::SIGINT);
        self.first = self.first.or(arrived.first().copied());
        arrived
    }

    /// What to exit with if a signal has asked us to end (128 + its number, as shells do).
    pub(crate) fn exit_code(&mut self) -> Option<ExitCode> {
        self.poll();
        self.first.map(exit_code_of)
    }
}

/// The exit code by which shells tell that a signal ended a process.
pub(crate) fn exit_code_of(signal: Signal) -> ExitCode {
    ExitCode::from(u8::try_from(128 + signal as i32).unwrap_or(u8::MAX))
}

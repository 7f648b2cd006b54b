//! Progress bars: on a terminal only, and always on standard error. And how long work is cut short.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tokio::signal::unix::{SignalKind, signal};

use crate::backup::Interrupted;

/// A bar that counts bytes. Away from a terminal it shows nothing.
pub(super) fn bytes(what: &'static str) -> ProgressBar {
    bar(what, "{msg} {wide_bar} {bytes}/{total_bytes}")
}

/// A bar that counts rows.
pub(super) fn rows(what: &'static str) -> ProgressBar {
    bar(what, "{msg} {wide_bar} {pos}/{len}")
}

fn bar(what: &'static str, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// Work that ends in order when somebody presses Ctrl-C: what is unfinished is removed.
pub(super) struct Interruptible {
    wanted: Arc<AtomicBool>,
    /// Listens for as long as the work goes on.
    _listener: tokio::runtime::Runtime,
}

impl Interruptible {
    /// Begins to listen. A second signal ends the program at once.
    pub(super) fn new() -> io::Result<Self> {
        let listener = super::runtime()?;
        let wanted = Arc::new(AtomicBool::new(false));
        let heard = Arc::clone(&wanted);
        let (mut terminate, mut interrupt) = listener.block_on(async {
            io::Result::Ok((
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
            ))
        })?;
        listener.spawn(async move {
            loop {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                if heard.swap(true, Ordering::SeqCst) {
                    std::process::exit(130);
                }
            }
        });
        Ok(Self {
            wanted,
            _listener: listener,
        })
    }

    /// Moves a bar, unless the work is to end.
    pub(super) fn step(&self, bar: &ProgressBar, done: u64, total: u64) -> io::Result<()> {
        if self.wanted.load(Ordering::SeqCst) {
            bar.finish_and_clear();
            return Err(Interrupted.into());
        }
        set(bar, done, total);
        Ok(())
    }
}

/// Moves a bar.
pub(super) fn set(bar: &ProgressBar, done: u64, total: u64) {
    bar.set_length(total);
    bar.set_position(done);
}

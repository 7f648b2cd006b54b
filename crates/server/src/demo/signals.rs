//! Ctrl-C and its like.

use std::path::PathBuf;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Whether somebody wants it to end: by SIGINT, SIGTERM, or by closing the terminal. Whoever says so twice is obeyed at
/// once; `unkept` is a folder that is removed even then.
pub(super) fn listen(unkept: Option<PathBuf>) -> std::io::Result<CancellationToken> {
    let mut all = [
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
        signal(SignalKind::hangup())?,
    ];
    let wanted = CancellationToken::new();
    let told = wanted.clone();
    tokio::spawn(async move {
        any(&mut all).await;
        told.cancel();
        any(&mut all).await;
        if let Some(folder) = unkept {
            drop(std::fs::remove_dir_all(folder));
        }
        std::process::exit(130);
    });
    Ok(wanted)
}

async fn any([a, b, c]: &mut [Signal; 3]) {
    tokio::select! {
        _ = a.recv() => {}
        _ = b.recv() => {}
        _ = c.recv() => {}
    }
}

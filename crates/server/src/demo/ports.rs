//! Where the three instances listen.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use thiserror::Error;

/// Three ports, one an instance.
pub(super) type Ports = [u16; 3];

/// The usual ones, and what is tried where somebody else listens there.
const BEGINNINGS: [u16; 5] = [8081, 8181, 18_081, 28_081, 38_081];

/// Why an instance cannot listen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PortError {
    /// Somebody else listens there.
    #[error("port {0} is in use by another program; choose another with --port, or leave it out")]
    Taken(u16),
    /// Somebody else listens where a kept demonstration lives.
    #[error(
        "port {0} is in use by another program, and the demonstration in this folder lives there: addresses never \
         change. Stop that program, or keep another demonstration in another folder"
    )]
    TakenFromKept(u16),
    /// A kept demonstration lives elsewhere.
    #[error(
        "the demonstration in this folder lives at port {0}, and addresses never change; leave out --port"
    )]
    Fixed(u16),
    /// Too high.
    #[error("three ports from {0} on are needed, and the last is 65535")]
    TooHigh(u16),
    /// Nothing is free.
    #[error("no free ports were found: {0}")]
    None(String),
}

/// Free ports: those that were asked for (0: any), or the usual ones, or others where those are taken.
pub(super) fn choose(wanted: Option<u16>) -> Result<Ports, PortError> {
    match wanted {
        Some(0) => any(),
        Some(first) => {
            let ports = from(first)?;
            match ports.into_iter().find(|port| !is_free(*port)) {
                Some(taken) => Err(PortError::Taken(taken)),
                None => Ok(ports),
            }
        }
        None => {
            let free = |ports: &Ports| ports.iter().all(|port| is_free(*port));
            let usual = BEGINNINGS.iter().flat_map(|first| from(*first));
            usual.into_iter().find(free).map_or_else(any, Ok)
        }
    }
}

/// Those of a demonstration that was kept.
pub(super) fn keep(kept: Ports, wanted: Option<u16>) -> Result<Ports, PortError> {
    if let Some(wanted) = wanted
        && wanted != 0
        && wanted != kept[0]
    {
        return Err(PortError::Fixed(kept[0]));
    }
    match kept.into_iter().find(|port| !is_free(*port)) {
        Some(taken) => Err(PortError::TakenFromKept(taken)),
        None => Ok(kept),
    }
}

/// Whether these are the usual ones.
pub(super) fn are_usual(ports: Ports) -> bool {
    from(BEGINNINGS[0]) == Ok(ports)
}

fn from(first: u16) -> Result<Ports, PortError> {
    let second = first.checked_add(1).ok_or(PortError::TooHigh(first))?;
    let third = second.checked_add(1).ok_or(PortError::TooHigh(first))?;
    Ok([first, second, third])
}

/// Whether nobody listens there. Browsers ask `::1` first where a name is of this machine: whoever listens at that alone
/// would be shown in our place.
fn is_free(port: u16) -> bool {
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let beside = SocketAddr::from((Ipv6Addr::LOCALHOST, port));
    let is_taken = TcpListener::bind(beside).is_err_and(|e| e.kind() == ErrorKind::AddrInUse);
    TcpListener::bind(here).is_ok() && !is_taken
}

fn any() -> Result<Ports, PortError> {
    let none = |error: std::io::Error| PortError::None(error.to_string());
    let open = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    // All at once, so that they are three.
    let held = [
        open().map_err(none)?,
        open().map_err(none)?,
        open().map_err(none)?,
    ];
    let mut ports = [0; 3];
    for (port, listener) in ports.iter_mut().zip(&held) {
        *port = listener.local_addr().map_err(none)?.port();
    }
    Ok(ports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_that_are_asked_for_are_taken_or_refused() {
        let [a, b, c] = choose(Some(0)).unwrap();
        assert!(a != b && b != c && a != c);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = listener.local_addr().unwrap().port();
        assert!(!is_free(taken));
        if taken < 65_534 {
            assert_eq!(choose(Some(taken)), Err(PortError::Taken(taken)));
        }
        assert_eq!(choose(Some(65_534)), Err(PortError::TooHigh(65_534)));
    }

    #[test]
    fn a_kept_demonstration_stays_where_it_is() {
        let kept = choose(Some(0)).unwrap();
        assert_eq!(keep(kept, None), Ok(kept));
        assert_eq!(keep(kept, Some(kept[0])), Ok(kept));
        let other = kept[0].wrapping_add(7).max(1);
        assert_eq!(keep(kept, Some(other)), Err(PortError::Fixed(kept[0])));
        let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, kept[1])).unwrap();
        assert_eq!(keep(kept, None), Err(PortError::TakenFromKept(kept[1])));
    }
}

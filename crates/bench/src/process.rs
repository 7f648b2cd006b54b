//! What the kernel tells about a process (proc(5)).

use std::fs;
use std::time::Duration;

use anyhow::Context as _;

/// How long a tick of `utime` and `stime` is: `USER_HZ` is 100 on every Linux that we know.
const TICK: Duration = Duration::from_millis(10);

pub(crate) fn resident_bytes(process: u32) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line
        .and_then(|line| line.split_whitespace().next())
        .context("no VmRSS")?;
    Ok(kib.parse::<u64>()? * 1_024)
}

/// The processor time that it has used so far, in its own code and in the kernel for it.
pub(crate) fn processor_time(process: u32) -> anyhow::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The second field is a name in brackets, which may hold anything.
    let (_, fields) = stat.rsplit_once(") ").context("no name")?;
    let mut times = fields.split(' ').skip(11);
    let mut ticks = 0;
    for name in ["utime", "stime"] {
        let field = times.next().context(name)?;
        ticks += field.parse::<u32>().context(name)?;
    }
    Ok(TICK * ticks)
}

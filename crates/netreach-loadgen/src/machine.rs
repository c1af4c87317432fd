//! What `/proc` says of this machine and of a process on it.

use std::fs;

use anyhow::{Context, Result};
use serde::Serialize;

/// Where something was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// How many of them.
    pub processors: usize,
    /// Memory in MiB.
    pub memory_mib: u64,
    /// The kernel's version.
    pub kernel: String,
}

impl Machine {
    /// This machine, as far as Linux tells.
    pub fn this() -> Self {
        let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
        Self {
            processor: field(&cpus, "model name").unwrap_or("unknown").to_owned(),
            processors: std::thread::available_parallelism().map_or(0, usize::from),
            memory_mib: field(&memory, "MemTotal").and_then(kib).unwrap_or(0) / 1024,
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
        }
    }
}

/// The resident memory of a process, in KiB.
///
/// # Errors
///
/// If there is no such process on this machine.
pub fn resident_kib(process: u32) -> Result<u64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("{path}: is the server on this machine?"))?;
    field(&status, "VmRSS").and_then(kib).with_context(|| format!("{path} says nothing of VmRSS"))
}

/// The executable of a process: which build was measured.
pub fn executable(process: u32) -> String {
    let link = fs::read_link(format!("/proc/{process}/exe"));
    let path = link.map(|path| path.display().to_string()).unwrap_or_default();
    // The profile and the name say which build it is; where the checkout lies is nobody's business.
    path.rsplitn(3, '/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/")
}

/// How many files this process may have open.
pub fn descriptors_max() -> Option<u64> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    limits.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?.parse().ok()
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim())
}

fn kib(value: &str) -> Option<u64> {
    value.strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_memory_and_an_executable() {
        let own = std::process::id();
        assert!(resident_kib(own).is_ok_and(|kib| kib > 100));
        assert!(executable(own).contains('/'));
        assert!(Machine::this().memory_mib > 0);
    }

    #[test]
    fn a_process_that_is_not_there_is_an_error() {
        assert!(resident_kib(u32::MAX).is_err());
    }
}

//! `netreach-loadgen idle`: visitors who have opened the panel and say nothing.

use std::net::ToSocketAddrs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Serialize;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::machine::{self, Machine};
use crate::visitor::{Stay, Target, Visitor};

/// Visitors who are on their way in at once: a server accepts them in the order in which they come.
const COMING_MAX: usize = 64;

/// Visitors who come before anything is measured: what the first ones make the server load is not theirs.
const WARM_UP: usize = 50;

/// Open files that this program needs beside its sockets.
const SPARE_DESCRIPTORS: u64 = 50;

/// Which visitors, and where.
#[derive(Args)]
pub struct Idle {
    /// The server's public address: http, on this machine.
    #[arg(long)]
    url: String,
    /// The key of a site.
    #[arg(long)]
    site: String,
    /// How many.
    #[arg(long, default_value_t = 5_000)]
    visitors: usize,
    /// How long they stay before memory is read: long enough for a heartbeat of each.
    #[arg(long, default_value_t = 20)]
    stay_seconds: u64,
    /// How often all of them come and go.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// The server's process, to read its resident memory.
    #[arg(long)]
    server_pid: Option<u32>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    machine: Machine,
    /// Profile and name of the server's executable.
    build: String,
    visitors: usize,
    /// The server's resident memory before anybody came, in KiB.
    resident_before_kib: Option<u64>,
    runs: Vec<Run>,
}

#[derive(Serialize)]
struct Run {
    welcomed: usize,
    failed: usize,
    /// Sockets that the server closed while the visitor was there.
    cut: usize,
    /// Heartbeats that were answered.
    pongs: u64,
    /// The server's resident memory with everybody there, in KiB.
    resident_kib: Option<u64>,
    /// What each of them added since before anybody came, in KiB. Memory that an earlier run left counts: it can only
    /// make this number higher.
    kib_per_visitor: Option<f64>,
    /// Why the first of those who failed did.
    first_failure: Option<String>,
}

/// Lets them come and go, and prints what was seen.
pub async fn run(idle: &Idle) -> Result<()> {
    let authority = idle.url.trim_end_matches('/').strip_prefix("http://").context("--url must begin with http://")?;
    let address = authority.to_socket_addrs()?.find(std::net::SocketAddr::is_ipv4).context("no IPv4 address")?;
    let target = Target { origin: idle.url.trim_end_matches('/').to_owned(), address, site: idle.site.clone() };
    if let Some(most) = machine::descriptors_max() {
        let needed = idle.visitors as u64 + SPARE_DESCRIPTORS;
        ensure!(most >= needed, "only {most} files may be open: run `ulimit -n {needed}` first, for the server too");
    }
    one_round(&target, 0, WARM_UP, Duration::ZERO, None).await?;
    let resident = || idle.server_pid.map(machine::resident_kib).transpose();
    let before = resident()?;
    let mut runs = Vec::new();
    for round in 1..=idle.runs {
        let stay = Duration::from_secs(idle.stay_seconds);
        let mut run = one_round(&target, round, idle.visitors, stay, idle.server_pid).await?;
        if let (Some(after), Some(before)) = (run.resident_kib, before) {
            #[expect(clippy::cast_precision_loss, reason = "kibibytes of one process are far below 2^52")]
            let each = (after as f64 - before as f64) / run.welcomed.max(1) as f64;
            run.kib_per_visitor = Some((each * 100.0).round() / 100.0);
        }
        runs.push(run);
    }
    let report = Report {
        machine: Machine::this(),
        build: idle.server_pid.map(machine::executable).unwrap_or_default(),
        visitors: idle.visitors,
        resident_before_kib: before,
        runs,
    };
    if idle.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print_words(&report);
    }
    Ok(())
}

fn print_words(report: &Report) {
    let Machine { processor, processors, memory_mib, kernel } = &report.machine;
    println!("machine  {processor}, {processors} processors, {memory_mib} MiB, Linux {kernel}");
    println!("build    {}", report.build);
    for (index, run) in report.runs.iter().enumerate() {
        let Run { welcomed, failed, cut, pongs, .. } = run;
        print!("run {}    {welcomed} welcomed, {failed} failed, {cut} cut, {pongs} heartbeats", index + 1);
        match (run.resident_kib, run.kib_per_visitor) {
            (Some(resident), Some(each)) => println!(", {resident} KiB resident, {each} KiB a visitor"),
            _ => println!(),
        }
        if let Some(failure) = &run.first_failure {
            println!("         the first failure: {failure}");
        }
    }
    let each: Vec<f64> = report.runs.iter().filter_map(|run| run.kib_per_visitor).collect();
    if let (Some(low), Some(high)) = (each.iter().copied().reduce(f64::min), each.iter().copied().reduce(f64::max)) {
        println!("spread   {low} to {high} KiB a visitor");
    }
}

/// All of them come, stay and leave.
async fn one_round(target: &Target, round: usize, visitors: usize, stay: Duration, server: Option<u32>) -> Result<Run> {
    let leave = CancellationToken::new();
    let (mut coming, mut staying) = (JoinSet::new(), JoinSet::new());
    let mut failures = Vec::new();
    let mut next = 0;
    while next < visitors || !coming.is_empty() {
        while next < visitors && coming.len() < COMING_MAX {
            let (target, number) = (target.clone(), next);
            coming.spawn(async move { Visitor::come(&target, round, number).await });
            next += 1;
        }
        match coming.join_next().await.context("somebody is on their way")?? {
            Ok(visitor) => {
                let leave = leave.clone();
                #[expect(clippy::cast_precision_loss, reason = "a number of visitors is far below 2^52")]
                let phase = staying.len() as f64 / visitors as f64;
                staying.spawn(async move { visitor.stay(leave.cancelled(), phase).await });
            }
            Err(failure) => failures.push(format!("{failure:#}")),
        }
    }
    let welcomed = staying.len();
    tokio::time::sleep(stay).await;
    let resident_kib = server.map(machine::resident_kib).transpose()?;
    leave.cancel();
    let (mut cut, mut pongs) = (0, 0);
    while let Some(stayed) = staying.join_next().await {
        let Stay { pongs: answered, cut: was_cut } = stayed??;
        pongs += answered;
        cut += usize::from(was_cut);
    }
    Ok(Run {
        welcomed,
        failed: failures.len(),
        cut,
        pongs,
        resident_kib,
        kib_per_visitor: None,
        first_failure: failures.into_iter().next(),
    })
}

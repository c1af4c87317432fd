//! `cargo xtask bench`: measurements, which print what they were made on. Nothing passes or fails by them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use serde_json::Value;

use crate::process::Task;
use crate::progress::Steps;
use crate::{demo, front, workspace};

/// What resident memory an idle visitor may cost, in KiB: the goal that the measurement is held against in words.
const IDLE_GOAL_KIB: f64 = 12.0;

/// Files that the server and the visitors may each open: one for each socket, and some to spare.
const DESCRIPTORS: u64 = 20_000;

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Resident memory for each idle visitor
    Idle {
        /// How many visitors
        #[arg(long, default_value_t = 5_000)]
        visitors: u32,
        /// Prints the report as one line of JSON
        #[arg(long)]
        json: bool,
    },
}

/// Builds, starts a demo server, measures, and stops it.
///
/// # Errors
///
/// When a build fails, the server does not start, or a visitor is not served.
pub fn run(bench: &Bench) -> Result<()> {
    let Bench::Idle { visitors, json } = bench;
    let mut steps = Steps::new(4);
    steps.begin("building the front ends");
    front::build()?;
    steps.begin("building the server and the visitors (some minutes the first time)");
    demo::build_executable()?;
    Task::new("cargo").args(["build", "--locked", "--profile", "quick", "--package", "netreach-loadgen"]).run()?;
    steps.begin("starting a server");
    let server = Server::start()?;
    steps.begin("letting the visitors come and go, three times");
    let report = measure(&server, *visitors)?;
    drop(server);
    drop(steps);
    if *json {
        println!("{report}");
    } else {
        print_words(&report)?;
    }
    Ok(())
}

fn measure(server: &Server, visitors: u32) -> Result<Value> {
    let loadgen = workspace::target().join("quick/netreach-loadgen");
    let command = format!(
        "ulimit -n {DESCRIPTORS} && exec {} idle --json --url {} --site {} --visitors {visitors} --server-pid {}",
        loadgen.display(),
        server.chat,
        server.site,
        server.child.id(),
    );
    // Not a task of ours: when a task ends, every process that is left is stopped, and the server must stay.
    let said = Command::new("sh").args(["-c", &command]).stderr(Stdio::inherit()).output()?;
    ensure!(said.status.success(), "the visitors ended with {}", said.status);
    serde_json::from_slice(&said.stdout).context("the visitors' report has another shape")
}

/// A demo server that ends with this value.
struct Server {
    child: Child,
    chat: String,
    site: String,
}

impl Server {
    fn start() -> Result<Self> {
        let command = format!("ulimit -n {DESCRIPTORS} && exec {} demo --json", demo::executable());
        let child = Command::new("sh")
            .args(["-c", &command])
            // All visitors come from this machine, and all at once.
            .env("NETREACH__LIMITS__CONNECTIONS_PER_PLACE", "1000000")
            .env("NETREACH__LIMITS__SOCKETS_PER_PLACE", "1000000")
            .env("NETREACH__LIMITS__SOCKETS_BURST", "1000000")
            .env("NETREACH__LIMITS__REQUESTS_BURST", "1000000")
            .env("NETREACH__SERVER__CONNECTIONS_MAX", "20000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the server could not be started")?;
        let mut server = Self { child, chat: String::new(), site: String::new() };
        let said = server.child.stdout.take().context("the server has no output")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        let ready: Value = serde_json::from_str(&line).context("the server did not say that it is ready")?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        server.chat = text(&ready["chat"]).context("the server did not say where it is")?;
        server.site = text(&ready["sites"][0]["key"]).context("the server did not name a site")?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked to stop, it deletes its data folder. One that is gone already needs no asking.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

fn print_words(report: &Value) -> Result<()> {
    let machine = &report["machine"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    println!(
        "machine   {} × {}, {} MiB, Linux {}",
        machine["processors"],
        text(&machine["processor"]),
        machine["memory_mib"],
        text(&machine["kernel"])
    );
    println!("build     {}", text(&report["build"]));
    let runs = report["runs"].as_array().context("the report has no runs")?;
    let mut each = Vec::new();
    for run in runs {
        println!(
            "run       {} visitors welcomed, {} failed, {} cut, {} KiB each",
            run["welcomed"], run["failed"], run["cut"], run["kib_per_visitor"]
        );
        each.extend(run["kib_per_visitor"].as_f64());
    }
    each.sort_by(f64::total_cmp);
    if let (Some(least), Some(most), Some(middle)) = (each.first(), each.last(), each.get(each.len() / 2)) {
        println!("spread    {least:.2} to {most:.2} KiB, median {middle:.2}; the goal is at most {IDLE_GOAL_KIB} KiB");
    }
    Ok(())
}

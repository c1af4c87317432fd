//! What every test server begins with: two consortia that know nothing of each other.
//!
//! It is made once by the real executable (`netreach setup`, then the HTTP API), kept beside it, and copied for each
//! test: hashing passwords for every test would take longer than the test.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::Api;
use crate::server::{self, Running, ServerOptions};

/// The password of everybody.
pub const PASSWORD: &str = "seven herons over the weir";

/// Goes up when what is made here changes, so that an old copy is not used.
const EDITION: u32 = 3;

/// The file that says what a folder holds.
const SEED_FILE: &str = "seed.json";

/// The ids of what is there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seed {
    /// Two projects in two towns that staff one desk: coordinator `cora`, operators `ana` and `dita` of the first
    /// project, `ben` and `eli` of the second, supervisor `sol`, trainee `tam`.
    pub rivers: Service,
    /// A consortium of one: coordinator `olga`, operators `max` and `nia`.
    pub shore: Service,
}

/// One consortium with its one desk, which is open day and night.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Service {
    /// Who signs in to change things.
    pub coordinator: String,
    /// The desk.
    pub desk: Uuid,
    /// The projects.
    pub projects: Vec<Uuid>,
    /// The keys of the sites, one for each project.
    pub sites: Vec<String>,
    /// People by what they type to sign in.
    pub people: BTreeMap<String, Uuid>,
}

impl Seed {
    /// Who somebody is.
    ///
    /// # Panics
    ///
    /// If there is nobody of that name.
    pub fn person(&self, sign_in: &str) -> Uuid {
        let found = self.rivers.people.get(sign_in).or_else(|| self.shore.people.get(sign_in));
        *found.unwrap_or_else(|| panic!("nobody signs in as {sign_in}"))
    }
}

/// Puts the seed into `folder`.
pub(crate) async fn copy_into(folder: &Path) -> anyhow::Result<Seed> {
    let made = made_folder()?;
    if !made.join(SEED_FILE).exists() {
        make(&made).await.context("the people of the tests could not be made")?;
    }
    for entry in fs::read_dir(&made)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    let seed = serde_json::from_slice(&fs::read(folder.join(SEED_FILE))?)?;
    fs::remove_file(folder.join(SEED_FILE))?;
    Ok(seed)
}

/// The folder of the seed that this executable made.
fn made_folder() -> anyhow::Result<PathBuf> {
    let executable = server::executable()?;
    let meta = fs::metadata(&executable)?;
    let mut hasher = DefaultHasher::new();
    (EDITION, meta.len(), meta.modified()?, &executable).hash(&mut hasher);
    let beside = executable.parent().context("the executable is in no folder")?;
    Ok(beside.join("testkit").join(format!("seed-{:016x}", hasher.finish())))
}

async fn make(into: &Path) -> anyhow::Result<()> {
    let parent = into.parent().context("no parent")?;
    fs::create_dir_all(parent)?;
    let work = tempfile::Builder::new().prefix("seed-in-work-").tempdir_in(parent)?;
    let folder = work.path().join("data");
    let seed = make_in(&folder, &ServerOptions::default()).await?;
    fs::write(folder.join(SEED_FILE), serde_json::to_vec_pretty(&seed)?)?;
    match fs::rename(&folder, into) {
        // Another test was faster.
        Err(_) if into.join(SEED_FILE).exists() => Ok(()),
        other => Ok(other?),
    }
}

/// Makes the seed in `folder` and whatever database the options name.
pub(crate) async fn make_in(folder: &Path, options: &ServerOptions) -> anyhow::Result<Seed> {
    let projects = ["Northside, Northbridge", "Harbour, Harwick"];
    found(folder, options, "Two Rivers", &projects, "Evening chat", ("cora", "Cora"))?;
    found(folder, options, "Far Shore", &["Lighthouse, Seaton"], "Shore chat", ("olga", "Olga"))?;
    let mut running = Running::start(folder, options).await?;
    let rivers = fill(
        running.base(),
        "cora",
        &[
            ("ana", "Ana", 0, "operator", &["en"]),
            ("dita", "Dita", 0, "operator", &["en"]),
            ("ben", "Ben", 1, "operator", &["en", "ro"]),
            ("eli", "Eli", 1, "operator", &["en"]),
            ("sol", "Sol", 0, "supervisor", &["en"]),
            ("tam", "Tam", 1, "trainee", &["en"]),
        ],
    )
    .await?;
    let shore =
        fill(running.base(), "olga", &[("max", "Max", 0, "operator", &["en"]), ("nia", "Nia", 0, "operator", &["en"])])
            .await?;
    running.terminate().await?;
    Ok(Seed { rivers, shore })
}

/// Runs `netreach setup`.
fn found(
    folder: &Path,
    options: &ServerOptions,
    consortium: &str,
    projects: &[&str],
    desk: &str,
    (coordinator, screen_name): (&str, &str),
) -> anyhow::Result<()> {
    let mut command = Command::new(server::executable()?);
    server::quiet(&mut command);
    command.envs(options.environment.iter().map(|(name, value)| (name, value)));
    command.arg("--data-folder").arg(folder).args(["setup", "--consortium", consortium, "--desk", desk]);
    command.args(["--coordinator", coordinator, "--screen-name", screen_name, "--language", "en", "--language", "ro"]);
    for project in projects {
        command.args(["--project", project]);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().context("no standard input")?;
    writeln!(stdin, "{PASSWORD}")?;
    drop(stdin);
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "netreach setup: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

type NewWorker = (&'static str, &'static str, usize, &'static str, &'static [&'static str]);

/// Adds hours, sites and people through the API.
async fn fill(base: &str, coordinator: &str, workers: &[NewWorker]) -> anyhow::Result<Service> {
    let api = Api::sign_in(base, coordinator, PASSWORD).await?;
    let me = api.get("/api/v1/session").await?;
    let desks = api.get("/api/v1/desks").await?;
    let desk = id(&desks[0]["id"])?;
    let all_day: Vec<Value> =
        (1..=7).map(|weekday| json!({"weekday": weekday, "opens": "00:00", "closes": "24:00"})).collect();
    let hours = json!({"time_zone": "Europe/London", "weekly": all_day, "exceptions": []});
    api.put(&format!("/api/v1/desks/{desk}/hours"), &hours).await?;
    let mut projects = Vec::new();
    for membership in me["memberships"].as_array().context("memberships")? {
        projects
            .push((membership["project_name"].as_str().unwrap_or_default().to_owned(), id(&membership["project"])?));
    }
    // Northside before Harbour, whatever order they come in.
    projects.sort_by(|a, b| b.0.cmp(&a.0));
    let projects: Vec<Uuid> = projects.into_iter().map(|(_, id)| id).collect();
    let mut people = BTreeMap::from([(coordinator.to_owned(), id(&me["person"])?)]);
    for (sign_in, screen_name, project, role, languages) in workers {
        let person = api
            .post(
                "/api/v1/people",
                &json!({
                    "sign_in": sign_in, "screen_name": screen_name, "password": PASSWORD, "languages": languages,
                    "capacity": 2, "memberships": [{"project": projects[*project], "role": role}],
                }),
            )
            .await?;
        people.insert((*sign_in).to_owned(), id(&person["id"])?);
    }
    let mut sites = Vec::new();
    for project in &projects {
        let site = json!({
            "name": "Website", "project": project, "desk": desk, "origins": [format!("https://{project}.example.org")],
        });
        let site = api.post("/api/v1/sites", &site).await?;
        sites.push(site["key"].as_str().context("a site key")?.to_owned());
    }
    api.delete("/api/v1/session").await?;
    Ok(Service { coordinator: coordinator.to_owned(), desk, projects, sites, people })
}

fn id(value: &Value) -> anyhow::Result<Uuid> {
    Ok(value.as_str().with_context(|| format!("no id: {value}"))?.parse()?)
}

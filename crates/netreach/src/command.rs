//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Live chat for small support projects.
#[derive(Parser)]
#[command(name = "netreach", version, propagate_version = true, max_term_width = 100)]
pub struct CommandLine {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Command,
}

/// Where the settings come from: the built-in file, then `--config`, then the environment, then these flags.
#[derive(Args)]
pub struct Settings {
    /// Your configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Listen here instead of where the configuration says (`server.listen`).
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The address that people use (`server.public_url`).
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// The data folder (`data.folder`).
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_folder: Option<String>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve visitors and workers until stopped.
    Serve,
    /// Bring the database up to date, and do nothing else.
    Migrate,
    /// Look at the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Begin: a consortium, its projects, a desk, a first coordinator and the starter library of canned answers.
    Setup(Founding),
    /// Add, list and change the people who sign in.
    User {
        #[command(subcommand)]
        command: UserCommand,
    },
    /// Try everything on this machine, with invented projects and people in a throw-away folder.
    Demo(Demo),
}

#[derive(Subcommand)]
pub enum ConfigCommand {
    /// Name every mistake, with its file and line; end with 2 if there is one.
    Check,
    /// Print the built-in file: every setting, its default and what it means.
    Print,
}

#[derive(Args)]
pub struct Founding {
    /// The name of the consortium; for a single project, its own name.
    #[arg(long, value_name = "NAME")]
    pub consortium: String,
    /// A project and its town. Give it once for each project.
    #[arg(long = "project", value_name = "NAME, TOWN", required = true)]
    pub projects: Vec<String>,
    /// The name of the desk, as visitors see it.
    #[arg(long, value_name = "NAME")]
    pub desk: String,
    /// The IANA time zone of the desk's hours.
    #[arg(long, value_name = "ZONE", default_value = "Europe/London")]
    pub time_zone: String,
    /// A language that the desk answers in, its own first. Give it once for each.
    #[arg(long = "language", value_name = "TAG", default_values = ["en"])]
    pub languages: Vec<String>,
    /// What the first coordinator types to sign in. The password is asked for.
    #[arg(long, value_name = "SIGN_IN")]
    pub coordinator: String,
    /// The name that visitors and colleagues see. Never a real name.
    #[arg(long, value_name = "NAME")]
    pub screen_name: String,
}

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add somebody. The password is asked for, or read from standard input.
    Add(NewUser),
    /// List everybody.
    List,
    /// Set a password, and end every session of that person. It is asked for, or read from standard input.
    SetPassword {
        /// What they type to sign in.
        sign_in: String,
    },
    /// Keep somebody out, and end every session of theirs.
    Disable {
        /// What they type to sign in.
        sign_in: String,
    },
}

#[derive(Args)]
pub struct NewUser {
    /// What they type to sign in.
    pub sign_in: String,
    /// The name that visitors and colleagues see. Never a real name.
    #[arg(long, value_name = "NAME")]
    pub screen_name: String,
    /// The name of their project.
    #[arg(long, value_name = "NAME")]
    pub project: String,
    /// What they do there. Give it once for each.
    #[arg(long = "role", value_name = "ROLE", required = true)]
    pub roles: Vec<RoleName>,
    /// A language that they speak, best first. Give it once for each.
    #[arg(long = "language", value_name = "TAG", default_values = ["en"])]
    pub languages: Vec<String>,
    /// Conversations that they may hold at once.
    #[arg(long, default_value_t = 2)]
    pub capacity: u8,
}

/// A role, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Runs the project's part.
    Coordinator,
    /// Answers in a pair.
    Operator,
    /// Answers in a pair while learning.
    Trainee,
    /// Can be called into a conversation.
    Supervisor,
}

#[derive(Args)]
pub struct Demo {
    /// The port of the chat server; a free one if left out.
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// The port of the two invented websites; a free one if left out.
    #[arg(long, default_value_t = 0)]
    pub host_port: u16,
    /// The password of everybody, instead of a new one.
    #[arg(long, value_name = "PASSWORD")]
    pub fixed_password: Option<String>,
    /// Keep everything in this folder, and go on with what is there.
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Print one line of JSON when everything is ready, instead of words.
    #[arg(long)]
    pub json: bool,
}

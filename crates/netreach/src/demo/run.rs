//! Folder, ports, servers, and what is printed.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use netreach_core::Role;
use netreach_server::clock::Clock;
use netreach_server::config::{self, Config, Flag};
use netreach_server::edge;
use netreach_store::{Store, StoreOptions};
use serde_json::json;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::consortium::{self, PEOPLE, PROJECTS};
use super::websites;
use crate::command::Demo;
use crate::logs;
use crate::serve::{runtime, stop_on_signal};

/// Characters of a new password: none that look like another.
const PASSWORD_ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Groups of four characters in a new password: 60 bits.
const PASSWORD_GROUPS: usize = 3;

/// Runs the demo until asked to stop.
pub fn run(demo: &Demo) -> Result<()> {
    let folder = Folder::prepare(demo.data.as_deref())?;
    let done = runtime()?.block_on(serve(demo, &folder));
    // Before the words that say so: whoever reads them may look.
    let gone = folder.remove();
    if !demo.json && done.is_ok() && gone {
        println!("The demo is over, and its folder is gone.");
    }
    done
}

async fn serve(demo: &Demo, folder: &Folder) -> Result<()> {
    let chat = listen(demo.port).context("the port of the chat server")?;
    let host = TcpListener::bind((Ipv4Addr::LOCALHOST, demo.host_port)).await.context("the port of the websites")?;
    let addresses = Addresses::of(&chat, &host)?;
    let config = configure(&addresses, folder)?;
    logs::begin(config.log);
    let (password, is_new) = match &demo.fixed_password {
        Some(password) => (password.clone(), false),
        None => (new_password(), true),
    };
    let store = Store::open(&config.data.database, &StoreOptions::default()).await?;
    consortium::prepare(&store, &addresses.websites, &password, is_new).await?;
    store.close().await;

    let state = edge::start(config, Clock::machine()).await?;
    stop_on_signal(&state.stop)?;
    let stop = state.stop.clone();
    let pages = websites::router(&addresses.chat);
    let host = axum::serve(host, pages).with_graceful_shutdown(stop.cancelled_owned());
    state.tracker.spawn(async move {
        if host.await.is_err() {
            tracing::error!("the websites of the demo ended");
        }
    });
    if demo.json {
        println!("{}", in_json(&addresses, &password, folder));
    } else {
        print!("{}", in_words(&addresses, &password, folder));
    }
    edge::serve(state.clone(), chat, edge::router(state.clone())).await;
    state.store.close().await;
    Ok(())
}

fn listen(port: u16) -> Result<TcpListener> {
    Ok(edge::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?)
}

/// What people open.
struct Addresses {
    /// The origin of the chat server.
    chat: String,
    /// Where it listens.
    chat_socket: SocketAddr,
    /// The origin of the websites: another host name than the chat server's, so that browsers treat them as strangers.
    websites: String,
}

impl Addresses {
    fn of(chat: &TcpListener, host: &TcpListener) -> Result<Self> {
        let chat_socket = chat.local_addr()?;
        Ok(Self {
            chat: format!("http://localhost:{}", chat_socket.port()),
            chat_socket,
            websites: format!("http://127.0.0.1:{}", host.local_addr()?.port()),
        })
    }
}

/// The configuration of a demo: the built-in one, the environment, and what this run chose.
fn configure(addresses: &Addresses, folder: &Folder) -> Result<Config> {
    let data = folder.path.to_str().context("the path of the folder is not text")?.to_owned();
    let flags = [
        Flag { name: "--port", key: "server.listen", value: addresses.chat_socket.to_string() },
        Flag { name: "--port", key: "server.public_url", value: addresses.chat.clone() },
        Flag { name: "--data", key: "data.folder", value: data },
    ];
    let variables =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(config::load(None, variables, &flags)?)
}

fn new_password() -> String {
    let mut random = [0; PASSWORD_GROUPS * 4];
    getrandom::fill(&mut random).expect("the system gives randomness");
    // 32 divides 256, so every character is as likely as any other.
    let characters: Vec<u8> =
        random.iter().map(|byte| PASSWORD_ALPHABET[usize::from(*byte) % PASSWORD_ALPHABET.len()]).collect();
    let groups: Vec<&str> =
        characters.chunks(4).map(|group| std::str::from_utf8(group).expect("the alphabet is ASCII")).collect();
    groups.join("-")
}

/// The data folder: one that is kept, or one that goes with the demo.
struct Folder {
    path: PathBuf,
    is_kept: bool,
}

impl Folder {
    fn prepare(kept: Option<&Path>) -> Result<Self> {
        let (path, is_kept) = match kept {
            Some(path) => (path.to_owned(), true),
            None => (std::env::temp_dir().join(format!("netreach-demo-{}", Uuid::new_v4().simple())), false),
        };
        // The server makes it, for its owner only; here it is only looked at.
        Ok(Self { path: std::path::absolute(path)?, is_kept })
    }

    /// Takes the folder away, unless it is kept; says whether it did.
    fn remove(&self) -> bool {
        !self.is_kept && std::fs::remove_dir_all(&self.path).is_ok()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.remove();
    }
}

fn in_json(addresses: &Addresses, password: &str, folder: &Folder) -> String {
    let sites = PROJECTS.iter().map(|project| {
        json!({
            "key": project.site_key,
            "project": project.name,
            "town": project.town,
            "website": format!("{}{}", addresses.websites, project.path),
            "page": format!("{}/chat/{}", addresses.chat, project.site_key),
        })
    });
    let people = PEOPLE.iter().map(|person| {
        json!({
            "sign_in": person.sign_in,
            "password": password,
            "screen_name": person.screen_name,
            "project": PROJECTS[person.project].name,
            "roles": person.roles.iter().map(|role| word(*role)).collect::<Vec<_>>(),
            "languages": person.languages,
        })
    });
    json!({
        "ready": true,
        "chat": addresses.chat,
        "console": format!("{}/console/", addresses.chat),
        "websites": addresses.websites,
        "data": folder.path,
        "sites": sites.collect::<Vec<_>>(),
        "people": people.collect::<Vec<_>>(),
    })
    .to_string()
}

fn in_words(addresses: &Addresses, password: &str, folder: &Folder) -> String {
    let websites = PROJECTS
        .iter()
        .map(|project| format!("  {}, {}:  {}{}\n", project.name, project.town, addresses.websites, project.path));
    let pages = PROJECTS.iter().map(|project| format!("  {}/chat/{}\n", addresses.chat, project.site_key));
    let people = PEOPLE.iter().map(|person| {
        let roles: Vec<&str> = person.roles.iter().map(|role| word(*role)).collect();
        format!("  {:<5} {} ({})\n", person.sign_in, roles.join(" and "), PROJECTS[person.project].name)
    });
    let end = if folder.is_kept {
        format!("Everything is kept in {}. Ctrl-C ends the demo.", folder.path.display())
    } else {
        "Ctrl-C ends the demo and takes everything away.".to_owned()
    };
    format!(
        "\n{consortium} is ready.\n\n\
         As a visitor, open a project's website:\n{websites}\n\
         Or the same chat on a page of its own:\n{pages}\n\
         As a worker, open the console:\n  {chat}/console/\n\n\
         and sign in, with the password  {password}  as one of\n{people}\n\
         The desk opens once two of them are available: use two browsers, or two private windows.\n{end}\n",
        consortium = consortium::CONSORTIUM,
        chat = addresses.chat,
        websites = websites.collect::<String>(),
        pages = pages.collect::<String>(),
        people = people.collect::<String>(),
    )
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Coordinator => "coordinator",
        Role::Operator => "operator",
        Role::Trainee => "trainee",
        Role::Supervisor => "supervisor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ_and_are_easy_to_type() {
        let (first, second) = (new_password(), new_password());
        assert_ne!(first, second);
        assert_eq!(first.len(), PASSWORD_GROUPS * 5 - 1);
        assert!(first.bytes().all(|b| b == b'-' || PASSWORD_ALPHABET.contains(&b)));
    }

    #[test]
    fn a_throw_away_folder_goes_and_a_kept_one_stays() {
        let throw_away = Folder::prepare(None).expect("a path");
        std::fs::create_dir(&throw_away.path).expect("a folder");
        let path = throw_away.path.clone();
        drop(throw_away);
        assert!(!path.exists());

        let kept = tempfile::tempdir().expect("a folder");
        drop(Folder::prepare(Some(kept.path())).expect("a path"));
        assert!(kept.path().exists());
    }
}

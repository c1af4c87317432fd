//! Passwords typed at the terminal or piped in: never an argument, which every user of the machine could see.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use netreach_server::sign_in::password;
use netreach_store::{PasswordHash, SignIn};
use zeroize::Zeroizing;

/// Asks for a new password, twice at a terminal, and hashes it.
pub fn ask(sign_in: &SignIn) -> Result<PasswordHash> {
    let typed = if io::stdin().is_terminal() { prompt_twice()? } else { line()? };
    match password::check(&typed, sign_in) {
        Ok(()) => Ok(password::hash_here(&typed)),
        Err(code) => bail!("the password is not taken ({}): choose a longer one, or several words", code.as_str()),
    }
}

fn prompt_twice() -> Result<Zeroizing<String>> {
    let first = prompt("New password: ")?;
    let second = prompt("The same again: ")?;
    ensure!(*first == *second, "the two are not the same");
    Ok(first)
}

fn prompt(words: &str) -> Result<Zeroizing<String>> {
    eprint!("{words}");
    io::stderr().flush()?;
    let _hidden = Hidden::begin();
    let typed = line();
    eprintln!();
    typed
}

fn line() -> Result<Zeroizing<String>> {
    let mut typed = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut typed).context("the password could not be read")?;
    let end = typed.trim_end_matches(['\r', '\n']).len();
    typed.truncate(end);
    Ok(typed)
}

/// While this lives, the terminal shows nothing of what is typed.
struct Hidden;

impl Hidden {
    fn begin() -> Self {
        echo("-echo");
        Self
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        echo("echo");
    }
}

/// Where there is no `stty`, what is typed shows: as with any terminal that cannot hide it.
fn echo(setting: &str) {
    let _ = Command::new("stty").arg(setting).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

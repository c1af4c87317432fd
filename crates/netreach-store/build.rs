//! Compiles again when a migration is added: `sqlx::migrate!` reads a folder, which cargo does not watch by itself.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}

//! One suite for the store, run on SQLite in memory, on a SQLite file and on PostgreSQL.

mod stage;

/// Expands each test three times, once for each engine, on a [`stage::Stage`] of its own.
macro_rules! on_every_engine {
    ($($(#[$doc:meta])* async fn $name:ident($stage:ident) $body:block)*) => {$(
        $(#[$doc])*
        async fn $name($stage: crate::stage::Stage) $body

        mod $name {
            use crate::stage::Stage;

            #[tokio::test]
            async fn on_sqlite_in_memory() {
                super::$name(Stage::in_memory().await).await;
            }

            #[tokio::test]
            async fn on_a_sqlite_file() {
                super::$name(Stage::in_a_file().await).await;
            }

            #[tokio::test]
            async fn on_postgresql() {
                super::$name(Stage::on_postgresql().await).await;
            }
        }
    )*};
}

mod canned;
mod consortia;
mod counts;
mod desks;
mod hours;
mod opening;
mod people;
mod sessions;
mod sites;

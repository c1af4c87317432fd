//! What can go wrong with the tables. "Not found" is not among it: that is `None` or `false`.

use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::migrate::MigrateError;

/// Why the store did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is full, or is too slow. Trying again later may help.
    #[error("the database is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Something else already stands where this should go. Nothing was changed.
    #[error(transparent)]
    Conflict(Conflict),
    /// A value that the tables do not take. Nothing was changed.
    #[error("{what} {bound}")]
    Refused {
        /// What was wrong, in the words of the product: `people`, `canned text`.
        what: &'static str,
        /// How it was wrong.
        bound: Bound,
    },
    /// What is stored cannot be understood, or was about to break a rule of the tables: a mistake of ours, or a
    /// damaged database.
    #[error("the tables hold or were given something that makes no sense: {what}")]
    Corrupt {
        /// Which column, constraint or migration. Never a value.
        what: String,
    },
}

/// What a change would have collided with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Conflict {
    /// Somebody on this server already signs in by that name.
    #[error("the sign-in is taken")]
    SignIn,
    /// Another site has that public key.
    #[error("the site key is taken")]
    SiteKey,
    /// The site already lists that origin.
    #[error("the origin is listed twice")]
    SiteOrigin,
    /// Another canned answer of the same owner has that shortcut.
    #[error("the shortcut is taken")]
    Shortcut,
    /// That id, or that pair of ids, is already there.
    #[error("the id is taken")]
    Id,
    /// It names a project, desk or person that this consortium does not have.
    #[error("it names something that this consortium does not have")]
    Reference,
}

/// How a value was outside what the tables take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// More characters than `max`.
    TooLong {
        /// The limit, in Unicode scalar values.
        max: usize,
    },
    /// More rows or entries than `max`.
    TooMany {
        /// The limit.
        max: usize,
    },
    /// Empty, with a character that has no place there, or against a rule that the type documents.
    Invalid,
}

impl std::fmt::Display for Bound {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong { max } => write!(out, "is longer than {max} characters"),
            Self::TooMany { max } => write!(out, "would be more than {max}"),
            Self::Invalid => out.write_str("is not valid"),
        }
    }
}

impl StoreError {
    /// A stored value that `column` should not hold.
    pub(crate) fn corrupt(column: &str) -> Self {
        Self::Corrupt { what: column.to_owned() }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(database) => of_database(database),
            sqlx::Error::ColumnDecode { index, .. } => Self::Corrupt { what: format!("column {index}") },
            sqlx::Error::ColumnNotFound(name) => Self::Corrupt { what: format!("no column {name}") },
            sqlx::Error::TypeNotFound { type_name } => Self::Corrupt { what: format!("no type {type_name}") },
            sqlx::Error::RowNotFound => Self::corrupt("a row that a statement always returns"),
            sqlx::Error::Decode(_) => Self::corrupt("a value that cannot be decoded"),
            sqlx::Error::Encode(_) => Self::corrupt("a value that cannot be encoded"),
            other => Self::Unavailable(Box::new(other)),
        }
    }
}

/// Sorts what the engine reports. The engine's own text is dropped for broken constraints: PostgreSQL puts the row
/// into it, and rows hold names.
fn of_database(error: Box<dyn DatabaseError>) -> StoreError {
    match error.kind() {
        ErrorKind::UniqueViolation => StoreError::Conflict(conflict_of(error.as_ref())),
        ErrorKind::ForeignKeyViolation => StoreError::Conflict(Conflict::Reference),
        ErrorKind::NotNullViolation | ErrorKind::CheckViolation | ErrorKind::ExclusionViolation => {
            StoreError::Corrupt { what: format!("constraint {}", error.constraint().unwrap_or("of a table")) }
        }
        _ if is_damage(error.as_ref()) => StoreError::corrupt("the database file is damaged"),
        _ => StoreError::Unavailable(Box::new(sqlx::Error::Database(error))),
    }
}

/// Unique indexes that a user can run into: PostgreSQL reports the name, SQLite the columns.
const UNIQUE: [(&str, &str, Conflict); 4] = [
    ("people_sign_in", "people.sign_in", Conflict::SignIn),
    ("sites_key", "sites.site_key", Conflict::SiteKey),
    ("site_origins_once", "site_origins.site_id, site_origins.origin", Conflict::SiteOrigin),
    (
        "canned_answers_shortcut",
        "canned_answers.consortium_id, canned_answers.owner_id, canned_answers.shortcut",
        Conflict::Shortcut,
    ),
];

fn conflict_of(error: &dyn DatabaseError) -> Conflict {
    let columns = error.message().rsplit(": ").next().unwrap_or_default();
    UNIQUE
        .iter()
        .find(|(index, on_sqlite, _)| error.constraint() == Some(*index) || columns == *on_sqlite)
        .map_or(Conflict::Id, |(_, _, conflict)| *conflict)
}

/// SQLite's `CORRUPT` (11) and `NOTADB` (26), in the low byte of its extended codes; PostgreSQL's class `XX00x`.
fn is_damage(error: &dyn DatabaseError) -> bool {
    error.code().is_some_and(|code| match code.parse::<u32>() {
        Ok(number) if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => {
            matches!(number & 0xff, 11 | 26)
        }
        _ => matches!(code.as_ref(), "XX001" | "XX002"),
    })
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => source.into(),
            // The others say that the database was made by another version, or by half of one.
            other => Self::Corrupt { what: format!("migrations: {other}") },
        }
    }
}

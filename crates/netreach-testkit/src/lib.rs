//! For tests only: a private PostgreSQL, a server on port 0, test visitors and operators.

pub mod postgres;

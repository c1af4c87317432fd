//! Every statement is declared once and listed, so that all of them can be prepared on both engines.

/// Declares the statements of a module as documented constants, and lists them in `STATEMENTS`.
macro_rules! statements {
    ($($(#[$doc:meta])* $visibility:vis $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* $visibility const $name: &str = $sql;)*

        /// Every statement of this module, by name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Declares the modules that hold statements, and gathers their lists: one that is not named here is never compiled.
macro_rules! with_statements {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every statement of this crate, by name.
        fn all_statements() -> impl Iterator<Item = (&'static str, &'static str)> {
            [$($module::STATEMENTS),*].into_iter().flatten().copied()
        }
    };
}

//! Proof that what must never be shown cannot be: this file does not compile if one of these types gains a trait that
//! could put it into a log, an error or a body.
//!
//! It holds in every build, not only in a test run. For each pair, two blanket implementations of a trait fit a type
//! that has the forbidden trait and one fits a type that has not: so only the latter leaves no doubt which is meant.

use std::fmt::{Debug, Display};

use netreach_core::{DisplayName, MessageText};
use serde::Serialize;

use super::address::{AddressKey, ClientAddr};
use crate::keys::{Keys, MacKey};

macro_rules! never {
    ($($type:ty: $($forbidden:ident),+;)+) => {$($(
        const _: fn() = || {
            struct HasIt;
            trait Only<Which> {
                fn certain() {}
            }
            impl<T: ?Sized> Only<()> for T {}
            impl<T: ?Sized + $forbidden> Only<HasIt> for T {}
            let _ = <$type as Only<_>>::certain;
        };
    )+)+};
}

never! {
    ClientAddr: Debug, Display, Serialize, PartialEq, Clone;
    AddressKey: Debug, Display, Serialize;
    MacKey: Debug, Display, Serialize, Clone;
    Keys: Debug, Display, Serialize, Clone;
    // Their `Debug` says only that there is a text.
    MessageText: Display, Serialize;
    DisplayName: Display, Serialize;
}

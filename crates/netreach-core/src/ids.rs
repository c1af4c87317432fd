//! Ids: one type for each thing, so that they cannot be mixed up.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// The organisations that share one service.
    ConsortiumId;
    /// One member organisation of a consortium.
    ProjectId;
    /// One service that the public sees.
    DeskId;
    /// One website that carries the widget.
    SiteId;
    /// A worker, volunteer, supervisor or coordinator with a sign-in. Never a visitor.
    PersonId;
    /// One private chat. Random (version 4): it says nothing about when it began.
    ConversationId;
    /// One message, made by the client that wrote it, so that sending it again is harmless.
    MessageId;
    /// One suggestion from the second to the lead.
    SuggestionId;
}

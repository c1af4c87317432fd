//! Scripts of what is said in a conversation. They run on a whole desk; see [`crate::desk::script`].

mod marks;
mod talk;

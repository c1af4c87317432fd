//! The roster of a conversation, as the desk gives it to the conversation.

use crate::ids::ConversationId;
use crate::people::Worker;

use super::event::{Seat, Standing};
use super::state::Desk;

/// One worker of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterEntry {
    /// Who.
    pub worker: Worker,
    /// Their part.
    pub seat: Seat,
    /// Whether their connection is there.
    pub here: bool,
}

/// Who serves a conversation, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// Grows with every change: an older roster never replaces a newer one.
    pub revision: u64,
    /// Who, lead first.
    pub workers: Vec<RosterEntry>,
    /// How it stands.
    pub standing: Standing,
}

impl Desk {
    /// The roster of a conversation that the desk serves.
    pub fn roster(&self, conversation: ConversationId) -> Option<Roster> {
        let staffing = self.conversations.get(&conversation)?;
        let workers = staffing
            .seats
            .iter()
            .map(|holder| RosterEntry {
                worker: holder.worker.clone(),
                seat: holder.seat,
                here: self.is_here(holder.worker.person),
            })
            .collect();
        Some(Roster { revision: staffing.revision, workers, standing: staffing.standing })
    }
}

//! What follows from one aggregate for another: rosters from desk to conversation, endings from conversation to desk.
//!
//! By state, not by event: a step that was missed is made up for whenever either changes again.

use std::sync::Arc;

use netreach_core::conversation;
use netreach_core::desk;
use netreach_core::{ConversationId, DeskId};
use netreach_store::Store;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::desks::DeskSlot;
use super::{Count, Live, lock, read, write};
use crate::settings::Settings;

impl Live {
    pub(super) async fn keep_reconciled(self: Arc<Self>) {
        loop {
            let next = lock(&self.dirty).pop_first();
            match next {
                Some(conversation) => self.reconcile(conversation).await,
                None => self.dirtied.notified().await,
            }
        }
    }

    async fn reconcile(&self, id: ConversationId) {
        let Some(slot) = self.conversation(id) else { return };
        let Some(desk) = self.desk(slot.birth.desk) else { return };
        if slot.ended().is_some() {
            if let Err(error) = self.desk_command(desk.id, &desk::Command::Release { conversation: id }).await {
                tracing::warn!(%error, "a conversation that is over was not released");
            }
            return;
        }
        let roster = lock(&desk.replica).desk.roster(id);
        let held = lock(&slot.replica).conversation.revision();
        if let Some(roster) = roster.filter(|roster| roster.revision > held)
            && let Err(error) = self.conversation_command(id, &conversation::Command::Mirror(roster)).await
        {
            tracing::warn!(%error, "a roster did not reach its conversation");
        }
    }

    /// Brings the desks in line with the settings now and after each change.
    pub(super) async fn follow_settings(self: Arc<Self>) {
        let mut changed = self.settings.changed();
        while changed.changed().await.is_ok() {
            self.configure_desks().await;
        }
    }

    pub(super) async fn configure_desks(&self) {
        let snapshot = self.settings.current();
        for (id, settings) in &snapshot.desks {
            write(&self.desks).entry(*id).or_insert_with(|| Arc::new(DeskSlot::new(*id)));
            let command = desk::Command::Configure { rules: settings.rules.clone(), queue_max: settings.queue_max };
            if let Err(error) = self.desk_command(*id, &command).await {
                tracing::warn!(%error, "a desk did not take its new rules");
            }
        }
        let slots: Vec<Arc<DeskSlot>> = read(&self.desks).values().cloned().collect();
        for slot in &slots {
            self.show_desk(slot, true);
        }
    }

    /// Every desk that is known.
    pub fn desks(&self) -> Vec<DeskId> {
        read(&self.desks).keys().copied().collect()
    }
}

/// Writes counts until `stop`, and then what still waits.
pub(super) async fn write_counts(
    store: Store,
    settings: Arc<Settings>,
    mut counts: mpsc::Receiver<Count>,
    stop: CancellationToken,
) {
    loop {
        tokio::select! {
            biased;
            Some(count) = counts.recv() => write_count(&store, &settings, count).await,
            () = stop.cancelled() => break,
            else => break,
        }
    }
    while let Ok(count) = counts.try_recv() {
        write_count(&store, &settings, count).await;
    }
}

async fn write_count(store: &Store, settings: &Settings, count: Count) {
    let Some(desk) = settings.current().desks.get(&count.desk).cloned() else { return };
    if let Err(error) = store.add_to_count(desk.consortium, count.desk, count.name, count.add, count.at).await {
        tracing::warn!(%error, count = count.name.as_str(), "a count was not written");
    }
}

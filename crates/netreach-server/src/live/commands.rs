//! Commands: take the replica, decide, append; on a conflict catch up and decide again.

use std::sync::Arc;

use netreach_core::conversation::{self, ConversationEvent, Opening};
use netreach_core::desk::{self, Request};
use netreach_core::people::Language;
use netreach_core::{ConversationId, DeskId, DisplayName, PersonId};
use netreach_eventlog::{AppendError, Seq};
use netreach_protocol::{ErrorCode, TypingIn};
use uuid::Uuid;

use super::conversations::{ConversationSlot, Typist, subject};
use super::desks::DeskSlot;
use super::{Birth, Live, LiveEvent, Recorded, lock};
use crate::settings::{DeskSettings, SiteSettings};

/// Why a command was not carried out. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// The desk refused.
    #[error(transparent)]
    Desk(#[from] desk::Refusal),
    /// The conversation refused.
    #[error(transparent)]
    Conversation(#[from] conversation::Refusal),
    /// There is no such desk or conversation.
    #[error("there is no such desk or conversation")]
    Gone,
    /// It holds as much as it can.
    #[error("it holds as much as it can")]
    Full,
}

impl CommandError {
    /// The code on the wire.
    pub fn code(self) -> ErrorCode {
        use conversation::Refusal as C;
        use desk::Refusal as D;
        match self {
            Self::Gone | Self::Conversation(C::NotStarted) => ErrorCode::NotStarted,
            Self::Full | Self::Conversation(C::Full) => ErrorCode::ConversationFull,
            Self::Desk(D::Closed) => ErrorCode::DeskClosed,
            Self::Desk(D::QueueFull) => ErrorCode::QueueFull,
            Self::Desk(D::NotOnline) => ErrorCode::NotAllowed,
            Self::Desk(D::NotInConversation) | Self::Conversation(C::NotInConversation) => ErrorCode::NotInConversation,
            Self::Desk(D::CannotLead) => ErrorCode::NotLead,
            Self::Desk(D::NoSecond) => ErrorCode::NoSecond,
            Self::Desk(D::NoSupervisor) => ErrorCode::NoSupervisor,
            Self::Desk(D::AlreadyCalled) => ErrorCode::AlreadyCalled,
            Self::Desk(D::NotCalled) => ErrorCode::NotCalled,
            Self::Conversation(C::AlreadyStarted) => ErrorCode::AlreadyStarted,
            Self::Conversation(C::StillWaiting) => ErrorCode::StillWaiting,
            Self::Conversation(C::Ended) => ErrorCode::Ended,
            Self::Conversation(C::Held) => ErrorCode::Held,
            Self::Conversation(C::SupervisorNeeded) => ErrorCode::SupervisorNeeded,
            Self::Conversation(C::IdTaken) => ErrorCode::IdTaken,
            Self::Conversation(C::NoSuggestion) => ErrorCode::NoSuggestion,
            Self::Conversation(C::UnfilledBlank) => ErrorCode::UnfilledBlank,
            Self::Conversation(C::Ahead) => ErrorCode::AheadOfServer,
        }
    }
}

impl From<AppendError> for CommandError {
    fn from(_: AppendError) -> Self {
        Self::Full
    }
}

/// What a visitor begins a conversation with.
pub struct Start {
    /// The site they came from.
    pub site: Arc<SiteSettings>,
    /// The desk that it opens on.
    pub desk: Arc<DeskSettings>,
    /// The conversation, from [`Live::conversation_of`].
    pub conversation: ConversationId,
    /// The name to be called by.
    pub nickname: DisplayName,
    /// The language of the panel.
    pub language: Language,
}

impl Live {
    /// Begins a conversation and asks for a pair. Repeating it is harmless.
    ///
    /// # Errors
    ///
    /// [`CommandError`]: the desk is closed or its line is full.
    pub async fn start(&self, start: &Start) -> Result<(), CommandError> {
        if let Some(slot) = self.conversation(start.conversation) {
            return if slot.ended().is_some() { Err(conversation::Refusal::Ended.into()) } else { Ok(()) };
        }
        let request =
            Request { conversation: start.conversation, language: start.language.clone(), project: start.site.project };
        let hours_open = start.desk.hours.at(self.clock.now()).open;
        self.desk_command(start.desk.id, &desk::Command::Wait { request, hours_open }).await?;
        let birth = Birth { desk: start.desk.id, project: start.site.project, incarnation: Uuid::new_v4() };
        let opening = Opening {
            nickname: start.nickname.clone(),
            language: start.language.clone(),
            desk: start.desk.name.clone(),
            project: start.site.project_name.clone(),
            idle_end: start.desk.idle_end,
        };
        let at = self.clock.now();
        let events = vec![
            Recorded { at, event: LiveEvent::Born(birth) },
            Recorded { at, event: LiveEvent::Conversation(ConversationEvent::Opened(opening)) },
        ];
        self.append_birth(start.conversation, events).await
    }

    /// Appends the first events of a conversation, and waits until it is there.
    pub(super) async fn append_birth(&self, id: ConversationId, events: Vec<Recorded>) -> Result<(), CommandError> {
        match self.log.append(&subject(id), Seq(0), events).await {
            // Somebody else's same start was first: it is there, or about to be.
            Ok(_) | Err(AppendError::Conflict { .. }) => {}
            Err(AppendError::Full) => return Err(CommandError::Full),
        }
        // The applier makes the replica; it is the next thing that it does.
        while self.conversation(id).is_none_or(|slot| slot.lengths().1 == 0) {
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    /// Lets a desk carry out `command`.
    ///
    /// # Errors
    ///
    /// [`CommandError`].
    pub async fn desk_command(&self, desk: DeskId, command: &desk::Command) -> Result<(), CommandError> {
        let slot: Arc<DeskSlot> = self.desk(desk).ok_or(CommandError::Gone)?;
        let mut applied = slot.applied.subscribe();
        loop {
            let at = self.clock.now();
            let (events, expected) = {
                let replica = lock(&slot.replica);
                (replica.desk.decide(at, command)?, replica.seq)
            };
            let events: Vec<Recorded> =
                events.into_iter().map(|event| Recorded { at, event: LiveEvent::Desk(event) }).collect();
            if self.appended(&slot.subject, expected, events, &mut applied).await? {
                return Ok(());
            }
        }
    }

    /// Lets a conversation carry out `command`.
    ///
    /// # Errors
    ///
    /// [`CommandError`].
    pub async fn conversation_command(
        &self,
        conversation: ConversationId,
        command: &conversation::Command,
    ) -> Result<(), CommandError> {
        let slot: Arc<ConversationSlot> = self.conversation(conversation).ok_or(CommandError::Gone)?;
        let mut applied = slot.applied.subscribe();
        loop {
            let at = self.clock.now();
            let (events, expected) = {
                let replica = lock(&slot.replica);
                (replica.conversation.decide(at, command)?, replica.seq)
            };
            let events: Vec<Recorded> =
                events.into_iter().map(|event| Recorded { at, event: LiveEvent::Conversation(event) }).collect();
            if self.appended(&slot.subject, expected, events, &mut applied).await? {
                return Ok(());
            }
        }
    }

    /// Appends and waits until the replica holds it; false after a conflict, once the replica has caught up.
    async fn appended(
        &self,
        subject: &netreach_eventlog::Subject,
        expected: Seq,
        events: Vec<Recorded>,
        applied: &mut tokio::sync::watch::Receiver<Seq>,
    ) -> Result<bool, CommandError> {
        if events.is_empty() {
            return Ok(true);
        }
        let (reached, done) = match self.log.append(subject, expected, events).await {
            Ok(last) => (last, true),
            Err(AppendError::Conflict { last }) if last > expected => (last, false),
            // The subject was forgotten: the conversation is over and gone.
            Err(AppendError::Conflict { .. }) => return Err(CommandError::Gone),
            Err(AppendError::Full) => return Err(CommandError::Full),
        };
        applied.wait_for(|seq| *seq >= reached).await.map_err(|_| CommandError::Gone)?;
        Ok(done)
    }

    pub(super) async fn tick_desk(&self, desk: DeskId) {
        if let Err(error) = self.desk_command(desk, &desk::Command::Tick).await {
            tracing::warn!(%error, "a desk's deadline did not act");
        }
    }

    pub(super) async fn tick_conversation(&self, id: ConversationId) {
        if let Err(error) = self.conversation_command(id, &conversation::Command::Tick).await {
            tracing::warn!(%error, "a conversation's deadline did not act");
        }
    }

    /// A connection of the visitor came.
    pub async fn visitor_came(&self, id: ConversationId) {
        let Some(slot) = self.conversation(id) else { return };
        if slot.visitor_came() {
            self.visitor_here(&slot, true).await;
        }
    }

    /// A connection of the visitor is gone.
    pub async fn visitor_went(&self, id: ConversationId) {
        let Some(slot) = self.conversation(id) else { return };
        if slot.visitor_went() {
            self.visitor_here(&slot, false).await;
        }
    }

    async fn visitor_here(&self, slot: &ConversationSlot, here: bool) {
        // What is over needs no presence: both refuse that, and nothing is lost.
        let _over = self.conversation_command(slot.id, &conversation::Command::VisitorHere(here)).await;
        let command = desk::Command::VisitorHere { conversation: slot.id, here };
        let _over = self.desk_command(slot.birth.desk, &command).await;
    }

    /// A person may not sign in any more: they leave every desk and every seat at once.
    pub async fn person_kept_out(&self, person: PersonId) {
        for desk in self.desks() {
            self.take_off(desk, person).await;
        }
    }

    /// A person does not staff a desk any more: they leave it and every seat on it.
    pub async fn take_off(&self, desk: DeskId, person: PersonId) {
        if let Err(error) = self.desk_command(desk, &desk::Command::Remove { person }).await {
            tracing::warn!(%error, "a worker could not be taken off a desk");
        }
    }

    /// The visitor's typing signal.
    pub fn visitor_types(&self, id: ConversationId, on: bool) {
        if let Some(slot) = self.conversation(id) {
            let typist = Typist { worker: None, place: TypingIn::Message.into() };
            slot.set_typing(typist, on, self.clock.now());
        }
    }

    /// A worker's typing signal; nothing for one who does not serve the conversation.
    pub fn worker_types(&self, id: ConversationId, person: PersonId, place: TypingIn, on: bool) {
        if let Some(slot) = self.conversation(id)
            && let Some(number) = slot.number(person)
        {
            let typist = Typist { worker: Some(number), place: place.into() };
            slot.set_typing(typist, on, self.clock.now());
        }
    }

    /// Who types in a conversation, as the visitor may know it: workers who write messages, by number.
    pub fn typing_for_visitor(&self, slot: &ConversationSlot) -> Vec<u16> {
        slot.typists(self.clock.now())
            .into_iter()
            .filter(|typist| TypingIn::from(typist.place) == TypingIn::Message)
            .filter_map(|typist| typist.worker.map(|number| number.0))
            .collect()
    }

    /// Who types in a conversation, but for `own`.
    pub fn typing_for_staff(&self, slot: &ConversationSlot, own: PersonId) -> Vec<(Option<u16>, TypingIn)> {
        let own = slot.number(own);
        slot.typists(self.clock.now())
            .into_iter()
            .filter(|typist| typist.worker.is_none() || typist.worker != own)
            .map(|typist| (typist.worker.map(|number| number.0), typist.place.into()))
            .collect()
    }

    /// A worker calls a supervisor: the desk decides, and the conversation notes it.
    ///
    /// # Errors
    ///
    /// [`CommandError`].
    pub async fn call_supervisor(&self, id: ConversationId, by: PersonId) -> Result<(), CommandError> {
        let slot = self.conversation(id).ok_or(CommandError::Gone)?;
        self.desk_command(slot.birth.desk, &desk::Command::CallSupervisor { conversation: id, by }).await?;
        self.conversation_command(id, &conversation::Command::NoteSupervisorCalled { by }).await
    }
}

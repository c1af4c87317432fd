//! What a worker may do.

use netreach_core::conversation::Command;
use netreach_core::desk;
use netreach_core::{ConversationId, DeskId, MessageId, MessageText, SuggestionId};
use netreach_protocol::limits::HISTORY_EVENTS_MAX;
use netreach_protocol::{ErrorCode, Event, StaffCommand};
use uuid::Uuid;

use super::refusal::Refusal;
use super::staff::{StaffSession, core_availability};
use crate::live::CommandError;

impl StaffSession {
    pub(super) async fn carry_out(&mut self, command: StaffCommand) -> Result<(), Refusal> {
        let by = self.person;
        match command {
            StaffCommand::Availability { availability } => {
                let availability = core_availability(availability);
                for desk in self.workers.keys() {
                    let command = desk::Command::SetAvailability { person: by, availability };
                    self.state.live.desk_command(*desk, &command).await.map_err(CommandError::code)?;
                }
                Ok(())
            }
            StaffCommand::Message { conversation, id, text, suggestion } => {
                let (id, suggestion) = (MessageId(id), suggestion.map(SuggestionId));
                let command = Command::StaffMessage { by, id, text: read_text(&text)?, suggestion };
                self.in_conversation(conversation, &command).await
            }
            StaffCommand::Aside { conversation, id, text } => {
                let command = Command::Aside { by, id: MessageId(id), text: read_text(&text)? };
                self.in_conversation(conversation, &command).await
            }
            StaffCommand::Suggest { conversation, id, text } => {
                let command = Command::Suggest { by, id: SuggestionId(id), text: read_text(&text)? };
                self.in_conversation(conversation, &command).await
            }
            StaffCommand::DropSuggestion { conversation, id } => {
                self.in_conversation(conversation, &Command::DropSuggestion { by, id: SuggestionId(id) }).await
            }
            StaffCommand::SlowDown { conversation } => {
                self.in_conversation(conversation, &Command::SlowDown { by }).await
            }
            StaffCommand::End { conversation } => self.in_conversation(conversation, &Command::StaffEnd { by }).await,
            StaffCommand::SwapLead { conversation } => {
                let id = ConversationId(conversation);
                self.on_desk(conversation, &desk::Command::SwapLead { conversation: id, by }).await
            }
            StaffCommand::StepOut { conversation } => {
                let id = ConversationId(conversation);
                self.on_desk(conversation, &desk::Command::StepOut { conversation: id, by }).await
            }
            StaffCommand::Join { conversation } => {
                let id = ConversationId(conversation);
                self.on_desk(conversation, &desk::Command::Join { conversation: id, by }).await
            }
            StaffCommand::CallSupervisor { conversation } => {
                self.desk_of(conversation)?;
                let called = self.state.live.call_supervisor(ConversationId(conversation), by).await;
                called.map_err(|error| error.code().into())
            }
        }
    }

    /// The desk of a conversation, if the worker staffs it: nothing of another desk is theirs to touch (I9).
    fn desk_of(&self, conversation: Uuid) -> Result<DeskId, Refusal> {
        let slot = self.state.live.conversation(ConversationId(conversation));
        let desk = slot.map(|slot| slot.desk()).filter(|desk| self.workers.contains_key(desk));
        desk.ok_or_else(|| ErrorCode::NotInConversation.into())
    }

    async fn in_conversation(&mut self, conversation: Uuid, command: &Command) -> Result<(), Refusal> {
        self.desk_of(conversation)?;
        let done = self.state.live.conversation_command(ConversationId(conversation), command).await;
        done.map_err(|error| error.code().into())
    }

    async fn on_desk(&mut self, conversation: Uuid, command: &desk::Command) -> Result<(), Refusal> {
        let desk = self.desk_of(conversation)?;
        self.state.live.desk_command(desk, command).await.map_err(|error| error.code().into())
    }

    pub(super) async fn read(&mut self, conversation: Uuid, delivered: u64, seen: u64) -> Result<(), Refusal> {
        self.in_conversation(conversation, &Command::StaffRead { by: self.person, delivered, seen }).await
    }

    /// Takes a part of what the client holds of a conversation that the server lost.
    pub(super) async fn history(
        &mut self,
        conversation: Uuid,
        incarnation: Uuid,
        events: Vec<Event>,
        last: bool,
    ) -> Result<(), Refusal> {
        let live = &self.state.live;
        let id = ConversationId(conversation);
        if self.held.len() + events.len() > HISTORY_EVENTS_MAX {
            self.held.clear();
            return Err(Refusal::field(ErrorCode::TooLong, "events"));
        }
        if !live.said_to_staff(id, incarnation, &events) {
            self.held.clear();
            return Err(ErrorCode::HistoryRefused.into());
        }
        self.held.extend(events);
        if !last {
            return Ok(());
        }
        let events = std::mem::take(&mut self.held);
        let desk_of_slot = live.conversation(id).map(|slot| slot.desk());
        // A conversation that is not here is taken up by the worker's desk: the visitor's site says better if it comes.
        let desk = desk_of_slot.or_else(|| self.desk_named_in(&events));
        let Some((desk, worker)) = desk.and_then(|desk| self.workers.get_key_value(&desk)) else {
            return Err(ErrorCode::NotInConversation.into());
        };
        let taken = live.offer_from_staff(*desk, worker.clone(), id, incarnation, events).await;
        if taken { Ok(()) } else { Err(ErrorCode::HistoryRefused.into()) }
    }

    /// The worker's desk that the conversation's first event names.
    fn desk_named_in(&self, events: &[Event]) -> Option<DeskId> {
        let snapshot = self.state.settings.current();
        let netreach_protocol::EventBody::Opened { desk: name, .. } = &events.first()?.body else { return None };
        self.workers.keys().copied().find(|id| snapshot.desks.get(id).is_some_and(|desk| desk.name.expose() == name))
    }
}

fn read_text(text: &str) -> Result<MessageText, Refusal> {
    MessageText::new(text).map_err(|error| Refusal::text(error, "text"))
}

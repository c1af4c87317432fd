//! What a visitor may do.

use std::sync::Arc;

use netreach_core::conversation::Command;
use netreach_core::{ConversationId, DisplayName, MessageId, MessageText};
use netreach_protocol::limits::HISTORY_EVENTS_MAX;
use netreach_protocol::{ErrorCode, Event, VisitorCommand};
use uuid::Uuid;

use super::refusal::Refusal;
use super::visitor::{Stage, VisitorSession};
use super::wire::Closed;
use crate::live::{CommandError, Start, nickname_allowed};

impl VisitorSession {
    pub(super) async fn carry_out(&mut self, command: VisitorCommand) -> Result<Result<(), Refusal>, Closed> {
        match command {
            VisitorCommand::Start { key, nickname, rules_accepted } => {
                match self.start(key, nickname.as_deref(), rules_accepted).await {
                    Ok(id) => self.attach(id, None).await.map(Ok),
                    Err(refusal) => Ok(Err(refusal)),
                }
            }
            VisitorCommand::Message { id, text } => {
                let text = match MessageText::new(&text) {
                    Ok(text) => text,
                    Err(error) => return Ok(Err(Refusal::text(error, "text"))),
                };
                Ok(self.command(&Command::VisitorMessage { id: MessageId(id), text }).await)
            }
            VisitorCommand::End {} => Ok(self.command(&Command::VisitorEnd).await),
        }
    }

    /// Begins a conversation, and gives its id.
    async fn start(&mut self, key: Uuid, nickname: Option<&str>, accepted: bool) -> Result<ConversationId, Refusal> {
        if !matches!(self.stage, Stage::Looking) {
            return Err(ErrorCode::AlreadyStarted.into());
        }
        if !accepted {
            return Err(Refusal::field(ErrorCode::RulesNotAccepted, "rules_accepted"));
        }
        let live = &self.state.live;
        let name = DisplayName::new(nickname.unwrap_or(&self.nickname)).map_err(|e| Refusal::text(e, "nickname"))?;
        if !nickname_allowed(&name, live.screen_names(self.site.desk).iter()) {
            return Err(Refusal::field(ErrorCode::NicknameNotAllowed, "nickname"));
        }
        self.state.limits.start(&self.from).map_err(|limited| limited.code)?;
        let desk = self.state.settings.current().desks.get(&self.site.desk).cloned();
        let start = Start {
            site: Arc::clone(&self.site),
            desk: desk.ok_or(ErrorCode::NotFound)?,
            conversation: live.conversation_of(&self.site.key, key),
            nickname: name,
            language: self.language.clone(),
        };
        live.start(&start).await.map_err(CommandError::code)?;
        Ok(start.conversation)
    }

    async fn command(&mut self, command: &Command) -> Result<(), Refusal> {
        let Stage::In(attached) = &self.stage else { return Err(ErrorCode::NotStarted.into()) };
        self.state.live.conversation_command(attached.id, command).await.map_err(|error| error.code().into())
    }

    pub(super) fn types(&self, on: bool) -> Result<(), Refusal> {
        let Stage::In(attached) = &self.stage else { return Err(ErrorCode::NotStarted.into()) };
        self.state.live.visitor_types(attached.id, on);
        Ok(())
    }

    pub(super) async fn read(&mut self, delivered: u64, seen: u64) -> Result<(), Refusal> {
        self.command(&Command::VisitorRead { delivered, seen }).await
    }

    /// Takes a part of what the client holds of a conversation that the server lost.
    pub(super) async fn history(
        &mut self,
        conversation: Uuid,
        incarnation: Uuid,
        events: Vec<Event>,
        last: bool,
    ) -> Result<(), Refusal> {
        let own = match &self.stage {
            Stage::Looking => None,
            Stage::Rebuilding { id, .. } => Some(*id),
            Stage::In(attached) => Some(attached.id),
        };
        if own != Some(ConversationId(conversation)) {
            return Err(ErrorCode::NotStarted.into());
        }
        if self.held.len() + events.len() > HISTORY_EVENTS_MAX {
            self.held.clear();
            return Err(Refusal::field(ErrorCode::TooLong, "events"));
        }
        if !self.state.live.said_to_visitor(ConversationId(conversation), incarnation, &events) {
            self.held.clear();
            return Err(ErrorCode::HistoryRefused.into());
        }
        self.held.extend(events);
        if !last {
            return Ok(());
        }
        let events = std::mem::take(&mut self.held);
        let id = ConversationId(conversation);
        let taken = self.state.live.offer_from_visitor(&self.site, id, incarnation, events).await;
        if taken { Ok(()) } else { Err(ErrorCode::HistoryRefused.into()) }
    }
}

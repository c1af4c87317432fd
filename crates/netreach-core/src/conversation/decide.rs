//! What a command leads to.

use crate::desk::{Roster, Standing};
use crate::ids::{MessageId, PersonId, SuggestionId};
use crate::people::Role;
use crate::text::MessageText;
use crate::time::UnixMillis;

use super::event::{Author, Command, ConversationEvent, EndedBy, Participant, WorkerNumber};
use super::state::{Conversation, MESSAGES_MAX, Used, VISITOR_AWAY_MAX};

/// Why a conversation refused a command. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has not begun.
    #[error("there is no such conversation")]
    NotStarted,
    /// It began already.
    #[error("the conversation began already")]
    AlreadyStarted,
    /// It waits for its first pair.
    #[error("the conversation waits for its pair")]
    StillWaiting,
    /// It is over.
    #[error("the conversation is over")]
    Ended,
    /// This person is not on its roster.
    #[error("this person does not serve the conversation")]
    NotInConversation,
    /// It is below its minimum: the desk's rule holds staff messages.
    #[error("the pair is not complete")]
    Held,
    /// A supervisor must be here first.
    #[error("a supervisor must join first")]
    SupervisorNeeded,
    /// The id was used for something else.
    #[error("the id was used for something else")]
    IdTaken,
    /// There is no such suggestion, or it is closed.
    #[error("there is no such suggestion")]
    NoSuggestion,
    /// A blank such as `{{phone}}` is not filled in.
    #[error("a blank is not filled in")]
    UnfilledBlank,
    /// It holds as much as it can.
    #[error("the conversation is full")]
    Full,
    /// The number is ahead of what was sent.
    #[error("the number is ahead of what was sent")]
    Ahead,
}

impl Conversation {
    /// Decides what `command` leads to at `now`.
    ///
    /// # Errors
    ///
    /// Returns the [`Refusal`] and changes nothing.
    pub fn decide(&self, now: UnixMillis, command: &Command) -> Result<Vec<ConversationEvent>, Refusal> {
        match command {
            Command::Open(opening) => {
                return if self.opening.is_some() {
                    Err(Refusal::AlreadyStarted)
                } else {
                    Ok(vec![ConversationEvent::Opened(opening.clone())])
                };
            }
            // What comes late finds a conversation that is over: nothing is left to do.
            Command::Mirror(_)
            | Command::VisitorHere(_)
            | Command::Tick
            | Command::VisitorRead { .. }
            | Command::StaffRead { .. }
                if self.ended.is_some() =>
            {
                return Ok(Vec::new());
            }
            _ => {}
        }
        if self.opening.is_none() {
            return Err(Refusal::NotStarted);
        }
        if self.ended.is_some() {
            return Err(Refusal::Ended);
        }
        match command {
            Command::Open(_) => Err(Refusal::AlreadyStarted),
            Command::Mirror(roster) => Ok(self.mirror(roster)),
            Command::VisitorMessage { id, text } => self.visitor_message(*id, text),
            Command::StaffMessage { by, id, text, suggestion } => self.staff_message(now, *by, *id, text, *suggestion),
            Command::Aside { by, id, text } => {
                let by = self.number(*by).ok_or(Refusal::NotInConversation)?;
                self.once(*id, &Used::Aside(by, text.clone()), || {
                    vec![ConversationEvent::Aside { id: *id, by, text: text.clone() }]
                })
            }
            Command::Suggest { by, id, text } => {
                let by = self.number(*by).ok_or(Refusal::NotInConversation)?;
                self.once(MessageId(id.0), &Used::Suggestion(by, text.clone()), || {
                    vec![ConversationEvent::Suggestion { id: *id, by, text: text.clone() }]
                })
            }
            Command::DropSuggestion { by, id } => {
                self.number(*by).ok_or(Refusal::NotInConversation)?;
                if !self.open_suggestions.contains(id) {
                    return Err(Refusal::NoSuggestion);
                }
                Ok(vec![ConversationEvent::SuggestionClosed { id: *id, sent_as: None }])
            }
            Command::SlowDown { by } => {
                let by = self.number(*by).ok_or(Refusal::NotInConversation)?;
                Ok(vec![ConversationEvent::SlowDown { by }])
            }
            Command::NoteSupervisorCalled { by } => {
                let by = self.number(*by).ok_or(Refusal::NotInConversation)?;
                Ok(vec![ConversationEvent::SupervisorCalled { by }])
            }
            Command::VisitorRead { delivered, seen } => self.read(Author::Visitor, *delivered, *seen),
            Command::StaffRead { by, delivered, seen } => {
                let by = self.number(*by).ok_or(Refusal::NotInConversation)?;
                self.read(Author::Worker(by), *delivered, *seen)
            }
            Command::VisitorHere(here) => Ok(if *here == self.visitor_is_here() {
                Vec::new()
            } else {
                vec![ConversationEvent::VisitorHere(*here)]
            }),
            Command::VisitorEnd => Ok(vec![ConversationEvent::Ended(EndedBy::Visitor)]),
            Command::StaffEnd { by } => {
                self.number(*by).ok_or(Refusal::NotInConversation)?;
                Ok(vec![ConversationEvent::Ended(EndedBy::Workers)])
            }
            Command::Recover(held) => Ok(self.recover(held)),
            Command::Tick => Ok(self.tick(now)),
        }
    }

    /// The messages and asides of `held` that are not here, in their order, as far as there is room.
    fn recover(&self, held: &[ConversationEvent]) -> Vec<ConversationEvent> {
        let missing = held.iter().filter(|event| match event {
            ConversationEvent::Message { id, .. } | ConversationEvent::Aside { id, .. } => {
                !self.used.contains_key(&id.0)
            }
            _ => false,
        });
        missing.take(MESSAGES_MAX.saturating_sub(self.texts)).cloned().collect()
    }

    fn mirror(&self, roster: &Roster) -> Vec<ConversationEvent> {
        if roster.revision <= self.revision {
            return Vec::new();
        }
        let mut highest = self.highest_number;
        let workers: Vec<Participant> = roster
            .workers
            .iter()
            .map(|entry| {
                let number = self.numbers.get(&entry.worker.person).copied().unwrap_or_else(|| {
                    highest += 1;
                    WorkerNumber(highest)
                });
                Participant {
                    number,
                    person: Some(entry.worker.person),
                    screen_name: entry.worker.screen_name.clone(),
                    organisation: entry.worker.organisation.clone(),
                    seat: entry.seat,
                    here: entry.here,
                    trainee: entry.worker.role == Role::Trainee,
                }
            })
            .collect();
        vec![ConversationEvent::RosterSet { revision: roster.revision, workers, standing: Some(roster.standing) }]
    }

    fn visitor_message(&self, id: MessageId, text: &MessageText) -> Result<Vec<ConversationEvent>, Refusal> {
        if self.standing.is_none() {
            return Err(Refusal::StillWaiting);
        }
        self.once(id, &Used::Message(Author::Visitor, text.clone()), || {
            vec![ConversationEvent::Message { id, author: Author::Visitor, text: text.clone() }]
        })
    }

    fn staff_message(
        &self,
        now: UnixMillis,
        by: PersonId,
        id: MessageId,
        text: &MessageText,
        suggestion: Option<SuggestionId>,
    ) -> Result<Vec<ConversationEvent>, Refusal> {
        let number = self.number(by).ok_or(Refusal::NotInConversation)?;
        let used = Used::Message(Author::Worker(number), text.clone());
        if self.used.get(&id.0) == Some(&used) {
            return Ok(Vec::new());
        }
        self.staff_may_write(now)?;
        if has_unfilled_blank(text.expose()) {
            return Err(Refusal::UnfilledBlank);
        }
        if suggestion.is_some_and(|suggestion| !self.open_suggestions.contains(&suggestion)) {
            return Err(Refusal::NoSuggestion);
        }
        self.once(id, &used, || {
            let message = ConversationEvent::Message { id, author: Author::Worker(number), text: text.clone() };
            let closed = suggestion.map(|id_of| ConversationEvent::SuggestionClosed { id: id_of, sent_as: Some(id) });
            std::iter::once(message).chain(closed).collect()
        })
    }

    /// Whether the pairing rule lets a staff message through at `now` (I1). The grace ends by the clock, whether or not
    /// the desk has said so yet.
    fn staff_may_write(&self, now: UnixMillis) -> Result<(), Refusal> {
        match self.standing.ok_or(Refusal::StillWaiting)? {
            Standing::Full | Standing::Finishing => Ok(()),
            Standing::Grace { until } if now < until => Ok(()),
            Standing::Grace { .. } | Standing::Held => Err(Refusal::Held),
            Standing::Supervised if self.supervisor_is_here() => Ok(()),
            Standing::Supervised => Err(Refusal::SupervisorNeeded),
        }
    }

    /// Makes the events of a new text, none for a repeat of the same, and refuses another use of its id.
    fn once(
        &self,
        id: MessageId,
        used: &Used,
        events: impl FnOnce() -> Vec<ConversationEvent>,
    ) -> Result<Vec<ConversationEvent>, Refusal> {
        match self.used.get(&id.0) {
            Some(before) if before == used => Ok(Vec::new()),
            Some(_) => Err(Refusal::IdTaken),
            None if self.texts >= MESSAGES_MAX => Err(Refusal::Full),
            None => Ok(events()),
        }
    }

    fn read(&self, of: Author, delivered: u64, seen: u64) -> Result<Vec<ConversationEvent>, Refusal> {
        if delivered > self.public || seen > delivered {
            return Err(Refusal::Ahead);
        }
        let (delivered, seen) = (delivered.min(self.last_message), seen.min(self.last_message));
        let (was_delivered, was_seen) = self.marks.get(&of).copied().unwrap_or_default();
        let (delivered, seen) = (delivered.max(was_delivered), seen.max(was_seen));
        if (delivered, seen) == (was_delivered, was_seen) {
            return Ok(Vec::new());
        }
        Ok(vec![ConversationEvent::Marks { of, delivered, seen }])
    }

    fn tick(&self, now: UnixMillis) -> Vec<ConversationEvent> {
        if self.visitor_gone_since.is_some_and(|since| now >= since + VISITOR_AWAY_MAX) {
            return vec![ConversationEvent::Ended(EndedBy::VisitorGone)];
        }
        if self.idle_deadline().is_some_and(|deadline| now >= deadline) {
            return vec![ConversationEvent::Ended(EndedBy::Idle)];
        }
        Vec::new()
    }
}

/// Whether a text still holds a blank of a canned answer: `{{`, a name of letters, digits and `_`, `}}`.
pub fn has_unfilled_blank(text: &str) -> bool {
    text.split("{{").skip(1).any(|rest| {
        rest.split_once("}}").is_some_and(|(name, _)| {
            let name = name.trim();
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        })
    })
}

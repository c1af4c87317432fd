//! The state of a conversation: a fold over its events.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use crate::desk::{Seat, Standing};
use crate::ids::{MessageId, PersonId, SuggestionId};
use crate::text::MessageText;
use crate::time::UnixMillis;

use super::event::{Audience, Author, ConversationEvent, EndedBy, Opening, Participant, WorkerNumber};

/// Messages, asides and suggestions that one conversation holds in memory.
pub const MESSAGES_MAX: usize = 2_000;

/// How long a visitor's place is kept after their connection is gone: phones drop background tabs, and losing a chat in
/// a crisis is harm too.
pub const VISITOR_AWAY_MAX: Duration = Duration::from_mins(2);

/// What an id was used for: a repeat of the same is harmless, another use of it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Used {
    Message(Author, MessageText),
    Aside(WorkerNumber, MessageText),
    Suggestion(WorkerNumber, MessageText),
}

/// One conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    pub(super) opening: Option<Opening>,
    pub(super) revision: u64,
    pub(super) workers: Vec<Participant>,
    pub(super) standing: Option<Standing>,
    pub(super) numbers: BTreeMap<PersonId, WorkerNumber>,
    pub(super) highest_number: u16,
    pub(super) used: HashMap<uuid::Uuid, Used>,
    pub(super) open_suggestions: BTreeSet<SuggestionId>,
    pub(super) marks: BTreeMap<Author, (u64, u64)>,
    pub(super) public: u64,
    /// The public number of the last message: no mark goes beyond it, so that marks of marks cannot grow for ever.
    pub(super) last_message: u64,
    pub(super) texts: usize,
    pub(super) visitor_gone_since: Option<UnixMillis>,
    pub(super) last_written: UnixMillis,
    pub(super) ended: Option<EndedBy>,
}

impl Conversation {
    /// What it began with; none before it is opened.
    pub fn opening(&self) -> Option<&Opening> {
        self.opening.as_ref()
    }

    /// Whether it is over, and why.
    pub fn ended(&self) -> Option<EndedBy> {
        self.ended
    }

    /// How it stands under the pairing rules; none while it waits for its first pair.
    pub fn standing(&self) -> Option<Standing> {
        self.standing
    }

    /// The roster that the visitor is shown.
    pub fn workers(&self) -> &[Participant] {
        &self.workers
    }

    /// The desk's revision that the roster mirrors.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many events the visitor has been shown: the highest public number.
    pub fn public(&self) -> u64 {
        self.public
    }

    /// Whether the visitor's connection is there.
    pub fn visitor_is_here(&self) -> bool {
        self.visitor_gone_since.is_none()
    }

    /// Whether `person` may read it: exactly those on the roster that the visitor is shown (I2).
    pub fn may_read(&self, person: PersonId) -> bool {
        self.worker(person).is_some()
    }

    /// The number of a worker who is on the roster.
    pub fn number(&self, person: PersonId) -> Option<WorkerNumber> {
        self.worker(person).map(|participant| participant.number)
    }

    pub(super) fn worker(&self, person: PersonId) -> Option<&Participant> {
        self.workers.iter().find(|participant| participant.person == Some(person))
    }

    pub(super) fn supervisor_is_here(&self) -> bool {
        self.workers.iter().any(|p| p.seat == Seat::Supervisor && p.here)
    }

    /// The next instant at which [`Command::Tick`](super::Command::Tick) has something to do.
    pub fn next_deadline(&self) -> Option<UnixMillis> {
        if self.ended.is_some() {
            return None;
        }
        let gone = self.visitor_gone_since.map(|since| since + VISITOR_AWAY_MAX);
        gone.into_iter().chain(self.idle_deadline()).min()
    }

    /// When it ends by itself if nobody writes: only once a pair was found, since a line may be long.
    pub(super) fn idle_deadline(&self) -> Option<UnixMillis> {
        self.standing?;
        self.opening.as_ref().map(|opening| self.last_written + opening.idle_end)
    }

    /// Changes the state by what happened. Never fails.
    pub fn apply(&mut self, now: UnixMillis, event: &ConversationEvent) {
        if event.audience() == Audience::Everybody {
            self.public += 1;
        }
        match event {
            ConversationEvent::Opened(opening) => {
                self.opening = Some(opening.clone());
                self.last_written = now;
            }
            ConversationEvent::RosterSet { revision, workers, standing } => {
                if self.standing.is_none() && standing.is_some() {
                    self.last_written = now;
                }
                self.revision = *revision;
                self.workers.clone_from(workers);
                self.standing = *standing;
                for participant in workers {
                    self.highest_number = self.highest_number.max(participant.number.0);
                    if let Some(person) = participant.person {
                        self.numbers.insert(person, participant.number);
                    }
                }
            }
            ConversationEvent::Message { id, author, text } => {
                self.last_message = self.public;
                self.wrote(now, *id, Used::Message(*author, text.clone()));
            }
            ConversationEvent::Aside { id, by, text } => self.wrote(now, *id, Used::Aside(*by, text.clone())),
            ConversationEvent::Suggestion { id, by, text } => {
                self.wrote(now, MessageId(id.0), Used::Suggestion(*by, text.clone()));
                self.open_suggestions.insert(*id);
            }
            ConversationEvent::SuggestionClosed { id, sent_as: _ } => {
                self.open_suggestions.remove(id);
            }
            ConversationEvent::Marks { of, delivered, seen } => {
                self.marks.insert(*of, (*delivered, *seen));
            }
            ConversationEvent::VisitorHere(here) => {
                self.visitor_gone_since = if *here { None } else { Some(now) };
            }
            ConversationEvent::Ended(by) => {
                self.ended = Some(*by);
                // Nobody reads or writes from here on; the texts are let go.
                self.used.clear();
                self.open_suggestions.clear();
            }
            ConversationEvent::SlowDown { .. } | ConversationEvent::SupervisorCalled { .. } => {}
        }
    }

    fn wrote(&mut self, now: UnixMillis, id: MessageId, used: Used) {
        self.used.insert(id.0, used);
        self.texts += 1;
        self.last_written = now;
    }

    /// Every rule that holds at every step, in one place.
    ///
    /// # Errors
    ///
    /// Says what is broken.
    pub fn check(&self) -> Result<(), String> {
        let numbers: BTreeSet<WorkerNumber> = self.workers.iter().map(|p| p.number).collect();
        if numbers.len() != self.workers.len() {
            return Err("I2: two workers of the roster have one number".to_owned());
        }
        if self.texts > MESSAGES_MAX + 1 {
            return Err("the conversation holds more than it may".to_owned());
        }
        if self.marks.values().any(|(delivered, seen)| seen > delivered || *delivered > self.last_message) {
            return Err("I7: a mark is ahead of what was sent".to_owned());
        }
        Ok(())
    }
}

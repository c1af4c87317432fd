//! What a client holds of one conversation, in memory, as the protocol page asks.

use netreach_protocol::limits::{EVENTS_PER_FRAME_MAX, FRAME_BYTES_MAX};
use netreach_protocol::{Author, EndedBy, Event, EventBody, Position, Seated, Standing};
use uuid::Uuid;

/// Bytes of a `history` frame besides its events.
const ENVELOPE_BYTES: usize = 512;

/// A conversation as a client holds it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which conversation.
    pub conversation: Uuid,
    /// Which life of it.
    pub incarnation: Uuid,
    /// The events, exactly as they came.
    pub events: Vec<Event>,
    /// Whether everything has come since the last connect.
    pub caught_up: bool,
    /// Whether the last `conversation` frame asked to forget what was held.
    pub started_over: bool,
    /// Whether a staff `conversation` frame said that it was just given.
    pub is_new: bool,
}

impl Held {
    pub(crate) fn new(conversation: Uuid, incarnation: Uuid) -> Self {
        Self { conversation, incarnation, events: Vec::new(), caught_up: false, started_over: true, is_new: false }
    }

    /// Takes events as they came.
    ///
    /// # Panics
    ///
    /// If their numbers leave a gap, or if one comes again with another content: the server broke its word.
    pub(crate) fn take(&mut self, events: Vec<Event>) {
        for event in events {
            let held = self.events.len() as u64;
            if event.seq <= held {
                let before = &self.events[usize::try_from(event.seq - 1).expect("a small number")];
                assert_eq!(before, &event, "an event came again with another content");
                continue;
            }
            assert_eq!(event.seq, held + 1, "the numbers of the events leave a gap");
            self.events.push(event);
        }
    }

    /// Where the client stands.
    pub fn position(&self) -> Position {
        Position { conversation: self.conversation, incarnation: self.incarnation, seq: self.events.len() as u64 }
    }

    /// The events in parts that fit into `history` frames; one empty part if there are none.
    ///
    /// # Panics
    ///
    /// Never: there is always a part.
    pub fn parts(&self) -> Vec<Vec<Event>> {
        let mut parts = vec![Vec::new()];
        let mut bytes = ENVELOPE_BYTES;
        for event in &self.events {
            let size = serde_json::to_string(event).map_or(0, |text| text.len() + 1);
            let part = parts.last_mut().expect("there is a part");
            if part.len() >= EVENTS_PER_FRAME_MAX || bytes + size > FRAME_BYTES_MAX {
                bytes = ENVELOPE_BYTES;
                parts.push(vec![event.clone()]);
            } else {
                part.push(event.clone());
            }
            bytes += size;
        }
        parts
    }

    /// What the messages say, in order.
    pub fn texts(&self) -> Vec<&str> {
        let texts = self.events.iter().filter_map(|event| match &event.body {
            EventBody::Message { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// What the asides say, in order.
    pub fn asides(&self) -> Vec<&str> {
        let texts = self.events.iter().filter_map(|event| match &event.body {
            EventBody::Aside { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The event of a message.
    pub fn message(&self, wanted: Uuid) -> Option<&Event> {
        self.events.iter().find(|event| matches!(&event.body, EventBody::Message { id, .. } if *id == wanted))
    }

    /// The last roster.
    pub fn roster(&self) -> Option<(&[Seated], &Standing)> {
        self.events.iter().rev().find_map(|event| match &event.body {
            EventBody::Roster { workers, standing } => Some((workers.as_slice(), standing)),
            _ => None,
        })
    }

    /// The worker of this screen name on the last roster.
    pub fn seated(&self, name: &str) -> Option<&Seated> {
        self.roster()?.0.iter().find(|seated| seated.name == name)
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<EndedBy> {
        self.events.iter().find_map(|event| match &event.body {
            EventBody::Ended { by } => Some(*by),
            _ => None,
        })
    }

    /// How far a side has received and seen.
    pub fn marks(&self, side: Author) -> (u64, u64) {
        let marks = self.events.iter().rev().find_map(|event| match &event.body {
            EventBody::Marks { of, delivered, seen } if *of == side => Some((*delivered, *seen)),
            _ => None,
        });
        marks.unwrap_or_default()
    }
}

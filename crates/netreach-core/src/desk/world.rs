//! A desk and its conversations, linked as a server links them: for scripts and walks.
//!
//! After each change of the desk, a conversation with an older roster is given the new one; a conversation that ended
//! is released by its desk. Every step checks what must hold at every step.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Command, Desk, DeskEvent, Refusal, Request, Seat, SeatHolder};
use crate::conversation::{self, Audience, Conversation, ConversationEvent, Opening};
use crate::hours::{Hours, MinuteOfDay, Span, TimeZoneName, Weekday, WeeklySpan};
use crate::ids::{ConversationId, PersonId};
use crate::people::Worker;
use crate::time::UnixMillis;

/// What happened, where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happened {
    /// On the desk.
    Desk(DeskEvent),
    /// In a conversation.
    Talk(ConversationId, ConversationEvent),
}

/// Who refused, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Desk(Refusal),
    Talk(conversation::Refusal),
    /// There is no conversation with this id.
    Unknown,
}

/// A command for the desk or for one of its conversations.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Desk(Command),
    Talk(ConversationId, conversation::Command),
}

/// One desk with its conversations, and all that ever happened in them.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) conversations: BTreeMap<ConversationId, Conversation>,
    pub(crate) desk_history: Vec<(UnixMillis, DeskEvent)>,
    pub(crate) histories: BTreeMap<ConversationId, Vec<(UnixMillis, ConversationEvent)>>,
    requests: BTreeMap<ConversationId, Request>,
}

impl World {
    /// Takes one step and all that follows from it by itself.
    pub(crate) fn step(&mut self, now: UnixMillis, step: &Step) -> Result<Vec<Happened>, Refused> {
        let mut happened = Vec::new();
        match step {
            Step::Desk(command) => self.tell_desk(now, command, &mut happened)?,
            Step::Talk(id, command) => self.tell(now, *id, command, &mut happened)?,
        }
        self.link(now, &mut happened);
        if let Err(broken) = self.check(now) {
            panic!("{broken}\nafter {step:?} at {now:?}, which led to {happened:#?}");
        }
        Ok(happened)
    }

    /// A visitor asks for a pair, and their conversation is opened if the desk takes them.
    pub(crate) fn wait(
        &mut self,
        now: UnixMillis,
        request: &Request,
        hours_open: bool,
        opening: Opening,
    ) -> Result<Vec<Happened>, Refused> {
        let mut happened = Vec::new();
        let command = Command::Wait { request: request.clone(), hours_open };
        self.tell_desk(now, &command, &mut happened)?;
        if let std::collections::btree_map::Entry::Vacant(free) = self.conversations.entry(request.conversation) {
            free.insert(Conversation::default());
            self.requests.insert(request.conversation, request.clone());
            self.tell(now, request.conversation, &conversation::Command::Open(opening), &mut happened)?;
        }
        self.link(now, &mut happened);
        self.check(now).unwrap_or_else(|broken| panic!("{broken}\nafter {command:?} at {now:?}"));
        Ok(happened)
    }

    /// A waiting visitor, or one who is served, came or went: both aggregates are told.
    pub(crate) fn visitor_here(
        &mut self,
        now: UnixMillis,
        id: ConversationId,
        here: bool,
    ) -> Result<Vec<Happened>, Refused> {
        let mut happened = Vec::new();
        self.tell(now, id, &conversation::Command::VisitorHere(here), &mut happened)?;
        happened.extend(self.step(now, &Step::Desk(Command::VisitorHere { conversation: id, here }))?);
        Ok(happened)
    }

    /// The desk's deadlines, and those of each conversation.
    pub(crate) fn tick(&mut self, now: UnixMillis) -> Vec<Happened> {
        let mut happened = self.step(now, &Step::Desk(Command::Tick)).expect("a tick is never refused");
        for id in self.conversations.keys().copied().collect::<Vec<_>>() {
            let tick = Step::Talk(id, conversation::Command::Tick);
            happened.extend(self.step(now, &tick).expect("a tick is never refused"));
        }
        happened
    }

    /// The process starts anew: of the desk only its rules are left, of the conversations what their participants hold.
    pub(crate) fn restart(&mut self, now: UnixMillis) {
        let (rules, queue_max) = (self.desk.rules().clone(), self.desk.queue_max());
        self.desk = Desk::default();
        self.desk_history.clear();
        self.tell_desk(now, &Command::Configure { rules, queue_max }, &mut Vec::new())
            .expect("rules are never refused");
        self.conversations.retain(|_, talk| talk.ended().is_none());
        for (id, talk) in &mut self.conversations {
            let history = self.histories.get_mut(id).expect("each conversation has a history");
            for (_, event) in history.iter_mut() {
                if let ConversationEvent::RosterSet { revision, .. } = event {
                    *revision = 0;
                }
            }
            history.push((now, ConversationEvent::VisitorHere(false)));
            *talk = fold(history);
        }
    }

    /// A conversation is rebuilt on its desk with those of its last roster whom `workers` names.
    pub(crate) fn resume(
        &mut self,
        now: UnixMillis,
        id: ConversationId,
        workers: &BTreeMap<PersonId, Worker>,
    ) -> Result<Vec<Happened>, Refused> {
        let talk = self.conversations.get(&id).ok_or(Refused::Unknown)?;
        let seat = |participant: &conversation::Participant| {
            let worker = workers.get(&participant.person?)?.clone();
            Some(SeatHolder { worker, seat: participant.seat })
        };
        let seats = talk.workers().iter().filter_map(seat).collect();
        let (request, waiting) = (self.requests[&id].clone(), talk.standing().is_none());
        self.step(now, &Step::Desk(Command::Resume { request, seats, waiting }))
    }

    fn tell_desk(&mut self, now: UnixMillis, command: &Command, happened: &mut Vec<Happened>) -> Result<(), Refused> {
        let events = self.desk.decide(now, command).map_err(Refused::Desk)?;
        for event in events {
            self.desk.apply(now, &event);
            self.desk_history.push((now, event.clone()));
            happened.push(Happened::Desk(event));
        }
        Ok(())
    }

    fn tell(
        &mut self,
        now: UnixMillis,
        id: ConversationId,
        command: &conversation::Command,
        happened: &mut Vec<Happened>,
    ) -> Result<(), Refused> {
        let talk = self.conversations.get_mut(&id).ok_or(Refused::Unknown)?;
        for event in talk.decide(now, command).map_err(Refused::Talk)? {
            talk.apply(now, &event);
            self.histories.entry(id).or_default().push((now, event.clone()));
            happened.push(Happened::Talk(id, event));
        }
        Ok(())
    }

    /// Rosters from desk to conversation, endings from conversation to desk, until nothing more follows.
    fn link(&mut self, now: UnixMillis, happened: &mut Vec<Happened>) {
        loop {
            let before = happened.len();
            for id in self.conversations.keys().copied().collect::<Vec<_>>() {
                let talk = &self.conversations[&id];
                let served = self.desk.staffing(id).is_some() || self.desk.place(id).is_some();
                if talk.ended().is_some() && served {
                    let release = Command::Release { conversation: id };
                    self.tell_desk(now, &release, happened).expect("a release is never refused");
                } else if let Some(roster) = self.desk.roster(id).filter(|roster| roster.revision > talk.revision()) {
                    let mirror = conversation::Command::Mirror(roster);
                    self.tell(now, id, &mirror, happened).expect("a roster is never refused");
                }
            }
            if happened.len() == before {
                return;
            }
        }
    }

    /// Everything that holds at every step of a linked world.
    fn check(&self, now: UnixMillis) -> Result<(), String> {
        self.desk.check()?;
        let due = self.desk.next_deadline().is_some_and(|deadline| deadline <= now);
        if !due
            && let Ok(more) = self.desk.decide(now, &Command::Tick)
            && !more.is_empty()
        {
            return Err(format!("the desk was not settled: a tick leads to {more:?}"));
        }
        for (id, talk) in &self.conversations {
            talk.check()?;
            let shown = self.shown_roster(*id);
            if shown != talk.workers().iter().filter_map(|p| Some((p.person?, p.seat, p.here))).collect::<Vec<_>>() {
                return Err(format!("I2: the visitor of {id} is not shown the roster"));
            }
            let Some(roster) = self.desk.roster(*id) else { continue };
            let seated: Vec<_> = roster.workers.iter().map(|e| (e.worker.person, e.seat, e.here)).collect();
            if seated != shown {
                return Err(format!("I2: the visitor of {id} is shown {shown:?}, and {seated:?} serve"));
            }
            if talk.standing() != Some(roster.standing) {
                return Err(format!("I1: {id} does not stand as its desk says"));
            }
        }
        Ok(())
    }

    /// Who serves a conversation, by the last roster among the events that its visitor is given.
    pub(crate) fn shown_roster(&self, id: ConversationId) -> Vec<(PersonId, Seat, bool)> {
        let history = self.histories.get(&id).map(Vec::as_slice).unwrap_or_default();
        let mut rosters = history.iter().rev().filter(|(_, event)| event.audience() == Audience::Everybody);
        rosters
            .find_map(|(_, event)| match event {
                ConversationEvent::RosterSet { workers, .. } => Some(workers),
                _ => None,
            })
            .map(|workers| workers.iter().filter_map(|p| Some((p.person?, p.seat, p.here))).collect())
            .unwrap_or_default()
    }
}

/// The state that a history leads to.
pub(crate) fn fold(history: &[(UnixMillis, ConversationEvent)]) -> Conversation {
    let mut talk = Conversation::default();
    for (at, event) in history {
        talk.apply(*at, event);
    }
    talk
}

/// Hours that are always open, or never.
pub(crate) fn hours(open: bool) -> &'static Hours {
    static HOURS: LazyLock<[Hours; 2]> = LazyLock::new(|| [every_day(false), every_day(true)]);
    &HOURS[usize::from(open)]
}

fn every_day(open: bool) -> Hours {
    let zone = TimeZoneName::new("Europe/London").expect("a known zone");
    let midnight = MinuteOfDay::new(0).expect("within a day");
    let span = Span { opens: midnight, closes: MinuteOfDay::END };
    let days = Weekday::ALL.into_iter().filter(|_| open);
    let weekly = days.map(|weekday| WeeklySpan { weekday, span }).collect();
    Hours::new(zone, weekly, Vec::new()).expect("whole days")
}

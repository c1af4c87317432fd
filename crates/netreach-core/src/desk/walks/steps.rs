//! What may happen in a walk, and taking one step of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use super::START;
use crate::conversation::{Command as Talk, Opening};
use crate::desk::world::{Happened, Refused, Step, World};
use crate::desk::{Availability, Command, ConnectionId, Mix, PairingRules, Request, Solo};
use crate::ids::{ConversationId, MessageId, PersonId, ProjectId, SuggestionId};
use crate::people::{Language, Role, Worker};
use crate::text::{DisplayName, MessageText};
use crate::time::UnixMillis;

/// Workers of a walk.
const WORKERS: u8 = 9;

/// From this number on, a worker is meant by their seat in the conversation: most steps should be of those who serve.
const SEATS: u8 = 20;

/// A whole walk.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) rules: PairingRules,
    pub(crate) queue_max: u32,
    pub(crate) idle_end: Duration,
    pub(crate) ops: Vec<(Duration, Op)>,
}

/// One thing that happens. Workers and visitors are numbers; a visitor's number counts from the latest back.
#[derive(Clone, Debug)]
pub(crate) enum Op {
    Online { worker: u8, connection: u8, availability: Option<Availability> },
    Offline { worker: u8, connection: u8 },
    Remove { worker: u8 },
    Choose { availability: Availability, worker: u8 },
    Arrive { romanian: bool, hours_open: bool },
    VisitorHere { visitor: u8, here: bool },
    VisitorEnd { visitor: u8 },
    StaffEnd { visitor: u8, worker: u8 },
    Write { visitor: u8, message: u8 },
    Reply { visitor: u8, worker: u8, message: u8, suggestion: Option<u8> },
    Aside { visitor: u8, worker: u8, message: u8 },
    Suggest { visitor: u8, worker: u8, message: u8 },
    Drop { visitor: u8, worker: u8, message: u8 },
    SlowDown { visitor: u8, worker: u8 },
    Swap { visitor: u8, worker: u8 },
    Out { visitor: u8, worker: u8 },
    Call { visitor: u8, worker: u8 },
    Join { visitor: u8, worker: u8 },
    VisitorRead { visitor: u8, delivered: u8, seen: u8 },
    StaffRead { visitor: u8, worker: u8, delivered: u8, seen: u8 },
    Rules(PairingRules, u32),
    Restart,
    Tick,
}

impl Op {
    /// Whether only staff can see that it happened.
    pub(crate) fn is_for_staff(&self) -> bool {
        matches!(
            self,
            Self::Aside { .. } | Self::Suggest { .. } | Self::Drop { .. } | Self::SlowDown { .. } | Self::Call { .. }
        )
    }

    /// Who does it to which visitor's conversation, if it is a worker.
    pub(super) fn by_worker(&self) -> Option<(u8, u8)> {
        match self {
            Self::StaffEnd { visitor, worker }
            | Self::Reply { visitor, worker, .. }
            | Self::Aside { visitor, worker, .. }
            | Self::Suggest { visitor, worker, .. }
            | Self::Drop { visitor, worker, .. }
            | Self::SlowDown { visitor, worker }
            | Self::Swap { visitor, worker }
            | Self::Out { visitor, worker }
            | Self::Call { visitor, worker }
            | Self::StaffRead { visitor, worker, .. } => Some((*visitor, *worker)),
            _ => None,
        }
    }
}

/// A world on its walk.
#[derive(Clone)]
pub(crate) struct Walker {
    pub(crate) world: World,
    pub(crate) now: UnixMillis,
    workers: BTreeMap<PersonId, Worker>,
    visitors: u8,
    idle_end: Duration,
}

impl Walker {
    pub(crate) fn new(walk: &Walk) -> Self {
        let cast = (0..WORKERS).map(cast);
        let workers = cast.map(|worker| (worker.person, worker)).collect();
        let mut walker = Self { world: World::default(), now: START, workers, visitors: 0, idle_end: walk.idle_end };
        let configure = Command::Configure { rules: walk.rules.clone(), queue_max: walk.queue_max };
        walker.world.step(START, &Step::Desk(configure)).expect("rules are never refused");
        // Most walks should not spend their steps on coming to work.
        for number in 0..7 {
            let online = Op::Online { worker: number, connection: 0, availability: Some(Availability::Available) };
            walker.take(&online).expect("anybody may come online");
        }
        walker
    }

    /// The conversation of a visitor, counted from the latest back.
    pub(crate) fn conversation(&self, visitor: u8) -> ConversationId {
        conversation(self.visitors.saturating_sub(1 + visitor % self.visitors.clamp(1, 6)))
    }

    /// Who does something in the conversation of a visitor.
    pub(super) fn actor(&self, visitor: u8, worker: u8) -> PersonId {
        let Some(seat) = worker.checked_sub(SEATS) else { return person(worker) };
        let seated = self.world.desk.staffing(self.conversation(visitor)).map(|staffing| &staffing.seats);
        seated.and_then(|seats| seats.get(usize::from(seat))).map_or(person(seat), |holder| holder.worker.person)
    }

    /// Takes one step.
    pub(crate) fn take(&mut self, op: &Op) -> Result<Vec<Happened>, Refused> {
        let now = self.now;
        let step = match op {
            Op::Arrive { romanian, hours_open } => return self.arrive(*romanian, *hours_open),
            Op::VisitorHere { visitor, here } => {
                let id = self.conversation(*visitor);
                return self.world.visitor_here(now, id, *here);
            }
            Op::Tick => return Ok(self.world.tick(now)),
            Op::Restart => return Ok(self.restart()),
            Op::Online { worker, connection, availability } => {
                let worker = self.workers[&person(*worker)].clone();
                let (connection, availability) = (ConnectionId(u128::from(*connection)), *availability);
                Step::Desk(Command::Connect { worker, connection, availability })
            }
            Op::Offline { worker, connection } => {
                let connection = ConnectionId(u128::from(*connection));
                Step::Desk(Command::Disconnect { person: person(*worker), connection })
            }
            Op::Remove { worker } => Step::Desk(Command::Remove { person: person(*worker) }),
            Op::Choose { worker, availability } => {
                Step::Desk(Command::SetAvailability { person: person(*worker), availability: *availability })
            }
            Op::Rules(rules, queue_max) => {
                Step::Desk(Command::Configure { rules: rules.clone(), queue_max: *queue_max })
            }
            Op::Swap { visitor, worker } => Step::Desk(Command::SwapLead {
                conversation: self.conversation(*visitor),
                by: self.actor(*visitor, *worker),
            }),
            Op::Out { visitor, worker } => Step::Desk(Command::StepOut {
                conversation: self.conversation(*visitor),
                by: self.actor(*visitor, *worker),
            }),
            Op::Join { visitor, worker } => {
                Step::Desk(Command::Join { conversation: self.conversation(*visitor), by: person(*worker) })
            }
            Op::Call { visitor, worker } => {
                let (conversation, by) = (self.conversation(*visitor), self.actor(*visitor, *worker));
                let call = Step::Desk(Command::CallSupervisor { conversation, by });
                let mut happened = self.world.step(now, &call)?;
                let note = Step::Talk(conversation, Talk::NoteSupervisorCalled { by });
                happened.extend(self.world.step(now, &note).expect("who may call may note it"));
                return Ok(happened);
            }
            _ => self.talk(op),
        };
        self.world.step(now, &step)
    }

    fn talk(&self, op: &Op) -> Step {
        match op {
            Op::VisitorEnd { visitor } => Step::Talk(self.conversation(*visitor), Talk::VisitorEnd),
            Op::Write { visitor, message } => {
                let write = Talk::VisitorMessage { id: message_id(*message), text: text(*message) };
                Step::Talk(self.conversation(*visitor), write)
            }
            Op::VisitorRead { visitor, delivered, seen } => {
                let read = Talk::VisitorRead { delivered: u64::from(*delivered), seen: u64::from(*seen) };
                Step::Talk(self.conversation(*visitor), read)
            }
            _ => {
                let (visitor, worker) = op.by_worker().expect("what is left is done by workers");
                Step::Talk(self.conversation(visitor), by_worker(op, self.actor(visitor, worker)))
            }
        }
    }

    fn arrive(&mut self, romanian: bool, hours_open: bool) -> Result<Vec<Happened>, Refused> {
        let language = language(romanian);
        let project = ProjectId(Uuid::from_u128(0));
        let request = Request { conversation: conversation(self.visitors), language: language.clone(), project };
        let name = |name| DisplayName::new(name).expect("a name");
        let opening = Opening {
            nickname: name("Calm River"),
            language,
            desk: name("Chat"),
            project: name("Leeds"),
            idle_end: self.idle_end,
        };
        let happened = self.world.wait(self.now, &request, hours_open, opening)?;
        self.visitors += 1;
        Ok(happened)
    }

    /// Everything starts anew; each conversation that ran is rebuilt.
    fn restart(&mut self) -> Vec<Happened> {
        self.world.restart(self.now);
        let ids: Vec<ConversationId> = self.world.conversations.keys().copied().collect();
        let resumed = ids.into_iter().flat_map(|id| {
            self.world.resume(self.now, id, &self.workers).expect("a conversation that ran can be resumed")
        });
        resumed.collect()
    }
}

fn by_worker(op: &Op, by: PersonId) -> Talk {
    match op {
        Op::StaffEnd { .. } => Talk::StaffEnd { by },
        Op::Reply { message, suggestion, .. } => Talk::StaffMessage {
            by,
            id: message_id(*message),
            text: text(*message),
            suggestion: suggestion.map(suggestion_id),
        },
        Op::Aside { message, .. } => {
            let id = MessageId(Uuid::from_u128(3_000 + u128::from(*message)));
            Talk::Aside { by, id, text: text(*message) }
        }
        Op::Suggest { message, .. } => Talk::Suggest { by, id: suggestion_id(*message), text: text(*message) },
        Op::Drop { message, .. } => Talk::DropSuggestion { by, id: suggestion_id(*message) },
        Op::SlowDown { .. } => Talk::SlowDown { by },
        Op::StaffRead { delivered, seen, .. } => {
            Talk::StaffRead { by, delivered: u64::from(*delivered), seen: u64::from(*seen) }
        }
        _ => unreachable!("what is left is said in a conversation"),
    }
}

/// The workers of a walk: five operators, two trainees, two supervisors, of three projects. Languages, projects and
/// capacities do not go together, so that each rule of fairness has something to decide.
fn cast(number: u8) -> Worker {
    let role = match number {
        3 | 7 => Role::Trainee,
        4 | 8 => Role::Supervisor,
        _ => Role::Operator,
    };
    let project = match number {
        0 | 1 | 3 | 6 => 0,
        2 | 5 | 7 => 1,
        _ => 2,
    };
    worker(number, project, role, 1 + number % 3, number.is_multiple_of(2))
}

/// A worker by number.
pub(crate) fn worker(number: u8, project: u8, role: Role, capacity: u8, romanian: bool) -> Worker {
    let languages = [false, true].into_iter().filter(|r| !r || romanian).map(language).collect();
    Worker {
        person: person(number),
        project: ProjectId(Uuid::from_u128(u128::from(project))),
        organisation: DisplayName::new(&format!("project {project}")).expect("a name"),
        screen_name: DisplayName::new(&format!("worker {number}")).expect("a name"),
        role,
        languages,
        capacity,
    }
}

pub(super) fn person(number: u8) -> PersonId {
    PersonId(Uuid::from_u128(500 + u128::from(number)))
}

fn conversation(number: u8) -> ConversationId {
    // Ids do not sort as visitors come.
    ConversationId(Uuid::from_u128(u128::from(number.reverse_bits())))
}

fn message_id(message: u8) -> MessageId {
    MessageId(Uuid::from_u128(1_000 + u128::from(message)))
}

fn suggestion_id(message: u8) -> SuggestionId {
    SuggestionId(Uuid::from_u128(2_000 + u128::from(message)))
}

fn text(message: u8) -> MessageText {
    MessageText::new(&format!("text {message}")).expect("a text")
}

fn language(romanian: bool) -> Language {
    Language::new(if romanian { "ro" } else { "en" }).expect("a language")
}

/// Walks of so many steps under any rules.
pub(crate) fn walks(steps: Range<usize>) -> impl Strategy<Value = Walk> {
    let idle_end = prop_oneof![Just(Duration::from_mins(10)), Just(Duration::from_hours(24))];
    let step = (spans(), ops());
    (rules(), 1..6_u32, idle_end, prop::collection::vec(step, steps))
        .prop_map(|(rules, queue_max, idle_end, ops)| Walk { rules, queue_max, idle_end, ops })
}

fn spans() -> impl Strategy<Value = Duration> {
    prop_oneof![
        6 => Just(0),
        6 => 1..5_000_u64,
        2 => Just(30_000),
        1 => Just(90_000),
        1 => 80_000..130_000_u64,
    ]
    .prop_map(Duration::from_millis)
}

fn rules() -> impl Strategy<Value = PairingRules> {
    let mix = prop_oneof![Just(Mix::Any), Just(Mix::Prefer), Just(Mix::Require)];
    let solo = prop_oneof![Just(Solo::Hold), Just(Solo::Finish), Just(Solo::Supervised)];
    let grace = prop_oneof![1 => Just(0), 3 => Just(90), 2 => 1..120_u64].prop_map(Duration::from_secs);
    let minimum = prop_oneof![1 => Just(1_u8), 4 => Just(2), 2 => Just(3), 1 => Just(4)];
    (minimum, 0..2_u8, mix, any::<bool>(), grace, solo).prop_map(|(minimum, more, mix, trainees_count, grace, solo)| {
        let mix = if minimum < 2 && mix == Mix::Require { Mix::Prefer } else { mix };
        let rules = PairingRules { minimum, open_requires: minimum + more, mix, trainees_count, grace, solo };
        rules.check().expect("rules that a desk may have");
        rules
    })
}

fn availabilities() -> impl Strategy<Value = Availability> {
    prop_oneof![
        4 => Just(Availability::Available),
        1 => Just(Availability::Busy),
        1 => Just(Availability::Finishing),
        1 => Just(Availability::Away),
    ]
}

fn ops() -> impl Strategy<Value = Op> {
    let worker = || 0..WORKERS;
    // Mostly the latest visitors, so that a worker who does something serves them.
    let visitor = || prop_oneof![3 => Just(0_u8), 2 => 1..6_u8];
    let message = || 0..12_u8;
    let by = || (visitor(), prop_oneof![2 => SEATS..SEATS + 4, 1 => worker()]);
    let connection = || prop_oneof![4 => Just(0_u8), 1 => Just(1)];
    let on_the_desk = prop_oneof![
        8 => (worker(), connection(), prop::option::weighted(0.8, availabilities()))
            .prop_map(|(worker, connection, availability)| Op::Online { worker, connection, availability }),
        6 => (worker(), connection()).prop_map(|(worker, connection)| Op::Offline { worker, connection }),
        1 => worker().prop_map(|worker| Op::Remove { worker }),
        4 => (worker(), availabilities()).prop_map(|(worker, availability)| Op::Choose { worker, availability }),
        12 => (any::<bool>(), prop::bool::weighted(0.95))
            .prop_map(|(romanian, hours_open)| Op::Arrive { romanian, hours_open }),
        3 => by().prop_map(|(visitor, worker)| Op::Swap { visitor, worker }),
        5 => by().prop_map(|(visitor, worker)| Op::Out { visitor, worker }),
        5 => by().prop_map(|(visitor, worker)| Op::Call { visitor, worker }),
        6 => (visitor(), prop_oneof![Just(4_u8), Just(8_u8), worker()])
            .prop_map(|(visitor, worker)| Op::Join { visitor, worker }),
        2 => (rules(), 0..6_u32).prop_map(|(rules, queue_max)| Op::Rules(rules, queue_max)),
        1 => Just(Op::Restart),
        6 => Just(Op::Tick),
    ];
    let in_talk = prop_oneof![
        4 => (visitor(), any::<bool>()).prop_map(|(visitor, here)| Op::VisitorHere { visitor, here }),
        2 => visitor().prop_map(|visitor| Op::VisitorEnd { visitor }),
        2 => by().prop_map(|(visitor, worker)| Op::StaffEnd { visitor, worker }),
        6 => (visitor(), message()).prop_map(|(visitor, message)| Op::Write { visitor, message }),
        20 => (by(), message(), prop::option::weighted(0.2, message()))
            .prop_map(|((visitor, worker), message, suggestion)| Op::Reply { visitor, worker, message, suggestion }),
        4 => (by(), message()).prop_map(|((visitor, worker), message)| Op::Aside { visitor, worker, message }),
        4 => (by(), message()).prop_map(|((visitor, worker), message)| Op::Suggest { visitor, worker, message }),
        2 => (by(), message()).prop_map(|((visitor, worker), message)| Op::Drop { visitor, worker, message }),
        2 => by().prop_map(|(visitor, worker)| Op::SlowDown { visitor, worker }),
        3 => (visitor(), 0..10_u8, 0..10_u8)
            .prop_map(|(visitor, delivered, seen)| Op::VisitorRead { visitor, delivered, seen }),
        3 => (by(), 0..10_u8, 0..10_u8)
            .prop_map(|((visitor, worker), delivered, seen)| Op::StaffRead { visitor, worker, delivered, seen }),
    ];
    prop_oneof![on_the_desk, in_talk]
}

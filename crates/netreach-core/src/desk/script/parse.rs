//! The commands of scripts.

use std::collections::BTreeMap;
use std::time::Duration;

use uuid::Uuid;

use super::show;
use crate::conversation::{Command as Talk, ConversationEvent, Opening, WorkerNumber};
use crate::desk::world::{Happened, Refused, Step, World, hours};
use crate::desk::{Availability, Command, ConnectionId, Mix, PairingRules, Request, Solo};
use crate::hours::{OpenState, desk_state};
use crate::ids::{ConversationId, MessageId, PersonId, ProjectId, SuggestionId};
use crate::people::{Language, Role, Worker};
use crate::text::{DisplayName, MessageText};
use crate::time::UnixMillis;

/// How long nobody may write in a script before a conversation ends.
const IDLE_END: Duration = Duration::from_mins(30);

/// A world whose people, visitors and texts have names.
#[derive(Default)]
pub(super) struct Cast {
    world: World,
    names: BTreeMap<Uuid, String>,
    workers: BTreeMap<PersonId, Worker>,
}

impl Cast {
    /// Runs one command; gives what happened, or who refused.
    pub(super) fn run(&mut self, now: UnixMillis, line: &str) -> Result<String, String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let happened = match words[..] {
            ["state"] => return Ok(self.state(now, true)),
            ["state", "closed"] => return Ok(self.state(now, false)),
            ["place", visitor] => {
                let id = self.visitor(visitor);
                let place = self.world.desk.place(id);
                return Ok(place.map_or("none".to_owned(), |place| place.to_string()));
            }
            // How many events the visitor has been shown.
            ["shown", visitor] => {
                let id = self.visitor(visitor);
                return Ok(self.world.conversations[&id].public().to_string());
            }
            ["availability", name] => {
                let person = self.person(name);
                return Ok(format!("{:?}", self.world.desk.availability(person)));
            }
            ["restart"] => {
                self.world.restart(now);
                return Ok("nothing".to_owned());
            }
            ["tick"] => Ok(self.world.tick(now)),
            ["wait", visitor, ref rest @ ..] => self.wait(now, visitor, rest),
            ["gone", visitor] => {
                let id = self.visitor(visitor);
                self.world.visitor_here(now, id, false)
            }
            ["back", visitor] => {
                let id = self.visitor(visitor);
                self.world.visitor_here(now, id, true)
            }
            ["resume", visitor] => {
                let id = self.visitor(visitor);
                self.world.resume(now, id, &self.workers)
            }
            ["call", name, visitor] => self.call(now, name, visitor),
            _ => {
                let step = self.step(&words);
                self.world.step(now, &step)
            }
        };
        let happened = happened.map_err(show::refusal)?;
        Ok(show::shown(self, &happened))
    }

    /// What the visitor's widget would say with hours that never close, or are never open.
    fn state(&self, now: UnixMillis, open: bool) -> String {
        match desk_state(hours(open), self.world.desk.staffing_facts(), now).state {
            OpenState::Open => "open".to_owned(),
            OpenState::Busy => "busy".to_owned(),
            OpenState::Closed(reason) => format!("closed {reason:?}"),
        }
    }

    fn wait(&mut self, now: UnixMillis, visitor: &str, rest: &[&str]) -> Result<Vec<Happened>, Refused> {
        let hours_open = !rest.contains(&"closed");
        let language = rest.iter().find(|word| **word != "closed").copied().unwrap_or("en");
        let language = Language::new(language).expect("a language");
        let project = ProjectId(self.id("leeds"));
        let request = Request { conversation: self.visitor(visitor), language: language.clone(), project };
        self.world.wait(now, &request, hours_open, opening(language))
    }

    fn call(&mut self, now: UnixMillis, name: &str, visitor: &str) -> Result<Vec<Happened>, Refused> {
        let (by, conversation) = (self.person(name), self.visitor(visitor));
        let mut happened = self.world.step(now, &Step::Desk(Command::CallSupervisor { conversation, by }))?;
        happened.extend(self.world.step(now, &Step::Talk(conversation, Talk::NoteSupervisorCalled { by }))?);
        Ok(happened)
    }

    fn step(&mut self, words: &[&str]) -> Step {
        match *words {
            ["online", name, project, ref rest @ ..] => self.online(name, project, rest),
            ["offline", name, ref rest @ ..] => {
                Step::Desk(Command::Disconnect { person: self.person(name), connection: connection(rest) })
            }
            ["remove", name] => Step::Desk(Command::Remove { person: self.person(name) }),
            [word @ ("available" | "busy" | "finishing" | "away"), name] => {
                let availability = match word {
                    "available" => Availability::Available,
                    "busy" => Availability::Busy,
                    "finishing" => Availability::Finishing,
                    _ => Availability::Away,
                };
                Step::Desk(Command::SetAvailability { person: self.person(name), availability })
            }
            [word @ ("swap" | "out" | "join"), name, visitor] => {
                let (by, conversation) = (self.person(name), self.visitor(visitor));
                Step::Desk(match word {
                    "swap" => Command::SwapLead { conversation, by },
                    "out" => Command::StepOut { conversation, by },
                    _ => Command::Join { conversation, by },
                })
            }
            ["rules", ref settings @ ..] => Step::Desk(self.rules(settings)),
            _ => self.talk(words),
        }
    }

    fn online(&mut self, name: &str, project: &str, rest: &[&str]) -> Step {
        let after = |word: &str| rest.iter().position(|w| *w == word).and_then(|at| rest.get(at + 1)).copied();
        let role = match rest.first() {
            Some(&"trainee") => Role::Trainee,
            Some(&"supervisor") => Role::Supervisor,
            _ => Role::Operator,
        };
        let worker = Worker {
            person: self.person(name),
            project: ProjectId(self.id(project)),
            organisation: display(project),
            screen_name: display(name),
            role,
            languages: after("langs").unwrap_or("en").split(',').filter_map(Language::new).collect(),
            capacity: after("cap").map_or(1, |cap| cap.parse().expect("a capacity")),
        };
        self.workers.insert(worker.person, worker.clone());
        // One who is only back keeps what they chose; a second screen chooses nothing.
        let keeps = rest.contains(&"back") || rest.contains(&"second");
        let availability = (!keeps).then_some(Availability::Available);
        Step::Desk(Command::Connect { worker, connection: connection(rest), availability })
    }

    fn rules(&self, settings: &[&str]) -> Command {
        let mut rules: PairingRules = self.world.desk.rules().clone();
        let mut queue_max = self.world.desk.queue_max();
        for setting in settings {
            let (key, value) = setting.split_once('=').expect("key=value");
            let number = || value.parse().expect("a number");
            match key {
                "minimum" => {
                    rules.minimum = number();
                    rules.open_requires = rules.open_requires.max(rules.minimum);
                }
                "open" => rules.open_requires = number(),
                "mix" => {
                    rules.mix = match value {
                        "any" => Mix::Any,
                        "prefer" => Mix::Prefer,
                        "require" => Mix::Require,
                        other => panic!("unknown mix {other}"),
                    };
                }
                "trainees" => rules.trainees_count = value == "count",
                "grace" => rules.grace = Duration::from_secs(value.parse().expect("seconds")),
                "solo" => {
                    rules.solo = match value {
                        "hold" => Solo::Hold,
                        "finish" => Solo::Finish,
                        "supervised" => Solo::Supervised,
                        other => panic!("unknown solo {other}"),
                    };
                }
                "queue" => queue_max = value.parse().expect("a number"),
                other => panic!("unknown rule {other}"),
            }
        }
        rules.check().expect("rules that a desk may have");
        Command::Configure { rules, queue_max }
    }

    fn talk(&mut self, words: &[&str]) -> Step {
        let text = |word: &str| MessageText::new(word).expect("a text");
        match *words {
            ["say", visitor, word] => Step::Talk(
                self.visitor(visitor),
                Talk::VisitorMessage { id: MessageId(self.id(word)), text: text(word) },
            ),
            ["reply", name, visitor, word] => self.reply(name, visitor, word, word, None),
            // The same id with another text: what a broken client might do.
            ["reply", name, visitor, word, "as", id] => self.reply(name, visitor, word, id, None),
            ["use", name, visitor, suggestion, ref word @ ..] => {
                let word = word.first().copied().unwrap_or(suggestion);
                let id = format!("message {word}");
                self.reply(name, visitor, word, &id, Some(suggestion))
            }
            ["aside", name, visitor, word] => {
                let (by, id) = (self.person(name), MessageId(self.id(word)));
                Step::Talk(self.visitor(visitor), Talk::Aside { by, id, text: text(word) })
            }
            ["suggest", name, visitor, word] => {
                let (by, id) = (self.person(name), SuggestionId(self.id(word)));
                Step::Talk(self.visitor(visitor), Talk::Suggest { by, id, text: text(word) })
            }
            ["drop", name, visitor, word] => {
                let (by, id) = (self.person(name), SuggestionId(self.id(word)));
                Step::Talk(self.visitor(visitor), Talk::DropSuggestion { by, id })
            }
            ["slow", name, visitor] => Step::Talk(self.visitor(visitor), Talk::SlowDown { by: self.person(name) }),
            ["read", "visitor", visitor, delivered, seen] => Step::Talk(
                self.visitor(visitor),
                Talk::VisitorRead { delivered: number(delivered), seen: number(seen) },
            ),
            ["read", name, visitor, delivered, seen] => {
                let by = self.person(name);
                let read = Talk::StaffRead { by, delivered: number(delivered), seen: number(seen) };
                Step::Talk(self.visitor(visitor), read)
            }
            ["end", "visitor", visitor] => Step::Talk(self.visitor(visitor), Talk::VisitorEnd),
            ["end", name, visitor] => Step::Talk(self.visitor(visitor), Talk::StaffEnd { by: self.person(name) }),
            _ => panic!("unknown command {words:?}"),
        }
    }

    fn reply(&mut self, name: &str, visitor: &str, word: &str, id: &str, suggestion: Option<&str>) -> Step {
        let command = Talk::StaffMessage {
            by: self.person(name),
            id: MessageId(self.id(id)),
            text: MessageText::new(word).expect("a text"),
            suggestion: suggestion.map(|word| SuggestionId(self.id(word))),
        };
        Step::Talk(self.visitor(visitor), command)
    }

    fn person(&mut self, name: &str) -> PersonId {
        PersonId(self.id(name))
    }

    fn visitor(&mut self, name: &str) -> ConversationId {
        ConversationId(self.id(name))
    }

    /// The id of a name: ids sort as names do.
    fn id(&mut self, name: &str) -> Uuid {
        let mut bytes = [0; 16];
        for (byte, from) in bytes.iter_mut().zip(name.bytes()) {
            *byte = from;
        }
        let id = Uuid::from_bytes(bytes);
        self.names.insert(id, name.to_owned());
        id
    }

    /// The name of an id.
    pub(super) fn name_of(&self, id: Uuid) -> &str {
        &self.names[&id]
    }

    /// The name of a worker of a conversation.
    pub(super) fn worker_name(&self, id: ConversationId, number: WorkerNumber) -> String {
        let everybody = self.world.histories[&id].iter().filter_map(|(_, event)| match event {
            ConversationEvent::RosterSet { workers, .. } => Some(workers),
            _ => None,
        });
        let worker = everybody.flatten().find(|worker| worker.number == number).expect("a worker has a roster");
        worker.screen_name.expose().to_owned()
    }

    /// Whether a connection of theirs is there.
    pub(super) fn is_here(&self, person: PersonId) -> bool {
        self.world.desk.people().any(|presence| presence.worker.person == person && presence.is_here())
    }
}

/// What a conversation of a script begins with.
pub(crate) fn opening(language: Language) -> Opening {
    Opening {
        nickname: display("Calm River"),
        language,
        desk: display("Chat"),
        project: display("Leeds"),
        idle_end: IDLE_END,
    }
}

fn display(name: &str) -> DisplayName {
    DisplayName::new(name).expect("a name")
}

fn number(word: &str) -> u64 {
    word.parse().expect("a number")
}

fn connection(rest: &[&str]) -> ConnectionId {
    ConnectionId(if rest.contains(&"second") { 2 } else { 1 })
}

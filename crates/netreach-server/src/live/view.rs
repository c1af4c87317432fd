//! A desk as its workers see it: no content, no visitor's name.

use std::collections::HashMap;

use netreach_core::desk::{Availability, Desk, Mix, Seat, Solo};
use netreach_core::people::Role;
use netreach_core::{ConversationId, DeskId, DisplayName, PersonId, ProjectId};
use netreach_protocol as wire;

use super::render::{protocol_desk_state, protocol_standing};
use super::{Live, lock};

impl Live {
    /// The desk as its workers see it.
    pub fn desk_view(&self, id: DeskId) -> Option<wire::DeskView> {
        let slot = self.desk(id)?;
        let snapshot = self.settings.current();
        let settings = snapshot.desks.get(&id)?;
        let projects: HashMap<ProjectId, &DisplayName> =
            snapshot.sites.values().map(|site| (site.project, &site.project_name)).collect();
        let state = protocol_desk_state(&self.desk_state(id));
        let replica = lock(&slot.replica);
        let desk = &replica.desk;
        Some(wire::DeskView {
            desk: id.0,
            name: settings.name.expose().to_owned(),
            state,
            queue: desk
                .queue()
                .map(|waiting| wire::QueueEntry {
                    conversation: waiting.request.conversation.0,
                    since: waiting.since.0,
                    language: waiting.request.language.as_str().to_owned(),
                    project: projects.get(&waiting.request.project).map_or_else(String::new, |n| n.expose().to_owned()),
                    here: waiting.here,
                })
                .collect(),
            people: people(desk),
            conversations: desk
                .conversations()
                .map(|(conversation, staffing)| wire::ConversationSummary {
                    conversation: conversation.0,
                    workers: staffing
                        .seats
                        .iter()
                        .map(|holder| (holder.worker.person.0, protocol_seat(holder.seat)))
                        .collect(),
                    standing: protocol_standing(Some(staffing.standing)),
                    supervisor_called: staffing.supervisor_called.map(|at| at.0),
                })
                .collect(),
            pairing: pairing(desk),
        })
    }

    /// How often open or closed of a desk has changed, and how often anything of it has.
    pub fn desk_versions(&self, desk: DeskId) -> (u64, u64) {
        self.desk(desk).map_or((0, 0), |slot| slot.versions())
    }

    /// The place in line of a conversation that waits.
    pub fn place(&self, desk: DeskId, conversation: ConversationId) -> Option<usize> {
        let slot = self.desk(desk)?;
        let replica = lock(&slot.replica);
        replica.desk.place(conversation)
    }

    /// What a worker's time is like on a desk.
    pub fn availability(&self, desk: DeskId, person: PersonId) -> wire::Availability {
        let availability = self.desk(desk).map(|slot| lock(&slot.replica).desk.availability(person));
        protocol_availability(availability.unwrap_or(Availability::Away))
    }

    /// The screen names of everybody who is online on a desk.
    pub fn screen_names(&self, desk: DeskId) -> Vec<DisplayName> {
        let Some(slot) = self.desk(desk) else { return Vec::new() };
        let replica = lock(&slot.replica);
        replica.desk.people().map(|presence| presence.worker.screen_name.clone()).collect()
    }
}

fn people(desk: &Desk) -> Vec<wire::PersonView> {
    desk.people()
        .filter(|presence| presence.is_here())
        .map(|presence| wire::PersonView {
            person: presence.worker.person.0,
            name: presence.worker.screen_name.expose().to_owned(),
            organisation: presence.worker.organisation.expose().to_owned(),
            availability: protocol_availability(presence.availability),
            supervisor: presence.worker.role == Role::Supervisor,
            trainee: presence.worker.role == Role::Trainee,
            holding: u8::try_from(desk.holding(presence.worker.person)).unwrap_or(u8::MAX),
            capacity: presence.worker.capacity,
            languages: presence.worker.languages.iter().map(|language| language.as_str().to_owned()).collect(),
        })
        .collect()
}

fn pairing(desk: &Desk) -> wire::PairingView {
    let rules = desk.rules();
    let mix = match rules.mix {
        Mix::Any => "any",
        Mix::Prefer => "prefer",
        Mix::Require => "require",
    };
    let solo = match rules.solo {
        Solo::Hold => "hold",
        Solo::Finish => "finish",
        Solo::Supervised => "supervised",
    };
    wire::PairingView {
        minimum: rules.minimum,
        open_requires: rules.open_requires,
        mix: mix.to_owned(),
        solo: solo.to_owned(),
        grace_ms: u64::try_from(rules.grace.as_millis()).unwrap_or(u64::MAX),
    }
}

fn protocol_seat(seat: Seat) -> wire::Seat {
    match seat {
        Seat::Lead => wire::Seat::Lead,
        Seat::Second => wire::Seat::Second,
        Seat::Supervisor => wire::Seat::Supervisor,
    }
}

/// Availability, as the wire says it.
pub(super) fn protocol_availability(availability: Availability) -> wire::Availability {
    match availability {
        Availability::Available => wire::Availability::Available,
        Availability::Busy => wire::Availability::Busy,
        Availability::Finishing => wire::Availability::Finishing,
        Availability::Away => wire::Availability::Away,
    }
}

//! Who may see and change what. A function here finds a thing and the right to it at once, so that no handler can have
//! the one without the other. What somebody may not see is `not_found`, what they see and may not change `not_allowed`.

use netreach_core::{DeskId, ProjectId, SiteId};
use netreach_protocol::ErrorCode;
use netreach_store::{Desk, Project, SiteOnDesk};
use uuid::Uuid;

use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// Refuses whoever coordinates nothing.
pub(super) fn any_coordinator(me: &SignedIn) -> Result<(), ApiError> {
    if me.is_coordinator() { Ok(()) } else { Err(ErrorCode::NotAllowed.into()) }
}

/// Whether they see a desk: some project of theirs staffs it.
pub(super) fn sees_desk(me: &SignedIn, desk: &Desk) -> bool {
    desk.projects.iter().any(|project| me.belongs_to(*project))
}

/// Whether they may change a desk: they coordinate a project that staffs it.
pub(super) fn changes_desk(me: &SignedIn, desk: &Desk) -> bool {
    desk.projects.iter().any(|project| me.coordinates(*project))
}

/// The desks that they see, by name.
pub(super) async fn desks(state: &AppState, me: &SignedIn) -> Result<Vec<Desk>, ApiError> {
    let mut desks = state.store.desks(me.consortium()).await?;
    desks.retain(|desk| sees_desk(me, desk));
    Ok(desks)
}

/// A desk to look at.
pub(super) async fn desk(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Desk, ApiError> {
    let desk = state.store.desk(me.consortium(), DeskId(id)).await?;
    desk.filter(|desk| sees_desk(me, desk)).ok_or_else(|| ErrorCode::NotFound.into())
}

/// A desk to change.
pub(super) async fn desk_to_change(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Desk, ApiError> {
    let desk = desk(state, me, id).await?;
    if changes_desk(me, &desk) { Ok(desk) } else { Err(ErrorCode::NotAllowed.into()) }
}

/// A project to change.
pub(super) async fn project_to_change(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Project, ApiError> {
    let id = ProjectId(id);
    if !me.belongs_to(id) {
        return Err(ErrorCode::NotFound.into());
    }
    if !me.coordinates(id) {
        return Err(ErrorCode::NotAllowed.into());
    }
    state.store.project(me.consortium(), id).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

/// A site to change. Sites are for coordinators only.
pub(super) async fn site_to_change(state: &AppState, me: &SignedIn, id: Uuid) -> Result<SiteOnDesk, ApiError> {
    any_coordinator(me)?;
    for project in me.coordinated() {
        if let Some(site) = state.store.site(me.consortium(), project, SiteId(id)).await? {
            return Ok(site);
        }
    }
    Err(ErrorCode::NotFound.into())
}

//! Canned answers. Everybody reads those that they can use and keeps their own; the others are coordinators' work.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use netreach_core::text::MESSAGE_CHARS_MAX;
use netreach_core::{DeskId, Language, ProjectId};
use netreach_protocol::{ErrorCode, http, limits};
use netreach_store::{
    CannedAnswer, CannedAnswerId, CannedContent, CannedOwner, Desk, NewCannedAnswer, Project, Shortcut,
};
use uuid::Uuid;

use super::body::{Asked, Body, Id};
use super::problems::{ChangeProblems, ReadProblems, RemovalProblems};
use super::{access, check, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::sign_in::SignedIn;

/// The name under which a project's town fills a blank.
const TOWN: &str = "town";

/// The canned answers that the reader sees: the consortium's, those of their desks and projects, and their own.
#[utoipa::path(
    get, path = "/api/v1/canned", tag = "canned answers", operation_id = "canned_answers",
    params(("after" = Option<Uuid>, Query, description = "The last answer of the page before.")),
    responses((status = 200, body = http::CannedPage), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    me: SignedIn,
    mut asked: Asked,
) -> Result<Json<http::CannedPage>, ApiError> {
    let after = asked.take::<Uuid>("after")?;
    asked.end()?;
    let desks = access::desks(&state, &me).await?;
    let mut owners = owners(&me, &desks).into_iter().peekable();
    let mut shortcut = None;
    if let Some(id) = after {
        let last = find(&state, &me, &desks, id).await?;
        while owners.next_if(|owner| *owner != last.owner).is_some() {}
        shortcut = Some(last.content.shortcut);
    }
    let mut answers: Vec<http::CannedAnswer> = Vec::new();
    for owner in owners {
        let room = limits::CANNED_PAGE_MAX - answers.len();
        let page = state.store.canned_answers(me.consortium(), owner, shortcut.take().as_ref(), room.max(1)).await?;
        if room == 0 && !page.items.is_empty() {
            return Ok(Json(http::CannedPage { answers, more: true }));
        }
        answers.extend(page.items.iter().map(|answer| show(&me, &desks, answer)));
        if page.more {
            return Ok(Json(http::CannedPage { answers, more: true }));
        }
    }
    Ok(Json(http::CannedPage { answers, more: false }))
}

/// The canned answers that the reader can use on a desk, and what fills their blanks.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/canned", tag = "canned answers", operation_id = "desk_canned_answers",
    params(("id" = Uuid, Path, description = "Which desk.")),
    responses((status = 200, body = http::DeskCanned), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn of_desk(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
) -> Result<Json<http::DeskCanned>, ApiError> {
    let desk = access::desk(&state, &me, id).await?;
    let mut found = state.store.canned_answers_for(me.consortium(), me.id(), desk.id).await?;
    found.sort_by_key(|answer| nearness(answer.owner));
    let worker = me.worker_on(&state, desk.id).await?;
    let own = worker
        .map(|worker| worker.project)
        .or_else(|| desk.projects.iter().copied().find(|project| me.belongs_to(*project)));
    let settings = state.settings.current();
    let from_sites = settings.sites.values().filter(|site| site.desk == desk.id).map(|site| site.project);
    let served: BTreeSet<ProjectId> = desk.projects.iter().copied().chain(from_sites).collect();
    let mut variables = BTreeMap::new();
    let mut projects = Vec::with_capacity(served.len());
    for project in state.store.projects(me.consortium()).await? {
        if served.contains(&project.id) {
            let shown = project_variables(&state, &me, &project).await?;
            if Some(project.id) == own {
                variables.clone_from(&shown.variables);
            }
            projects.push(shown);
        }
    }
    let desks = [desk];
    let answers = found.iter().map(|answer| show(&me, &desks, answer)).collect();
    Ok(Json(http::DeskCanned { answers, variables, projects }))
}

async fn project_variables(
    state: &AppState,
    me: &SignedIn,
    project: &Project,
) -> Result<http::ProjectVariables, ApiError> {
    let mut variables = state.store.project_variables(me.consortium(), project.id).await?;
    variables.entry(TOWN.to_owned()).or_insert_with(|| project.town.expose().to_owned());
    Ok(http::ProjectVariables { project: project.id.0, name: project.name.expose().to_owned(), variables })
}

/// Adds a canned answer.
#[utoipa::path(
    post, path = "/api/v1/canned", tag = "canned answers", operation_id = "add_canned_answer",
    request_body = http::NewCannedAnswer, responses((status = 201, body = http::CannedAnswer), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn add(
    State(state): State<AppState>,
    me: SignedIn,
    Body(given): Body<http::NewCannedAnswer>,
) -> Result<(StatusCode, Json<http::CannedAnswer>), ApiError> {
    let desks = access::desks(&state, &me).await?;
    let owner = owner(&me, &desks, &given)?;
    let content = CannedContent {
        shortcut: shortcut(&given.shortcut)?,
        title: check::line(&given.title, limits::TITLE_CHARS_MAX, "title")?,
        tags: tags(&given.tags)?,
        texts: texts(&given.texts)?,
    };
    let work = {
        let state = state.clone();
        async move {
            let now = state.clock.now();
            let new = NewCannedAnswer { id: CannedAnswerId(Uuid::now_v7()), owner, content };
            state.store.create_canned_answer(me.consortium(), &new, now).await?;
            write::settings_changed(&state).await?;
            let answer = CannedAnswer { id: new.id, owner, content: new.content, updated_at: now };
            Ok(show(&me, &desks, &answer))
        }
    };
    Ok((StatusCode::CREATED, Json(write::detached(&state, work).await?)))
}

/// Changes a canned answer.
#[utoipa::path(
    patch, path = "/api/v1/canned/{id}", tag = "canned answers", operation_id = "change_canned_answer",
    params(("id" = Uuid, Path, description = "Which answer.")),
    request_body = http::CannedAnswerChange, responses((status = 200, body = http::CannedAnswer), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn change(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(change): Body<http::CannedAnswerChange>,
) -> Result<Json<http::CannedAnswer>, ApiError> {
    let desks = access::desks(&state, &me).await?;
    find_to_change(&state, &me, &desks, id).await?;
    let work = {
        let state = state.clone();
        async move {
            let _turn = state.settings.turn().await;
            let mut answer = find_to_change(&state, &me, &desks, id).await?;
            apply(&mut answer.content, &change)?;
            answer.updated_at = state.clock.now();
            let (owner, content, now) = (answer.owner, &answer.content, answer.updated_at);
            state.store.update_canned_answer(me.consortium(), owner, answer.id, content, now).await?;
            write::settings_changed(&state).await?;
            Ok(show(&me, &desks, &answer))
        }
    };
    Ok(Json(write::detached(&state, work).await?))
}

fn apply(content: &mut CannedContent, change: &http::CannedAnswerChange) -> Result<(), ApiError> {
    if let Some(given) = &change.shortcut {
        content.shortcut = shortcut(given)?;
    }
    if let Some(given) = &change.title {
        content.title = check::line(given, limits::TITLE_CHARS_MAX, "title")?;
    }
    if let Some(given) = &change.tags {
        content.tags = tags(given)?;
    }
    if let Some(given) = &change.texts {
        content.texts = texts(given)?;
    }
    Ok(())
}

/// Removes a canned answer.
#[utoipa::path(
    delete, path = "/api/v1/canned/{id}", tag = "canned answers", operation_id = "remove_canned_answer",
    params(("id" = Uuid, Path, description = "Which answer.")),
    responses((status = 204, description = "Removed."), RemovalProblems),
    security(("session" = []))
)]
pub(super) async fn remove(State(state): State<AppState>, me: SignedIn, Id(id): Id) -> Result<StatusCode, ApiError> {
    let desks = access::desks(&state, &me).await?;
    let answer = find_to_change(&state, &me, &desks, id).await?;
    let work = {
        let state = state.clone();
        async move {
            state.store.delete_canned_answer(me.consortium(), answer.owner, answer.id).await?;
            write::settings_changed(&state).await?;
            Ok(StatusCode::NO_CONTENT)
        }
    };
    write::detached(&state, work).await
}

/// Whose answers somebody sees, in the order of the list.
fn owners(me: &SignedIn, desks: &[Desk]) -> Vec<CannedOwner> {
    let projects: BTreeSet<ProjectId> = me.person().memberships.iter().map(|membership| membership.project).collect();
    let mut owners = vec![CannedOwner::Consortium];
    owners.extend(desks.iter().map(|desk| CannedOwner::Desk(desk.id)));
    owners.extend(projects.into_iter().map(CannedOwner::Project));
    owners.push(CannedOwner::Person(me.id()));
    owners
}

/// An answer that somebody sees.
async fn find(state: &AppState, me: &SignedIn, desks: &[Desk], id: Uuid) -> Result<CannedAnswer, ApiError> {
    let answer = state.store.canned_answer(me.consortium(), CannedAnswerId(id)).await?;
    let seen = owners(me, desks);
    answer.filter(|answer| seen.contains(&answer.owner)).ok_or_else(|| ErrorCode::NotFound.into())
}

async fn find_to_change(state: &AppState, me: &SignedIn, desks: &[Desk], id: Uuid) -> Result<CannedAnswer, ApiError> {
    let answer = find(state, me, desks, id).await?;
    if changes(me, desks, answer.owner) { Ok(answer) } else { Err(ErrorCode::NotAllowed.into()) }
}

/// Whether somebody may change the answers of an owner whom they see.
fn changes(me: &SignedIn, desks: &[Desk], owner: CannedOwner) -> bool {
    match owner {
        CannedOwner::Consortium => me.is_coordinator(),
        CannedOwner::Desk(id) => desks.iter().any(|desk| desk.id == id && access::changes_desk(me, desk)),
        CannedOwner::Project(project) => me.coordinates(project),
        CannedOwner::Person(person) => person == me.id(),
    }
}

/// Whose a new answer shall be.
fn owner(me: &SignedIn, desks: &[Desk], given: &http::NewCannedAnswer) -> Result<CannedOwner, ApiError> {
    let missing = |field: &str| ApiError::field(ErrorCode::MissingField, field);
    let needless = |field: &str| Err(ApiError::field(ErrorCode::InvalidValue, field));
    if given.desk.is_some() && given.level != http::CannedLevel::Desk {
        return needless("desk");
    }
    if given.project.is_some() && given.level != http::CannedLevel::Project {
        return needless("project");
    }
    let owner = match given.level {
        http::CannedLevel::Consortium => CannedOwner::Consortium,
        http::CannedLevel::Desk => CannedOwner::Desk(DeskId(given.desk.ok_or_else(|| missing("desk"))?)),
        http::CannedLevel::Project => CannedOwner::Project(ProjectId(given.project.ok_or_else(|| missing("project"))?)),
        http::CannedLevel::Own => CannedOwner::Person(me.id()),
    };
    if changes(me, desks, owner) {
        return Ok(owner);
    }
    let field = match given.level {
        http::CannedLevel::Desk => "desk",
        http::CannedLevel::Project => "project",
        http::CannedLevel::Consortium | http::CannedLevel::Own => "level",
    };
    Err(ApiError::field(ErrorCode::NotAllowed, field))
}

fn shortcut(given: &str) -> Result<Shortcut, ApiError> {
    let typed = given.trim().trim_start_matches('/');
    let code = match typed.chars().count() {
        0 => ErrorCode::Empty,
        count if count > limits::SHORTCUT_CHARS_MAX => ErrorCode::TooLong,
        _ => ErrorCode::InvalidValue,
    };
    Shortcut::new(given).ok_or_else(|| ApiError::field(code, "shortcut"))
}

fn tags(given: &[String]) -> Result<Vec<String>, ApiError> {
    check::at_most(given.len(), limits::TAGS_MAX, "tags")?;
    let mut taken: Vec<String> = Vec::with_capacity(given.len());
    for (at, tag) in given.iter().enumerate() {
        let tag = check::line(tag, limits::TAG_CHARS_MAX, &format!("tags[{at}]"))?;
        if !taken.contains(&tag) {
            taken.push(tag);
        }
    }
    Ok(taken)
}

fn texts(given: &[http::CannedText]) -> Result<BTreeMap<Language, String>, ApiError> {
    if given.is_empty() {
        return Err(ApiError::field(ErrorCode::Empty, "texts"));
    }
    check::at_most(given.len(), limits::LANGUAGES_MAX, "texts")?;
    let mut taken = BTreeMap::new();
    for (at, text) in given.iter().enumerate() {
        let language = check::language(&text.language, &format!("texts[{at}].language"))?;
        let text = check::text(&text.text, MESSAGE_CHARS_MAX, &format!("texts[{at}].text"))?;
        if taken.insert(language, text).is_some() {
            return Err(ApiError::field(ErrorCode::Conflict, format!("texts[{at}].language")));
        }
    }
    Ok(taken)
}

/// Own answers come before the project's, the desk's and the consortium's: the nearer one overrides.
fn nearness(owner: CannedOwner) -> u8 {
    match owner {
        CannedOwner::Person(_) => 0,
        CannedOwner::Project(_) => 1,
        CannedOwner::Desk(_) => 2,
        CannedOwner::Consortium => 3,
    }
}

fn show(me: &SignedIn, desks: &[Desk], answer: &CannedAnswer) -> http::CannedAnswer {
    let (level, desk, project) = match answer.owner {
        CannedOwner::Consortium => (http::CannedLevel::Consortium, None, None),
        CannedOwner::Desk(desk) => (http::CannedLevel::Desk, Some(desk.0), None),
        CannedOwner::Project(project) => (http::CannedLevel::Project, None, Some(project.0)),
        CannedOwner::Person(_) => (http::CannedLevel::Own, None, None),
    };
    let text = |(language, text): (&Language, &String)| http::CannedText {
        language: language.as_str().to_owned(),
        text: text.clone(),
    };
    http::CannedAnswer {
        id: answer.id.0,
        level,
        desk,
        project,
        shortcut: answer.content.shortcut.as_str().to_owned(),
        title: answer.content.title.clone(),
        tags: answer.content.tags.clone(),
        texts: answer.content.texts.iter().map(text).collect(),
        updated_at: answer.updated_at.0,
        yours_to_change: changes(me, desks, answer.owner),
    }
}

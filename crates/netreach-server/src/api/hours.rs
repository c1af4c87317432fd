//! Opening hours, and what they mean at an instant.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use netreach_core::UnixMillis;
use netreach_core::hours::{
    Exception, Hours, HoursError, MinuteOfDay, Span, Staffing, TimeZoneName, Weekday, WeeklySpan, desk_state,
};
use netreach_protocol::{DeskState, ErrorCode, http, limits};
use uuid::Uuid;

use super::body::{Asked, Body, Id};
use super::problems::{ChangeProblems, ReadProblems};
use super::{access, check, write};
use crate::AppState;
use crate::edge::ApiError;
use crate::live::protocol_desk_state;
use crate::sign_in::SignedIn;

/// The opening hours of a desk.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/hours", tag = "desks", operation_id = "hours",
    params(("id" = Uuid, Path, description = "Which desk.")),
    responses((status = 200, body = http::Hours), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn get(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
) -> Result<Json<http::Hours>, ApiError> {
    Ok(Json(show(&of_desk(&state, &me, id).await?)))
}

/// Replaces the opening hours of a desk.
#[utoipa::path(
    put, path = "/api/v1/desks/{id}/hours", tag = "desks", operation_id = "set_hours",
    params(("id" = Uuid, Path, description = "Which desk.")),
    request_body = http::Hours, responses((status = 200, body = http::Hours), ChangeProblems),
    security(("session" = []))
)]
pub(super) async fn set(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    Body(given): Body<http::Hours>,
) -> Result<Json<http::Hours>, ApiError> {
    let desk = access::desk_to_change(&state, &me, id).await?;
    let hours = take(&given)?;
    let shown = show(&hours);
    let work = {
        let state = state.clone();
        async move {
            if !state.store.replace_hours(me.consortium(), desk.id, &hours).await? {
                return Err(ErrorCode::NotFound.into());
            }
            write::settings_changed(&state).await
        }
    };
    write::detached(&state, work).await?;
    Ok(Json(shown))
}

/// What a visitor would find at an instant if a pair were free: what the hours say alone.
#[utoipa::path(
    get, path = "/api/v1/desks/{id}/preview", tag = "desks", operation_id = "preview_hours",
    params(
        ("id" = Uuid, Path, description = "Which desk."),
        ("at" = Option<i64>, Query, description = "Milliseconds since 1970 UTC; now if left out.")
    ),
    responses((status = 200, body = DeskState), ReadProblems),
    security(("session" = []))
)]
pub(super) async fn preview(
    State(state): State<AppState>,
    me: SignedIn,
    Id(id): Id,
    mut asked: Asked,
) -> Result<Json<DeskState>, ApiError> {
    let at = asked.take::<i64>("at")?.map_or_else(|| state.clock.now(), UnixMillis);
    asked.end()?;
    let hours = of_desk(&state, &me, id).await?;
    let pair_is_free = Staffing { pair_possible: true, pair_free: true, queue_full: false };
    Ok(Json(protocol_desk_state(&desk_state(&hours, pair_is_free, at))))
}

async fn of_desk(state: &AppState, me: &SignedIn, id: Uuid) -> Result<Hours, ApiError> {
    let desk = access::desk(state, me, id).await?;
    state.store.hours(me.consortium(), desk.id).await?.ok_or_else(|| ErrorCode::NotFound.into())
}

fn show(hours: &Hours) -> http::Hours {
    let weekly = hours.weekly().iter().map(|at| http::WeeklyHours {
        weekday: at.weekday.number(),
        opens: at.span.opens.to_string(),
        closes: at.span.closes.to_string(),
    });
    let exceptions = hours.exceptions().iter().map(|exception| http::HoursException {
        date: exception.date.to_string(),
        note: exception.note.clone(),
        spans: exception.spans.iter().copied().map(show_span).collect(),
    });
    http::Hours {
        time_zone: hours.time_zone().as_str().to_owned(),
        weekly: weekly.collect(),
        exceptions: exceptions.collect(),
    }
}

fn show_span(span: Span) -> http::OpenSpan {
    http::OpenSpan { opens: span.opens.to_string(), closes: span.closes.to_string() }
}

fn take(given: &http::Hours) -> Result<Hours, ApiError> {
    let time_zone = TimeZoneName::new(&given.time_zone).map_err(|error| mistake(&error, given))?;
    check::at_most(given.weekly.len(), 7 * limits::SPANS_A_DAY_MAX, "weekly")?;
    check::at_most(given.exceptions.len(), limits::EXCEPTIONS_MAX, "exceptions")?;
    let mut weekly = Vec::with_capacity(given.weekly.len());
    for (at, hours) in given.weekly.iter().enumerate() {
        let field = format!("weekly[{at}]");
        let weekday = Weekday::from_number(hours.weekday).ok_or_else(|| invalid(&field, "weekday"))?;
        weekly.push(WeeklySpan { weekday, span: take_span(&hours.opens, &hours.closes, &field)? });
    }
    let mut exceptions = Vec::with_capacity(given.exceptions.len());
    for (at, exception) in given.exceptions.iter().enumerate() {
        let field = format!("exceptions[{at}]");
        let mut spans = Vec::with_capacity(exception.spans.len().min(limits::SPANS_A_DAY_MAX));
        check::at_most(exception.spans.len(), limits::SPANS_A_DAY_MAX, &format!("{field}.spans"))?;
        for (at, span) in exception.spans.iter().enumerate() {
            spans.push(take_span(&span.opens, &span.closes, &format!("{field}.spans[{at}]"))?);
        }
        let date = date(&exception.date).ok_or_else(|| invalid(&field, "date"))?;
        exceptions.push(Exception { date, spans, note: exception.note.trim().to_owned() });
    }
    Hours::new(time_zone, weekly, exceptions).map_err(|error| mistake(&error, given))
}

fn take_span(opens: &str, closes: &str, field: &str) -> Result<Span, ApiError> {
    let opens = minute(opens).filter(|at| *at != MinuteOfDay::END).ok_or_else(|| invalid(field, "opens"))?;
    let closes = minute(closes).ok_or_else(|| invalid(field, "closes"))?;
    Ok(Span { opens, closes })
}

/// Reads `HH:MM`, up to `24:00`.
fn minute(text: &str) -> Option<MinuteOfDay> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str| {
        let is_number = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    if minute > 59 { None } else { MinuteOfDay::new(hour * 60 + minute) }
}

/// Reads `YYYY-MM-DD` and nothing else.
pub(super) fn date(text: &str) -> Option<Date> {
    text.parse::<Date>().ok().filter(|date| date.to_string() == text)
}

fn invalid(field: &str, part: &str) -> ApiError {
    ApiError::field(ErrorCode::InvalidValue, format!("{field}.{part}"))
}

/// Names the field of a mistake that only shows when the hours are looked at together.
fn mistake(error: &HoursError, given: &http::Hours) -> ApiError {
    let weekly = |at: &WeeklySpan| {
        let found = given.weekly.iter().position(|hours| {
            hours.weekday == at.weekday.number()
                && hours.opens == at.span.opens.to_string()
                && hours.closes == at.span.closes.to_string()
        });
        found.map_or_else(|| "weekly".to_owned(), |at| format!("weekly[{at}]"))
    };
    let dated = |date: &Date| {
        let date = date.to_string();
        let found = given.exceptions.iter().rposition(|exception| exception.date == date);
        found.map_or_else(|| "exceptions".to_owned(), |at| format!("exceptions[{at}]"))
    };
    let (code, field) = match error {
        HoursError::UnknownTimeZone { .. } => (ErrorCode::InvalidValue, "time_zone".to_owned()),
        HoursError::WeeklyOpensAtEnd { at } => (ErrorCode::InvalidValue, weekly(at)),
        HoursError::TooManyWeekly { .. } => (ErrorCode::TooLong, "weekly".to_owned()),
        HoursError::WeeklyOverlap { second, .. } => (ErrorCode::Conflict, weekly(second)),
        HoursError::TooManyExceptions { .. } => (ErrorCode::TooLong, "exceptions".to_owned()),
        HoursError::DuplicateException { date } => (ErrorCode::Conflict, dated(date)),
        HoursError::TooManyOnDate { date, .. } => (ErrorCode::TooLong, dated(date)),
        HoursError::ExceptionOpensAtEnd { date, .. } => (ErrorCode::InvalidValue, dated(date)),
        HoursError::ExceptionOverlap { second_date, .. } => (ErrorCode::Conflict, dated(second_date)),
        HoursError::NoteTooLong { date } => (ErrorCode::TooLong, format!("{}.note", dated(date))),
        HoursError::NoteForbidden { date } => (ErrorCode::ForbiddenCharacter, format!("{}.note", dated(date))),
    };
    ApiError::field(code, field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_dates_have_one_form() {
        assert_eq!(minute("09:05").map(MinuteOfDay::get), Some(545));
        assert_eq!(minute("24:00"), Some(MinuteOfDay::END));
        for wrong in ["", "9:05", "09:5", "09:60", "24:01", "25:00", "+9:00", "09:05:00", "０９:05"] {
            assert_eq!(minute(wrong), None, "{wrong}");
        }
        assert!(date("2026-12-25").is_some());
        for wrong in ["", "2026-1-5", "25.12.2026", "2026-02-30", "2026-12-25T00:00", "20261225"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hours_come_back_as_they_were_sent() {
        let given = http::Hours {
            time_zone: "Europe/London".to_owned(),
            weekly: vec![http::WeeklyHours { weekday: 5, opens: "22:00".to_owned(), closes: "02:00".to_owned() }],
            exceptions: vec![http::HoursException {
                date: "2026-12-25".to_owned(),
                note: "Holiday".to_owned(),
                spans: vec![],
            }],
        };
        assert_eq!(take(&given).map(|hours| show(&hours)).ok(), Some(given));
    }
}

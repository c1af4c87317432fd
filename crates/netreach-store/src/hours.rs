//! Opening hours, read and replaced as a whole.

use netreach_core::hours::{EXCEPTIONS_MAX, Exception, Hours, MinuteOfDay, SPANS_A_DAY_MAX, Span, TimeZoneName};
use netreach_core::hours::{Weekday, WeeklySpan};
use netreach_core::ids::{ConsortiumId, DeskId};

use crate::Store;
use crate::columns;
use crate::consortia::settings_change;
use crate::desks::SET_TIME_ZONE;
use crate::error::StoreError;

statements! {
    /// The zone of a desk's hours.
    TIME_ZONE = "SELECT time_zone FROM desks WHERE consortium_id = $1 AND id = $2";
    /// The weekly spans of a desk.
    WEEKLY = "SELECT weekday, opens_minute, closes_minute FROM hours_weekly
        WHERE consortium_id = $1 AND desk_id = $2 ORDER BY place LIMIT $3";
    /// The exceptions of a desk, a row for each span.
    EXCEPTIONS = "SELECT e.date, e.note, s.opens_minute, s.closes_minute
        FROM hours_exceptions e
        LEFT JOIN hours_exception_spans s ON s.desk_id = e.desk_id AND s.date = e.date
        WHERE e.consortium_id = $1 AND e.desk_id = $2 ORDER BY e.date, s.place LIMIT $3";
    /// Forgets the weekly spans of a desk.
    DELETE_WEEKLY = "DELETE FROM hours_weekly WHERE consortium_id = $1 AND desk_id = $2";
    /// Forgets the exceptions of a desk and, by the foreign key, their spans.
    DELETE_EXCEPTIONS = "DELETE FROM hours_exceptions WHERE consortium_id = $1 AND desk_id = $2";
    /// Adds a weekly span.
    INSERT_WEEKLY = "INSERT INTO hours_weekly
        (consortium_id, desk_id, place, weekday, opens_minute, closes_minute) VALUES ($1, $2, $3, $4, $5, $6)";
    /// Adds an exception.
    INSERT_EXCEPTION = "INSERT INTO hours_exceptions (consortium_id, desk_id, date, note) VALUES ($1, $2, $3, $4)";
    /// Adds a span of an exception.
    INSERT_EXCEPTION_SPAN = "INSERT INTO hours_exception_spans
        (consortium_id, desk_id, date, place, opens_minute, closes_minute) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// Most weekly spans that valid hours hold.
const WEEKLY_MAX: usize = 7 * SPANS_A_DAY_MAX;

/// Most rows that the exceptions of valid hours come in.
const EXCEPTION_ROWS_MAX: usize = EXCEPTIONS_MAX * SPANS_A_DAY_MAX;

type WeeklyRow = (i64, i64, i64);
type ExceptionRow = (String, String, Option<i64>, Option<i64>);

impl Store {
    /// The opening hours of a desk.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if what is stored are no valid hours, or the database's.
    pub async fn hours(&self, consortium: ConsortiumId, desk: DeskId) -> Result<Option<Hours>, StoreError> {
        let (scope, desk) = (consortium.to_string(), desk.to_string());
        let (zone, weekly, exceptions) = on_pool!(snapshot &self.pool, |db| {
            let zone: Option<String> =
                sqlx::query_scalar(TIME_ZONE).bind(&scope).bind(&desk).fetch_optional(&mut *db).await?;
            let Some(zone) = zone else { return Ok(None) };
            let weekly: Vec<WeeklyRow> = sqlx::query_as(WEEKLY)
                .bind(&scope)
                .bind(&desk)
                .bind(columns::from_usize(WEEKLY_MAX))
                .fetch_all(&mut *db)
                .await?;
            let exceptions: Vec<ExceptionRow> = sqlx::query_as(EXCEPTIONS)
                .bind(&scope)
                .bind(&desk)
                .bind(columns::from_usize(EXCEPTION_ROWS_MAX))
                .fetch_all(&mut *db)
                .await?;
            (zone, weekly, exceptions)
        });
        hours_of(&zone, weekly, exceptions).map(Some)
    }

    /// Replaces the opening hours and the time zone of a desk; `false` if the consortium has no such desk.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn replace_hours(
        &self,
        consortium: ConsortiumId,
        desk: DeskId,
        hours: &Hours,
    ) -> Result<bool, StoreError> {
        let (scope, desk) = (consortium.to_string(), desk.to_string());
        Ok(on_pool!(write &self.pool, |db| {
            settings_change!(db, consortium);
            let zone = hours.time_zone().as_str();
            let set = sqlx::query(SET_TIME_ZONE).bind(&scope).bind(&desk).bind(zone).execute(&mut *db).await?;
            if set.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(DELETE_WEEKLY).bind(&scope).bind(&desk).execute(&mut *db).await?;
            sqlx::query(DELETE_EXCEPTIONS).bind(&scope).bind(&desk).execute(&mut *db).await?;
            for (place, weekly) in (0_i64..).zip(hours.weekly()) {
                sqlx::query(INSERT_WEEKLY)
                    .bind(&scope)
                    .bind(&desk)
                    .bind(place)
                    .bind(i64::from(weekly.weekday.number()))
                    .bind(i64::from(weekly.span.opens.get()))
                    .bind(i64::from(weekly.span.closes.get()))
                    .execute(&mut *db)
                    .await?;
            }
            for exception in hours.exceptions() {
                let date = exception.date.to_string();
                sqlx::query(INSERT_EXCEPTION)
                    .bind(&scope)
                    .bind(&desk)
                    .bind(&date)
                    .bind(&exception.note)
                    .execute(&mut *db)
                    .await?;
                for (place, span) in (0_i64..).zip(&exception.spans) {
                    sqlx::query(INSERT_EXCEPTION_SPAN)
                        .bind(&scope)
                        .bind(&desk)
                        .bind(&date)
                        .bind(place)
                        .bind(i64::from(span.opens.get()))
                        .bind(i64::from(span.closes.get()))
                        .execute(&mut *db)
                        .await?;
                }
            }
            true
        }))
    }
}

fn hours_of(zone: &str, weekly: Vec<WeeklyRow>, rows: Vec<ExceptionRow>) -> Result<Hours, StoreError> {
    let zone = TimeZoneName::new(zone).map_err(|_| StoreError::corrupt("desks.time_zone"))?;
    let weekly = weekly.into_iter().map(weekly_of).collect::<Result<_, _>>()?;
    let mut exceptions: Vec<Exception> = Vec::new();
    for (date, note, opens, closes) in rows {
        let date = date.parse().map_err(|_| StoreError::corrupt("hours_exceptions.date"))?;
        if exceptions.last().is_none_or(|last| last.date != date) {
            exceptions.push(Exception { date, spans: Vec::new(), note });
        }
        if let (Some(opens), Some(closes), Some(exception)) = (opens, closes, exceptions.last_mut()) {
            exception.spans.push(span_of(opens, closes)?);
        }
    }
    Hours::new(zone, weekly, exceptions).map_err(|_| StoreError::corrupt("hours"))
}

fn weekly_of((weekday, opens, closes): WeeklyRow) -> Result<WeeklySpan, StoreError> {
    let column = "hours_weekly.weekday";
    let weekday =
        Weekday::from_number(columns::number(weekday, column)?).ok_or_else(|| StoreError::corrupt(column))?;
    Ok(WeeklySpan { weekday, span: span_of(opens, closes)? })
}

fn span_of(opens: i64, closes: i64) -> Result<Span, StoreError> {
    let minute = |value| {
        let column = "opens_minute, closes_minute";
        MinuteOfDay::new(columns::number(value, column)?).ok_or_else(|| StoreError::corrupt(column))
    };
    Ok(Span { opens: minute(opens)?, closes: minute(closes)? })
}

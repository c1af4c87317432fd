//! Counts: numbers by desk and day, without anybody's identity.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use netreach_core::ids::{ConsortiumId, DeskId};
use netreach_core::time::UnixMillis;

use crate::Store;
use crate::columns::{self, at_most};
use crate::error::{Bound, Conflict, StoreError};
use crate::values::words;

/// Most days that are read at once: a year and a month.
pub const COUNT_DAYS_MAX: usize = 400;

words! {
    /// What is counted.
    Count {
        /// Visitors who asked for a conversation.
        Requests = "requests",
        /// Conversations that began.
        Conversations = "conversations",
        /// Visitors who asked and left, or were sent away, before anybody answered.
        Missed = "missed",
        /// Milliseconds that conversations ran below their pairing rule.
        BelowRuleMs = "below_rule_ms",
    }
}

/// One number of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day, in UTC.
    pub day: Date,
    /// What was counted.
    pub count: Count,
    /// How much.
    pub value: i64,
}

statements! {
    /// Adds to a count, which begins at zero. A count that stands there for another consortium is not touched, and
    /// then no row comes back: a conflict is found before a foreign key is looked at.
    ADD = "INSERT INTO counts (consortium_id, desk_id, day, name, value) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (desk_id, day, name) DO UPDATE SET value = counts.value + excluded.value
            WHERE counts.consortium_id = excluded.consortium_id
        RETURNING value";
    /// The counts of a desk between two days, both included.
    LIST = "SELECT day, name, value FROM counts
        WHERE consortium_id = $1 AND desk_id = $2 AND day >= $3 AND day <= $4 ORDER BY day, name LIMIT $5";
}

impl Store {
    /// Adds to a count of a desk on the day (UTC) of `now`, and returns what it stands at.
    ///
    /// # Errors
    ///
    /// [`Conflict::Reference`] for a desk of another consortium,
    /// [`StoreError::Refused`] for a number or an instant beyond all measure, or the database's.
    pub async fn add_to_count(
        &self,
        consortium: ConsortiumId,
        desk: DeskId,
        count: Count,
        by: u64,
        now: UnixMillis,
    ) -> Result<i64, StoreError> {
        let refused = |what| StoreError::Refused { what, bound: Bound::Invalid };
        let by = i64::try_from(by).map_err(|_| refused("count"))?;
        let instant = jiff::Timestamp::from_millisecond(now.0).map_err(|_| refused("instant"))?;
        let day = instant.to_zoned_datetime(TimeZone::UTC).date();
        let value: Option<i64> = on_pool!(write &self.pool, |db| {
            sqlx::query_scalar(ADD)
                .bind(consortium.to_string())
                .bind(desk.to_string())
                .bind(day.to_string())
                .bind(count.as_str())
                .bind(by)
                .fetch_optional(&mut *db)
                .await?
        });
        value.ok_or(StoreError::Conflict(Conflict::Reference))
    }

    /// The counts of a desk between two days, both included, by day. What was never counted has no row.
    ///
    /// # Errors
    ///
    /// [`StoreError::Refused`] for more than [`COUNT_DAYS_MAX`] days, or the database's.
    pub async fn counts(
        &self,
        consortium: ConsortiumId,
        desk: DeskId,
        from: Date,
        to: Date,
    ) -> Result<Vec<DayCount>, StoreError> {
        let days = from.duration_until(to).as_hours() / 24 + 1;
        at_most(usize::try_from(days).unwrap_or(0), COUNT_DAYS_MAX, "days")?;
        let rows: Vec<(String, String, i64)> = on_pool!(read &self.pool, |db| {
            sqlx::query_as(LIST)
                .bind(consortium.to_string())
                .bind(desk.to_string())
                .bind(from.to_string())
                .bind(to.to_string())
                .bind(columns::from_usize(COUNT_DAYS_MAX * Count::ALL.len()))
                .fetch_all(db)
                .await?
        });
        rows.into_iter()
            .map(|(day, name, value)| {
                Ok(DayCount {
                    day: day.parse().map_err(|_| StoreError::corrupt("counts.day"))?,
                    count: Count::from_word(&name).ok_or_else(|| StoreError::corrupt("counts.name"))?,
                    value,
                })
            })
            .collect()
    }
}

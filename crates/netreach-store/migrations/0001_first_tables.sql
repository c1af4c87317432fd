-- The first tables, one text for SQLite and PostgreSQL.
--
-- Habits: ids are TEXT made by the application, instants are BIGINT milliseconds since 1970 (UTC) and end in `_ms`,
-- dates are TEXT `YYYY-MM-DD`. Every row carries its consortium, and every foreign key includes it, so that no row of
-- one consortium can point at a row of another. Rows of a project carry the project too.

CREATE TABLE consortia (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Goes up in the same transaction as any change that nodes hold in memory.
    settings_revision BIGINT NOT NULL
);

CREATE TABLE projects (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL REFERENCES consortia (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    town TEXT NOT NULL,
    UNIQUE (consortium_id, id)
);

-- What fills the blanks of canned answers, for example `phone`.
CREATE TABLE project_variables (
    consortium_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (project_id, name),
    FOREIGN KEY (consortium_id, project_id) REFERENCES projects (consortium_id, id) ON DELETE CASCADE
);

CREATE TABLE people (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL REFERENCES consortia (id) ON DELETE CASCADE,
    sign_in TEXT NOT NULL CHECK (sign_in = LOWER(sign_in)),
    screen_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    languages TEXT NOT NULL,
    capacity BIGINT NOT NULL CHECK (capacity BETWEEN 0 AND 255),
    disabled BOOLEAN NOT NULL,
    created_at_ms BIGINT NOT NULL,
    UNIQUE (consortium_id, id)
);
CREATE UNIQUE INDEX people_sign_in ON people (sign_in);
CREATE INDEX people_page ON people (consortium_id, sign_in);

CREATE TABLE memberships (
    consortium_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'operator', 'trainee', 'supervisor')),
    PRIMARY KEY (person_id, project_id, role),
    FOREIGN KEY (consortium_id, person_id) REFERENCES people (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (consortium_id, project_id) REFERENCES projects (consortium_id, id) ON DELETE CASCADE
);
CREATE INDEX memberships_project ON memberships (consortium_id, project_id);

CREATE TABLE desks (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL REFERENCES consortia (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    languages TEXT NOT NULL,
    -- The pairing rules.
    minimum BIGINT NOT NULL CHECK (minimum BETWEEN 1 AND 255),
    open_requires BIGINT NOT NULL CHECK (open_requires BETWEEN 1 AND 255),
    mix TEXT NOT NULL CHECK (mix IN ('any', 'prefer', 'require')),
    trainees_count BOOLEAN NOT NULL,
    grace_ms BIGINT NOT NULL CHECK (grace_ms >= 0),
    solo TEXT NOT NULL CHECK (solo IN ('hold', 'finish', 'supervised')),
    -- The rest of the settings.
    queue_max BIGINT NOT NULL CHECK (queue_max BETWEEN 0 AND 65535),
    idle_end_ms BIGINT NOT NULL CHECK (idle_end_ms > 0),
    token_stored BOOLEAN NOT NULL,
    log_policy TEXT NOT NULL CHECK (log_policy = 'off'),
    UNIQUE (consortium_id, id)
);
CREATE INDEX desks_consortium ON desks (consortium_id);

CREATE TABLE desk_projects (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    PRIMARY KEY (desk_id, project_id),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (consortium_id, project_id) REFERENCES projects (consortium_id, id) ON DELETE CASCADE
);
CREATE INDEX desk_projects_project ON desk_projects (consortium_id, project_id);

-- Weekly spans, in the order in which they were given. Minutes count from midnight; `weekday` 1 is Monday.
CREATE TABLE hours_weekly (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    opens_minute BIGINT NOT NULL,
    closes_minute BIGINT NOT NULL,
    PRIMARY KEY (desk_id, place),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE
);

CREATE TABLE hours_exceptions (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    date TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (desk_id, date),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE
);

CREATE TABLE hours_exception_spans (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    date TEXT NOT NULL,
    place BIGINT NOT NULL,
    opens_minute BIGINT NOT NULL,
    closes_minute BIGINT NOT NULL,
    PRIMARY KEY (desk_id, date, place),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (desk_id, date) REFERENCES hours_exceptions (desk_id, date) ON DELETE CASCADE
);

CREATE TABLE desk_texts (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (desk_id, language, kind),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE
);

CREATE TABLE sites (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    site_key TEXT NOT NULL,
    name TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('right', 'left')),
    accent TEXT NOT NULL,
    theme TEXT NOT NULL CHECK (theme IN ('auto', 'light', 'dark')),
    exit_url TEXT,
    UNIQUE (consortium_id, project_id, id),
    FOREIGN KEY (consortium_id, project_id) REFERENCES projects (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sites_key ON sites (site_key);
CREATE INDEX sites_desk ON sites (consortium_id, desk_id);

CREATE TABLE site_origins (
    consortium_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    site_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT site_origins_once PRIMARY KEY (site_id, origin),
    FOREIGN KEY (consortium_id, project_id, site_id) REFERENCES sites (consortium_id, project_id, id) ON DELETE CASCADE
);

-- `owner_id` names the one owner whatever its level, so that one plain index can keep shortcuts unique.
CREATE TABLE canned_answers (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL REFERENCES consortia (id) ON DELETE CASCADE,
    level TEXT NOT NULL,
    desk_id TEXT,
    project_id TEXT,
    person_id TEXT,
    owner_id TEXT NOT NULL CHECK (owner_id = COALESCE(desk_id, project_id, person_id, consortium_id)),
    shortcut TEXT NOT NULL,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    updated_at_ms BIGINT NOT NULL,
    UNIQUE (consortium_id, id),
    CHECK (
        (level = 'consortium' AND desk_id IS NULL AND project_id IS NULL AND person_id IS NULL)
        OR (level = 'desk' AND desk_id IS NOT NULL AND project_id IS NULL AND person_id IS NULL)
        OR (level = 'project' AND desk_id IS NULL AND project_id IS NOT NULL AND person_id IS NULL)
        OR (level = 'own' AND desk_id IS NULL AND project_id IS NULL AND person_id IS NOT NULL)
    ),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (consortium_id, project_id) REFERENCES projects (consortium_id, id) ON DELETE CASCADE,
    FOREIGN KEY (consortium_id, person_id) REFERENCES people (consortium_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX canned_answers_shortcut ON canned_answers (consortium_id, owner_id, shortcut);

CREATE TABLE canned_texts (
    consortium_id TEXT NOT NULL,
    answer_id TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (answer_id, language),
    FOREIGN KEY (consortium_id, answer_id) REFERENCES canned_answers (consortium_id, id) ON DELETE CASCADE
);

CREATE TABLE sign_in_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    consortium_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at_ms BIGINT NOT NULL,
    last_seen_at_ms BIGINT NOT NULL,
    expires_at_ms BIGINT NOT NULL,
    device TEXT NOT NULL,
    FOREIGN KEY (consortium_id, person_id) REFERENCES people (consortium_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX sign_in_sessions_token ON sign_in_sessions (token_hash);
CREATE INDEX sign_in_sessions_person ON sign_in_sessions (consortium_id, person_id);
CREATE INDEX sign_in_sessions_expiry ON sign_in_sessions (expires_at_ms);

CREATE TABLE counts (
    consortium_id TEXT NOT NULL,
    desk_id TEXT NOT NULL,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (desk_id, day, name),
    FOREIGN KEY (consortium_id, desk_id) REFERENCES desks (consortium_id, id) ON DELETE CASCADE
);

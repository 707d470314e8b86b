-- +goose Up
-- Plan files that were sent. Of one key (文号, else issuer and title) at most one is live.
CREATE TABLE plan_file (
    id           TEXT   PRIMARY KEY,
    key          TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    sum          TEXT   NOT NULL,
    heading      TEXT   NOT NULL,
    state        TEXT   NOT NULL, -- pending, live, replaced, removed, cancelled
    body         BLOB   NOT NULL,
    fixes        BLOB,
    by_id        BIGINT NOT NULL,
    by_name      TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    decided_id   BIGINT NOT NULL DEFAULT 0,
    decided_name TEXT   NOT NULL DEFAULT '',
    decided_at   BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX plan_file_live ON plan_file (key) WHERE state = 'live';
CREATE INDEX plan_file_at ON plan_file (at);

-- Plans of other sources that an administrator took out.
CREATE TABLE plan_hidden (
    name    TEXT   PRIMARY KEY,
    heading TEXT   NOT NULL,
    by_id   BIGINT NOT NULL,
    by_name TEXT   NOT NULL,
    at      BIGINT NOT NULL
);

-- From which text the milestones of a plan were last read.
CREATE TABLE plan_text (
    plan TEXT PRIMARY KEY,
    sum  TEXT NOT NULL
);

-- The plan that a chat asks from; '' means all.
ALTER TABLE chat ADD COLUMN plan TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE chat DROP COLUMN plan;
DROP TABLE plan_text;
DROP TABLE plan_hidden;
DROP TABLE plan_file;

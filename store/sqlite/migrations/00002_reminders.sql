-- +goose Up
-- What plans say that falls due. num is short for it in notices; a milestone that is gone from its plan stays, for the records about it.
CREATE TABLE milestone (
    num    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT   NOT NULL,
    plan   TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    clause INT    NOT NULL,
    due    TEXT   NOT NULL DEFAULT '',
    issuer TEXT   NOT NULL DEFAULT '', -- whose plan it is
    body   TEXT   NOT NULL, -- the whole milestone
    gone   INT    NOT NULL DEFAULT 0,
    UNIQUE (plan, id)
);
CREATE TABLE milestone_unit (
    num  BIGINT NOT NULL,
    unit TEXT   NOT NULL,
    PRIMARY KEY (unit, num)
);
CREATE TABLE milestone_place (
    num   BIGINT NOT NULL,
    place TEXT   NOT NULL,
    PRIMARY KEY (place, num)
);

CREATE TABLE subscription (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id       BIGINT NOT NULL,
    topic_id      BIGINT NOT NULL DEFAULT 0,
    about         TEXT   NOT NULL,
    what          TEXT   NOT NULL DEFAULT '',
    plan          TEXT   NOT NULL DEFAULT '',
    preset        TEXT   NOT NULL,
    hour          INT    NOT NULL,
    paused        INT    NOT NULL DEFAULT 0,
    summary       TEXT   NOT NULL DEFAULT '',
    day           INT    NOT NULL DEFAULT 0,
    by_id         BIGINT NOT NULL DEFAULT 0,
    created_at    BIGINT NOT NULL,
    summary_since BIGINT NOT NULL DEFAULT 0, -- the summary as it is now was chosen then
    planned_until BIGINT NOT NULL, -- notices are planned up to here
    UNIQUE (chat_id, topic_id, about, what, plan)
);
CREATE INDEX subscription_planned ON subscription (planned_until) WHERE paused = 0;
CREATE INDEX subscription_summary ON subscription (summary) WHERE summary <> '';

-- A notice is planned once, whoever plans it: the key is what it says.
CREATE TABLE notice (
    chat_id  BIGINT NOT NULL,
    topic_id BIGINT NOT NULL,
    num      BIGINT NOT NULL,
    due      INT    NOT NULL, -- 20251231
    rung     INT    NOT NULL,
    send_at  BIGINT NOT NULL,
    state    INT    NOT NULL DEFAULT 0, -- 0 planned, 1 in a digest
    PRIMARY KEY (chat_id, topic_id, num, due, rung)
) WITHOUT ROWID;
CREATE INDEX notice_planned ON notice (send_at, chat_id, topic_id) WHERE state = 0;

-- A message whose lines are numbered: what 3办结 means.
CREATE TABLE digest (
    key      TEXT   PRIMARY KEY,
    chat_id  BIGINT NOT NULL,
    topic_id BIGINT NOT NULL DEFAULT 0,
    at       BIGINT NOT NULL,
    title    TEXT   NOT NULL DEFAULT '', -- of a list that was asked for; digests have none
    items    TEXT   NOT NULL, -- milestones' numbers, the first is 1
    message  TEXT   NOT NULL  -- as it was sent, for its last line
);
CREATE INDEX digest_at ON digest (at);
CREATE TABLE receipt (
    digest  TEXT   NOT NULL,
    user_id BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (digest, user_id)
);

-- What a chat has recorded. Rows are never changed but for being undone.
CREATE TABLE progress (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id   BIGINT NOT NULL,
    num       BIGINT NOT NULL, -- the milestone
    status    TEXT   NOT NULL, -- done, postponed, notdone; note keeps the status before it
    until     TEXT   NOT NULL DEFAULT '',
    note      TEXT   NOT NULL DEFAULT '',
    by_id     BIGINT NOT NULL,
    name      TEXT   NOT NULL DEFAULT '',
    at        BIGINT NOT NULL,
    batch     TEXT   NOT NULL, -- recorded together, undone together
    undone_at BIGINT NOT NULL DEFAULT 0,
    undone_by BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX progress_chat ON progress (chat_id, num, id);
CREATE INDEX progress_batch ON progress (batch);
CREATE INDEX progress_postponed ON progress (until) WHERE status = 'postponed' AND undone_at = 0;

-- What changed in a plan, until its subscribers have been told.
CREATE TABLE plan_change (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    plan TEXT   NOT NULL,
    at   BIGINT NOT NULL,
    body TEXT   NOT NULL,
    told INT    NOT NULL DEFAULT 0
);

-- One row: counts what changes that planning goes by, so that whoever plans sees that it did meanwhile.
CREATE TABLE planning (
    id         INT    PRIMARY KEY,
    generation BIGINT NOT NULL,
    at         BIGINT NOT NULL -- the clock when it was last counted up, or planned by: one that shows less has been set back
);
INSERT INTO planning (id, generation, at) VALUES (1, 0, 0);

-- One row: where the plan's clock stands in a rehearsal.
CREATE TABLE rehearsal (
    id      INT    PRIMARY KEY,
    began   TEXT   NOT NULL,
    plan_at BIGINT NOT NULL
);

-- +goose Down
DROP TABLE rehearsal;
DROP TABLE planning;
DROP TABLE plan_change;
DROP TABLE progress;
DROP TABLE receipt;
DROP TABLE digest;
DROP TABLE notice;
DROP TABLE subscription;
DROP TABLE milestone_place;
DROP TABLE milestone_unit;
DROP TABLE milestone;

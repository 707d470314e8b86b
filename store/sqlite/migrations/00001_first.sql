-- +goose Up
-- Times are milliseconds since 1970 UTC; 0 means never. Structured values are JSON.

-- What came in, before it was confirmed. One lane is one chat; its updates are handled in the order of their ids.
CREATE TABLE inbox (
    update_id   BIGINT PRIMARY KEY,
    lane        BIGINT NOT NULL,
    body        BLOB   NOT NULL,
    received_at BIGINT NOT NULL,
    state       TEXT   NOT NULL DEFAULT 'new', -- new, working, done, failed
    attempt     INT    NOT NULL DEFAULT 0,
    owner       TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0,
    done_at     BIGINT NOT NULL DEFAULT 0,
    error       TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX inbox_open ON inbox (lane, update_id) WHERE state IN ('new', 'working');
CREATE INDEX inbox_done ON inbox (done_at) WHERE state IN ('done', 'failed');

-- What has to arrive.
CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    key         TEXT   NOT NULL UNIQUE,
    chat_id     BIGINT NOT NULL,
    thread_id   BIGINT NOT NULL DEFAULT 0,
    class       INT    NOT NULL,
    method      TEXT   NOT NULL,
    message     TEXT   NOT NULL,
    file_name   TEXT   NOT NULL DEFAULT '',
    file        BLOB,
    target_id   BIGINT NOT NULL DEFAULT 0,
    message_id  BIGINT NOT NULL DEFAULT 0,
    ref         TEXT   NOT NULL DEFAULT '',
    due_at      BIGINT NOT NULL DEFAULT 0,
    retry_at    BIGINT NOT NULL DEFAULT 0,
    asked_at    BIGINT NOT NULL DEFAULT 0,
    state       TEXT   NOT NULL DEFAULT 'pending', -- pending, sending, sent, dead, uncertain
    attempt     INT    NOT NULL DEFAULT 0,
    doubts      INT    NOT NULL DEFAULT 0,
    plain       INT    NOT NULL DEFAULT 0,
    owner       TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0,
    error       TEXT   NOT NULL DEFAULT '',
    created_at  BIGINT NOT NULL,
    done_at     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX delivery_due ON delivery (class, due_at, id) WHERE state = 'pending';
CREATE INDEX delivery_retry ON delivery (retry_at) WHERE state = 'pending' AND retry_at > 0;
CREATE INDEX delivery_open ON delivery (chat_id, class, due_at, id) WHERE state IN ('pending', 'sending');
CREATE INDEX delivery_sending ON delivery (lease_until) WHERE state = 'sending';
CREATE INDEX delivery_message ON delivery (chat_id, message_id) WHERE message_id <> 0;
CREATE INDEX delivery_ref ON delivery (ref) WHERE ref <> '';
CREATE INDEX delivery_done ON delivery (done_at) WHERE state IN ('sent', 'dead', 'uncertain');

-- The limiter's memory: a message counts until until_at plus its window. While it is on its way, until_at is the end of its lease.
CREATE TABLE sending (
    delivery_id BIGINT NOT NULL,
    attempt     INT    NOT NULL,
    chat_id     BIGINT NOT NULL,
    until_at    BIGINT NOT NULL,
    PRIMARY KEY (delivery_id, attempt)
);
CREATE INDEX sending_until ON sending (until_at);
CREATE INDEX sending_chat ON sending (chat_id, until_at);

-- One row: claims are made one after the other under its lock, and it remembers the pause that a 429 asked for.
CREATE TABLE gate (
    id           INT PRIMARY KEY,
    paused_at    BIGINT NOT NULL DEFAULT 0,
    paused_until BIGINT NOT NULL DEFAULT 0
);
INSERT INTO gate (id) VALUES (1);

CREATE TABLE chat (
    id       BIGINT PRIMARY KEY,
    kind     TEXT   NOT NULL,
    title    TEXT   NOT NULL DEFAULT '',
    state    TEXT   NOT NULL DEFAULT 'active', -- active, paused
    reason   TEXT   NOT NULL DEFAULT '',
    since    BIGINT NOT NULL DEFAULT 0,
    unit     TEXT   NOT NULL DEFAULT '',
    place    TEXT   NOT NULL DEFAULT '',
    moved_to BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE person (
    id    BIGINT PRIMARY KEY,
    unit  TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT ''
);

-- Where a conversation stands.
CREATE TABLE thread (
    chat_id  BIGINT NOT NULL,
    topic_id BIGINT NOT NULL DEFAULT 0,
    last     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (chat_id, topic_id)
);

-- Questions and answers.
CREATE TABLE turn (
    id          TEXT   PRIMARY KEY,
    chat_id     BIGINT NOT NULL,
    topic_id    BIGINT NOT NULL DEFAULT 0,
    user_id     BIGINT NOT NULL,
    question_id BIGINT NOT NULL DEFAULT 0, -- its message
    question    TEXT   NOT NULL,
    before      TEXT   NOT NULL,
    after       TEXT   NOT NULL,
    answer      TEXT   NOT NULL,
    answered    INT    NOT NULL,
    refusal     TEXT   NOT NULL DEFAULT '',
    version     TEXT   NOT NULL DEFAULT '',
    today       TEXT   NOT NULL,
    asked_at    BIGINT NOT NULL
);
CREATE INDEX turn_question ON turn (chat_id, question_id);
CREATE INDEX turn_asked ON turn (asked_at);
CREATE INDEX turn_user ON turn (user_id);
CREATE INDEX turn_refused ON turn (asked_at) WHERE answered = 0;

CREATE TABLE feedback (
    turn_id TEXT   NOT NULL,
    user_id BIGINT NOT NULL,
    good    INT    NOT NULL,
    reason  TEXT   NOT NULL DEFAULT '',
    at      BIGINT NOT NULL,
    PRIMARY KEY (turn_id, user_id)
);

-- Who may ask, where access is not open.
CREATE TABLE access (
    subject_id BIGINT PRIMARY KEY, -- a person's id or a group's
    name       TEXT   NOT NULL DEFAULT '',
    state      TEXT   NOT NULL, -- pending, allowed, refused
    code       TEXT   NOT NULL DEFAULT '',
    asked_at   BIGINT NOT NULL,
    decided_at BIGINT NOT NULL DEFAULT 0,
    decided_by BIGINT NOT NULL DEFAULT 0
);

-- What was decided and changed, by whom.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      BIGINT NOT NULL,
    actor   BIGINT NOT NULL,
    name    TEXT   NOT NULL DEFAULT '',
    action  TEXT   NOT NULL,
    subject BIGINT NOT NULL DEFAULT 0,
    detail  TEXT   NOT NULL DEFAULT ''
);

-- Who does what only one replica may do at a time.
CREATE TABLE lease (
    name  TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    until BIGINT NOT NULL
);

-- Values that all replicas share: the webhook's secret.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- +goose Down
DROP TABLE setting;
DROP TABLE lease;
DROP TABLE event;
DROP TABLE access;
DROP TABLE feedback;
DROP TABLE turn;
DROP TABLE thread;
DROP TABLE person;
DROP TABLE chat;
DROP TABLE gate;
DROP TABLE sending;
DROP TABLE delivery;
DROP TABLE inbox;

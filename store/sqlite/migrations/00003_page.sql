-- +goose Up
-- Addresses that calendars ask for what falls due: who knows one may read it, until it is deleted.
CREATE TABLE feed (
    token    TEXT   PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    plan     TEXT   NOT NULL DEFAULT '',
    unit     TEXT   NOT NULL DEFAULT '',
    place    TEXT   NOT NULL DEFAULT '',
    at       BIGINT NOT NULL
);
CREATE INDEX feed_owner ON feed (owner_id, at);

-- +goose Down
DROP TABLE feed;

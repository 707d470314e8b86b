// Package postgres opens a PostgreSQL database, for installations with several replicas.
//
// In: a postgres:// address. Out: a pool of connections. It holds no queries: those are the same for both databases and stand in store.
package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the schema's steps in PostgreSQL's dialect.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the directory is embedded
	}
	return sub
}

// ErrAddress is the error of an address that cannot be understood. Its text holds no password.
var ErrAddress = errors.New("not a postgres:// address")

// connections are enough for one replica: its work waits for the network, not for the database.
const connections = 16

// Open prepares a pool and makes sure that the server answers. Errors: ErrAddress, and what the server says.
func Open(ctx context.Context, address string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, ErrAddress // pgx's own words quote the address
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect: %w", err), db.Close())
	}
	return db, nil
}

// Look is Open for reading only. Errors: those of Open.
func Look(ctx context.Context, address string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, ErrAddress
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 5 * time.Second
	}
	if config.RuntimeParams == nil {
		config.RuntimeParams = map[string]string{}
	}
	config.RuntimeParams["default_transaction_read_only"] = "on"
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(2)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect: %w", err), db.Close())
	}
	return db, nil
}

// Code returns the SQLSTATE behind an error; "" where there is none.
func Code(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// Unreachable reports whether an error means that the server is not there, as against a server that says no.
func Unreachable(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	switch code := Code(err); code {
	case "": // cut off in the middle
		return pgconn.SafeToRetry(err) || pgconn.Timeout(err) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn)
	case "57P01", "57P02", "57P03": // the server is stopping or starting
		return true
	default: // connection exception
		return strings.HasPrefix(code, "08")
	}
}

// Again reports whether a transaction failed only because of another one and can be run once more (40001, 40P01).
func Again(err error) bool {
	code := Code(err)
	return code == "40001" || code == "40P01"
}

// Package pgtest gives tests a PostgreSQL server of their own.
//
// In: the programs initdb and postgres, on the PATH or where Debian puts them. Out: the address of an empty database for each test. The
// server runs in a temporary folder on a Unix socket, as another user where the tests run as root (it refuses root), and ends with the
// tests. Where the programs are missing, a test is skipped with a line that says so. It never touches a server that is there already.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // to make databases
)

// Server is a running server.
type Server struct {
	dir  string
	cmd  *exec.Cmd
	cred *syscall.Credential
	log  *bytes.Buffer
	bin  string
}

var (
	shared  *Server
	started sync.Once
	failed  error
	count   atomic.Int64
)

// Main runs a package's tests and stops the server afterwards, if a test has started it: func TestMain(m) { os.Exit(pgtest.Main(m)) }.
func Main(m *testing.M) int {
	code := m.Run()
	if shared != nil {
		shared.Close()
	}
	return code
}

// Address returns the postgres:// address of a new, empty database on the package's server.
func Address(t testing.TB) string {
	t.Helper()
	started.Do(func() { shared, failed = Start() })
	if errors.Is(failed, ErrMissing) {
		t.Skip("PostgreSQL is not tested here: " + failed.Error())
	}
	if failed != nil {
		t.Fatal(failed)
	}
	return shared.Database(t)
}

// ErrMissing is the error of a machine without PostgreSQL's programs, or without a user to run them as.
var ErrMissing = errors.New("initdb or postgres is missing (Debian: apt-get install postgresql)")

// Start starts a server.
func Start() (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg") // short: a socket's path has at most 107 bytes
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, bin: bin, log: &bytes.Buffer{}}
	if err := s.asOther(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	if out, err := s.command("initdb", "-N", "-A", "trust", "-U", "cewen", "-E", "UTF8", "--locale=C", "-D", s.data()).CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, out), os.RemoveAll(dir))
	}
	return s, s.Up()
}

func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if _, err := exec.LookPath("postgres"); err == nil {
			return filepath.Dir(path), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // the pattern is well-formed
	if len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// asOther makes the server run as somebody else where we are root.
func (s *Server) asOther() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return err
		}
		s.cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return os.Chown(s.dir, int(uid), int(gid))
	}
	return ErrMissing
}

func (s *Server) data() string { return filepath.Join(s.dir, "d") }

func (s *Server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.cred}
	return cmd
}

// Up starts the server on its data, after Down or for the first time, and waits until it answers.
func (s *Server) Up() error {
	s.cmd = s.command("postgres", "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=32MB")
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if err = db.Ping(); err == nil {
			return nil
		}
		if time.Now().After(end) {
			_ = s.cmd.Process.Kill() // the error below says what happened
			return fmt.Errorf("postgres does not answer: %w: %s", err, s.log)
		}
	}
}

// Down stops the server as a power cut would, if crash is set, or as an operator does.
func (s *Server) Down(crash bool) error {
	sig := syscall.SIGINT // fast shutdown
	if crash {
		sig = syscall.SIGQUIT // immediate shutdown: recovery at the next start
	}
	if err := s.cmd.Process.Signal(sig); err != nil {
		return err
	}
	_ = s.cmd.Wait() // its exit status says only how it was stopped
	return nil
}

// Close stops the server and deletes its data.
func (s *Server) Close() {
	_ = s.Down(true) // nothing is kept
	_ = os.RemoveAll(s.dir)
}

func (s *Server) address(database string) string {
	q := url.Values{"host": {s.dir}, "sslmode": {"disable"}, "user": {"cewen"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// Database makes an empty database and returns its address.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("t%d", count.Add(1))
	db, err := sql.Open("pgx", s.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.address(name)
}

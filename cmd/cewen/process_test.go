//go:build unix

package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// programPath is the program as a file of its own: TestMain turns the test binary into it by this name.
func programPath(t testing.TB) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cewen")
	if err := os.Symlink(self, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// process is a running cewen.
type process struct {
	t    testing.TB
	cmd  *exec.Cmd
	done chan struct{}
	err  error
	mu   sync.Mutex
	log  bytes.Buffer
	http string
}

// begin starts the program with arguments and environment.
func begin(t testing.TB, path string, env []string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command(path, args...), done: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p, p
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(p.kill)
	return p
}

// serve starts `cewen serve` on a free port.
func serve(t testing.TB, path string, env []string, args ...string) *process {
	t.Helper()
	address := freeAddress(t)
	p := begin(t, path, env, append([]string{"serve", "--http", address}, args...)...)
	p.http = "http://" + address
	return p
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Write collects what the program says.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

func (p *process) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// ready waits until the program answers on a path with 200.
func (p *process) ready(path string) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		select {
		case <-p.done:
			p.t.Fatalf("it has ended: %v\n%s", p.err, p.said())
		default:
		}
		if res, err := http.Get(p.http + path); err == nil {
			_ = res.Body.Close() // nothing is read from it
			if res.StatusCode == http.StatusOK {
				return
			}
		}
	}
	p.t.Fatalf("not ready:\n%s", p.said())
}

// kill ends it as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.done
}

// stop ends it as an operator does, and checks that this takes ten seconds at most and succeeds.
func (p *process) stop() {
	p.t.Helper()
	at := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		p.t.Fatalf("still running 20 s after SIGTERM:\n%s", p.said())
	}
	if took := time.Since(at); took > 10*time.Second {
		p.t.Errorf("a stop took %v", took)
	}
	if p.err != nil {
		p.t.Errorf("a stop ended with %v:\n%s", p.err, p.said())
	}
}

// clean checks that none of the secrets came into what the program said.
func (p *process) clean(secrets ...string) {
	p.t.Helper()
	for _, s := range secrets {
		if strings.Contains(p.said(), s) {
			p.t.Errorf("a secret is in the log:\n%s", p.said())
		}
	}
}

// logged is the end of what the program said, for messages.
func (p *process) logged() string {
	lines := strings.Split(strings.TrimSpace(p.said()), "\n")
	if len(lines) > 30 {
		lines = append([]string{fmt.Sprintf("… %d lines", len(lines)-30)}, lines[len(lines)-30:]...)
	}
	return strings.Join(lines, "\n")
}

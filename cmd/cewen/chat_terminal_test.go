//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// terminal is a cewen chat on a pseudo-terminal.
type terminal struct {
	t   *testing.T
	pty *os.File
	cmd *exec.Cmd

	mu   sync.Mutex
	text bytes.Buffer // everything shown so far
	from int          // where the next wait starts
}

func openTerminal(t *testing.T, env ...string) *terminal {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), programPath(t), "chat", "--today", "2026-11-23")
	cmd.Env = append(append(os.Environ(), "TERM=xterm-256color"), env...)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	tt := &terminal{t: t, pty: f, cmd: cmd}
	t.Cleanup(func() { _ = f.Close() })
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			tt.mu.Lock()
			tt.text.Write(buf[:n])
			tt.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return tt
}

func (tt *terminal) typed(s string) {
	tt.t.Helper()
	if _, err := tt.pty.WriteString(s); err != nil {
		tt.t.Fatal(err)
	}
}

// wait waits until want is shown after what was waited for before, and returns what was shown up to it.
func (tt *terminal) wait(want string) string {
	tt.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		tt.mu.Lock()
		rest := tt.text.String()[tt.from:]
		i := strings.Index(rest, want)
		if i >= 0 {
			tt.from += i + len(want)
			tt.mu.Unlock()
			return rest[:i]
		}
		tt.mu.Unlock()
	}
	tt.mu.Lock()
	defer tt.mu.Unlock()
	tt.t.Fatalf("%q is not shown:\n%q", want, tt.text.String()[tt.from:])
	return ""
}

// ready waits for the prompt and until the terminal hands Ctrl-C to the program instead of sending a signal.
func (tt *terminal) ready() string {
	tt.t.Helper()
	shown := tt.wait("问> ")
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if tt.mode()&unix.ISIG == 0 {
			return shown
		}
	}
	tt.t.Fatal("the terminal is not ready")
	return ""
}

// mode returns the terminal's local modes.
func (tt *terminal) mode() uint32 {
	tt.t.Helper()
	mode, err := unix.IoctlGetTermios(int(tt.pty.Fd()), unix.TCGETS)
	if err != nil {
		tt.t.Fatal(err)
	}
	return mode.Lflag
}

func (tt *terminal) exited() {
	tt.t.Helper()
	done := make(chan error, 1)
	go func() { done <- tt.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			tt.t.Fatalf("exit: %v", err)
		}
	case <-time.After(10 * time.Second):
		tt.t.Fatal("still running")
	}
}

func TestTerminalEditsWideCharacters(t *testing.T) {
	tt := openTerminal(t)
	tt.wait("/quit 退出")
	tt.ready()
	// A Chinese character takes two columns: after each change the line is drawn again and the cursor put (ESC [ n G) where it belongs.
	tt.typed("充电桩归谁")
	tt.wait("问> 充电桩归谁\x1b[15G")
	tt.typed("\x7f\x7f") // two characters back
	tt.wait("问> 充电桩\x1b[11G")
	tt.typed("\x1b[D\x1b[D") // two to the left
	tt.wait("问> 充电桩\x1b[7G")
	tt.typed("公共")
	tt.wait("问> 充公共电桩\x1b[11G")
	tt.typed("\x01\x0b") // to the start, delete to the end
	tt.wait("问> \x1b[5G")
	tt.typed("/about\r")
	tt.wait("今天按2026-11-23算")
	tt.ready()
	tt.typed("\x1b[A\r") // up: the last line again
	tt.wait("今天按2026-11-23算")
	tt.ready()
	tt.typed("/错了\x7f\x7f") // two wide characters taken back
	tt.typed("quit\r")
	tt.exited()
}

func TestTerminalInterruptAndEnd(t *testing.T) {
	tt := openTerminal(t)
	tt.ready()
	tt.typed("半句话\x03")
	tt.wait("再按一次 Ctrl-C 退出")
	tt.ready()
	tt.typed("/about\r") // anything typed in between forgets the first
	tt.wait("今天按")
	tt.ready()
	tt.typed("\x03")
	tt.wait("再按一次 Ctrl-C 退出")
	tt.ready()
	tt.typed("\x03")
	tt.exited()

	tt = openTerminal(t)
	tt.ready()
	tt.typed("\x04")
	tt.exited()
}

func TestTerminalIsRestoredWhenKilled(t *testing.T) {
	tt := openTerminal(t)
	tt.ready()
	if tt.mode()&unix.ECHO != 0 {
		t.Fatal("the terminal echoes while a line is edited")
	}
	if err := tt.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := tt.cmd.Wait(); err == nil {
		t.Error("killed and exits 0")
	}
	if mode := tt.mode(); mode&unix.ECHO == 0 || mode&unix.ISIG == 0 {
		t.Errorf("the terminal is left at %x", mode)
	}
}

func TestTerminalColor(t *testing.T) {
	tt := openTerminal(t)
	if !strings.Contains(tt.ready(), "\x1b[1m《") {
		t.Error("the title is not bold on a terminal")
	}
	tt.typed("\x04")
	tt.exited()

	tt = openTerminal(t, "NO_COLOR=1")
	if strings.Contains(tt.ready(), "\x1b[1m") {
		t.Error("bold in spite of NO_COLOR")
	}
	tt.typed("\x04")
	tt.exited()
}

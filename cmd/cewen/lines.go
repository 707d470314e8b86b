package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/peterh/liner"
)

// lines opens the input of a conversation: a terminal if both ends are one, else plain lines.
func (p *program) lines() lines {
	// liner works on the process's own terminal only, and says itself where a terminal cannot do what it needs (TERM=dumb).
	if p.stdin == os.Stdin && p.stdout == os.Stdout && isTerminal(p.stdin) && isTerminal(p.stdout) && liner.TerminalSupported() {
		in := liner.NewLiner()
		in.SetCtrlCAborts(true)
		in.SetMultiLineMode(true)
		restoreWhenKilled(in)
		return terminalLines{in}
	}
	return plainLines{bufio.NewReaderSize(p.stdin, 64<<10)}
}

type plainLines struct{ r *bufio.Reader }

func (l plainLines) next() (string, error) {
	b, err := readLine(l.r)
	return string(b), err
}

func (plainLines) close() error { return nil }

// restoreWhenKilled leaves the terminal as it was found when a signal ends the program; while a line is typed, Ctrl-C is no signal.
func restoreWhenKilled(in *liner.State) {
	killed := make(chan os.Signal, 1)
	signal.Notify(killed, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-killed
		_ = in.Close() // the program ends anyway
		os.Exit(exitError)
	}()
}

type terminalLines struct{ in *liner.State }

func (l terminalLines) next() (string, error) {
	s, err := l.in.Prompt("问> ")
	if errors.Is(err, liner.ErrPromptAborted) {
		return "", errInterrupted
	}
	if errors.Is(err, io.EOF) {
		// Ctrl-D leaves the cursor behind the prompt.
		_, _ = fmt.Fprintln(os.Stdout)
	}
	if err == nil && strings.TrimSpace(s) != "" {
		// History stays in memory: what an official asks is not written to disk.
		l.in.AppendHistory(s)
	}
	return s, err
}

func (l terminalLines) close() error { return l.in.Close() }

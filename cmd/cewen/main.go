// Command cewen answers questions about government plans from their own words.
//
// In: a question, a file of questions, a conversation on a terminal, plan texts. Out: answers with verbatim quotes, as text for people or
// as lines of JSON for tools; what was read from a plan; how a question set scores.
//
// It wires the rooms and decides nothing: what is answered is settled in answer, what a plan says in plan.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an image from scratch has no time zones
)

// Exit codes; cewen --help documents them.
const (
	exitOK    = 0
	exitError = 1 // something could not be read or written, a line was bad, a score is below its minimum
	exitUsage = 2
)

func main() {
	// Without this the process dies without a word when the reader of its output is gone.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

// program is what a command works with.
type program struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	common common
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, getenv func(string) string) int {
	p := &program{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, getenv: getenv}
	return p.report(p.dispatch(args))
}

package main

import (
	"fmt"
	"runtime"
)

// version is set by the build (-ldflags "-X main.version=…").
var version = "0.1.0-dev"

type versionCmd struct{}

// Run prints the version. It loads nothing.
func (versionCmd) Run(p *program) error {
	_, err := fmt.Fprintf(p.stdout, "cewen %s (%s %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

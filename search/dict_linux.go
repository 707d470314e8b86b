package search

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// serve puts content where the library can read it by a path: in a file that exists in memory only, so that a read-only image needs no
// temporary folder. Where the kernel or the sandbox refuses that, or /proc is not mounted, a temporary file does.
func serve(content []byte) (path string, discard func(), err error) {
	path, discard, err = serveMemory(content)
	if err != nil {
		return serveFile(content)
	}
	return path, discard, nil
}

func serveMemory(content []byte) (path string, discard func(), err error) {
	fd, err := unix.MemfdCreate("cewen-dict", unix.MFD_CLOEXEC)
	if err != nil {
		return "", nil, fmt.Errorf("memfd: %w", err)
	}
	file := os.NewFile(uintptr(fd), "cewen-dict")
	discard = func() { _ = file.Close() }
	path = fmt.Sprintf("/proc/self/fd/%d", fd)
	if _, err := file.Write(content); err != nil {
		discard()
		return "", nil, fmt.Errorf("memfd: %w", err)
	}
	if _, err := os.Stat(path); err != nil {
		discard()
		return "", nil, fmt.Errorf("memfd: %w", err)
	}
	return path, discard, nil
}

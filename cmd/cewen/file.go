package main

import (
	"io"
	"io/fs"
	"os"
)

// readFile reads a file, so many bytes at most.
func readFile(name string, most int64) ([]byte, error) {
	f, err := openFile(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// openFile opens a file for reading and refuses a directory, which would otherwise fail at the first read only.
func openFile(name string) (*os.File, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode()&fs.ModeDir != 0 {
		_ = f.Close() // nothing was written
		return nil, errDirectory
	}
	return f, nil
}

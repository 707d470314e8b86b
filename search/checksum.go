package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// The index's library trusts the bytes it finds, so damage would show as a panic or a wrong answer in some later search. Each segment
// file ends with its checksum, which the library writes and never reads: it is read here. The root file, which names the segments, has
// none, and is written again all the time: the seal holds its checksum from an orderly end to the next start.

func rootOf(folder string) string { return filepath.Join(folder, "root.bolt") }

// writeSeal puts the root's checksum beside the index.
func writeSeal(seal, folder string) error {
	sum, err := sumFile(rootOf(folder), 0)
	if err != nil {
		return err
	}
	// A half-written seal would condemn a good index.
	if err := os.WriteFile(seal+".new", sum, 0o600); err != nil {
		return err
	}
	return os.Rename(seal+".new", seal)
}

// checkSeal reports whether the root is as it was left. Without a seal it may be: the last process did not come to an orderly end.
func checkSeal(seal, folder string) bool {
	want, err := os.ReadFile(seal)
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		return false
	}
	sum, err := sumFile(rootOf(folder), 0)
	return err == nil && bytes.Equal(sum, want)
}

// checkSegments compares each segment's bytes with its checksum. It is as fast as the files can be read: a second for some gigabytes
// that the system has in memory.
func checkSegments(snapshot *scorch.IndexSnapshot) error {
	for _, segment := range snapshot.Segments() {
		file, ok := segment.Segment().(interface{ Path() string })
		if !ok {
			continue
		}
		if err := checkSegment(file.Path()); err != nil {
			return err
		}
	}
	return nil
}

func checkSegment(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	want := make([]byte, crc32.Size)
	if _, err := file.ReadAt(want, info.Size()-crc32.Size); err != nil {
		return err
	}
	sum, err := sumFile(path, crc32.Size)
	if err != nil {
		return err
	}
	if !slices.Equal(sum, want) {
		return fmt.Errorf("%w: %s", errDamaged, path)
	}
	return nil
}

// sumFile returns the checksum of a file but for its last bytes.
func sumFile(path string, but int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(file, info.Size()-but), make([]byte, 1<<20)); err != nil {
		return nil, err
	}
	return binary.BigEndian.AppendUint32(nil, sum.Sum32()), nil
}

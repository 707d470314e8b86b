package library

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The file that says from which content each file was last answered, so that one that breaks while the program is down keeps its version.
const goodName = "good.json"

func readGood(dir string) (map[string]string, error) {
	out := map[string]string{}
	b, err := os.ReadFile(filepath.Join(dir, goodName))
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	if json.Unmarshal(b, &out) != nil { // spoiled: it is only a help
		return map[string]string{}, nil
	}
	return out, nil
}

func writeGood(dir string, good map[string]string) error {
	b, err := json.Marshal(good)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, goodName+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, goodName))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// lastGood is what was answered from when the program last ran, where it was kept.
func (l *Library) lastGood(key string) *shelved {
	sum := l.good[key]
	if sum == "" {
		return nil
	}
	briefs, err := l.cache.briefs(sum)
	if err != nil {
		return nil
	}
	return &shelved{sum: sum, briefs: briefs}
}

// NothingError says that no plan could be read, with the first file that could not.
type NothingError struct {
	Name string
	Err  error
}

func (e *NothingError) Error() string {
	return fmt.Sprintf("no plan can be read: %s: %v", e.Name, e.Err)
}
func (e *NothingError) Unwrap() error { return e.Err }

// SameError says that a file has the very content of another one.
type SameError struct{ Other string }

func (e *SameError) Error() string { return "the same file as " + e.Other }

package search

import (
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/gofrs/flock"
)

// analysisVersion changes with everything that changes which terms a text has, or how they are laid down. The dictionaries are counted
// in by their checksum.
const analysisVersion = 1

// What a shelf keeps in its folder.
const (
	indexFolder = "index"
	sealFile    = "index.seal" // checksum of the index's root as the last Close left it
	lockFile    = "index.lock"
)

// errDamaged says that the index cannot be used as it is.
var errDamaged = errors.New("the index is damaged")

// Open opens the index in folder dir, which is made if there is none; "" keeps the index in memory. The version is the caller's: whatever
// changes the documents made of the same plan. An index that is damaged, of another version or of other dictionaries is removed and begun
// anew: Groups then tells what is missing. Errors: ErrBusy, and what the file system says of a folder that cannot be written.
func Open(seg *Segmenter, dir, version string) (*Shelf, error) {
	version = fmt.Sprintf("%d %08x %08x %s", analysisVersion, crc32.ChecksumIEEE(packedWords), crc32.ChecksumIEEE(packedModel), version)
	s := &Shelf{seg: seg, records: map[string]tally{}}
	if dir == "" {
		if err := s.begin(version); err != nil {
			return nil, fmt.Errorf("open index: %w", err)
		}
		return s, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	lock, err := takeLock(filepath.Join(dir, lockFile))
	if err != nil {
		return nil, fmt.Errorf("open index in %s: %w", dir, err)
	}
	s.lock, s.folder = lock, filepath.Join(dir, indexFolder)
	if err := s.openFolder(version); err != nil {
		return nil, errors.Join(fmt.Errorf("open index in %s: %w", dir, err), lock.Unlock())
	}
	return s, nil
}

// takeLock holds the folder for this process. The kernel frees it when the process ends, however it ends.
func takeLock(path string) (*flock.Flock, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		if err := os.RemoveAll(path); err != nil {
			return nil, err
		}
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !held {
		return nil, ErrBusy
	}
	return lock, nil
}

// openFolder opens the index that is in the folder, if it can be used, or a new one.
func (s *Shelf) openFolder(version string) error {
	seal := filepath.Join(filepath.Dir(s.folder), sealFile)
	intact := checkSeal(seal, s.folder)
	// From here on the root may change: a seal that stayed would condemn it after a crash.
	if err := os.RemoveAll(seal); err != nil {
		return err
	}
	if intact && s.resume(version) == nil {
		return nil
	}
	if err := os.RemoveAll(s.folder); err != nil {
		return err
	}
	return s.begin(version)
}

// begin starts a new index.
func (s *Shelf) begin(version string) error {
	if err := s.start(); err != nil {
		return err
	}
	batch := index.NewBatch()
	batch.SetInternal([]byte(versionKey), []byte(version))
	batch.SetInternal([]byte(totalKey), tally{}.encode())
	if err := s.index.Batch(batch); err != nil {
		return errors.Join(err, s.stop())
	}
	return nil
}

// resume opens the index that is there. Damaged bytes can make what reads them panic, or touch memory behind the end of a mapped file:
// both become an error here.
func (s *Shelf) resume(version string) (err error) {
	if _, err := os.Stat(rootOf(s.folder)); err != nil {
		return err
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errDamaged, r)
		}
		if err != nil {
			err = errors.Join(err, s.stop())
		}
	}()
	if err := s.start(); err != nil {
		return err
	}
	reader, err := s.index.Reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok || string(snapshot.Internal()[versionKey]) != version {
		return errDamaged
	}
	if err := checkSegments(snapshot); err != nil {
		return err
	}
	s.records, err = recordsOf(snapshot)
	return err
}

// recordsOf reads what groups a state of the index holds, and whether its sums are theirs.
func recordsOf(snapshot *scorch.IndexSnapshot) (map[string]tally, error) {
	records := map[string]tally{}
	for key, value := range snapshot.Internal() {
		name, ok := strings.CutPrefix(key, recordPrefix)
		if !ok {
			continue
		}
		record, err := decodeTally(value)
		if err != nil {
			return nil, err
		}
		records[name] = record
	}
	total, err := decodeTally(snapshot.Internal()[totalKey])
	if err != nil {
		return nil, err
	}
	if count, err := snapshot.DocCount(); err != nil || total != sumOf(records) || count != total.docs+total.groups {
		return nil, errDamaged
	}
	return records, nil
}

// segmentLimit is how many documents a segment may come to have by merging. A look-up walks through a term's documents in a segment until
// it reaches the one asked for, so the bound is what a search within a group costs at most; but each segment costs every term a look-up.
const segmentLimit = 50_000

// start opens the index by its library, as it is.
func (s *Shelf) start() error {
	s.analysis = index.NewAnalysisQueue(1) // the documents come analysed
	config := map[string]any{
		"path":                   s.folder,
		"bolt_timeout":           "1s", // the lock is ours: nobody else can hold the file
		"scorchMergePlanOptions": map[string]any{"MaxSegmentSize": segmentLimit, "MaxSegmentsPerTier": 4, "SegmentsPerMergeTask": 4},
	}
	opened, err := scorch.NewScorch(scorch.Name, config, s.analysis)
	if err == nil {
		err = opened.Open()
	}
	if err != nil {
		return errors.Join(err, s.stop())
	}
	s.index = opened.(*scorch.Scorch)
	return nil
}

// stop undoes as much of start as was done.
func (s *Shelf) stop() (err error) {
	if s.index != nil {
		err = s.index.Close()
	}
	if s.analysis != nil {
		s.analysis.Close()
	}
	s.index, s.analysis = nil, nil
	return err
}

// Close ends the use of the index and frees it for other processes.
func (s *Shelf) Close() error {
	s.open.Lock()
	defer s.open.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.stop()
	if s.folder != "" {
		if err == nil {
			err = writeSeal(filepath.Join(filepath.Dir(s.folder), sealFile), s.folder)
		}
		err = errors.Join(err, s.lock.Unlock())
	}
	if err != nil {
		return fmt.Errorf("close index: %w", err)
	}
	return nil
}

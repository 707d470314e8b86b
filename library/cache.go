package library

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cewen/answer"
	"cewen/plan"
)

// cache keeps what was read from files, one file for each content, named by its sum. A file is written under another name and then renamed,
// so it is there whole or not at all; its sections carry their checksums, so what a disk has spoiled is read anew.
//
// Layout: magic, build; then for each plan the section of its brief; then for each the section of the plan. A start reads the briefs only.
type cache struct {
	dir   string // "" keeps nothing
	build string // what read it: another build may read differently
}

const (
	cacheMagic = "cewen-plan-3\n"
	cacheExt   = ".read"
	mostCached = 256 << 20 // of one section: a length that a spoiled disk made up is no reason to run out of memory
)

// buildStamp tells builds of the program apart.
func buildStamp() string {
	name, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	info, err := os.Stat(name)
	if err != nil {
		return "unknown"
	}
	return stampOf(info)
}

var errOtherBuild = errors.New("read by another build")

func (c *cache) path(sum string) string { return filepath.Join(c.dir, sum+cacheExt) }

// section writes a length, a checksum and a gob.
func section(w io.Writer, v any) error {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(v); err != nil {
		return err
	}
	var head [8]byte
	binary.LittleEndian.PutUint32(head[:4], uint32(b.Len()))
	binary.LittleEndian.PutUint32(head[4:], crc32.ChecksumIEEE(b.Bytes()))
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// readSection reads a section; v nil skips it.
func readSection(r io.ReadSeeker, v any) error {
	var head [8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(head[:4]))
	if v == nil {
		_, err := r.Seek(n, io.SeekCurrent)
		return err
	}
	if n > mostCached {
		return errors.New("section too long")
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return err
	}
	if crc32.ChecksumIEEE(b) != binary.LittleEndian.Uint32(head[4:]) {
		return errors.New("checksum differs")
	}
	return gob.NewDecoder(bytes.NewReader(b)).Decode(v)
}

// cachedHead opens a cached reading.
type cachedHead struct {
	Build  string
	Briefs []answer.Brief
}

// put keeps a reading. kept false: it has to stay in memory.
func (c *cache) put(sum string, briefs []answer.Brief, plans []*plan.Plan) (kept bool, err error) {
	if c.dir == "" {
		return false, nil
	}
	if err := c.write(sum, briefs, plans); err != nil {
		return false, fmt.Errorf("keep reading: %w", err)
	}
	return true, nil
}

func (c *cache) write(sum string, briefs []answer.Brief, plans []*plan.Plan) (err error) {
	f, err := os.CreateTemp(c.dir, sum+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	var b bytes.Buffer
	b.WriteString(cacheMagic)
	if err := section(&b, cachedHead{c.build, briefs}); err != nil {
		return err
	}
	for _, p := range plans {
		cuts, err := answer.CutsOf(p)
		if err != nil {
			return err
		}
		if err := section(&b, answer.Opened{Plan: p, Cuts: cuts}); err != nil {
			return err
		}
	}
	_, err = f.Write(b.Bytes())
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), c.path(sum))
}

// briefs reads the briefs of a reading. fs.ErrNotExist: there is none; other errors: it is spoiled or of another build.
func (c *cache) briefs(sum string) ([]answer.Brief, error) {
	var head cachedHead
	f, err := c.open(sum, &head)
	if err != nil {
		return nil, err
	}
	return head.Briefs, f.Close()
}

func (c *cache) open(sum string, head *cachedHead) (_ *os.File, err error) {
	if c.dir == "" {
		return nil, fs.ErrNotExist
	}
	f, err := os.Open(c.path(sum))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("reading %s: %w", sum, err), f.Close())
		}
	}()
	magic := make([]byte, len(cacheMagic))
	if _, err := io.ReadFull(f, magic); err != nil {
		return nil, err
	}
	if string(magic) != cacheMagic {
		return nil, errOtherBuild
	}
	if err := readSection(f, head); err != nil {
		return nil, err
	}
	if head.Build != c.build {
		return nil, errOtherBuild
	}
	return f, nil
}

// plan reads the n-th plan of a reading.
func (c *cache) plan(sum string, n int) (o answer.Opened, err error) {
	var head cachedHead
	f, err := c.open(sum, &head)
	if err != nil {
		return o, err
	}
	defer f.Close()
	for range n {
		if err := readSection(f, nil); err != nil {
			return o, err
		}
	}
	if err := readSection(f, &o); err != nil || o.Plan == nil {
		return o, fmt.Errorf("reading %s: %w", sum, cmp.Or(err, errSpoiled))
	}
	return o, nil
}

var errSpoiled = errors.New("no plan in it")

// sweep removes readings that nobody needs, and what was being written when the program was killed.
func (c *cache) sweep(needed map[string]bool) error {
	if c.dir == "" {
		return nil
	}
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		sum, ok := strings.CutSuffix(e.Name(), cacheExt)
		if ok && !needed[sum] || strings.HasSuffix(e.Name(), ".tmp") {
			err = errors.Join(err, os.Remove(filepath.Join(c.dir, e.Name())))
		}
	}
	return err
}

package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func openShelf(t testing.TB, dir string) *Shelf {
	t.Helper()
	s, err := Open(segmenter(t), dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // closed by most tests already
	return s
}

func put(t testing.TB, s *Shelf, groups ...Group) {
	t.Helper()
	if err := s.Put(t.Context(), groups...); err != nil {
		t.Fatal(err)
	}
}

// group is the n-th of an endless series of groups of five passages.
func group(n int) Group {
	g := Group{Name: fmt.Sprintf("g%04d", n)}
	topics := []string{"充电桩", "雨水管网", "老旧小区", "养老院", "公交站", "图书馆", "体育场", "卫生院", "污水处理", "路灯"}
	for i := range 5 {
		topic := topics[(n*7+i*3)%len(topics)]
		g.Docs = append(g.Docs, Doc{ID: strconv.Itoa(i), Title: topic, Body: fmt.Sprintf("到2025年建设%s%d处,由第%d号单位负责,覆盖第%d片区", topic, n*13+i, n, n%17)})
	}
	return g
}

func series(from, to int) []Group {
	var out []Group
	for n := from; n < to; n++ {
		out = append(out, group(n))
	}
	return out
}

// hits are what a shelf finds, as text.
func hits(t testing.TB, s *Shelf, question string, n int, within []string) string {
	t.Helper()
	found, err := s.Search(t.Context(), question, n, within)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, h := range found {
		out = append(out, fmt.Sprintf("%s/%s %.5f", h.Group, h.ID, h.Score))
	}
	groups, err := s.Rank(t.Context(), question, n, within)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		out = append(out, fmt.Sprintf("%s %.5f", g.Name, g.Score))
	}
	return strings.Join(out, "\n")
}

var shelfQuestions = []string{"充电桩由第3号单位负责吗", "雨水管网建设多少处", "第12片区的图书馆", "地铁", "", "\x00\xff"}

// sameShelf checks that two shelves find the same with the same scores: what they went through cannot be seen.
func sameShelf(t *testing.T, got, want *Shelf) {
	t.Helper()
	for _, q := range shelfQuestions {
		for _, within := range [][]string{nil, {"g0003"}, {"g0001", "g0004", "none"}} {
			if g, w := hits(t, got, q, 12, within), hits(t, want, q, 12, within); g != w {
				t.Errorf("%q within %v:\n%s\nwant\n%s", q, within, g, w)
			}
		}
	}
}

func TestShelfOfOneGroupRanksAsAnIndex(t *testing.T) {
	s := openShelf(t, "")
	put(t, s, Group{"plan", corpus})
	x := newTestIndex(t, corpus, len(corpus))
	for _, q := range []string{"老旧小区改造由谁牵头?", "充电站有多少座", "责任单位是市城管局的任务", "NB-IoT覆盖", "县城"} {
		var got []string
		found, err := s.Search(t.Context(), q, 5, []string{"plan"})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range found {
			got = append(got, h.ID)
		}
		if want := ids(ask(t, x, q, 5)); strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", q, got, want)
		}
	}
}

func TestShelfGrowsAndShrinks(t *testing.T) {
	for name, dir := range map[string]string{"in memory": "", "on disk": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			s := openShelf(t, dir)
			put(t, s, series(0, 60)...)
			put(t, s, Group{"g0002", group(50).Docs}) // replaced
			put(t, s, group(2))                       // and back
			if err := s.Delete(t.Context(), "g0050", "g0051", "none"); err != nil {
				t.Fatal(err)
			}
			put(t, s, series(60, 70)...)
			want := openShelf(t, "")
			put(t, want, slices.Concat(series(0, 50), series(52, 70))...)
			sameShelf(t, s, want)
			if dir == "" {
				return
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Search(t.Context(), "充电桩", 1, nil); err == nil {
				t.Error("a closed shelf answers")
			}
			again := openShelf(t, dir)
			if n := len(again.Groups()); n != 68 {
				t.Errorf("%d groups after opening again, want 68", n)
			}
			sameShelf(t, again, want)
		})
	}
}

func TestShelfRefuses(t *testing.T) {
	s := openShelf(t, "")
	put(t, s, group(1))
	for name, g := range map[string]Group{"no name": {"", corpus}, "an id twice": {"x", []Doc{{ID: "a"}, {ID: "a"}}}, "no id": {"x", []Doc{{}}}} {
		if err := s.Put(t.Context(), group(2), g); err == nil {
			t.Errorf("%s: put", name)
		}
	}
	if got := s.Groups(); len(got) != 1 || got["g0001"] != 5 {
		t.Errorf("holds %v", got)
	}
}

func TestShelfIsBusyOnce(t *testing.T) {
	dir := t.TempDir()
	s := openShelf(t, dir)
	put(t, s, group(1))
	if _, err := Open(segmenter(t), dir, "test"); !errors.Is(err, ErrBusy) {
		t.Errorf("opened twice: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if again := openShelf(t, dir); len(again.Groups()) != 1 {
		t.Error("lost over closing")
	}
}

func TestShelfBeginsAnew(t *testing.T) {
	whole := func(t *testing.T) string {
		dir := t.TempDir()
		s := openShelf(t, dir)
		put(t, s, series(0, 20)...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	t.Run("another version", func(t *testing.T) {
		dir := whole(t)
		s, err := Open(segmenter(t), dir, "other")
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if n := len(s.Groups()); n != 0 {
			t.Errorf("%d groups of another version", n)
		}
		put(t, s, group(1))
	})
	for name, damage := range map[string]func(path string) error{
		"emptied":     func(p string) error { return os.Truncate(p, 0) },
		"cut":         func(p string) error { return os.Truncate(p, 100) },
		"overwritten": func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("garbage ", 5000)), 0o600) },
		"deleted":     os.Remove,
	} {
		for _, file := range []string{"index_meta.json", "store/root.bolt", "store/*.zap"} {
			t.Run(name+" "+filepath.Base(file), func(t *testing.T) {
				dir := whole(t)
				found, _ := filepath.Glob(filepath.Join(dir, "passages", file))
				if len(found) == 0 {
					t.Fatalf("no %s", file)
				}
				if err := damage(found[0]); err != nil {
					t.Fatal(err)
				}
				s := openShelf(t, dir)
				put(t, s, series(0, 20)...)
				want := openShelf(t, "")
				put(t, want, series(0, 20)...)
				sameShelf(t, s, want)
			})
		}
	}
}

func TestShelfConcurrently(t *testing.T) {
	s := openShelf(t, t.TempDir())
	put(t, s, series(0, 10)...)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 60 {
				if _, err := s.Search(context.Background(), shelfQuestions[i%len(shelfQuestions)], 5, []string{"g0003"}); err != nil {
					t.Error(err)
				}
				if _, err := s.Rank(context.Background(), shelfQuestions[i%len(shelfQuestions)], 5, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Go(func() {
		for n := 10; n < 30; n++ {
			if err := s.Put(context.Background(), group(n)); err != nil {
				t.Error(err)
			}
			if err := s.Delete(context.Background(), group(n-2).Name); err != nil {
				t.Error(err)
			}
		}
	})
	wait.Wait()
}

// TestShelfKilled kills a process while it writes. Every group must be there whole or not at all, and what is there must be found as if
// nothing had happened.
func TestShelfKilled(t *testing.T) {
	if dir := os.Getenv("CEWEN_TEST_SHELF"); dir != "" {
		s := openShelf(t, dir)
		for n := len(s.Groups()); ; n++ {
			put(t, s, group(n))
			if n%5 == 4 {
				put(t, s, group(n-2)) // replaced by itself
			}
			fmt.Println("put", n)
		}
	}
	dir := t.TempDir()
	for round := range 6 {
		c := exec.Command(os.Args[0], "-test.run", "^TestShelfKilled$")
		c.Env = append(os.Environ(), "CEWEN_TEST_SHELF="+dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(700*time.Millisecond + time.Duration(round*137)*time.Millisecond)
		_ = c.Process.Kill()
		_ = c.Wait() // killed
	}
	s := openShelf(t, dir)
	n := len(s.Groups())
	if n == 0 {
		t.Fatal("nothing was written")
	}
	for name, docs := range s.Groups() {
		if docs != 5 {
			t.Errorf("%s has %d passages", name, docs)
		}
	}
	want := openShelf(t, "")
	put(t, want, series(0, n)...)
	sameShelf(t, s, want)
	t.Logf("%d groups", n)
}

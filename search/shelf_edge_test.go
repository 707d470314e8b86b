package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// The limits of a search: its length, its groups, equal scores.
func TestShelfLimits(t *testing.T) {
	s := openShelf(t, "")
	var groups []Group
	for i := range 9 {
		group := Group{Name: fmt.Sprintf("g%d", 8-i)}
		for k := range 3 {
			group.Docs = append(group.Docs, Doc{ID: fmt.Sprint(2 - k), Body: "建设雨水管网"})
		}
		groups = append(groups, group)
	}
	groups = append(groups, Group{Name: "empty"})
	put(t, s, groups...)
	if got := s.Groups(); len(got) != 10 || got["g3"] != 3 || got["empty"] != 0 {
		t.Errorf("groups %v", got)
	}
	for _, test := range []struct {
		n      int
		within []string
		want   string
	}{
		{4, nil, "g0/0 g0/1 g0/2 g1/0"},
		{4, []string{"g7", "g5"}, "g5/0 g5/1 g5/2 g7/0"},
		{0, nil, ""},
		{-1, []string{"g1"}, ""},
		{1_000_000_000, []string{"g1", "empty", "none"}, "g1/0 g1/1 g1/2"},
		{3, []string{}, ""},
	} {
		hits, err := s.Search(t.Context(), "雨水管网", test.n, test.within)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, hit := range hits {
			got = append(got, hit.Group+"/"+hit.ID)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%d in %q: %v, want %s", test.n, test.within, got, test.want)
		}
	}
	ranked, err := s.Rank(t.Context(), "雨水管网", 2, nil)
	if err != nil || len(ranked) != 2 || ranked[0].Name != "g0" || ranked[1].Name != "g1" || ranked[0].Score <= 0 {
		t.Errorf("ranked %v, %v", ranked, err)
	}
}

func TestShelfRefuses(t *testing.T) {
	s := openShelf(t, "")
	for _, group := range []Group{{}, {Name: "a\x00b"}, {Name: "a", Docs: []Doc{{ID: "1"}, {ID: "1"}}}} {
		if err := s.Put(t.Context(), testGroup(1), group); err == nil {
			t.Errorf("no error for %q", group.Name)
		}
	}
	if got := s.Groups(); len(got) != 0 {
		t.Errorf("%v came in beside what was refused", got)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Put(stopped, testGroup(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := s.Search(stopped, "雨水管网", 3, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// While groups come and go, each search sees a whole number of them, and a shelf that is closed meanwhile says so.
func TestShelfConcurrently(t *testing.T) {
	s := openShelf(t, t.TempDir())
	var workers sync.WaitGroup
	for w := range 2 {
		workers.Go(func() {
			for i := 0; ; i++ {
				err := s.Put(t.Context(), Group{Name: fmt.Sprintf("g%d", w), Docs: []Doc{{ID: "a", Body: "雨水管网"}, {ID: "b", Body: "雨水管网"}}})
				if err == nil && i%3 == 2 {
					err = s.Delete(t.Context(), fmt.Sprintf("g%d", w))
				}
				if errors.Is(err, ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	var searchers sync.WaitGroup
	for range 3 {
		searchers.Go(func() {
			for range 200 {
				hits, err := s.Search(t.Context(), "雨水管网", 9, nil)
				if err != nil || len(hits)%2 != 0 {
					t.Errorf("%v, %v", hits, err)
					return
				}
				for _, hit := range hits {
					if hit.Score != hits[0].Score {
						t.Errorf("equal documents, other scores: %v", hits)
					}
				}
				s.Groups()
			}
		})
	}
	searchers.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	workers.Wait()
	if _, err := s.Search(t.Context(), "雨水管网", 3, nil); !errors.Is(err, ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

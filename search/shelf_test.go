package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// testGroup is the n-th of many groups that share their words.
func testGroup(n int) Group {
	words := strings.Fields("老旧小区 充电设施 雨水管网 医疗废物 海绵城市 养老服务 托育机构 体育公园 乡村振兴 数字政府 轨道交通 饮用水源 " +
		"义务教育 文化遗产 应急避难 住房保障 科技创新 绿色建筑 现代农业 物流枢纽 生态修复 公共图书馆 社区食堂 城市更新")
	r := rand.New(rand.NewPCG(uint64(n), 7))
	group := Group{Name: fmt.Sprintf("group%04d", n)}
	for i := range 3 + r.IntN(5) {
		var body strings.Builder
		for range 3 + r.IntN(12) {
			fmt.Fprintf(&body, "推进%s建设%d项,", words[r.IntN(len(words))], r.IntN(400))
		}
		group.Docs = append(group.Docs, Doc{ID: fmt.Sprint(i), Title: words[r.IntN(len(words))], Body: body.String()})
	}
	return group
}

func testGroups(from, to int) []Group {
	var groups []Group
	for n := from; n < to; n++ {
		groups = append(groups, testGroup(n))
	}
	return groups
}

var testQuestions = []string{
	"老旧小区和充电设施由谁牵头", "雨水管网建设多少项", "公共图书馆120项", "推进建设", "完全无关xyz", "", "社区食堂与养老服务, 城市更新的应急避难",
}

// answers is all that a shelf says to the questions, so that two can be compared.
func answers(t testing.TB, s *Shelf) map[string]any {
	t.Helper()
	all := map[string]any{"groups": s.Groups()}
	for _, question := range testQuestions {
		for _, within := range [][]string{nil, {"group0003", "group0001", "group0003", "unknown"}, {}} {
			groups, err := s.Rank(t.Context(), question, 50, within)
			if err != nil {
				t.Fatal(err)
			}
			docs, err := s.Search(t.Context(), question, 50, within)
			if err != nil {
				t.Fatal(err)
			}
			all[fmt.Sprintf("rank %s %q", question, within)], all[fmt.Sprintf("search %s %q", question, within)] = groups, docs
		}
	}
	return all
}

func openShelf(t testing.TB, dir string) *Shelf {
	t.Helper()
	s, err := Open(segmenter(t), dir, "1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func put(t testing.TB, s *Shelf, groups ...Group) {
	t.Helper()
	if err := s.Put(t.Context(), groups...); err != nil {
		t.Fatal(err)
	}
}

// freshAnswers is what a new shelf of these groups says.
func freshAnswers(t testing.TB, groups ...Group) map[string]any {
	t.Helper()
	s := openShelf(t, "")
	put(t, s, groups...)
	return answers(t, s)
}

func same(t testing.TB, s *Shelf, want map[string]any) {
	t.Helper()
	if diff := cmp.Diff(want, answers(t, s)); diff != "" {
		t.Errorf("it says otherwise (-want +got):\n%s", diff)
	}
}

// Both kinds of shelf come to the same, whatever way they came to hold their groups.
func TestShelf(t *testing.T) {
	for name, dir := range map[string]func() string{"memory": func() string { return "" }, "disk": t.TempDir} {
		t.Run(name, func(t *testing.T) {
			want := freshAnswers(t, testGroups(0, 40)...)

			t.Run("one by one", func(t *testing.T) {
				s := openShelf(t, dir())
				for _, group := range testGroups(0, 40) {
					put(t, s, group)
				}
				same(t, s, want)
			})
			t.Run("replaced", func(t *testing.T) {
				s := openShelf(t, dir())
				other := testGroups(40, 80)
				for i := range other {
					other[i].Name = testGroup(i).Name
				}
				put(t, s, other...)
				put(t, s, append(other[:5:5], testGroups(0, 40)...)...) // of one name the later stays
				same(t, s, want)
			})
			t.Run("deleted", func(t *testing.T) {
				s := openShelf(t, dir())
				put(t, s, testGroups(20, 60)...)
				put(t, s, testGroups(0, 20)...)
				var names []string
				for _, group := range testGroups(40, 70) {
					names = append(names, group.Name)
				}
				if err := s.Delete(t.Context(), names...); err != nil {
					t.Fatal(err)
				}
				same(t, s, want)
			})
			t.Run("emptied", func(t *testing.T) {
				s := openShelf(t, dir())
				put(t, s, testGroup(1))
				if err := s.Delete(t.Context(), testGroup(1).Name); err != nil {
					t.Fatal(err)
				}
				same(t, s, freshAnswers(t))
			})
		})
	}
}

// In whatever order groups come and go, what is left answers as if nothing else had been there.
func TestShelfHasNoMemory(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s, err := Open(segmenter(t), "", "1")
		if err != nil {
			r.Fatal(err)
		}
		defer s.Close()
		left := map[string]Group{}
		for range rapid.IntRange(1, 8).Draw(r, "steps") {
			var groups []Group
			for _, n := range rapid.SliceOfN(rapid.IntRange(0, 12), 0, 4).Draw(r, "groups") {
				group := testGroup(n)
				group.Name = fmt.Sprintf("group%04d", n%5)
				groups = append(groups, group)
			}
			if rapid.Bool().Draw(r, "delete") {
				for _, group := range groups {
					if err := s.Delete(context.Background(), group.Name); err != nil {
						r.Fatal(err)
					}
					delete(left, group.Name)
				}
				continue
			}
			if err := s.Put(context.Background(), groups...); err != nil {
				r.Fatal(err)
			}
			for _, group := range groups {
				left[group.Name] = group
			}
		}
		var groups []Group
		for _, group := range left {
			groups = append(groups, group)
		}
		if diff := cmp.Diff(freshAnswers(t, groups...), answers(t, s)); diff != "" {
			r.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// Of one group a shelf says the same as an Index: the same documents in the same order with the same scores.
func TestShelfRanksAsIndex(t *testing.T) {
	for _, docs := range [][]Doc{corpus, mixedLengths(), testGroup(2).Docs, append(mixedLengths(), corpus...)} {
		x, s := newTestIndex(t, docs, 100), openShelf(t, "")
		put(t, s, Group{Name: "plan", Docs: docs})
		for _, question := range append(testQuestions, "县城养老服务、老旧小区改造和公共充电站到2025年由谁牵头", "nb-iot", "养老", "责任单位") {
			var want []ShelfHit
			for _, hit := range ask(t, x, question, 50) {
				want = append(want, ShelfHit{"plan", hit.ID, hit.Score})
			}
			for _, within := range [][]string{nil, {"plan"}} {
				got, err := s.Search(t.Context(), question, 50, within)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.EqualFunc(got, want, func(x, y ShelfHit) bool {
					return x.ID == y.ID && x.Group == y.Group && x.Score-y.Score < 1e-6 && y.Score-x.Score < 1e-6
				}) {
					t.Errorf("%s, %q:\ngot  %v\nwant %v", question, within, got, want)
				}
			}
		}
	}
}

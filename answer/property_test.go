package answer_test

import (
	"bufio"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"cewen/answer"
)

// devQuestions are the questions of the development set with the dialogue they belong to.
var devQuestions = sync.OnceValues(func() ([]devQuestion, error) {
	f, err := os.Open("../eval/testdata/questions_dev.jsonl")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var qs []devQuestion
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var q devQuestion
		if err := json.Unmarshal(sc.Bytes(), &q); err != nil {
			return nil, err
		}
		qs = append(qs, q)
	}
	return qs, sc.Err()
})

type devQuestion struct {
	ID     string `json:"id"`
	Text   string `json:"q"`
	Dialog string `json:"dialog"`
}

func dev(tb testing.TB) []devQuestion {
	tb.Helper()
	qs, err := devQuestions()
	if err != nil {
		tb.Fatal(err)
	}
	return qs
}

// followUps are asked after every question: what refers to the last answer has to find it there.
var followUps = []string{"那2023年呢", "谁负责", "目标呢", "住建局呢", "平邑呢", "下一条", "上一条", "第2个", "还有吗", "全列出来", "不是这个", "你确定", "给我能放材料里的", "完成了吗", "我局的任务", "我县有哪些"}

// TestDevQuestions: whatever is asked, an answer keeps the rules (breaches), is the same when asked again, and is the same after the
// conversation went through a store.
func TestDevQuestions(t *testing.T) {
	s := seed(t)
	talks := map[string]answer.Context{}
	for _, q := range dev(t) {
		before := answer.Context{}
		if q.Dialog != "" {
			before = talks[q.Dialog]
		}
		a, after := check(t, s, before, q.Text)
		if q.Dialog != "" {
			talks[q.Dialog] = after
		}
		_ = a
		for _, f := range followUps {
			check(t, s, after, f)
		}
	}
}

// TestMixedQuestions: the same of random mixes of the questions' words, in conversations of several turns.
func TestMixedQuestions(t *testing.T) {
	s := seed(t)
	var words []string
	for _, q := range dev(t) {
		r := []rune(q.Text)
		for i := 0; i < len(r); {
			n := min(2+i%3, len(r)-i)
			words = append(words, string(r[i:i+n]))
			i += n
		}
	}
	words = append(words, followUps...)
	words = append(words, "第十四条", "2025年", "2030年", "市", "局", "吗", "不是", "和", "、", " ", "?", "\n", "50公里", "300个", "我是", "审计局", "县住建局", "临沐")
	rapid.Check(t, func(t *rapid.T) {
		var c answer.Context
		for range rapid.IntRange(1, 3).Draw(t, "turns") {
			q := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 7).Draw(t, "words"), "")
			_, c = check(t, s, c, q)
		}
	})
}

// check asks twice, once with the Context as a store gives it back, and holds both answers to the rules.
func check(t interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
}, s *answer.Snapshot, c answer.Context, text string) (answer.Answer, answer.Context) {
	t.Helper()
	q := answer.Question{Text: text, Today: askedOn}
	held, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	a, next := answer.Ask(s, c, q)
	if now, _ := json.Marshal(c); string(now) != string(held) {
		t.Errorf("%q changes the caller's Context from %s to %s", text, held, now)
	}
	var stored answer.Context
	if err := json.Unmarshal(held, &stored); err != nil {
		t.Fatal(err)
	}
	again, nextAgain := answer.Ask(s, stored, q)
	if !reflect.DeepEqual(a, again) {
		t.Errorf("%q after %s: two answers\n%s\n%s", text, held, printed(s, a), printed(s, again))
	}
	if x, y := inStore(next), inStore(nextAgain); x != y {
		t.Errorf("%q after %s: two Contexts\n%s\n%s", text, held, x, y)
	}
	for _, b := range breaches(s, a) {
		t.Errorf("%q after %s: %s\n%s", text, held, b, printed(s, a))
	}
	return a, next
}

// inStore is a Context as a store gives it back twice: what JSON cannot hold, bytes that are no UTF-8, is replaced the first time.
func inStore(c answer.Context) string {
	var back answer.Context
	b, err := json.Marshal(c)
	if err == nil && json.Unmarshal(b, &back) == nil {
		b, _ = json.Marshal(back)
	}
	return string(b)
}

package library

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cewen/answer"
	"cewen/plan"
)

// parking is a made-up plan; spaces is how many it builds.
func parking(number, date, spaces, more string) string {
	return "云泽市人民政府办公室\n关于印发《云泽市停车设施建设方案》的通知\n" + number + "\n云泽市人民政府办公室\n" + date + "\n云泽市停车设施建设方案\n一、主要任务\n(一)建设停车场。到2027年,新建公共停车位" + spaces +
		"个。(责任单位:市住建局)\n(二)规范收费。由市教育局会同市财政局办理。\n" + more
}

type rig struct {
	t    *testing.T
	dir  string
	kept string
	l    *Library
}

func newRig(t *testing.T, files map[string]string) *rig {
	t.Helper()
	r := &rig{t: t, dir: t.TempDir(), kept: t.TempDir()}
	for name, text := range files {
		r.write(name, text)
	}
	r.open()
	return r
}

func (r *rig) open() {
	r.t.Helper()
	l, err := New(r.t.Context(), Config{Sources: []Source{Folder{r.dir}}, Dir: r.kept, Keep: true})
	if err != nil {
		r.t.Fatal(err)
	}
	r.l = l
	r.t.Cleanup(func() { _ = l.Close() }) // closed by some tests already
}

func (r *rig) write(name, text string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) reload() {
	r.t.Helper()
	if _, err := r.l.Reload(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// says asks a question and wants a text in the answer.
func (r *rig) says(question, want string) {
	r.t.Helper()
	a, _ := answer.Ask(r.l.Snapshot(), answer.Context{}, answer.Question{Text: question, Today: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)})
	if !strings.Contains(a.Text, want) {
		r.t.Errorf("%s: %q, want %q", question, a.Text, want)
	}
}

const plan1 = "云政办字〔2025〕3号"

func TestFilesAreReadAnew(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", "")})
	r.says("公共停车位多少个", "1200个")
	r.write("a.txt", parking(plan1, "2025年3月1日", "1500", ""))
	r.reload()
	r.says("公共停车位多少个", "1500个")

	r.write("a.txt", "坏了")
	r.reload()
	r.says("公共停车位多少个", "1500个") // the version before
	if ps := r.l.Problems(); len(ps) != 1 || !ps[0].Kept || ps[0].Name != "a.txt" {
		t.Errorf("problems %+v", ps)
	}
	// It stays over a restart too.
	if err := r.l.Close(); err != nil {
		t.Fatal(err)
	}
	r.open()
	r.says("公共停车位多少个", "1500个")

	if err := os.Remove(filepath.Join(r.dir, "a.txt")); err != nil {
		t.Fatal(err)
	}
	r.reload()
	if n := r.l.Snapshot().Len(); n != 0 {
		t.Errorf("%d plans after the file is gone", n)
	}
}

func TestAnOldSnapshotStillAnswers(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", "")})
	old := r.l.Snapshot()
	r.write("a.txt", parking(plan1, "2025年3月1日", "1500", ""))
	r.reload()
	if a, _ := answer.Ask(old, answer.Context{}, answer.Question{Text: "公共停车位多少个"}); !strings.Contains(a.Text, "1200个") {
		t.Errorf("a question under way: %s", a.Text)
	}
}

func TestSupersededPlansAnswerNothing(t *testing.T) {
	r := newRig(t, map[string]string{
		"old.txt": parking(plan1, "2025年3月1日", "1200", ""),
		"new.txt": parking("云政办字〔2026〕9号", "2026年2月1日", "2600", "(三)附则。《云泽市停车设施建设方案》("+plan1+")同时废止。\n"),
	})
	r.says("公共停车位多少个", "2600个")
	a, _ := answer.Ask(r.l.Snapshot(), answer.Context{}, answer.Question{Text: "公共停车位多少个"})
	if strings.Contains(a.Text, "1200") {
		t.Errorf("an ended plan answers: %s", a.Text)
	}
	r.says(plan1+" 公共停车位多少个", "1200个") // named by its number it is meant
	for _, h := range r.l.Snapshot().Holdings() {
		if h.Brief.Number == plan1 && (h.Ending == nil || h.Ending.By != "云政办字〔2026〕9号") {
			t.Errorf("ending %+v", h.Ending)
		}
	}
}

func TestTwoFilesOfOneNumberAreVersions(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", ""), "b.txt": parking(plan1, "2025年6月1日", "1300", ""), "c.txt": parking(plan1, "2025年3月1日", "1200", "")})
	r.says("公共停车位多少个", "1300个")
	names := map[string]bool{}
	for _, h := range r.l.Snapshot().Holdings() {
		if names[h.Brief.Name] {
			t.Errorf("two plans are called %s", h.Brief.Name)
		}
		names[h.Brief.Name] = true
	}
	if len(names) != 2 {
		t.Errorf("held: %v", names)
	}
	if ps := r.l.Problems(); len(ps) != 1 {
		t.Errorf("the same file twice: %+v", ps)
	}
}

// Plans of different issuers may have one title and no number: each is called by its file beside it, and is found under that name wherever it is opened.
func TestPlansOfOneTitle(t *testing.T) {
	text := func(issuer, spaces string) string {
		return "停车设施建设方案\n" + issuer + "\n2026年3月2日\n一、主要任务\n(一)建设停车场。到2027年,新建公共停车位" + spaces + "个。(责任单位:市住建局)\n"
	}
	r := newRig(t, map[string]string{"a.txt": text("云泽市人民政府", "1200"), "b.txt": text("白水市人民政府", "900")})
	s := r.l.Snapshot()
	for _, h := range s.Holdings() {
		if h.Ending != nil {
			t.Errorf("%s: %+v", h.Brief.Name, h.Ending)
		}
		if p := s.Plan(h.Brief.Name); p == nil || p.Name() != h.Brief.Name || !strings.HasPrefix(p.Name(), "停车设施建设方案·") {
			t.Errorf("%s opens as %v", h.Brief.Name, p)
		}
	}
	r.says("白水市公共停车位多少个", "900个")
	r.says("云泽市公共停车位多少个", "1200个")
}

// Annexes of one notice stand side by side: they have its number, its issuer and its date in common, and neither replaces the other.
func TestAnnexesOfOneNotice(t *testing.T) {
	r := newRig(t, map[string]string{"两个.txt": `云政发〔2026〕9号
云泽市人民政府关于印发云泽市养老服务方案和云泽市托育服务方案的通知
各县区人民政府:
现将《云泽市养老服务方案》和《云泽市托育服务方案》印发给你们,请认真组织实施。
云泽市人民政府
2026年3月2日

附件1
云泽市养老服务方案
一、总体要求
到2028年,养老床位达到8000张。
二、保障措施
加强领导。(责任单位:市民政局)
附件2
云泽市托育服务方案
一、总体要求
三年内新增托位2000个。
二、保障措施
加强督导。(责任单位:市卫生健康委)
`, "两个.txt.校正.yaml": "- 方案: 云泽市托育服务方案\n  条: 一、\n  原文: 三年内新增托位2000个\n  时限: 2028-12-31\n  依据: 三年内\n"})
	if h := r.l.Snapshot().Holdings(); len(h) != 2 || h[0].Ending != nil || h[1].Ending != nil || h[0].Brief.Name == h[1].Brief.Name {
		t.Fatalf("held: %+v", h)
	}
	r.says("云泽市养老床位多少", "8000张")
	r.says("云泽市新增托位多少", "2000个") // and the correction found its plan by the title
	if p := r.l.Snapshot().Plan("云泽市托育服务方案"); p == nil || p.Targets[0].Deadline == nil || p.Targets[0].Deadline.ISO != "2028-12-31" {
		t.Errorf("the correction of the second plan: %+v", p)
	}
	r.says("云泽市托育服务方案的文号", "文号:云政发〔2026〕9号(以印发它的通知为准)")
	a, _ := answer.Ask(r.l.Snapshot(), answer.Context{}, answer.Question{Text: "云泽市托育服务方案谁发的"})
	if !strings.HasPrefix(a.Text, "发文机关:云泽市人民政府") {
		t.Errorf("issuer: %s", a.Text)
	}
	for _, c := range a.Citations {
		if c.Quote == "" {
			t.Errorf("a citation that quotes nothing: %+v", c)
		}
	}
}

func TestCorrections(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", "")})
	r.write("a.txt"+FixSuffix, "- 条: (二)\n  原文: 由市教育局会同市财政局办理\n  牵头单位: [市教育局]\n  配合单位: [市财政局]\n- 条: (一)\n  原文: 新建公共停车位1200个\n  时限: 2026-12-31\n  依据: 到2027年\n")
	r.reload()
	r.says("规范收费谁负责", "市教育局")
	r.says("2026年到期的有哪些", "1200个")
	for name, fixes := range map[string]string{
		"not in the text": "- 条: (二)\n  原文: 由市公安局办理\n  责任单位: [市教育局]\n",
		"no such unit":    "- 条: (二)\n  原文: 由市教育局会同市财政局办理\n  责任单位: [市审计局]\n",
		"no such clause":  "- 条: (九)\n  原文: 由市教育局会同市财政局办理\n  责任单位: [市教育局]\n",
		"no basis":        "- 条: (一)\n  原文: 新建公共停车位1200个\n  时限: 2026-12-31\n",
		"no date":         "- 条: (一)\n  原文: 新建公共停车位1200个\n  时限: 明年\n  依据: 到2027年\n",
		"unknown key":     "- 条: (一)\n  原来: 新建\n",
		"no yaml":         "][",
	} {
		_, _, err := Read(t.Context(), "a.txt", []byte(parking(plan1, "2025年3月1日", "1200", "")), []byte(fixes))
		var fixError *FixError
		if !errors.As(err, &fixError) {
			t.Errorf("%s: %v", name, err)
		} else if words, ok := Words(err); !ok || words == "" {
			t.Errorf("%s: no words for %v", name, err)
		}
	}
}

func TestExamine(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", "")})
	reading, err := r.l.Examine(t.Context(), "b.txt", []byte(parking(plan1, "2025年6月1日", "1500", "")), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := reading.Plans[0]
	if reading.Key != plan1 || p.Replaces == nil || p.Replaces.Name != plan1 || len(p.Change.Targets) != 1 || p.NoDuty != 1 || len(p.Samples) < 2 {
		t.Errorf("reading %+v", reading)
	}
	if n := r.l.Snapshot().Len(); n != 1 {
		t.Errorf("examining took it in: %d plans", n)
	}
}

// TestKeptReadingsAreTheSame: a plan that is opened from disk answers as the one that was parsed.
func TestKeptReadingsAreTheSame(t *testing.T) {
	text, err := os.ReadFile("../plan/testdata/plans/01_taicang.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, map[string]string{"a.txt": string(text)})
	parsed, err := plan.Parse("a.txt", string(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.l.Snapshot().Plan(""); got.String() != parsed.String() {
		t.Error("another plan than the one that was parsed")
	}
	// What a disk has spoiled is read from the file again.
	kept, _ := filepath.Glob(filepath.Join(r.kept, "read", "*"+cacheExt))
	if len(kept) != 1 {
		t.Fatalf("kept %v", kept)
	}
	b, err := os.ReadFile(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{3, len(b) / 3, len(b) - 10} {
		if err := r.l.Close(); err != nil {
			t.Fatal(err)
		}
		spoiled := append([]byte(nil), b...)
		spoiled[at] ^= 0xff
		if err := os.WriteFile(kept[0], spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		r.open()
		if got := r.l.Snapshot().Plan(""); got == nil || got.String() != parsed.String() {
			t.Errorf("spoiled at %d: another plan", at)
		}
	}
}

func TestWatch(t *testing.T) {
	r := newRig(t, map[string]string{"a.txt": parking(plan1, "2025年3月1日", "1200", "")})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- r.l.Watch(ctx, 10*time.Millisecond) }()
	r.write("b.txt", parking("云政办字〔2026〕9号", "2026年2月1日", "2600", ""))
	deadline := time.Now().Add(10 * time.Second)
	for r.l.Snapshot().Len() < 2 {
		if time.Now().After(deadline) {
			t.Fatal("a new file is not seen")
		}
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

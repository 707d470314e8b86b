package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium finds a browser, or skips the test with a line that says how to get one.
func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium here: apt-get install chromium fonts-noto-cjk")
	return ""
}

// tab is a browser's page that notes what its console complains of.
type tab struct {
	context.Context
	t        testing.TB
	r        *rig
	mu       sync.Mutex
	problems []string
}

// profile is a browser's own folder. Its processes write into it for a moment after they were told to end.
func profile(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cewen-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for range 50 {
			if err = os.RemoveAll(dir); err == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Error(err)
	})
	return dir
}

// newTab opens a browser of its own, without any network but the rig's.
func newTab(t testing.TB, r *rig) *tab {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile(t)),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-dev-shm-usage", true))
	alloc, stopAlloc := chromedp.NewExecAllocator(t.Context(), opts...)
	ctx, stop := chromedp.NewContext(alloc)
	timed, cancel := context.WithTimeout(ctx, 90*time.Second)
	b := &tab{Context: timed, t: t, r: r}
	chromedp.ListenTarget(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			b.problems = append(b.problems, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
				b.problems = append(b.problems, fmt.Sprint(e.Type, e.Args))
			}
		}
	})
	t.Cleanup(func() {
		cancel()
		stop()
		stopAlloc()
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(b.problems) > 0 {
			t.Errorf("the console complains: %q", b.problems)
		}
	})
	return b
}

func (b *tab) do(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// size makes the window that large.
func size(w, h int64) chromedp.Action { return chromedp.EmulateViewport(w, h) }

func (b *tab) open(path string) chromedp.Action { return chromedp.Navigate(b.r.server.URL + path) }

// text reads the text of the last element that a selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	var out string
	b.do(chromedp.Evaluate(`(() => { const all = document.querySelectorAll(`+quoted(selector)+`); return all.length ? all[all.length-1].innerText : "" })()`, &out))
	return out
}

func quoted(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always can be
	}
	return string(b)
}

// answers waits until there are n answers.
func answers(n int) chromedp.Action {
	return chromedp.Poll(fmt.Sprintf(`document.querySelectorAll(".said").length === %d && !document.querySelector(".waiting")`, n), nil, chromedp.WithPollingTimeout(20*time.Second))
}

// until waits for something that is true of the page, also while it leads on to another one.
func (b *tab) until(expression string) {
	b.t.Helper()
	var err error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var ok bool
		if err = chromedp.Run(b, chromedp.Evaluate("!!("+expression+")", &ok)); ok {
			return
		}
	}
	b.t.Fatalf("never: %s (%v)", expression, err)
}

// slash presses the / key as a keyboard does: the page may keep it from being written.
func slash() chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		down := input.DispatchKeyEvent(input.KeyDown).WithKey("/").WithCode("Slash").WithText("/")
		return errors.Join(down.Do(ctx), input.DispatchKeyEvent(input.KeyUp).WithKey("/").WithCode("Slash").Do(ctx))
	})
}

// shot keeps a picture of the page where CEWEN_SHOTS names a folder.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("CEWEN_SHOTS")
	if dir == "" {
		return
	}
	var png []byte
	b.do(chromedp.CaptureScreenshot(&png))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// Asking with the keyboard alone: focus, suggestions, an answer, a question that follows it, and what was asked before.
func TestKeyboard(t *testing.T) {
	b := newTab(t, newRig(t))
	b.do(size(1280, 800), b.open("/"), chromedp.WaitReady("#q"), chromedp.Evaluate(`document.activeElement.blur()`, nil))
	b.shot("home")
	b.do(slash(), chromedp.KeyEvent("充电桩归谁管"), chromedp.KeyEvent(kb.Enter), answers(1))
	if got := b.text(".said .head"); !strings.Contains(got, "市发展改革委(仅1家)") {
		t.Errorf("answered %q", got)
	}
	b.do(chromedp.KeyEvent("那2023年呢"), chromedp.KeyEvent(kb.Enter), answers(2))
	if got := b.text(".said .head"); !strings.Contains(got, "没有写2023年") {
		t.Errorf("the question that follows is answered %q", got)
	}
	b.do(chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.ArrowUp))
	var value string
	b.do(chromedp.Value("#q", &value))
	if value != "充电桩归谁管" {
		t.Errorf("↑↑ recalls %q", value)
	}
	b.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("城管"), chromedp.WaitVisible("#list li"))
	b.shot("suggest")
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), answers(3))
	if got := b.text(".said .answer"); !strings.Contains(got, "5条5处") {
		t.Errorf("a suggestion is answered %q", got)
	}
	b.shot("conversation")
	// The address is that of the last answer: it can be read again, with what was said before it.
	b.do(chromedp.Reload(), answers(3))
	b.do(b.open("/"), chromedp.WaitReady(".history a"))
}

// Without JavaScript everything is there: forms are forms, links are links.
func TestWithoutJavaScript(t *testing.T) {
	b := newTab(t, newRig(t))
	b.do(emulation.SetScriptExecutionDisabled(true), b.open("/"), chromedp.SetValue("#q", "充电桩归谁管"), chromedp.Submit("#ask"), chromedp.WaitReady(".said"))
	b.do(chromedp.SetValue("#q", "那2023年呢"), chromedp.Submit("#ask"), chromedp.WaitReady(".said ~ .said"))
	b.do(chromedp.Click(`.said blockquote a`), chromedp.WaitReady("mark#mark"))
	var marked string
	b.do(chromedp.Text("mark#mark", &marked, chromedp.NodeReady))
	if !strings.Contains(marked, "公共充电站总量达到300个以上") {
		t.Errorf("the quote leads to %q", marked)
	}
	b.do(b.open("/board?year=2025"), chromedp.WaitReady("h1"), b.open("/feeds"), chromedp.WaitReady("h1"))
}

// pages are those that are looked at from all sides.
func everyPage() []string {
	unit := "/unit/" + url.PathEscape("市城管局")
	return []string{"/", "/plan", "/board", "/board?year=2025&light=white", "/board?meeting=1", unit, "/feeds", "/about", "/nowhere"}
}

// On every screen from a phone to a projector nothing runs out of the window.
func TestScreens(t *testing.T) {
	r := newRig(t)
	b := newTab(t, r)
	b.do(size(390, 844), b.open("/"), chromedp.SetValue("#q", "雨水管网 充电站 老旧小区 谁负责"), chromedp.Submit("#ask"))
	b.until(`document.querySelector(".said")`)
	var at string
	b.do(chromedp.Location(&at))
	for _, path := range append(everyPage(), strings.TrimPrefix(at, r.server.URL)) {
		for _, w := range []int64{360, 768, 1920} {
			var over int
			b.do(size(w, 900), b.open(path), chromedp.WaitReady("h1, h2"), chromedp.Evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`, &over))
			if over > 0 {
				t.Errorf("%s at %d: runs out of the window by %d", path, w, over)
			}
			name, _, _ := strings.Cut(strings.Trim(path, "/"), "/")
			b.shot(fmt.Sprintf("screen-%s-%d", strings.NewReplacer("?", "-", "&", "-", "=", "-").Replace(name), w))
		}
	}
}

// The plan prints, and so does a conversation.
func TestPrint(t *testing.T) {
	b := newTab(t, newRig(t))
	for _, path := range []string{"/plan", "/board"} {
		var pdf []byte
		b.do(b.open(path), chromedp.WaitReady("h1"), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = cdpage.PrintToPDF().Do(ctx)
			return err
		}))
		if len(pdf) < 10_000 || !strings.HasPrefix(string(pdf[:5]), "%PDF") {
			t.Errorf("%s prints %d bytes", path, len(pdf))
		}
		if dir := os.Getenv("CEWEN_SHOTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, strings.Trim(path, "/")+".pdf"), pdf, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// The page in Telegram: launch data of today opens it, what is old or forged does not.
func TestMiniApp(t *testing.T) {
	r := newRig(t, func(c *Config) { c.Token, c.PublicURL = testToken, "https://cewen.example" })
	b := newTab(t, r)
	theme := url.QueryEscape(`{"bg_color":"#112233","text_color":"#eeeeee"}`)
	launch := func(data string) chromedp.Action {
		return chromedp.Tasks{chromedp.Navigate("about:blank"), b.open("/app/launch#tgWebAppData=" + url.QueryEscape(data) + "&tgWebAppVersion=9.1&tgWebAppThemeParams=" + theme)}
	}
	b.do(size(390, 844), launch(launchData(testToken, time.Now(), userFields())))
	b.until(`document.querySelector(".chat")`)
	var base, paper string
	b.do(chromedp.Evaluate(`document.body.dataset.base`, &base), chromedp.Evaluate(`document.documentElement.style.getPropertyValue("--paper")`, &paper))
	if base != "/app" || paper != "#112233" {
		t.Errorf("opened at %q in the colour %q", base, paper)
	}
	b.shot("miniapp")
	for name, data := range map[string]string{"old": launchData(testToken, time.Now().Add(-2*launchAge), userFields()), "forged": launchData("43:other", time.Now(), userFields())} {
		b.do(launch(data))
		b.until(`document.querySelector("#launch p") && document.querySelector("#launch p").textContent.includes("没有认出是从 Telegram 打开的")`)
		t.Log(name, "is refused")
	}
}

// axe-core finds nothing serious on any page, in light and in dark.
func TestAccessible(t *testing.T) {
	script, err := os.ReadFile(filepath.Join("..", ".tools", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Skip("no axe-core here: npm install --prefix .tools axe-core@4.14.1")
	}
	r := newRig(t)
	b := newTab(t, r)
	b.do(b.open("/"), chromedp.SetValue("#q", "市城管局有哪些任务"), chromedp.Submit("#ask"))
	b.until(`document.querySelector(".said")`)
	var at string
	b.do(chromedp.Location(&at))
	for _, scheme := range []string{"light", "dark"} {
		for _, path := range append(everyPage(), strings.TrimPrefix(at, r.server.URL)) {
			var found []struct {
				ID     string `json:"id"`
				Impact string `json:"impact"`
				Nodes  []struct {
					HTML    string `json:"html"`
					Summary string `json:"failureSummary"`
				} `json:"nodes"`
			}
			b.do(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}), size(1280, 900), b.open(path), chromedp.WaitReady("h1, h2"),
				chromedp.Evaluate(string(script)+"; 0", nil),
				chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations)`, &found, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, v := range found {
				if v.Impact == "serious" || v.Impact == "critical" {
					t.Errorf("%s, %s: %s (%s), %d times, such as %s\n%s", path, scheme, v.ID, v.Impact, len(v.Nodes), v.Nodes[0].HTML, v.Nodes[0].Summary)
				}
			}
			name, _, _ := strings.Cut(strings.Trim(path, "/"), "/")
			b.shot("axe-" + scheme + "-" + strings.NewReplacer("?", "-", "&", "-", "=", "-").Replace(name))
		}
	}
}

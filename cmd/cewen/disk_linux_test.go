package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"cewen/bot/bottest"
)

// The disk fills up under a running service: it says so, is not ready, and loses nothing; when there is room again everything is answered.
func TestDiskFullUnderService(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=32m"); err != nil {
		t.Skipf("a full disk is not tested here: no small file system can be mounted: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	s := bottest.New(t, func(c *bottest.Config) { c.LongPoll = time.Second })
	p := serve(t, programPath(t), []string{"CEWEN_TELEGRAM_TOKEN=" + s.Token}, "--db", filepath.Join(dir, "cewen.db"), "--telegram-api", s.URL, "--user-rate", "0")
	p.ready("/readyz")
	tr := newTraffic(s, 8, 200*time.Millisecond)
	ballast := filepath.Join(dir, "ballast")
	time.Sleep(500 * time.Millisecond)
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // to the last byte
		_, err = f.Write(make([]byte, 4096))
	}
	_ = f.Close() // it is full
	time.Sleep(2500 * time.Millisecond)
	if code, body := p.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "disk full") {
		t.Errorf("on a full disk it says %d %s", code, body)
	}
	if code, _ := p.get("/healthz"); code != http.StatusOK {
		t.Errorf("a full disk is no reason to be restarted: %d", code)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	tr.end()
	titles := clauseTitles(t)
	tr.settle(s, titles, 2*time.Minute)
	o := judge(t, s, tr, titles)
	t.Logf("%d questions: %d lost, %d repeated without a mark, %d repeated with one", o.asked, o.lost, o.bare, o.marked)
	if o.marked > 0 {
		t.Error("a full disk made something uncertain")
	}
	if _, metrics := p.get("/metrics"); !strings.Contains(metrics, `kind="full"`) {
		t.Error("the metrics do not tell of the full disk")
	}
	if t.Failed() {
		t.Log(p.logged())
	}
	p.stop()
}

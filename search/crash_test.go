package search

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// crashFolder names the folder in which a child of the tests writes until it is killed.
const crashFolder = "CEWEN_TEST_CRASH_FOLDER"

// TestCrashChild is no test of its own: it is what TestShelfSurvivesKills runs. It adds, replaces and deletes without end.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashFolder)
	if dir == "" {
		t.Skip("runs as a child only")
	}
	s, err := Open(segmenter(t), dir, "1")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("writing")
	for round := 0; ; round++ {
		for n := 0; n < 200; n += 10 {
			groups := testGroups(n, n+10)
			if err := s.Put(context.Background(), groups...); err != nil {
				t.Fatal(err)
			}
			if err := s.Delete(context.Background(), groups[round%10].Name); err != nil {
				t.Fatal(err)
			}
			if err := s.Put(context.Background(), groups[round%10], groups[(round+1)%10]); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A process that is killed while it writes leaves whole groups and the statistics of just these.
func TestShelfSurvivesKills(t *testing.T) {
	dir := t.TempDir()
	longest := 0
	for round := range 10 {
		kill(t, dir, 50*time.Millisecond+time.Duration(round)*37*time.Millisecond)
		s := openShelf(t, dir)
		var whole []Group
		for n := range 200 {
			group := testGroup(n)
			docs, ok := s.Groups()[group.Name]
			if !ok {
				continue
			}
			if docs != len(group.Docs) {
				t.Errorf("%s has %d documents, want %d", group.Name, docs, len(group.Docs))
			}
			whole = append(whole, group)
			hits, err := s.Search(t.Context(), "推进建设", 100, []string{group.Name})
			if err != nil || len(hits) != len(group.Docs) {
				t.Errorf("%s: found %v, %v", group.Name, hits, err)
			}
		}
		if len(whole) != len(s.Groups()) {
			t.Errorf("%d groups, %d of them ours", len(s.Groups()), len(whole))
		}
		same(t, s, freshAnswers(t, whole...))
		longest = max(longest, len(whole))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if longest == 0 {
		t.Error("no group was ever left: nothing was tested")
	}
}

// kill runs the child and kills it some time after it began to write.
func kill(t *testing.T, dir string, after time.Duration) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(program, "-test.run=^TestCrashChild$", "-test.v")
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	lines := bufio.NewScanner(io.TeeReader(output, &said))
	begun := false
	for !begun && lines.Scan() {
		begun = lines.Text() == "writing"
	}
	time.Sleep(after)
	if err := child.Process.Kill(); err != nil {
		t.Error(err)
	}
	if err := child.Wait(); err == nil || child.ProcessState.Exited() {
		t.Fatalf("the child ended by itself: %v\n%s", err, said.String())
	}
}

package search

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestServe(t *testing.T) {
	for name, serve := range map[string]server{"default": serve, "file": serveFile} {
		content := bytes.Repeat([]byte("县城 100 x\n"), 10_000)
		path, discard, err := serve(content)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: read %d bytes, error %v", name, len(got), err)
		}
		discard()
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%s: %s outlives its use", name, path)
		}
	}
}

func TestServeFileWithoutFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("TMPDIR is not used")
	}
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	if _, _, err := serveFile([]byte("x")); err == nil {
		t.Error("no error for a missing folder")
	}
}

// Where there are no files in memory, temporary files do, and none is left.
func TestLoadFromFiles(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	words, err := unpack(packedWords)
	if err != nil {
		t.Fatal(err)
	}
	model, err := unpack(packedModel)
	if err != nil {
		t.Fatal(err)
	}
	jieba, err := loadJieba(words, model, serveFile)
	if err != nil {
		t.Fatal(err)
	}
	defer jieba.Free()
	if got := texts((&Segmenter{jieba: jieba}).Cut("老旧小区改造")); got != "老旧|小区|改造" {
		t.Errorf("cut %q", got)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestLoadWithoutAnyFile(t *testing.T) {
	failing := func([]byte) (string, func(), error) { return "/nonexistent/words", func() {}, nil }
	if _, err := loadJieba([]byte("县城 9 x\n"), nil, failing); err == nil {
		t.Error("no error for a path that cannot be opened")
	}
}

// Loading leaves no open file behind.
func TestLoadClosesFiles(t *testing.T) {
	const folder = "/proc/self/fd"
	if _, err := os.Stat(folder); err != nil {
		t.Skip("no " + folder)
	}
	seg, err := newSegmenter()
	if err != nil {
		t.Fatal(err)
	}
	defer seg.jieba.Free()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if target, _ := os.Readlink(filepath.Join(folder, entry.Name())); strings.Contains(target, "cewen-dict") {
			t.Errorf("%s is still open", target)
		}
	}
}

// The dictionaries are in the binary: one built without paths of the source tree, and one with all libraries inside, cut words in a
// folder that has nothing else, without a folder for temporary files.
func TestBinaryFindsItsDictionaries(t *testing.T) {
	if testing.Short() {
		t.Skip("builds binaries")
	}
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere a temporary folder is needed")
	}
	for name, linking := range map[string]string{"dynamic": "-s", "static": "-linkmode external -extldflags -static"} {
		t.Run(name, func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), "search.test")
			build := exec.Command("go", "test", "-c", "-trimpath", "-ldflags", linking, "-o", binary, ".")
			build.Env = append(os.Environ(), "CGO_ENABLED=1")
			if out, err := build.CombinedOutput(); err != nil {
				if name == "static" && bytes.Contains(out, []byte("cannot find -l")) {
					t.Skip("no static libraries here")
				}
				t.Fatalf("build: %v\n%s", err, out)
			}
			run := exec.Command(binary, "-test.run", "^TestCut$")
			run.Dir = t.TempDir()
			run.Env = []string{"TMPDIR=/nonexistent"}
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("run: %v\n%s", err, out)
			}
		})
	}
}

// Command gendict derives the dictionaries in search/dict from those of the gojieba module that go.mod names.
//
// In: the module's word list and character model. Out: words.gz, the words of frequency 5 and more in byte order, each with the
// first letter of its word class (the order lets a word be found by bisection), and hmm.gz, the character model as it is.
//
// It never adds or changes a word. Run it by `go generate ./search`.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	module = "github.com/yanyiwu/gojieba"
	// minFrequency drops names and rare compounds seen fewer than five times in the corpus that the list was counted on: two thirds of
	// the words and half of the memory, and retrieval gets no worse, because bigrams cover what the words lose.
	minFrequency = 5
)

func main() {
	os.Exit(run(os.Args[1:], os.Stderr))
}

func run(args []string, stderr io.Writer) int {
	out := "dict"
	if len(args) > 0 {
		out = args[0]
	}
	if err := generate(out); err != nil {
		fmt.Fprintln(stderr, "gendict:", err)
		return 1
	}
	return 0
}

func generate(out string) error {
	source, err := sourceDir()
	if err != nil {
		return err
	}
	words, err := reduce(filepath.Join(source, "jieba.dict.utf8"))
	if err != nil {
		return err
	}
	hmm, err := os.ReadFile(filepath.Join(source, "hmm_model.utf8"))
	if err != nil {
		return fmt.Errorf("read character model: %w", err)
	}
	for name, data := range map[string][]byte{"words.gz": words, "hmm.gz": hmm} {
		packed, err := pack(data)
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(out, name), packed, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

func sourceDir() (string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", fmt.Errorf("find module %s: %w", module, err)
	}
	if len(bytes.TrimSpace(dir)) == 0 {
		return "", fmt.Errorf("find module %s: not downloaded", module)
	}
	return filepath.Join(strings.TrimSpace(string(dir)), "deps", "cppjieba", "dict"), nil
}

// reduce reads a word list ("词 频率 词性" a line) and returns the frequent words, sorted.
func reduce(path string) (_ []byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open word list: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()

	var lines []string
	scanner := bufio.NewScanner(file)
	for n := 1; scanner.Scan(); n++ {
		fields := strings.Split(scanner.Text(), " ")
		if len(fields) != 3 {
			return nil, fmt.Errorf("word list line %d: %d fields, want 3", n, len(fields))
		}
		frequency, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("word list line %d: %w", n, err)
		}
		if frequency >= minFrequency {
			lines = append(lines, fields[0]+" "+fields[1]+" "+fields[2][:1]+"\n")
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read word list: %w", err)
	}
	// A word ends at the space, which sorts before every byte of a word: the order of the lines is the order of the words.
	slices.Sort(lines)
	return []byte(strings.Join(lines, "")), nil
}

func pack(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

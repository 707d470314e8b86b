package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// rankingSet is a folder of passages.jsonl, queries.jsonl and qrels.tsv, read and checked.
type rankingSet struct {
	passages []rankingText
	queries  []rankingText
	relevant map[string]map[string]bool // query → passages
}

type rankingText struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func readRanking(dir string) (set rankingSet, err error) {
	if set.passages, err = readTexts(filepath.Join(dir, "passages.jsonl")); err != nil {
		return rankingSet{}, err
	}
	if set.queries, err = readTexts(filepath.Join(dir, "queries.jsonl")); err != nil {
		return rankingSet{}, err
	}
	if set.relevant, err = readRelevance(filepath.Join(dir, "qrels.tsv")); err != nil {
		return rankingSet{}, err
	}
	known := map[string]bool{}
	for _, passage := range set.passages {
		known[passage.ID] = true
	}
	for _, query := range set.queries {
		if len(set.relevant[query.ID]) == 0 {
			return rankingSet{}, fmt.Errorf("qrels.tsv: query %q has no relevant passage", query.ID)
		}
		for id := range set.relevant[query.ID] {
			if !known[id] {
				return rankingSet{}, fmt.Errorf("qrels.tsv: query %q: passage %q is not in passages.jsonl", query.ID, id)
			}
		}
	}
	return set, nil
}

func readTexts(path string) ([]rankingText, error) {
	var texts []rankingText
	seen := map[string]bool{}
	err := readLines(path, func(line []byte) error {
		var text rankingText
		if err := json.Unmarshal(line, &text); err != nil {
			return err
		}
		if text.ID == "" {
			return errors.New("no id")
		}
		if seen[text.ID] {
			return fmt.Errorf("id %q is there twice", text.ID)
		}
		seen[text.ID] = true
		texts = append(texts, text)
		return nil
	})
	if err == nil && len(texts) == 0 {
		err = fmt.Errorf("%s: empty", filepath.Base(path))
	}
	return texts, err
}

func readRelevance(path string) (map[string]map[string]bool, error) {
	relevant := map[string]map[string]bool{}
	err := readLines(path, func(line []byte) error {
		fields := strings.Split(string(line), "\t")
		if len(fields) != 3 {
			return fmt.Errorf("%d columns, want query, passage, 1", len(fields))
		}
		if fields[2] == "0" {
			return nil
		}
		if relevant[fields[0]] == nil {
			relevant[fields[0]] = map[string]bool{}
		}
		relevant[fields[0]][fields[1]] = true
		return nil
	})
	return relevant, err
}

// readLines hands each line that is not blank to read, and says in which line of which file an error is.
func readLines(path string, read func(line []byte) error) (err error) {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 {
			if err := read(trimmed); err != nil {
				return fmt.Errorf("%s line %d: %w", filepath.Base(path), n, err)
			}
		}
		if err != nil {
			return nil
		}
	}
}

package search

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"os"

	"github.com/yanyiwu/gojieba"
)

//go:generate go run ./internal/gendict dict

//go:embed dict/words.gz
var packedWords []byte

//go:embed dict/hmm.gz
var packedModel []byte

// What gojieba reads besides, and this room does not use: its keyword extractor must find one line in each of the last two.
const (
	ownWords    = "云计算\n区块链 10 x\n"
	inverseFreq = "的 1\n"
	extractStop = "的\n"
)

// loadJieba hands gojieba its five files, in its order. They come out of the binary, because gojieba looks for them beside its source,
// which a program built with -trimpath does not know and an image does not have. Once it has returned, the files are gone.
func loadJieba(words, model []byte, serve server) (_ *gojieba.Jieba, err error) {
	var paths []string
	for _, content := range [][]byte{words, model, []byte(ownWords), []byte(inverseFreq), []byte(extractStop)} {
		path, discard, err := serve(content)
		if err != nil {
			return nil, fmt.Errorf("serve a dictionary: %w", err)
		}
		defer discard()
		// gojieba panics, and the library below it aborts, on a path it cannot open: find that out before.
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("serve a dictionary: %w", err)
		}
		if err := file.Close(); err != nil {
			return nil, fmt.Errorf("serve a dictionary: %w", err)
		}
		paths = append(paths, path)
	}
	jieba := gojieba.NewJieba(paths...)
	gojieba.Trim() // loading copies the word list twice; hand that memory back now
	return jieba, nil
}

// server puts content where the library can read it by a path, until it is discarded.
type server func(content []byte) (path string, discard func(), err error)

// serveFile puts content where the library can read it by a path, in a temporary file.
func serveFile(content []byte) (path string, discard func(), err error) {
	file, err := os.CreateTemp("", "cewen-dict-*")
	if err != nil {
		return "", nil, err
	}
	discard = func() { _ = os.Remove(file.Name()) }
	if _, err := file.Write(content); err != nil {
		_ = file.Close()
		discard()
		return "", nil, err
	}
	if err := file.Close(); err != nil {
		discard()
		return "", nil, err
	}
	return file.Name(), discard, nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

package lexicon

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"
)

//go:embed data/*.txt
var embedded embed.FS

// Lexicon (词库) holds the data files in the form that the finders use. It is immutable and safe for concurrent use.
type Lexicon struct {
	units    unitTable
	places   placeTable
	synonyms synonymTable
	stops    stopTable
	cues     cueTable
	measures measureTable
}

// Default returns the lexicon of the embedded data, read on the first call. It panics only where the program was built with broken data;
// TestDefault guards that.
func Default() *Lexicon { return defaultLexicon() }

var defaultLexicon = sync.OnceValue(func() *Lexicon {
	l, err := Load(dataFS())
	if err != nil {
		panic(err)
	}
	return l
})

// Load reads units.txt, places.txt, synonyms.txt, stop.txt, cues.txt and measures.txt from fsys. A mistake in the data is an error that names
// file and line.
func Load(fsys fs.FS) (*Lexicon, error) {
	l := new(Lexicon)
	for _, part := range []struct {
		file string
		read func([]line) error
	}{
		{"places.txt", l.places.read},
		{"units.txt", l.units.read},
		{"synonyms.txt", l.synonyms.read},
		{"stop.txt", l.stops.read},
		{"cues.txt", l.cues.read},
		{"measures.txt", l.measures.read},
	} {
		lines, err := readLines(fsys, part.file)
		if err != nil {
			return nil, fmt.Errorf("load lexicon: %w", err)
		}
		if len(lines) == 0 {
			return nil, fmt.Errorf("load lexicon: %s: no data", part.file)
		}
		if err := part.read(lines); err != nil {
			return nil, fmt.Errorf("load lexicon: %w", err)
		}
	}
	l.units.finish(&l.places)
	return l, nil
}

func dataFS() fs.FS {
	fsys, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // only for a name that is no valid path
	}
	return fsys
}

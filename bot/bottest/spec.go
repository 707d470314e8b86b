package bottest

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed spec.jsonl
var specLines []byte

// spec is what the Bot API takes.
type spec struct {
	methods map[string]*method // by name in lower case: Telegram does not mind the case
	types   map[string]*objectType
}

type method struct {
	name    string
	message bool // it sends or edits messages
	fields  map[string]field
}

type objectType struct {
	name     string
	fields   map[string]field
	subtypes []string // when it is one of these
}

type field struct {
	kinds    []kind // one of them
	required bool
}

// kind is a type's name within depth arrays.
type kind struct {
	depth int
	name  string
}

// specLine is a line of spec.jsonl. A field is its types, as in "Integer|String!"; "!" marks the required, "[]" an array.
type specLine struct {
	Method   string            `json:"method,omitempty"`
	Type     string            `json:"type,omitempty"`
	Returns  string            `json:"returns,omitempty"`
	Fields   map[string]string `json:"fields"`
	Subtypes []string          `json:"subtypes,omitempty"`
}

var theSpec = sync.OnceValue(func() *spec {
	sp, err := readSpec(specLines)
	if err != nil {
		panic(err)
	}
	return sp
})

func readSpec(lines []byte) (*spec, error) {
	sp := &spec{methods: map[string]*method{}, types: map[string]*objectType{}}
	scan := bufio.NewScanner(bytes.NewReader(lines))
	scan.Buffer(nil, 1<<20)
	for n := 1; scan.Scan(); n++ {
		var line specLine
		if err := json.Unmarshal(scan.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("bottest: read spec, line %d: %w", n, err)
		}
		fields := map[string]field{}
		for name, text := range line.Fields {
			fields[name] = readField(text)
		}
		if line.Type != "" {
			sp.types[line.Type] = &objectType{line.Type, fields, line.Subtypes}
			continue
		}
		sp.methods[strings.ToLower(line.Method)] = &method{line.Method, sendsMessages(line), fields}
	}
	return sp, scan.Err()
}

func readField(text string) field {
	text, required := strings.CutSuffix(text, "!")
	f := field{required: required}
	for name := range strings.SplitSeq(text, "|") {
		k := kind{}
		for strings.HasPrefix(name, "[]") {
			name, k.depth = name[2:], k.depth+1
		}
		k.name = name
		f.kinds = append(f.kinds, k)
	}
	return f
}

// sendsMessages tells what the flood limits count: not sendChatAction, which returns a Boolean, nor getters that return a Message.
func sendsMessages(line specLine) bool {
	if !strings.Contains(line.Returns, "Message") {
		return false
	}
	for _, verb := range []string{"send", "edit", "forward", "copy"} {
		if strings.HasPrefix(line.Method, verb) {
			return true
		}
	}
	return false
}

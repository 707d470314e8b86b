package bottest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var fullSpec = flag.String("spec", "", "a bot_api_spec.json to reduce to spec.jsonl")

// What the server leans on is there, and every type that is named is described.
func TestSpecIsClosed(t *testing.T) {
	sp, err := readSpec(specLines)
	if err != nil {
		t.Fatal(err)
	}
	if len(specLines) > 100_000 || len(sp.methods) != 180 || len(sp.types) != 121 {
		t.Errorf("%d bytes, %d methods, %d types", len(specLines), len(sp.methods), len(sp.types))
	}
	lines := strings.Split(strings.TrimSpace(string(specLines)), "\n")
	if !slices.IsSorted(lines) {
		t.Error("spec.jsonl is not sorted")
	}
	known := func(owner string, fields map[string]field) {
		for name, f := range fields {
			for _, k := range f.kinds {
				if _, ok := sp.types[k.name]; !ok && !slices.Contains([]string{"Integer", "Float", "Boolean", "String"}, k.name) {
					t.Errorf("%s.%s: unknown type %q", owner, name, k.name)
				}
			}
		}
	}
	for _, m := range sp.methods {
		known(m.name, m.fields)
	}
	for _, o := range sp.types {
		known(o.name, o.fields)
		for _, sub := range o.subtypes {
			if sp.types[sub] == nil {
				t.Errorf("%s: unknown subtype %q", o.name, sub)
			}
		}
	}
	for name := range served {
		if sp.methods[strings.ToLower(name)] == nil {
			t.Errorf("%s is served but not in the spec", name)
		}
	}
	for name, want := range map[string]bool{"sendMessage": true, "editMessageText": true, "copyMessage": true, "sendChatAction": false, "deleteMessage": false} {
		if got := sp.methods[strings.ToLower(name)].message; got != want {
			t.Errorf("%s counts as a message: %v", name, got)
		}
	}
}

// TestReduceSpec writes spec.jsonl: go test ./bot/bottest -run TestReduceSpec -spec FILE, where FILE holds
// {"methods":{name:{"returns":[…],"fields":{name:{"t":[types],"r":required}}}},"types":{name:{"fields":…,"subtypes":[…]}}}.
func TestReduceSpec(t *testing.T) {
	if *fullSpec == "" {
		t.Skip("no -spec")
	}
	data, err := os.ReadFile(*fullSpec)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reduceSpec(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("spec.jsonl", got, 0o644); err != nil {
		t.Fatal(err)
	}
}

type fullEntry struct {
	Returns  []string `json:"returns"`
	Subtypes []string `json:"subtypes"`
	Fields   map[string]struct {
		T []string `json:"t"`
		R bool     `json:"r"`
	} `json:"fields"`
}

// reduceSpec keeps the methods and the types that a parameter can reach.
func reduceSpec(data []byte) ([]byte, error) {
	var full struct{ Methods, Types map[string]fullEntry }
	if err := json.Unmarshal(data, &full); err != nil {
		return nil, err
	}
	short := func(names []string) string {
		return strings.ReplaceAll(strings.Join(names, "|"), "Array of ", "[]")
	}
	reached := map[string]bool{}
	var reach func(name string)
	reachAll := func(e fullEntry) map[string]string {
		fields := map[string]string{}
		for name, f := range e.Fields {
			fields[name] = short(f.T)
			if f.R {
				fields[name] += "!"
			}
			for _, kind := range f.T {
				reach(strings.ReplaceAll(kind, "Array of ", ""))
			}
		}
		for _, name := range e.Subtypes {
			reach(name)
		}
		return fields
	}
	var lines [][]byte
	add := func(line specLine) error {
		text, err := json.Marshal(line)
		lines = append(lines, text)
		return err
	}
	var failed error
	reach = func(name string) {
		if e, ok := full.Types[name]; ok && !reached[name] {
			reached[name] = true
			slices.Sort(e.Subtypes)
			if err := add(specLine{Type: name, Fields: reachAll(e), Subtypes: e.Subtypes}); err != nil {
				failed = err
			}
		}
	}
	for name, e := range full.Methods {
		if err := add(specLine{Method: name, Returns: short(e.Returns), Fields: reachAll(e)}); err != nil {
			failed = err
		}
	}
	slices.SortFunc(lines, bytes.Compare)
	return append(bytes.Join(lines, []byte("\n")), '\n'), failed
}

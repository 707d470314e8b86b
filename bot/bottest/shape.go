package bottest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// problem is what is wrong with a call. Where Telegram refuses it, refused is Telegram's description; where it is empty, Telegram lets it pass.
type problem struct {
	reason  string
	refused string
}

// checkShape compares a call with the spec: no unknown fields, none missing, each of its type, down through nested objects.
func (sp *spec) checkShape(m *method, in request) []problem {
	var found []problem
	attached := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(in.values)) {
		f, ok := m.fields[name]
		if !ok {
			found = append(found, problem{reason: fmt.Sprintf("unknown field %q", name)})
			continue
		}
		found = append(found, sp.checkField(name, f, in.values[name], attached)...)
	}
	for _, name := range slices.Sorted(maps.Keys(in.files)) {
		if f, ok := m.fields[name]; ok && !slices.ContainsFunc(f.kinds, func(k kind) bool { return k.name == "InputFile" }) {
			found = append(found, problem{name + " must not be a file", typeRefused(name, f.kinds[0])})
		} else if !ok && !attached[name] {
			found = append(found, problem{reason: fmt.Sprintf("file %q is no field and nothing attaches it", name)})
		}
	}
	for name := range attached {
		if _, ok := in.files[name]; !ok {
			found = append(found, problem{"attach://" + name + " has no file", "wrong file identifier/HTTP URL specified"})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.fields)) {
		_, asValue := in.values[name]
		_, asFile := in.files[name]
		if m.fields[name].required && !asValue && !asFile {
			found = append(found, problem{fmt.Sprintf("required field %q is missing", name), missingRefused(name)})
		}
	}
	return found
}

// missingRefused is how Telegram says that a parameter is missing.
func missingRefused(name string) string {
	switch name {
	case "chat_id":
		return "chat_id is empty"
	case "text":
		return "message text is empty"
	case "document":
		return "there is no document in the request"
	}
	return fmt.Sprintf("parameter %q is required", name)
}

func typeRefused(name string, k kind) string {
	return fmt.Sprintf("field %q must be of type %s", name, k)
}

func (k kind) String() string { return strings.Repeat("Array of ", k.depth) + k.name }

// checkField tries the types that a field may have and reports the one that fits best.
func (sp *spec) checkField(name string, f field, v value, attached map[string]bool) []problem {
	var best []problem
	for i, k := range f.kinds {
		found := sp.checkText(name, k, v, attached)
		if i == 0 || len(found) < len(best) {
			best = found
		}
	}
	return best
}

// checkText checks a value that came as text: in forms, everything; in JSON bodies, scalars.
func (sp *spec) checkText(name string, k kind, v value, attached map[string]bool) []problem {
	wrong := []problem{{fmt.Sprintf("field %q must be of type %s, not %.40q", name, k, v.text), typeRefused(name, k)}}
	if k.depth == 0 {
		var fits bool
		switch k.name {
		case "Integer":
			_, err := strconv.ParseInt(v.text, 10, 64)
			fits = err == nil && v.json != '"'
		case "Float":
			_, err := strconv.ParseFloat(v.text, 64)
			fits = err == nil && v.json != '"'
		case "Boolean":
			// Telegram takes anything for false that it does not take for true, so that a wrong one goes unnoticed there.
			fits = (v.text == "true" || v.text == "false") && v.json != '"'
		case "String":
			fits = v.json == 0 || v.json == '"'
		case "InputFile":
			// A file itself is a part of the form. As a text it is no InputFile, but a reference to one.
			if id, ok := strings.CutPrefix(v.text, "attach://"); ok {
				attached[id], fits = true, true
			}
		default:
			return sp.checkJSON(name, k, v.text, attached, wrong)
		}
		if fits {
			return nil
		}
		return wrong
	}
	return sp.checkJSON(name, k, v.text, attached, wrong)
}

func (sp *spec) checkJSON(name string, k kind, text string, attached map[string]bool, wrong []problem) []problem {
	if text == "" {
		return []problem{{reason: fmt.Sprintf("field %q is empty", name)}}
	}
	v, err := decode(text)
	if err != nil {
		return []problem{{fmt.Sprintf("field %q is no JSON: %v", name, err), fmt.Sprintf("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))}}
	}
	if v == nil {
		return wrong
	}
	return sp.checkValue(name, k, v, attached)
}

// decode reads one JSON value, numbers kept as they are written.
func decode(text string) (any, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one value")
	}
	return v, nil
}

func (sp *spec) checkValue(path string, k kind, v any, attached map[string]bool) []problem {
	wrong := []problem{{fmt.Sprintf("%s must be of type %s", path, k), typeRefused(path[strings.LastIndexByte(path, '.')+1:], k)}}
	if k.depth > 0 {
		list, ok := v.([]any)
		if !ok {
			return wrong
		}
		var found []problem
		for i, element := range list {
			found = append(found, sp.checkValue(fmt.Sprintf("%s[%d]", path, i), kind{k.depth - 1, k.name}, element, attached)...)
		}
		return found
	}
	fits := false
	switch k.name {
	case "Integer":
		n, ok := v.(json.Number)
		if ok {
			_, err := strconv.ParseInt(n.String(), 10, 64)
			fits = err == nil
		}
	case "Float":
		_, fits = v.(json.Number)
	case "Boolean":
		_, fits = v.(bool)
	case "String", "InputFile":
		var text string
		if text, fits = v.(string); fits {
			if id, ok := strings.CutPrefix(text, "attach://"); ok {
				attached[id] = true
			}
		}
	default:
		if object, ok := v.(map[string]any); ok {
			return sp.checkObject(path, k.name, object, attached)
		}
		// A KeyboardButton that is nothing but a text may be written as that text.
		_, text := v.(string)
		fits = text && k.name == "KeyboardButton"
	}
	if fits {
		return nil
	}
	return wrong
}

func (sp *spec) checkObject(path, name string, v map[string]any, attached map[string]bool) []problem {
	o := sp.types[name]
	if len(o.subtypes) > 0 {
		return sp.checkVariant(path, o, v, attached)
	}
	var found []problem
	for _, key := range slices.Sorted(maps.Keys(v)) {
		f, ok := o.fields[key]
		switch {
		case !ok:
			found = append(found, problem{reason: fmt.Sprintf("%s: %s has no field %q", path, name, key)})
		case v[key] == nil: // as if it were not there
		default:
			var best []problem
			for i, k := range f.kinds {
				if p := sp.checkValue(path+"."+key, k, v[key], attached); i == 0 || len(p) < len(best) {
					best = p
				}
			}
			found = append(found, best...)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(o.fields)) {
		if o.fields[key].required && v[key] == nil {
			found = append(found, problem{fmt.Sprintf("%s: %s needs %q", path, name, key), fmt.Sprintf("can't find field %q", key)})
		}
	}
	return found
}

// checkVariant finds the subtype that is meant: by its "type" or "source", which is the subtype's name without what the subtypes share
// (all_private_chats → BotCommandScopeAllPrivateChats), and where that leaves several, the one that fits best.
func (sp *spec) checkVariant(path string, o *objectType, v map[string]any, attached map[string]bool) []problem {
	tag, ok := v["source"].(string)
	if !ok {
		tag, _ = v["type"].(string)
	}
	tag = strings.ReplaceAll(tag, "_", "")
	var best []problem
	tried := false
	for _, name := range o.subtypes {
		rest := strings.TrimPrefix(strings.TrimPrefix(name, o.name), "Cached")
		if tag != "" && !strings.EqualFold(rest, tag) {
			continue
		}
		if found := sp.checkObject(path, name, v, attached); !tried || len(found) < len(best) {
			best, tried = found, true
		}
	}
	if !tried {
		return []problem{{fmt.Sprintf("%s: no %s of type %q", path, o.name, tag), fmt.Sprintf("unsupported type of %s", o.name)}}
	}
	return best
}

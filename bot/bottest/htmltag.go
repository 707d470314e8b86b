package bottest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// openTag is a start tag whose end has not come yet.
type openTag struct {
	name       string
	argument   string // href, language, emoji-id, format
	unix       string
	expandable bool
	at, from   int // where its text begins: in UTF-16 units, and in bytes of the plain text
}

// tagAttributes are the documented tags with their documented attributes.
var tagAttributes = map[string][]string{
	"b": nil, "strong": nil, "i": nil, "em": nil, "u": nil, "ins": nil, "s": nil, "strike": nil, "del": nil, "tg-spoiler": nil, "pre": nil,
	"span": {"class"}, "a": {"href"}, "tg-emoji": {"emoji-id"}, "code": {"class"}, "blockquote": {"expandable"}, "tg-time": {"unix", "format"},
}

func isTagSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0 || c == '\v'
}

func (p *htmlParser) skipSpace() {
	for p.pos < len(p.src) && p.at(p.pos) != 0 && isTagSpace(p.at(p.pos)) {
		p.pos++
	}
}

func (p *htmlParser) tag() error {
	if p.at(p.pos+1) == '/' {
		return p.endTag()
	}
	begin := p.pos
	p.pos++
	for !isTagSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	if p.at(p.pos) == 0 {
		return entityErrorf("Unclosed start tag at byte offset %d", begin)
	}
	written := p.src[begin+1 : p.pos]
	t := openTag{name: strings.ToLower(written), at: p.units, from: p.out.Len()}
	known, ok := tagAttributes[t.name]
	if !ok {
		return entityErrorf("Unsupported start tag %q at byte offset %d", t.name, begin)
	}
	if t.name != written {
		p.doubt("tag <%s> is not in lower case", written)
	}
	spoiler := false
	for p.at(p.pos) != '>' {
		p.skipSpace()
		if p.at(p.pos) == '>' {
			break
		}
		name, text, bare, err := p.attribute(t.name, begin)
		if err != nil {
			return err
		}
		if !slices.Contains(known, name) || bare != (name == "expandable") {
			p.doubt("attribute %q of <%s> is not documented so", name, t.name)
		}
		switch {
		case name == "expandable" && t.name == "blockquote":
			t.expandable = true
		case name == "class" && t.name == "span":
			spoiler = text == "tg-spoiler"
		case name == "class" && t.name == "code":
			t.argument, _ = strings.CutPrefix(text, "language-")
			if t.argument == text {
				p.doubt("class %q of <code> does not begin with language-", text)
				t.argument = ""
			}
		case name == "href" && t.name == "a", name == "emoji-id" && t.name == "tg-emoji", name == "format" && t.name == "tg-time":
			t.argument = text
		case name == "unix" && t.name == "tg-time":
			t.unix = text
		}
	}
	p.pos++
	if t.name == "span" && !spoiler {
		return entityErrorf("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	p.checkNesting(t)
	p.open = append(p.open, t)
	return nil
}

// attribute reads one attribute; bare is one without a value.
func (p *htmlParser) attribute(tag string, begin int) (name, text string, bare bool, err error) {
	start := p.pos
	for c := p.at(p.pos); !isTagSpace(c) && !strings.ContainsRune(`=>/"'`, rune(c)); c = p.at(p.pos) {
		p.pos++
	}
	name = p.src[start:p.pos]
	if name == "" {
		return "", "", false, entityErrorf("Empty attribute name in the tag %q at byte offset %d", tag, begin)
	}
	p.skipSpace()
	if p.at(p.pos) != '=' {
		if p.at(p.pos) == 0 {
			return "", "", false, entityErrorf("Unclosed start tag %q at byte offset %d", tag, begin)
		}
		return name, "", true, nil
	}
	p.pos++
	p.skipSpace()
	quote := p.at(p.pos)
	if quote != '"' && quote != '\'' {
		start = p.pos
		for c := p.at(p.pos); c == '.' || c == '-' || c != '_' && isName(c); c = p.at(p.pos) {
			p.pos++
		}
		if c := p.at(p.pos); c != '>' && !isTagSpace(c) {
			return "", "", false, entityErrorf("Unexpected end of name token at byte offset %d", start)
		}
		p.doubt("the value of %s in <%s> is not quoted", name, tag)
		text = strings.ToLower(p.src[start:p.pos])
	} else if text, err = p.quoted(quote); err != nil {
		return "", "", false, err
	}
	if p.at(p.pos) == 0 {
		return "", "", false, entityErrorf("Unclosed start tag at byte offset %d", begin)
	}
	return name, text, false, nil
}

func (p *htmlParser) quoted(quote byte) (string, error) {
	var out strings.Builder
	p.pos++
	for p.pos < len(p.src) && p.at(p.pos) != quote && p.at(p.pos) != 0 {
		if p.at(p.pos) == '&' {
			if r, end := p.reference(p.pos); end > 0 {
				if r >= 0xd800 && r <= 0xdfff {
					return "", entityError("Text must be encoded in UTF-8")
				}
				out.WriteRune(r)
				p.pos = end
				continue
			}
		}
		out.WriteByte(p.at(p.pos))
		p.pos++
	}
	if p.at(p.pos) == quote {
		p.pos++
	}
	return out.String(), nil
}

func (p *htmlParser) endTag() error {
	begin := p.pos
	if len(p.open) == 0 {
		return entityErrorf("Unexpected end tag at byte offset %d", begin)
	}
	for !isTagSpace(p.at(p.pos)) && p.at(p.pos) != '>' {
		p.pos++
	}
	name := strings.ToLower(p.src[begin+2 : p.pos])
	p.skipSpace()
	if p.at(p.pos) != '>' {
		return entityErrorf("Unclosed end tag at byte offset %d", begin)
	}
	p.pos++
	t := p.open[len(p.open)-1]
	if name != "" && name != t.name {
		return entityErrorf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, t.name, name)
	}
	if name == "" {
		p.doubt("</> at byte offset %d has no name", begin)
	}
	p.open = p.open[:len(p.open)-1]
	if p.units == t.at {
		return nil
	}
	return p.add(t)
}

var dateFormat = regexp.MustCompile(`^([rR]|[tTdDwW]*)$`)

// add makes an entity of a tag that has ended.
func (p *htmlParser) add(t openTag) error {
	e := Entity{Offset: t.at, Length: p.units - t.at}
	switch t.name {
	case "b", "strong":
		e.Type = "bold"
	case "i", "em":
		e.Type = "italic"
	case "u", "ins":
		e.Type = "underline"
	case "s", "strike", "del":
		e.Type = "strikethrough"
	case "span", "tg-spoiler":
		e.Type = "spoiler"
	case "blockquote":
		e.Type = "blockquote"
		if t.expandable {
			e.Type = "expandable_blockquote"
		}
	case "tg-emoji":
		id, err := strconv.ParseInt(t.argument, 10, 64)
		if err != nil || id == 0 {
			return entityError("Invalid custom emoji identifier specified")
		}
		e.Type, e.CustomEmojiID = "custom_emoji", strconv.FormatInt(id, 10)
	case "tg-time":
		if !dateFormat.MatchString(t.argument) {
			return entityError("Invalid date format used")
		}
		unix, err := strconv.ParseInt(t.unix, 10, 32)
		if err != nil || unix <= 0 {
			p.doubt("<tg-time> needs unix, seconds since 1970, not %q", t.unix)
			return nil
		}
		e.Type, e.UnixTime, e.DateTimeFormat = "date_time", unix, t.argument
	case "a":
		return p.addLink(t, e)
	case "code":
		e.Type, e.Language = "code", t.argument
	case "pre":
		return p.addPre(e)
	}
	if e.Type == "code" && e.Language != "" && (len(p.open) == 0 || p.open[len(p.open)-1].name != "pre") {
		p.doubt("the class of <code> counts only directly in <pre>")
		e.Language = ""
	}
	p.entities = append(p.entities, e)
	return nil
}

func (p *htmlParser) addLink(t openTag, e Entity) error {
	if t.argument == "" {
		p.doubt("<a> has no href")
		t.argument = p.out.String()[t.from:]
	}
	if id, ok := linkedUser(t.argument); ok {
		e.Type, e.User = "text_mention", &User{ID: id}
	} else if link, ok := checkedLink(t.argument); ok {
		e.Type, e.URL = "text_link", link
	} else {
		p.doubt("href %q is no link that Telegram takes: shown as plain text", t.argument)
		return nil
	}
	p.entities = append(p.entities, e)
	return nil
}

// addPre takes a <code class="language-…"> that fills the <pre> into it.
func (p *htmlParser) addPre(e Entity) error {
	e.Type = "pre"
	n := len(p.entities) - 1
	if n >= 0 && p.entities[n].Type == "code" && p.entities[n].Language != "" && p.entities[n].Offset == e.Offset && p.entities[n].Length == e.Length {
		e.Language = p.entities[n].Language
		p.entities[n] = e
		return nil
	}
	for i := range p.entities {
		if in := &p.entities[i]; in.Type == "code" && in.Offset >= e.Offset {
			p.doubt("<code> in <pre> must fill it and have a class language-…")
			in.Language = ""
		}
	}
	p.entities = append(p.entities, e)
	return nil
}

// checkNesting doubts what the documentation forbids. Telegram drops or splits such entities.
func (p *htmlParser) checkNesting(t openTag) {
	for i, outer := range p.open {
		directly := i == len(p.open)-1
		inner := tagClass(t.name)
		switch class := tagClass(outer.name); {
		case outer.name == "pre" && t.name == "code" && directly: // judged by addPre
		case class == "fixed":
			p.doubt("<%s> in <%s>, which can't hold entities", t.name, outer.name)
		case inner == "fixed" && class != "quote":
			p.doubt("<%s> in <%s>: it can stand in a blockquote only", t.name, outer.name)
		case inner == "quote" && class == "quote":
			p.doubt("blockquotes can't be nested")
		case class == "link" && (inner == "link" || inner == "quote"):
			p.doubt("<%s> can't stand in <%s>", t.name, outer.name)
		}
	}
}

func tagClass(name string) string {
	switch name {
	case "pre", "code", "tg-time":
		return "fixed"
	case "a", "tg-emoji":
		return "link"
	case "blockquote":
		return "quote"
	}
	return "style"
}

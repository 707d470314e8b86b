package bottest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// covers prints entities with the text that they cover, cut out in UTF-16.
func covers(f Formatted) string {
	text := utf16.Encode([]rune(f.Text))
	var out []string
	for _, e := range f.Entities {
		more := e.URL + e.Language + e.CustomEmojiID + e.DateTimeFormat
		if e.User != nil {
			more = fmt.Sprint(e.User.ID)
		}
		if more != "" {
			more = "=" + more
		}
		out = append(out, e.Type+more+":"+string(utf16.Decode(text[e.Offset:e.Offset+e.Length])))
	}
	return strings.Join(out, " ")
}

func TestParseHTML(t *testing.T) {
	for _, test := range []struct{ source, text, entities, doubt, fails string }{
		{source: "雨水管网", text: "雨水管网"},
		{source: "<b>责任</b> <i>x</i>", text: "责任 x", entities: "bold:责任 italic:x"},
		{source: "😀<b>汉</b>", text: "😀汉", entities: "bold:汉"},
		{source: "<strong>a</strong><em>b</em><u>c</u><ins>d</ins><s>e</s><strike>f</strike><del>g</del>", text: "abcdefg",
			entities: "bold:a italic:b underline:c underline:d strikethrough:e strikethrough:f strikethrough:g"},
		{source: `<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>`, text: "ab", entities: "spoiler:a spoiler:b"},
		{source: `<a href="https://example.com/?a=1&amp;b=2">x</a>`, text: "x", entities: "text_link=https://example.com/?a=1&b=2:x"},
		{source: `<a href='tg://user?id=42'>x</a>`, text: "x", entities: "text_mention=42:x"},
		{source: `<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>`, text: "👍", entities: "custom_emoji=5368324170671202286:👍"},
		{source: `<tg-time unix="1647531900" format="wDT">晚上</tg-time>`, text: "晚上", entities: "date_time=wDT:晚上"},
		{source: "<code>x</code><pre>y</pre>", text: "xy", entities: "code:x pre:y"},
		{source: `<pre><code class="language-go">x := 1</code></pre>`, text: "x := 1", entities: "pre=go:x := 1"},
		{source: "<blockquote>a <b>b</b></blockquote>", text: "a b", entities: "blockquote:a b bold:b"},
		{source: "<blockquote expandable>a</blockquote>", text: "a", entities: "expandable_blockquote:a"},
		{source: `<blockquote><code>x</code><a href="http://t.me/x">y</a></blockquote>`, text: "xy",
			entities: "blockquote:xy code:x text_link=http://t.me/x:y"},
		{source: "<b><i>x</i></b>", text: "x", entities: "bold:x italic:x"},
		{source: "<b></b>x", text: "x"},
		{source: "&lt;b&gt; &amp;amp; &quot;&#20020;&#x4e34;", text: `<b> &amp; "临临`},

		{source: "a < b", fails: `Unsupported start tag "" at byte offset 2`},
		{source: "1<2", fails: "Unclosed start tag at byte offset 1"},
		{source: "<p>x</p>", fails: `Unsupported start tag "p" at byte offset 0`},
		{source: "x<br/>", fails: `Unsupported start tag "br/" at byte offset 1`},
		{source: "<!-- x -->", fails: `Unsupported start tag "!--" at byte offset 0`},
		{source: "<b>x", fails: `Can't find end tag corresponding to start tag "b"`},
		{source: "<b", fails: "Unclosed start tag at byte offset 0"},
		{source: "x</b>", fails: "Unexpected end tag at byte offset 1"},
		{source: "<b>x</b", fails: "Unclosed end tag at byte offset 4"},
		{source: "<b><i>x</b></i>", fails: `Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{source: "<span>x</span>", fails: `Tag "span" must have class "tg-spoiler" at byte offset 0`},
		{source: `<a href="x`, fails: "Unclosed start tag at byte offset 0"},
		{source: `<a href=http://x.y>x</a>`, fails: "Unexpected end of name token at byte offset 8"},
		{source: `<a ="x">x</a>`, fails: `Empty attribute name in the tag "a" at byte offset 0`},
		{source: `<a href x`, fails: `Unclosed start tag "a" at byte offset 0`},
		{source: `<a href`, fails: `Unclosed start tag "a" at byte offset 0`},
		{source: `<tg-emoji emoji-id="x">👍</tg-emoji>`, fails: "Invalid custom emoji identifier specified"},
		{source: `<tg-time unix="1" format="x">a</tg-time>`, fails: "Invalid date format used"},
		{source: "&#xd800;", fails: "Text contains invalid Unicode characters after decoding HTML entities"},
		{source: "\xff", fails: "must be encoded in UTF-8"},
		{source: "<b\x00>x</b>", fails: "Unclosed start tag at byte offset 0"},

		{source: "a & b", text: "a & b", doubt: "& at byte offset 2"},
		{source: "a&nbsp;b", text: "a&nbsp;b", doubt: "shown as it stands"},
		{source: "&#0;&#99999999;", text: "&#0;&#99999999;", doubt: "shown as it stands"},
		{source: "&lt x", text: "< x", doubt: "no semicolon"},
		{source: "a > b", text: "a > b", doubt: "raw >"},
		{source: "<B>x</B>", text: "x", entities: "bold:x", doubt: "lower case"},
		{source: "<b>x</>", text: "x", entities: "bold:x", doubt: "has no name"},
		{source: `<a href=t.me>x</a>`, text: "x", entities: "text_link=http://t.me/:x", doubt: "not quoted"},
		{source: `<a href="http://localhost:80/">x</a>`, text: "x", doubt: "is no link that Telegram takes"},
		{source: `<a>https://t.me/x</a>`, text: "https://t.me/x", entities: "text_link=https://t.me/x:https://t.me/x", doubt: "no href"},
		{source: `<b class="x">x</b>`, text: "x", entities: "bold:x", doubt: `attribute "class" of <b>`},
		{source: `<code class="go">x</code>`, text: "x", entities: "code:x", doubt: "language-"},
		{source: `<code class="language-go">x</code>`, text: "x", entities: "code:x", doubt: "only directly in <pre>"},
		{source: "<pre><code>x</code></pre>", text: "x", entities: "pre:x code:x", doubt: "must fill it"},
		{source: "<code><b>x</b></code>", text: "x", entities: "code:x bold:x", doubt: "<b> in <code>"},
		{source: "<b><code>x</code></b>", text: "x", entities: "code:x bold:x", doubt: "<code> in <b>"},
		{source: "<blockquote>a<blockquote>b</blockquote></blockquote>", text: "ab", entities: "blockquote:ab blockquote:b", doubt: "can't be nested"},
		{source: `<a href="http://t.me/x">a<blockquote>b</blockquote></a>`, text: "ab", entities: "text_link=http://t.me/x:ab blockquote:b", doubt: "can't stand in"},
		{source: "<tg-time>a</tg-time>", text: "a", doubt: "needs unix"},
	} {
		got, err := ParseHTML(test.source)
		if test.fails != "" {
			if err == nil || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("%s: got %q, %v", test.source, got.Text, err)
			}
			continue
		}
		doubts := strings.Join(got.Doubts, "; ")
		if err != nil || got.Text != test.text || covers(got) != test.entities || !strings.Contains(doubts, test.doubt) || (test.doubt == "") != (doubts == "") {
			t.Errorf("%s:\ngot  %q %s, %q, %v\nwant %q %s, %q", test.source, got.Text, covers(got), doubts, err, test.text, test.entities, test.doubt)
		}
	}
}

func TestTidy(t *testing.T) {
	for _, test := range []struct{ source, text, entities string }{
		{" \n a\t<b>b</b> \n", "a b", "bold:b"},
		{"<b> x </b> y", " x  y", "bold: x "},
		{"\r\n😀\r<i>汉\r字</i>\r\n", "😀汉字", "italic:汉字"},
		{"a<b>\u202e</b>", "a", ""},
		{" \n\u200b", "", ""},
		{"<b>x\n\n</b>", "x", "bold:x"},
	} {
		f, err := ParseHTML(test.source)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.tidy(); got.Text != test.text || covers(got) != test.entities {
			t.Errorf("%q: got %q %s", test.source, got.Text, covers(got))
		}
	}
}

func TestFindEntities(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"/start", "bot_command:/start"},
		{"/start@cewen_test_bot c14", "bot_command:/start@cewen_test_bot"},
		{"雨水管网😀 /help", "bot_command:/help"},
		{"请问 @cewen_bot 充电桩", "mention:@cewen_bot"},
		{"😀@cewen_bot,谁管", "mention:@cewen_bot"},
		{"见 https://example.com/a?b=c。还有", "url:https://example.com/a?b=c"},
		{"请问/start", ""},
		{"@cewen_bot你好", ""},
		{"你好@cewen_bot", ""},
		{"a/b //x </b> @abc 1/2", ""},
	} {
		if got := covers(Formatted{Text: test.text, Entities: findEntities(test.text)}); got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}

// Whatever the text: no panic, entities within it, and what is escaped comes back.
func FuzzParseHTML(f *testing.F) {
	for _, seed := range []string{"", "a & b < c > d", "<b>责任😀</b>", `<a href="tg://user?id=1">x</a>`, "&#x4e34;&lt", "<blockquote expandable>",
		`<pre><code class="language-go">x</code></pre>`, "</>", "<a href='", "\r\n\u202e<i>\r</i>", "<b\x00", "\xff&"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if got, err := ParseHTML(source); err == nil {
			for _, g := range []Formatted{got, got.tidy()} {
				checkRuns(t, g)
			}
		}
		if !utf8.ValidString(source) {
			return
		}
		got, err := ParseHTML(EscapeHTML(source))
		if err != nil || got.Text != source || len(got.Entities) > 0 || len(got.Doubts) > 0 {
			t.Errorf("%q came back as %q, %v, %q, %v", source, got.Text, got.Entities, got.Doubts, err)
		}
		for _, e := range findEntities(source) {
			if e.Length <= 0 || e.Offset+e.Length > utf16Len(source) {
				t.Errorf("%q: %v", source, e)
			}
		}
	})
}

// checkRuns wants every entity within the text, and any two apart or one within the other.
func checkRuns(t *testing.T, f Formatted) {
	t.Helper()
	n := utf16Len(f.Text)
	var open []int
	for _, e := range f.Entities {
		open = slices.DeleteFunc(open, func(end int) bool { return end <= e.Offset })
		end := e.Offset + e.Length
		if e.Offset < 0 || e.Length <= 0 || end > n || len(open) > 0 && end > open[len(open)-1] {
			t.Errorf("%q: entity %v of %v", f.Text, e, f.Entities)
		}
		open = append(open, end)
	}
}

package bottest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Each call as it is told, and the violation that it is. An empty description is a call that succeeds.
func TestChecks(t *testing.T) {
	s := New(t, unlimited, func(c *Config) { c.AllowHTTPWebhook = true })
	anna := s.NewUser("安娜")
	private := s.PrivateChat(anna)
	group := s.AddChat(Group, "会议", anna)
	forum := s.AddChat(Forum, "任务", anna)
	topic := forum.AddTopic("雨水管网")
	closed := forum.AddTopic("旧")
	forum.DeleteTopic(closed)
	public := s.AddChat(Channel, "公告")
	public.SetUsername("gonggao")
	hers := private.Say(anna, "你好")
	mine := do(s, "sendMessage", fields{"chat_id": private.ID, "text": "答"})
	var sent struct {
		ID int `json:"message_id"`
	}
	mine.into(t, &sent)
	wantReason(t, s, "")

	keys := func(rows string) fields {
		return fields{"chat_id": private.ID, "text": "x", "reply_markup": json.RawMessage(rows)}
	}
	button := func(b string) fields { return keys(`{"inline_keyboard":[[` + b + `]]}`) }
	say := func(f fields) fields {
		for name, v := range map[string]any{"chat_id": private.ID, "text": "x"} {
			if _, ok := f[name]; !ok {
				f[name] = v
			}
		}
		return f
	}
	buttons := func(n int) string {
		return strings.TrimSuffix(strings.Repeat(`{"text":"1","callback_data":"1"},`, n), ",")
	}
	for _, test := range []struct {
		name, method string
		fields       fields
		refused      string
		violation    string
	}{
		{"nothing", "getMe", nil, "", ""},
		{"any case", "getme", nil, "", ""},
		{"another method", "pinChatMessage", fields{"chat_id": private.ID, "message_id": 1}, "", ""},
		{"unknown method", "sendMessages", nil, "Not Found: method not found", "unknown method"},

		{"unknown field", "sendMessage", say(fields{"disable_web_page_preview": true}), "", `unknown field "disable_web_page_preview"`},
		{"missing chat", "sendMessage", fields{"text": "x"}, "chat_id is empty", `required field "chat_id"`},
		{"missing text", "sendMessage", fields{"chat_id": private.ID}, "message text is empty", `required field "text"`},
		{"number as string", "sendMessage", say(fields{"message_thread_id": "7"}), `"message_thread_id" must be of type Integer`, "must be of type Integer"},
		{"string as number", "sendMessage", say(fields{"text": 7}), `"text" must be of type String`, "must be of type String"},
		{"bool as string", "sendMessage", say(fields{"protect_content": "true"}), `must be of type Boolean`, "must be of type Boolean"},
		{"object as string", "sendMessage", say(fields{"link_preview_options": "no"}), "can't parse link preview options JSON object", "is no JSON"},
		{"object as array", "sendMessage", say(fields{"link_preview_options": []int{}}), "must be of type LinkPreviewOptions", "must be of type"},
		{"nested", "sendMessage", say(fields{"link_preview_options": fields{"is_disabled": true}}), "", ""},
		{"nested unknown", "sendMessage", say(fields{"link_preview_options": fields{"disabled": true}}), "", `has no field "disabled"`},
		{"nested type", "sendMessage", say(fields{"link_preview_options": fields{"is_disabled": 1}}), `"is_disabled" must be of type Boolean`, "must be of type Boolean"},
		{"nested missing", "setMyCommands", fields{"commands": []fields{{"command": "a"}}}, `can't find field "description"`, `BotCommand needs "description"`},
		{"array of wrong", "getUpdates", fields{"allowed_updates": []int{1}}, "must be of type String", "allowed_updates[0]"},

		{"text of 4096", "sendMessage", say(fields{"text": strings.Repeat("汉", 4096)}), "", ""},
		{"text of 4097", "sendMessage", say(fields{"text": strings.Repeat("汉", 4097)}), "message is too long", "4097 characters"},
		{"emoji count twice", "sendMessage", say(fields{"text": strings.Repeat("😀", 2049)}), "message is too long", "4098 characters"},
		{"markup does not count", "sendMessage", say(fields{"parse_mode": "HTML", "text": "<b>" + strings.Repeat("汉", 4096) + "</b>"}), "", ""},
		{"empty text", "sendMessage", say(fields{"text": ""}), "message text is empty", "text is empty"},
		{"blank text", "sendMessage", say(fields{"text": " \n "}), "message text is empty", "text is empty"},
		{"nothing but tags", "sendMessage", say(fields{"text": "<b> </b>", "parse_mode": "HTML"}), "message text is empty", "text is empty"},
		{"huge", "sendMessage", say(fields{"text": strings.Repeat("<b></b>", 5000) + "x", "parse_mode": "HTML"}), "text is too long", "bytes"},
		{"broken tag", "sendMessage", say(fields{"text": "a <b>", "parse_mode": "HTML"}), "can't parse entities: Can't find end tag", "Can't find end tag"},
		{"raw <", "sendMessage", say(fields{"text": "65 < 70", "parse_mode": "HTML"}), "can't parse entities: Unsupported start tag", "Unsupported start tag"},
		{"raw &", "sendMessage", say(fields{"text": "a & b", "parse_mode": "HTML"}), "", "& at byte offset 2"},
		{"raw < without mode", "sendMessage", say(fields{"text": "65 < 70 &nbsp;"}), "", ""},
		{"markdown", "sendMessage", say(fields{"parse_mode": "MarkdownV2"}), "", "not understood here"},
		{"unknown mode", "sendMessage", say(fields{"parse_mode": "xhtml"}), "unsupported parse_mode", "parse_mode"},
		{"entities", "sendMessage", say(fields{"text": "汉字", "entities": []Entity{{Type: "bold", Offset: 1, Length: 1}}}), "", ""},
		{"entities outside", "sendMessage", say(fields{"text": "汉字", "entities": []Entity{{Type: "bold", Offset: 1, Length: 2}}}), "entity beginning at", "does not lie on"},
		{"entities within a character", "sendMessage", say(fields{"text": "😀", "entities": []Entity{{Type: "bold", Offset: 0, Length: 1}}}), "entity", "does not lie on"},
		{"mode and entities", "sendMessage", say(fields{"parse_mode": "HTML", "entities": []Entity{{Type: "bold", Length: 1}}}), "", "ignored"},
		{"caption of 1025", "sendPhoto", fields{"chat_id": private.ID, "photo": "x", "caption": strings.Repeat("汉", 1025)}, "message caption is too long", "1025"},

		{"keyboard", "sendMessage", button(`{"text":"原文","callback_data":"q:14"},{"text":"复制","copy_text":{"text":"x"}}`), "", ""},
		{"empty keyboard", "sendMessage", keys(`{"inline_keyboard":[]}`), "", ""},
		{"reply keyboard", "sendMessage", keys(`{"keyboard":[["a",{"text":"b"}]]}`), "", ""},
		{"remove keyboard", "sendMessage", keys(`{"remove_keyboard":true}`), "", ""},
		{"no keyboard", "sendMessage", keys(`{"inline":[]}`), `can't find field`, `has no field "inline"`},
		{"the library's copy_text", "sendMessage", button(`{"text":"a","callback_data":"1","copy_text":{"text":""}}`), "", "callback_data and copy_text"},
		{"copy_text alone and empty", "sendMessage", button(`{"text":"a","copy_text":{"text":""}}`), "BUTTON_COPY_TEXT_INVALID", "0 characters"},
		{"copy_text of 257", "sendMessage", button(`{"text":"a","copy_text":{"text":"` + strings.Repeat("汉", 257) + `"}}`), "BUTTON_COPY_TEXT_INVALID", "257"},
		{"no action", "sendMessage", button(`{"text":"a"}`), "Text buttons are unallowed", "has no action"},
		{"empty callback_data", "sendMessage", button(`{"text":"a","callback_data":""}`), "Text buttons are unallowed", "has no action"},
		{"callback_data of 64", "sendMessage", button(`{"text":"a","callback_data":"` + strings.Repeat("汉", 21) + `x"}`), "", ""},
		{"callback_data of 66", "sendMessage", button(`{"text":"a","callback_data":"` + strings.Repeat("汉", 22) + `"}`), "BUTTON_DATA_INVALID", "66 bytes"},
		{"no label", "sendMessage", button(`{"text":"","callback_data":"1"}`), "text must be non-empty", "no text"},
		{"missing label", "sendMessage", button(`{"callback_data":"1"}`), `can't find field "text"`, `needs "text"`},
		{"unknown in button", "sendMessage", button(`{"text":"a","callback_data":"1","data":"1"}`), "", `has no field "data"`},
		{"url", "sendMessage", button(`{"text":"a","url":"https://t.me/x?start=c14"}`), "", ""},
		{"user url", "sendMessage", button(`{"text":"a","url":"tg://user?id=1"}`), "", ""},
		{"localhost url", "sendMessage", button(`{"text":"a","url":"http://localhost:8080/"}`), "Wrong HTTP URL", "no link"},
		{"empty switch", "sendMessage", button(`{"text":"a","switch_inline_query_current_chat":""}`), "", ""},
		{"web app", "sendMessage", button(`{"text":"a","web_app":{"url":"https://x.example/"}}`), "", ""},
		{"web app over http", "sendMessage", button(`{"text":"a","web_app":{"url":"http://x.example/"}}`), "Only HTTPS links", "no https link"},
		{"web app in a group", "sendMessage", fields{"chat_id": group.ID, "text": "x", "reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"a","web_app":{"url":"https://x.example/"}}]]}`)}, "BUTTON_TYPE_INVALID", "outside of a private chat"},
		{"style", "sendMessage", button(`{"text":"a","style":"red","callback_data":"1"}`), "invalid button style", "style"},
		{"8 in a row", "sendMessage", button(buttons(8)), "", ""},
		{"9 in a row", "sendMessage", button(buttons(9)), "", "has 9 buttons"},
		{"100 buttons", "sendMessage", keys(`{"inline_keyboard":[` + strings.TrimSuffix(strings.Repeat("["+buttons(5)+"],", 20), ",") + `]}`), "", ""},
		{"101 buttons", "sendMessage", keys(`{"inline_keyboard":[` + strings.Repeat("["+buttons(5)+"],", 20) + "[" + buttons(1) + `]]}`), "reply markup is too long", "101 buttons"},
		{"10 KB", "sendMessage", button(`{"text":"` + strings.Repeat("a", 10<<10) + `","callback_data":"1"}`), "reply markup is too long", "allowed are 10 KB"},

		{"unknown chat", "sendMessage", fields{"chat_id": 99, "text": "x"}, "chat not found", "chat 99: chat_id"},
		{"chat by name", "sendMessage", fields{"chat_id": "@GongGao", "text": "x"}, "", ""},
		{"unknown name", "sendMessage", fields{"chat_id": "@nobody", "text": "x"}, "chat not found", "unknown"},
		{"topic", "sendMessage", fields{"chat_id": forum.ID, "text": "x", "message_thread_id": topic}, "", ""},
		{"no topic", "sendMessage", fields{"chat_id": forum.ID, "text": "x"}, "", ""},
		{"topic General", "sendMessage", fields{"chat_id": forum.ID, "text": "x", "message_thread_id": 1}, "message thread not found", "is no topic"},
		{"unknown topic", "sendMessage", fields{"chat_id": forum.ID, "text": "x", "message_thread_id": 77}, "message thread not found", "is no topic"},
		{"deleted topic", "sendMessage", fields{"chat_id": forum.ID, "text": "x", "message_thread_id": closed}, "message thread not found", ""},
		{"topic in a group", "sendMessage", fields{"chat_id": group.ID, "text": "x", "message_thread_id": 5}, "", "without topics"},
		{"topic in private", "sendMessage", say(fields{"message_thread_id": 5}), "message thread not found", "without topics"},
		{"reply", "sendMessage", say(fields{"reply_parameters": fields{"message_id": hers.ID}}), "", ""},
		{"reply to nothing", "sendMessage", say(fields{"reply_parameters": fields{"message_id": 9999}}), "message to be replied not found", "has no message 9999"},
		{"reply to nothing, allowed", "sendMessage", say(fields{"reply_parameters": fields{"message_id": 9999, "allow_sending_without_reply": true}}), "", ""},
		{"reply without id", "sendMessage", say(fields{"reply_parameters": fields{}}), `can't find field "message_id"`, `needs "message_id"`},

		{"edit", "editMessageText", fields{"chat_id": private.ID, "message_id": sent.ID, "text": "答2"}, "", ""},
		{"edit to the same", "editMessageText", fields{"chat_id": private.ID, "message_id": sent.ID, "text": "答2\n"}, "message is not modified", "changes nothing"},
		{"edit hers", "editMessageText", fields{"chat_id": private.ID, "message_id": hers.ID, "text": "x"}, "message can't be edited", "is not the bot's"},
		{"edit nothing", "editMessageText", fields{"chat_id": private.ID, "message_id": 9999, "text": "x"}, "message to edit not found", "has no message 9999"},
		{"edit elsewhere", "editMessageText", fields{"chat_id": group.ID, "message_id": sent.ID, "text": "x"}, "message to edit not found", "has no message"},
		{"edit without text", "editMessageText", fields{"chat_id": private.ID, "message_id": sent.ID}, "message text is empty", "text is missing"},
		{"edit inline", "editMessageText", fields{"inline_message_id": "x", "text": "x"}, "MESSAGE_ID_INVALID", "is unknown"},
		{"keyboard added", "editMessageReplyMarkup", fields{"chat_id": private.ID, "message_id": sent.ID, "reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}`)}, "", ""},
		{"keyboard the same", "editMessageReplyMarkup", fields{"chat_id": private.ID, "message_id": sent.ID, "reply_markup": json.RawMessage(`{"inline_keyboard": [[{"callback_data":"1","text":"a"}]]}`)}, "message is not modified", "changes nothing"},
		{"keyboard removed", "editMessageReplyMarkup", fields{"chat_id": private.ID, "message_id": sent.ID}, "", ""},
		{"delete nothing", "deleteMessage", fields{"chat_id": private.ID, "message_id": 9999}, "message to delete not found", "has no message"},

		{"typing", "sendChatAction", fields{"chat_id": private.ID, "action": "typing"}, "", ""},
		{"dancing", "sendChatAction", fields{"chat_id": private.ID, "action": "dancing"}, "wrong parameter action", "action"},
		{"callback unknown", "answerCallbackQuery", fields{"callback_query_id": "7"}, "query is too old", "no query has the id"},
		{"callback text", "answerCallbackQuery", fields{"callback_query_id": "7", "text": strings.Repeat("汉", 201)}, "MESSAGE_TOO_LONG", "201"},
		{"document by id", "sendDocument", fields{"chat_id": private.ID, "document": "x"}, "wrong file identifier", "no file_id"},
		{"file unknown", "getFile", fields{"file_id": "x"}, "wrong file_id", "never given out"},

		{"commands", "setMyCommands", fields{"commands": []BotCommand{{"start", "开始"}}, "scope": fields{"type": "all_private_chats"}}, "", ""},
		{"command in capitals", "setMyCommands", fields{"commands": []BotCommand{{"Start", "x"}}}, "BOT_COMMAND_INVALID", "a-z"},
		{"command without words", "setMyCommands", fields{"commands": []BotCommand{{"start", ""}}}, "BOT_COMMAND_DESCRIPTION_INVALID", "0 characters"},
		{"101 commands", "setMyCommands", fields{"commands": make101()}, "BOT_COMMANDS_TOO_MUCH", "101"},
		{"scope", "setMyCommands", fields{"commands": []BotCommand{}, "scope": fields{"type": "some"}}, "unsupported type of BotCommandScope", "no BotCommandScope"},
		{"scope without chat", "setMyCommands", fields{"commands": []BotCommand{}, "scope": fields{"type": "chat"}}, `can't find field "chat_id"`, "needs"},
		{"description", "setMyDescription", fields{"description": strings.Repeat("汉", 513)}, "too long", "513"},
		{"short description", "setMyShortDescription", fields{"short_description": strings.Repeat("汉", 120)}, "", ""},
		{"menu", "setChatMenuButton", fields{"menu_button": fields{"type": "web_app", "text": "看板", "web_app": fields{"url": "https://x.example/"}}}, "", ""},
		{"menu over http", "setChatMenuButton", fields{"menu_button": fields{"type": "web_app", "text": "看板", "web_app": fields{"url": "http://127.0.0.1/"}}}, "Only HTTPS", "no https"},

		{"webhook", "setWebhook", fields{"url": "ftp://x.example/"}, "HTTPS URL must be provided", "not https"},
		{"webhook secret", "setWebhook", fields{"url": "https://x.example/", "secret_token": "a b"}, "unallowed characters", "secret_token"},
		{"limit", "getUpdates", fields{"limit": 101}, "", "limit 101"},
		{"kinds", "getUpdates", fields{"allowed_updates": []string{"message", "messages"}}, "", `names "messages"`},
		{"member unknown", "getChatMember", fields{"chat_id": group.ID, "user_id": 1}, "PARTICIPANT_ID_INVALID", "never seen"},
		{"admins of a private chat", "getChatAdministrators", fields{"chat_id": private.ID}, "no administrators", "no administrators"},
	} {
		got := do(s, test.method, test.fields)
		if got.err != nil || got.OK != (test.refused == "") || !strings.Contains(got.Description, test.refused) {
			t.Errorf("%s: told %d %q, %v", test.name, got.ErrorCode, got.Description, got.err)
		}
		if !got.OK && got.Status != http.StatusBadRequest && got.Status != http.StatusNotFound || got.OK && got.Status != http.StatusOK {
			t.Errorf("%s: status %d", test.name, got.Status)
		}
		if v := reasons(s); (v == "") != (test.violation == "") || !strings.Contains(v, test.violation) {
			t.Errorf("%s: violation %q, want %q", test.name, v, test.violation)
		}
	}
}

func make101() []BotCommand {
	var commands []BotCommand
	for i := range 101 {
		commands = append(commands, BotCommand{fmt.Sprintf("c%d", i), "x"})
	}
	return commands
}

// What is refused is nowhere, what is accepted is in the history, with its plain text and entities.
func TestStoredMessage(t *testing.T) {
	s := New(t, unlimited)
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	asked := chat.Say(anna, "充电桩归谁管")
	do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "<b>", "parse_mode": "HTML"})
	wantReason(t, s, "Can't find end tag")
	got := doForm(s, "sendMessage", map[string]string{"chat_id": fmt.Sprint(chat.ID), "text": "<b>责任单位</b>:😀 &lt;1家&gt;\n", "parse_mode": "HTML",
		"reply_markup": `{"inline_keyboard":[[{"text":"原文","callback_data":"q"},{"text":"复制","copy_text":{"text":"y"}}]]}`, "disable_notification": "true",
		"reply_parameters": fmt.Sprintf(`{"message_id":%d}`, asked.ID), "link_preview_options": `{"is_disabled":true}`}, nil)
	var m struct {
		ID      int  `json:"message_id"`
		From    User `json:"from"`
		Text    string
		Reply   struct{ Text string } `json:"reply_to_message"`
		Preview struct {
			Off bool `json:"is_disabled"`
		} `json:"link_preview_options"`
		Markup struct {
			Rows [][]struct{ Text string } `json:"inline_keyboard"`
		} `json:"reply_markup"`
	}
	got.into(t, &m)
	if m.Text != "责任单位:😀 <1家>" || m.Reply.Text != "充电桩归谁管" || !m.Preview.Off || m.Markup.Rows[0][1].Text != "复制" || m.From != s.Bot() {
		t.Errorf("told %s", got.Result)
	}
	history := s.History(chat.ID)
	if len(history) != 2 || len(chat.Messages()) != 1 {
		t.Fatalf("history %+v", history)
	}
	stored := history[1]
	if stored.ID != m.ID || stored.Text != m.Text || covers(Formatted{Text: stored.Text, Entities: stored.Entities}) != "bold:责任单位" ||
		stored.ReplyTo != asked.ID || !stored.Silent || stored.Reply != Delivered || stored.Labels()[1] != "复制" || stored.Call != 2 || !stored.PreviewOff() {
		t.Errorf("stored %+v", stored)
	}
	if b, ok := stored.Button("复制"); !ok || b != (Button{"复制", "copy_text", "y"}) {
		t.Errorf("button %+v", b)
	}
	calls := s.Calls("sendMessage")
	if len(calls) != 2 || calls[0].Accepted || !calls[1].Accepted || calls[0].Status != 400 || calls[1].Reply != Delivered || calls[1].Chat != chat.ID {
		t.Errorf("calls %+v", calls)
	}
	if tally := s.Tally(chat.ID); tally.Sent != 1 || tally.Heard != 1 || tally.Count(m.Text) != 1 || tally.Count("x") != 0 || tally.Repeated() != 0 {
		t.Errorf("tally %+v", tally)
	}
}

func TestRequestForms(t *testing.T) {
	s := New(t, unlimited)
	chat := s.PrivateChat(s.NewUser("安娜"))
	url := s.URL + "/bot" + s.Token + "/"
	ok := func(name string, r told) {
		t.Helper()
		if r.err != nil || !r.OK {
			t.Errorf("%s: %+v", name, r)
		}
	}
	ok("multipart without a body, as the library calls getMe", send(http.DefaultClient, url+"getMe", "multipart/form-data; boundary=x", http.NoBody))
	ok("urlencoded", send(http.DefaultClient, url+"sendMessage", "application/x-www-form-urlencoded", strings.NewReader(fmt.Sprintf("chat_id=%d&text=a%%26b", chat.ID))))
	ok("query", send(http.DefaultClient, url+fmt.Sprintf("sendMessage?chat_id=%d&text=x", chat.ID), "", http.NoBody))
	ok("document", doForm(s, "sendDocument", map[string]string{"chat_id": fmt.Sprint(chat.ID), "caption": "台账"}, map[string]File{"document": {Name: "台账.xlsx", Data: []byte("PK")}}))
	wantReason(t, s, "")
	m := chat.Messages()[2]
	if m.Document == nil || m.Document.Name != "台账.xlsx" || string(m.Document.Data) != "PK" || m.Text != "台账" {
		t.Errorf("document %+v", m)
	}
	for name, try := range map[string]func() told{
		"broken multipart": func() told {
			return send(http.DefaultClient, url+"getMe", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb"))
		},
		"broken JSON":  func() told { return send(http.DefaultClient, url+"getMe", "application/json", strings.NewReader("{")) },
		"unknown type": func() told { return send(http.DefaultClient, url+"getMe", "text/plain", strings.NewReader("x")) },
		"not UTF-8": func() told {
			return send(http.DefaultClient, url+"sendMessage", "application/x-www-form-urlencoded", strings.NewReader(fmt.Sprintf("chat_id=%d&text=%%ff", chat.ID)))
		},
		"file nobody asks": func() told {
			return doForm(s, "sendMessage", map[string]string{"chat_id": fmt.Sprint(chat.ID)}, map[string]File{"text": {Name: "x", Data: []byte("x")}})
		},
		"attached nothing": func() told {
			return doForm(s, "sendMediaGroup", map[string]string{"chat_id": fmt.Sprint(chat.ID), "media": `[{"type":"photo","media":"attach://a"}]`}, nil)
		},
		"empty file": func() told {
			return doForm(s, "sendDocument", map[string]string{"chat_id": fmt.Sprint(chat.ID)}, map[string]File{"document": {Name: "x"}})
		},
	} {
		r := try()
		if v := reasons(s); r.Status != http.StatusBadRequest || v == "" {
			t.Errorf("%s: %+v, %q", name, r, v)
		}
	}
}

func TestTokens(t *testing.T) {
	s := New(t)
	if r := send(http.DefaultClient, s.URL+"/bot1:x/getMe", "", nil); r.Status != 404 || r.body != `{"ok":false,"error_code":404,"description":"Not Found"}` {
		t.Errorf("wrong token: %+v", r)
	}
	s.Revoke()
	if r := do(s, "getMe", nil); r.Status != 401 || r.Description != "Unauthorized" {
		t.Errorf("revoked: %+v", r)
	}
	s.Restore()
	var me User
	do(s, "getMe", nil).into(t, &me)
	if me != s.Bot() {
		t.Errorf("me %+v", me)
	}
}

// A violation that nobody takes fails the test.
func TestViolationsFailTheTest(t *testing.T) {
	quiet := &tape{TB: t}
	s := New(quiet)
	do(s, "sendMessage", fields{"chat_id": 1, "text": "x"})
	for range 2 { // to look takes nothing
		if got := s.Violations(); len(got) != 1 {
			t.Errorf("violations %v", got)
		}
	}
	if got := quiet.end(); len(got) != 1 || !strings.Contains(got[0], `sendMessage: chat 1: chat_id "1" is unknown`) {
		t.Errorf("errors %q", got)
	}
	quiet = &tape{TB: t}
	s = New(quiet)
	do(s, "sendMessage", fields{"chat_id": 1, "text": "x"})
	if taken := s.TakeViolations(); len(taken) != 1 || taken[0].Call != 1 {
		t.Errorf("taken %+v", taken)
	}
	if got := quiet.end(); len(got) != 0 {
		t.Errorf("errors %q", got)
	}
}

// No call makes the checks panic.
func FuzzCheckCall(f *testing.F) {
	for _, seed := range []struct{ method, body string }{
		{"sendMessage", `{"chat_id":1,"text":"<b>x</b>","parse_mode":"HTML","reply_markup":{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}}`},
		{"answerInlineQuery", `{"inline_query_id":"1","results":[{"type":"article","id":"1","title":"x","input_message_content":{"message_text":"x"}}]}`},
		{"setMyCommands", `{"commands":[{"command":"a","description":"b"}],"scope":{"type":"chat","chat_id":1}}`},
		{"sendMessage", `{"text":"😀","entities":[{"type":"bold","offset":-1,"length":9}],"reply_markup":[[]],"reply_parameters":null}`},
		{"getUpdates", `{"offset":1e9,"allowed_updates":[null]}`},
	} {
		f.Add(seed.method, seed.body)
	}
	f.Fuzz(func(t *testing.T, method, body string) {
		in := request{map[string]value{}, map[string]File{}}
		err := in.readJSON([]byte(body))
		c := newCall(theSpec(), method, in, err)
		if c.method == nil && len(c.problems) == 0 {
			t.Errorf("%q went through", method)
		}
	})
}

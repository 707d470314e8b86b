package bottest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPosts(t *testing.T) {
	s := New(t, unlimited)
	anna, bo := s.NewUser("安娜"), s.NewUser("小波")
	date := time.Date(2026, 11, 23, 9, 12, 0, 0, time.UTC)

	group := s.AddChat(Group, "会议", anna)
	asked := group.Post(Post{From: bo, Text: "各位 @cewen_test_bot 充电桩", Date: date})
	u := one(t, s)
	if m := u.Message; m.Chat.Type != "group" || m.From.ID != bo.ID || m.Date != date.Unix() || covers(Formatted{Text: m.Text, Entities: m.Entities}) != "mention:@cewen_test_bot" {
		t.Errorf("message %+v", m)
	}
	do(s, "sendMessage", fields{"chat_id": group.ID, "text": "市发展改革委", "reply_parameters": fields{"message_id": asked.ID}})
	group.Post(Post{From: anna, Text: "哪一条", ReplyTo: group.Messages()[0].ID})
	if m := one(t, s).Message; m.Reply == nil || m.Reply.Text != "市发展改革委" || m.Reply.From.ID != s.Bot().ID || m.Reply.Reply != nil || m.Thread != 0 {
		t.Errorf("reply %+v", m)
	}
	group.Edit(asked.ID, "充电桩归谁管")
	if m := one(t, s).Edited; m == nil || m.Text != "充电桩归谁管" || m.EditDate == 0 || m.Date != date.Unix() {
		t.Errorf("edited %+v", m)
	}
	group.Post(Post{Anonymous: true, Text: "/board"})
	if m := one(t, s).Message; m.From.ID != 1087968824 || m.From.Username != "GroupAnonymousBot" || m.Sender == nil || m.Sender.ID != group.ID || m.Entities[0].Type != "bot_command" {
		t.Errorf("anonymous %+v", m)
	}

	forum := s.AddChat(Forum, "任务", anna)
	topic := forum.AddTopic("雨水管网")
	in := forum.Post(Post{From: anna, Text: "x", Thread: topic})
	if m := one(t, s).Message; m.Thread != topic || !m.InTopic || !m.Chat.IsForum || m.Chat.Type != "supergroup" {
		t.Errorf("in a topic %+v", m)
	}
	do(s, "sendMessage", fields{"chat_id": forum.ID, "text": "y", "reply_parameters": fields{"message_id": in.ID}})
	if m := forum.Messages()[0]; m.ThreadID != topic {
		t.Errorf("the reply left the topic: %+v", m)
	}

	channel := s.AddChat(Channel, "公告")
	channel.Say(anna, "通知")
	if m := one(t, s).Channel; m == nil || m.From != nil || m.Sender.ID != channel.ID || m.Text != "通知" {
		t.Errorf("channel %+v", m)
	}

	chat := s.PrivateChat(anna)
	chat.Post(Post{From: anna, Media: Photo, Text: "看 /help", File: File{Name: "a.jpg", Data: []byte("JPG")}})
	photo := one(t, s).Message
	if photo.Text != "" || photo.Caption != "看 /help" || len(photo.Photo) != 2 || photo.Entities != nil || photo.From.LanguageCode != "zh-hans" {
		t.Errorf("photo %+v", photo)
	}
	chat.Post(Post{From: anna, Media: Voice, File: File{Name: "a.ogg", Data: []byte("OGG")}})
	if m := one(t, s).Message; m.Voice == nil || m.Voice.Duration == 0 || m.Text != "" {
		t.Errorf("voice %+v", m)
	}
	chat.Post(Post{From: anna, Media: Document, File: File{Name: "方案.txt", Data: []byte("x")}})
	one(t, s)
	chat.Post(Post{From: anna, Extra: map[string]any{"sticker": fields{"file_id": "s"}}})
	if m := one(t, s).Message; m.Sticker == nil || m.Text != "" {
		t.Errorf("extra %+v", m)
	}
	for _, id := range []string{photo.Photo[0].FileID, photo.Photo[1].FileID} {
		var file wireFile
		do(s, "getFile", fields{"file_id": id}).into(t, &file)
		response, err := http.Get(s.URL + "/file/bot" + s.Token + "/" + file.FilePath)
		if err != nil {
			t.Fatal(err)
		}
		var data strings.Builder
		if err := response.Write(&data); err != nil || !strings.HasSuffix(data.String(), "JPG") || !strings.HasSuffix(file.FilePath, ".jpg") {
			t.Errorf("file %+v: %s, %v", file, data.String(), err)
		}
	}
	if r := send(http.DefaultClient, s.URL+"/file/bot"+s.Token+"/photos/x", "", nil); r.Status != 404 {
		t.Errorf("no file: %+v", r)
	}
	wantReason(t, s, "which getFile never named")
}

func TestPresses(t *testing.T) {
	quiet := &tape{TB: t}
	s := New(quiet, unlimited)
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	asked := chat.Say(anna, "雨水管网")
	one(t, s)
	do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "<b>110公里</b>", "parse_mode": "HTML", "reply_parameters": fields{"message_id": asked.ID},
		"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"原文","callback_data":"q:16"},{"text":"复制","copy_text":{"text":"x"}}]]}`)})
	do(s, "sendMessage", fields{"chat_id": chat.ID, "text": "later"})
	id := chat.Messages()[0].ID

	pressed := chat.Press(anna, "原文")
	cb := one(t, s).Callback
	if cb == nil || cb.ID != pressed.ID || cb.Data != "q:16" || cb.From.ID != anna.ID || cb.Message.ID != id || cb.Message.Reply.Text != "雨水管网" || cb.Message.Date == 0 {
		t.Errorf("callback %+v", cb)
	}
	if open := s.UnansweredCallbacks(); len(open) != 1 || open[0] != pressed {
		t.Errorf("open %+v", open)
	}
	// The reply to the first answer is lost: to answer again is right. Then it is not.
	s.Inject(Fault{Method: "answerCallbackQuery", Times: 1, Effect: Drop(After)})
	answer := func() told {
		return do(s, "answerCallbackQuery", fields{"callback_query_id": pressed.ID, "text": "好", "show_alert": true})
	}
	if r := answer(); r.err == nil {
		t.Errorf("%+v", r)
	}
	if r := answer(); !r.OK || len(s.UnansweredCallbacks()) != 0 {
		t.Errorf("%+v", r)
	}
	wantReason(t, s, "")
	if r := answer(); r.OK {
		t.Errorf("%+v", r)
	}
	wantReason(t, s, "double callback answer")
	if a, ok := s.CallbackAnswer(pressed.ID); !ok || a.Text != "好" || !a.ShowAlert {
		t.Errorf("answer %+v", a)
	}

	chat.PressOld(anna, id, "原文")
	if m := one(t, s).Callback.Message; m.Date != 0 || m.ID != id || m.Chat.ID != chat.ID || m.Text != "" {
		t.Errorf("inaccessible %+v", m)
	}
	chat.PressData(anna, id, "forged")
	chat.PressData(anna, 9999, "forged")
	if got := updates(t, s); len(got) != 2 || got[0].Callback.Data != "forged" || got[0].Callback.Message.Date == 0 || got[1].Callback.Message.Date != 0 {
		t.Errorf("forged %+v", got)
	}
	for _, wrong := range []func(){
		func() { chat.Press(anna, "没有") },
		func() { chat.Press(anna, "复制") },
		func() { chat.PressOn(anna, 9999, "原文") },
	} {
		before := len(quiet.errors)
		if wrong(); len(quiet.errors) != before+1 {
			t.Error("no error")
		}
	}
}

func TestInline(t *testing.T) {
	s := New(t, unlimited)
	anna := s.NewUser("安娜")
	id := s.InlineQuery(anna, "雨水 25", "")
	if q := one(t, s).Inline; q == nil || q.ID != id || q.Query != "雨水 25" {
		t.Errorf("query %+v", q)
	}
	article := func(id, text string) fields {
		return fields{"type": "article", "id": id, "title": "雨水管网", "input_message_content": fields{"message_text": text, "parse_mode": "HTML"}}
	}
	keyboard := fields{"inline_keyboard": [][]fields{{{"text": "原文", "callback_data": "q"}}}}
	with := article("b", "b")
	with["reply_markup"] = keyboard
	photo := fields{"type": "photo", "id": "p", "photo_url": "https://x.example/a.jpg", "thumbnail_url": "https://x.example/b.jpg"}
	for _, test := range []struct {
		fields             fields
		refused, violation string
	}{
		{fields{"results": []fields{article("a", "<b>")}}, "can't parse entities", "Can't find end tag"},
		{fields{"results": []fields{article("a", "")}}, "message text is empty", "empty"},
		{fields{"results": []fields{article("a", "a"), article("a", "b")}}, "RESULT_ID_DUPLICATE", "twice"},
		{fields{"results": []fields{article("", "a")}}, "RESULT_ID_INVALID", "0 bytes"},
		{fields{"results": []fields{article(strings.Repeat("汉", 22), "a")}}, "RESULT_ID_INVALID", "66 bytes"},
		{fields{"results": many(51, article)}, "RESULTS_TOO_MUCH", "51"},
		{fields{"results": []fields{{"type": "article", "id": "a", "title": "x"}}}, `can't find field "input_message_content"`, "needs"},
		{fields{"results": []fields{{"type": "essay", "id": "a"}}}, "unsupported type of InlineQueryResult", "essay"},
		{fields{"results": []fields{{"type": "photo", "id": "a", "photo_url": "x"}}}, "can't find field", "needs"},
		{fields{"results": []fields{}, "button": fields{"text": "x"}}, "can't parse inline query results button", "exactly one"},
		{fields{"results": []fields{}, "button": fields{"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID", "start_parameter"},
		{fields{"results": []fields{}, "next_offset": strings.Repeat("1", 65)}, "NEXT_OFFSET_INVALID", "65"},
		{fields{}, `parameter "results" is required`, "missing"},
	} {
		test.fields["inline_query_id"] = id
		if r := do(s, "answerInlineQuery", test.fields); r.OK || !strings.Contains(r.Description, test.refused) {
			t.Errorf("%s: told %+v", test.refused, r)
		}
		wantReason(t, s, test.violation)
	}
	if _, ok := s.InlineAnswer(id); ok {
		t.Error("answered too early")
	}
	answer := fields{"inline_query_id": id, "results": []fields{article("a", "<b>110公里</b>"), with, photo}, "is_personal": true, "cache_time": 0,
		"button": fields{"text": "x", "start_parameter": "c14"}}
	if r := do(s, "answerInlineQuery", answer); !r.OK {
		t.Fatalf("%+v", r)
	}
	wantReason(t, s, "")
	do(s, "answerInlineQuery", answer)
	wantReason(t, s, "double answer")
	got, ok := s.InlineAnswer(id)
	if !ok || len(got.Results) != 3 || got.CacheTime != 0 || !got.IsPersonal || got.Results[0].Text != "110公里" || got.Results[1].Keyboard[0][0].Text != "原文" {
		t.Errorf("answer %+v", got)
	}

	if s.ChooseInline(anna, id, "a") != "" {
		t.Error("a result without a keyboard has an inline_message_id")
	}
	inline := s.ChooseInline(anna, id, "b")
	s.PressInline(anna, inline, "原文")
	seen := updates(t, s)
	if len(seen) != 3 || seen[0].Chosen.Inline != "" || seen[1].Chosen.Inline != inline || seen[2].Callback.Inline != inline || seen[2].Callback.Message != nil {
		t.Errorf("updates %+v", seen)
	}
	if r := do(s, "editMessageText", fields{"inline_message_id": inline, "text": "c"}); string(r.Result) != "true" {
		t.Errorf("edit %+v", r)
	}
	if m, ok := s.InlineMessage(inline); !ok || m.Text != "c" || m.Edits != 1 || m.Keyboard != nil {
		t.Errorf("message %+v", m)
	}
}

func many(n int, article func(id, text string) fields) []fields {
	var all []fields
	for i := range n {
		all = append(all, article(itoa(i), "x"))
	}
	return all
}

func TestStatuses(t *testing.T) {
	s := New(t, unlimited)
	anna, bo := s.NewUser("安娜"), s.NewUser("小波")
	chat, group, channel := s.PrivateChat(anna), s.AddChat(Supergroup, "会议", anna), s.AddChat(Channel, "公告")
	say := func(at *Chat) string {
		return do(s, "sendMessage", fields{"chat_id": at.ID, "text": "x"}).Description
	}
	for _, step := range []struct {
		at          *Chat
		status, old string
		told        string
		updates     int
	}{
		{chat, Kicked, Member, "Forbidden: bot was blocked by the user", 1},
		{chat, Member, Kicked, "", 1},
		{group, Kicked, Member, "Forbidden: bot was kicked from the supergroup chat", 1},
		{group, Member, Kicked, "", 2}, // and the message that it was added
		{group, Restricted, Member, "Bad Request: not enough rights to send text messages to the chat", 1},
		{group, Administrator, Restricted, "", 1},
		{channel, Member, Administrator, "Bad Request: need administrator rights in the channel chat", 1},
		{channel, Left, Member, "Forbidden: bot is not a member of the channel chat", 1},
	} {
		step.at.SetBotStatus(anna, step.status)
		got := updates(t, s)
		if len(got) != step.updates || got[0].My.New.Status != step.status || got[0].My.Old.Status != step.old || got[0].My.New.User.ID != s.Bot().ID {
			t.Errorf("%s: %+v", step.status, got)
		}
		if step.updates == 2 && got[1].Message.Added[0].ID != s.Bot().ID {
			t.Errorf("added: %+v", got[1].Message)
		}
		if told := say(step.at); told != step.told {
			t.Errorf("%s: told %q", step.status, told)
		}
	}
	group.SetMember(anna, bo, Administrator)
	var admins []struct{ User User }
	do(s, "getChatAdministrators", fields{"chat_id": group.ID}).into(t, &admins)
	if len(admins) != 3 {
		t.Errorf("administrators %+v", admins)
	}
	var member struct{ Status string }
	do(s, "getChatMember", fields{"chat_id": group.ID, "user_id": bo.ID}).into(t, &member)
	if member.Status != Administrator {
		t.Errorf("member %+v", member)
	}
	do(s, "leaveChat", fields{"chat_id": group.ID})
	if u := one(t, s); u.My.New.Status != Left || say(group) == "" {
		t.Errorf("left: %+v", u)
	}
	if r := do(s, "getChat", fields{"chat_id": group.ID}); r.Status != 403 {
		t.Errorf("getChat: %+v", r)
	}
	wantReason(t, s, "")
}

func TestMigration(t *testing.T) {
	s := New(t, unlimited)
	anna := s.NewUser("安娜")
	group := s.AddChat(Group, "会议", anna)
	do(s, "sendMessage", fields{"chat_id": group.ID, "text": "old"})
	moved := group.Migrate()
	got := updates(t, s)
	if len(got) != 2 || got[0].Message.To != moved.ID || got[0].Message.Chat.ID != group.ID || got[1].Message.Of != group.ID || got[1].Message.Chat.ID != moved.ID {
		t.Errorf("updates %+v", got)
	}
	r := do(s, "sendMessage", fields{"chat_id": group.ID, "text": "x"})
	if r.Status != 400 || r.Parameters.MigrateToChatID != moved.ID {
		t.Errorf("old: %+v", r)
	}
	if r = do(s, "sendMessage", fields{"chat_id": moved.ID, "text": "new"}); !r.OK || len(group.Messages()) != 1 || moved.Wait(1)[0].Text != "new" {
		t.Errorf("new: %+v", r)
	}
	wantReason(t, s, "")
}

func TestProfile(t *testing.T) {
	s := New(t)
	scope := fields{"type": "all_private_chats"}
	do(s, "setMyCommands", fields{"commands": []BotCommand{{"start", "开始"}}, "scope": scope, "language_code": "zh"})
	var got []BotCommand
	do(s, "getMyCommands", fields{"scope": scope, "language_code": "zh"}).into(t, &got)
	if len(got) != 1 || len(s.Commands("all_private_chats", "zh")) != 1 || len(s.Commands("default", "")) != 0 {
		t.Errorf("commands %+v", got)
	}
	do(s, "deleteMyCommands", fields{"scope": scope, "language_code": "zh"})
	do(s, "getMyCommands", fields{"scope": scope, "language_code": "zh"}).into(t, &got)
	if len(got) != 0 {
		t.Errorf("commands %+v", got)
	}
	do(s, "setMyDescription", fields{"description": "长"})
	do(s, "setMyShortDescription", fields{"short_description": "短"})
	var said struct {
		Long  string `json:"description"`
		Short string `json:"short_description"`
	}
	do(s, "getMyDescription", nil).into(t, &said)
	do(s, "getMyShortDescription", nil).into(t, &said)
	if said.Long != "长" || said.Short != "短" {
		t.Errorf("said %+v", said)
	}
	do(s, "setChatMenuButton", fields{"menu_button": fields{"type": "commands"}})
	if r := do(s, "getChatMenuButton", nil); string(r.Result) != `{"type":"commands"}` {
		t.Errorf("menu %+v", r)
	}
}

func TestDeletes(t *testing.T) {
	now := newClock()
	s := New(t, unlimited, func(c *Config) { c.Now = now.Now })
	anna := s.NewUser("安娜")
	chat, group := s.PrivateChat(anna), s.AddChat(Group, "会议", anna)
	hers, overheard := chat.Say(anna, "x"), group.Say(anna, "x")
	say := func(at *Chat) int {
		do(s, "sendMessage", fields{"chat_id": at.ID, "text": "<b>x</b>", "parse_mode": "HTML"})
		all := at.Messages()
		return all[len(all)-1].ID
	}
	try := func(method string, at *Chat, id int) string {
		return do(s, method, fields{"chat_id": at.ID, "message_id": id}).Description
	}
	mine, old := say(chat), say(group)
	for _, step := range []struct{ told, want string }{
		{try("deleteMessage", chat, mine), ""},
		{try("deleteMessage", chat, mine), "Bad Request: message to delete not found"},
		{try("deleteMessage", chat, hers.ID), ""},
		{try("deleteMessage", group, overheard.ID), "Bad Request: message can't be deleted"},
	} {
		if step.told != step.want {
			t.Errorf("told %q, want %q", step.told, step.want)
		}
	}
	// A user deletes what the bot wants to edit or reply to: it could not know.
	gone := say(group)
	group.Delete(gone)
	edit := fields{"chat_id": group.ID, "message_id": gone, "text": "y"}
	if r := do(s, "editMessageText", edit); r.Description != "Bad Request: message to edit not found" {
		t.Errorf("edit: %+v", r)
	}
	reply := fields{"chat_id": group.ID, "text": "y", "reply_parameters": fields{"message_id": gone}}
	if r := do(s, "sendMessage", reply); r.Description != "Bad Request: message to be replied not found" {
		t.Errorf("reply: %+v", r)
	}
	elsewhere := fields{"chat_id": group.ID, "text": "y", "reply_parameters": fields{"message_id": say(chat), "chat_id": chat.ID}}
	if r := do(s, "sendMessage", elsewhere); !r.OK {
		t.Errorf("reply elsewhere: %+v", r)
	}
	wantReason(t, s, "")
	if tally := s.Tally(chat.ID); tally.Deleted != 2 || !s.Messages(chat.ID)[0].Deleted {
		t.Errorf("tally %+v", tally)
	}

	// Other entities over the same text are a change.
	for _, step := range []struct {
		text string
		ok   bool
	}{{"<i>x</i>", true}, {"<i>x</i> ", false}, {"x", true}} {
		if r := do(s, "editMessageText", fields{"chat_id": group.ID, "message_id": old, "text": step.text, "parse_mode": "HTML"}); r.OK != step.ok {
			t.Errorf("%s: %+v", step.text, r)
		}
	}
	wantReason(t, s, "changes nothing")
	s.config.AllowUnmodifiedEdits = true // no call is under way
	if r := do(s, "editMessageText", fields{"chat_id": group.ID, "message_id": old, "text": "x"}); r.OK {
		t.Errorf("unmodified: %+v", r)
	}
	wantReason(t, s, "")
	now.add(49 * time.Hour)
	if told := try("deleteMessage", group, old); told != "Bad Request: message can't be deleted" {
		t.Errorf("old: %q", told)
	}
}

func TestQueriesGrowOld(t *testing.T) {
	now := newClock()
	s := New(t, unlimited, func(c *Config) { c.Now, c.QueryLife = now.Now, 15*time.Second })
	anna := s.NewUser("安娜")
	chat := s.PrivateChat(anna)
	pressed := chat.PressData(anna, 1, "x")
	now.add(16 * time.Second)
	if r := do(s, "answerCallbackQuery", fields{"callback_query_id": pressed.ID}); !strings.Contains(r.Description, "query is too old") {
		t.Errorf("%+v", r)
	}
	if open := s.UnansweredCallbacks(); len(open) != 0 {
		t.Errorf("open %+v", open)
	}
}

package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cewen/bot/view"
	"cewen/dialog"
	"cewen/outbox"
	"cewen/reminders"
)

// remindGolden shows what chats see of reminders.
func remindGolden(t *testing.T) string {
	p := snapshot(t).Plans()[0]
	ms := reminders.Milestones(p)
	zone := time.FixedZone("UTC+8", 8*3600)
	ladder := reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: zone}
	day := func(s string) time.Time {
		d, err := time.ParseInLocation(time.DateOnly, s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	at := day("2026-11-23").Add(9 * time.Hour)
	civil := reminders.Subscription{Chat: -5, About: reminders.AboutUnit, What: "市民政局", Preset: reminders.Usual, Hour: 9}
	all := reminders.Subscription{Chat: 5, About: reminders.AboutAll, Preset: reminders.Closely, Hour: 9, Summary: reminders.Weekly, Day: 1}
	records := map[reminders.Ref]reminders.Record{}
	mine := civil.Of(ms)
	records[mine[1].Ref()] = reminders.Record{Status: reminders.Done, Name: "李", At: at}
	records[mine[2].Ref()] = reminders.Record{Status: reminders.Postponed, Until: "2026-06-30", Note: "已招标 <二期>", Name: "李", At: at}
	records[mine[3].Ref()] = reminders.Record{Status: reminders.NotDone, Name: "李", At: at}
	var b strings.Builder
	show := func(name string, ms ...outbox.Message) {
		for _, m := range ms {
			fmt.Fprintf(&b, "-- %s --\n%s\n", name, shown(t, m))
		}
	}
	ds := ladder.Rehearse([]reminders.Subscription{civil}, ms, nil, 2025)
	show("preview", view.Preview("市民政局", 2025, ds))
	for i, d := range ds {
		d.Preview, d.Drill = false, i == 1
		show("digest "+d.At.Format("01-02"), view.Printer{}.Digest(d)...)
	}
	for _, d := range ladder.Rehearse([]reminders.Subscription{civil}, ms, records, 2025) {
		d.Preview, d.Drill, d.Late = false, false, true
		show("digest with records "+d.At.Format("01-02"), view.Printer{}.Digest(d)...)
	}
	for i, d := range ladder.Rehearse([]reminders.Subscription{all}, ms, nil, 2025) {
		if i < 2 {
			show("everything "+d.At.Format("01-02"), view.Printer{}.Digest(d)...)
		}
	}
	board := reminders.NewBoard(ms, records, at)
	show("board", view.Board(view.BoardView{Plan: p, Board: board, Group: true}), view.Board(view.BoardView{Plan: p, Board: board, Page: 4, Group: true}), view.Board(view.BoardView{Plan: p, Board: board, Places: true}))
	show("board of a unit", view.Board(view.BoardView{Plan: p, Title: "市民政局", Filter: "u-12345678", Board: reminders.NewBoard(mine, records, at)}))
	show("due", view.DueYears(view.BoardView{Plan: p, Board: board}), view.Lines(view.Listed{Title: "2025年到期", Key: "k", Lines: board.Select(reminders.Filter{Year: 2025}), Page: 3, Group: true}))
	show("quotes", view.Quotes(mine, 0, "k"))
	cover := view.Cover{Sub: civil, Title: civil.Title(ms), Board: reminders.NewBoard(mine, records, at), Next: at, Group: true}
	show("subscribed", view.Subscribed(cover, false), view.One(cover, true), view.Subscribed(view.Cover{Sub: all, Title: all.Title(ms), Board: board}, true))
	show("subscriptions", view.Subscriptions([]view.Cover{cover}, true), view.Subscriptions(nil, false), view.AskWhat())
	lines := []string{view.MarkedLine(1, mine[1], records[mine[1].Ref()]), view.MarkedLine(0, mine[2], records[mine[2].Ref()])}
	show("marked", view.Marked(lines, true, "李", "09:12", "b"), view.Unmarked(lines, false, "李", "09:12"))
	show("ask", view.AskDay([]string{mine[1].Name()}, "k", at), view.AskNote([]string{"甲", "乙"}))
	show("history", view.History([]view.Entry{{Mark: dialog.Mark{Record: records[mine[1].Ref()], Undone: at.Add(time.Hour)}, Name: mine[1].Name()}}, 0, 9, zone))
	show("side by side", view.SideBySide([]string{"民政局群", "<住建>"}, []reminders.Board{board, reminders.NewBoard(ms, nil, at)}, 0))
	show("summary", view.Printer{}.Summary(all, "全部任务", reminders.NewBoard(ms, records, day("2025-12-08").Add(9*time.Hour))))
	moved, altered := mine[0], mine[4]
	moved.Due, altered.Value, altered.Units = "2026-12-31", "70%以上", []string{"市民政局", "市财政局"}
	show("changes", view.Printer{}.Changes([]reminders.Subscription{civil}, []reminders.Change{{Kind: reminders.Moved, Old: mine[0], New: moved}, {Kind: reminders.Altered, Old: mine[4], New: altered}, {Kind: reminders.Gone, Old: mine[5]}, {Kind: reminders.Added, New: mine[6]}}))
	return b.String()
}

package reminders_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"cewen/reminders"
)

// bureau is the board of 市城管局 with two records and something nasty in a note.
func bureau(t *testing.T) reminders.Board {
	t.Helper()
	list, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	mine := reminders.Subscription{About: reminders.AboutUnit, What: "市城管局"}.Of(list)
	records := map[reminders.Ref]reminders.Record{}
	for _, m := range mine {
		if m.Due == "2023-12-31" && len(records) < 2 {
			r := reminders.Record{Status: reminders.Done, Note: `=HYPERLINK("http://x","点我")`, Name: "王", At: clock("2026-01-05 10:30")}
			if len(records) == 1 {
				r = reminders.Record{Status: reminders.Postponed, Until: "2027-06-30"}
			}
			records[m.Ref()] = r
		}
	}
	return reminders.NewBoard(mine, records, clock("2026-11-23 09:00"))
}

// The table of a bureau has its ten dated rows and opens as a workbook; no cell is a formula.
func TestTable(t *testing.T) {
	data, err := bureau(t).Table("市城管局台账")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("台账")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 12 || !strings.Contains(rows[0][0], "市城管局台账") || !strings.Contains(rows[0][0], "10项") || rows[1][0] != "序号" {
		t.Fatalf("%d rows, the first %v", len(rows), rows[:2])
	}
	text := ""
	for _, r := range rows[2:] {
		text += strings.Join(r, "|") + "\n"
	}
	for _, want := range []string{"雨水管网建设|110公里", "2025-12-31", "🔵办结", "王|2026-01-05 10:30", "🟢未到期|延期|2027-06-30", "⚪已到期·未登记", "临政办字〔2023〕96号", `=HYPERLINK("http://x","点我")`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for _, sheet := range f.GetSheetList() {
		cells, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range cells {
			for c := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, cell, formula)
				}
			}
		}
	}
	empty, err := reminders.NewBoard(nil, nil, time.Now()).Table("空")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := excelize.OpenReader(bytes.NewReader(empty)); err != nil {
		t.Errorf("an empty table does not open: %v", err)
	}
}

// The calendar file is a valid one: stable ids, lines that are folded, all-day events with alarms; what is done has none.
func TestCalendarFile(t *testing.T) {
	b := bureau(t)
	now := clock("2026-11-23 09:00")
	data := b.CalendarFile("市城管局", now)
	for l := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		if len(l) > 75 || strings.Contains(l, "\n") {
			t.Errorf("a line of %d octets: %q", len(l), l)
		}
	}
	cal, err := ics.ParseCalendar(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	alarms := 0
	for _, e := range cal.Events() {
		ids = append(ids, e.Id())
		alarms += len(e.Alarms())
		start, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		if end, err := e.GetAllDayEndAt(); err != nil || end.Sub(start) != 24*time.Hour {
			t.Errorf("from %v to %v, %v", start, end, err)
		}
	}
	if len(ids) != 10 || alarms != 27 {
		t.Errorf("%d events with %d alarms, want 10 with 27", len(ids), alarms)
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != 10 {
		t.Errorf("ids are not unique: %v", ids)
	}
	later, err := ics.ParseCalendar(bytes.NewReader(b.CalendarFile("别的名字", now.AddDate(0, 1, 0))))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range later.Events() {
		if !slices.Contains(ids, e.Id()) {
			t.Errorf("id %s is new: events would be doubled", e.Id())
		}
	}
	text := strings.ReplaceAll(string(data), "\r\n ", "")
	for _, want := range []string{"SUMMARY:办结 ", "SUMMARY:延期 ", "DTSTART;VALUE=DATE:20270630", "TRIGGER:-P29DT15H", "BEGIN:VALARM", "UID:t16-", "X-WR-CALNAME:市城管局"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in the file", want)
		}
	}
	list, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	all := string(reminders.NewBoard(list, nil, now).CalendarFile("全部", now))
	if !strings.Contains(all, "RRULE:FREQ=YEARLY") || strings.Count(all, "BEGIN:VEVENT") != 82 {
		t.Errorf("%d events of all, want 81 dated and one yearly", strings.Count(all, "BEGIN:VEVENT"))
	}
}

// Lights are about dates and records, never about the work.
func TestLights(t *testing.T) {
	today := day("2026-11-23")
	for _, tc := range []struct {
		due  string
		r    reminders.Record
		want reminders.Light
	}{
		{"2025-12-31", reminders.Record{}, reminders.White},
		{"2026-11-22", reminders.Record{}, reminders.White},
		{"2026-11-23", reminders.Record{}, reminders.Yellow}, // the day itself has not passed
		{"2026-12-23", reminders.Record{}, reminders.Yellow},
		{"2026-12-24", reminders.Record{}, reminders.Green},
		{"", reminders.Record{}, ""},
		{"2025-12-31", reminders.Record{Status: reminders.Done}, reminders.Blue},
		{"2035-12-31", reminders.Record{Status: reminders.NotDone}, reminders.Red},
		{"2025-12-31", reminders.Record{Status: reminders.Postponed, Until: "2026-10-31"}, reminders.Red},
		{"2025-12-31", reminders.Record{Status: reminders.Postponed, Until: "2026-12-01"}, reminders.Yellow},
		{"2025-12-31", reminders.Record{Status: reminders.Postponed, Until: "2027-06-30"}, reminders.Green},
		{"2025-12-31", reminders.Record{Note: "已招标"}, reminders.White},
	} {
		if got := reminders.LightOf(tc.due, tc.r, today); got != tc.want {
			t.Errorf("%s %+v: %s, want %s", tc.due, tc.r, got, tc.want)
		}
	}
}

// The board of the shipped plan, as it stands on its day.
func TestBoard(t *testing.T) {
	list, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	b := reminders.NewBoard(list, nil, clock("2026-11-23 09:00"))
	years := map[int]int{}
	for _, y := range b.Years {
		years[y.Year] = y.Tally.Total()
		if want := map[bool]int{true: y.Tally.White, false: y.Tally.Green}[y.Year < 2026]; want != y.Tally.Total() {
			t.Errorf("%d: %v", y.Year, y.Tally)
		}
	}
	if len(b.Lines) != 81 || years[2023] != 17 || years[2024] != 1 || years[2025] != 62 || years[2035] != 1 || len(b.Indicators) != 19 || len(b.Yearly)+len(b.Undated) != 15 || b.Recorded != 0 {
		t.Errorf("%d lines, %v, %d indicators, %d+%d without a day", len(b.Lines), years, len(b.Indicators), len(b.Yearly), len(b.Undated))
	}
	if got := b.Select(reminders.Filter{Unit: "市城管局"}); len(got) != 10 || got[0].Milestone.Due != "2023-12-31" || got[9].Milestone.Due != "2025-12-31" {
		t.Errorf("%d lines of 市城管局", len(got))
	}
	if got := b.Select(reminders.Filter{Year: 2025, Unit: "市城管局", Light: reminders.White}); len(got) != 6 {
		t.Errorf("%d of them of 2025", len(got))
	}
	sum := 0
	for i, u := range b.Units {
		sum += u.Tally.Total()
		if i > 0 && u.Tally.Total() > b.Units[i-1].Tally.Total() {
			t.Error("units are not in order")
		}
	}
	if sum <= 81 {
		t.Errorf("units sum up to %d: what several share counts for each", sum)
	}
}

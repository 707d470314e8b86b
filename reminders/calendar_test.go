package reminders_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cewen/reminders"
)

var zone = time.FixedZone("UTC+8", 8*3600)

func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func TestWorkingDays(t *testing.T) {
	c := reminders.DefaultCalendar()
	for _, tc := range []struct {
		day     string
		working bool
		before  string
		after   string
	}{
		{"2025-10-02", false, "2025-09-30", "2025-10-09"}, // 国庆
		{"2025-09-28", true, "2025-09-28", "2025-09-29"},  // a Sunday that is worked
		{"2025-12-06", false, "2025-12-05", "2025-12-08"}, // a Saturday
		{"2025-12-31", true, "2025-12-31", "2026-01-04"},  // 元旦, and a Sunday that is worked after it
		{"2024-02-29", true, "2024-02-29", "2024-03-01"},  // leap day
		{"2023-12-31", false, "2023-12-29", "2024-01-02"}, // 元旦 of the year after begins on the 30th
		{"2026-12-31", true, "2026-12-31", "2027-01-01"},  // 2027 is not known: a Friday is a Friday
	} {
		d := day(tc.day)
		if got := c.Working(d); got != tc.working {
			t.Errorf("%s worked: %v", tc.day, got)
		}
		if got := c.OnOrBefore(d).Format(time.DateOnly); got != tc.before {
			t.Errorf("on or before %s: %s, want %s", tc.day, got, tc.before)
		}
		if got := c.After(d).Format(time.DateOnly); got != tc.after {
			t.Errorf("after %s: %s, want %s", tc.day, got, tc.after)
		}
	}
	for year := 2022; year < 2029; year++ {
		if got, want := c.Known(year), year >= 2023 && year <= 2026; got != want {
			t.Errorf("%d known: %v", year, got)
		}
	}
}

// A file of later years adds to what ships; one of a year that ships replaces it.
func TestMoreHolidays(t *testing.T) {
	c, err := reminders.DefaultCalendar().With("\ufeff# 2027\n2027-01-01 休 元旦\n\n2027-02-06 班 春节\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if !c.Known(2027) || c.Working(day("2027-01-01")) || !c.Working(day("2027-02-06")) || c.Working(day("2025-10-02")) {
		t.Error("2027 is not as the file says, or 2025 is lost")
	}
	c, err = c.With("2025-10-03 休 国庆")
	if err != nil {
		t.Fatal(err)
	}
	if !c.Working(day("2025-10-02")) || c.Working(day("2025-10-03")) {
		t.Error("a year was not replaced")
	}
	for _, bad := range []string{"2027-13-01 休", "2027-01-01", "2027-01-01 放假", "元旦 休", "2027-01-01休"} {
		_, err := c.With("# 说明\n" + bad)
		var line *reminders.LineError
		if !errors.As(err, &line) || line.Line != 2 {
			t.Errorf("%q: %v, want an error of line 2", bad, err)
		}
	}
}

// The rungs of a due day, with their moves: year ends, holidays, leap days, rungs that meet, rungs before the plan.
func TestSlots(t *testing.T) {
	l := reminders.Ladder{Calendar: reminders.DefaultCalendar(), Zone: zone}
	for _, tc := range []struct {
		due, issued string
		preset      reminders.Preset
		want        string
	}{
		{"2025-12-31", "2023-11-22", reminders.Usual, "90:2025-09-30* 30:2025-12-01 7:2025-12-24 1:2025-12-30 0:2025-12-31 -1:2026-01-04"},
		{"2025-12-31", "2023-11-22", reminders.Few, "30:2025-12-01 -1:2026-01-04"},
		{"2025-12-31", "2023-11-22", reminders.Closely, "90:2025-09-30* 30:2025-12-01 7:2025-12-24 1:2025-12-30 0:2025-12-31 -1:2026-01-04"},
		// The plan is of 2023-11-22: ninety days before is before it. 12-30 and 12-31 are off: 1 and 0 meet on the 29th.
		{"2023-12-31", "2023-11-22", reminders.Usual, "30:2023-12-01 7:2023-12-22* 0:2023-12-29* -1:2024-01-02"},
		{"2023-12-31", "", reminders.Usual, "90:2023-09-28* 30:2023-12-01 7:2023-12-22* 0:2023-12-29* -1:2024-01-02"},
		{"2024-03-01", "2024-02-23", reminders.Usual, "7:2024-02-23 1:2024-02-29 0:2024-03-01 -1:2024-03-04"},
		{"2024-02-29", "2023-01-01", reminders.Usual, "90:2023-12-01 30:2024-01-30 7:2024-02-22 1:2024-02-28 0:2024-02-29 -1:2024-03-01"},
		{"2025-10-08", "2023-01-01", reminders.Usual, "90:2025-07-10 30:2025-09-08 0:2025-09-30* -1:2025-10-09"}, // 7, 1 and 0 meet before the long holiday
		{"2035-12-31", "2023-11-22", reminders.Usual, "90:2035-10-02 30:2035-11-30* 7:2035-12-24 1:2035-12-28* 0:2035-12-31 -1:2036-01-01"},
	} {
		var issued time.Time
		if tc.issued != "" {
			issued = day(tc.issued)
		}
		var got []string
		for _, s := range l.Slots(day(tc.due), tc.preset, reminders.UsualHour, issued) {
			mark := ""
			if s.Shifted() {
				mark = "*"
			}
			if s.At.Hour() != 9 || s.At.Minute() != 0 {
				t.Errorf("%s at %v", tc.due, s.At)
			}
			got = append(got, fmt.Sprintf("%d:%s%s", s.Rung, s.At.Format(time.DateOnly), mark))
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", tc.due, tc.preset, s, tc.want)
		}
	}
}

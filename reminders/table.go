package reminders

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// column is a column of the table.
type column struct {
	head  string
	width float64
	of    func(n int, l Line, zone *time.Location) any
}

func columns() []column {
	m := func(f func(Milestone) string) func(int, Line, *time.Location) any {
		return func(_ int, l Line, _ *time.Location) any { return f(l.Milestone) }
	}
	return []column{
		{"序号", 6, func(n int, _ Line, _ *time.Location) any { return n }},
		{"条款", 24, m(func(m Milestone) string { return strings.TrimSpace(m.Label + m.Title) })},
		{"目标", 34, m(func(m Milestone) string { return m.Metric })},
		{"目标值", 16, m(func(m Milestone) string { return m.Value })},
		{"范围", 8, m(func(m Milestone) string { return m.Scope })},
		{"时限(原文)", 14, m(func(m Milestone) string { return m.Words })},
		{"到期日", 12, m(func(m Milestone) string { return m.Due })},
		{"责任单位(原文顺序)", 40, m(func(m Milestone) string { return strings.Join(m.Units, "、") })},
		{"点名地方", 16, m(func(m Milestone) string { return strings.Join(m.Places, "、") })},
		{"灯", 12, func(_ int, l Line, _ *time.Location) any {
			if l.Light == "" {
				return ""
			}
			return string(l.Light) + l.Light.Name()
		}},
		{"登记", 10, func(_ int, l Line, _ *time.Location) any { return l.Record.Status.Name() }},
		{"延期到", 12, func(_ int, l Line, _ *time.Location) any { return l.Record.Until }},
		{"备注", 24, func(_ int, l Line, _ *time.Location) any { return l.Record.Note }},
		{"登记人", 12, func(_ int, l Line, _ *time.Location) any { return l.Record.Name }},
		{"登记时间", 17, func(_ int, l Line, zone *time.Location) any {
			if l.Record.At.IsZero() {
				return ""
			}
			return l.Record.At.In(zone).Format("2006-01-02 15:04")
		}},
		{"原文", 60, m(func(m Milestone) string { return m.Quote })},
		{"文号", 24, m(func(m Milestone) string { return m.Plan })},
	}
}

// Name is the status as people know it.
func (s Status) Name() string {
	switch s {
	case Done:
		return "办结"
	case Postponed:
		return "延期"
	case NotDone:
		return "未完成"
	}
	return ""
}

// Table writes a board as an XLSX workbook (台账): a sheet of what has a due day, one of what has none or comes every year, one of the table's
// rows. The lights are those of the board's day.
func (b Board) Table(title string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() // it is in memory
	sheets := []struct {
		name  string
		lines []Line
	}{{"台账", b.Lines}, {"未写时限", append(append([]Line(nil), b.Yearly...), b.Undated...)}, {"主要指标", b.Indicators}}
	if err := f.SetSheetName("Sheet1", sheets[0].name); err != nil {
		return nil, fmt.Errorf("table: %w", err)
	}
	for i, s := range sheets {
		if i > 0 && len(s.lines) == 0 {
			continue
		}
		if i > 0 {
			if _, err := f.NewSheet(s.name); err != nil {
				return nil, fmt.Errorf("table: %w", err)
			}
		}
		if err := b.sheet(f, s.name, title, s.lines); err != nil {
			return nil, fmt.Errorf("table, sheet %s: %w", s.name, err)
		}
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: title, Creator: "策问"}); err != nil {
		return nil, fmt.Errorf("table: %w", err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("table: %w", err)
	}
	return out.Bytes(), nil
}

// sheet writes one sheet: a title line, a head that stays in sight and can be filtered by, and a line for each milestone.
func (b Board) sheet(f *excelize.File, name, title string, lines []Line) error {
	cols := columns()
	last, err := excelize.ColumnNumberToName(len(cols))
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	note := fmt.Sprintf("%s  截至%s,%d项。⚪只表示日期已过、没有登记,不表示没有完成。", title, b.Today.Format("2006年1月2日"), len(lines))
	if err := f.SetCellStr(name, "A1", note); err != nil {
		return err
	}
	const head = 2
	for i, c := range cols {
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(name, letter, letter, c.width); err != nil {
			return err
		}
		if err := f.SetCellStr(name, letter+itoa(head), c.head); err != nil {
			return err
		}
		for n, l := range lines {
			cell := letter + itoa(head+1+n)
			switch v := c.of(n+1, l, b.Today.Location()).(type) {
			case int:
				err = f.SetCellInt(name, cell, int64(v))
			case string: // text always, whatever it begins with: no cell is a formula
				err = f.SetCellStr(name, cell, v)
			}
			if err != nil {
				return err
			}
		}
	}
	bottom := head + len(lines)
	if err := f.SetCellStyle(name, "A1", last+itoa(head), bold); err != nil {
		return err
	}
	if len(lines) > 0 {
		if err := f.SetCellStyle(name, "A"+itoa(head+1), last+itoa(bottom), wrap); err != nil {
			return err
		}
	}
	if err := f.AutoFilter(name, "A"+itoa(head)+":"+last+itoa(bottom), nil); err != nil {
		return err
	}
	return f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: "A" + itoa(head+1), ActivePane: "bottomLeft"})
}

package format

import "unicode/utf8"

// maxSpan is the widest merged cell that a table is believed to have (Word's limit is 63 columns).
const maxSpan = 63

// mostAgain is how many characters a merged cell has at most that is said again in each of its rows.
const mostAgain = 200

// again is what the rows below the first one have of a merged cell.
func again(text string) string {
	if utf8.RuneCountInString(text) > mostAgain {
		return ""
	}
	return text
}

// rows reads a table. A merged cell has its text in each of its rows, and in the first of its columns.
func (w *word) rows(t *node) [][]string {
	var out [][]string
	for _, k := range t.kids {
		switch k.name {
		case "tr":
			if k.child("trPr").child("del") != nil {
				w.doc.note(NoteDeletions)
				continue
			}
			row := make([]string, min(max(number(k.child("trPr").val("gridBefore"), 0), 0), maxSpan))
			var above []string
			if len(out) > 0 {
				above = out[len(out)-1]
			}
			out = append(out, w.cells(k, row, above))
		case "sdt":
			if c := k.child("sdtContent"); c != nil {
				out = append(out, w.rows(c)...)
			}
		case "ins", "moveTo", "customXml":
			out = append(out, w.rows(k)...)
		}
	}
	return out
}

// cells reads a row; above is the row before it.
func (w *word) cells(tr *node, row, above []string) []string {
	for _, k := range tr.kids {
		switch k.name {
		case "tc":
			pr := k.child("tcPr")
			s := sheet{cell: true}
			w.blocks(k, &s)
			text := s.String()
			if m := pr.child("vMerge"); m != nil && m.attr("val") != "restart" {
				text = ""
				if len(row) < len(above) {
					text = again(above[len(row)])
				}
			}
			if m := pr.child("hMerge"); m != nil && m.attr("val") != "restart" {
				text = ""
			}
			row = append(row, text)
			for range min(number(pr.val("gridSpan"), 1), maxSpan) - 1 {
				row = append(row, "")
			}
		case "sdt":
			if c := k.child("sdtContent"); c != nil {
				row = w.cells(c, row, above)
			}
		case "ins", "customXml":
			row = w.cells(k, row, above)
		}
	}
	return row
}

package format

// maxSpan is the widest merged cell that a table is believed to have (Word's limit is 63 columns).
const maxSpan = 63

// rows reads a table. A merged cell has its text in its first cell, the others are empty.
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
			out = append(out, w.cells(k, row))
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

func (w *word) cells(tr *node, row []string) []string {
	for _, k := range tr.kids {
		switch k.name {
		case "tc":
			pr := k.child("tcPr")
			s := sheet{cell: true}
			w.blocks(k, &s)
			text := s.String()
			if m := pr.child("vMerge"); m != nil && m.attr("val") != "restart" {
				text = ""
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
				row = w.cells(c, row)
			}
		case "ins", "customXml":
			row = w.cells(k, row)
		}
	}
	return row
}

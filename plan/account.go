package plan

// account warns about every line that nothing was read from, so that no text is dropped silently. A run of such lines is one warning.
func (p *parser) account() {
	for i := 0; i < len(p.lines); i++ {
		if p.used[i] {
			continue
		}
		w := Warning{Line: p.lines[i].no, Code: "unread-line", Text: clip(p.in(i), 40)}
		for i+1 < len(p.lines) && !p.used[i+1] {
			i++
			w.Last = p.lines[i].no
		}
		p.plan.Warnings = append(p.plan.Warnings, w)
	}
}

// clip shortens s to n runes.
func clip(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i] + "…"
		}
		n--
	}
	return s
}

// gaps lists what a passage does not give.
func (p *parser) gaps() {
	dated, any := map[int]bool{}, map[int]bool{}
	for _, t := range p.plan.Targets {
		any[t.Clause] = true
		if t.Deadline != nil {
			dated[t.Clause] = true
		}
	}
	for _, c := range p.plan.Clauses {
		if len(c.Duties) == 0 {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"duty", c.Number})
		}
		if !any[c.Number] {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"target", c.Number})
		}
		if !dated[c.Number] {
			p.plan.Gaps = append(p.plan.Gaps, Gap{"date", c.Number})
		}
	}
}

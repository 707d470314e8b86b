package plan

import "encoding/json"

// The JSON form of one plan, as `cewen plan --json` prints it. Fields are in the order of the contract; offsets are bytes of the source text.
type (
	planJSON struct {
		Source     string          `json:"source"`
		Offset     int             `json:"offset,omitempty"` // added to start and end it gives the place in `cewen plan --source` of a file with several plans
		Meta       metaJSON        `json:"meta"`
		Chapters   []chapterJSON   `json:"chapters"`
		Clauses    []clauseJSON    `json:"clauses"`
		Indicators []indicatorJSON `json:"indicators"`
		Targets    []targetJSON    `json:"targets"`
		Units      []unitJSON      `json:"units"`
		Places     []placeJSON     `json:"places"`
		Gaps       []gapJSON       `json:"gaps"`
		Warnings   []warningJSON   `json:"warnings"`
	}
	metaJSON struct {
		Number       string `json:"number"`
		Index        string `json:"index"`
		Title        string `json:"title"`
		Notice       string `json:"notice"`
		Issuer       string `json:"issuer"`
		Publisher    string `json:"publisher"`
		Signed       string `json:"signed"`
		Published    string `json:"published"`
		Category     string `json:"category"`
		Disclosure   string `json:"disclosure"`
		Addressees   string `json:"addressees"`
		Approval     string `json:"approval"`
		Validity     string `json:"validity"`
		Jurisdiction string `json:"jurisdiction"`
	}
	chapterJSON struct {
		Number  int    `json:"number"`
		Label   string `json:"label"`
		Title   string `json:"title"`
		Clauses []int  `json:"clauses"`
		Start   int    `json:"start"`
		End     int    `json:"end"`
	}
	clauseJSON struct {
		Number   int        `json:"number"`
		Label    string     `json:"label"`
		Title    string     `json:"title"`
		Chapter  int        `json:"chapter"`
		Sections []string   `json:"sections,omitempty"`
		Bare     bool       `json:"bare,omitempty"`
		Start    int        `json:"start"`
		End      int        `json:"end"`
		Duties   []dutyJSON `json:"duties"`
	}
	dutyJSON struct {
		Units     []string `json:"units"`
		Lead      []string `json:"lead"`
		Support   []string `json:"support"`
		Etc       bool     `json:"etc"`
		Quote     string   `json:"quote"`
		Marker    string   `json:"marker"`
		Start     int      `json:"start"`
		End       int      `json:"end"`
		LeadBy    string   `json:"lead_by,omitempty"`
		SupportBy string   `json:"support_by,omitempty"`
		Deadline  string   `json:"deadline,omitempty"`
		Above     bool     `json:"above,omitempty"`
		Words     string   `json:"words,omitempty"`
	}
	indicatorJSON struct {
		Row        int    `json:"row"`
		Clause     int    `json:"clause"`
		Category   string `json:"category"`
		Name       string `json:"name"`
		Unit       string `json:"unit"`
		Base       string `json:"base"`
		Target     string `json:"target"`
		BaseYear   int    `json:"base_year,omitempty"`
		TargetYear int    `json:"target_year,omitempty"`
		Attribute  string `json:"attribute,omitempty"`
		Start      int    `json:"start"`
		End        int    `json:"end"`
	}
	targetJSON struct {
		ID        string   `json:"id"`
		Clause    int      `json:"clause"`
		Metric    string   `json:"metric"`
		Value     string   `json:"value"`
		Quote     string   `json:"quote"`
		Deadline  *string  `json:"deadline"`
		Words     string   `json:"words,omitempty"`
		Base      string   `json:"base,omitempty"`
		Inherited bool     `json:"inherited"`
		Recurring bool     `json:"recurring,omitempty"`
		Scope     string   `json:"scope,omitempty"`
		Units     []string `json:"units"`
		Places    []string `json:"places"`
		Start     int      `json:"start"`
		End       int      `json:"end"`
	}
	unitJSON struct {
		Name    string   `json:"name"`
		Aliases []string `json:"aliases"`
		Clauses []int    `json:"clauses"`
	}
	placeJSON struct {
		Name    string `json:"name"`
		Short   string `json:"short"`
		Kind    string `json:"kind"`
		Clauses []int  `json:"clauses"`
	}
	gapJSON struct {
		Kind   string `json:"kind"`
		Clause int    `json:"clause"`
	}
	warningJSON struct {
		Line int    `json:"line"`
		Last int    `json:"last,omitempty"`
		Code string `json:"code"`
		Text string `json:"text"`
	}
)

// MarshalJSON writes the plan in the form of the command-line contract.
func (p *Plan) MarshalJSON() ([]byte, error) { return json.Marshal(p.JSON()) }

// JSON returns the value that MarshalJSON writes, for callers that put several plans into one document.
func (p *Plan) JSON() any {
	m := p.Meta
	out := planJSON{Source: p.Source, Offset: p.Offset, Meta: metaJSON{m.Number.Value, m.Index.Value, m.Title.Value, m.Notice.Value, m.Issuer.Value, m.Publisher.Value,
		m.Signed.Value, m.Published.Value, m.Category.Value, m.Disclosure.Value, m.Addressees.Value, m.Approval.Value, m.Validity.Value, m.Jurisdiction},
		Chapters: []chapterJSON{}, Clauses: []clauseJSON{}, Indicators: []indicatorJSON{}, Targets: []targetJSON{}, Units: []unitJSON{}, Places: []placeJSON{}, Gaps: []gapJSON{}, Warnings: []warningJSON{}}
	for _, c := range p.Chapters {
		out.Chapters = append(out.Chapters, chapterJSON{c.Number, c.Label, c.Title, list(c.Clauses), c.Span.Start, c.Span.End})
	}
	for i := range p.Clauses {
		out.Clauses = append(out.Clauses, p.clauseJSON(&p.Clauses[i]))
	}
	for _, r := range p.Indicators {
		out.Indicators = append(out.Indicators, indicatorJSON{r.Row, r.Clause, r.Category, r.Name, r.Unit, r.Base, r.Target, r.BaseYear, r.TargetYear, r.Attribute, r.Span.Start, r.Span.End})
	}
	for _, t := range p.Targets {
		j := targetJSON{ID: t.ID, Clause: t.Clause, Metric: t.Metric, Value: t.Value, Quote: t.Quote.In(p.Text), Recurring: t.Recurring, Scope: t.Scope,
			Units: list(t.Units), Places: list(t.Places), Start: t.Quote.Start, End: t.Quote.End}
		if d := t.Deadline; d != nil {
			j.Deadline, j.Words, j.Base, j.Inherited = &d.ISO, d.Words, d.Base, d.Inherited
		}
		out.Targets = append(out.Targets, j)
	}
	for _, u := range p.Units {
		out.Units = append(out.Units, unitJSON{u.Name, list(append(append([]string{}, u.Spellings...), u.Aliases...)), u.Clauses()})
	}
	for _, x := range p.Places {
		out.Places = append(out.Places, placeJSON{x.Name, x.Short, x.Kind, list(x.Clauses)})
	}
	for _, g := range p.Gaps {
		out.Gaps = append(out.Gaps, gapJSON(g))
	}
	for _, w := range p.Warnings {
		out.Warnings = append(out.Warnings, warningJSON(w))
	}
	return out
}

func (p *Plan) clauseJSON(c *Clause) clauseJSON {
	j := clauseJSON{c.Number, c.Label, c.Title, c.Chapter, c.Sections, c.Bare, c.Span.Start, c.Span.End, []dutyJSON{}}
	for _, d := range c.Duties {
		k := dutyJSON{Units: list(d.Units), Lead: list(d.Lead), Support: list(d.Support), Etc: d.Etc, Quote: d.Covers.In(p.Text), Marker: d.Marker.In(p.Text),
			Start: d.Covers.Start, End: d.Covers.End, LeadBy: d.LeadBy, SupportBy: d.SupportBy, Above: d.Above}
		if d.Deadline != nil {
			k.Deadline, k.Words = d.Deadline.ISO, d.Deadline.Words
		}
		j.Duties = append(j.Duties, k)
	}
	return j
}

// list makes an empty list of nil, which JSON would write as null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Clauses lists the numbers of the clauses that name the unit in a marker, each once, in the order of the text.
func (u Unit) Clauses() []int {
	out := []int{}
	for _, d := range u.Duties {
		if len(out) == 0 || out[len(out)-1] != d.Clause {
			out = append(out, d.Clause)
		}
	}
	return out
}

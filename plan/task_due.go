package plan

import (
	"fmt"
	"regexp"
)

// what is to be done by a date that a column gives: 5月底前动工 is no completion
var startOrUse = regexp.MustCompile(`^(?:底|末)?(?:之?前|以前)?(?:全面|全部|正式|陆续|力争)*(?:开工|动工|启动|进场|试运行|试运营|投入使用|投用|交付|开放|开园|开学|招标|挂网|通车|建成投用|主体完工)[^，。；,;\d]{0,8}$`)

// monthCell is a month by itself, or with what is to be done in it: 9月投入使用.
var monthCell = regexp.MustCompile(`^(?:(20\d\d)年)?(\d{1,2})月份?`)

// cellDue reads the cell of a column that says when. Its words are kept where they say what else than completion is due.
func (p *parser) cellDue(s Span) (*Deadline, bool) {
	due, yearly := p.dueIn(s)
	in := s.In(p.text)
	if due == nil && !yearly {
		m := monthCell.FindStringSubmatch(in)
		if m == nil {
			return nil, false
		}
		rest := in[len(m[0]):]
		year, base, _ := p.baseYear()
		month := atoi(m[2])
		if year == 0 || m[1] != "" || month < 1 || month > 12 || rest != "" && !startOrUse.MatchString(rest) {
			return nil, false
		}
		return &Deadline{ISO: fmt.Sprintf("%04d-%02d-%02d", year, month, lastDay(year, month)), Year: year, Words: in, Span: s, Base: base, Inherited: true}, false
	}
	if due != nil && due.Span.Start == s.Start && due.Span.End < s.End && startOrUse.MatchString(p.text[due.Span.End:s.End]) {
		due.Words, due.Span = in, s
	}
	return due, yearly
}

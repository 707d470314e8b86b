package library

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"

	"cewen/plan"
)

// FixSuffix is added to a file's name to name its corrections: 城镇化方案.docx.校正.yaml.
const FixSuffix = ".校正.yaml"

// fix is a correction as it is written down:
//
//   - 条: 第三条
//     原文: 由市教育局会同市财政局办理
//     牵头单位: [市教育局]
//     配合单位: [市财政局]
//   - 条: (五)
//     原文: 新建停车位1200个
//     时限: 2026-06-30
//     依据: 2026年上半年
//   - 单位: 市教体局
//     就是: 市教育和体育局
//
// 方案: its 文号, or its title where it has none, says which plan is meant where a file holds several.
type fix struct {
	Plan     string   `yaml:"方案"`
	Clause   string   `yaml:"条"`
	Quote    string   `yaml:"原文"`
	Units    []string `yaml:"责任单位"`
	Lead     []string `yaml:"牵头单位"`
	Support  []string `yaml:"配合单位"`
	Deadline string   `yaml:"时限"`
	Basis    string   `yaml:"依据"`
	Unit     string   `yaml:"单位"`
	Same     string   `yaml:"就是"`
}

// FixError says that corrections cannot be made: the file is none (Err from the reader of YAML), or what it says does not stand in the text
// (*plan.CorrectionError).
type FixError struct {
	Name string // of the plan's file
	Err  error
}

func (e *FixError) Error() string { return fmt.Sprintf("corrections of %s: %v", e.Name, e.Err) }
func (e *FixError) Unwrap() error { return e.Err }

// errNoPlan is the error of a correction for a plan that the file does not hold.
var errNoPlan = errors.New("no such plan in the file")

// applyFixes corrects the plans of a file.
func applyFixes(name string, plans []*plan.Plan, text []byte) error {
	var fixes []fix
	d := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict())
	if err := d.Decode(&fixes); err != nil && !errors.Is(err, io.EOF) {
		return &FixError{name, err}
	}
	of := make([][]plan.Correction, len(plans))
	for _, f := range fixes {
		at := -1
		for i, p := range plans {
			if f.Plan == "" && i == 0 || f.Plan != "" && squareBrackets(f.Plan) == squareBrackets(p.Name()) {
				at = i
			}
		}
		if at < 0 {
			return &FixError{name, errNoPlan}
		}
		of[at] = append(of[at], plan.Correction{Clause: f.Clause, Quote: strings.TrimSpace(f.Quote), Units: f.Units, Lead: f.Lead, Support: f.Support,
			Deadline: f.Deadline, Basis: strings.TrimSpace(f.Basis), Unit: f.Unit, Same: f.Same})
	}
	for i, p := range plans {
		if len(of[i]) == 0 {
			continue
		}
		if err := p.Correct(of[i]); err != nil {
			return &FixError{name, err}
		}
	}
	return nil
}

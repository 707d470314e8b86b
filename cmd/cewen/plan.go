package main

import (
	"io"

	"cewen/plan"
)

type planCmd struct {
	JSON   bool     `name:"json" xor:"form" help:"输出 JSON"`
	Source bool     `name:"source" xor:"form" help:"输出原文,一个字节不改;引文的 start、end 就是它的字节位置"`
	Files  []string `arg:"" optional:"" name:"文件" help:"只读这些文件"`
}

// Run prints what was read from the plans.
func (c *planCmd) Run(p *program) error {
	plans, err := c.plans(p)
	if err != nil {
		return err
	}
	switch {
	case c.Source:
		for _, pl := range plans {
			if _, err := io.WriteString(p.stdout, pl.Text); err != nil {
				return err
			}
		}
		return nil
	case c.JSON:
		return writeLine(p.stdout, struct {
			Plans []*plan.Plan `json:"plans"`
		}{plans})
	}
	s := p.style()
	for i, pl := range plans {
		text := s.plan(pl)
		if i > 0 {
			text = "\n" + text
		}
		if _, err := io.WriteString(p.stdout, text); err != nil {
			return err
		}
	}
	return nil
}

func (c *planCmd) plans(p *program) ([]*plan.Plan, error) {
	if len(c.Files) == 0 {
		return p.plans()
	}
	if p.common.Only != "" || p.common.Plans != "" {
		return nil, usageError("写了文件,就不要再用 --plan、--plans")
	}
	return p.parseFiles(c.Files)
}

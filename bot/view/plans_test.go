package view

import (
	"fmt"
	"strings"
	"testing"

	"cewen/library"
	"cewen/library/format"
)

// The list of plans tells an administrator which files could not be read and why, some of them by name and all of them counted.
func TestPlansTellOfUnreadFiles(t *testing.T) {
	var l PlanList
	for i := range problemsShown + 2 {
		l.Problems = append(l.Problems, library.Problem{Name: fmt.Sprintf("坏%d<.docx", i), Kept: i == 0, Err: &format.Error{Code: format.Encrypted}})
	}
	m := Plans(l)
	for _, want := range []string{"读不了 坏0&lt;.docx:文件加了密码", "仍用旧的一份", "另有2个文件读不了"} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("no %q in %s", want, m.HTML)
		}
	}
	if n := strings.Count(m.HTML, "仍用旧的一份"); n != 1 {
		t.Errorf("%d files are said to be kept", n)
	}
}

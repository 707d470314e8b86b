package plan

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"sort"
	"strings"
)

// nameTargets gives each target its id: a hash of plan, clause and metric, and the rank by date among targets of that metric. It does not
// depend on positions, so text added before a clause does not change it.
func (p *parser) nameTargets() {
	base := p.plan.Meta.Number.Value
	if base == "" {
		base = p.plan.Meta.Title.Value
	}
	groups := map[string][]int{}
	for i, t := range p.plan.Targets {
		k := fmt.Sprintf("%s\x00%d\x00%s", base, t.Clause, t.Metric)
		groups[k] = append(groups[k], i)
	}
	for k, list := range groups {
		sort.SliceStable(list, func(a, b int) bool { return iso(p.plan.Targets[list[a]]) < iso(p.plan.Targets[list[b]]) })
		sum := sha256.Sum256([]byte(k))
		h := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5]))
		for rank, i := range list {
			t := &p.plan.Targets[i]
			t.ID = fmt.Sprintf("t%d-%s-%d", t.Clause, h, rank+1)
		}
	}
}

func iso(t Target) string {
	if t.Deadline == nil {
		return "9999"
	}
	return t.Deadline.ISO
}

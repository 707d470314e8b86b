package plan

import "strings"

// plainWords stands in for the lexicon.
type plainWords struct{}

func (plainWords) UnitKey(name string) string {
	return strings.NewReplacer("和", "", "与", "", "及", "", "暨", "").Replace(squeeze(name))
}
func (plainWords) UnitLevel(string) string     { return "" }
func (plainWords) UnitAliases(string) []string { return nil }

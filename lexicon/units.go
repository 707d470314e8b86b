package lexicon

import (
	"cmp"
	"slices"
	"strings"
)

// UnitKey (单位标识) returns one key for all spellings of a kind of unit: 市自然资源规划局, 自规局, 临沂市自然资源和规划局. Level and place are not part of it.
// An unknown name gets its key by rule. A form that may mean several kinds gets the usual one; UnitKeys has them all.
func (l *Lexicon) UnitKey(name string) string {
	p := l.units.parse(name)
	if p.kinds == nil {
		return squeeze(p.core)
	}
	return l.units.kinds[p.kinds[0]].key
}

// UnitKeys returns all keys that a name may mean, the usual one first: 工信局 is 工业和信息化局, or 经济和信息化局 where a city has that.
func (l *Lexicon) UnitKeys(name string) []string {
	p := l.units.parse(name)
	if p.kinds == nil {
		return []string{squeeze(p.core)}
	}
	keys := make([]string, 0, len(p.kinds))
	for _, k := range p.kinds {
		keys = append(keys, l.units.kinds[k].key)
	}
	return keys
}

// UnitLevel (单位层级) returns "", 国家, 省, 市, 县, 区 or 镇: what the name says of its level.
func (l *Lexicon) UnitLevel(name string) string { return l.units.parse(name).level }

// UnitPlace (单位属地) returns the county, district or small city that the name says, "" where it says none: 沂水县财政局 is 沂水县's, 县财政局 nobody's in particular.
func (l *Lexicon) UnitPlace(name string) string { return l.units.parse(name).place }

// UnitCity (单位所在市) returns the city or province that the name begins with, in full or in short: 青岛市住建局 is 青岛市's. "" where it says none.
func (l *Lexicon) UnitCity(name string) string { return l.units.parse(name).city }

// UnitAliases (单位别称) returns the forms that people use for a unit, longest first, name itself left out: with and without the level of the name.
func (l *Lexicon) UnitAliases(name string) []string {
	p := l.units.parse(name)
	cores := []string{p.core}
	if p.kinds != nil {
		k := l.units.kinds[p.kinds[0]]
		for _, form := range slices.Concat(k.forms, k.alts) {
			if implied := impliedLevel(form); implied == "" || implied == p.level {
				cores = append(cores, form)
			}
		}
	} else {
		cores = append(cores, shortened(p.core)...)
		cores = append(cores, officeForms(p.core)...)
	}
	full := cleanName(name)
	seen := map[string]bool{full: true, "": true}
	var all []string
	for _, core := range cores {
		forms := []string{core}
		if level := levelPrefix(p.level); level != "" && impliedLevel(core) == "" && hasUnitEnding(core) {
			forms = append(forms, level+core)
		}
		for _, form := range forms {
			if !seen[form] {
				seen[form] = true
				all = append(all, form)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return all
}

func levelPrefix(level string) string {
	if level == LevelState {
		return "国家"
	}
	return level
}

// officeForms shortens the office of a leading group: 乡村振兴工作领导小组办公室 is called 乡村振兴领导小组办公室, 乡村振兴办.
func officeForms(core string) []string {
	topic, tail, ok := strings.Cut(core, "领导小组")
	if !ok {
		return nil
	}
	topic = strings.TrimSuffix(topic, "工作")
	if topic == "" {
		return nil
	}
	switch tail {
	case "办公室", "办":
		return []string{topic + "领导小组办公室", topic + "领导小组办", topic + "办", topic + "工作领导小组办"}
	case "":
		return []string{topic + "领导小组"}
	}
	return nil
}

// hasUnitEnding tells names from their two-character colloquial stems: 住建局 from 住建.
func hasUnitEnding(core string) bool {
	for _, end := range []string{"局", "委", "办", "厅", "部", "署", "会", "室", "院", "社", "公司", "中心", "集团", "银行", "分行", "支行", "支队", "大队", "总队", "联", "协", "馆", "校", "小组", "专班"} {
		if strings.HasSuffix(core, end) {
			return true
		}
	}
	return false
}

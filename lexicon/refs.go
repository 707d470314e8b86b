package lexicon

import (
	"strings"
	"unicode/utf8"
)

// Kinds of Ref.
const (
	RefClause  = "clause"  // 条: 第十四条, (十四)
	RefChapter = "chapter" // 章, 部分: 第五部分
	RefRow     = "row"     // 指标表的行: 指标第3行
	RefItem    = "item"    // 上一个清单里的第几个: 第2个
)

// Ref (指代编号) is a number that names a part of a plan or a line of the last list.
type Ref struct {
	Start, End int
	Kind       string
	Number     int
}

// FindRefs returns the references in norm. A bare number with 条 is a clause (14条归谁管), a count is not (共5条, 5条5处, 有几条).
func FindRefs(norm string) []Ref {
	var found []Ref
	for i := 0; i < len(norm); {
		if ref, ok := refAt(norm, i); ok {
			ref.Start = i
			found = append(found, ref)
			i = ref.End
			continue
		}
		r, size := utf8.DecodeRuneInString(norm[i:])
		if isDigit(r) || isHanNumber(r) { // never the tail of a longer number
			for i < len(norm) {
				r, size := utf8.DecodeRuneInString(norm[i:])
				if !isDigit(r) && r != '.' && !isHanNumber(r) {
					break
				}
				i += size
			}
			continue
		}
		i += size
	}
	return found
}

func refAt(norm string, i int) (Ref, bool) {
	switch r := firstRune(norm[i:]); {
	case r == '第':
		return ordinalRef(norm, i, false)
	case r == '(':
		return bracketRef(norm, i)
	case r == '指' || r == '表':
		return tableRef(norm, i)
	case isDigit(r) || isHanNumber(r):
		return bareRef(norm, i)
	}
	return Ref{}, false
}

// smallNumber reads a whole number from 1 to 999, in figures or Han.
func smallNumber(s string, i int) (int, int, bool) {
	j := i
	for j < len(s) && isDigit(rune(s[j])) {
		j++
	}
	if j > i {
		if j-i > 3 || strings.HasPrefix(s[j:], ".") {
			return 0, 0, false
		}
		n := 0
		for _, c := range s[i:j] {
			n = n*10 + int(c-'0')
		}
		return n, j, n > 0
	}
	v, end, ok := han(s, i)
	n := int(v)
	return n, end, ok && float64(n) == v && n > 0 && n < 1000
}

// ordinalRef reads 第十四条, 第(十四)项, 第14点, 第五部分, 第3行, 第2个.
func ordinalRef(norm string, i int, table bool) (Ref, bool) {
	j := i + len("第")
	open := strings.HasPrefix(norm[j:], "(")
	if open {
		j++
	}
	n, j, ok := smallNumber(norm, j)
	if !ok {
		return Ref{}, false
	}
	if open {
		if !strings.HasPrefix(norm[j:], ")") {
			return Ref{}, false
		}
		j++
	}
	rest := norm[j:]
	for _, w := range []struct{ word, kind string }{
		{"部分", RefChapter}, {"大部分", RefChapter}, {"章节", RefChapter}, {"章", RefChapter}, {"大块", RefChapter}, {"大点", RefChapter},
		{"项指标", RefRow}, {"个指标", RefRow}, {"条指标", RefRow}, {"行", RefRow}, {"号指标", RefRow},
		{"条款", RefClause}, {"条", RefClause}, {"款", RefClause}, {"项任务", RefClause}, {"项", RefClause}, {"点", RefClause}, {"小节", RefClause}, {"节", RefClause},
		{"个", RefItem}, {"家", RefItem}, {"处", RefItem}, {"位", RefItem}, {"名", RefItem}, {"号", RefItem},
	} {
		if !strings.HasPrefix(rest, w.word) {
			continue
		}
		after := rest[len(w.word):]
		if w.word == "章" && strings.HasPrefix(after, "程") || w.word == "位" && strings.HasPrefix(after, "数") || w.word == "名" && strings.HasPrefix(after, "单") || w.word == "行" && strings.HasPrefix(after, "政") || w.word == "节" && startsWithAny(after, "日", "能") {
			continue
		}
		if w.word == "个" && strings.HasPrefix(after, "五年") {
			return Ref{}, false // 第十四个五年规划
		}
		kind := w.kind
		if table && kind != RefChapter {
			kind = RefRow
		}
		return Ref{End: j + len(w.word), Kind: kind, Number: n}, true
	}
	if strings.HasPrefix(rest, "产业") || strings.HasPrefix(rest, "次") || strings.HasPrefix(rest, "届") || strings.HasPrefix(rest, "批") || strings.HasPrefix(rest, "季度") || strings.HasPrefix(rest, "代") || strings.HasPrefix(rest, "年") {
		return Ref{}, false
	}
	if open {
		return Ref{End: j, Kind: RefClause, Number: n}, true // 第(十四)
	}
	return Ref{}, false
}

// bracketRef reads (十四), (14), (十四)条. Figures of three digits and years are no labels.
func bracketRef(norm string, i int) (Ref, bool) {
	n, j, ok := smallNumber(norm, i+1)
	if !ok || !strings.HasPrefix(norm[j:], ")") || n > 99 {
		return Ref{}, false
	}
	j++
	for _, w := range []string{"条", "项", "款"} {
		if strings.HasPrefix(norm[j:], w) {
			return Ref{End: j + len(w), Kind: RefClause, Number: n}, true
		}
	}
	return Ref{End: j, Kind: RefClause, Number: n}, true
}

// tableRef reads 指标第3行, 指标表第12行, 表里第3个, 指标3.
func tableRef(norm string, i int) (Ref, bool) {
	for _, head := range []string{"指标表里的", "指标表里", "指标表中", "指标表的", "指标表", "指标里的", "指标里", "指标中", "指标的", "指标", "表里的", "表里", "表格", "表中", "表的", "表"} {
		rest, ok := strings.CutPrefix(norm[i:], head)
		if !ok {
			continue
		}
		j := len(norm) - len(rest)
		if strings.HasPrefix(rest, "第") {
			return ordinalRef(norm, j, true)
		}
		if n, end, ok := smallNumber(norm, j); ok && strings.HasPrefix(head, "指标") && head == "指标" && isDigit(rune(norm[j])) && (end == len(norm) || startsWithAny(norm[end:], "是", "的", "归", "?", "号", ",", " ")) && n < 100 {
			return Ref{End: end, Kind: RefRow, Number: n}, true
		}
		return Ref{}, false
	}
	return Ref{}, false
}

// bareRef reads 十四条, 14条, 五、 and 14.; a count of clauses is none.
func bareRef(norm string, i int) (Ref, bool) {
	n, j, ok := smallNumber(norm, i)
	if !ok || n > 99 {
		return Ref{}, false
	}
	before, rest := norm[:i], norm[j:]
	if r, _ := utf8.DecodeLastRuneInString(before); isDigit(r) || isHanNumber(r) || r == '.' || asciiLetterAt(norm, i-1) {
		return Ref{}, false
	}
	switch {
	case strings.HasPrefix(rest, "条"):
		after := rest[len("条"):]
		if hasAnySuffix(before, "共", "有", "几", "这", "那", "前", "后", "每", "各", "建", "设", "通", "开", "成", "共计", "计", "全", "一共", "余", "近", "超", "约", "达", "到", "增", "造", "辟", "是", "的") {
			return Ref{}, false
		}
		k := after
		if startsWithAny(k, "以上", "以下", "左右", "线", "路", "街", "河", "航", "高", "地铁", "轨", "生产", "道", "渠", "公", "任务", "措施", "产业", "鱼", "控制", "铁", "边", "约", "底", "红") {
			return Ref{}, false
		}
		if k != "" && (isDigit(firstRune(k)) || isHanNumber(firstRune(k))) {
			return Ref{}, false // 5条5处
		}
		if n == 1 && firstRune(norm[i:]) == '一' {
			return Ref{}, false // 一条一条说
		}
		return Ref{End: j + len("条"), Kind: RefClause, Number: n}, true
	case strings.HasPrefix(rest, "、") && i == 0 && !isDigit(rune(norm[i])):
		if tail := rest[len("、"):]; tail != "" && (isDigit(firstRune(tail)) || isHanNumber(firstRune(tail))) {
			return Ref{}, false // 一、二产业; 一、三
		}
		return Ref{End: j + len("、"), Kind: RefChapter, Number: n}, true
	}
	return Ref{}, false
}

package answer

import (
	"fmt"
	"strconv"
	"strings"
)

// Source names where a quote stands, with its heading: 第十四条 完善市政交通设施.
func (c Citation) Source() string {
	return strings.TrimSpace(c.Where() + " " + c.Title)
}

// Where names where a quote stands: 第十四条, 主要指标表第9行, 文件信息.
func (c Citation) Where() string {
	switch {
	case c.Row > 0:
		return fmt.Sprintf("主要指标表第%d行", c.Row)
	case c.Clause == 0:
		return "文件信息"
	case c.Label != "" && !strings.Contains(c.Label, Numeral(c.Clause)):
		return c.Label // the plan's own label says another number than the ordinal: 1. , 一、
	default:
		return "第" + Numeral(c.Clause) + "条"
	}
}

// Numeral writes n as clause numbers are written: 14 → 十四.
func Numeral(n int) string {
	digits := []rune("零一二三四五六七八九")
	switch {
	case n < 0 || n > 999:
		return strconv.Itoa(n)
	case n < 10:
		return string(digits[n])
	case n < 20:
		return "十" + strings.TrimPrefix(Numeral(n-10), "零")
	case n < 100:
		return string(digits[n/10]) + "十" + strings.TrimPrefix(Numeral(n%10), "零")
	case n%100 == 0:
		return string(digits[n/100]) + "百"
	case n%100 < 10:
		return string(digits[n/100]) + "百零" + Numeral(n%100)
	case n%100 < 20:
		return string(digits[n/100]) + "百一" + Numeral(n%100)
	default:
		return string(digits[n/100]) + "百" + Numeral(n%100)
	}
}

// Package made makes up plans: an endless, varied and repeatable series of texts of the size and shape of a city's plan, for measuring how the
// program does with a thousand of them.
//
// In: a number. Out: the name and text of that plan, the same each time. No place, bureau or figure in them is meant to be a real one, and
// nothing is read from a file.
package made

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// perIssuer is how many plans one made-up city issues.
const perIssuer = 12

// maker puts one plan together.
type maker struct {
	*rand.Rand
	b     strings.Builder
	city  string
	units []string
	// counties of the city
	counties []string
	field    field
	sign     int // year of signing
	marker   int // dialect of its markers
}

// Plan returns the n-th plan of the series.
func Plan(n int) (name, text string) {
	m := &maker{Rand: rand.New(rand.NewPCG(uint64(n), 2023))}
	city := n / perIssuer
	places := rand.New(rand.NewPCG(uint64(city), 7))
	m.city = heads[city%len(heads)] + tails[(city/len(heads)+city*3)%len(tails)]
	for range 7 {
		m.counties = append(m.counties, heads[places.IntN(len(heads))]+tails[places.IntN(len(tails))]+"县")
	}
	m.field = fields[n%len(fields)]
	m.sign = 2021 + n%6
	m.marker = n / 3 % 3
	m.units = allUnits
	m.write(n)
	return fmt.Sprintf("%05d_%s.txt", n, m.city), m.b.String()
}

func (m *maker) write(n int) {
	title := fmt.Sprintf("%s市%s高质量发展实施方案", m.city, m.field.name)
	last := m.sign + 2 + n%3
	m.line("索引号  %08d/2023-%06d  发布机构  %s市人民政府办公室", n, n*7, m.city)
	m.line("%s市人民政府办公室关于印发《%s》的通知", m.city, title)
	m.line("%s政办字〔%d〕%d号", m.city, m.sign, n+1)
	m.line("各县区人民政府,市政府各部门:")
	m.line("《%s》已经市政府同意,现印发给你们,请认真组织实施。", title)
	m.line("%s市人民政府办公室", m.city)
	m.line("%d年%d月%d日", m.sign, 1+n%12, 1+n%28)
	m.line("%s", title)
	m.line("为做好%s工作,结合%s市实际,制定如下实施方案。", m.field.name, m.city)
	clause := 0
	for c, chapter := range chapters {
		m.line("%s、%s", han(c+1), fmt.Sprintf(chapter, m.field.name))
		for range 5 {
			clause++
			topic := m.topic(clause)
			m.b.WriteString("(" + han(clause) + ")" + fmt.Sprintf(pick(m, titles), topic) + "。")
			for range 1 + m.IntN(3) {
				m.part(topic, last)
				topic = m.topic(m.IntN(1000))
			}
			m.b.WriteString("\n")
			if clause == 2 {
				m.table(last)
			}
		}
	}
}

// part is a passage with its marker.
func (m *maker) part(topic string, last int) {
	for range 3 + m.IntN(3) {
		m.b.WriteString(m.sentence(topic, last))
	}
	k := 1 + m.IntN(3)
	us := make([]string, k)
	at := m.IntN(len(m.units))
	for i := range us {
		us[i] = m.units[(at+i*5)%len(m.units)]
	}
	switch {
	case m.marker == 1 && k > 1:
		m.b.WriteString("(牵头单位:" + us[0] + ";配合单位:" + strings.Join(us[1:], "、") + ")")
	case m.marker == 2:
		m.b.WriteString("(" + strings.Join(us, "、") + "负责)")
	default:
		m.b.WriteString("(责任单位:" + strings.Join(us, "、") + ")")
	}
}

func (m *maker) sentence(topic string, last int) string {
	aim := fmt.Sprintf("%s%s%s,%s,%s,%s。", pick(m, verbs), pick(m, manners), topic, pick(m, means), pick(m, means), pick(m, ends))
	year := m.sign + m.IntN(last-m.sign+1)
	count := (1 + m.IntN(90)) * []int{1, 5, 10, 20}[m.IntN(4)]
	switch m.IntN(8) {
	case 0:
		return fmt.Sprintf("到%d年,%s%s%d%s以上。", year, pick(m, builds), topic, count, pick(m, counters))
	case 1:
		return fmt.Sprintf("到%d年%s覆盖率达到%d%%。", year, topic, 40+m.IntN(60))
	case 2:
		return aim + fmt.Sprintf("%d年底前,在%s%s%s%d%s。", year, pick(m, m.counties), pick(m, builds), topic, count, pick(m, counters))
	}
	return aim
}

func (m *maker) topic(i int) string {
	n := m.field.nouns
	return n[i%len(n)] + suffixes[(i/len(n)+m.IntN(len(suffixes)))%len(suffixes)]
}

func (m *maker) table(last int) {
	m.line("%s主要指标", m.field.name)
	m.line("指标 类别 序号 指标名称 单位 %d年(现状值) %d年(目标值)", m.sign-1, last)
	row := 0
	for _, group := range []string{"总体水平", "设施建设", "公共服务"} {
		for i := range 6 {
			row++
			head := ""
			if i == 0 {
				head = group + " "
			}
			base := 20 + m.IntN(50)
			m.line("%s%d %s%s %% %d.%d %d", head, row, m.topic(row), pick(m, rates), base, m.IntN(10), base+5+m.IntN(20))
		}
	}
}

func (m *maker) line(format string, args ...any) { fmt.Fprintf(&m.b, format+"\n", args...) }

func pick(m *maker, list []string) string { return list[m.IntN(len(list))] }

func han(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}

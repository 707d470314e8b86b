// Package plan is the domain: what a government plan (方案) says, read from its text into typed facts.
//
// In: the text of one plan, as published. Out: a Plan that keeps this text and, as byte spans of it, the document's data, chapters,
// clauses, duties, indicators, targets, statements about places, lists and gaps, and a warning for what could not be read.
// A quote is always a slice of the text, so it cannot drift from what the city published.
//
// It never reads a file, never searches, never answers, and never drops text silently.
package plan

// Span is a half-open range of byte offsets in Plan.Text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// In returns the slice of text that the span marks.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len returns the span's length in bytes; 0 means "absent".
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Plan (方案) is one plan and everything read from it. It is immutable after Parse.
type Plan struct {
	Source     string // file name, "" when parsed from memory
	Called     string // what it is called among others that are held; "" until it is
	Text       string // the source text, exactly as Parse got it; of one in traditional characters all else here is simplified but its spans
	Offset     int    // where Text begins in its file's text; 0 unless the file holds several plans
	Meta       Meta
	Chapters   []Chapter
	Clauses    []Clause
	Indicators []Indicator
	Targets    []Target // without the indicators; in the order of the text
	Statements []Statement
	Listings   []Listing
	Units      []Unit // in order of first appearance in a marker
	Places     []Place
	Gaps       []Gap
	Warnings   []Warning
	Boxes      []Box  // tables and boxes (专栏), in the order of the text; the rows of a box and of a table of tasks are Parts of its clause
	Preface    []Span // paragraphs between the title and the first chapter: 为深入贯彻…制定如下实施方案。
	Frame      []Span // lines that were read and say nothing: 关闭窗口, (此件公开发布), a repeated title
}

// Box (专栏, 表) is a table or a box of numbered rows within the text.
type Box struct {
	Title  string
	Head   Span
	Span   Span
	Rows   []Span
	Table  bool // its rows are Indicators; the rows of a table of tasks are Parts
	Clause int  // the clause it follows
}

// Field is one value of the document's data with its place in the text. Value may be normalised (dates are ISO 8601); Span is verbatim, and empty where
// the value stands in the notice that brings the plan and not in its own text.
type Field struct {
	Label string // as a clerk would call it: 文号, 成文日期 …
	Value string
	Span  Span
}

// Meta (文件信息) is the document's data. A field that the text does not give has an empty Value.
type Meta struct {
	Number       Field  // 文号 临政办字〔2023〕96号
	Under        Field  // 文号 of the notice whose annex it is, where that is another plan of the same file
	Index        Field  // 索引号
	Title        Field  // 标题, of the plan itself, without 《》 and without 关于印发…的通知
	Notice       Field  // 印发通知的标题, as printed (lines joined)
	Issuer       Field  // 发文机关: who signs
	Publisher    Field  // 发布机构: who put it on the web
	Signed       Field  // 成文日期
	Published    Field  // 公开日期
	Category     Field  // 主题分类
	Disclosure   Field  // 公开方式
	Addressees   Field  // 主送: 各县区人民政府(管委会),市政府各部门(单位)
	Approval     Field  // the sentence of approval: 已经市委、市政府同意
	Validity     Field  // 施行说明, 有效期
	Jurisdiction string // 临沂市: the place whose plan it is; "" when it is the State Council's
}

// Chapter (章, 部分): 一、总体要求.
type Chapter struct {
	Number  int    // 1, 2, …
	Label   string // 一
	Title   string
	Head    Span  // the heading line
	Span    Span  // heading to the end of the chapter
	Clauses []int // Clause.Number of its clauses
}

// Clause (条): (十四)完善市政交通设施. In a plan whose labels restart in each chapter, Number is the ordinal in the whole text.
type Clause struct {
	Number   int
	Label    string // as printed: (十四), （一）, 3., 一、
	Ordinal  int    // the number that the label itself says
	Title    string
	Chapter  int  // Chapter.Number
	Head     Span // label and title
	Span     Span // from the label to the end of the clause, page tails and tables left out
	Parts    []Part
	Duties   []Duty
	Bare     bool     // a chapter's own text, in a plan whose clauses are labelled below the chapters; numbered after the others
	Sections []string // headings between chapter and clause, outermost first: （一）优化空间载体…

	passages []Span   // runs of lines of its text, boxes left out
	tables   []int    // of tasks, into parser.tasks, whose rows are still to be read
	above    []marker // at the heading that it stands under
	row      *taskRow // the clause is this row of its table
}

// Part (部分) is a passage of a clause that ends with a responsibility marker or with the clause: the text since the previous marker.
type Part struct {
	Span      Span      // without the marker
	Duty      int       // index into Clause.Duties, -1 where no marker follows
	Due       *Deadline // that a marker or a column of a table sets for all of it (完成时限:2025年12月底); nil: none
	Yearly    bool      // the same words set 每年, 每季度
	Sentences []Sentence

	name string // of the row of a table that it is
}

// Sentence ends with 。!?; or a line end; its segments are cut at ,;:, and never inside quotes or brackets.
type Sentence struct {
	Span     Span
	Segments []Span
}

// Duty (责任分工) is one responsibility marker.
type Duty struct {
	Units     []string  // in the order of the text, spelling of the marker; standing units (以下各项…均需) included after the named ones
	Lead      []string  // 牵头, where the text gives or states it
	Support   []string  // 配合, where the text gives or states it
	Etc       bool      // 等: the list is not complete
	Above     bool      // the marker stands at the heading above: it is for all clauses below that name nobody themselves
	Standing  int       // how many of Units, at their end, stand for every marker by a rule: 以下各项任务均需…落实,不再列出
	SupportBy string    // the words that name Support: 配合单位, 责任单位 (beside 牵头单位)
	LeadBy    string    // the plan's own words that make Lead explicit: 牵头单位, 列第一位者为牵头单位; "" where the text is silent; ByCorrection where a correction says it
	Deadline  *Deadline // 完成时限, where the marker says one
	Marker    Span      // (责任单位:…), brackets included
	Covers    Span      // the passage it covers; empty where nothing stands before the marker
}

// Unit (单位) is one responsible unit with its merged spellings.
type Unit struct {
	Name      string   // the most frequent spelling
	Key       string   // lexicon.UnitKey: equal for all spellings
	Spellings []string // other spellings in this plan
	Aliases   []string // forms that people use, from the lexicon
	Duties    []DutyRef
}

// DutyRef names the Index-th duty of a clause and the unit's position in it (1 = first).
type DutyRef struct{ Clause, Index, Position int }

// Op says how a quantity is meant.
type Op string

// The ways in which plans put a number.
const (
	OpEqual   Op = "="  // 80个, 达到99%
	OpAtLeast Op = ">=" // 300个以上, 不少于10处, 不低于
	OpMore    Op = ">"  // 超过90%, >65, 突破100家
	OpAtMost  Op = "<=" // 不超过
	OpLess    Op = "<"  // <14:1
	OpAbout   Op = "~"  // 50个左右
	OpRange   Op = ".." // 1-2个
)

// Quantity (数量) is a number as a plan writes it.
type Quantity struct {
	Num, Max  float64 // Max is set for ranges; 万 and 亿 are multiplied out
	Op        Op
	Unit      string // 个, 公里, %, 万吨/日 …, without 万/亿
	Dimension string // count, length, area, ratio, people, money, power, time, weight, … (see quantity.go)
	Verbatim  string // 300个以上
	Span      Span
}

// Deadline (时限). ISO is the last day: 2025年 and 到2025年 are 2025-12-31.
type Deadline struct {
	ISO       string
	Year      int
	Words     string // 到2025年, 2023年年底前
	Span      Span
	Base      string // what the words are counted from: the ISO date of signing (三年内, 年底前), or the title's 2026年 (11月底前); "" where the words say all
	Inherited bool   // the words stand earlier in the same sentence, or open the paragraph of a clause on aims (到2020年，…。全国农机总动力超过10亿千瓦)
}

// Target (目标) is one thing to be reached: subject + attribute and a quantity or a state.
type Target struct {
	ID        string
	Clause    int
	Duty      int       // index into the clause's Duties, -1 none
	Metric    string    // subject and attribute, words of the plan: 雨水管网建设, 各县城公共充电站总量
	Subject   Span      // where Metric stands; may be empty when it is put together
	Attribute string    // 总量, 覆盖率, 占比 …; "" when the predicate is a verb
	Quantity  *Quantity // a second metric or value (319个、3.4万户) is a target of its own
	State     string    // for targets without a number: 全部清零, 八县通高铁、县县双高速
	Value     string    // verbatim: 300个以上, 全部清零
	ValueSpan Span
	Deadline  *Deadline // nil: undated
	Scope     string    // 各县, 全市, 每个县; "" where the text gives none
	Places    []string
	Units     []string // of its duty
	Quote     Span     // the segment(s) that say it, date included where it is in the same sentence and adjacent
	Sentence  Span
	Recurring bool // 每年
}

// Indicator (指标) is a row of the plan's table, cells verbatim.
type Indicator struct {
	Row        int
	Clause     int // the clause it follows
	Category   string
	Name       string
	Unit       string // "" where the table leaves it out
	Base       string
	Target     string
	BaseYear   int
	TargetYear int
	Attribute  string // 约束性, 预期性, where the table gives it
	BaseQty    *Quantity
	TargetQty  *Quantity
	Span       Span
	NameSpan   Span
	BaseSpan   Span
	TargetSpan Span
}

// Relation says what a Statement says of a place.
type Relation string

// Relations.
const (
	Positioning Relation = "定位" // 要围绕“…”目标定位
	Role        Relation = "建设" // 打造…, 建设…县城 (also by the clause's title: 建设卫星县城)
	Pilot       Relation = "试点" // 试点, 试验区, 示范县
	Support     Relation = "支持" // 支持沂南县加快…建设
	Mention     Relation = "提到" // any other sentence that names the place
)

// Statement (表述) is what a passage says of one place.
type Statement struct {
	Place    string
	Relation Relation
	Object   string // verbatim: 建设科技创新示范县
	ObjSpan  Span
	Clause   int
	Quote    Span // the segment(s)
}

// Listing (列举) is a list inside a clause: 六种经济, 西部六乡镇.
type Listing struct {
	Head     string // 工业镇
	HeadSpan Span
	Items    []string
	Spans    []Span
	Clause   int
	Etc      bool // 等
	Quote    Span
}

// Place (地点) is a county, district, town or other named place under the plan's jurisdiction.
type Place struct {
	Name    string // 平邑县
	Short   string // 平邑
	Kind    string // 县, 区, 镇, 乡, 街道, 市
	Clauses []int
}

// Gap is something that plans give and this passage does not.
type Gap struct {
	Kind   string // duty, target, date
	Clause int
}

// Warning is a line that could not be read, or a doubt about how it was.
type Warning struct {
	Line int // 1-based
	Last int // the last line of a run of lines that could not be read; 0 where it is one line
	Code string
	Text string
}

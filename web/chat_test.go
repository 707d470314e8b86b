package web

import (
	"net/url"
	"testing"
)

func TestHomeAsks(t *testing.T) {
	r := newRig(t)
	c := r.browser()
	r.get(c, "/").has(t, "临政办字〔2023〕96号", "可以这样问")
	r.post(c, "/ask", url.Values{"q": {"充电桩归谁管"}}).has(t, "责任单位:市发展改革委(仅1家)", "公共充电站总量达到300个以上")
}

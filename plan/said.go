package plan

// Said is the deadline as the plan writes it, with what it was counted from where its words do not say the day: 三年内(自成文日期2026-03-02算起,即2029-03-02).
func (d *Deadline) Said() string {
	switch {
	case d.Base == "":
		return d.Words
	case titleYear.MatchString(d.Base):
		return d.Words + "(按" + d.Base + "算,即" + d.ISO + ")"
	}
	return d.Words + "(自成文日期" + d.Base + "算起,即" + d.ISO + ")"
}

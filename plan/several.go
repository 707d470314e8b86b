package plan

// ParseAll reads the plans of a text, one after the other.
func ParseAll(source, text string) ([]*Plan, error) {
	p, err := Parse(source, text)
	if err != nil {
		return nil, err
	}
	return []*Plan{p}, nil
}

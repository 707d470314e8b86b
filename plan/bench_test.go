package plan

import "testing"

// A plan is parsed once at start and once for each knock-out.
func BenchmarkParse(b *testing.B) {
	for name, text := range realTexts(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := Parse(name, text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

package bottest

import "fmt"

// Violation is something that the bot should not have sent.
type Violation struct {
	Method string
	Chat   int64 // 0: none
	Reason string
	Call   int // Call.Seq; 0: no call
}

func (v Violation) String() string {
	text := v.Reason
	if v.Chat != 0 {
		text = fmt.Sprintf("chat %d: %s", v.Chat, text)
	}
	if v.Method != "" {
		text = v.Method + ": " + text
	}
	return text
}

// Violations are those recorded since they were last taken.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Violation(nil), s.violations...)
}

// TakeViolations returns them and clears them, so that they do not fail the test.
func (s *Server) TakeViolations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.violations
	s.violations = nil
	return taken
}

func (s *Server) violate(v Violation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = append(s.violations, v)
	s.changed()
}

func (s *Server) violateCall(c *call, reason string) {
	s.violations = append(s.violations, Violation{c.Method, c.Chat, reason, c.Seq})
}

// report records the problems of a call from the nth on.
func (s *Server) report(c *call, n int) {
	for _, p := range c.problems[n:] {
		if p.reason != "" {
			s.violateCall(c, p.reason)
		}
	}
}

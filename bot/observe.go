package bot

import (
	"time"

	"cewen/inbox"
	"cewen/outbox"
)

// observer writes down what the pumps tell, and counts it. Of a message it logs where it went and what became of it, never its text.
type observer struct{ b *Bot }

// UpdateDone counts (inbox.Observer).
func (o observer) UpdateDone(it inbox.Item, took time.Duration) {
	o.b.metrics.UpdateDone(it, took)
	o.b.log.Debug("update handled", "update", it.ID, "took", took)
}

// UpdateFailed logs what went wrong with one update.
func (o observer) UpdateFailed(it inbox.Item, f inbox.Failure) {
	o.b.metrics.UpdateFailed(it, f)
	o.b.log.Error("update given up", "update", it.ID, "reason", f.Reason, "stack", string(f.Stack))
}

// BoxFailed logs that the store failed the inbox.
func (o observer) BoxFailed(op string, err error) {
	o.b.metrics.BoxFailed(op, err)
	o.b.log.Error("inbox: store failed", "op", op, "error", err)
}

// Sent logs what became of a delivery.
func (o observer) Sent(d outbox.Delivery, out outbox.Outcome, took time.Duration) {
	o.b.metrics.Sent(d, out, took)
	level := o.b.log.Debug
	if out.Verdict != outbox.Accepted {
		level = o.b.log.Warn
	}
	level("delivery", "id", d.ID, "class", d.Class.String(), "method", string(d.Method), "attempt", d.Attempt, "outcome", string(out.Verdict), "reason", out.Reason, "took", took)
}

// LedgerFailed logs that the store failed the outbox.
func (o observer) LedgerFailed(op string, err error) {
	o.b.metrics.LedgerFailed(op, err)
	o.b.log.Error("outbox: store failed", "op", op, "error", err)
}

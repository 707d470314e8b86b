package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"cewen/outbox"
	"cewen/reminders"
)

// SyncMilestones makes a plan's milestones what they are now (reminders.MilestoneBook).
func (s *Store) SyncMilestones(ctx context.Context, now time.Time, plan string, list []reminders.Milestone) (changes []reminders.Change, err error) {
	err = s.update(ctx, "sync milestones", plan, func(t *tx) error {
		changes = nil
		if _, err := t.generation(); err != nil { // one at a time: replicas start together
			return err
		}
		old, nums, gone, err := t.milestones(plan)
		if err != nil {
			return err
		}
		var match map[string]string
		changes, match = reminders.Compare(old, list)
		if len(changes) == 0 && len(old) > 0 {
			return nil
		}
		if err := t.renumber(plan, list, nums, match, gone); err != nil {
			return err
		}
		if len(old) == 0 { // the first reading is no change
			changes = nil
			return nil
		}
		for _, c := range changes {
			if err := t.retract(now, c, nums); err != nil {
				return err
			}
			body, err := encode(c)
			if err != nil {
				return err
			}
			if _, err := t.exec("INSERT INTO plan_change (plan, at, body) VALUES (?, ?, ?)", clean(plan), ms(now), body); err != nil {
				return err
			}
		}
		if err := t.replanned(now); err != nil {
			return err
		}
		// What moved or is new is planned for everybody; what is planned already stays as it is.
		_, err = t.exec("UPDATE subscription SET planned_until = ? WHERE planned_until > ?", ms(now), ms(now))
		return err
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// MilestonePlans lists the plans that have milestones in force or were noted to have none, with the text that was noted.
func (s *Store) MilestonePlans(ctx context.Context) (out map[string]string, err error) {
	err = s.view(ctx, "list plans of milestones", "", func(t *tx) error {
		out = map[string]string{}
		return t.rows(func(rs *sql.Rows) error {
			var p, sum string
			err := rs.Scan(&p, &sum)
			out[p] = sum
			return err
		}, "SELECT plan, sum FROM plan_text UNION ALL SELECT DISTINCT plan, '' FROM milestone WHERE gone = 0 AND plan NOT IN (SELECT plan FROM plan_text)")
	})
	return out, err
}

// NoteText notes from which text a plan's milestones were read; "" forgets it.
func (s *Store) NoteText(ctx context.Context, plan, sum string) error {
	return s.update(ctx, "note plan text", plan, func(t *tx) error {
		if sum == "" {
			_, err := t.exec("DELETE FROM plan_text WHERE plan = ?", clean(plan))
			return err
		}
		_, err := t.exec("INSERT INTO plan_text (plan, sum) VALUES (?, ?) ON CONFLICT (plan) DO UPDATE SET sum = excluded.sum", clean(plan), sum)
		return err
	})
}

// milestones reads what is kept of a plan: what is in force and its numbers by id, and the numbers of what is gone by the id it had.
func (t *tx) milestones(plan string) (old []reminders.Milestone, nums, gone map[string]int64, err error) {
	nums, all := map[string]int64{}, map[string]int64{}
	err = t.rows(func(rs *sql.Rows) error {
		var num int64
		var isGone int
		var id, body string
		if err := rs.Scan(&num, &id, &isGone, &body); err != nil {
			return err
		}
		if isGone != 0 { // ~7~id: it may come back
			if parts := strings.SplitN(id, "~", 3); len(parts) == 3 {
				all[parts[2]] = num
			}
			return nil
		}
		var m reminders.Milestone
		if err := decode(body, &m); err != nil {
			return err
		}
		old = append(old, m)
		nums[id] = num
		return nil
	}, "SELECT num, id, gone, body FROM milestone WHERE plan = ? ORDER BY num", clean(plan))
	return old, nums, all, err
}

// renumber writes the milestones as they are now. One that was there before keeps its number, whatever its id is now, and with it its
// records and notices.
func (t *tx) renumber(plan string, list []reminders.Milestone, nums map[string]int64, match map[string]string, gone map[string]int64) error {
	back := map[string]string{} // new id → old id
	for o, n := range match {
		back[n] = o
	}
	// Ids may be exchanged: first they are all out of the way.
	if _, err := t.exec("UPDATE milestone SET gone = 1, id = CASE WHEN gone = 0 THEN '~' || num || '~' || id ELSE id END WHERE plan = ?", clean(plan)); err != nil {
		return err
	}
	for _, m := range list {
		body, err := encode(m)
		if err != nil {
			return err
		}
		num, known := nums[back[m.ID]]
		if !known {
			num, known = gone[m.ID] // it was gone and is back
		}
		if known {
			if _, err := t.exec("UPDATE milestone SET id = ?, kind = ?, clause = ?, due = ?, issuer = ?, body = ?, gone = 0 WHERE num = ?", clean(m.ID), string(m.Kind), m.Clause, m.Due, clean(m.Issuer), body, num); err != nil {
				return err
			}
			for _, table := range []string{"milestone_unit", "milestone_place"} {
				if _, err := t.exec("DELETE FROM "+table+" WHERE num = ?", num); err != nil {
					return err
				}
			}
		} else if err := t.row("INSERT INTO milestone (id, plan, kind, clause, due, issuer, body) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING num",
			clean(m.ID), clean(plan), string(m.Kind), m.Clause, m.Due, clean(m.Issuer), body).Scan(&num); err != nil {
			return err
		}
		for _, u := range m.Units {
			if _, err := t.exec("INSERT INTO milestone_unit (num, unit) VALUES (?, ?) ON CONFLICT DO NOTHING", num, clean(u)); err != nil {
				return err
			}
		}
		for _, p := range m.Places {
			if _, err := t.exec("INSERT INTO milestone_place (num, place) VALUES (?, ?) ON CONFLICT DO NOTHING", num, clean(p)); err != nil {
				return err
			}
		}
	}
	return t.rename(match)
}

// rename follows ids that changed in what subscriptions name.
func (t *tx) rename(match map[string]string) error {
	changed := map[string]string{}
	for o, n := range match {
		if o != n {
			changed[o] = n
		}
	}
	if len(changed) == 0 {
		return nil
	}
	type named struct {
		id   int64
		what string
	}
	var subs []named
	if err := t.rows(func(rs *sql.Rows) error {
		var n named
		err := rs.Scan(&n.id, &n.what)
		subs = append(subs, n)
		return err
	}, "SELECT id, what FROM subscription WHERE about = 'target'"); err != nil {
		return err
	}
	for _, s := range subs {
		ids := strings.Split(s.what, ",")
		touched := false
		for i, id := range ids {
			if n, ok := changed[id]; ok {
				ids[i], touched = n, true
			}
		}
		if touched {
			if _, err := t.exec("UPDATE subscription SET what = ? WHERE id = ?", strings.Join(ids, ","), s.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// retract takes planned notices back that no longer hold.
func (t *tx) retract(now time.Time, c reminders.Change, nums map[string]int64) error {
	if c.Kind == reminders.Added {
		return nil
	}
	num, ok := nums[c.Old.ID]
	if !ok {
		return nil
	}
	if c.Kind == reminders.Altered {
		// The days are what they were: what is due already is sent, to whom it still concerns.
		_, err := t.exec("DELETE FROM notice WHERE num = ? AND state = 0 AND send_at > ?", num, ms(now))
		return err
	}
	_, err := t.exec("DELETE FROM notice WHERE num = ? AND state = 0", num)
	return err
}

// UntoldChanges lists changes that subscribers have not been told of (reminders.MilestoneBook).
func (s *Store) UntoldChanges(ctx context.Context) (ids []int64, changes []reminders.Change, err error) {
	err = s.view(ctx, "list changes", "", func(t *tx) error {
		return t.rows(func(rs *sql.Rows) error {
			var id int64
			var body string
			if err := rs.Scan(&id, &body); err != nil {
				return err
			}
			var c reminders.Change
			if err := decode(body, &c); err != nil {
				return err
			}
			ids, changes = append(ids, id), append(changes, c)
			return nil
		}, "SELECT id, body FROM plan_change WHERE told = 0 ORDER BY id")
	})
	return ids, changes, err
}

// TellChanges marks changes as told and writes the messages that tell them, both or neither (reminders.MilestoneBook).
func (s *Store) TellChanges(ctx context.Context, now time.Time, ids []int64, messages []outbox.Delivery) error {
	return s.update(ctx, "tell changes", "", func(t *tx) error {
		for _, id := range ids {
			n, err := t.exec("UPDATE plan_change SET told = 1 WHERE id = ? AND told = 0", id)
			if err != nil {
				return err
			}
			if n == 0 {
				return reminders.ErrTaken
			}
		}
		for _, d := range messages {
			if err := t.enqueue(now, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// numOf returns a milestone's number, 0 for one that was never kept. One that is gone from its plan has its number still.
func (t *tx) numOf(r reminders.Ref) (num int64, err error) {
	err = t.row("SELECT num FROM milestone WHERE plan = ? AND id = ?", clean(r.Plan), clean(r.ID)).Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.row("SELECT coalesce(max(num), 0) FROM milestone WHERE plan = ? AND gone = 1 AND id = '~' || num || '~' || ?", clean(r.Plan), clean(r.ID)).Scan(&num)
	}
	if err != nil {
		return 0, fmt.Errorf("milestone %s: %w", r.ID, err)
	}
	return num, nil
}

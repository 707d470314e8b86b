// Package reminders sees to it that people know in good time what falls due.
//
// In: the milestones of plans, subscriptions of chats, what chats have recorded of progress, a calendar of working days, and the time. Out:
// notices, which become digests in the outbox; lights and boards; tables and calendar files to take away. It asks for an outbox and does
// not know who sends; it asks for a printer and does not know what a message looks like. It never judges the work: a date that has passed
// says only that it has passed.
//
// # The guarantee
//
// A notice is a fact (chat, topic, milestone, due day, rung) that any replica may plan again without harm; it is planned over a short
// horizon, and taken into a digest once, in one transaction with the deliveries that carry it. So nothing is lost and nothing is repeated
// while the program runs, is stopped or is killed; what happens to a delivery after that, the outbox's guarantee says (package outbox).
// After a downtime what was missed comes in one digest, marked 补发, with the tightest rung of each milestone only.
//
// What planning goes by may change while it is planned: subscriptions, records, plans, the clock. Each change counts a generation up, and a
// horizon is only ticked off if the generation is the one that it was planned by. Whoever begins to plan, and whoever finds that the clock was
// set back, plans the horizon anew: rows that are there stay. What no longer holds when its time has come (the chat goes by another day, has
// recorded it, is not subscribed any more) is taken and not said. The state machine in store/remind_rapid_test.go checks all this against rules
// of its own.
//
// # The rules (PRODUCT.md)
//
// Rungs stand 90, 30, 7 and 1 days before the due day, on it, and on the first working day after it (收口). They are sent at the chosen hour,
// Asia/Shanghai, moved to the working day before where they would fall on a day off. Rungs that are moved to one day go out once; one that
// would come before the plan's own date is dropped, and so is one from before the subscription. 90 days counts by unit, 30 lists in full,
// 7, 1 and 0 list only what the chat has not recorded.
package reminders

// Package outbox is the one ledger of every message that has to arrive: answers now, notices later, and edits of messages that were sent.
//
// In: deliveries, written by whoever has something to say in the same transaction as the reason for saying it; and a Sender that makes one
// call. Out: each delivery sent, or dead with its reason. It never reads a plan, never composes a text, and knows no Telegram types.
//
// # The guarantee
//
// Nothing is lost: a delivery that was committed stays in the ledger until the receiving side took it or refused it for good, whatever
// happens to the program, the machine's clock or the network in between.
//
// Nothing is sent twice without saying so: Telegram's sendMessage has no key by which it would recognise a repeat, so between "accepted
// there" and "committed here" nobody can be exactly-once. A claim is committed before the call, with a lease and an attempt number, and
// only the holder of that attempt can finish it. If the call's outcome stays unknown (a time-out, a reset or a 5xx after the request was
// written, or a process that died holding the lease) the delivery is uncertain. It is then sent once more for each such event, marked
// 可能重复 in its first line; or held, if the operator chose that (Policy). So there is at most one marked repeat for each crash or lost
// reply, and never a second copy without the mark. Edits can be repeated harmlessly and carry no mark.
//
// A planned stop leaves nothing uncertain: no more is claimed, and what is on its way is waited for.
//
// # The limits
//
// One limiter stands before every claim: so many messages a second overall, one a second for a chat, twenty a minute for a group, and a
// pause for all after a 429 (Bots FAQ, "My bot is hitting limits"). Its memory is the ledger itself, so several replicas on one database
// share it and a restart does not forget it. A message counts from its claim until a full second (a full minute) after its reply came: the
// receiving side saw it somewhere in between, so it never sees more than the limit, however slow the line. Answers go before notices.
package outbox

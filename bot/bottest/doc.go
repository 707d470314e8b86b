// Package bottest is the Bot API server that the bot's tests talk to: real HTTP on a local port, acting as api.telegram.org.
//
// In: the bot's calls (multipart, urlencoded or JSON), and from the test what people do: they write, reply, press buttons, add the bot to
// groups, block it. Out: updates by long polling or webhook, answers in Telegram's words, and for the test everything that was said, in
// order. Every call is checked against the Bot API and its limits; what Telegram would refuse, and what it accepts though it should not have
// been sent, is a Violation, and at the end of the test each one fails it, unless the test took it out by TakeViolations. Faults (429, 5xx,
// a message accepted and its reply lost, ...) are injected by the test.
//
// A message is in a chat's history if and only if it was accepted, whatever became of the reply.
//
// It never reaches out (but to the webhook that the bot has set), never invents an update that the test did not cause, and never imports the
// bot or the client library: its Telegram is its own.
//
// What it knows of methods, fields and types stands in spec.jsonl: the methods of Bot API 10.1 and the types that their parameters reach,
// reduced from api.json of github.com/PaulSonOfLars/telegram-bot-api-spec (MIT License, Copyright (c) 2020 Paul Larsen), a line each;
// TestReduceSpec writes it anew. Wordings of errors, the reading of HTML and what Telegram lets pass follow the sources that Telegram has
// published, github.com/tdlib/telegram-bot-api and github.com/tdlib/td.
package bottest

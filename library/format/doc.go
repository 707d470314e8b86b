// Package format reads the files in which plans come (.txt, .md, .html, .docx, .pdf) as plan text: what package plan parses.
//
// In: the name of a file and its bytes. Out: a Document: UTF-8 text with one paragraph, heading or table row a line, in the order in which a
// reader sees them, and codes of what was left out or guessed; or an Error with one Reason: a scan, a password, a broken file, a zip bomb.
//
// It never parses a plan, never runs what a file brings with it (scripts, macros, fields, links), never opens another file or address, never
// writes, and never changes a text file that is UTF-8 already (spans in it stay true), unless its paragraphs are broken into lines.
//
// What every kind becomes:
//   - a paragraph is a line; a list's number, also an automatic one of Word, is part of the line: （一）…, 1. …
//   - a heading that carries no label of its own is "## title", with as many # as its level; 一、总体要求 is a plain line
//   - a row of a table is a line "| a | b | c |"; a cell that is merged over several rows stands in
//     each of them, one merged over columns in its first, so that an empty cell is one that says nothing
package format

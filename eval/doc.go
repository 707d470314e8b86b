// Package eval measures: question sets and ranking sets, their scoring and goldens.
//
// In: files of questions with what a right answer must hold, and folders of passages with the queries that each is relevant to. Out:
// reports, the same for the same input but for the times in them.
//
// It never changes what it measures, and no threshold is read from the sets it scores.
package eval

/** The menu of a cell, with every act and its key. */

import { choose } from "./popover.js";

/** @param {import("./main.js").Journal} journal @param {import("./cells.js").Cell} cell */
export function openMenu(journal, cell) {
  const { words, moving, preferences, cards } = journal;
  const isWork = cell.column.kind === "a";
  const lesson = cell.column.lesson;
  const acts = [
    { text: words.write, hint: "Enter", run: () => journal.write(cell, { keep: true }) },
    { text: words.retake, hint: "Shift+Enter", off: !isWork || !cell.isMark, run: () => journal.write(cell, { how: "retake" }) },
    { text: words.clear, hint: "Delete", off: !cell.value && cell.typed === null, run: () => { moving.back(); journal.clear(cell); } },
    { text: words.comment, hint: "Shift+F2", off: !isWork || !cell.value || cell.look === "away", run: () => journal.comments.open(cell) },
    { text: words.history, hint: "F4", run: () => journal.history(cell) },
    { text: words.allPresent, hint: "Ctrl+Enter", off: !lesson, run: () => { moving.back(); journal.roll.all(lesson); } },
    { text: words.addAssessment, hint: "", off: !journal.data.usual, run: () => journal.assessments.ask(cell.column) },
    { text: words.lessonSheet, hint: "F8", off: !lesson, run: () => journal.sheet.enter() },
    { text: words.undo, hint: "Ctrl+Z", off: !journal.undo.done.length, run: () => { moving.back(); journal.undo.undo(); } },
    { text: words.redo, hint: "Ctrl+Y", off: !journal.undo.undone.length, run: () => { moving.back(); journal.undo.redo(); } },
    { text: words.pupilCard, run: () => { moving.back(); void cards.ask(`pupils/${cell.row.pupil}`, cell.element); } },
    { text: words.averageCard, run: () => { moving.back(); void cards.ask(`averages/${cell.row.pupil}`, cell.element); } },
    { text: words.comfortable, checked: preferences.comfortable, run: () => { moving.back(); void preferences.turn("comfortable"); } },
    { text: words.advance, checked: preferences.advance, off: !journal.writable, run: () => { moving.back(); void preferences.turn("advance"); } },
    { text: words.allKeys, hint: "Ctrl+/", run: () => journal.keys() },
  ];
  choose(cell.element, { title: words.cellMenu, role: "menu", acts, cancelled: () => moving.back() });
}

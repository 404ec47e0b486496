/** The journal page: keys and pointer while moving. */

import { Journal } from "./journal.js";
import { openMenu } from "./menu.js";
import { close } from "./popover.js";

const root = document.getElementById("journal");
if (document.getElementById("grid")) start(new Journal(root));

/** @param {Journal} journal */
function start(journal) {
  const { moving } = journal;
  const scroll = document.getElementById("journal-scroll");
  moving.start(journal.data.selected);
  scroll.addEventListener("keydown", (event) => keyed(journal, event));
  scroll.addEventListener("click", (event) => clicked(journal, event));
  scroll.addEventListener("dblclick", (event) => {
    const cell = cellAt(journal, event.target);
    if (cell) journal.write(cell, { keep: true });
  });
  scroll.addEventListener("contextmenu", (event) => {
    const cell = cellAt(journal, event.target);
    if (!cell) return;
    event.preventDefault();
    moving.to(cell);
    openMenu(journal, cell);
  });
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "/") { event.preventDefault(); journal.keys(); }
  });
  document.getElementById("journal-roll")?.addEventListener("click", () => journal.roll.all(moving.cell?.column.lesson));
  document.getElementById("journal-assess")?.addEventListener("click", () => journal.assessments.ask(moving.cell.column));
  const assess = document.getElementById("journal-assess");
  if (assess) assess.hidden = false;
  addEventListener("beforeunload", (event) => {
    if (journal.queue.size) event.preventDefault();
  });
  // Back from signing in elsewhere, or on the network again: what waits goes by itself.
  addEventListener("focus", () => journal.queue.trouble && journal.queue.flush());
  addEventListener("online", () => journal.queue.trouble && journal.queue.flush());
}

function cellAt(journal, target) {
  const element = target.closest("tbody td[id]");
  return element && !target.closest("input") ? journal.grid.cell(element.id) : null;
}

function clicked(journal, event) {
  const head = event.target.closest("thead [data-col]");
  if (head) {
    event.preventDefault();
    journal.moving.today(head.dataset.col);
    return;
  }
  const cell = cellAt(journal, event.target);
  if (cell) journal.moving.to(cell);
}

/** Keys of the table in `terms-and-rules.md` 2.3, while moving. */
function keyed(journal, event) {
  const { moving } = journal;
  const { cell } = moving;
  if (!cell || !event.target.closest("td[id]")) return;
  if (event.isComposing || event.metaKey) return;
  const done = event.ctrlKey && !event.altKey ? withControl(journal, cell, event) : plain(journal, cell, event);
  if (done) event.preventDefault();
}

function withControl(journal, cell, event) {
  const key = event.key.toLowerCase();
  if (key === "z") void (event.shiftKey ? journal.undo.redo() : journal.undo.undo());
  else if (key === "y") void journal.undo.redo();
  else if (key === "s") void journal.saveNow();
  else if (key === "enter") journal.roll.all(cell.column.lesson);
  else if (key === ";" || event.code === "Semicolon") journal.moving.today(journal.data.today);
  else return journal.moving.key(event);
  return true;
}

function plain(journal, cell, event) {
  const { key } = event;
  if (event.altKey && !event.getModifierState("AltGraph")) return false;
  if (key === "F2" && event.shiftKey) journal.comments.open(cell);
  else if (key === "F2") journal.write(cell, { keep: true });
  else if (key === "F4") void journal.history(cell);
  else if (key === "F8") journal.sheet.enter();
  else if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) openMenu(journal, cell);
  else if (key === "Enter" && event.shiftKey) journal.write(cell, { how: cell.isMark ? "retake" : undefined });
  else if (key === "Enter") void (journal.mend(cell) || journal.write(cell, { keep: true }));
  else if (key === "Delete" || key === "Backspace") journal.clear(cell);
  else if (key === "Escape") { close(); if (cell.problem) cell.restore(); }
  else if (key === " ") { if (cell.column.kind === "l") journal.clear(cell); }
  else if (event.shiftKey && key.startsWith("Arrow")) return false;
  else if (journal.moving.key(event)) return true;
  else return letter(journal, cell, event);
  return true;
}

/** A sign starts writing: the field is in place before the browser delivers it, so the key itself is let through. */
function letter(journal, cell, event) {
  if (event.key.length === 1 || event.key === "Dead" || event.key === "Process") journal.write(cell);
  return false;
}

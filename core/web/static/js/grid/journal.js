/** The journal page as a whole: its parts, and what one tells the other. */

import { Assessments } from "./assessment.js";
import { Cards } from "./cards.js";
import { Grid, made } from "./cells.js";
import { Comments } from "./comment.js";
import { showHistory } from "./history.js";
import { Moving } from "./moving.js";
import { Net } from "./net.js";
import { beside, close, isOpen } from "./popover.js";
import { Preferences } from "./preferences.js";
import { Queue } from "./queue.js";
import { Refresh } from "./refresh.js";
import { Roll } from "./roll.js";
import { Settling } from "./settling.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { Undo } from "./undo.js";
import { Writing } from "./writing.js";

export class Journal {
  /** @param {HTMLElement} root */
  constructor(root) {
    const { url, by, revision, writable, signIn } = root.dataset;
    const data = pageData();
    const { words, term } = data;
    this.writable = writable === "1";
    this.signIn = signIn;
    this.data = data;
    this.words = words;
    const net = this.net = new Net(url);
    const status = this.status = new Status(words);
    const preferences = this.preferences = new Preferences({ root, net, status, words });
    const grid = this.grid = new Grid(words);
    const apply = (answer) => {
      this.apply(answer);
      if (answer.changed_columns) void this.refresh.table();
    };
    this.moving = new Moving(grid, (cell) => this.#moved(cell));
    const queue = this.queue = new Queue({ net, by, term, answered: (answer) => this.#answered(answer), moved: () => this.#told() });
    this.undo = new Undo({ net, queue, status, words, term, key: `klade-undo ${url} ${by}`, apply });
    this.roll = new Roll({ grid, queue, status, words, undo: () => this.undo.undo() });
    this.sheet = new Sheet({ queue, words, writable: this.writable, back: () => this.moving.back() });
    this.sheet.know(data.lessons);
    this.writing = new Writing({
      commit: (cell, value, how, step) => this.#commit(cell, value, how, step),
      left: () => this.moving.back(),
      advances: (cell) => preferences.advance && cell.column.digits,
    });
    this.refresh = new Refresh({
      net, queue, revision: Number(revision), term, apply, replaced: () => this.#replaced(), busy: () => Boolean(this.writing.cell) || isOpen(),
    });
    this.assessments = new Assessments({
      net, queue, grid, status, words, usual: data.usual, refresh: () => this.refresh.table(),
      opened: (column, pupil, step) => this.#opened(column, pupil, step),
    });
    this.cards = new Cards({ net, grid, words, term, queue, writing: () => Boolean(this.writing.cell) });
    this.comments = new Comments({
      grid, queue, status, words, writable: this.writable, back: () => this.moving.back(),
      conflict: (cell, result, mine) => this.#commentConflict(cell, result, mine),
    });
    this.settling = new Settling({ queue, words, createColumn: (cell, value) => this.assessments.fromNumber(cell, value) });
  }

  /** @param {import("./cells.js").Cell} cell @param {{keep?: boolean, how?: string}} [options] */
  write(cell, options) {
    if (!this.writable) return this.status.say(this.words.readOnly);
    close();
    this.moving.to(cell);
    this.writing.start(cell, options);
  }

  /** @param {import("./cells.js").Cell} cell */
  clear(cell) {
    if (!this.writable) return;
    if (cell.state === "refused" || cell.state === "conflict") cell.restore();
    else if ((cell.typed ?? cell.value) !== "") this.queue.put(cell, "");
    close();
  }

  /** What is wrong in the cell, with what can be done about it. @returns {boolean} whether there was a choice to make */
  mend(cell) {
    return this.settling.problem(cell, () => this.moving.back());
  }

  /** @param {import("./cells.js").Cell} cell */
  async history(cell) {
    await this.queue.flush();
    await showHistory(this.net, cell, this.words, () => this.moving.back());
  }

  keys() {
    /** @type {HTMLDialogElement} */ (document.getElementById("keys-dialog"))?.showModal();
  }

  async saveNow() {
    if (!(await this.queue.flush())) return;
    this.status.saved();
    this.status.say(this.words.allSaved);
  }

  /** Values that came from elsewhere: an undo, a colleague. Focus and scroll stay. */
  apply(answer) {
    for (const result of answer.cells) {
      const target = this.#target(result.cell);
      // A lesson sheet that was taken back whole starts again from version 0.
      const isBack = result.version === 0 && result.cell[0] === "s";
      // An absence that the class teacher justified stays the teacher's own `n` of the same version.
      const isDerived = result.version === target?.version && target.shown !== undefined && target.shown !== result.shown;
      if (!target || this.queue.holds(result.cell) || !(result.version > target.version || isBack || isDerived)) continue;
      target.accept(result);
      if (answer.fresh) target.freshen?.();
    }
    this.grid.average(answer.averages);
  }

  #target(id) {
    if (id[0] === "s") return this.sheet.field(id);
    if (id[0] === "c") return this.comments.of(id);
    return id[0] === "r" ? this.roll.of(id) : this.grid.cell(id);
  }

  #commit(cell, value, how, step) {
    const follow = (stay) => {
      if (step === null) this.sheet.enter();
      else if (step && !stay) this.#next(cell, step);
      else if (step || stay) this.moving.to(this.grid.cell(cell.id));
    };
    this.settling.take(cell, value, how, follow);
  }

  #next(cell, [rows, columns]) {
    this.moving.to(cell);
    if (rows || columns) this.moving.step(rows, columns);
  }

  #moved(cell) {
    close();
    this.sheet.show(cell.column);
    this.roll.show(cell.column);
    this.#reason(cell);
    this.cards?.rest(cell);
  }

  /** The reason of a refusal beside its cell, without taking the focus. */
  #reason(cell) {
    if (!cell.problem) return;
    const note = made("div");
    note.id = "cell-reason";
    note.append(made("p", cell.problem.reason ?? this.words.conflict, "reason"), made("p", this.words.mend));
    cell.element.setAttribute("aria-describedby", note.id);
    beside(cell.element, note, () => cell.element.removeAttribute("aria-describedby"));
  }

  #answered(answer) {
    const wrong = answer.results.filter(({ state }) => state !== "saved");
    this.undo.push(answer.change);
    if (answer.cells) this.apply(answer);
    const told = answer.results.find(({ notice }) => notice)?.notice;
    if (told) this.status.bar(told);
    if (!wrong.length) return;
    this.status.say(wrong.map((result) => [this.grid.cell(result.cell)?.row.name, result.reason ?? this.words.conflict].filter(Boolean).join(": ")).join(" "));
    const cell = this.grid.cell(wrong.at(-1).cell);
    if (cell && !this.writing.cell && !isOpen()) this.#reason(cell);
  }

  /** Two comments on one mark: a choice at the cell, or a bar while somebody writes elsewhere. */
  #commentConflict(cell, theirs, mine) {
    const put = () => this.comments.put(cell, mine);
    cell.version = theirs.version;
    cell.note(theirs.value);
    if (!this.writing.cell) return this.settling.keepOne(cell, theirs, mine, { keepMine: put, after: () => this.moving.back() });
    const told = this.words.sheetConflict.replace("{who}", theirs.author).replace("{value}", theirs.value);
    return this.status.bar(told, this.words.keep.replace("{value}", mine).replace("{who}", this.words.you), put);
  }

  /** The status line follows the queue. */
  #told() {
    const { queue, status, words } = this;
    const refused = [...this.grid.cells.values()].filter(({ problem }) => problem).length;
    if (queue.trouble === "signed-out") this.#signedOut();
    else if (queue.trouble) status.waiting(queue.size, queue.message ?? words[queue.trouble]);
    else if (queue.size) status.sending();
    else if (refused) status.show("refused", words.notSaved);
    else status.saved();
  }

  #signedOut() {
    const link = /** @type {HTMLAnchorElement} */ (made("a", this.words.signIn));
    link.href = this.signIn;
    link.target = "_blank";
    const again = /** @type {HTMLButtonElement} */ (made("button", this.words.tryAgain, "quiet"));
    again.type = "button";
    again.addEventListener("click", () => this.queue.flush());
    this.status.show("waiting", this.words.signedOut, link, again);
    this.status.say(this.words.signedOut);
  }

  /** The table was replaced: the same cell has the focus, unsaved values stand over the new ones. */
  #replaced() {
    const { cell } = this.moving;
    this.data = pageData();
    this.grid.read();
    this.sheet.know(this.data.lessons);
    this.moving.cell = null;
    const batch = [...(this.queue.batch?.entries.values() ?? []), ...this.queue.pending.values()];
    for (const entry of batch) {
      entry.target = this.#target(entry.target.id) ?? entry.target;
      entry.target.sending(entry.value);
    }
    const focused = document.activeElement === document.body;
    const again = cell && this.grid.cell(cell.id);
    if (again && focused) this.moving.to(again);
    else if (again) this.moving.cell = again;
    else this.moving.start(this.data.selected);
  }

  /** The cell of a pupil in a column, or some rows below it. */
  #opened(columnId, pupil, step = 0) {
    const column = this.grid.columnOf.get(columnId);
    const row = this.grid.rowOf.get(pupil) ?? this.moving.cell?.row;
    this.moving.to(this.grid.at(row.index, column.index) ?? this.moving.cell);
    if (step) this.moving.step(step, 0);
  }
}

function pageData() {
  return JSON.parse(document.getElementById("journal-data").textContent);
}

/** What a written value means for the cell before it is sent: nothing new, a value, or a question at the cell first. */

import { choose } from "./popover.js";

/** @typedef {import("./cells.js").Cell} Cell */

const NUMBER = /^\d+([.,]\d+)?\s*%?$/;

export class Settling {
  /** @param {{queue: import("./queue.js").Queue, words: object, createColumn: (cell: Cell, value: string, offer?: object) => Promise<void>}} parts */
  constructor({ queue, words, createColumn }) {
    this.queue = queue;
    this.words = words;
    this.createColumn = createColumn;
  }

  /**
   * Take a written value. @param {Cell} cell @param {string} written @param {string | undefined} how
   * @param {(stay: boolean) => void} then what follows, at once or after an answer
   */
  take(cell, written, how, then) {
    const value = written.trim();
    const now = cell.typed ?? cell.value;
    if (value === now && !how && cell.state !== "refused" && cell.state !== "conflict") return then(false);
    if (cell.column.kind === "l" && NUMBER.test(value)) return this.offer(cell, value, then);
    if (!how && cell.isMark && !cell.own && value && value.toLowerCase() !== "n") return this.#ask(cell, value, then);
    this.queue.put(cell, value, how);
    return then(false);
  }

  /** A number in a lesson column: shall it become a mark? @param {Cell} cell @param {string} value @param {(stay: boolean) => void} then */
  offer(cell, value, then) {
    choose(cell.element, {
      title: this.words.offer.replace("{value}", value),
      acts: [
        { text: this.words.offerYes, letter: "Enter", run: () => void this.createColumn(cell, value) },
        { text: this.words.offerNo, letter: "Esc", run: () => { cell.restore(); then(true); } },
      ],
      cancelled: () => { cell.restore(); then(true); },
    });
  }

  /** An older mark is written over: a slip mended, or a retake. */
  #ask(cell, value, then) {
    const put = (how) => () => { this.queue.put(cell, value, how); then(false); };
    choose(cell.element, {
      title: `${cell.value} → ${value}`,
      acts: [
        { text: this.words.correction, letter: "L", run: put("correction") },
        { text: this.words.retake, letter: "U", run: put("retake") },
      ],
      first: cell.column.summative ? 1 : 0,
      cancelled: () => then(true),
    });
  }

  /** What is wrong in the cell, and what can be done there. @param {Cell} cell @param {() => void} after */
  problem(cell, after) {
    const { problem } = cell;
    if (!problem) return false;
    if (problem.state === "conflict") this.#conflict(cell, problem, after);
    else if (problem.choose) this.#ask(cell, cell.typed ?? "", after);
    else if (problem.offer) this.offer(cell, cell.typed ?? "", after);
    else return false;
    return true;
  }

  #conflict(cell, theirs, after) {
    const mine = cell.typed ?? "";
    // Whoever keeps their own value over a colleague's has answered what it is.
    const how = theirs.how ?? (cell.column.kind === "a" && mine && theirs.value ? "correction" : undefined);
    this.keepOne(cell, theirs, mine, {
      keepTheirs: () => { cell.accept({ ...theirs, shown: theirs.shown ?? theirs.value }); cell.restore(); },
      keepMine: () => { cell.version = theirs.version; this.queue.put(cell, mine, how); },
      after,
    });
  }

  /**
   * A choice between two values with names and times. @param {Cell} cell @param {object} theirs @param {string} mine
   * @param {{keepTheirs?: () => void, keepMine: () => void, after: () => void}} acts
   */
  keepOne(cell, theirs, mine, { keepTheirs, keepMine, after }) {
    const time = new Date(theirs.at).toLocaleTimeString("lv", { hour: "2-digit", minute: "2-digit" });
    const keep = (value, who) => this.words.keep.replace("{value}", value || this.words.empty).replace("{who}", who);
    choose(cell.element, {
      title: this.words.conflict,
      acts: [
        { text: keep(theirs.value, `${theirs.author}, ${time}`), run: () => { keepTheirs?.(); after(); } },
        { text: keep(mine, this.words.you), run: () => { keepMine(); after(); } },
      ],
      cancelled: after,
    });
  }
}

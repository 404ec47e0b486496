/** The comment on a mark: written beside its cell, saved as a cell of its own. */

import { made } from "./cells.js";
import { beside, close } from "./popover.js";

/** @typedef {import("./cells.js").Cell} Cell */

/** The comment of one mark, as the queue sees it: it moves on with the mark's version. */
class Comment {
  /** @param {Cell} cell @param {Comments} all */
  constructor(cell, all) {
    this.cell = cell;
    this.all = all;
    this.id = `c${cell.id.slice(1)}`;
  }

  get version() {
    return this.cell.version;
  }

  sending(text) {
    this.text = text;
    this.cell.note(text);
  }

  waiting() {}

  settle(result) {
    if (result.state === "saved") this.accept(result);
    else if (result.state === "conflict") this.all.conflict(this.cell, result, this.text);
    else {
      this.cell.note("");
      this.all.status.bar(result.reason);
    }
  }

  accept(result) {
    this.cell.version = Math.max(this.cell.version, result.version);
    this.cell.note(result.value);
  }
}

export class Comments {
  /** @param {{grid: import("./cells.js").Grid, queue: import("./queue.js").Queue, status: import("./status.js").Status, words: object, writable: boolean,
   *   conflict: (cell: Cell, result: object, mine: string) => void, back: () => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** @param {string} id `c5-34` @returns {Comment | null} */
  of(id) {
    const cell = this.grid.cell(`a${id.slice(1)}`);
    return cell && new Comment(cell, this);
  }

  /** @param {Cell} cell @param {string} text */
  put(cell, text) {
    this.queue.put(new Comment(cell, this), text);
  }

  /** Write or read the comment of a cell. @param {Cell} cell */
  open(cell) {
    if (cell.column.kind !== "a" || !(cell.typed ?? cell.value) || cell.look === "away") return this.status.say(this.words.commentOnMark);
    const element = made("form", "", "comment-pop");
    const label = made("label", this.words.comment, "pop-title");
    const field = /** @type {HTMLTextAreaElement} */ (made("textarea"));
    Object.assign(field, { value: cell.comment, rows: 3, maxLength: 500, id: "comment-text", readOnly: !this.writable });
    label.setAttribute("for", field.id);
    element.append(label, field);
    let kept = !this.writable;
    const keep = () => {
      if (!kept && field.value.trim() !== cell.comment) this.put(cell, field.value.trim());
      kept = true;
    };
    if (this.writable) {
      const foot = made("p", "", "pop-foot");
      const save = made("button", this.words.save);
      foot.append(made("span", this.words.commentHint), save);
      element.append(foot);
    }
    element.addEventListener("submit", (event) => { event.preventDefault(); keep(); close(); });
    element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Escape") { event.preventDefault(); kept = true; close(); }
      else if (event.key === "Enter" && !event.shiftKey && event.target === field) { event.preventDefault(); keep(); close(); }
    });
    // Pressed elsewhere: what was written counts, as in a cell.
    beside(cell.element, element, () => { keep(); this.back(); });
    field.focus();
  }
}

/**
 * Writing: one field that is laid into the cell being written. It is in place before the browser delivers the sign, so
 * dead keys and compositions arrive whole.
 */

/** @typedef {import("./cells.js").Cell} Cell */

/** So long a 1 waits for its 0 where digits go on by themselves. */
const PATIENCE = 700;

export class Writing {
  /** @param {{commit: (cell: Cell, value: string, how: string | undefined, step: number[]) => void, left: (cell: Cell) => void,
   *   advances: (cell: Cell) => boolean}} parts */
  constructor({ commit, left, advances }) {
    this.advances = advances;
    this.commit = commit;
    this.left = left;
    /** @type {Cell | null} */
    this.cell = null;
    this.field = document.createElement("input");
    this.field.autocomplete = "off";
    this.field.spellcheck = false;
    this.field.maxLength = 40;
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", (event) => this.#written(event));
    this.field.addEventListener("blur", () => this.#leave());
  }

  /** @param {Cell} cell @param {{keep?: boolean, how?: string}} [options] keep the value, or replace it */
  start(cell, { keep = false, how } = {}) {
    this.cell = cell;
    this.how = how;
    this.keep = keep;
    this.field.value = keep ? cell.typed ?? cell.value : "";
    this.field.setAttribute("aria-label", cell.label());
    cell.element.classList.add("writing");
    cell.element.append(this.field);
    this.field.focus({ preventScroll: true });
    if (keep) this.field.select();
  }

  #key(event) {
    event.stopPropagation();
    if (event.isComposing || event.keyCode === 229) return;
    const step = { Enter: event.shiftKey ? [-1, 0] : [1, 0], Tab: [0, event.shiftKey ? -1 : 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (event.key === "Enter" && event.ctrlKey) this.#done(event, null);
    else if (step && !event.altKey) this.#done(event, step);
    else if (event.key === "Escape") { event.preventDefault(); this.#end(); }
    else if (event.ctrlKey && (event.key === "s" || event.key === "S")) this.#done(event, [0, 0]);
  }

  /** "Pāriet uz nākamo uzreiz": a whole mark is committed without a key, a 1 after some time. */
  #written(event) {
    clearTimeout(this.timer);
    if (event.isComposing || this.keep || !this.advances(this.cell)) return;
    const { value } = this.field;
    if (/^([2-9]|10)$/.test(value)) this.#finish([1, 0]);
    else if (value === "1") this.timer = setTimeout(() => this.#finish([1, 0]), PATIENCE);
  }

  #done(event, step) {
    event.preventDefault();
    this.#finish(step);
  }

  #finish(step) {
    const { value } = this.field;
    const { how } = this;
    const cell = this.#end(false);
    this.commit(cell, value, how, step);
  }

  /** The pointer went elsewhere: what was written counts, the focus stays where it went. */
  #leave() {
    if (!this.cell || !document.hasFocus()) return;
    const { value } = this.field;
    const { how } = this;
    const cell = this.#end(false);
    this.commit(cell, value, how, undefined);
  }

  #end(back = true) {
    clearTimeout(this.timer);
    const { cell } = this;
    this.cell = null;
    cell.element.classList.remove("writing");
    this.field.remove();
    if (back) this.left(cell);
    return cell;
  }
}

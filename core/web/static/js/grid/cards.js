/** Cards: a few facts beside a name, a mark or an average, after somebody rests there. Never over the row, never while writing. */

import { made } from "./cells.js";
import { isOpen, place } from "./popover.js";

const REST = 400;

export class Cards {
  /** @param {{net: import("./net.js").Net, grid: import("./cells.js").Grid, words: object, term: string, writing: () => boolean, queue: import("./queue.js").Queue}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    const scroll = document.getElementById("journal-scroll");
    scroll.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#over(event.target));
    scroll.addEventListener("pointerleave", () => this.close());
    scroll.addEventListener("scroll", () => this.close());
    addEventListener("pointerdown", () => this.close());
    addEventListener("keydown", () => this.close(), true);
  }

  /** The mark that has the focus. @param {import("./cells.js").Cell} cell */
  rest(cell) {
    this.close();
    if (cell.column.kind === "a" && cell.version && cell.shown && cell.look !== "away") this.#soon(`marks/${cell.id}`, cell.element);
  }

  /** At once, asked for by the menu. @param {string} path @param {HTMLElement} anchor */
  ask(path, anchor) {
    this.close();
    return this.#show(path, anchor);
  }

  close() {
    clearTimeout(this.timer);
    this.anchor?.removeAttribute("aria-describedby");
    this.anchor = null;
    this.element?.remove();
    this.element = null;
    this.path = "";
  }

  #over(target) {
    const path = this.#pathOf(target);
    if (path === this.path) return;
    this.close();
    if (path) this.#soon(path, target.closest("th, td"));
  }

  /** What a place of the table has a card about. */
  #pathOf(target) {
    const row = target.closest("tr[data-p]");
    if (!row) return "";
    if (target.closest("th")) return `pupils/${row.dataset.p}`;
    if (target.closest("td.end")) return `averages/${row.dataset.p}`;
    const id = target.closest("td[id]")?.id;
    const cell = id?.[0] === "a" ? this.grid.cell(id) : null;
    return cell?.version && cell.shown && cell.look !== "away" ? `marks/${id}` : "";
  }

  #soon(path, anchor) {
    this.path = path;
    this.timer = setTimeout(() => this.#show(path, anchor), REST);
  }

  async #show(path, anchor) {
    this.path = path;
    if (this.writing() || isOpen() || this.queue.size) return;
    const { status, data } = await this.net.get(`cards/${path}?term=${this.term}`).catch(() => ({ status: 0, data: null }));
    // Meanwhile somebody may have moved on, or begun to write.
    if (status !== 200 || !data.title || this.path !== path || this.writing() || isOpen() || !anchor.isConnected) return;
    this.element = cardOf(data);
    this.anchor = anchor;
    document.getElementById("journal").append(this.element);
    place(anchor, this.element);
    anchor.setAttribute("aria-describedby", this.element.id);
  }
}

function cardOf({ title, about, sign, lines }) {
  const card = made("div", "", "cell-pop cell-card");
  card.id = "cell-card";
  card.setAttribute("role", "tooltip");
  const head = made("p", title, "pop-title");
  if (sign) head.append(" ", made("strong", sign, "card-sign"));
  card.append(head);
  if (about) card.append(made("p", about));
  const list = made("dl");
  for (const [label, value] of lines) list.append(made("dt", label), made("dd", value));
  card.append(list);
  return card;
}

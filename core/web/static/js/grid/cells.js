/**
 * The table as rows, columns and cells. Cells are read from the page when they are first needed.
 *
 * @typedef {{id: string, kind: string, lesson: string, index: number, label: string, most: string, digits: boolean, summative: boolean,
 *   head: HTMLElement, number: HTMLElement, col: HTMLElement}} Column
 * @typedef {{pupil: string, name: string, element: HTMLTableRowElement, index: number}} Row
 * @typedef {{cell: string, state?: string, version: number, value: string, shown: string, look?: string, old?: string,
 *   own?: boolean, comment?: string, author?: string, at?: string, reason?: string, kept?: object, choose?: string, offer?: object}} Result
 */

/** One cell: what is saved, what was typed over it, and in which state that is. */
export class Cell {
  /** @param {HTMLTableCellElement} element @param {Row} row @param {Column} column @param {object} words */
  constructor(element, row, column, words) {
    this.element = element;
    this.row = row;
    this.column = column;
    this.words = words;
    this.id = element.id;
    this.version = Number(element.dataset.v ?? 0);
    this.own = "own" in element.dataset;
    this.comment = element.dataset.c ?? "";
    this.old = element.querySelector("s")?.textContent ?? "";
    this.look = [...element.classList].filter((name) => name !== "sum").join(" ");
    this.shown = element.textContent.slice(this.old ? this.old.length + 1 : 0);
    this.value = element.dataset.t ?? this.shown;
    /** @type {string | null} */
    this.typed = null;
    this.state = "";
    /** @type {Result | null} */
    this.problem = null;
  }

  /** A mark that an overwriting must say something about. */
  get isMark() {
    return this.column.kind === "a" && this.value !== "" && !/\b(none|away)\b/.test(this.look);
  }

  /** What was typed is on its way. */
  sending(value) {
    this.typed = value;
    this.problem = null;
    this.state = "sending";
    this.paint();
  }

  waiting() {
    this.state = "waiting";
    this.paint();
  }

  /** @param {Result} result the server's answer for this cell */
  settle(result) {
    this.state = result.state === "saved" ? "" : result.state;
    if (result.state === "saved") {
      this.problem = null;
      this.accept(result);
      return;
    }
    this.problem = result;
    this.paint();
  }

  /** Take what is saved now. @param {Result} result */
  accept(result) {
    this.version = result.version;
    this.value = result.value;
    this.shown = result.shown;
    this.look = result.look ?? "";
    this.old = result.old ?? "";
    this.own = result.own ?? false;
    this.note(result.comment ?? "");
    this.typed = null;
    this.paint();
  }

  /** Forget what was typed and refused. */
  restore() {
    this.typed = null;
    this.state = "";
    this.problem = null;
    this.paint();
  }

  paint() {
    const unsaved = this.typed !== null;
    const [look, shown] = unsaved ? guess(this.column, this.typed) : [this.look, this.shown];
    const { classList } = this.element;
    const writing = classList.contains("writing");
    classList.value = look;
    if (this.column.summative && shown) classList.add("sum");
    if (this.state) classList.add(this.state);
    if (writing) classList.add("writing");
    this.element.replaceChildren(...content(look, shown, unsaved ? "" : this.old), ...this.element.querySelectorAll("input"));
    if (this.state === "refused" || this.state === "conflict") this.element.setAttribute("aria-invalid", "true");
    else this.element.removeAttribute("aria-invalid");
    this.element.setAttribute("aria-label", this.label());
  }

  /** What is commented on the mark; a corner shows that something is. @param {string} comment */
  note(comment) {
    this.comment = comment;
    if (comment) this.element.dataset.c = comment;
    else delete this.element.dataset.c;
    this.element.setAttribute("aria-label", this.label());
  }

  /** A colleague's value: a bar for ten seconds. */
  freshen() {
    this.element.classList.add("fresh");
    setTimeout(() => this.element.classList.remove("fresh"), 10_000);
  }

  /** The points that the mark was made of: `17 no 20 punktiem, 85%`; nothing where there are none. */
  get points() {
    const given = Number(this.value.replace(",", "."));
    const most = Number(this.column.most.replace(",", "."));
    if (this.typed !== null || !this.value || !most || Number.isNaN(given)) return "";
    const percent = new Intl.NumberFormat(document.documentElement.lang || "lv", { maximumFractionDigits: 1 }).format((given / most) * 100);
    return this.words.points.replace("{points}", this.value).replace("{most}", this.column.most).replace("{percent}", percent);
  }

  /** Read aloud: the value first, then the pupil, then the column. */
  label() {
    const value = this.typed ?? this.shown;
    let spoken = value || this.words.empty;
    if (this.typed === null && this.old) spoken = this.words.improved.replace("{old}", this.old).replace("{new}", value);
    else if (value === "n") spoken = this.words.absent;
    else if (/^k\d*$/.test(value)) spoken = value === "k" ? this.words.late : this.words.lateBy.replace("{minutes}", value.slice(1));
    else if (value && this.column.kind === "l") spoken = `${this.words.justified} ${value}`;
    return [spoken, this.points, this.row.name, this.column.label, this.comment && `${this.words.comment}: ${this.comment}`, this.problem?.reason].filter(Boolean).join(", ");
  }
}

/** How a typed value most likely looks before the server has answered. */
function guess(column, typed) {
  const text = typed.trim().toLowerCase();
  if (column.kind !== "l") return ["", typed];
  if (text === "n" || text === "ns" || text === "nc") return ["n", "n"];
  if (/^k\s*\d*$/.test(text)) return ["k", text.replace(/\s/g, "")];
  return text === "-" ? ["", ""] : ["", typed];
}

function content(look, shown, old) {
  /** @type {(Node | string)[]} */
  const nodes = old ? [made("s", old), " "] : [];
  if (look.split(" ").includes("k") && shown.length > 1) nodes.push(made("b", "k"), made("sup", shown.slice(1)));
  else if (look && shown) nodes.push(made("b", shown));
  else if (shown) nodes.push(shown);
  return nodes;
}

/** @param {string} name @param {string} [text] @param {string} [className] */
export function made(name, text = "", className = "") {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** The whole grid, found again after each refresh of the table. */
export class Grid {
  /** @param {object} words */
  constructor(words) {
    this.words = words;
    this.read();
  }

  read() {
    this.table = /** @type {HTMLTableElement} */ (document.getElementById("grid"));
    // The grid is one stop of Tab: the links of its head are for the pointer, and for pages without script.
    for (const link of this.table.querySelectorAll("thead a")) link.tabIndex = -1;
    /** @type {Map<string, Cell>} */
    this.cells = new Map();
    /** @type {Column[]} */
    this.columns = [...this.table.querySelectorAll("th[data-col]")].map((head, index) => {
      const id = head.dataset.col;
      return {
        id, index, head, kind: head.dataset.kind, lesson: head.dataset.lesson, label: head.getAttribute("aria-label") ?? "", most: head.dataset.most ?? "", digits: "digits" in head.dataset,
        summative: head.classList.contains("sum"), number: document.getElementById(`h-${id}`), col: document.getElementById(`c-${id}`),
      };
    });
    /** @type {Row[]} */
    this.rows = [...this.table.querySelectorAll("tr[data-p]")].map((element, index) => ({
      element, index, pupil: element.dataset.p, name: element.querySelector("th span").textContent,
    }));
    this.columnOf = new Map(this.columns.map((column) => [column.id, column]));
    this.rowOf = new Map(this.rows.map((row) => [row.pupil, row]));
  }

  /** The cell at a place, or null where the pupil may have no value. */
  at(row, column) {
    const place = this.rows[row] && this.columns[column];
    return place ? this.cell(`${this.columns[column].id}-${this.rows[row].pupil}`) : null;
  }

  /** @param {string} id @returns {Cell | null} */
  cell(id) {
    const known = this.cells.get(id);
    if (known) return known;
    const element = document.getElementById(id);
    const [column, pupil] = id.split("-");
    if (!element || !this.columnOf.has(column) || !this.rowOf.has(pupil)) return null;
    const cell = new Cell(element, this.rowOf.get(pupil), this.columnOf.get(column), this.words);
    this.cells.set(id, cell);
    return cell;
  }

  /** Write the averages of pupils. @param {Record<string, string>} averages */
  average(averages) {
    for (const [pupil, text] of Object.entries(averages)) {
      const element = document.getElementById(`v${pupil}`);
      if (element && element.textContent !== text) element.textContent = text;
    }
  }
}

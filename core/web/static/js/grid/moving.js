/** Moving: which cell has the focus, and how keys and pointer move it. The grid is one stop of Tab. */

export class Moving {
  /** @param {import("./cells.js").Grid} grid @param {(cell: import("./cells.js").Cell) => void} moved */
  constructor(grid, moved) {
    this.grid = grid;
    this.moved = moved;
    /** @type {import("./cells.js").Cell | null} */
    this.cell = null;
    this.scroll = document.getElementById("journal-scroll");
  }

  /** The first cell: today's column, first pupil who may have a value there. @param {string} columnId */
  start(columnId) {
    const column = this.grid.columnOf.get(columnId) ?? this.grid.columns.at(-1);
    const cell = this.#seek(0, column.index, 1, 0) ?? this.grid.at(0, column.index);
    this.#show(column);
    if (cell) this.to(cell);
  }

  /** @param {import("./cells.js").Cell | null} cell */
  to(cell) {
    if (!cell) return;
    this.cell?.element.removeAttribute("tabindex");
    const crossed = cell !== this.cell;
    if (crossed) this.#cross(this.cell, cell);
    this.cell = cell;
    cell.element.tabIndex = 0;
    cell.element.setAttribute("aria-label", cell.label());
    cell.element.focus({ preventScroll: true });
    cell.element.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (crossed) this.moved(cell);
  }

  /** The focus back to where it was. */
  back() {
    this.to(this.cell);
  }

  /** The neighbour in a direction, over cells that may not have a value; never wraps. */
  step(rows, columns) {
    const { row, column } = this.cell;
    this.to(this.#seek(row.index + rows, column.index + columns, rows, columns));
  }

  #seek(row, column, rows, columns) {
    while (row >= 0 && column >= 0 && row < this.grid.rows.length && column < this.grid.columns.length) {
      const cell = this.grid.at(row, column);
      if (cell) return cell;
      row += rows;
      column += columns;
    }
    return null;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key moved */
  key(event) {
    const { row, column } = this.cell;
    const last = { row: this.grid.rows.length - 1, column: this.grid.columns.length - 1 };
    const corner = event.ctrlKey;
    const page = Math.max(1, Math.floor((this.scroll.clientHeight - 64) / row.element.offsetHeight) - 1);
    switch (event.key) {
      case "ArrowUp": this.step(-1, 0); break;
      case "ArrowDown": this.step(1, 0); break;
      case "ArrowLeft": if (corner) this.#work(-1); else this.step(0, -1); break;
      case "ArrowRight": if (corner) this.#work(1); else this.step(0, 1); break;
      case "Home": this.to(corner ? this.#seek(0, 0, 1, 0) : this.#seek(row.index, 0, 0, 1)); break;
      case "End": this.to(corner ? this.#seek(last.row, last.column, -1, 0) : this.#seek(row.index, last.column, 0, -1)); break;
      case "PageUp": this.to(this.#seek(Math.max(0, row.index - page), column.index, 1, 0)); break;
      case "PageDown": this.to(this.#seek(Math.min(last.row, row.index + page), column.index, -1, 0)); break;
      default: return false;
    }
    return true;
  }

  /** To today's column, in the same row if possible. @param {string | null} columnId */
  today(columnId) {
    const column = columnId && this.grid.columnOf.get(columnId);
    if (!column) return;
    this.to(this.grid.at(this.cell.row.index, column.index) ?? this.#seek(0, column.index, 1, 0));
  }

  /** The next assessment column in a direction. */
  #work(step) {
    for (let index = this.cell.column.index + step; this.grid.columns[index]; index += step) {
      if (this.grid.columns[index].kind !== "a") continue;
      this.to(this.grid.at(this.cell.row.index, index) ?? this.#seek(0, index, 1, 0));
      return;
    }
  }

  #cross(from, to) {
    if (from?.row !== to.row) {
      from?.row.element.classList.remove("cross");
      to.row.element.classList.add("cross");
    }
    if (from?.column !== to.column) {
      for (const part of from ? [from.column.col, from.column.head, from.column.number] : []) part.classList.remove("cross");
      for (const part of [to.column.col, to.column.head, to.column.number]) part.classList.add("cross");
    }
  }

  /** The column and its lesson's others fully in sight at the right, with one column of the future after them. */
  #show(column) {
    const { columns, table } = this.grid;
    const group = columns.findLast((one) => one === column || (column.lesson && one.lesson === column.lesson));
    const { head } = columns[group.index + 1] ?? group;
    const end = table.querySelector("thead .end").offsetWidth;
    this.scroll.scrollLeft = Math.max(0, head.offsetLeft + head.offsetWidth + end - this.scroll.clientWidth);
  }
}

/** A new assessment: its dialog, and the column that a number in a lesson column offers. */

export class Assessments {
  /** @param {{net: import("./net.js").Net, queue: import("./queue.js").Queue, grid: import("./cells.js").Grid, status: import("./status.js").Status,
   *   words: object, usual: string, refresh: () => Promise<boolean>, opened: (column: string, pupil?: string, step?: number) => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.dialog = /** @type {HTMLDialogElement} */ (document.getElementById("assessment-dialog"));
    this.form = this.dialog?.querySelector("form");
    this.form?.addEventListener("submit", (event) => { event.preventDefault(); this.#add(); });
    this.dialog?.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
  }

  /** @param {import("./cells.js").Column} column whose lesson gets the assessment */
  ask(column) {
    this.form.reset();
    this.form.elements.lesson.value = column.lesson;
    document.getElementById("assessment-place").textContent = column.label;
    document.getElementById("assessment-problem").textContent = "";
    this.dialog.showModal();
    this.form.elements.title.focus();
  }

  async #add() {
    const { status, data } = await this.net.post("assessments", Object.fromEntries(new FormData(this.form)));
    if (status !== 201) {
      const problems = data?.problems?.map(({ message }) => message) ?? [];
      document.getElementById("assessment-problem").textContent = [data?.message ?? this.words.notLoaded, ...problems].join(" ");
      return;
    }
    await this.refresh();
    this.dialog.close();
    this.opened(data.column);
  }

  /** The column for a number that was typed in a lesson column, and the number in it. */
  async fromNumber(cell, value) {
    const { status, data } = await this.net.post("assessments", { lesson: cell.column.lesson, kind: "formative", scheme: this.usual, title: "" });
    if (status !== 201) {
      this.status.bar(data?.message ?? this.words.notLoaded);
      cell.restore();
      this.opened(cell.column.id, cell.row.pupil);
      return;
    }
    await this.refresh();
    const mark = this.grid.cell(`${data.column}-${cell.row.pupil}`);
    if (mark) this.queue.put(mark, value);
    this.opened(data.column, cell.row.pupil, 1);
  }
}

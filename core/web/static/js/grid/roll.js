/** Roll call: "Visi klāt" of a lesson, as the queue sees it. */

class RollCall {
  constructor(lesson, roll) {
    this.lesson = lesson;
    this.roll = roll;
    this.id = `r${lesson}`;
  }

  get heads() {
    return this.roll.grid.columns.filter(({ lesson, kind }) => lesson === this.lesson && kind === "l").map(({ number }) => number);
  }

  get version() {
    return Number(this.heads[0]?.dataset.v ?? 0);
  }

  sending() {}

  waiting() {}

  settle(result) {
    if (result.state !== "saved") return this.roll.status.bar(result.reason ?? this.roll.words.rollMeanwhile);
    this.accept(result);
    this.roll.taken(result);
  }

  accept(result) {
    for (const head of this.heads) {
      head.dataset.v = String(result.version);
      head.classList.toggle("open", !result.value);
      if (result.value) head.removeAttribute("title");
    }
  }
}

export class Roll {
  /** @param {{grid: import("./cells.js").Grid, queue: import("./queue.js").Queue, status: import("./status.js").Status, words: object, undo: () => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.button = document.getElementById("journal-roll");
  }

  /** @param {string} id `r12` @returns {RollCall} */
  of(id) {
    return new RollCall(id.slice(1), this);
  }

  /** Everybody without a code was there. @param {string} lesson */
  all(lesson) {
    if (!lesson) return;
    this.queue.put(this.of(`r${lesson}`), "all");
    this.queue.flush();
  }

  /** @param {import("./cells.js").Column} column */
  show(column) {
    if (!this.button) return;
    this.button.hidden = false;
    this.button.disabled = !column.lesson;
  }

  taken(result) {
    this.status.bar(`${this.words.rollTaken} ${result.shown}`, this.words.undo, this.undo);
  }
}

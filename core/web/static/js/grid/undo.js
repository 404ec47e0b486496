/** Undo and redo: one act, however many cells. The acts of this tab are remembered until it is closed. */

export class Undo {
  /** @param {{net: import("./net.js").Net, queue: import("./queue.js").Queue, status: import("./status.js").Status, words: object, term: string, key: string,
   *   apply: (answer: object) => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
    this.done = kept.done ?? [];
    this.undone = kept.undone ?? [];
    this.button = document.getElementById("journal-undo");
    this.button?.addEventListener("click", () => this.undo());
    this.#keep();
  }

  /** @param {number | null} change what was saved just now */
  push(change) {
    if (!change) return;
    this.done.push(change);
    this.undone = [];
    this.#keep();
  }

  undo() {
    return this.#turn("undo", this.done, this.undone, this.words.nothingToUndo, this.words.undone);
  }

  redo() {
    return this.#turn("redo", this.undone, this.done, this.words.nothingToRedo, this.words.redone);
  }

  async #turn(path, from, to, nothing, told) {
    await this.queue.flush();
    const change = from.pop();
    if (!change) return this.status.say(nothing);
    const { status, data } = await this.net.post(path, { change, term: this.term });
    this.#keep();
    if (status !== 200) return this.status.bar(data?.message ?? this.words.notLoaded);
    if (data.change) to.push(data.change);
    this.#keep();
    this.apply(data);
    this.status.show("saved", told);
    if (data.left.length) this.status.bar(`${this.words.left} ${data.left.map(({ name }) => name).join("; ")}`);
    else this.status.say(told);
  }

  #keep() {
    sessionStorage.setItem(this.key, JSON.stringify({ done: this.done.slice(-50), undone: this.undone.slice(-50) }));
    if (this.button) this.button.disabled = !this.done.length;
  }
}

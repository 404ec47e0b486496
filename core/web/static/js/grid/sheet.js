/** The lesson sheet of the selected column: saved as typed. */

const FIELDS = ["topic", "outcome", "homework", "due"];

/** One field of one lesson, as the queue sees it. */
class Field {
  constructor(lesson, name, sheet) {
    this.lesson = lesson;
    this.name = name;
    this.sheet = sheet;
    this.id = `s${lesson.id}-${name}`;
    this.problem = "";
  }

  get version() {
    return this.lesson.version;
  }

  sending(value) {
    this.lesson[this.name] = value;
    this.problem = "";
    this.sheet.told(this);
  }

  waiting() {}

  settle(result) {
    if (result.state === "saved") {
      this.accept(result);
      return;
    }
    if (result.state === "conflict") {
      this.lesson.version = result.version;
      this.problem = this.sheet.words.sheetConflict.replace("{who}", result.author).replace("{value}", result.value);
    } else this.problem = result.reason;
    this.sheet.told(this);
  }

  accept(result) {
    this.lesson.version = result.version;
    this.lesson[this.name] = result.value;
    this.problem = "";
    this.sheet.told(this);
  }
}

export class Sheet {
  /** @param {{queue: import("./queue.js").Queue, words: object, writable: boolean, back: () => void}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.element = document.getElementById("lesson-sheet");
    this.inputs = new Map(FIELDS.map((name) => [name, document.getElementById(`sheet-${name}`)]));
    this.same = document.getElementById("sheet-same");
    this.none = document.getElementById("sheet-none");
    for (const [name, input] of this.inputs) this.#listen(name, input);
    this.element.addEventListener("keydown", (event) => {
      if (event.isComposing || !(event.key === "F8" || event.key === "Escape" || (event.key === "Enter" && event.ctrlKey))) return;
      event.preventDefault();
      this.back();
    });
    this.same?.addEventListener("click", () => this.#repeat());
    this.none?.addEventListener("click", () => this.#write("homework", this.words.noneSet));
  }

  /** @param {Record<string, object>} lessons what the page knows of each lesson */
  know(lessons) {
    this.lessons = lessons;
    this.fields = new Map();
    for (const [id, lesson] of Object.entries(lessons)) {
      lesson.id = id;
      for (const name of FIELDS) {
        const field = new Field(lesson, name, this);
        this.fields.set(field.id, field);
      }
    }
    this.lesson = this.lesson && lessons[this.lesson.id];
  }

  /** @param {string} id of a sheet's cell */
  field(id) {
    return this.fields.get(id) ?? null;
  }

  /** @param {import("./cells.js").Column} column */
  show(column) {
    const lesson = this.lessons[column.lesson] ?? null;
    const same = lesson === this.lesson && this.column === column.id;
    if (same) return;
    this.#keep();
    this.lesson = lesson;
    this.column = column.id;
    document.getElementById("lesson-when").classList.toggle("today", Boolean(lesson?.today));
    const [number, day, note] = this.element.querySelectorAll("#lesson-when p");
    number.textContent = lesson?.number ?? "";
    day.textContent = lesson?.day ?? column.label;
    note.textContent = column.kind === "a" ? column.label : lesson?.note ?? "";
    note.title = note.textContent;
    for (const [name, input] of this.inputs) {
      input.value = lesson?.[name] ?? "";
      input.readOnly = !lesson || !this.writable || Boolean(lesson.closed);
      this.#tell(name, lesson ? this.fields.get(`s${lesson.id}-${name}`).problem : "");
    }
    this.#offers();
  }

  /** Into the first empty field, or the first. */
  enter() {
    const empty = [...this.inputs.values()].find((input) => !input.value && !input.readOnly);
    (empty ?? this.inputs.get("topic")).focus();
  }

  /** A field's value or problem has changed. @param {Field} field */
  told(field) {
    if (field.lesson !== this.lesson) return;
    const input = this.inputs.get(field.name);
    if (document.activeElement !== input) input.value = field.lesson[field.name];
    this.#tell(field.name, field.problem);
    this.#offers();
  }

  #tell(name, problem) {
    const input = this.inputs.get(name);
    input.classList.toggle("refused", Boolean(problem));
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    const place = document.getElementById(`sheet-${name === "due" ? "homework" : name}-problem`);
    if (place.textContent !== problem && (name !== "due" || problem || !this.inputs.get("homework").matches(".refused"))) place.textContent = problem;
  }

  #offers() {
    const before = this.lesson?.before && this.lessons[this.lesson.before];
    if (this.same) this.same.hidden = !(before?.topic && !this.lesson.topic && !this.lesson.outcome);
    if (this.none) this.none.hidden = !this.lesson || Boolean(this.lesson.homework);
  }

  #repeat() {
    const before = this.lessons[this.lesson.before];
    this.#write("topic", before.topic);
    if (before.outcome) this.#write("outcome", before.outcome);
    this.inputs.get("topic").focus();
  }

  #write(name, value) {
    this.inputs.get(name).value = value;
    this.#put(name);
    this.told(this.fields.get(`s${this.lesson.id}-${name}`));
    this.inputs.get(name).focus();
  }

  #put(name) {
    clearTimeout(this.timer);
    this.dirty = null;
    const field = this.lesson && this.fields.get(`s${this.lesson.id}-${name}`);
    const { value } = this.inputs.get(name);
    if (field && value.trim() !== (field.lesson[name] ?? "")) this.queue.put(field, value.trim());
  }

  /** Before another lesson is shown, what was typed into this one goes. */
  #keep() {
    if (this.dirty) this.#put(this.dirty);
  }

  #listen(name, input) {
    input.addEventListener("input", () => {
      if (this.dirty && this.dirty !== name) this.#keep();
      this.dirty = name;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#put(name), 1500);
    });
    input.addEventListener("blur", () => this.#put(name));
  }
}

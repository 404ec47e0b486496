// Absences of a class: announcements by key (A, N), squares by Shift, by dragging, by the pupil's name.

const form = document.querySelector("form[data-absences]");
/** @type {HTMLInputElement[]} */
const boxes = [...document.querySelectorAll("form[data-absences] input[name='absence']")].map(
  (box) => /** @type {HTMLInputElement} */ (box),
);
const count = /** @type {HTMLElement | null} */ (document.querySelector("[data-count]"));
const hint = count?.textContent ?? "";
/** @type {HTMLInputElement | null} */
let last = null;
/** @type {boolean | null} */
let painting = null;

function tell() {
  if (!count) return;
  const chosen = boxes.filter((box) => box.checked).length;
  count.textContent = chosen ? `${count.dataset.words ?? ""} ${chosen}` : hint;
}

/** @param {EventTarget | null} target */
const boxOf = (target) => {
  const square = target instanceof Element ? target.closest(".square") : null;
  return /** @type {HTMLInputElement | null} */ (square?.querySelector("input") ?? null);
};

form?.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.name !== "absence") return;
  if (/** @type {MouseEvent} */ (event).shiftKey && last) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
  tell();
});

form?.addEventListener("pointerdown", (event) => {
  const pressed = /** @type {PointerEvent} */ (event);
  const box = boxOf(pressed.target);
  if (box && pressed.pointerType === "mouse") painting = !box.checked;
});
form?.addEventListener("pointerover", (event) => {
  const box = boxOf(event.target);
  if (painting === null || !box || !(/** @type {PointerEvent} */ (event).buttons & 1)) return;
  // The first square was pressed and not let go: it belongs to what is dragged over.
  box.checked = painting;
  tell();
});
form?.addEventListener("pointerout", (event) => {
  const box = boxOf(event.target);
  if (painting === null || !box || !(/** @type {PointerEvent} */ (event).buttons & 1)) return;
  box.checked = painting;
  tell();
});
document.addEventListener("pointerup", () => (painting = null));

// The pupil's name selects what of the row is open, or lets it go.
for (const head of document.querySelectorAll("form[data-absences] tbody th")) {
  const open = [...(head.parentElement?.querySelectorAll(".square--open input") ?? [])].map(
    (box) => /** @type {HTMLInputElement} */ (box),
  );
  if (!open.length) continue;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link", textContent: head.textContent });
  button.addEventListener("click", () => {
    const wanted = open.some((box) => !box.checked);
    for (const box of open) box.checked = wanted;
    tell();
  });
  head.replaceChildren(button);
}

document.addEventListener("keydown", (event) => {
  const place = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || place.closest("input:not([type=checkbox]), select, textarea")) return;
  const first = document.querySelector("[data-announcement]");
  const key = event.key.toLowerCase();
  if (!first || (key !== "a" && key !== "n")) return;
  event.preventDefault();
  if (key === "a") {
    /** @type {HTMLFormElement | null} */ (first.querySelector("form[data-accept]"))?.requestSubmit();
    return;
  }
  first.querySelector("details")?.setAttribute("open", "");
  /** @type {HTMLElement | null} */ (first.querySelector("input[name=answer]"))?.focus();
});

tell();

// Marks of periods: Enter confirms what is proposed and goes on; another mark asks why.

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-results]");
const marks = [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input.result__mark"))];
const unsaved = /** @type {HTMLElement | null} */ (document.querySelector("[data-unsaved]"));
let isLeaving = false;

/** @param {HTMLInputElement} mark */
function settle(mark) {
  const cell = mark.closest(".result");
  const typed = mark.value.trim();
  const proposed = mark.dataset.proposed ?? "";
  const reason = /** @type {HTMLElement | null} */ (cell?.querySelector(".result__reason"));
  const accept = /** @type {HTMLElement | null} */ (cell?.querySelector("[data-accept]"));
  cell?.classList.toggle("result--proposed", Boolean(proposed) && !typed);
  if (typed !== mark.defaultValue) cell?.classList.remove("result--low", "result--code");
  if (accept) accept.hidden = Boolean(typed);
  if (reason) reason.hidden = !typed || typed === proposed;
  tell();
}

function changed() {
  return marks.filter((mark) => mark.value.trim() !== mark.defaultValue).length;
}

function tell() {
  if (unsaved) unsaved.textContent = changed() ? `${unsaved.dataset.words ?? ""} ${changed()}` : "";
}

/**
 * @param {HTMLInputElement} mark
 * @param {number} step
 */
function go(mark, step) {
  const column = marks.filter((one) => one.dataset.column === mark.dataset.column);
  const next = column[column.indexOf(mark) + step];
  next?.focus();
  next?.select();
}

/** @param {HTMLInputElement} mark */
function accept(mark) {
  if (!mark.value.trim() && mark.dataset.proposed) mark.value = mark.dataset.proposed;
  settle(mark);
}

form?.addEventListener("keydown", (event) => {
  const mark = event.target;
  if (!(mark instanceof HTMLInputElement) || !mark.matches(".result__mark") || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") {
    if (!event.shiftKey) accept(mark);
    const reason = /** @type {HTMLInputElement | null | undefined} */ (
      mark.closest(".result")?.querySelector(".result__reason:not([hidden]) input")
    );
    // Another mark than proposed: the few words come first.
    if (reason && !reason.value.trim() && !event.shiftKey) reason.focus();
    else go(mark, event.shiftKey ? -1 : 1);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    go(mark, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    mark.value = mark.defaultValue;
    settle(mark);
  } else {
    return;
  }
  event.preventDefault();
});

form?.addEventListener("keydown", (event) => {
  const reason = event.target;
  if (event.key !== "Enter" || !(reason instanceof HTMLInputElement) || !reason.closest(".result__reason")) return;
  event.preventDefault();
  const mark = /** @type {HTMLInputElement | null | undefined} */ (reason.closest(".result")?.querySelector(".result__mark"));
  if (mark) go(mark, 1);
});

form?.addEventListener("input", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.matches(".result__mark")) settle(event.target);
});

form?.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-accept]") : null;
  const mark = /** @type {HTMLInputElement | null | undefined} */ (button?.closest(".result")?.querySelector(".result__mark"));
  if (!mark) return;
  event.preventDefault();
  accept(mark);
  go(mark, 1);
});

form?.addEventListener("submit", () => (isLeaving = true));
window.addEventListener("beforeunload", (event) => {
  if (changed() && !isLeaving) event.preventDefault();
});

tell();

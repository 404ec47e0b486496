// The diary: homework is ticked off without loading the page again; one open mark at a time, closed by Escape.

/** @type {HTMLFormElement | null} */
const diary = document.querySelector("form[data-diary]");

/**
 * Turn a tick over, on the page.
 * @param {HTMLButtonElement} button
 */
function turn(button) {
  const isDone = button.name === "done";
  button.name = isDone ? "undone" : "done";
  button.setAttribute("aria-pressed", String(isDone));
  button.querySelector(".state")?.classList.toggle("state--done", isDone);
}

diary?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement)) return;
  event.preventDefault();
  const body = new FormData(diary, button);
  turn(button);
  try {
    const answer = await fetch(diary.action, { method: "POST", body, redirect: "manual" });
    // The server sends on to the page, which stands here already.
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
  } catch {
    turn(button);
    // As without a script: the page then says what went wrong.
    button.closest("form")?.removeAttribute("data-diary");
    HTMLFormElement.prototype.submit.call(withValue(diary, button));
  }
});

/**
 * The form with the pressed button's value in a field, since `submit()` names no button.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
function withValue(form, button) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  form.append(field);
  return form;
}

/** @param {Element | null} but */
function close(but = null) {
  for (const open of document.querySelectorAll("details.mark[open]")) {
    if (open !== but) open.removeAttribute("open");
  }
}

document.addEventListener("toggle", (event) => {
  const mark = event.target;
  if (mark instanceof HTMLDetailsElement && mark.open && mark.matches(".mark")) close(mark);
}, true);

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (!target.closest("details.mark")) close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.mark[open] > summary");
  close();
  if (open instanceof HTMLElement) open.focus();
});

// A form with data-confirm="…" asks first, in a dialog of the page (id "confirm").

/** @type {HTMLDialogElement | null} */
const dialog = document.querySelector("dialog#confirm");
/** @type {{ form: HTMLFormElement, submitter: HTMLElement | null } | null} */
let waiting = null;

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const submitter = /** @type {HTMLElement | null} */ (event.submitter);
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || !dialog || form.dataset.confirmed) return;
  event.preventDefault();
  waiting = { form, submitter };
  const text = dialog.querySelector("[data-question]");
  const yes = dialog.querySelector("[data-yes]");
  if (text) text.textContent = question;
  if (yes) yes.textContent = submitter?.textContent ?? yes.textContent;
  dialog.returnValue = "";
  dialog.showModal();
});

dialog?.addEventListener("close", () => {
  const asked = waiting;
  waiting = null;
  if (dialog.returnValue !== "yes" || !asked) return;
  asked.form.dataset.confirmed = "yes";
  asked.form.requestSubmit(asked.submitter);
  // Coming back by the browser's history must ask again.
  delete asked.form.dataset.confirmed;
});

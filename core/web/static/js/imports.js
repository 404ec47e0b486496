// Keeps which differences are to be accepted as soon as they are ticked, and tells how many they are.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-choice]"));
const accept = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-accept]"));

/** @param {Record<string, number>} chosen */
function tell(chosen) {
  let all = 0;
  for (const count of document.querySelectorAll("[data-chosen]")) {
    const sort = /** @type {HTMLElement} */ (count).dataset.chosen ?? "";
    const number = chosen[sort] ?? 0;
    const [, most = ""] = (count.textContent ?? "").split("/");
    count.textContent = `${number} /${most}`;
    all += number;
  }
  if (accept) accept.disabled = all === 0;
}

async function keep() {
  if (!form?.dataset.choice) return;
  const answer = await fetch(form.dataset.choice, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`the choice was not kept: ${answer.status}`);
  const told = await answer.json();
  tell(told.chosen);
  if (accept) accept.textContent = told.label;
}

form?.addEventListener("change", (event) => {
  const box = /** @type {HTMLInputElement} */ (event.target);
  if (box.name === "sort") {
    // A sort that is shown is ticked, or not, as a whole.
    const isShown = form.querySelector(`input[name="of"][value="${box.value}"]`);
    if (isShown) {
      for (const row of form.querySelectorAll('input[name="row"]')) /** @type {HTMLInputElement} */ (row).checked = box.checked;
    }
  }
  void keep();
});

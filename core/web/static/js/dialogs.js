// A button with data-opens="ID" opens that <dialog>; data-closes inside it closes it.

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const opener = target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.getAttribute("data-opens") ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
    return;
  }
  const closer = target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
});

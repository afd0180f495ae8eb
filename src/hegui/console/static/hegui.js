// Small comforts. Every page works without this file.
(() => {
  "use strict";
  const wake = (root) => {
    for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
    for (const extra of root.querySelectorAll("[data-hide]")) extra.hidden = true;
    for (const printer of root.querySelectorAll("button[data-print]")) printer.hidden = false;
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.copy !== undefined) {
      navigator.clipboard.writeText(button.dataset.copy).then(() => {
        button.classList.add("copied");
        setTimeout(() => button.classList.remove("copied"), 1200);
      });
    }
    if (button.dataset.print !== undefined) window.print();
  });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.dataset.submit !== undefined && field.value) field.form.requestSubmit();
  });
  document.addEventListener("htmx:afterSwap", (event) => wake(event.target));
  wake(document);
})();

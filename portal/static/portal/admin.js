/* Small comforts of our admin pages. Everything works without this file. */
(() => {
  "use strict";
  document.querySelectorAll("[data-our-step]").forEach((button) => {
    const input = document.getElementById(button.dataset.ourFor);
    if (!input) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const value = (parseInt(input.value, 10) || 0) + Number(button.dataset.ourStep);
      input.value = Math.max(0, value);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  document.querySelectorAll("[data-our-copy]").forEach((button) => {
    const source = document.getElementById(button.dataset.ourCopy);
    if (!source || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value);
      button.textContent = button.dataset.ourCopied;
    });
  });
  document.querySelectorAll("[data-our-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const preview = document.getElementById("dates");
  if (preview) preview.scrollIntoView();
})();

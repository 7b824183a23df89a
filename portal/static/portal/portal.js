// Comfort only: every page works without it.
(() => {
  "use strict";

  // "Partager" opens the telephone's own sheet when it has one; otherwise SMS and e-mail links unfold.
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("details.share > summary");
    if (!summary || !navigator.share) return;
    event.preventDefault();
    const { share, title } = summary.parentElement.dataset;
    navigator.share({ title, url: share }).catch(() => {});
  });

  // A copy button is shown only where copying works: <button hidden data-copy="text" data-copied="Copié">.
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("button[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = button.dataset.copied;
      });
    }
  }

  // A print button is shown only where scripts run.
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // An open panel closes with Escape. The emergency numbers lie over the page: they also close when one goes elsewhere.
  const close = (panels, except) => {
    for (const panel of document.querySelectorAll(panels)) {
      if (!panel.contains(except)) panel.open = false;
    }
  };
  for (const leaving of ["pointerdown", "focusin"]) {
    document.addEventListener(leaving, (event) => close("details.emergency[open]", event.target));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const panel = document.activeElement.closest("details.emergency, details.share");
    close("details.emergency[open], details.share[open]", null);
    panel?.querySelector("summary").focus();
  });
})();

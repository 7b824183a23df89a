// « Quitter vite »: the page gives its place to another in the history. Escape pressed twice does the same.
// The link is sought when it is needed: a page that changes in place may have it, or have it no more.
(() => {
  "use strict";
  const leave = (link) => {
    document.body.hidden = true;
    location.replace(link.href);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-quit]");
    if (!link) return;
    event.preventDefault();
    leave(link);
  });
  let last = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    const link = document.querySelector("[data-quit]");
    if (link && event.timeStamp - last < 1000) leave(link);
    last = event.timeStamp;
  });
})();

// « Quitter vite »: the page gives its place to another in the history. Escape pressed twice does the same.
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
    const link = document.querySelector("[data-quit]");
    if (!link || event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - last < 1000) leave(link);
    last = event.timeStamp;
  });
})();

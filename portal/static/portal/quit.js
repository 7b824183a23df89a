// « Quitter vite »: the page gives its place to another in the history. Escape pressed twice does the same.
(() => {
  "use strict";
  const link = document.querySelector("[data-quit]");
  const leave = () => {
    document.body.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let last = -Infinity;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - last < 1000) leave();
    last = event.timeStamp;
  });
})();

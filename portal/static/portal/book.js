// The page that waits for the PDF of the guide looks now and then whether it is there, says so, and opens it.
(() => {
  "use strict";
  const told = document.querySelector("[data-wait]");
  if (!told) return;
  const PAUSE = 3000;
  let left = 100; // five minutes
  const look = async () => {
    if (document.visibilityState === "visible") {
      left -= 1;
      const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => null);
      if (answer && answer.status === 200) {
        told.textContent = told.dataset.wait;
        location.replace(location.pathname);
        return;
      }
      if (answer && answer.status !== 202) {
        location.reload();
        return;
      }
    }
    if (left > 0) setTimeout(look, PAUSE);
  };
  told.firstElementChild.hidden = false;
  setTimeout(look, PAUSE);
})();

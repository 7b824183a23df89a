/* Passkeys: asks the browser for a key and puts its answer in the form. Without this script the forms that need it stay
   hidden and a few words say so; passwords and codes work all the same. */
(() => {
  "use strict";
  const keys = window.webauthnJSON;
  if (!keys || !window.PublicKeyCredential) return;
  const page = document.getElementById("passkey-request");
  const request = page ? JSON.parse(page.textContent) : null;

  async function answer(form) {
    if (form.dataset.passkey === "create") return keys.create(request.creation_options);
    if (form.dataset.passkey === "get") return keys.get(request.request_options);
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    return keys.get((await response.json()).request_options);
  }

  for (const missing of document.querySelectorAll("[data-passkey-missing]")) missing.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    const button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form));
        form.submit();
      } catch {
        failed.hidden = false;
        button.disabled = false;
        button.focus();
      }
    });
  }
})();

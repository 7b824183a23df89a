// Suggestions while typing, as the ARIA practices describe a combobox with a list; and « Autour de moi ».
// The box works without any of it.
(() => {
  "use strict";
  const WAIT = 150;

  const combobox = (input) => {
    const { suggestions: address, label, page, none, one, many } = input.dataset;
    const list = Object.assign(document.createElement("ul"), { id: `${input.id}-liste`, className: "suggestions", hidden: true });
    const live = Object.assign(document.createElement("p"), { className: "hidden" });
    live.setAttribute("role", "status");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      input.setAttribute(name, value);
    }
    input.after(list, live);
    let typed = input.value;
    let active = -1;
    let timer = 0;
    let asking = null;

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const choose = (option) => {
      if (option.dataset.url) {
        location.assign(option.dataset.url);
        return;
      }
      input.value = option.dataset.text;
      close();
      input.form.requestSubmit();
    };

    const show = (found) => {
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(
        ...found.map(({ text, url, lang }, n) => {
          const option = Object.assign(document.createElement("li"), { id: `${list.id}-${n}`, dir: "auto" });
          const words = Object.assign(document.createElement("span"), { textContent: text });
          if (lang) words.lang = lang;
          option.append(words);
          if (url) option.append(Object.assign(document.createElement("span"), { className: "hidden", textContent: ` (${page})` }));
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          Object.assign(option.dataset, { text, url });
          return option;
        }),
      );
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(Boolean(found.length)));
      live.textContent = !found.length ? none : found.length === 1 ? one : many.replace("%n", found.length);
    };

    const ask = async () => {
      asking = new AbortController();
      try {
        const response = await fetch(`${address}?${new URLSearchParams({ q: typed.trim() })}`, { signal: asking.signal });
        if (response.ok) show((await response.json()).suggestions);
        else close(); // what it held is about other letters
      } catch (problem) {
        if (problem.name !== "AbortError") close();
      }
    };

    const move = (step) => {
      const options = list.children;
      options[active]?.setAttribute("aria-selected", "false");
      active = (active + 1 + step + options.length + 1) % (options.length + 1) - 1;
      const option = options[active];
      input.value = option ? option.dataset.text : typed;
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };

    input.addEventListener("input", () => {
      typed = input.value;
      clearTimeout(timer);
      asking?.abort();
      if (typed.trim().length < 2) close();
      else timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
      else if (event.key === "Escape") {
        input.value = typed;
        close();
        event.stopPropagation(); // « Quitter vite » waits for a box without suggestions
      } else return;
      event.preventDefault();
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role='option']");
      if (option) choose(option);
    });
    input.form.addEventListener("submit", close);
  };

  for (const input of document.querySelectorAll("input[data-suggestions]")) combobox(input);

  // The position leaves the telephone only rounded, and only when asked for.
  for (const button of document.querySelectorAll("[data-locate]")) {
    if (!navigator.geolocation) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const { form, dataset } = button;
      const found = ({ coords }) => {
        form.querySelector("[name='pres_de']")?.remove();
        const value = `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`;
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "pres_de", value }));
        form.requestSubmit();
      };
      const failed = () => {
        form.querySelector("[data-locate-words]").textContent = dataset.failed;
      };
      navigator.geolocation.getCurrentPosition(found, failed, { timeout: 10000, maximumAge: 300000 });
    });
  }
})();

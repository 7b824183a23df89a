// The list of resources changes in place, looks around the reader, and opens a map. Every page works without it.
(() => {
  "use strict";
  const pieces = "[data-swap]";
  const live = document.querySelector("[data-live]");
  let last = 0;
  let drawn = null;

  // What had the focus, said so that it can be found again in the new page.
  const trace = (element) => {
    if (!element || !element.closest(pieces)) return null;
    if (element.id) return () => document.getElementById(element.id);
    const words = element.textContent.replace(/\d+/g, "").trim();
    const kind = element.closest("nav, ul.chosen, form")?.className ?? "";
    const same = (other) => other.textContent.replace(/\d+/g, "").trim().startsWith(words.split("(")[0].trim());
    return () =>
      [...document.querySelectorAll(`${pieces} ${element.tagName.toLowerCase()}`)].find(
        (other) => (other.closest("nav, ul.chosen, form")?.className ?? "") === kind && same(other),
      );
  };

  const swap = (page) => {
    const wasOpen = document.querySelector(`${pieces} details.choices`)?.open;
    const hadMap = Boolean(document.querySelector("[data-open-map][aria-expanded='true']"));
    const back = trace(document.activeElement);
    drawn?.remove();
    drawn = null;
    for (const old of document.querySelectorAll(`${pieces}, .languages`)) {
      const fresh = old.id ? page.getElementById(old.id) : page.querySelector(".languages");
      if (fresh) old.innerHTML = fresh.innerHTML;
    }
    document.title = page.title;
    const details = document.querySelector(`${pieces} details.choices`);
    if (details && wasOpen) details.open = true;
    (back?.() ?? document.getElementById("liste"))?.focus();
    live.textContent = document.querySelector("[data-total]")?.textContent ?? "";
    settle();
    const button = document.querySelector("[data-open-map]");
    if (hadMap && button) open(button.closest("[data-map]"), button);
  };

  const visit = async (address, { push = true } = {}) => {
    const turn = ++last;
    const results = document.getElementById("resultats");
    results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      if (!response.ok || turn !== last) throw new Error(response.statusText);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (turn !== last) return;
      const quit = page.querySelector('script[src*="/quit."]');
      if (push && !quit) history.pushState({}, "", address); // what must leave no trace is not in the history
      if (quit && !document.querySelector(`script[src="${quit.getAttribute("src")}"]`)) load("script", { src: quit.src });
      swap(page);
    } catch {
      if (turn === last) location.assign(address);
    } finally {
      results.removeAttribute("aria-busy");
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link?.closest(".facets, .chosen, .pagination, .ways-on") || event.defaultPrevented) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.closest(".pagination")) document.getElementById("liste").focus();
    visit(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-finder]")) return;
    event.preventDefault();
    const asked = [...new FormData(form)].filter(([, value]) => value !== "");
    visit(`${new URL(form.action).pathname}${asked.length ? `?${new URLSearchParams(asked)}` : ""}`);
  });
  window.addEventListener("popstate", () => visit(location.href, { push: false }));

  // « Autour de moi »: the position leaves the telephone only rounded, and only when asked for.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-near-me]");
    if (!button) return;
    const failed = () => {
      live.classList.remove("hidden");
      live.textContent = button.dataset.failed;
    };
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const query = new URLSearchParams([...new FormData(button.form)].filter(([, value]) => value !== ""));
      query.delete("ou");
      query.set("pres_de", `${coords.latitude.toFixed(3)},${coords.longitude.toFixed(3)}`);
      live.classList.add("hidden");
      visit(`${new URL(button.form.action).pathname}?${query}`);
    }, failed, { timeout: 10000, maximumAge: 300000 });
  });

  // The map: loaded when opened, its markers real buttons.
  const load = (tag, facts) =>
    new Promise((done, failed) => {
      const element = Object.assign(document.createElement(tag), facts, { onload: done, onerror: failed });
      document.head.append(element);
    });
  const element = (tag, facts = {}, ...inside) => {
    const made = Object.assign(document.createElement(tag), facts);
    made.append(...inside);
    return made;
  };
  const card = (door, language) => {
    const list = element("ul");
    for (const service of door.services) {
      const link = element("a", { href: service.url, textContent: service.title });
      if (service.lang !== language) link.lang = service.lang;
      list.append(element("li", {}, link));
    }
    const title = element("h3", { textContent: door.name });
    if (door.lang !== language) title.lang = door.lang;
    const where = element("p", { textContent: door.address, lang: "fr" });
    return element("div", { className: "card" }, title, where, list);
  };
  const draw = (part, { doors, near, radius, is_cut: isCut }) => {
    const { tiles, attribution, zoomIn, zoomOut, here, many, cut, empty } = part.dataset;
    const L = window.L;
    const map = (drawn = L.map(part.querySelector(".map"), { zoomControl: false, attributionControl: Boolean(tiles) }));
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    if (tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(tiles, { attribution, maxZoom: 18 }).addTo(map);
    }
    const pin = (point, button, facts = {}) =>
      L.marker(point, {
        ...facts,
        icon: L.divIcon({ html: button, className: "", iconSize: [48, 48], iconAnchor: [24, 40] }),
        keyboard: false,
      }).addTo(map);
    const language = document.documentElement.lang;
    const box = part.querySelector(".map-card");
    const buttons = [];
    for (const door of doors) {
      const name = door.services.length > 1 ? `${door.name}, ${door.services.length} ${many}` : door.services[0].title;
      const button = element("button", { type: "button", className: "map-pin", title: name });
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-pressed", "false");
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        box.replaceChildren(card(door, language));
      });
      button.addEventListener("focus", () => {
        if (button.matches(":focus-visible")) map.panInside(door.point, { padding: [48, 48] });
      });
      buttons.push(button);
      pin(door.point, button);
    }
    if (near) {
      const mark = element("span", { className: "map-pin here", title: here });
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", here);
      pin(near, mark, { interactive: false, zIndexOffset: -1000 });
    }
    const points = doors.map((door) => door.point);
    if (near) map.fitBounds(L.latLng(near).toBounds(2 * radius));
    else if (points.length) map.fitBounds(points, { padding: [48, 48], maxZoom: 15 });
    else map.setView([45.4, 5.85], 9);
    part.querySelector(".map-words").textContent = doors.length ? (isCut ? cut : "") : empty;
  };
  const open = async (part, button) => {
    const box = part.querySelector("#carte-boite");
    const isOpen = box.hidden;
    box.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen || part.dataset.drawn) return;
    part.dataset.drawn = "yes";
    try {
      if (!window.L) {
        await Promise.all([
          load("link", { rel: "stylesheet", href: part.dataset.style }),
          load("script", { src: part.dataset.script }),
        ]);
      }
      const response = await fetch(part.dataset.points);
      if (!response.ok) throw new Error(response.statusText);
      draw(part, await response.json());
    } catch {
      part.querySelector(".map-words").textContent = part.dataset.failed;
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open-map]");
    if (button) open(button.closest("[data-map]"), button);
  });

  const settle = () => {
    for (const part of document.querySelectorAll("[data-map]")) part.hidden = false;
    if (!navigator.geolocation) return;
    for (const button of document.querySelectorAll("[data-near-me]")) button.hidden = false;
  };
  settle();
})();

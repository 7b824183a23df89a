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
      const isSecret = page.querySelector("[data-quit]"); // what must leave no trace is not in the history
      if (push && !isSecret) history.pushState({}, "", address);
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
  // Doors nearer to each other than a thumb is wide, at this zoom, share one pin.
  const THUMB = 64;
  const gather = (map, doors) => {
    const groups = [];
    for (const door of doors) {
      const at = map.project(door.point);
      const near = groups.find((group) => Math.abs(group.at.x - at.x) < THUMB && Math.abs(group.at.y - at.y) < THUMB);
      if (near) near.doors.push(door);
      else groups.push({ at, doors: [door] });
    }
    return groups.map((group) => group.doors);
  };
  const draw = (part, { doors, near, radius, is_cut: isCut }) => {
    const { tiles, attribution, zoomIn, zoomOut, here, many, group, cut, empty } = part.dataset;
    const L = window.L;
    const options = { zoomControl: false, attributionControl: Boolean(tiles), maxZoom: 18 };
    const map = (drawn = L.map(part.querySelector(".map"), options));
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    if (tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(tiles, { attribution, maxZoom: 18 }).addTo(map);
    }
    const pin = (point, html, facts = {}) =>
      L.marker(point, {
        ...facts,
        icon: L.divIcon({ html, className: "", iconSize: [48, 48], iconAnchor: facts.anchor ?? [24, 40] }),
        keyboard: false,
      });
    const language = document.documentElement.lang;
    const box = part.querySelector(".map-card");
    const pins = L.layerGroup().addTo(map);
    const buttons = new Map(); // each with its doors
    let chosen = null;
    const choose = (some) => {
      chosen = some[0];
      for (const [made, its] of buttons) {
        if (made.hasAttribute("aria-pressed")) made.setAttribute("aria-pressed", String(its[0] === chosen));
      }
      box.replaceChildren(...some.map((door) => card(door, language)));
    };
    const enlarge = (some) => {
      const all = L.latLngBounds(some.map((door) => door.point));
      const wide = Math.min(map.getMaxZoom(), Math.max(map.getZoom() + 1, map.getBoundsZoom(all, false, L.point(96, 96))));
      map.setView(all.getCenter(), wide, { animate: false });
    };
    const button = (some) => {
      const [door] = some;
      const count = some.reduce((sum, one) => sum + one.services.length, 0);
      const one = count > 1 ? `${door.name}, ${count} ${many}` : door.services[0].title;
      const name = some.length > 1 ? `${count} ${group}` : one;
      const facts = { type: "button", className: "map-pin", title: name };
      const made = element("button", facts, ...(some.length > 1 ? [element("span", { textContent: count })] : []));
      made.setAttribute("aria-label", name);
      const opens = some.length === 1 || map.getZoom() >= map.getMaxZoom();
      if (opens) made.setAttribute("aria-pressed", String(door === chosen));
      L.DomEvent.disableClickPropagation(made);
      made.addEventListener("click", () => (opens ? choose : enlarge)(some));
      made.addEventListener("focus", () => {
        if (made.matches(":focus-visible")) map.panInside(door.point, { padding: [48, 48] });
      });
      return made;
    };
    map.on("zoomend", () => {
      const held = buttons.get(document.activeElement)?.[0];
      pins.clearLayers();
      buttons.clear();
      for (const some of gather(map, doors)) {
        const made = button(some);
        buttons.set(made, some);
        pin(some[0].point, made, some.length > 1 ? { anchor: [24, 24] } : {}).addTo(pins);
        if (some.includes(held)) made.focus();
      }
    });
    if (near) {
      const mark = element("span", { className: "map-pin here", title: here });
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", here);
      pin(near, mark, { interactive: false, zIndexOffset: -1000 }).addTo(map);
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

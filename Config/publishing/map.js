// Filters, and what happens when somebody clicks, types or turns the phone.

const filters = { level: null, status: new Set(), category: new Set(), product: new Set(), theme: new Set(), state: new Set(), text: [] };
const facets = [
  { key: "status", title: "Status", of: f => [f.p.status], label: v => statusWords[v] || v, open: true },
  { key: "category", title: "Category", of: f => [f.p.category], label: v => capital(word(v)), open: true },
  { key: "theme", title: "Theme", of: f => f.themes, label: v => capital(theme(v)) },
  { key: "product", title: "Product", of: f => [f.p.product], label: v => capital(v) },
  { key: "state", title: "State", of: f => [f.p.state || f.country || "unknown"], label: v => capital(v) }
];

/** Whether a feature passes all filters, or all but one facet. */
function passes(feature, except) {
  if (!feature.onLevel || !filters.text.every(part => feature.text.includes(part))) return false;
  return facets.every(function (facet) {
    const picked = filters[facet.key];
    return facet === except || !picked.size || facet.of(feature).some(value => picked.has(value));
  });
}

function applyFilters() {
  for (const feature of features) {
    feature.onLevel = filters.level === null || feature.p.level === filters.level;
    feature.visible = passes(feature, null);
  }
  pack();
  listed = pageSize;
  showList();
  facets.forEach(countChoices);
  const clear = document.getElementById("clear");
  if (clear) clear.disabled = facets.every(f => !filters[f.key].size) && !filters.text.length;
  redraw();
}

/** Numbers beside each choice: what it would show, the other facets as they stand. */
function countChoices(facet) {
  const numbers = new Map();
  for (const feature of features) {
    if (!passes(feature, facet)) continue;
    for (const value of facet.of(feature)) numbers.set(value, (numbers.get(value) || 0) + 1);
  }
  for (const choice of facet.choices || []) {
    const number = numbers.get(choice.value) || 0;
    choice.number.textContent = count(number);
    choice.row.classList.toggle("zero", number === 0);
  }
  const picked = filters[facet.key].size;
  facet.state.textContent = picked ? picked + " picked" : "all";
  facet.state.className = picked ? "on" : "";
}

function buildFacet(facet) {
  const totals = new Map();
  for (const feature of features) for (const value of facet.of(feature)) if (value) totals.set(value, (totals.get(value) || 0) + 1);
  facet.state = make("span", "", "all");
  const box = make("details", "facet", null, [make("summary", "", null, [make("b", "", facet.title), facet.state])]);
  box.open = Boolean(facet.open);
  const choices = make("div", "choices");
  const order = facet.key === "category" ? data.categories : facet.key === "status" ? Object.keys(statusWords) : null;
  const values = Array.from(totals.keys()).sort((a, b) => order ? order.indexOf(a) - order.indexOf(b) : totals.get(b) - totals.get(a) || (a < b ? -1 : 1));
  facet.choices = values.map(function (value) {
    const input = make("input");
    input.type = "checkbox";
    const number = make("span", "n"), row = make("label", "choice", null, [input]);
    if (facet.key === "category") row.append(sign("cluster", data.colours[value] || "#555"));
    if (facet.key === "status") row.append(sign(value, "#444a52"));
    row.append(make("span", "label", facet.label(value)), number);
    input.addEventListener("change", function () {
      if (input.checked) filters[facet.key].add(value); else filters[facet.key].delete(value);
      applyFilters();
      showWhatIsLeft(facet.key === "state" && filters.state.size > 0);
    });
    choices.append(row);
    return { value, input, row, number };
  });
  if (values.length > 12) {
    const search = make("input");
    search.type = "search";
    search.placeholder = "Find in " + facet.title.toLowerCase() + "s";
    search.setAttribute("aria-label", search.placeholder);
    search.addEventListener("input", function () {
      const wanted = folded(search.value);
      for (const choice of facet.choices) choice.row.hidden = !folded(facet.label(choice.value)).includes(wanted);
    });
    box.append(search);
  }
  box.append(choices);
  return values.length ? box : null;
}

function buildLevels(page) {
  const held = Array.from(new Set(features.map(f => f.p.level).filter(Boolean))).sort().reverse();
  filters.level = held.length > 1 ? (held.includes("product") ? "product" : held[0]) : null;
  if (held.length < 2) return;
  const words = { product: "Product groups", family: "Families of products" };
  const box = make("fieldset", "facet", null, [make("legend", "", "Clusters of")]);
  for (const level of held) {
    const input = make("input");
    input.type = "radio";
    input.name = "level";
    input.checked = level === filters.level;
    input.addEventListener("change", function () {
      filters.level = level;
      applyFilters();
      showSizes();
      showHeadline();
    });
    box.append(make("label", "choice", null, [input, make("span", "label", words[level] || word(level))]));
  }
  page.append(box);
}

function buildFilters() {
  const page = document.getElementById("page-filters");
  const clear = make("button", "", "Clear all filters");
  clear.type = "button";
  clear.id = "clear";
  clear.addEventListener("click", function () {
    for (const facet of facets) {
      filters[facet.key].clear();
      for (const choice of facet.choices) choice.input.checked = false;
    }
    filters.text = [];
    document.getElementById("search").value = "";
    applyFilters();
  });
  page.append(clear);
  buildLevels(page);
  for (const facet of facets) {
    const box = buildFacet(facet);
    if (box) page.append(box);
  }
}

// Side: tabs, search, and the sheet of a phone

const side = document.getElementById("side");
const tabs = Array.from(document.querySelectorAll("[role=tab]"));

function showTab(tab) {
  for (const other of tabs) {
    const on = other === tab;
    other.setAttribute("aria-selected", String(on));
    other.tabIndex = on ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !on;
  }
  if (!side.classList.contains("full")) setSheet("half");
}
tabs.forEach(function (tab, index) {
  tab.addEventListener("click", () => showTab(tab));
  tab.addEventListener("keydown", function (event) {
    const step = { ArrowRight: 1, ArrowLeft: tabs.length - 1 }[event.key];
    if (!step) return;
    const next = tabs[(index + step) % tabs.length];
    showTab(next);
    next.focus();
  });
});

/** Heights of the sheet: "" (only the search), "half", "full". Without effect on wide screens. */
function setSheet(state) {
  side.classList.remove("half", "full");
  if (state) side.classList.add(state);
  const handle = document.getElementById("handle");
  handle.setAttribute("aria-expanded", String(Boolean(state)));
  handle.setAttribute("aria-label", state ? "Show more of the map" : "Show the list");
}
(function () {
  const handle = document.getElementById("handle");
  let start = null, moved = false;
  handle.addEventListener("pointerdown", function (event) {
    start = event.clientY;
    moved = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointerup", function (event) {
    const way = start === null ? 0 : event.clientY - start;
    start = null;
    if (Math.abs(way) < 12) return;
    moved = true;
    const states = ["", "half", "full"], now = states.findIndex(s => s && side.classList.contains(s));
    setSheet(states[Math.max(0, Math.min(2, Math.max(0, now) + (way < 0 ? 1 : -1)))]);
  });
  handle.addEventListener("click", function () {
    if (!moved) setSheet(side.classList.contains("half") || side.classList.contains("full") ? "" : "half");
  });
})();

document.getElementById("search").addEventListener("input", function (event) {
  filters.text = folded(event.target.value).split(/\s+/).filter(Boolean);
  applyFilters();
  if (filters.text.length) showWhatIsLeft(false);
  if (tabs[0].getAttribute("aria-selected") !== "true") showTab(tabs[0]);
});
document.getElementById("search").addEventListener("keydown", function (event) {
  const first = event.key === "Enter" && features.find(f => f.visible);
  if (first) select(first, [], true);
});
document.getElementById("search").addEventListener("focus", function () {
  if (!side.classList.contains("full")) setSheet("half");
});
document.addEventListener("keydown", function (event) {
  if (event.key === "Escape") deselect();
});

// Map: pointing and clicking

const tip = document.getElementById("tip");
/** Whether the last pointer was a finger: it needs more room to hit, and has nothing to hover with. */
let touching = false;
for (const kind of ["pointerdown", "pointermove"]) {
  window.addEventListener(kind, event => { touching = event.pointerType === "touch"; }, true);
}

map.on("click", function (event) {
  const hits = clustersAt(event.latlng, touching ? 10 : 3);
  if (hits.length) select(hits[0], hits.slice(1), false);
  else if (panel.hidden) setSheet("");
  else deselect();
});
map.on("mousemove", function (event) {
  if (touching) return;
  const hit = clustersAt(event.latlng, 3)[0] || null, belt = hit ? undefined : beltAt(event.latlng), around = hit || belt ? [] : concentrationsAt(event.latlng);
  map.getContainer().classList.toggle("pointing", Boolean(hit));
  tip.hidden = !hit && !belt && !around.length;
  if (hit) tip.replaceChildren(make("b", "", hit.p.name || hit.p.id), make("span", "", plural(hit.units, "unit", "units") + " · " + (statusWords[hit.p.status] || "").toLowerCase()));
  else if (belt) tip.replaceChildren(make("b", "", "Belt: " + belt.p.product), make("span", "", plural(belt.p.units, "unit", "units") + (belt.p.radius_km ? " within " + km(belt.p.radius_km) : "")));
  else if (around.length) tip.replaceChildren(...around.flatMap(one => [make("b", "", one.p.name), make("span", "", plural(one.p.units, "unit", "units") + (one.p.facility_km === null ? "" : " · nearest facility " + km(one.p.facility_km)))]));
  if (!tip.hidden) {
    const at = event.containerPoint, size = map.getSize();
    tip.style.left = Math.min(at.x + 14, size.x - tip.offsetWidth - 8) + "px";
    tip.style.top = (at.y + tip.offsetHeight + 24 > size.y ? at.y - tip.offsetHeight - 10 : at.y + 16) + "px";
  }
  if (hit !== hovered) {
    hovered = hit;
    redraw();
  }
});
map.on("mouseout movestart", function () { tip.hidden = true; });
map.on("zoomend", showSizes);

let before = null;
window.addEventListener("beforeprint", function () {
  before = { centre: map.getCenter(), zoom: map.getZoom(), listed };
  const bounds = map.getBounds();
  listed = Math.max(listed, 1000);
  showList();
  document.body.classList.add("printing");
  map.invalidateSize({ animate: false });
  map.fitBounds(bounds, { animate: false });
});
window.addEventListener("afterprint", function () {
  document.body.classList.remove("printing");
  map.invalidateSize({ animate: false });
  if (!before) return;
  map.setView(before.centre, before.zoom, { animate: false });
  listed = before.listed;
  showList();
});

/** How many features of each status the register has at the level that is shown. */
function showHeadline() {
  const by = status => features.filter(f => f.p.status === status && (filters.level === null || f.p.level === filters.level)).length;
  const headline = [plural(by("cluster"), "cluster", "clusters"), count(by("potential")) + " potential", count(by("undetermined")) + " undetermined"];
  if (data.total > data.count) headline.push("the largest of " + count(data.total) + " in all");
  if (!by("cluster")) headline[0] = "no cluster";
  document.getElementById("headline").textContent = headline.filter(text => !text.startsWith("0 ")).join(" · ");
}

// Start

(function () {
  const synthetic = document.getElementById("synthetic");
  synthetic.hidden = !data.run.synthetic;
  synthetic.textContent = data.run.synthetic || "";
  buildFilters();
  showHeadline();
  document.getElementById("legend").addEventListener("toggle", redraw);
  if (window.matchMedia("(max-width: 720px)").matches) document.getElementById("legend").open = false;
  map.setView(homeBounds(false).getCenter(), 4);
  showLegend();
  goHome(false, false);
  map.setMaxBounds(homeBounds(true).pad(1.5));
  applyFilters();
  setBaseSize();
  showSizes();
  map.addLayer(ground);
  showAbout();
  const wanted = decodeURIComponent((location.hash.match(/^#cluster=(.*)$/) || [])[1] || "");
  const feature = features.find(f => f.p.id === wanted);
  if (feature) select(feature, [], true);
})();

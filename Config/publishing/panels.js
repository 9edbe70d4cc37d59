// The panel of facts about one cluster, the list, the legend and the notes.

const panel = document.getElementById("panel");
const listElement = document.getElementById("list");
const more = document.getElementById("more");
let opener = null;

/** Opens the facts of a feature; `others` are further clusters at the same spot. */
function select(feature, others, move) {
  if (panel.hidden) opener = document.activeElement;
  selected = feature;
  feature.proof = evidenceOf(feature);
  panel.replaceChildren();
  panel.classList.remove("tall");
  const close = make("button", "", "×");
  close.type = "button";
  close.id = "close";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", deselect);
  const p = feature.p;
  const where = [p.place, p.district !== p.place ? p.district : "", p.state].filter(Boolean).join(", ");
  panel.append(
    make("div", "head", null, [make("h2", "", p.name || p.id), make("p", "where", where), close]),
    make("div", "badges", null, [
      make("span", "badge", null, [sign(p.status, colourOf(feature)), make("span", "", statusWords[p.status] || word(p.status))]),
      make("span", "badge", capital(word(p.category || "")))
    ]));
  if (others && others.length) panel.append(alsoHere(others, feature));
  panel.append(figures(feature), whyItCounts(feature));
  for (const group of groups) panel.append(...section(feature, group[0], group[1]));
  panel.append(...themesOf(feature), ...rest(feature), ...unknowns(feature), proofs(feature));
  panel.hidden = false;
  panel.scrollTop = 0;
  panel.focus({ preventScroll: true });
  markCurrent();
  if (move) bringIntoView(feature);
  redraw();
  if (p.id) history.replaceState(null, "", "#cluster=" + encodeURIComponent(p.id));
}

function deselect() {
  if (panel.hidden) return;
  panel.hidden = true;
  selected = null;
  markCurrent();
  redraw();
  history.replaceState(null, "", location.pathname + location.search);
  if (opener && document.contains(opener)) opener.focus({ preventScroll: true });
}

/** The part of the map that nothing covers, and the cluster in the middle of it. */
function bringIntoView(feature) {
  const phone = window.matchMedia("(max-width: 720px)").matches, size = map.getSize();
  const zoom = Math.max(map.getZoom(), Math.min(footprintZoom, sizes.homeZoom + 3));
  const shift = phone ? [0, size.y * 0.22] : [Math.min(190, size.x / 4), 0];
  const centre = map.project([feature.lat, feature.lon], zoom).add(shift);
  map.setView(map.unproject(centre, zoom), zoom, { animate: !still });
}

function alsoHere(others, feature) {
  const box = make("div", "also", null, [make("b", "", "Also at this spot")]);
  for (const other of others.slice(0, 12)) {
    const button = make("button", "", null, [
      sign(other.p.status, colourOf(other)), make("span", "", other.p.name || other.p.id), make("i", "", count(other.units))
    ]);
    button.type = "button";
    button.addEventListener("click", () => select(other, [feature].concat(others.filter(o => o !== other)), false));
    box.append(button);
  }
  if (others.length > 12) box.append(make("p", "note", "and " + (others.length - 12) + " more; zoom in"));
  return box;
}

/** The words that a sum over some of the units, or over units that may be closed, needs before it. */
function bound(feature, property) {
  const line = feature.proof.find(e => e.dimension === property && (e.value === "lower-bound" || e.value === "upper-bound"));
  return line ? (line.value === "lower-bound" ? "at least " : "at most ") : "";
}

function figures(feature) {
  const p = feature.p, box = make("div", "figures");
  const add = (value, label) => box.append(make("div", "", null, [make("b", "", value), make("span", "", label)]));
  add(count(feature.units), bound(feature, "units") || data.run.upperBound ? "units, at most" : "operating units");
  if (p.looms !== undefined) add(count(p.looms), "looms" + (bound(feature, "looms") ? ", at least" : ""));
  if (p.employment !== undefined) add(count(p.employment), "persons" + (bound(feature, "employment") ? ", at least" : " employed"));
  if (p.radius_km !== undefined) add(some.format(p.radius_km) + "\u00a0km", "radius");
  return box;
}

/** What the benchmark that judged a feature counts: `units`, `looms` or `INR`. */
function measure(feature) {
  const line = feature.proof.find(e => e.dimension === "status" && e.unit);
  if (line) return line.unit;
  return feature.p.category === "handloom" ? "looms" : "units";
}

/** The benchmark in one sentence, with a bar from nothing to the count or the benchmark, whichever is more. */
function whyItCounts(feature) {
  const p = feature.p, box = make("div"), limit = p.benchmark_limit, unit = measure(feature);
  const titles = { cluster: "Why it counts as a cluster", potential: "Why it is not a cluster yet", undetermined: "Why it is undetermined" };
  box.append(make("h3", "", titles[p.status] || "Status"));
  if (typeof limit === "number") {
    const value = typeof p.benchmark_value === "number" ? p.benchmark_value : null;
    const say = number => unit === "INR" ? rupees(number) : count(number);
    const rules = p.benchmark ? " (rules: " + String(p.benchmark).split(":")[0] + ")" : "";
    const range = typeof p.counted_high === "number" && p.counted_low !== p.counted_high;
    let sentence = "The benchmark for the category " + word(p.category) + rules + " is ";
    sentence += unit === "INR" ? "here a turnover of " + say(limit) + " a year; " : count(limit) + " " + unit + "; ";
    if (p.status === "undetermined" && range) sentence += "between " + count(p.counted_low) + " and " + count(p.counted_high) + " count here.";
    else if (value === null) sentence += "the register does not tell how many count here.";
    else if (unit === "INR") sentence += say(value) + " are reported.";
    else sentence += say(value) + " count here" + (p.shortfall > 0 ? ", " + count(p.shortfall) + " too few." : ".");
    box.append(make("p", "", sentence));
    if (value !== null && limit > 0) {
      const top = Math.max(value, limit) * 1.05, bar = make("div", "meter"), fill = make("i"), mark = make("u"), text = make("em", "", say(limit));
      fill.style.width = 100 * value / top + "%";
      fill.style.background = colourOf(feature);
      mark.style.left = 100 * limit / top + "%";
      text.style.left = Math.max(4, Math.min(92, 100 * limit / top)) + "%";
      bar.append(fill, mark, text);
      bar.setAttribute("aria-hidden", "true");
      box.append(bar);
    }
  }
  const missing = feature.proof.filter(e => (e.dimension === "status" || e.dimension === "potential") && e.missing).map(e => word(e.missing));
  if (missing.length && p.status !== "cluster") box.append(make("p", "", "What could still decide: the column " + missing.join(", ") + "."));
  for (const other of feature.proof.filter(e => e.dimension === "category_alternative")) {
    box.append(make("p", "", "Its product is made in more than one way. Judged as " + other.value + " (" + proofNumbers(other) + ")."));
  }
  if (data.run.upperBound) box.append(make("p", "note", "The count is an upper bound. " + data.run.upperBound));
  else if (bound(feature, "units")) box.append(make("p", "note", "The count is an upper bound: the register does not tell which units operate."));
  return box;
}

function section(feature, title, labels) {
  const rows = [];
  for (const name of Object.keys(labels)) {
    const value = feature.p[name];
    if (value === undefined || value === "unknown" || value === "") continue;
    rows.push([labels[name][0], bound(feature, name) + labels[name][1](value)]);
  }
  return rows.length ? [make("h3", "", title), factTable(rows)] : [];
}

function themesOf(feature) {
  if (!feature.themes.length) return [];
  const measured = feature.p.theme_basis === "measured";
  return [
    make("h3", "", "Themes"), make("p", "", capital(feature.themes.map(theme).join(", "))),
    make("p", "note", measured ? "From measurements in the register." : "Need flagged by product class, not a finding about these firms.")
  ];
}

/** Properties that no group knows. */
function rest(feature) {
  const known = new Set(groups.flatMap(group => Object.keys(group[1]))), rows = [];
  for (const name of Object.keys(feature.p)) {
    const value = feature.p[name];
    if (known.has(name) || shownElsewhere.has(name) || value === "unknown" || value === "") continue;
    rows.push([capital(name.replace(/_/g, " ")), word(value)]);
  }
  return rows.length ? [make("h3", "", "More"), factTable(rows)] : [];
}

function unknowns(feature) {
  const needs = new Map();
  for (const e of feature.proof) {
    if (e.value !== "unknown" || !e.missing) continue;
    const known = needs.get(e.dimension) || [];
    if (!known.includes(e.missing)) needs.set(e.dimension, known.concat(e.missing));
  }
  if (!needs.size) return [];
  const items = Array.from(needs, pair => make("li", "", labelOf(pair[0]) + ": needs " + pair[1].map(word).join(", ")));
  return [make("h3", "", "Not known from this register"), make("ul", "", null, items)];
}

/** What a line of evidence observed, and what it was compared with. */
function proofNumbers(e) {
  const say = value => typeof value === "number" && e.unit === "INR" ? rupees(value) : typeof value === "number" ? some.format(value) : String(value);
  const observed = e.observed !== null ? say(e.observed) + (e.unit && e.unit !== "INR" ? " " + e.unit : "") : "";
  const limit = e.limit !== null ? ({ ">=": "≥", "<=": "≤" }[e.comparison] || e.comparison || "against") + " " + say(e.limit) : "";
  return [observed, limit].filter(Boolean).join(" ");
}

function proofs(feature) {
  const box = make("details", "", null, [make("summary", "", "Evidence")]);
  for (const e of feature.proof) {
    const line = make("div", "proof", null, [make("b", "", labelOf(e.dimension) + ": "), make("span", "", word(e.value || "unknown"))]);
    const small = [proofNumbers(e), e.source, e.config_key, e.missing ? "missing: " + e.missing : ""];
    line.append(make("small", "", small.filter(Boolean).join(" · ")));
    box.append(line);
  }
  box.append(make("p", "note", "Identifier: " + feature.p.id));
  return box;
}

// The list

const pageSize = 150;
let listed = pageSize;

function showList() {
  const visible = features.filter(f => f.visible);
  listElement.replaceChildren();
  for (const feature of visible.slice(0, listed)) {
    const p = feature.p, button = make("button", "", null, [
      sign(p.status, colourOf(feature)), make("span", "name", p.name || p.id), make("span", "units", count(feature.units)),
      make("span", "where", [p.district, p.state].filter(Boolean).join(", ") + (p.status === "cluster" ? "" : " · " + (statusWords[p.status] || p.status).toLowerCase()))
    ]);
    button.type = "button";
    button.addEventListener("click", () => select(feature, [], true));
    feature.button = button;
    listElement.append(make("li", "", null, [button]));
  }
  for (const feature of visible.slice(listed)) feature.button = null;
  if (!visible.length) listElement.append(make("li", "none", "Nothing matches. Take back a filter or shorten the search."));
  more.hidden = visible.length <= listed;
  more.textContent = "Show " + Math.min(pageSize, visible.length - listed) + " more of " + count(visible.length);
  const units = visible.reduce((sum, f) => sum + f.units, 0), of = features.filter(f => f.onLevel).length;
  document.getElementById("shown").textContent =
    (visible.length === of ? (data.total > data.count ? "The " + count(of) + " largest" : "All " + count(of) + " shown")
      : count(visible.length) + " of " + count(of) + " shown") + " · " + plural(units, "unit", "units");
  markCurrent();
}

function markCurrent() {
  for (const feature of features) {
    if (feature.button) feature.button.setAttribute("aria-current", String(feature === selected));
  }
}

more.addEventListener("click", function () {
  listed += pageSize;
  showList();
});

// The legend

function showLegend() {
  const keys = document.getElementById("keys");
  keys.replaceChildren();
  const key = (picture, text) => make("div", "key", null, [picture, make("span", "", text)]);
  for (const category of data.categories) {
    if (features.some(f => f.p.category === category)) keys.append(key(sign("cluster", data.colours[category]), capital(category)));
  }
  keys.append(make("h3", "", "Status"));
  for (const status of ["cluster", "potential", "undetermined"]) {
    if (features.some(f => f.p.status === status)) keys.append(key(sign(status, "#444a52"), statusWords[status]));
  }
  keys.append(make("h3", "", "Units (area of the circle)"), make("div", ""));
  keys.lastChild.id = "sizeBox";
  keys.append(make("h3", "", "Layers"));
  toggle(keys, "dots", "Located units");
  if (belts.length) toggle(keys, "belts", "Belts (wide areas)");
  toggle(keys, "names", "Names of places");
  showSizes();
}

function toggle(parent, name, text) {
  const box = make("input");
  box.type = "checkbox";
  box.checked = shown[name];
  box.addEventListener("change", function () {
    shown[name] = box.checked;
    redraw();
  });
  parent.append(make("label", "", null, [box, make("span", "", text)]));
}

/** Three round numbers of units as nested circles, at the scale of the map as it stands. */
function showSizes() {
  const box = document.getElementById("sizeBox");
  if (!box) return;
  const largest = Math.max(1, ...features.filter(f => f.onLevel).map(f => f.units));
  const steps = [];
  for (let unit = Math.pow(10, Math.floor(Math.log10(largest))); unit >= 1 && steps.length < 3; unit /= 10) {
    for (const times of [5, 2, 1]) {
      const units = unit * times, r = sizes.factor * Math.sqrt(units);
      const previous = steps.length ? steps[steps.length - 1].r : Infinity;
      if (units <= largest && r <= 42 && r > sizes.least && previous - r > 6.5 && steps.length < 3) steps.push({ units, r });
    }
  }
  if (!steps.length) steps.push({ units: largest, r: Math.min(42, sizes.factor * Math.sqrt(largest)) });
  const top = steps[0].r, height = 2 * top + 12, picture = svg("svg", { width: 180, height, id: "sizes", "aria-hidden": "true" });
  for (const step of steps) {
    const y = height - 2 - 2 * step.r;
    picture.append(
      svg("circle", { cx: top + 2, cy: height - 2 - step.r, r: step.r, fill: "none", stroke: "#444a52" }),
      svg("line", { x1: top + 2, x2: 2 * top + 14, y1: y, y2: y, stroke: "#9b978d", "stroke-dasharray": "2 2" }));
    const text = svg("text", { x: 2 * top + 18, y: y + 4, "font-size": 12, fill: "#22262b" });
    text.textContent = count(step.units);
    picture.append(text);
  }
  box.replaceChildren(picture);
}

// The notes

function showAbout() {
  const run = data.run, page = document.getElementById("page-about"), add = (...parts) => page.append(...parts);
  add(make("h2", "", "What is shown"));
  add(make("p", "", "A cluster is a concentration of enterprises that make one product or a range of products that belong together, in one town or area. A circle stands at its weighted centre, and its area is proportional to its operating units. Potential clusters have fewer units than their benchmark asks for; for undetermined ones the register lacks the column that would decide."));
  if (data.total > data.count) add(make("p", "", "On this map are the " + count(data.count) + " largest of " + count(data.total) + " clusters; clusters.csv holds all."));
  add(make("p", "note", "Clusters whose centres are the same stand side by side. Dots are located units, thinned to cells of " + some.format(data.sites.step) + "°. Footprints appear from a closer zoom on. Borders are drawn only where a file of them was given."));
  if (run.registers.length) add(make("h2", "", "Registers"), factTable(run.registers.map(r => [r[0], plural(r[1], "row", "rows")])));
  if (run.ledger[0][1] > 0) add(make("h2", "", "Where the rows went"), factTable(run.ledger.filter(r => r[1] > 0).map(r => [capital(r[0]), count(r[1])])));
  const notes = run.notes.concat(run.upperBound ? ["Unit counts are upper bounds. " + run.upperBound] : []);
  if (notes.length) add(make("h2", "", "Remarks"), make("ul", "", null, notes.map(n => make("li", "", n))));
  if (run.settings.length) add(make("h2", "", "Settings"), factTable(run.settings.map(s => [capital(s[0]), s[1]])));
  if (run.gazetteer) add(make("h2", "", "Gazetteer"), make("p", "", run.gazetteer));
  const sources = run.attributions.concat(["Map drawing: Leaflet (BSD-2-Clause)"]);
  add(make("h2", "", "Sources"), make("ul", "", null, sources.map(s => make("li", "", s))));
  document.getElementById("foot").textContent = sources.join(" · ");
}

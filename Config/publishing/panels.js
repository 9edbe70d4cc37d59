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
  const where = [p.place, p.district !== p.place ? p.district : "", p.state, feature.country].filter(Boolean).join(", ");
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
  if (move || isCovered(feature)) bringIntoView(feature, move);
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

/** Whether the panel lies over the circle of a feature. */
function isCovered(feature) {
  const box = panel.getBoundingClientRect(), origin = map.getContainer().getBoundingClientRect();
  const at = map.latLngToContainerPoint([feature.lat, feature.lon]), x = at.x + origin.left, y = at.y + origin.top;
  return x > box.left - 12 && x < box.right + 12 && y > box.top - 12 && y < box.bottom + 12;
}

/** Puts a cluster in the middle of the part of the map that nothing covers; closer, where `zooms`. */
function bringIntoView(feature, zooms) {
  const phone = window.matchMedia("(max-width: 720px)").matches, size = map.getSize();
  const zoom = zooms ? Math.max(map.getZoom(), Math.min(footprintZoom, sizes.homeZoom + 3)) : map.getZoom();
  const shift = phone ? [0, size.y * 0.22] : [Math.min(190, size.x / 4), 0];
  const centre = map.project([feature.lat, feature.lon], zoom).add(shift);
  map.setView(map.unproject(centre, zoom), zoom, { animate: !still });
}

function alsoHere(others, feature) {
  const box = make("details", "also", null, [make("summary", "", "Also at this spot: " + count(others.length))]);
  box.open = others.length <= 3;
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
  if (p.radius_km >= 0.05) add(km(p.radius_km), "radius");
  else if (p.radius_km !== undefined) add("One point", "holds nine tenths");
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
    const isDefault = feature.proof.some(e => e.dimension === "status" && String(e.source).startsWith("default"));
    const by = isDefault ? " (a default of this program: no source names a number)" : p.benchmark ? " by the " + rules(String(p.benchmark).split(":")[0]) + " benchmark" : "";
    const range = typeof p.counted_high === "number" && p.counted_low !== p.counted_high;
    let sentence = capital(word(p.category)) + " clusters need " + (unit === "INR" ? "" : count(limit) + " " + unit);
    if (unit === "INR") {
      const least = feature.proof.find(e => e.dimension === "benchmark" && typeof e.limit === "number");
      sentence += (least ? "more than " + count(least.limit) + " " + least.unit + " with " : "") + "a turnover of " + say(limit) + " a year";
    }
    sentence += by + "; ";
    if (value === null) sentence += "the register does not tell how many count here.";
    else if (unit === "INR") sentence += (typeof p.counted_units === "number" ? count(p.counted_units) + " units with " : "") + say(value) + " count here.";
    else if (p.status === "undetermined") {
      sentence += (range ? "between " + count(p.counted_low) + " and " + count(p.counted_high) : "at least " + say(value)) + " count here.";
    } else sentence += (unit === "units" && value === p.units ? "all " : "") + say(value) + " count here" + (p.shortfall > 0 ? ", " + count(p.shortfall) + " too few." : ".");
    const left = feature.proof.filter(e => e.dimension === "counted_units" && e.value === "excluded" && e.observed)
      .map(e => count(e.observed) + " " + (exclusionWords[e.unit] || word(e.unit)));
    if (left.length) sentence += " Left out of that count: " + left.join(", ") + ".";
    if (unit === "looms" && bound(feature, "looms")) sentence += " A unit without a figure counts as one loom.";
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
  const open = feature.proof.filter(e => e.missing
    && (e.dimension === "status" || e.dimension === "potential" || e.dimension === "category_alternative" && e.value.endsWith(": passes"))).map(e => missing(e.missing));
  if (open.length && p.status !== "cluster") box.append(make("p", "", "What could still decide it: " + Array.from(new Set(open)).join(", ") + "."));
  for (const other of feature.proof.filter(e => e.dimension === "category_alternative")) {
    box.append(make("p", "", "Its product is made in more than one way. Judged as " + other.value + " (" + proofNumbers(other) + ")."));
  }
  if (data.run.upperBound) box.append(make("p", "note", data.run.upperBound));
  else if (bound(feature, "units")) box.append(make("p", "note", "The count is an upper bound: the register does not tell which units operate."));
  return box;
}

function section(feature, title, labels) {
  const rows = [];
  for (const name of Object.keys(labels)) {
    const value = feature.p[name];
    if (value === undefined || value === "unknown" || value === "" || saysNothing(feature.p, name)) continue;
    rows.push([labels[name][0], bound(feature, name) + labels[name][1](value)]);
  }
  return rows.length ? [make("h3", "", title), factTable(rows)] : [];
}

function themesOf(feature) {
  if (!feature.themes.length) return [];
  const basis = (feature.p.theme_basis || "").split(";"), measured = basis.includes("measured");
  return [
    make("h3", "", "Themes"), make("p", "", capital(feature.themes.map(theme).join(", "))),
    make("p", "note", measured ? "Figures of the register reach the default numbers for one of them" + (basis.includes("product") ? "; others are needs flagged by product class." : ".") : "Need flagged by product class, not a finding about these firms.")
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
    needs.set(e.missing, (needs.get(e.missing) || new Set()).add(e.dimension));
  }
  if (!needs.size) return [];
  const items = Array.from(needs, function (pair) {
    const names = Array.from(pair[1], labelOf).map((name, i) => i ? name.charAt(0).toLowerCase() + name.slice(1) : name);
    return make("li", "", names.join(", ") + ": needs " + missing(pair[0]));
  });
  return [make("details", "", null, [make("summary", "", "Not known from this register"), make("ul", "", null, items)])];
}

/** The value of a line of evidence: another cluster by its name, a belt by its identifier. */
function proofValue(e) {
  if (e.dimension === "neighbour" || e.dimension === "family") { const other = features.find(f => f.p.id === e.value); return other && other.p.name || e.value; }
  return e.dimension === "themes" ? theme(e.value) : e.dimension === "parent_id" && e.value !== "wider-group" ? e.value : word(e.value || "unknown");
}

/** What a line of evidence observed, and what it was compared with. */
function proofNumbers(e) {
  const say = value => typeof value === "number" && e.unit === "INR" ? rupees(value) : typeof value === "number" ? some.format(value) : word(value);
  const unit = e.unit && e.unit !== "INR" ? (exclusionWords[e.unit] || e.unit) : "";
  if (e.dimension === "uncertainty_km") return "mean over units of the radius that holds the true place with 90 % confidence";
  if (e.observed === null) return unit;
  if (e.dimension === "district") return e.observed.replace(/:/g, " ").replace(/;/g, ", ") + " " + unit;
  if (e.comparison === "in") return unit + ": " + say(e.observed);
  if (e.comparison === "of") return say(e.observed) + " of " + say(e.limit) + " " + unit;
  const words = { ">=": "at least", "<=": "at most", ">": "more than", "<": "less than" };
  const limit = e.limit !== null ? "; compared with " + (words[e.comparison] ? words[e.comparison] + " " : "") + say(e.limit) : "";
  return (say(e.observed) + " " + unit).trim() + limit;
}

function proofs(feature) {
  const box = make("details", "", null, [make("summary", "", "Evidence, line by line")]);
  for (const e of feature.proof) {
    const line = make("div", "proof", null, [make("b", "", labelOf(e.dimension) + ": "), make("span", "", proofValue(e))]);
    const parts = [proofNumbers(e), e.missing ? "missing: " + missing(e.missing) : "", e.source ? "source: " + e.source : "", e.config_key ? "setting: " + e.config_key : ""];
    for (const part of parts) if (part) line.append(make("small", "", part));
    box.append(line);
  }
  box.append(make("p", "note", "FAQ: Getting to Know Clusters. CfP: Clustering for Progress. TP: Changing Paradigms of Cluster Development (all Foundation for MSME Clusters), by question or section. Default: a choice of this program where they are silent."));
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
      make("span", "where", [p.district, p.state, feature.country].filter(Boolean).join(", ") + (p.status === "cluster" ? "" : " · " + (statusWords[p.status] || p.status).toLowerCase()))
    ]);
    button.type = "button";
    button.addEventListener("click", () => select(feature, [], true));
    feature.button = button;
    listElement.append(make("li", "", null, [button]));
  }
  for (const feature of visible.slice(listed)) feature.button = null;
  if (!visible.length) listElement.append(make("li", "none", features.length
    ? "Nothing matches. Take back a filter or shorten the search."
    : "No group of enterprises is large and dense enough for a cluster or a potential one."));
  more.hidden = visible.length <= listed;
  more.textContent = "Show " + Math.min(pageSize, visible.length - listed) + " more of " + count(visible.length);
  const units = visible.reduce((sum, f) => sum + f.units, 0), of = features.filter(f => f.onLevel).length;
  document.getElementById("shown").textContent =
    (visible.length === of ? (data.total > data.count ? "The " + count(of) + " largest" : of > 1 ? "All " + count(of) + " shown" : of + " shown")
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
  if (features.length) keys.append(make("h3", "", "Status"));
  for (const status of ["cluster", "potential", "undetermined"]) {
    if (features.some(f => f.p.status === status)) keys.append(key(sign(status, "#444a52"), statusWords[status]));
  }
  if (features.length) {
    keys.append(make("h3", "", "Units (area of the circle)"), make("div", ""));
    keys.lastChild.id = "sizeBox";
  }
  keys.append(make("h3", "", "Layers"));
  const dot = (x, y, r) => svg("circle", { cx: x, cy: y, r, fill: data.colours.dot });
  const picture = parts => svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, parts);
  toggle(keys, "dots", "Located units", picture([dot(4, 5, 1.2), dot(11, 4, 1.6), dot(6, 12, 1.6), dot(14, 12, 1.2)]));
  if (belts.length) {
    const shape = { x: 2, y: 4, width: 14, height: 10, fill: data.colours.belt, "fill-opacity": 0.2, stroke: data.colours.belt, "stroke-dasharray": "3 2" };
    toggle(keys, "belts", "Belts (wide areas)", picture([svg("rect", shape)]));
  }
  if (concentrations.length) {
    const shape = { x: 2, y: 4, width: 14, height: 10, fill: "none", stroke: data.concentrationColour, "stroke-width": 2, "stroke-dasharray": "2 3" };
    toggle(keys, "concentrations", "Thematic concentrations", picture([svg("rect", shape)]));
  }
  toggle(keys, "names", "Names of places");
  showSizes();
}

function toggle(parent, name, text, picture) {
  const box = make("input");
  box.type = "checkbox";
  box.checked = shown[name];
  box.addEventListener("change", function () {
    shown[name] = box.checked;
    redraw();
  });
  parent.append(make("label", "", null, [box].concat(picture || [], make("span", "", text))));
}

/** Three round numbers of units as nested circles, at the scale of the map as it stands. */
function showSizes() {
  const box = document.getElementById("sizeBox");
  if (!box) return;
  setFactor();
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
  add(make("p", "note", "Clusters whose centres are the same stand side by side. Dots are located units, drawn together where they stand within about " + measured(data.sites.step * 111) + " km. Outlines of clusters appear when you zoom in. No borders are drawn but those of a file that was given with the register."));
  if (run.registers.length) add(make("h2", "", "Registers"), factTable(run.registers.map(r => [r[0], plural(r[1], "row", "rows")])));
  if (run.ledger[0][1] > 0) add(make("h2", "", "Where the rows went"), factTable(run.ledger.filter(r => r[1] > 0).map(r => [capital(r[0]), count(r[1])])));
  const notes = run.notes.concat(run.upperBound && !run.notes.includes(run.upperBound) ? [run.upperBound] : []);
  if (notes.length) add(make("h2", "", "Remarks"), make("ul", "", null, notes.map(n => make("li", "", n))));
  if (run.settings.length) add(make("h2", "", "Settings"), factTable(run.settings.map(s => [capital(s[0]), s[1]])));
  if (run.gazetteer) add(make("h2", "", "Gazetteer"), make("p", "", run.gazetteer));
  const sources = run.attributions.concat(["Map drawing: Leaflet (BSD-2-Clause)"]);
  add(make("h2", "", "Sources"), make("ul", "", null, sources.map(s => make("li", "", s))));
  document.getElementById("foot").textContent = sources.join(" · ");
}

// Words and numbers as people read them, and the small pieces that pages are built from. Text is only ever set as text.

const whole = new Intl.NumberFormat("en-IN", { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat("en-IN", { maximumFractionDigits: 2 });

const statusWords = { cluster: "Cluster", potential: "Potential cluster", undetermined: "Undetermined" };

/** Rule sets by the name that people know them by. */
const ruleWords = { unido: "UNIDO", "unido-2005-list": "UNIDO (list of 2005)", "cluster-observatory": "India Cluster Observatory" };

/** Match levels as they read in a sentence. */
const levelWords = { coordinate: "own coordinates", pin: "PIN" };

/** What a column that is missing, in whole or in part, would tell. */
const missingWords = {
  "energy_toe;effluent_kld;consent_category": "the energy, the effluent or the consent of most units",
  looms: "the looms of every unit", employment: "the employment of every unit", turnover_inr: "the turnover of every unit",
  exports_inr: "the exports of every unit", investment_inr: "the investment of every unit",
  registered: "whether each unit is registered", household: "whether each unit is a household",
  operating: "whether each unit operates", "lat;lon": "own coordinates of most units",
  "reference register": "a register of all industries to compare with", "chain of the product": "the value chain of the product",
  size_class: "the size class of most units", rural: "whether most units stand in villages",
  women_owned: "whether women own most units", social_group: "the social group of most owners",
  consent_category: "the consent of most units",
  "turnover_inr;employment": "the turnover and employment of every unit",
  "a single product": "a cluster of one product, for families differ in their mix",
  "curated evidence": "evidence that no register holds", "a second run": "a later register to compare with",
  resampling: "a test that moves the units within their uncertainty"
};

/** Why a unit is left out of the count that the benchmark reads. */
const exclusionWords = {
  household: "household units", "few-persons": "with few persons", "little-capital": "with little capital", unregistered: "not registered"
};

const themeWords = { "socially-not-responsible": "CSR need", "location-disadvantage": "location disadvantage" };

/** Label, and how the value is shown, by property; groups make the sections of the panel. */
const groups = [
  ["Size", {
    units_planned: ["Planned units, not counted", count], units_with_related: ["Units with related firms", count],
    counted_units: ["Units that count for the benchmark", count], looms: ["Looms", count], employment: ["Persons employed", count],
    turnover_inr: ["Turnover a year", rupees], exports_inr: ["Exports a year", rupees], size_class: ["Size class", word]
  }],
  ["Kind", {
    product: ["Product", same], category: ["Category", word], category_basis: ["Category decided by", basis],
    production: ["Production", word], subcategory: ["Subcategory", word], product_class: ["Product class", word],
    market: ["Market", word], structure: ["Structure", word], origin: ["Origin", word], stage: ["Stage", word],
    performance: ["Performance", word], productivity_vs_peers: ["Turnover per worker against peers", ratio],
    breadth: ["Breadth", word], related_products: ["Related products here", list], depth: ["Depth", word],
    depth_share: ["Share of the value chain", share], chain_present: ["Links of the chain present", list],
    chain_missing: ["Links of the chain missing", list]
  }],
  ["Extent", {
    radius_km: ["Nine tenths stand within", km], spread: ["Spread", word], spread_km: ["Radius of the whole belt", km], area_km2: ["Area", area], density: ["Density", word],
    units_per_km2: ["Units per km²", ratio], share_in_estates: ["In industrial estates", share],
    located_by: ["Placed by", levels], uncertainty_km: ["Places are exact to about", km], reach_km: ["Linked over at most", km],
    stability: ["Survives uncertainty of location", share], at_register_edge: ["At the edge of the register", yesNo],
    cut_below_benchmark: ["Part of a belt that met the benchmark", yesNo]
  }],
  ["Standing", {
    share_of_state: ["Share of the state", share], share_of_nation: ["Share of the nation", share],
    lq: ["Location quotient of the district", ratio], lq_low: ["… at least", ratio], lq_high: ["… at most", ratio],
    p_value: ["Chance of such a group at random (p)", chance], q_value: ["… corrected for many tests (q)", chance],
    star_size: ["Star for size", yesNo], star_specialisation: ["Star for specialisation", yesNo],
    star_focus: ["Star for focus", yesNo], rank: ["Rank", count], rank_low: ["Rank, at best", count],
    rank_high: ["Rank, at worst", count]
  }],
  ["For schemes", {
    share_micro: ["Micro units", share], share_rural: ["In villages", share], share_women_owned: ["Owned by women", share],
    share_sc_st: ["Owned by scheduled castes and tribes", share], schemes: ["Schemes here already", list]
  }]
];
/** Shown elsewhere on the panel, or of no use to a reader. */
const shownElsewhere = new Set(("id name status level parent_id product_code place district state lgd_district lgd_state country units " +
  "counted_low counted_high benchmark benchmark_limit benchmark_value shortfall themes theme_basis").split(" "));

/** Whether a property says nothing that the rest of the panel does not say better. */
function saysNothing(p, name) {
  switch (name) {
  case "counted_units": return p.counted_units === p.units;
  case "units_planned": return !p.units_planned;
  case "looms": case "employment": case "radius_km": case "category": return true;
  case "spread_km": return p.spread_km === p.radius_km;
  case "at_register_edge": case "cut_below_benchmark": return p[name] !== true;
  case "production": case "subcategory": return p[name] === p.category;
  }
  return false;
}

function count(value) { return whole.format(value); }
function ratio(value) { return some.format(value); }
// Never zero: the least that so many shuffles can show.
function chance(value) { return value < 0.001 ? "below 0.001" : String(Number(value.toPrecision(2))); }
/** A measured length or area, no finer than it can be known: whole numbers from 10, one decimal below. */
function measured(value) { return new Intl.NumberFormat("en-IN", { maximumFractionDigits: value >= 10 ? 0 : 1 }).format(value); }
function km(value) { return measured(value) + "\u00a0km"; }
function area(value) { return measured(value) + "\u00a0km²"; }
function share(value) { return typeof value === "number" ? (value > 0 && value < 0.01 ? "below 1" : whole.format(value * 100)) + "\u00a0%" : word(value); }
function yesNo(value) { return value === true ? "yes" : value === false ? "no" : word(value); }
function word(value) { return typeof value === "number" ? some.format(value) : String(value).replace(/-/g, " "); }
function same(value) { return String(value); }
function basis(value) { return { evidence: "what the register tells", product: "the product alone" }[value] || word(value); }
function list(value) { return String(value).split(";").map(part => word(part).replace(/:(\d+)$/, " ($1)")).join(", "); }
function theme(value) { return themeWords[value] || word(value); }
function levels(value) {
  return String(value).split(";").map(function (part) {
    const split = part.split(":");
    return [Number(split[1]), (levelWords[split[0]] || word(split[0])) + "\u00a0" + share(Number(split[1]))];
  }).sort((a, b) => b[0] - a[0]).map(part => part[1]).join(", ");
}
function rupees(value) {
  if (value >= 1e12) return "₹\u00a0" + some.format(value / 1e12) + "\u00a0lakh crore";
  if (value >= 1e9) return "₹\u00a0" + whole.format(value / 1e7) + "\u00a0crore";
  if (value >= 1e7) return "₹\u00a0" + some.format(value / 1e7) + "\u00a0crore";
  if (value >= 1e5) return "₹\u00a0" + some.format(value / 1e5) + "\u00a0lakh";
  return "₹\u00a0" + whole.format(value);
}
function capital(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
function plural(number, one, many) { return whole.format(number) + " " + (number === 1 ? one : many); }

function missing(value) { return missingWords[value] || word(String(value).replace(/_/g, " ")); }
function rules(name) { return ruleWords[name] || name; }

/** Labels of evidence that is no property shown on the panel. */
const evidenceWords = {
  members_kept: "Units that stay together", stability_model: "Errors of places", parent_id: "Wider group", neighbour: "Nearest of the same product",
  family: "Part of the family cluster", products: "Products of the family", fuel: "Fuels", site_kind: "What stands at the addresses",
  turnover_counted: "Turnover that counts", turnover_counted_units: "Units whose turnover counts", absurd_numbers: "Figures beyond belief", consent_category: "Consents"
};

/** The label of a property or dimension. */
function labelOf(name) {
  if (evidenceWords[name]) return evidenceWords[name];
  const group = groups.find(g => name in g[1]);
  return group ? group[1][name][0] : capital(word(name.replace(/_/g, " ")));
}

/** An element with a class, text and children. */
function make(tag, className, text, children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  for (const child of children || []) element.appendChild(child);
  return element;
}

function svg(tag, attributes, children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name]);
  for (const child of children || []) element.appendChild(child);
  return element;
}

/** The sign of a status in the colour of a category: filled, hollow, or dashed. */
function sign(status, colour) {
  const style = { cx: 9, cy: 9, r: 6.5, stroke: colour, "stroke-width": 2, fill: colour, "fill-opacity": 0.6 };
  if (status === "potential") style["fill-opacity"] = 0;
  if (status === "undetermined") Object.assign(style, { "fill-opacity": 0.12, "stroke-dasharray": "3 2.4" });
  return svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, [svg("circle", style)]);
}

function colourOf(feature) { return data.colours[feature.p.category] || "#555555"; }

/** A two-column table of labels and values. */
function factTable(rows) {
  const body = make("tbody");
  for (const row of rows) {
    const label = make("th", "", row[0]);
    label.scope = "row";
    body.appendChild(make("tr", "", null, [label, make("td", "", row[1])]));
  }
  return make("table", "plain", null, [body]);
}

// The map itself: one canvas under Leaflet's control, from the ground up to the names of places.

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map("map", {
  attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomDelta: 1, minZoom: 2, maxZoom: 15, zoomAnimation: !still,
  fadeAnimation: !still, maxBoundsViscosity: 0.8
});
L.control.zoom({ position: "topleft" }).addTo(map);
const Home = L.Control.extend({
  onAdd() {
    const bar = L.DomUtil.create("div", "leaflet-bar"), link = L.DomUtil.create("a", "home", bar);
    link.href = "#";
    link.textContent = "All";
    link.title = "Show all clusters";
    link.setAttribute("role", "button");
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(link, "click", function (event) {
      L.DomEvent.preventDefault(event);
      goHome(!still);
    });
    return bar;
  }
});
new Home({ position: "topleft" }).addTo(map);
L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 130 }).addTo(map);

const shown = { dots: true, belts: false, names: true };
let selected = null;
let hovered = null;

/** Circle area is proportional to units: radius in pixels = `sizes.factor` · √units, never below `sizes.least`. */
const sizes = { factor: 1, base: 1, least: 2.5, homeZoom: 4 };

/** Zoom from which footprints are drawn for all clusters. */
const footprintZoom = 8;

function radius(feature) { return Math.max(sizes.least, sizes.factor * Math.sqrt(feature.units)); }

/** At home zoom the circles together cover a twelfth of the map at most, unless that made even the largest tiny; they grow a little with every zoom level. */
function setBaseSize() {
  const size = map.getSize();
  let total = 0, largest = 1;
  for (const feature of features) {
    if (!feature.onLevel) continue;
    total += feature.units;
    largest = Math.max(largest, feature.units);
  }
  const fitting = Math.min(Math.min(36, size.x / 16) / Math.sqrt(largest), Math.sqrt(size.x * size.y / (12 * Math.PI * Math.max(1, total))));
  sizes.base = Math.max(fitting, 14 / Math.sqrt(largest));
  sizes.homeZoom = map.getZoom();
}

/** Clusters on one point stand side by side: the largest on it, each further one touching an earlier one as near as may be.
 *  Offsets are in units of √units, so that they hold at every zoom. */
function pack() {
  const groups = new Map();
  for (const feature of features) {
    feature.dx = feature.dy = 0;
    if (!feature.visible) continue;
    const key = feature.lat + " " + feature.lon;
    if (groups.has(key)) groups.get(key).push(feature); else groups.set(key, [feature]);
  }
  for (const group of groups.values()) {
    group.slice(0, 40).forEach(function (feature, index, all) {
      const r = Math.sqrt(feature.units), before = all.slice(0, index);
      let least = index ? Infinity : 0;
      for (const near of before) {
        for (let step = 0; step < 24; step++) {
          const reach = (Math.sqrt(near.units) + r) * 1.0001, angle = step * Math.PI / 12;
          const x = near.dx + reach * Math.cos(angle), y = near.dy + reach * Math.sin(angle), distance = x * x + y * y;
          if (distance >= least - 1e-9) continue;
          if (before.some(o => Math.hypot(x - o.dx, y - o.dy) < r + Math.sqrt(o.units))) continue;
          [feature.dx, feature.dy, least] = [x, y, distance];
        }
      }
    });
  }
}

const Ground = L.Layer.extend({
  onAdd() {
    this.canvas = L.DomUtil.create("canvas", "ground leaflet-zoom-animated", map.getPane("overlayPane"));
    this.redraw();
  },
  getEvents() {
    const events = { moveend: this.redraw, resize: this.redraw, viewreset: this.redraw };
    if (map.options.zoomAnimation) events.zoomanim = this.animate;
    return events;
  },
  animate(event) {
    const scale = map.getZoomScale(event.zoom);
    L.DomUtil.setTransform(this.canvas, map._latLngBoundsToNewLayerBounds(this.bounds, event.zoom, event.center).min, scale);
  },
  redraw() {
    const size = map.getSize(), margin = size.multiplyBy(0.2).round();
    const topLeft = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round();
    const width = size.x + 2 * margin.x, height = size.y + 2 * margin.y;
    const dots = Math.min(2, window.devicePixelRatio || 1), canvas = this.canvas;
    canvas.width = width * dots;
    canvas.height = height * dots;
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
    L.DomUtil.setTransform(canvas, topLeft, 1);
    this.bounds = L.latLngBounds(map.layerPointToLatLng(topLeft), map.layerPointToLatLng(topLeft.add([width, height])));
    const context = canvas.getContext("2d");
    context.setTransform(dots, 0, 0, dots, 0, 0);
    const origin = map.getPixelOrigin().add(topLeft), zoom = map.getZoom();
    const frame = { context, scale: Math.pow(2, zoom), x: origin.x, y: origin.y, width, height, zoom, margin };
    sizes.factor = sizes.base * Math.max(0.7, Math.min(2.2, Math.pow(1.16, zoom - sizes.homeZoom)));
    drawGraticule(frame);
    drawOutlines(frame);
    if (shown.dots) drawDots(frame);
    if (shown.belts) drawBelts(frame);
    drawFootprints(frame);
    drawCircles(frame);
    if (shown.names) drawNames(frame);
    this.fire("drawn");
  }
});
const ground = new Ground();
function redraw() { if (ground.canvas) ground.redraw(); }

/** Where the circle of a feature stands on the canvas. */
function spot(feature, frame) {
  return [feature.x * frame.scale - frame.x + feature.dx * sizes.factor, feature.y * frame.scale - frame.y + feature.dy * sizes.factor];
}

function trace(frame, line, closed) {
  const context = frame.context;
  for (let i = 0; i < line.length; i += 2) {
    const x = line[i] * frame.scale - frame.x, y = line[i + 1] * frame.scale - frame.y;
    if (i) context.lineTo(x, y); else context.moveTo(x, y);
  }
  if (closed) context.closePath();
}

function drawGraticule(frame) {
  const context = frame.context, degree = 256 * frame.scale / 360;
  const step = [30, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05].find(s => s * degree < 190) || 0.02;
  const west = (frame.x / frame.scale / 256) * 360 - 180, east = west + frame.width / degree;
  context.lineWidth = 1;
  context.strokeStyle = "#e6e2d8";
  context.fillStyle = "#8b877d";
  context.font = "11px 'Noto Sans', system-ui, sans-serif";
  const label = (value, positive, negative) => Math.abs(Number(value.toFixed(2))) + "° " + (value < 0 ? negative : positive);
  context.beginPath();
  for (let lon = Math.ceil(west / step) * step; lon <= east; lon += step) {
    const x = Math.round(world(0, lon)[0] * frame.scale - frame.x) + 0.5;
    context.moveTo(x, 0);
    context.lineTo(x, frame.height);
    context.fillText(label(lon, "E", "W"), x + 4, frame.margin.y + 14);
  }
  for (let lat = -80 + (80 % step); lat <= 84; lat += step) {
    const y = Math.round(world(lat, 0)[1] * frame.scale - frame.y) + 0.5;
    if (y < 0 || y > frame.height) continue;
    context.moveTo(0, y);
    context.lineTo(frame.width, y);
    context.fillText(label(lat, "N", "S"), frame.width - frame.margin.x - 38, y - 4);
  }
  context.stroke();
}

function drawOutlines(frame) {
  if (!outlines.length) return;
  frame.context.beginPath();
  for (const line of outlines) trace(frame, line, false);
  frame.context.lineWidth = 1;
  frame.context.strokeStyle = data.colours.boundary;
  frame.context.stroke();
}

/** Dots grow with the cell and with the units in it, and never outgrow their cell. */
function drawDots(frame) {
  const context = frame.context, cell = data.sites.step * 256 * frame.scale / 360;
  context.fillStyle = data.colours.dot;
  const category = filters.category, faint = 0.42 * Math.min(1, Math.max(0.4, Math.sqrt(15000 / data.sites.count)));
  cells.forEach(function (places, sizeClass) {
    const side = Math.max(1.1, Math.min(cell * 0.9, 1.2 + sizeClass * 0.35 + Math.max(0, frame.zoom - 6) * 0.6));
    context.globalAlpha = Math.min(0.85, faint + sizeClass * 0.06);
    for (let i = 0; i < places.length; i += 3) {
      const x = places[i] * frame.scale - frame.x, y = places[i + 1] * frame.scale - frame.y;
      if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
      if (category.size && !category.has(data.categories[places[i + 2]])) continue;
      if (side < 3) {
        context.fillRect(x - side / 2, y - side / 2, side, side);
      } else {
        context.beginPath();
        context.arc(x, y, side / 2, 0, 2 * Math.PI);
        context.fill();
      }
    }
  });
  context.globalAlpha = 1;
}

function drawBelts(frame) {
  const context = frame.context;
  context.fillStyle = context.strokeStyle = data.colours.belt;
  context.lineWidth = 1.5;
  for (const belt of belts) {
    context.beginPath();
    for (const ring of belt.shape) trace(frame, ring, true);
    context.globalAlpha = 0.16;
    context.fill("evenodd");
    context.globalAlpha = 0.9;
    context.setLineDash([7, 4]);
    context.stroke();
    context.setLineDash([]);
  }
  context.globalAlpha = 1;
}

function drawFootprints(frame) {
  const context = frame.context;
  for (const feature of features) {
    const isSelected = feature === selected;
    if (!isSelected && (!feature.visible || frame.zoom < footprintZoom)) continue;
    context.beginPath();
    for (const ring of feature.shape) trace(frame, ring, true);
    context.fillStyle = context.strokeStyle = colourOf(feature);
    context.globalAlpha = isSelected ? 0.2 : 0.1;
    context.fill("evenodd");
    context.globalAlpha = isSelected ? 1 : 0.55;
    context.lineWidth = isSelected ? 2 : 1;
    if (feature.p.status === "undetermined") context.setLineDash([5, 4]);
    context.stroke();
    context.setLineDash([]);
  }
  context.globalAlpha = 1;
}

/** Largest first, so that small circles lie on top and none is hidden. */
function drawCircles(frame) {
  const context = frame.context;
  for (const feature of features) {
    if (!feature.visible && feature !== selected) continue;
    const [x, y] = spot(feature, frame), r = radius(feature);
    if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) continue;
    const colour = colourOf(feature), status = feature.p.status;
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = status === "cluster" ? colour : "#ffffff";
    context.globalAlpha = (status === "cluster" ? 0.55 : 0.4) * (frame.zoom >= footprintZoom + 1 ? 0.5 : 1);
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = status === "cluster" ? 1.2 : 1.7;
    if (status === "undetermined") context.setLineDash([3.2, 2.6]);
    context.stroke();
    context.setLineDash([]);
    if (feature === selected || feature === hovered) {
      context.beginPath();
      context.arc(x, y, r + 3, 0, 2 * Math.PI);
      context.strokeStyle = "#22262b";
      context.lineWidth = feature === selected ? 2.5 : 1.5;
      context.stroke();
    }
  }
}

/** Names of the places with the most units, as many as fit without touching: what orients where no ground map is. */
function drawNames(frame) {
  const context = frame.context, places = new Map();
  for (const feature of features) {
    if (!feature.visible || !feature.p.place) continue;
    const key = feature.p.place + "|" + (feature.p.district || ""), known = places.get(key);
    if (known) known.units += feature.units;
    else places.set(key, { name: feature.p.place, units: feature.units, feature });
  }
  const taken = [];
  const free = box => taken.every(b => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]);
  const circles = features.filter(f => f.visible).slice(0, 400)
    .map(f => spot(f, frame).concat(radius(f)));
  const covered = box => circles.reduce(function (sum, c) {
    const x = c[0] - Math.min(Math.max(c[0], box[0]), box[2]), y = c[1] - Math.min(Math.max(c[1], box[1]), box[3]);
    return sum + (x * x + y * y < c[2] * c[2] ? 1 : 0);
  }, 0);
  context.lineJoin = "round";
  context.textBaseline = "middle";
  let drawn = 0;
  for (const place of Array.from(places.values()).sort((a, b) => b.units - a.units)) {
    const x = place.feature.x * frame.scale - frame.x, y = place.feature.y * frame.scale - frame.y;
    if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
    const r = radius(place.feature) + 4, height = drawn < 12 ? 13 : 12;
    context.font = (drawn < 12 ? "600 " : "") + height + "px 'Noto Sans', system-ui, sans-serif";
    const width = context.measureText(place.name).width;
    const spots = [[x + r, y], [x - r - width, y], [x - width / 2, y - r - height / 2], [x - width / 2, y + r + height / 2]];
    let chosen = null, best = null, least = Infinity;
    for (const s of spots) {
      const box = [s[0] - 3, s[1] - height / 2 - 2, s[0] + width + 3, s[1] + height / 2 + 2];
      const isOutside = box[0] < frame.margin.x || box[2] > frame.width - frame.margin.x;
      const cost = covered(box) + (isOutside ? 100 : 0);
      if (cost >= least || !free(box)) continue;
      [chosen, best, least] = [s, box, cost];
    }
    if (!chosen) continue;
    taken.push(best);
    context.strokeStyle = "rgba(255,255,255,0.9)";
    context.lineWidth = 3.5;
    context.strokeText(place.name, chosen[0], chosen[1]);
    context.fillStyle = "#22262b";
    context.fillText(place.name, chosen[0], chosen[1]);
    if (++drawn >= 250) break;
  }
}

/** Whether a world position lies in a list of rings, by crossings. */
function inside(rings, x, y) {
  let within = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if ((ring[i + 1] > y) !== (ring[j + 1] > y) &&
          x < (ring[j] - ring[i]) * (y - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i]) within = !within;
    }
  }
  return within;
}

/** The visible clusters under a place: circles by how near their centre is, then footprints. */
function clustersAt(latlng, slack) {
  const scale = Math.pow(2, map.getZoom()), at = world(latlng.lat, latlng.lng), circles = [], shapes = [];
  for (const feature of features) {
    if (!feature.visible) continue;
    const x = (feature.x - at[0]) * scale + feature.dx * sizes.factor, y = (feature.y - at[1]) * scale + feature.dy * sizes.factor;
    const distance = Math.hypot(x, y);
    if (distance <= radius(feature) + slack) circles.push([distance + radius(feature) / 2, feature]);
    else if (map.getZoom() >= footprintZoom && inside(feature.shape, at[0], at[1])) shapes.push([feature.units, feature]);
  }
  circles.sort((a, b) => a[0] - b[0]);
  shapes.sort((a, b) => a[0] - b[0]);
  return circles.concat(shapes).map(hit => hit[1]);
}

function beltAt(latlng) {
  const at = world(latlng.lat, latlng.lng);
  return shown.belts ? belts.find(belt => inside(belt.shape, at[0], at[1])) : undefined;
}

/** Bounds of what there is to see: the features, else the dots. */
function homeBounds() {
  const bounds = L.latLngBounds([]);
  for (const feature of features) bounds.extend([feature.lat, feature.lon]);
  if (!bounds.isValid()) for (const list of cells) for (let i = 0; i < list.length; i += 3) bounds.extend(unworld(list[i], list[i + 1]));
  return bounds.isValid() ? bounds.pad(0.05) : L.latLngBounds([[6, 68], [36, 98]]);
}

/** Shows everything, beside the legend where there is room for both. */
function goHome(animate) {
  const legend = document.getElementById("legend"), beside = legend.open && map.getSize().x > 700;
  map.fitBounds(homeBounds(), { animate, paddingBottomRight: [beside ? legend.offsetWidth + 12 : 0, 0] });
}

function unworld(x, y) {
  return [Math.atan(Math.sinh(Math.PI * (1 - 2 * y / 256))) * 180 / Math.PI, x / 256 * 360 - 180];
}

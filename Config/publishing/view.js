// The map itself: one canvas under Leaflet's control, from the ground up to the names of places.

const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map("map", {
  attributionControl: false, zoomControl: false, zoomSnap: 0.25, zoomDelta: 1, minZoom: 2, maxZoom: 15, zoomAnimation: !still,
  fadeAnimation: !still, maxBoundsViscosity: 0.8
});
/** The buttons zoom on the selected cluster while it is in view: the panel beside it takes the middle of the map. */
function zoomBy(steps) {
  const at = selected && map.getBounds().contains([selected.lat, selected.lon]) ? [selected.lat, selected.lon] : map.getCenter();
  map.setZoomAround(L.latLng(at), map.getZoom() + steps);
  return map;
}
map.zoomIn = steps => zoomBy(steps || 1);
map.zoomOut = steps => zoomBy(-(steps || 1));
L.control.zoom({ position: "topleft" }).addTo(map);
const Home = L.Control.extend({
  onAdd() {
    const bar = L.DomUtil.create("div", "leaflet-bar");
    const add = function (text, title, isWorld) {
      const link = L.DomUtil.create("a", "home", bar);
      link.href = "#";
      link.textContent = text;
      link.title = title;
      link.setAttribute("role", "button");
      L.DomEvent.on(link, "click", function (event) {
        L.DomEvent.preventDefault(event);
        goHome(!still, isWorld);
      });
    };
    L.DomEvent.disableClickPropagation(bar);
    add("Home", "Back to the first view", false);
    if (data.far.length) add("All", "Show all clusters, the far ones too", true);
    return bar;
  }
});
new Home({ position: "topleft" }).addTo(map);
L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 130 }).addTo(map);

const shown = { dots: true, belts: false, concentrations: true, names: true };
let selected = null;
let hovered = null;

/** Circle area is proportional to units: radius in pixels = `sizes.factor` · √units, never below `sizes.least`. */
const sizes = { factor: 1, base: 1, least: 2.5, homeZoom: 4 };

/** Zoom from which footprints are drawn for all clusters. */
const footprintZoom = 8;

function radius(feature) { return Math.max(sizes.least, sizes.factor * Math.sqrt(feature.units)); }

/** At home zoom the circles together cover a twelfth of the map at most, unless that made even the largest tiny, and none of a few
 *  units is large; they grow a little with every zoom level. */
function setBaseSize() {
  const size = map.getSize();
  let total = 0, largest = 1;
  for (const feature of features) {
    if (!feature.onLevel || feature.isFar) continue;
    total += feature.units;
    largest = Math.max(largest, feature.units);
  }
  const fitting = Math.min(Math.min(36, size.x / 16) / Math.sqrt(largest), Math.sqrt(size.x * size.y / (12 * Math.PI * Math.max(1, total))));
  sizes.base = Math.min(2, Math.max(fitting, 14 / Math.sqrt(largest)));
  sizes.homeZoom = map.getZoom();
}

function setFactor() { sizes.factor = sizes.base * Math.max(0.7, Math.min(1.8, Math.pow(1.16, map.getZoom() - sizes.homeZoom))); }

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
    setFactor();
    drawGraticule(frame);
    drawOutlines(frame);
    if (shown.dots) drawDots(frame);
    if (shown.belts) drawBelts(frame);
    if (shown.concentrations) drawConcentrations(frame);
    drawFootprints(frame);
    drawCircles(frame);
    if (shown.names) drawNames(frame);
    showFar();
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

function drawConcentrations(frame) {
  const context = frame.context;
  context.fillStyle = context.strokeStyle = data.concentrationColour;
  context.lineWidth = 2;
  context.setLineDash([2, 3]);
  for (const concentration of concentrations) {
    context.beginPath();
    for (const ring of concentration.shape) trace(frame, ring, true);
    context.globalAlpha = 0.05;
    context.fill("evenodd");
    context.globalAlpha = 0.9;
    context.stroke();
  }
  context.setLineDash([]);
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
    const isSelected = feature === selected, stands = isSelected || feature === hovered;
    if (!isSelected && (!feature.visible || frame.zoom < footprintZoom)) continue;
    context.beginPath();
    for (const ring of feature.shape) trace(frame, ring, true);
    context.fillStyle = context.strokeStyle = colourOf(feature);
    context.globalAlpha = stands ? 0.2 : 0.05;
    context.fill("evenodd");
    context.globalAlpha = stands ? 1 : 0.5;
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

/** Boxes of the controls that lie on the map, on the canvas: no name stands under one. */
function controlBoxes(frame) {
  const origin = map.getContainer().getBoundingClientRect(), boxes = [];
  for (const element of document.querySelectorAll("#stage .leaflet-control, #legend, #far:not([hidden]), #panel:not([hidden])")) {
    const box = element.getBoundingClientRect();
    if (!box.width) continue;
    const x = box.left - origin.left + frame.margin.x, y = box.top - origin.top + frame.margin.y;
    boxes.push([x - 4, y - 4, x + box.width + 4, y + box.height + 4]);
  }
  return boxes;
}

/** Names of the places with the most units, as many as fit without touching: what orients where no ground map is. From closer
 *  on, the product that leads there stands below the name. */
function drawNames(frame) {
  const context = frame.context, places = new Map(), withProducts = frame.zoom >= sizes.homeZoom + 1.25;
  for (const feature of features) {
    if (!feature.visible || !feature.p.place) continue;
    const [x, y] = spot(feature, frame);
    if (x < 0 || y < 0 || x > frame.width || y > frame.height) continue;
    const key = feature.p.place + "|" + (feature.p.district || "") + "|" + (feature.p.country || ""), known = places.get(key);
    if (known) {
      known.units += feature.units;
      known.products += feature.p.product !== known.feature.p.product ? 1 : 0;
      known.isSelected = known.isSelected || feature === selected;
    } else places.set(key, { name: feature.p.place, units: feature.units, products: 0, feature, isSelected: feature === selected });
  }
  const taken = controlBoxes(frame);
  const free = box => taken.every(b => box[2] < b[0] || box[0] > b[2] || box[3] < b[1] || box[1] > b[3]);
  const circles = features.filter(f => f.visible).map(f => spot(f, frame).concat(radius(f)))
    .filter(c => c[0] > -c[2] && c[1] > -c[2] && c[0] < frame.width + c[2] && c[1] < frame.height + c[2]).slice(0, 600);
  const covered = box => circles.reduce(function (sum, c) {
    const x = c[0] - Math.min(Math.max(c[0], box[0]), box[2]), y = c[1] - Math.min(Math.max(c[1], box[1]), box[3]);
    return sum + (x * x + y * y < c[2] * c[2] ? 1 : 0);
  }, 0);
  // Names cross no edge of the map: they stand within it, or beyond it for when it is moved.
  const edges = [[0, frame.margin.x], [0, frame.width - frame.margin.x], [1, frame.margin.y], [1, frame.height - frame.margin.y]];
  context.lineJoin = "round";
  context.textBaseline = "middle";
  let drawn = 0;
  const order = Array.from(places.values()).sort((a, b) => b.isSelected - a.isSelected || b.units - a.units).slice(0, 800);
  const face = " 'Noto Sans', system-ui, sans-serif", small = "11px" + face;
  for (const place of order) {
    const x = place.feature.x * frame.scale - frame.x, y = place.feature.y * frame.scale - frame.y;
    const r = radius(place.feature) + 4, line = drawn < 12 ? 13 : 12, font = (drawn < 12 ? "600 " : "") + line + "px" + face;
    context.font = small;
    const product = withProducts ? place.feature.p.product + (place.products ? " and " + place.products + " more" : "") : "";
    const below = product ? context.measureText(product).width : 0;
    context.font = font;
    const alone = context.measureText(place.name).width;
    let chosen = null;
    for (const text of product ? [product, ""] : [""]) {
      const width = Math.max(alone, text ? below : 0), height = text ? line + 13 : line;
      const spots = [
        [x + r, y, "left"], [x - r - width, y, "right"], [x - width / 2, y - r - height / 2, "center"],
        [x - width / 2, y + r + height / 2, "center"]
      ];
      let least = Infinity;
      for (const s of spots) {
        const box = [s[0] - 3, s[1] - height / 2 - 2, s[0] + width + 3, s[1] + height / 2 + 2];
        if (edges.some(edge => box[edge[0]] < edge[1] && box[edge[0] + 2] > edge[1])) continue;
        const cost = covered(box);
        if (cost >= least || !free(box)) continue;
        least = cost;
        const at = s[2] === "left" ? s[0] : s[2] === "right" ? s[0] + width : s[0] + width / 2;
        chosen = { x: at, y: s[1] - (text ? 6 : 0), align: s[2], box, text };
      }
      if (chosen) break;
    }
    if (!chosen) continue;
    taken.push(chosen.box);
    context.textAlign = chosen.align;
    context.strokeStyle = "rgba(255,255,255,0.9)";
    context.lineWidth = 3.5;
    const write = function (text, y, colour) {
      context.strokeText(text, chosen.x, y);
      context.fillStyle = colour;
      context.fillText(text, chosen.x, y);
    };
    write(place.name, chosen.y, "#22262b");
    if (chosen.text) {
      context.font = small;
      write(chosen.text, chosen.y + 13, "#4a4f56");
    }
    if (++drawn >= 250) break;
  }
  context.textAlign = "left";
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

function concentrationsAt(latlng) {
  const at = world(latlng.lat, latlng.lng);
  return shown.concentrations ? concentrations.filter(one => inside(one.shape, at[0], at[1])) : [];
}

/** Bounds of where most clusters and located units stand, or with the far clusters too. */
function homeBounds(isWorld) {
  const [south, west, north, east] = data.home.length ? data.home : [6.5, 68, 36, 97.5];
  const bounds = L.latLngBounds([[south, west], [north, east]]);
  if (isWorld) for (const feature of features) bounds.extend([feature.lat, feature.lon]);
  return bounds;
}

/** Fits bounds into the map with room for circles at their edge, beside the legend where there is room for both. */
function fit(bounds, animate, maxZoom) {
  const legend = document.getElementById("legend"), size = map.getSize(), edge = Math.min(46, size.x / 12);
  const beside = legend.open && size.x > 700 && bounds.getEast() - bounds.getWest() > 0.9 * (bounds.getNorth() - bounds.getSouth());
  map.fitBounds(bounds, {
    animate, maxZoom, paddingTopLeft: [edge + (size.x > 500 ? 24 : 0), edge],
    paddingBottomRight: [edge + (beside ? legend.offsetWidth : 0), edge]
  });
}

function goHome(animate, isWorld) { fit(homeBounds(isWorld), animate, 11); }

/** Brings what the filters leave into view: always when `wanted`, else only when none of it is there. */
function showWhatIsLeft(wanted) {
  const left = features.filter(f => f.visible), view = map.getBounds();
  if (!left.length || (!wanted && left.some(f => view.contains([f.lat, f.lon])))) return;
  const main = left.some(f => !f.isFar) ? left.filter(f => !f.isFar) : left;
  fit(L.latLngBounds(main.map(f => [f.lat, f.lon])), !still, Math.max(footprintZoom, sizes.homeZoom));
}

/** Names the far clusters that the view leaves out; a click goes there. */
function showFar() {
  const box = document.getElementById("far"), view = map.getBounds();
  const left = features.filter(f => f.isFar && f.visible && !view.contains([f.lat, f.lon]));
  box.hidden = !left.length || view.getEast() - view.getWest() < 8;
  if (box.hidden) return;
  const link = function (text, action) {
    const button = make("button", "", text);
    button.type = "button";
    button.addEventListener("click", action);
    return button;
  };
  if (map.getSize().x < 500) return box.replaceChildren(link(count(left.length) + " outside this view", () => goHome(!still, true)));
  box.replaceChildren(make("span", "", "Outside this view: "));
  left.slice(0, 3).forEach(function (feature, index) {
    const name = [feature.p.place || feature.p.name, feature.country].filter(Boolean).join(", ");
    box.append(index ? " · " : "", link(name, () => select(feature, [], true)));
  });
  if (left.length > 3) box.append(" and " + count(left.length - 3) + " more");
}

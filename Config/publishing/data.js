// What the page shows, unpacked from the JSON beside it (see Docs/Formats.md).

const data = JSON.parse(document.getElementById("data").textContent);

/** Bytes of Base64 text, with a reader of the packed numbers in them. */
function packedReader(base64) {
  const text = atob(base64);
  let at = 0;
  function unsigned() {
    let value = 0, scale = 1, byte;
    do {
      byte = text.charCodeAt(at++);
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value;
  }
  return {
    unsigned: unsigned,
    signed() {
      const value = unsigned();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    },
    get done() { return at >= text.length; }
  };
}

/** World position of a place at zoom 0 in Web Mercator, 0…256 both ways. */
function world(lat, lon) {
  const sine = Math.sin(Math.max(-85, Math.min(85, lat)) * Math.PI / 180);
  return [(lon + 180) / 360 * 256, (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256];
}

/** A pen that follows differences on the grain. */
function pen(reader) {
  let lat = 0, lon = 0;
  return function () {
    lat += reader.signed();
    lon += reader.signed();
    return [lat * data.grain, lon * data.grain];
  };
}

/** `count` points as flat world coordinates. */
function readLine(next, count) {
  const line = new Float64Array(count * 2);
  for (let i = 0; i < count; i++) {
    const place = next(), position = world(place[0], place[1]);
    line[2 * i] = position[0];
    line[2 * i + 1] = position[1];
  }
  return line;
}

/** `count` shapes, each a list of rings in world coordinates. */
function readShapes(base64, count) {
  const reader = packedReader(base64), next = pen(reader), shapes = [];
  for (let i = 0; i < count; i++) {
    const rings = [];
    for (let polygons = reader.unsigned(); polygons > 0; polygons--) {
      for (let n = reader.unsigned(); n > 0; n--) rings.push(readLine(next, reader.unsigned()));
    }
    shapes.push(rings);
  }
  return shapes;
}

/** One value for each feature from a column of any of the three forms. */
function column(name) {
  const held = data.columns[name];
  if (!held) return function () { return null; };
  if ("all" in held) return function () { return held.all; };
  if ("of" in held) return function (i) { return held.of[held.at[i]]; };
  return function (i) { return held.is[i]; };
}

/** Lower case without marks and with single letters, for searching: Tirupur finds Tiruppur. */
function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/([a-z])\1+/g, "$1");
}

/** The country most clusters stand in: it needs no naming. */
const homeCountry = (function () {
  const numbers = new Map(), of = column("country");
  for (let i = 0; i < data.count; i++) numbers.set(of(i), (numbers.get(of(i)) || 0) + 1);
  return Array.from(numbers).sort((a, b) => b[1] - a[1]).map(entry => entry[0])[0];
})();

/** The name of a country from its code, as far as the browser knows it; empty for the home country. */
function foreignCountry(code) {
  if (!code || code === homeCountry) return "";
  try { return new Intl.DisplayNames(["en"], { type: "region" }).of(code); } catch (error) { return code; }
}

const columns = {};
for (const name of Object.keys(data.columns)) columns[name] = column(name);

const features = (function () {
  const far = new Set(data.far), next = pen(packedReader(data.centres)), shapes = readShapes(data.shapes, data.count), list = [];
  for (let i = 0; i < data.count; i++) {
    const properties = {};
    for (const name of Object.keys(columns)) {
      const value = columns[name](i);
      if (value !== null) properties[name] = value;
    }
    const place = next(), position = world(place[0], place[1]);
    const country = foreignCountry(properties.country);
    list.push({
      index: i, p: properties, country, isFar: far.has(i), lat: place[0], lon: place[1], x: position[0], y: position[1], shape: shapes[i],
      units: properties.units || 0, themes: properties.themes ? properties.themes.split(";") : [],
      text: folded(["name", "product", "place", "district", "state", "id"].map(n => properties[n] || "").join(" ") + " " + country),
      visible: true
    });
  }
  return list;
})();

const belts = (function () {
  const shapes = readShapes(data.beltShapes, data.belts.length);
  return data.belts.map((properties, i) => ({ p: properties, shape: shapes[i] }));
})();

/** Thematic concentrations, the largest first. */
const concentrations = (function () {
  const list = data.concentrations || [], shapes = readShapes(data.concentrationShapes || "", list.length);
  return list.map((properties, i) => ({ p: properties, shape: shapes[i] })).sort((a, b) => b.p.units - a.p.units);
})();

/** Cells of located units: world positions by size class. */
const cells = (function () {
  const reader = packedReader(data.sites.cells), step = data.sites.step, classes = [];
  let row = 0, columnOf = 0;
  for (let i = 0; i < 16; i++) classes.push([]);
  for (let i = 0; i < data.sites.count; i++) {
    row += reader.signed();
    columnOf += reader.signed();
    const part = reader.unsigned(), kind = reader.unsigned();
    const position = world((row + ((part >> 3) + 0.5) / 8) * step, (columnOf + ((part & 7) + 0.5) / 8) * step);
    classes[kind >> 3].push(position[0], position[1], kind & 7);
  }
  return classes.map(list => Float64Array.from(list));
})();

const outlines = (function () {
  const reader = packedReader(data.boundaries), next = pen(reader), lines = [];
  while (!reader.done) lines.push(readLine(next, reader.unsigned()));
  return lines;
})();

/** The lines of evidence of a feature as objects. */
function evidenceOf(feature) {
  const all = data.evidence;
  return all.of[feature.index].map(function (number) {
    const line = {};
    all.fields.forEach((field, i) => { line[field] = all.texts[all.lines[number][i]]; });
    return line;
  });
}

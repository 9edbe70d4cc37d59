"""Reads the GeoJSON files of a run as GDAL sees them (pyogrio) and judges the shapes with GEOS (shapely).

Prints one JSON object for each file named on the command line: how many features GDAL finds, their ids, kinds of geometry,
columns, reference system, bounds, and the ids whose geometry is empty, invalid or wound the wrong way.
"""

import json
import pathlib
import sys

import pyogrio
import shapely

for name in sys.argv[1:]:
    info = pyogrio.read_info(name)
    meta, _, geometry, values = pyogrio.raw.read(name)
    columns = list(meta["fields"])
    # GDAL finds no columns where there are no features.
    ids = [str(text) for text in values[columns.index("id")]] if columns else []
    shapes = shapely.from_wkb(geometry)
    parts, owners = shapely.get_parts(shapes, return_index=True)
    wrong = [
        ids[owner]
        for part, owner in zip(parts, owners)
        if shapely.get_type_id(part) == 3
        and (
            not shapely.is_ccw(shapely.get_exterior_ring(part))
            or any(shapely.is_ccw(ring) for ring in part.interiors)
        )
    ]
    print(
        json.dumps(
            {
                "file": pathlib.Path(name).name,
                "count": len(ids),
                "ids": ids,
                "kinds": sorted({shape.geom_type for shape in shapes}),
                "columns": columns,
                "crs": info["crs"],
                "bounds": [float(edge) for edge in shapely.total_bounds(shapes)] if len(ids) else [],
                "invalid": [
                    f"{owner}: {shapely.is_valid_reason(shape)}"
                    for owner, shape in zip(ids, shapes)
                    if shape.is_empty or not shape.is_valid
                ],
                "wrong": wrong,
                "areas": [float(area) for area in shapely.area(shapes)],
            }
        )
    )

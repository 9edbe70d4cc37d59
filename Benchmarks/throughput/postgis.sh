#!/bin/sh
# PostGIS as a peer of W1: loads FILE (generate.py w1) into a database of its own, clusters each product in a plane, and writes hulls.
# One process of PostgreSQL in single-user mode, so that its CPU time is that of the job. Run as a user other than root.
#   Benchmarks/throughput/postgis.sh FILE
# Needs PostgreSQL with PostGIS; POSTGRES names the directory of initdb and postgres.
set -eu
file=$(realpath "$1")
programs=${POSTGRES:-/usr/lib/postgresql/15/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$programs/initdb" -D "$work/db" --no-sync -E UTF8 --locale=C >"$work/initdb.log"
cat >"$work/job.sql" <<SQL
create extension postgis;
create unlogged table register (record_id text, name text, code text, lat float8, lon float8, employment text);
copy register from '$file' csv header;
create unlogged table points as select code, st_makepoint(lon * 111195 * cos(radians(22)), lat * 111195) as point from register;
create unlogged table members as select code, point, st_clusterdbscan(point, 2000, 10) over (partition by code) as number from points;
create unlogged table clusters as select code, number, count(*) as units, st_asgeojson(st_convexhull(st_collect(point))) as hull from members where number is not null group by code, number having count(*) >= 100;
select count(*) from clusters;
SQL
/usr/bin/time -f '%U s user, %S s system, %e s wall, %M KB' "$programs/postgres" --single -D "$work/db" \
  -c shared_buffers=1GB -c work_mem=1GB -c fsync=off -c full_page_writes=off -c max_wal_size=8GB postgres <"$work/job.sql" \
  | grep -A1 'count'

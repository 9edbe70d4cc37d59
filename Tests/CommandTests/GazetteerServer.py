"""A server on loopback for the tests of fetching. Its directory is its argument; it prints its port and serves until killed.

The first part of a path says how it behaves; what follows is a file of the directory:
  good/    as servers do, with ranges and dates          cut/     sends half of what it promises, each time
  flaky/   as cut, but half of the rest with each range   norange/ cut once, ignores ranges
  html/    an HTML page with status 200                   gone/    404
  busy/    503 twice, then good                           stale/   answers ranges with other bytes, once
Every request is noted in the file `log` of the directory: behaviour, range, status.
"""
import email.utils
import http.server
import os
import sys

root = sys.argv[1]
seen = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def note(self, status):
        with open(os.path.join(root, "log"), "a") as log:
            log.write(f"{self.path} {self.headers.get('Range', '-')} {status}\n")

    def answer(self, status, body, promised=None, **headers):
        self.note(status)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if promised is None else promised))
        if promised is not None:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        behaviour, _, name = self.path.lstrip("/").partition("/")
        # The two files of a country have one name in different directories: zip/LK.zip is zip_LK.zip here.
        name = "_".join(name.split("/")[-2:])
        times = seen[self.path] = seen.get(self.path, 0) + 1
        if behaviour == "gone":
            return self.answer(404, b"<html>Not here</html>")
        if behaviour == "html":
            return self.answer(200, b"\n<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n" * 20)
        if behaviour == "busy" and times < 3:
            return self.answer(503, b"later")
        path = os.path.join(root, name)
        if not os.path.exists(path):
            return self.answer(404, b"")
        with open(path, "rb") as file:
            body = file.read()
        changed = int(os.path.getmtime(path))
        date = {"Last_Modified": email.utils.formatdate(changed, usegmt=True)}
        since = self.headers.get("If-Modified-Since")
        if since and email.utils.parsedate_to_datetime(since).timestamp() >= changed:
            return self.answer(304, b"", **date)
        wanted = self.headers.get("Range")
        if wanted and behaviour != "norange":
            start = int(wanted[len("bytes="):].partition("-")[0])
            if start >= len(body):
                return self.answer(416, b"", Content_Range=f"bytes */{len(body)}")
            rest = body[start:]
            if behaviour == "stale" and times == 1:
                rest = bytes(255 - byte for byte in rest)
            promised = None
            if behaviour == "flaky" and len(rest) > 100 or behaviour == "cut":
                promised, rest = len(rest), rest[: len(rest) // 2]
            return self.answer(
                206, rest, promised, Content_Range=f"bytes {start}-{len(body) - 1}/{len(body)}", **date)
        if behaviour in ("cut", "flaky") or behaviour == "norange" and times == 1:
            return self.answer(200, body[: len(body) // 2], len(body), Accept_Ranges="bytes", **date)
        return self.answer(200, body, Accept_Ranges="bytes", **date)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()

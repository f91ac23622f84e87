#!/usr/bin/env python3
"""The application behind the servers of `nginx` and `envoy`: `application.py PORT`.

It says what it was asked for. Of CORS it knows nothing but a line that somebody left in it years ago.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Application(BaseHTTPRequestHandler):
    def answer(self):
        if self.path.startswith("/account") and "Cookie" not in self.headers:
            self.reply(401, "who are you?")
        elif self.path.endswith("/missing"):
            self.reply(404, "no such thing")
        else:
            self.reply(200, f"{self.command} {self.path}")

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

    def reply(self, status, text):
        body = f"the application: {text}\n".encode()
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")  # whatever it says, the policy is what goes out
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Application).serve_forever()

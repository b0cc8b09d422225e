"""`throughline serve`: the web, and the database and the worker beside it."""

import argparse
import os
import signal
import subprocess
import sys
import time

from throughline.commands import running
from throughline.outside import databases


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the port and how many processes."""
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="the port of the web (8000)"
    )
    parser.add_argument("--without-worker", action="store_true", help="do not run the jobs beside it")


def run(chosen: argparse.Namespace) -> int:
    """Bring the database up to date and serve until stopped."""
    if "live" not in os.environ.get("DJANGO_SETTINGS_MODULE", ""):
        os.environ.setdefault("THROUGHLINE_BASE_URL", f"http://127.0.0.1:{chosen.port}")
    with running.database() as cluster:
        running.prepare(cluster)
        from django.core.management import call_command
        from django.db import connection

        call_command("collectstatic", verbosity=0, interactive=False)
        connection.close()
        part = [sys.executable, "-m", "throughline.commands.part"]
        theirs = databases.serving_environment()
        parts = [subprocess.Popen([*part, "web", str(chosen.port)], stdin=subprocess.PIPE, env=theirs)]
        if not chosen.without_worker:
            parts.append(subprocess.Popen([*part, "worker"], stdin=subprocess.PIPE, env=theirs))
        print(f"Throughline is at http://127.0.0.1:{chosen.port}. Ctrl-C stops it.", flush=True)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            # Mail and reminders stop when the worker does, and nobody would see it: then all of it stops, for whoever watches.
            while all(one.poll() is None for one in parts):
                time.sleep(0.3)
            print("A part of Throughline stopped. What it said stands above.", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 0
        finally:
            for one in parts:
                one.stdin.close()
            for one in parts:
                try:
                    one.wait(15)
                except subprocess.TimeoutExpired:
                    one.kill()
                    one.wait()

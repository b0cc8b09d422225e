"""One part of a running Throughline: web, worker or mail sink. It ends when its starter does.

The starter holds the other end of this process's standard input: when that closes, however the starter ended, the part
stops. So there is no orphan.
"""

import contextlib
import io
import os
import signal
import sys
import threading
import time


def _end_with_starter() -> None:
    """Stop this process when the starter's end of the pipe closes: kindly first, then at once.

    A worker whose database went away with its starter would wait for it without end. What it left is done at the next
    start: a job is gone from the queue only once it is done.
    """
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(6)
    os._exit(1)


def main() -> None:
    """Run the part that is named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings.local")
    # A Ctrl-C goes to the whole group: the starter decides, and the parts end with its pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    part = sys.argv[1]
    if part == "web":
        _web(sys.argv[2])
    threading.Thread(target=_end_with_starter, daemon=True).start()
    if part == "mail":
        from throughline.outside.mail import run_sink

        run_sink(int(sys.argv[2]))
    else:
        import django
        from django.core.management import call_command

        django.setup()
        # Its greeting is of no use to whoever started the whole.
        with contextlib.redirect_stdout(io.StringIO()):
            call_command("procrastinate", "worker", "--concurrency=2", verbosity=0)


def _web(port: str) -> None:
    """Become gunicorn, watched by a child that ends it with the starter."""
    pid = os.fork()
    if pid == 0:
        # The child watches the pipe; its parent becomes the server.
        starter = os.getppid()
        sys.stdin.buffer.read()
        os.kill(starter, signal.SIGTERM)
        os._exit(0)
    os.close(0)
    os.open(os.devnull, os.O_RDONLY)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(  # noqa: S606
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--log-level",
            "warning",
            "--graceful-timeout",
            "5",
            "throughline.web.wsgi:application",
        ],
    )


if __name__ == "__main__":
    main()

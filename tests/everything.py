"""Run every part of `make test`, say how long each took, and end with what failed. `--check` runs those of `make check`."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
HANDS = ["-n", "auto", "--dist", "worksteal"]  # a core each
CHECKS = [
    ("lint", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "mypy"]),
    ("layers", [BIN / "lint-imports"]),
    ("templates", [BIN / "djlint", "--lint", "--quiet", "throughline/web/templates"]),
]
PARTS = [
    *CHECKS,
    ("tests", [sys.executable, "-m", "pytest", "tests", "--ignore=tests/journeys", "-q", *HANDS]),
    ("journeys", [sys.executable, "-m", "pytest", "tests/journeys", "-q", *HANDS]),
    ("bench, short", [sys.executable, "benchmarks/lists.py", "--rows", "500"]),
    ("bench of the log, short", [sys.executable, "benchmarks/audit.py"]),
    ("bench of history, short", [sys.executable, "benchmarks/history.py", "--times", "40"]),
]


def main() -> int:
    """Run the parts in order."""
    took, failed = [], []
    for name, command in CHECKS if "--check" in sys.argv else PARTS:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        if subprocess.run([str(word) for word in command], check=False).returncode != 0:
            failed.append(name)
        took.append((name, time.monotonic() - started))
    print("\nSeconds of each part:")
    for name, seconds in took:
        print(f"  {name:14} {seconds:6.1f}{'  FAILED' if name in failed else ''}")
    print(f"{'Failed: ' + ', '.join(failed) if failed else 'Everything passed.'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Run every part of `make test`, say how long each took, and end with what failed.

`--check` runs those of `make check` alone; `--long` the long forms of the tests.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

BIN = Path(sys.executable).parent
HANDS = ["-n", "auto", "--dist", "worksteal"]  # a core each
CHECKS = {
    "lint": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "layers": [BIN / "lint-imports"],
    "templates": [BIN / "djlint", "--lint", "--quiet", "throughline/web/templates"],
}
TESTS = {"tests": [sys.executable, "-m", "pytest", "tests", "--ignore=tests/journeys", "-q", *HANDS]}
JOURNEYS = {"journeys": [sys.executable, "-m", "pytest", "tests/journeys", "-q", *HANDS]}
BENCHES = {
    "bench of lists": [sys.executable, "benchmarks/lists.py", "--rows", "500"],
    "bench of the log": [sys.executable, "benchmarks/audit.py"],
    "bench of history": [sys.executable, "benchmarks/history.py", "--times", "40"],
}
# One after the other; the parts of each at the same time.
STAGES = [CHECKS, TESTS, JOURNEYS, BENCHES]
# Whether every action was broken at each statement is told of one process: those tests run in one, beside the API's.
_PYTEST = [sys.executable, "-m", "pytest", "--run-slow", "-q"]
LONG = [
    CHECKS,
    {"actions broken": [*_PYTEST, "tests/actions"], "api": [*_PYTEST, "tests/api"]},
    {"tests": [*_PYTEST, "tests", *(f"--ignore=tests/{one}" for one in ("journeys", "actions", "api")), *HANDS]},
    {"journeys": [*_PYTEST, "tests/journeys", *HANDS]},
]


def main() -> int:
    """Run the stages in order."""
    took: list[tuple[str, float, bool]] = []
    stages = [CHECKS] if "--check" in sys.argv else LONG if "--long" in sys.argv else STAGES
    for stage in stages:
        took += at_once(stage)
    print("\nSeconds of each part:")
    for name, seconds, failed in took:
        print(f"  {name:16} {seconds:6.1f}{'  FAILED' if failed else ''}")
    wrong = [name for name, _, failed in took if failed]
    print(f"Failed: {', '.join(wrong)}" if wrong else "Everything passed.")
    return 1 if wrong else 0


def at_once(parts: dict[str, list[str | Path]]) -> list[tuple[str, float, bool]]:
    """Run the parts of a stage at the same time; return how long each took and whether it failed.

    One part alone says what it says as it goes; of several, each is shown whole when it ends.
    """
    alone, started = len(parts) == 1, time.monotonic()
    going: dict[str, tuple[subprocess.Popen[bytes], IO[bytes] | None]] = {}
    for name, command in parts.items():
        said = None if alone else tempfile.TemporaryFile()  # noqa: SIM115 - closed when its part has ended
        if alone:
            print(f"== {name}", flush=True)
        going[name] = (
            subprocess.Popen([str(word) for word in command], stdout=said, stderr=said and subprocess.STDOUT), said
        )  # fmt: skip
    took = []
    while going:
        for name, (process, said) in list(going.items()):
            if process.poll() is None:
                continue
            if said is not None:
                said.seek(0)
                print(f"== {name}\n{said.read().decode(errors='replace')}", end="", flush=True)
                said.close()
            took.append((name, time.monotonic() - started, process.returncode != 0))
            del going[name]
        time.sleep(0.05)
    return took


if __name__ == "__main__":
    sys.exit(main())

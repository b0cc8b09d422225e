#!/usr/bin/env bash
# Finds a Chromium for the journeys, or installs one: Debian's where this is root and apt is there, else Playwright's.
set -u
python=$1
for one in chromium chromium-browser google-chrome; do
  command -v "$one" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Setting up the tests: a browser"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
fi
echo "Setting up the tests: a browser of Playwright's own"
"$python" -m playwright install chromium || { echo "No browser could be installed. Install Chromium and run this again."; exit 1; }

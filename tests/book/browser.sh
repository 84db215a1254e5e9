#!/bin/bash
# See to it that there is a browser for the tests: the system's, or one from apt, or Playwright's.
# Usage: browser.sh PYTHON
set -eu
python=$1
find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
playwright_has() { "$python" - <<'EOF'
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not Path(playwright.chromium.executable_path).exists())
EOF
}
if find_browser >/dev/null || playwright_has; then exit 0; fi
echo "Installing a browser for the tests …"
sudo=$([ "$(id -u)" = 0 ] || command -v sudo || true)
if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || [ -n "$sudo" ]; }; then
  $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null || true
fi
if find_browser >/dev/null; then exit 0; fi
"$python" -m playwright install chromium >/dev/null 2>&1 || true
if playwright_has; then exit 0; fi
echo "No browser for the tests of the site. Install Chromium (apt-get install chromium), or run '$python -m playwright install chromium', then run make test again." >&2
exit 1

#!/usr/bin/env bash
# Draws docs/images/start.png: the real `npm start` beside a second terminal, as they look in terminals of 84 and 76 columns.
# Needs a built checkout, and tmux, aha and chromium (Debian packages of these names).
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d /tmp/mXXX)
session="meantime-picture-$$"
trap 'tmux kill-session -t "$session-a" 2>/dev/null || true; tmux kill-session -t "$session-b" 2>/dev/null || true; rm -rf "$folder"' EXIT
export TERM=xterm-256color MEANTIME_START_DIR="$folder/.meantime" MEANTIME_DATA_DIR="$folder/.meantime/client"
unset NO_COLOR || true

open() { tmux -f /dev/null new-session -d -s "$1" -x "$2" -y 25 "$3"; }
type_in() { tmux send-keys -t "$session-b" "$1" Enter; sleep 2; }
# The link is good once; the picture shows where it is, not what it was.
capture() { tmux capture-pane -J -e -p -t "$1" | sed -E "s#$folder/##; s#(boot|token|code)=[^[:space:]]+#\1=…#" | aha --no-header --black; }

open "$session-a" 84 "node tools/dist/start/main.js"
sleep 5
open "$session-b" 76 "env PS1='\[\e[32m\]\$\[\e[0m\] ' bash --norc --noprofile"
sleep 1
tmux send-keys -t "$session-b" "PATH=\$PWD/bin:\$PATH; clear" Enter
sleep 1
type_in 'bin/meantime start "Plan the week" -p Meetings --at "50 min ago"'
type_in 'bin/meantime switch "Write the report" -p Website --at "25 min ago"'
type_in 'bin/meantime log'
type_in 'bin/meantime status'
sleep 2

style='body{margin:0;padding:28px;background:#dfe5ec;display:flex;gap:20px;width:max-content}
.t{background:#1b1e24;border-radius:10px;box-shadow:0 8px 30px #0005;overflow:hidden}
.t header{font:13px sans-serif;color:#9aa3ad;padding:9px 14px;background:#262a31}
.t pre{font:13.5px/1.42 "DejaVu Sans Mono",monospace;color:#d7dce2;padding:12px 16px;margin:0;height:20.2lh}
.t pre:not(.b){width:84ch}.t pre.b{width:76ch}'
{
  echo "<!doctype html><meta charset=utf-8><style>$style</style>"
  echo "<div class=t><header>npm start</header><pre>$(capture "$session-a")</pre></div>"
  echo "<div class=t><header>a second terminal</header><pre class=b>$(capture "$session-b")</pre></div>"
} >"$folder/page.html"
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run \
  --user-data-dir="$folder/chromium" --hide-scrollbars --force-device-scale-factor=1.5 --window-size=1432,506 \
  --screenshot="$folder/start.png" "file://$folder/page.html" >/dev/null 2>&1
cp "$folder/start.png" docs/images/start.png
echo "docs/images/start.png: $(wc -c <docs/images/start.png) bytes"

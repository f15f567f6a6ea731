# Sourced by the scripts beside it: where things are, and how a step is announced, timed and logged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD
logs=$top/target/log
mkdir -p "$logs"

# What is served on this machine is not asked for through a proxy.
export NO_PROXY="127.0.0.1,localhost,::1${NO_PROXY:+,$NO_PROXY}"
export no_proxy=$NO_PROXY
export CARGO_TERM_COLOR=never NO_COLOR=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# Everything is built with the same features, so that nothing is compiled twice.
scope=(--workspace --all-targets --locked)

say() { printf '%s\n' "$*"; }

give_up() {
  printf 'Stopped: %s\n' "$*" >&2
  exit 1
}

# step NAME PATTERN COMMAND…: runs it with its output in a log, then shows how long it took and the lines of the log
# that match PATTERN (its runner's closing lines). A failing step shows the end of its log and ends the script.
step() {
  local name=$1 pattern=$2 began=$SECONDS log
  shift 2
  log=$logs/$(printf '%s' "$name" | tr -c 'a-zA-Z0-9\n' '-').log
  printf '== %s …\n' "$name"
  if "$@" >"$log" 2>&1 </dev/null; then
    sed $'s/\e\\[[0-9;]*[A-Za-z]//g' "$log" | grep -E -- "$pattern" | tail -n "${closing:-40}" | sed 's/^/   /' || true
    printf '   done in %d s\n' $((SECONDS - began))
  else
    printf '   FAILED after %d s. The end of %s:\n' $((SECONDS - began)) "${log#"$top"/}" >&2
    tail -n 80 "$log" | sed 's/^/   | /' >&2
    exit 1
  fi
}

# The standard libraries of the phones, where rustup brings them.
rustup_targets() {
  local targets=(aarch64-linux-android aarch64-apple-ios)
  command -v rustup >/dev/null || return 1
  [ "$(rustup target list --installed | grep -cx -e "${targets[0]}" -e "${targets[1]}")" != 2 ] || return 0
  say "== Rust targets of the phones …"
  timeout 300 rustup target add "${targets[@]}" >"$logs/setup-targets.log" 2>&1 </dev/null
}

in_folder() {
  local folder=$1
  shift
  (cd "$folder" && "$@")
}

# In a virtual display of its own, where the pages of a phone find room.
on_own_screen() {
  xvfb-run -a -s "-screen 0 1400x1400x24 -nolisten tcp" "$@"
}

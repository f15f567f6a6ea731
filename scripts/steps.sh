# Sourced by the scripts beside it: where things are, and how a step is announced, timed, counted and logged.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
top=$PWD
logs=$top/target/log
# What the runners say of each test, for scripts/report.
results=$top/target/results
mkdir -p "$logs" "$results"

# What is served on this machine is not asked for through a proxy.
export NO_PROXY="127.0.0.1,localhost,::1${NO_PROXY:+,$NO_PROXY}"
export no_proxy=$NO_PROXY
export CARGO_TERM_COLOR=never NO_COLOR=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# What speeds up a build after a change is large and makes the first one slower: from the first change on, and never for CI.
first_build=$top/target/.first-build
[ -d target/debug ] || touch "$first_build"
changed_since() { [ -n "$(find Cargo.toml Cargo.lock src-tauri tests -name node_modules -prune -o -newer "$1" \( -name '*.rs' -o -name 'Cargo.*' \) -print -quit)" ]; }
if [ -n "${CI:-}" ] || { [ -e "$first_build" ] && ! changed_since "$first_build"; }; then
  export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}
fi

# Everything that is tested is built with the same features, so that nothing is compiled twice.
scope=(--workspace --all-targets --locked)
# What `make run` opens, and nothing that only tests need.
app=(-p shomei-navi --bin shomei-navi --locked)

say() { printf '%s\n' "$*"; }

give_up() {
  printf 'Stopped: %s\n' "$*" >&2
  exit 1
}

# step NAME PATTERN COMMAND…: runs it with its output in a log, says every now and then how far it is, then how long it took
# and the lines of the log that match PATTERN (its runner's closing lines). A failing step shows the end of its log and ends
# the script; so does one that ends well and has no such line: what ran was not the tool. Of a tool that says nothing when
# all is well PATTERN is '^$', and tests/release/test_tools.py shows that it finds something.
step() {
  local name=$1 pattern=$2 began=$SECONDS log life said rc=0
  shift 2
  log=$logs/$(printf '%s' "$name" | tr -c 'a-zA-Z0-9\n' '-').log
  printf '== %s …\n' "$name"
  : >"$log"
  show_life "$log" &
  life=$!
  "$@" >"$log" 2>&1 </dev/null || rc=$?
  kill "$life" 2>/dev/null || true
  wait "$life" 2>/dev/null || true
  if on_terminal; then printf '\r\033[K'; fi
  if [ "$rc" = 0 ]; then
    said=$(sed $'s/\e\\[[0-9;]*[A-Za-z]//g' "$log" | grep -aE -- "$pattern" | tail -n "${closing:-40}") || true
    if [ -z "$said" ] && [ "$pattern" != '^$' ]; then
      printf '   FAILED: it ended well after %d s, but no line of %s is like /%s/.\n' $((SECONDS - began)) "${log#"$top"/}" "$pattern" >&2
      fail "$name"
      return 0
    fi
    [ -z "$said" ] || sed 's/^/   /' <<<"$said"
    printf '   done in %d s\n' $((SECONDS - began))
  else
    printf '   FAILED after %d s. The end of %s:\n' $((SECONDS - began)) "${log#"$top"/}" >&2
    tail -n 80 "$log" | sed 's/^/   | /' >&2
    fail "$name"
  fi
}

# Ends the script, or with KEEP_GOING=1, as in `make test KEEP_GOING=1`, notes what failed, so that one run tells of all of it.
fail() {
  [ -n "${KEEP_GOING:-}" ] || exit 1
  failed+=("$1")
}
failed=()
tell_failed() {
  local rc=$?
  [ "${#failed[@]}" -gt 0 ] || exit "$rc"
  printf 'Failed: %s\n' "${failed[@]}" >&2
  exit 1
}
trap tell_failed EXIT

# Another of the scripts as a part of this one.
part() { "$@" || fail "$*"; }

on_terminal() { [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; }

# Until it is killed: how many minutes and what is done, on a terminal in one line that is rewritten, in a log a line each
# half minute.
show_life() {
  local log=$1 began=$SECONDS passed said=0
  while sleep 1 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    passed=$((SECONDS - began))
    if on_terminal; then
      printf '\r\033[K   %d:%02d min%s' $((passed / 60)) $((passed % 60)) "$(progress "$log")"
    elif [ $((passed / 30)) -gt "$said" ]; then
      said=$((passed / 30))
      printf '   %d:%02d min%s\n' $((passed / 60)) $((passed % 60)) "$(progress "$log")"
    fi
  done
}

# What a step has done so far: crates of all, or what its runner counts.
progress() {
  local counted
  if [ -n "${crates_in_all:-}" ]; then
    printf ', %d of %d crates' "$(grep -aoE '^\{"reason":"compiler-artifact","package_id":"[^"]+"' "$logs/crates.json" | sort -u | wc -l)" "$crates_in_all"
  elif counted=$(grep -aoE '\[ *[0-9]+/[0-9]+\]' "$1" | tail -n 1) && [ -n "$counted" ]; then
    printf ', %s' "$counted"
  elif counted=$(grep -acE ' ✓ |\.\.\. ok|^ +ok ' "$1") && [ "$counted" -gt 0 ]; then
    printf ', %d tests' "$counted"
  fi
}

# build_step NAME build|clippy|test ARGUMENT…: a step of cargo's that compiles, with its crates counted.
build_step() {
  local name=$1 command=$2 crates_in_all
  shift 2
  crates_in_all=$(crates_of "$@") || crates_in_all=
  : >"$logs/crates.json"
  step "$name" 'Finished' cargo_build "$command" "$@"
}

cargo_build() {
  local command=$1
  shift
  cargo "$command" --message-format=json-render-diagnostics "$@" >"$logs/crates.json"
}

# How many crates cargo compiles for these arguments.
crates_of() {
  local selection=() edges=normal,build
  while [ $# -gt 0 ]; do
    case $1 in
    -p) selection+=(-p "$2") && shift ;;
    --workspace) selection+=("$1") ;;
    --all-targets) edges+=,dev ;;
    --) break ;;
    esac
    shift
  done
  cargo tree --locked --prefix none --edges "$edges" --format '{p}' "${selection[@]}" 2>/dev/null |
    sed -E 's/ \(.*//' | sort -u | grep -c .
}

in_folder() {
  local folder=$1
  shift
  (cd "$folder" && "$@")
}

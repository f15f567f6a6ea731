# Sourced by scripts that build what a release is built of: no path of this machine goes into it, not from rustc, not from the C
# compilers, which read `prefix_map`. Wants `top`, the folder of the project.
export RUSTC_WRAPPER=$top/scripts/rustc-without-paths
# The crate `cc` then takes flags for words of a shell: a path may have a space.
export CC_SHELL_ESCAPED_FLAGS=1
# As one word of a shell; what needs no quotes gets none.
quoted() {
  case $1 in
  *[[:space:]\'\"\\]*) printf "'%s'" "$(sed "s/'/'\\\\''/g" <<<"$1")" ;;
  *) printf '%s' "$1" ;;
  esac
}
prefix_map="-ffile-prefix-map=$(quoted "${CARGO_HOME:-$HOME/.cargo}=/cargo") -ffile-prefix-map=$(quoted "$top=/shomei-navi")"

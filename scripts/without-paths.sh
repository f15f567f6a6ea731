# Sourced by scripts that build what a release is built of: no path of this machine goes into it, not from rustc, not from the C
# compilers, which read `prefix_map`. Wants `top`, the folder of the project.
export RUSTC_WRAPPER=$top/scripts/rustc-without-paths
prefix_map="-ffile-prefix-map=${CARGO_HOME:-$HOME/.cargo}=/cargo -ffile-prefix-map=$top=/shomei-navi"

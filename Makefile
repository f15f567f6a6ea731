# Each of these installs what it misses. Logs are in target/log.
.PHONY: run test lint types views ui cross-check bench screens icons

run: ; @scripts/run
test: ; @scripts/test
lint: ; @scripts/lint
cross-check: ; @scripts/cross-check
screens: ; @scripts/screens
bench: ; @scripts/bench

# The UI, as the app embeds it.
ui: ; @scripts/setup run && npm --prefix ui run build

# Writes ui/src/types from the Rust types.
types: ; UPDATE_TYPES=1 cargo test --workspace --locked --test typescript

# Writes ui/gallery/views.json: the Views that walks along the way reach.
views: ; UPDATE_VIEWS=1 cargo test --workspace --locked --test views

# Makes the icon set from icons/icon.svg.
icons: ; npm ci --no-audit --no-fund && npm run icons && rm -f icons/Square*.png icons/StoreLogo.png

# Each of these installs what it misses, and says so before. Logs are in target/log.
.PHONY: help run test test-ui test-rust test-native test-interop test-journeys test-secrets lint cross-check screens bench ui types views icons release-check notices sbom site store-screenshots

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 22
run: ## builds the app and opens it; without a display it is walked, with a picture of every screen
	@scripts/run
test: ## everything that is checked before a change goes in, as CI does it
	@scripts/test
test-ui: ## sentences and screens: types, lint, unit tests, every screen in Chromium; without Rust
	@scripts/test ui
test-rust: ## the Rust code: formatting, clippy, all tests of the workspace
	@scripts/test rust
test-native: ## the Kotlin and the Android project, on the JVM; needs Java and Maven
	@scripts/test native
test-interop: ## other programs read and write our files; needs Java, Maven and Python
	@scripts/test interop
test-journeys: ## the whole app: through WebDriver, and its UI in Chromium
	@scripts/test journeys
test-secrets: ## what is left of marked passwords and keys in memory, on the disk and in logs; not in make test
	@scripts/test secrets
lint: ## formatting, types and lints alone
	@scripts/lint
cross-check: ## type check, clippy and a link for Android and iPhone, without an SDK
	@scripts/cross-check
screens: ## a picture of every screen in every language, theme and size; the better part of an hour
	@scripts/screens
bench: ## deriving keys beside the crates, opening a file beside libcrypto, 200 certificates beside 2, crowds at the practice portal and at the probe, an hour at the probe
	@scripts/bench
release-check: ## is this fit to be released: sources, and packages where target/packages has some
	@scripts/setup app release && scripts/release-check && if [ -d target/packages ]; then scripts/release-check target/packages; fi
notices: ## writes THIRD-PARTY.txt: whose code is in the app, with the texts that go with it
	@scripts/setup app release && target/release-tools/venv/bin/python scripts/notices
sbom: ## CycloneDX bills of materials of crates and npm packages, into target/packages
	@scripts/setup app release && target/release-tools/venv/bin/python scripts/sbom
site: ## the publisher's static pages, from publisher.toml, into target/site
	@scripts/site
store-screenshots: ## pictures for the stores, in Japanese and English, into target/store
	@scripts/store-screenshots
ui: ## the UI, as the app embeds it
	@scripts/setup npm && npm --prefix ui run build
types: ## writes ui/src/types from the Rust types
	@scripts/setup npm crates && UPDATE_TYPES=1 cargo test --workspace --locked --test typescript
views: ## writes ui/gallery/views.json: the Views that walks along the way reach
	@scripts/setup npm crates && UPDATE_VIEWS=1 cargo test --workspace --locked --test views
icons: ## makes the icon set from icons/icon.svg
	@scripts/setup npm && npm run icons && rm -f icons/Square*.png icons/StoreLogo.png

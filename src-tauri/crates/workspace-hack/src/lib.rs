//! Nothing but dependencies, as `cargo hakari` makes such a crate: the app and its build scripts depend on it, so that both
//! ask for the same features of what they share, and cargo compiles that once. Only on Linux, where the app is developed;
//! what the phones' builds contain is as their crates want it.

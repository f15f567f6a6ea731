//! Prints the hostile links of the tests as JSON, for tests that bring them to the running app:
//! `cargo run -q -p journey --example hostile_links`.

use std::io::{self, Write};

#[path = "../tests/hostile/mod.rs"]
mod hostile;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let links: Vec<_> = hostile::links()
        .into_iter()
        .map(|hostile| serde_json::json!({ "link": hostile.link, "code": hostile.code }))
        .collect();
    serde_json::to_writer(io::stdout(), &links)?;
    writeln!(io::stdout())?;
    Ok(())
}

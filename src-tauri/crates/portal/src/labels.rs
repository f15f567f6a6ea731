/// The words by which the portal's pages, controls and fields are found.
#[derive(Clone)]
pub struct Labels {}

impl Labels {
    /// Those of the manual v1.02, built into the app.
    pub fn built_in() -> Self {
        Self {}
    }
}

/// Not the name of a fault, step or HTML variant.
#[derive(Debug, thiserror::Error)]
#[error("no such name: {0}")]
pub struct UnknownName(String);

impl UnknownName {
    pub(super) fn new(name: &str) -> Self {
        Self(name.to_owned())
    }
}

use journey::{Failure, FlowError};

use super::context::Context;
use crate::vault::Generation;

impl Context {
    /// Makes what the system is handed next. Given up as soon as the vault's content is another, whether it waits for its
    /// turn or is just being made: a wipe in the meantime hands nothing over.
    pub(crate) async fn in_time<T>(
        &self,
        of: Generation,
        made: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let made = tokio::select! {
            biased;
            () = self.vault.replaced(of) => return Err(late()),
            made = made => made?,
        };
        if self.vault.handed_over(of) { Ok(made) } else { Err(late()) }
    }
}

/// What it was made of is gone.
fn late() -> Failure {
    FlowError::SecretsWiped.into()
}

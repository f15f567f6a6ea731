use verification::Nonce;

use super::card::FacilityCard;
use super::link::InboundLink;
use crate::ids::FileId;
use crate::view::Failure;

/// What waits, and the link that brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PendingRequest {
    pub(super) request: InboundRequest,
    pub(super) link_hash: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum InboundRequest {
    Portal,
    Card(FacilityCard),
    Verified { nonce: Nonce },
    Coming,
    File { file: FileId },
    Refused(Failure),
}

impl PendingRequest {
    /// Nothing to answer yet: a file is on its way.
    pub(super) fn is_coming(&self) -> bool {
        self.request == InboundRequest::Coming
    }

    /// The verification page's way back, opened with this nonce.
    pub(crate) fn is_verified_by(&self, proven: Nonce) -> bool {
        matches!(&self.request, InboundRequest::Verified { nonce } if *nonce == proven)
    }
}

impl From<InboundLink> for InboundRequest {
    fn from(link: InboundLink) -> Self {
        match link {
            InboundLink::Portal => Self::Portal,
            InboundLink::Card(card) => Self::Card(card),
            InboundLink::Verified { nonce } => Self::Verified { nonce },
        }
    }
}

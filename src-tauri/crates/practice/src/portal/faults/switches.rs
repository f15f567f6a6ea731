use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustls::ServerConfig;
use tempfile::TempPath;

use crate::PracticeError;
use crate::authority::{ServerCertificate, TlsAuthority, server_config};
use crate::portal::fault::{Fault, FaultPoint};
use crate::portal::html_variant::HtmlVariant;
use crate::portal::step::Step;
use crate::serve::{ListenerControl, ListenerMode};

/// HTML variant and fault of a running portal; both can be changed while it runs.
pub struct Switches {
    set: Mutex<Set>,
    control: Arc<ListenerControl>,
    tls: HashMap<ServerCertificate, Arc<ServerConfig>>,
    good: Arc<ServerConfig>,
    /// For `openssl s_server`; deleted with this.
    old_tls: TempPath,
}

struct Set {
    variant: HtmlVariant,
    fault: Option<(Fault, Option<Step>)>,
    delay: Duration,
    passed: Option<Step>,
}

impl Switches {
    /// Makes a server certificate for each fault that shows another one. Blocking.
    pub(in crate::portal) fn new(variant: HtmlVariant, tls: &TlsAuthority) -> Result<Self, PracticeError> {
        let config = |which| Ok::<_, PracticeError>(Arc::new(server_config(tls.certified(which)?)?));
        let configs = ServerCertificate::ALL.iter().map(|which| Ok((*which, config(*which)?)));
        Ok(Self {
            set: Mutex::new(Set { variant, fault: None, delay: Duration::from_secs(9), passed: None }),
            control: Arc::new(ListenerControl::new()),
            tls: configs.collect::<Result<_, PracticeError>>()?,
            good: config(ServerCertificate::Good)?,
            old_tls: tls.certified_file(ServerCertificate::Good)?,
        })
    }

    /// How the pages are written now.
    pub fn variant(&self) -> HtmlVariant {
        self.set().variant
    }

    /// Changes the variant. Forms already served stay valid.
    pub fn set_variant(&self, variant: HtmlVariant) {
        self.set().variant = variant;
    }

    /// Sets the fault, at one step, or at every one if the step is `None`; `None` as fault clears it.
    ///
    /// A fault of the connection at one step begins when the step before it has been answered.
    /// Comes back when it has begun.
    pub async fn set_fault(&self, fault: Option<Fault>, at: Option<Step>) {
        {
            let mut set = self.set();
            set.fault = fault.map(|fault| (fault, at));
            set.passed = None;
            self.open_or_close(&set);
        }
        self.control.settled().await;
    }

    /// How late every answer comes with [`Fault::Slow`]; 9 s unless set.
    pub fn set_delay(&self, delay: Duration) {
        self.set().delay = delay;
    }

    pub(in crate::portal) fn delay(&self) -> Duration {
        self.set().delay
    }

    pub(in crate::portal) fn control(&self) -> Arc<ListenerControl> {
        Arc::clone(&self.control)
    }

    /// The fault to play at that step, if any.
    pub(in crate::portal) fn fault_at(&self, step: Option<Step>) -> Option<Fault> {
        match self.set().fault {
            Some((fault, None)) => Some(fault),
            Some((fault, at)) if at == step => Some(fault),
            _ => None,
        }
    }

    /// A step is about to be answered: whatever is to meet the next one stands ready before that.
    pub(in crate::portal) async fn passed(&self, step: Step) {
        {
            let mut set = self.set();
            set.passed = Some(step);
            self.open_or_close(&set);
        }
        self.control.settled().await;
    }

    /// Connections must not outlive an answer, because the next one is to fail.
    pub(in crate::portal) fn close_connections(&self) -> bool {
        self.set().fault.is_some_and(|(fault, _)| fault.point() == FaultPoint::OnConnection)
    }

    /// What the next connection is met with.
    pub(in crate::portal) fn tls(&self) -> Arc<ServerConfig> {
        Arc::clone(self.tls.get(&self.server_certificate()).unwrap_or(&self.good))
    }

    fn server_certificate(&self) -> ServerCertificate {
        match self.set().connection_fault() {
            Some(Fault::ExpiredCertificate) => ServerCertificate::Expired,
            Some(Fault::FutureCertificate) => ServerCertificate::NotYetValid,
            Some(Fault::OtherHostCertificate) => ServerCertificate::OtherHost,
            Some(Fault::UntrustedCertificate) => ServerCertificate::Untrusted,
            _ => ServerCertificate::Good,
        }
    }

    fn open_or_close(&self, set: &Set) {
        let mode = match set.connection_fault() {
            Some(Fault::Refused) => ListenerMode::Closed,
            Some(Fault::OldTls) => ListenerMode::OldTls { pem: self.old_tls.to_path_buf() },
            _ => ListenerMode::Serving,
        };
        self.control.set(mode);
    }

    fn set(&self) -> parking_lot::MutexGuard<'_, Set> {
        self.set.lock()
    }
}

impl Set {
    fn connection_fault(&self) -> Option<Fault> {
        let (fault, at) = self.fault.filter(|(fault, _)| fault.point() == FaultPoint::OnConnection)?;
        match at {
            None | Some(Step::Entrance) => Some(fault),
            Some(at) => self.passed.is_some_and(|passed| passed as usize + 1 >= at as usize).then_some(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn names_can_be_read_back() {
        for fault in Fault::ALL {
            assert_eq!(fault.code().parse::<Fault>().unwrap(), *fault);
        }
        for step in Step::ALL {
            assert_eq!(step.code().parse::<Step>().unwrap(), *step);
        }
        assert_eq!("no-such-fault".parse::<Fault>().unwrap_err().to_string(), "no such name: no-such-fault");
        assert_eq!(Fault::ExpiredCertificate.code(), "expired-certificate");
        assert_eq!(Fault::ZipInsteadOfFile.to_string(), "zip-instead-of-file");
    }

    #[tokio::test]
    async fn a_fault_of_the_connection_waits_for_the_step_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let tls = TlsAuthority::open(&crate::Folder::open(folder.path()).unwrap(), &app::SystemClock).unwrap();
        let switches = Switches::new(HtmlVariant::Plain, &tls).unwrap();
        let certificate = || switches.server_certificate();
        switches.set_fault(Some(Fault::ExpiredCertificate), Some(Step::Menu)).await;
        switches.passed(Step::Login).await;
        assert_eq!(certificate(), ServerCertificate::Good);
        switches.passed(Step::Authenticate).await;
        assert_eq!(certificate(), ServerCertificate::Expired);
        switches.set_fault(None, None).await;
        assert_eq!(certificate(), ServerCertificate::Good);
    }
}

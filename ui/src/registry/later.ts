/* What is not needed for the first picture: one file, fetched right after it. */
import '../styles/later';

import About from '../overlays/About.svelte';
import Browser from '../overlays/Browser.svelte';
import FacilityCard from '../overlays/FacilityCard.svelte';
import Guide from '../overlays/Guide.svelte';
import Held from '../overlays/Held.svelte';
import HelpDesk from '../overlays/HelpDesk.svelte';
import LostPhone from '../overlays/LostPhone.svelte';
import NewPhone from '../overlays/NewPhone.svelte';
import PcCard from '../overlays/PcCard.svelte';
import Practice from '../overlays/Practice.svelte';
import ProfileProblem from '../overlays/ProfileProblem.svelte';
import Records from '../overlays/Records.svelte';
import Reminders from '../overlays/Reminders.svelte';
import Removal from '../overlays/Removal.svelte';
import Renewal from '../overlays/Renewal.svelte';
import Scan from '../overlays/Scan.svelte';
import Settings from '../overlays/Settings.svelte';
import Troubleshooting from '../overlays/Troubleshooting.svelte';
import Certificate from '../screens/Certificate.svelte';
import CertificatePassword from '../screens/CertificatePassword.svelte';
import Certificates from '../screens/Certificates.svelte';
import Done from '../screens/Done.svelte';
import Downloading from '../screens/Downloading.svelte';
import Failed from '../screens/Failed.svelte';
import HandOver from '../screens/HandOver.svelte';
import Installing from '../screens/Installing.svelte';
import Login from '../screens/Login.svelte';
import LoginCode from '../screens/LoginCode.svelte';
import NewPassword from '../screens/NewPassword.svelte';
import NoCertificate from '../screens/NoCertificate.svelte';
import Offices from '../screens/Offices.svelte';
import OtherKind from '../screens/OtherKind.svelte';
import PortalWindow from '../screens/PortalWindow.svelte';
import Preparation from '../screens/Preparation.svelte';
import SettingsSteps from '../screens/SettingsSteps.svelte';
import TakeOver from '../screens/TakeOver.svelte';
import Terms from '../screens/Terms.svelte';
import Verify from '../screens/Verify.svelte';
import type { OverlayComponents, ScreenComponents } from '../session/view-types';
import type { FirstScreen } from './first';

export { default as HeldList } from '../components/HeldList.svelte';
export { default as InboundDialog } from '../components/InboundDialog.svelte';
export { default as TermMark } from '../components/Term.svelte';
export { default as SimulatedPhone } from '../simulated-phone/SimulatedPhone.svelte';

/** Every other screen than those of the first picture. */
export const laterScreens = {
  login: Login,
  'portal-window': PortalWindow,
  terms: Terms,
  'new-password': NewPassword,
  'login-code': LoginCode,
  'take-over': TakeOver,
  offices: Offices,
  preparation: Preparation,
  certificates: Certificates,
  'no-certificate': NoCertificate,
  downloading: Downloading,
  'other-kind': OtherKind,
  'certificate-password': CertificatePassword,
  certificate: Certificate,
  'hand-over': HandOver,
  'settings-steps': SettingsSteps,
  installing: Installing,
  verify: Verify,
  done: Done,
  failed: Failed,
} satisfies Omit<ScreenComponents, FirstScreen>;

/** Every page over the screen. */
export const overlays = {
  troubleshooting: Troubleshooting,
  guide: Guide,
  settings: Settings,
  'help-desk': HelpDesk,
  'pc-card': PcCard,
  browser: Browser,
  scan: Scan,
  'facility-card': FacilityCard,
  'profile-problem': ProfileProblem,
  practice: Practice,
  held: Held,
  renewal: Renewal,
  removal: Removal,
  records: Records,
  reminders: Reminders,
  'lost-phone': LostPhone,
  'new-phone': NewPhone,
  about: About,
} satisfies OverlayComponents;

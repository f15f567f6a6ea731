import AndroidChooser from './AndroidChooser.svelte';
import AndroidCredential from './AndroidCredential.svelte';
import AndroidCredentials from './AndroidCredentials.svelte';
import AndroidFiles from './AndroidFiles.svelte';
import AndroidInstall from './AndroidInstall.svelte';
import AndroidKind from './AndroidKind.svelte';
import AndroidName from './AndroidName.svelte';
import AndroidPassword from './AndroidPassword.svelte';
import AndroidSecurity from './AndroidSecurity.svelte';
import FilesList from './FilesList.svelte';
import FilesSave from './FilesSave.svelte';
import OtherBrowserPage from './OtherBrowserPage.svelte';
import SafariAllow from './SafariAllow.svelte';
import SafariChooser from './SafariChooser.svelte';
import SafariDownloaded from './SafariDownloaded.svelte';
import SafariPage from './SafariPage.svelte';
import SettingsDetails from './SettingsDetails.svelte';
import SettingsInstalled from './SettingsInstalled.svelte';
import SettingsManagement from './SettingsManagement.svelte';
import SettingsPasscode from './SettingsPasscode.svelte';
import SettingsPassword from './SettingsPassword.svelte';
import SettingsProfile from './SettingsProfile.svelte';
import SettingsRefused from './SettingsRefused.svelte';
import SettingsRoot from './SettingsRoot.svelte';
import SettingsUnsigned from './SettingsUnsigned.svelte';
import ShareSheet from './ShareSheet.svelte';
import type { SystemComponents } from '../session/view-types';

/** Every screen of the practice phone's system. */
export const systemScreens = {
  'android-kind': AndroidKind,
  'android-name': AndroidName,
  'android-password': AndroidPassword,
  'android-security': AndroidSecurity,
  'android-install': AndroidInstall,
  'android-files': AndroidFiles,
  'android-credentials': AndroidCredentials,
  'android-credential': AndroidCredential,
  'android-chooser': AndroidChooser,
  'safari-page': SafariPage,
  'other-browser-page': OtherBrowserPage,
  'share-sheet': ShareSheet,
  'files-save': FilesSave,
  'files-list': FilesList,
  'safari-allow': SafariAllow,
  'safari-downloaded': SafariDownloaded,
  'safari-chooser': SafariChooser,
  'settings-root': SettingsRoot,
  'settings-management': SettingsManagement,
  'settings-details': SettingsDetails,
  'settings-refused': SettingsRefused,
  'settings-profile': SettingsProfile,
  'settings-passcode': SettingsPasscode,
  'settings-unsigned': SettingsUnsigned,
  'settings-password': SettingsPassword,
  'settings-installed': SettingsInstalled,
} satisfies SystemComponents;

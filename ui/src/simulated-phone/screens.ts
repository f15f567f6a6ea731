import AndroidChooser from './AndroidChooser.svelte';
import AndroidCredential from './AndroidCredential.svelte';
import AndroidInstall from './AndroidInstall.svelte';
import AndroidKind from './AndroidKind.svelte';
import AndroidName from './AndroidName.svelte';
import AndroidSecurity from './AndroidSecurity.svelte';
import FilesList from './FilesList.svelte';
import FilesSave from './FilesSave.svelte';
import NotificationQuestion from './NotificationQuestion.svelte';
import PasswordAsked from './PasswordAsked.svelte';
import Reminder from './Reminder.svelte';
import SafariAllow from './SafariAllow.svelte';
import SafariChooser from './SafariChooser.svelte';
import SafariDownloaded from './SafariDownloaded.svelte';
import ServedPage from './ServedPage.svelte';
import SettingsDetails from './SettingsDetails.svelte';
import SettingsInstalled from './SettingsInstalled.svelte';
import SettingsManagement from './SettingsManagement.svelte';
import SettingsPasscode from './SettingsPasscode.svelte';
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
  'android-password': PasswordAsked,
  'android-security': AndroidSecurity,
  'android-install': AndroidInstall,
  'android-files': FilesList,
  'android-credentials': FilesList,
  'android-credential': AndroidCredential,
  'android-chooser': AndroidChooser,
  'notification-question': NotificationQuestion,
  reminder: Reminder,
  'safari-page': ServedPage,
  'other-browser-page': ServedPage,
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
  'settings-password': PasswordAsked,
  'settings-installed': SettingsInstalled,
} satisfies SystemComponents;

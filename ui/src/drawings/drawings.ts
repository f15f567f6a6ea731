import type { Component } from 'svelte';
import AndroidChooser from './AndroidChooser.svelte';
import AndroidFiles from './AndroidFiles.svelte';
import AndroidKind from './AndroidKind.svelte';
import AndroidName from './AndroidName.svelte';
import AndroidPassword from './AndroidPassword.svelte';
import AndroidSettings from './AndroidSettings.svelte';
import BrowserDownload from './BrowserDownload.svelte';
import BrowserFiles from './BrowserFiles.svelte';
import BrowserOpen from './BrowserOpen.svelte';
import Computer from './Computer.svelte';
import Download from './Download.svelte';
import Empty from './Empty.svelte';
import FileOdd from './FileOdd.svelte';
import HandedOver from './HandedOver.svelte';
import IosChooser from './IosChooser.svelte';
import IosDetails from './IosDetails.svelte';
import IosDone from './IosDone.svelte';
import IosFiles from './IosFiles.svelte';
import IosLeave from './IosLeave.svelte';
import IosNotSecure from './IosNotSecure.svelte';
import IosPasscode from './IosPasscode.svelte';
import IosPassword from './IosPassword.svelte';
import IosProfile from './IosProfile.svelte';
import IosReceive from './IosReceive.svelte';
import IosSave from './IosSave.svelte';
import IosShare from './IosShare.svelte';
import IosUnsigned from './IosUnsigned.svelte';
import IosWrongPassword from './IosWrongPassword.svelte';
import Letter from './Letter.svelte';
import Lock from './Lock.svelte';
import Noted from './Noted.svelte';
import Offline from './Offline.svelte';
import PhoneOdd from './PhoneOdd.svelte';
import PortalOdd from './PortalOdd.svelte';
import SafariDialog from './SafariDialog.svelte';
import Scan from './Scan.svelte';
import SettingsList from './SettingsList.svelte';
import SettingsPage from './SettingsPage.svelte';
import Success from './Success.svelte';
import Welcome from './Welcome.svelte';

interface Drawn {
  component: Component<Record<string, unknown>>;
  props: Record<string, unknown>;
}

/** Every drawing: the component that draws it, and what that is given. The guide's files name them. */
export const drawings = {
  'android-chooser': alone(AndroidChooser),
  'android-credentials': draws(AndroidSettings, {
    alt: 'drawing_android-credentials',
    title: 'system_android_security',
    row: 'system_android_credentials',
  }),
  'android-files': alone(AndroidFiles),
  'android-install': draws(AndroidSettings, {
    alt: 'drawing_android-install',
    title: 'system_android_install',
    row: 'system_android_kind_vpn',
  }),
  'android-kind': alone(AndroidKind),
  'android-name': alone(AndroidName),
  'android-password': alone(AndroidPassword),
  'android-security': draws(AndroidSettings, {
    alt: 'drawing_android-security',
    title: 'system_android_security',
    row: 'system_android_install',
  }),
  'browser-download': alone(BrowserDownload),
  'browser-files': alone(BrowserFiles),
  'browser-open': alone(BrowserOpen),
  computer: alone(Computer),
  download: alone(Download),
  empty: alone(Empty),
  'file-odd': alone(FileOdd),
  'handed-over': alone(HandedOver),
  'ios-allow': draws(SafariDialog, {
    alt: 'drawing_ios-allow',
    text: 'system_safari_allow_text',
    go: 'system_safari_allow_yes',
    no: 'system_safari_allow_no',
  }),
  'ios-browser': draws(SettingsPage, {
    alt: 'drawing_ios-browser',
    title: 'system_settings_browser',
    name: 'Safari',
    chosen: true,
  }),
  'ios-chooser': alone(IosChooser),
  'ios-date': draws(SettingsPage, {
    alt: 'drawing_ios-date',
    title: 'system_settings_general',
    row: 'system_settings_date',
  }),
  'ios-details': alone(IosDetails),
  'ios-done': alone(IosDone),
  'ios-downloaded': draws(SafariDialog, {
    alt: 'drawing_ios-downloaded',
    text: 'system_safari_downloaded_title',
    go: 'system_safari_downloaded_close',
  }),
  'ios-files': alone(IosFiles),
  'ios-general': draws(SettingsList, { alt: 'drawing_ios-general', row: 'system_settings_general' }),
  'ios-installed': draws(SettingsPage, { alt: 'drawing_ios-installed', title: 'system_settings_management' }),
  'ios-leave': alone(IosLeave),
  'ios-lockdown': draws(SettingsPage, {
    alt: 'drawing_ios-lockdown',
    title: 'system_settings_privacy',
    row: 'system_settings_lockdown',
    value: 'system_settings_on',
  }),
  'ios-managed': draws(SettingsList, { alt: 'drawing_ios-managed', managed: true }),
  'ios-management': draws(SettingsPage, {
    alt: 'drawing_ios-management',
    title: 'system_settings_general',
    row: 'system_settings_management',
  }),
  'ios-no-entry': draws(SettingsList, { alt: 'drawing_ios-no-entry' }),
  'ios-not-secure': alone(IosNotSecure),
  'ios-passcode': alone(IosPasscode),
  'ios-passcode-on': draws(SettingsPage, {
    alt: 'drawing_ios-passcode-on',
    title: 'system_settings_face',
    row: 'system_settings_passcode_on',
  }),
  'ios-password': alone(IosPassword),
  'ios-profile': alone(IosProfile),
  'ios-receive': alone(IosReceive),
  'ios-save': alone(IosSave),
  'ios-settings': draws(SettingsList, { alt: 'drawing_ios-settings', row: 'system_settings_waiting' }),
  'ios-share': alone(IosShare),
  'ios-stolen': draws(SettingsPage, {
    alt: 'drawing_ios-stolen',
    title: 'system_settings_face',
    row: 'system_settings_stolen',
    value: 'system_settings_on',
  }),
  'ios-unsigned': alone(IosUnsigned),
  'ios-wrong-password': alone(IosWrongPassword),
  letter: alone(Letter),
  lock: alone(Lock),
  noted: alone(Noted),
  offline: alone(Offline),
  'phone-odd': alone(PhoneOdd),
  'portal-odd': alone(PortalOdd),
  scan: alone(Scan),
  success: alone(Success),
  welcome: alone(Welcome),
} as const satisfies Readonly<Record<string, Drawn>>;

/** The name of a drawing. */
export type DrawingName = keyof typeof drawings;

/** A string that names a drawing. */
export function isDrawing(name: string): name is DrawingName {
  return Object.hasOwn(drawings, name);
}

function draws<Draws extends Component<never>>(component: Draws, props: Parameters<Draws>[1]): Drawn {
  return { component: component as unknown as Component<Record<string, unknown>>, props };
}

function alone(component: Component<Record<string, never>>): Drawn {
  return draws(component, {});
}

import type { Platform } from '../../../ui/src/types/Platform.ts';
import type { Caregiver } from './caregiver.ts';

/** Handles of the practice portal's offices. */
export type OfficeId = 'both' | 'dx' | 'none' | 'agent';

/** From the welcome to practising as this office with this phone. */
export async function practise(caregiver: Caregiver, phone: Platform, office: OfficeId): Promise<void> {
  await caregiver.sees('welcome');
  await caregiver.presses('open-practice');
  await caregiver.seesAside('practice');
  await caregiver.chooses('phone', phone);
  await caregiver.chooses('office', office);
  await caregiver.pressesMain('練習を始める');
  await caregiver.sees('welcome');
}

/** From the welcome through the login; 「始める」, ID, password, 「ログイン」. */
export async function logIn(caregiver: Caregiver): Promise<void> {
  await caregiver.sees('welcome');
  await caregiver.pressesMain('始める');
  await caregiver.sees('login');
  await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
  await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
  await caregiver.pressesMain('ログイン');
}

/** The password of the letter, and the certificate it opens. */
export async function openCertificate(caregiver: Caregiver): Promise<string> {
  await caregiver.sees('certificate-password');
  const password = await caregiver.reads('practice-certificate-password');
  await caregiver.types('certificate-password', password, '証明書発行用パスワード');
  await caregiver.pressesMain('確認する');
  await caregiver.sees('certificate');
  return password;
}

/** Android: into the phone, and proven by the key it holds. */
export async function installOnAndroid(caregiver: Caregiver): Promise<void> {
  await caregiver.pressesMain('このスマホにインストールする');
  await caregiver.answers('android-kind');
  await caregiver.answers('android-name');
  await caregiver.sees('verify');
}

/** Android: the chooser, once. */
export async function verifyOnAndroid(caregiver: Caregiver): Promise<void> {
  await caregiver.pressesMain('確認する');
  await caregiver.answers('android-chooser');
  await caregiver.sees('done');
}

/** iPhone: Safari takes the profile and is closed. */
export async function handOver(caregiver: Caregiver): Promise<void> {
  await caregiver.pressesMain('Safariに渡す');
  await caregiver.answers('safari-page');
  await caregiver.answers('safari-allow');
  await caregiver.answers('safari-downloaded');
  // The page stays.
  await caregiver.answers('safari-page', 'decline');
  await caregiver.sees('settings-steps');
}

/** iPhone: Settings installs the profile. */
export async function installInSettings(caregiver: Caregiver, password: string): Promise<void> {
  await caregiver.opensSettings();
  await caregiver.answers('settings-root');
  await caregiver.answers('settings-profile');
  await caregiver.answers('settings-passcode');
  await caregiver.answers('settings-unsigned');
  await caregiver.seesSystem('settings-password');
  await caregiver.typesIntoSystem('settings-password', password);
  await caregiver.answers('settings-password');
  await caregiver.answers('settings-installed');
  await caregiver.sees('settings-steps');
  await caregiver.pressesMain('インストールしました');
  await caregiver.sees('verify');
}

/** iPhone: Safari shows the certificate to the probe. */
export async function verifyOnIphone(caregiver: Caregiver): Promise<void> {
  await caregiver.pressesMain('確認する');
  await caregiver.answers('safari-chooser');
  await caregiver.answers('safari-page');
  await caregiver.sees('done');
}

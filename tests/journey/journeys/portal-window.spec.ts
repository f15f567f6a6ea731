import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Caregiver } from '../src/caregiver.ts';
import { PortalWindow } from '../src/portal-window.ts';
import { Walk } from '../src/walk.ts';
import { installOnAndroid, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';

/** To the window, which is open then; the password of the practice letter. */
async function opensTheWindow(caregiver: Caregiver): Promise<string> {
  await practise(caregiver, 'android', 'dx');
  await caregiver.pressesMain('はじめる');
  await caregiver.sees('login');
  await caregiver.presses('way-window');
  await caregiver.sees('portal-window');
  const password = await caregiver.reads('practice-login-password');
  await caregiver.pressesMain('受付システムの画面を開く');
  return password;
}

/** Presses what the large button names, and types the one thing that the portal alone may know. */
async function downloads(portal: PortalWindow, password: string): Promise<void> {
  await portal.sees('1/5');
  portal.press();
  await portal.sees('2/5');
  // The remembered user ID, the field of the password, the log-in.
  portal.press();
  await sleep(1_000);
  portal.press();
  await sleep(1_000);
  portal.type(password);
  await sleep(500);
  portal.press();
  await portal.sees('3/5');
  await portal.isPressedUntilGone();
}

test('through the portal’s own window to a proven certificate', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  const password = await opensTheWindow(caregiver);
  await downloads(await PortalWindow.open(), password);
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
});

test('killed while the window is open: it is opened again, and leads to the certificate', async () => {
  const walk = await Walk.begin();
  const { caregiver } = walk;
  const password = await opensTheWindow(caregiver);
  const portal = await PortalWindow.open();
  await portal.sees('1/5');
  expect(JSON.parse(readFileSync(path.join(walk.folder, 'state.json'), 'utf8'))).toMatchObject({
    journal: { step: { id: 'window' } },
  });
  await walk.isKilledAndReturns();
  await caregiver.sees('portal-window');
  await caregiver.seesText('受付システムの画面が閉じました。');
  await caregiver.pressesMain('もう一度、画面を開く');
  await downloads(await PortalWindow.open(), password);
  await openCertificate(caregiver);
});

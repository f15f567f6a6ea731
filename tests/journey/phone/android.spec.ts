import path from 'node:path';
import { _android as android, expect, test } from '@playwright/test';
import { BrowserWindow } from '../src/browser-window.ts';
import { Caregiver, photographer } from '../src/caregiver.ts';
import { top } from '../src/places.ts';
import { installOnAndroid, logIn, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';

test('the app starts, and practice is walked from the entrance to a certificate that signs', async () => {
  const [device] = await android.devices();
  if (!device) throw new Error('adb knows no phone');
  const view = await device.webView({ pkg: 'jp.shomeinavi.app' }, { timeout: 60_000 });
  const pictures = process.env['PICTURES'] ?? path.join(top, 'target/smoke');
  const caregiver = new Caregiver(new BrowserWindow(await view.page()), photographer(pictures));
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  expect(await caregiver.readsPage()).not.toBe('');
  await device.close();
});

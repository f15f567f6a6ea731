import path from 'node:path';
import { expect, test } from 'vitest';
import { android, iphone, settle } from '../src/budget.ts';
import { pictures } from '../src/places.ts';
import { Walk } from '../src/walk.ts';
import {
  handOver,
  installInSettings,
  installOnAndroid,
  logIn,
  openCertificate,
  practise,
  verifyOnAndroid,
  verifyOnIphone,
} from '../src/ways.ts';

test('Android, from the entrance to a certificate that signs', async () => {
  const walk = await Walk.begin(path.join(pictures, 'android'));
  const { caregiver } = walk;
  await practise(caregiver, 'android', 'dx');
  caregiver.startsCounting();
  await logIn(caregiver);
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  expect(await caregiver.readsPage()).toContain('確認済み');
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  settle(android, caregiver);
  await walk.closes();
});

test('iPhone, from the entrance to a certificate that Safari shows', async () => {
  const walk = await Walk.begin(path.join(pictures, 'iphone'));
  const { caregiver } = walk;
  await practise(caregiver, 'iphone', 'dx');
  caregiver.startsCounting();
  await logIn(caregiver);
  const password = await openCertificate(caregiver);
  await handOver(caregiver);
  await installInSettings(caregiver, password);
  await verifyOnIphone(caregiver);
  expect(await caregiver.readsPage()).toContain('確認済み');
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  settle(iphone, caregiver);
  await walk.closes();
});

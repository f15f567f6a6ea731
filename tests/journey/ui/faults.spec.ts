import { logIn, practise } from '../src/ways.ts';
import { expect, test } from './session.ts';

/** What the practice portal gets wrong, where, and what the caregiver is told. */
const table: [fault: string, step: string, code: string][] = [
  ['refused', 'login', 'portal-offline'],
  ['down', 'login', 'portal-down'],
  ['internal-error', 'certificates', 'portal-down'],
  ['maintenance', 'entrance', 'portal-maintenance'],
  ['locked', 'authenticate', 'portal-locked'],
  ['unknown-page', 'authenticate', 'portal-unknown-page'],
  ['session-expired', 'certificates', 'portal-session-expired'],
  ['taken-over', 'certificates', 'portal-session-taken-over'],
  ['redirect-elsewhere', 'login', 'portal-refused-redirect'],
  ['untrusted-certificate', 'login', 'portal-tls-untrusted'],
  ['html-instead-of-file', 'download', 'portal-not-a-file'],
  ['empty-file', 'download', 'portal-not-a-file'],
];

for (const [fault, step, code] of table) {
  test(`${fault} at ${step} is told as ${code}`, async ({ page, begin }) => {
    const caregiver = await begin();
    await practise(caregiver, 'android', 'dx');
    const session = new URL(page.url()).searchParams.get('session') ?? '';
    const answer = await page.request.post('/fault', { headers: { 'x-session': session }, data: { fault, step } });
    expect(answer.status()).toBe(204);
    await logIn(caregiver);
    await caregiver.seesFailure(code);
    expect(await caregiver.readsPage()).not.toContain('undefined');
  });
}

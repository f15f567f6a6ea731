import ICAL from 'ical.js';
import type { Page } from '@playwright/test';
import { installOnAndroid, logIn, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';
import { expect, test } from './session.ts';

/** What a calendar reads out of the file that was shared last. */
async function readByCalendar(page: Page, session: () => Record<string, string>): Promise<ICAL.Component> {
  let text = '';
  await expect
    .poll(
      async () => {
        const answer = await page.request.get('/shared-file', { headers: session() });
        if (answer.ok()) text = (await answer.body()).toString('utf8');
        return answer.status();
      },
      { timeout: 30_000 },
    )
    .toBe(200);
  return new ICAL.Component(ICAL.parse(text) as unknown[]);
}

// ical.js reads the calendars of Thunderbird.
test('the end of validity is one event with an alarm for every day, as another program reads it', async ({
  page,
  begin,
  session,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await openCertificate(caregiver);
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  await caregiver.presses('open-held');
  await caregiver.seesAside('held');
  const office = (await page.locator('.certificate__office').first().innerText()).trim();
  expect(office).not.toBe('');
  await caregiver.presses('share-calendar');
  const calendar = await readByCalendar(page, session);

  expect(calendar.name).toBe('vcalendar');
  const events = calendar.getAllSubcomponents('vevent');
  expect(events).toHaveLength(1);
  const event = new ICAL.Event(events[0]);
  expect(event.summary).toContain('介護DX証明書');
  expect(event.summary).toContain(office);
  expect(event.description).toContain('パソコン');
  const start = event.startDate.toJSDate();
  // Ten o'clock in Japan.
  expect([start.getUTCHours(), start.getUTCMinutes()]).toEqual([1, 0]);
  expect(event.endDate.toJSDate().getTime() - start.getTime()).toBe(15 * 60_000);
  const days = event.component.getAllSubcomponents('valarm').map((alarm) => {
    expect(alarm.getFirstPropertyValue('action')).toBe('DISPLAY');
    const trigger = alarm.getFirstPropertyValue('trigger') as ICAL.Duration;
    return -trigger.toSeconds() / 86_400;
  });
  expect(days.map((each) => each + 0)).toEqual([90, 30, 14, 7, 1, 0]);
  expect(event.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT');
});

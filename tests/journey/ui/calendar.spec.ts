import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ICAL from 'ical.js';
import type { Page } from '@playwright/test';
import { installOnAndroid, logIn, openCertificate, practise, verifyOnAndroid } from '../src/ways.ts';
import { expect, test } from './session.ts';

/** The file that was shared last. */
async function sharedFile(page: Page, session: () => Record<string, string>): Promise<string> {
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
  return text;
}

/** A calendar of khal's in Japan, empty at first. */
class Khal {
  readonly #folder: string;
  readonly #config: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.#config = path.join(folder, 'khal.conf');
    const days = path.join(folder, 'calendar');
    mkdirSync(days, { recursive: true });
    writeFileSync(
      this.#config,
      `[calendars]
[[facility]]
path = ${days}
[locale]
local_timezone = Asia/Tokyo
default_timezone = Asia/Tokyo
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = ${path.join(folder, 'khal.db')}
`,
    );
  }

  /** Takes in what was shared, without asking. */
  takesIn(ics: string): void {
    const file = path.join(this.#folder, 'shared.ics');
    writeFileSync(file, ics);
    this.#runs('import', '--batch', '--include-calendar', 'facility', file);
  }

  /** What stands in it on a day, as `from–to, bell, title`. */
  on(day: string): string[] {
    const shown = this.#runs(
      'list',
      '--day-format',
      '',
      '--format',
      '{start-time}–{end-time}{alarm-symbol} {title}',
      day,
      '1d',
    );
    return shown
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  #runs(...words: string[]): string {
    return execFileSync('khal', ['--config', this.#config, ...words], { encoding: 'utf8' });
  }
}

// ical.js reads the calendars of Thunderbird; khal is a calendar of its own.
test('the end of validity is one event with an alarm for every day, as another program reads it', async ({
  page,
  begin,
  session,
}, testInfo) => {
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
  const ics = await sharedFile(page, session);
  const calendar = new ICAL.Component(ICAL.parse(ics) as unknown[]);

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

  const khal = new Khal(testInfo.outputPath('khal'));
  khal.takesIn(ics);
  // Shared a second time, it is the same event.
  khal.takesIn(ics);
  const lastDay = new Date(start.getTime() + 9 * 3_600_000).toISOString().slice(0, 10);
  expect(khal.on(lastDay)).toEqual([`10:00–10:15 ⏰ ${event.summary}`]);
});

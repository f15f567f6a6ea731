import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { InboundApp } from '../src/inbound-app.ts';
import { withKey } from '../src/files.ts';
import { top } from '../src/places.ts';
import { boundOf, bounds, isWithin, rowName, written, type Place } from '../src/secret-bounds.ts';
import { inFiles, inMemory, needles, type Counts, type Needles } from '../src/secret-scan.ts';
import { handOver, installInSettings, installOnAndroid, practise, verifyOnAndroid } from '../src/ways.ts';

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LOG = path.join(top, 'target/log/webdriver.log');
const allowed = bounds();
/** What was found, as the table writes it: copied from here when it has fallen. */
const table: string[] = [];
const home = mkdtempSync(path.join(tmpdir(), 'shomei-navi-home-'));

beforeAll(() => {
  // What app and engine keep, cache and write for a while is looked at, so it is nobody else's: the state folder too is made there.
  for (const name of ['XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'TMPDIR']) {
    const folder = path.join(home, name);
    mkdirSync(folder);
    process.env[name] = folder;
  }
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  console.log(['Left of the marked secrets:', ...table].join('\n'));
});

function marked(): string {
  return `Mk${Array.from({ length: 13 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
}

/** An app that practises, and what was typed and opened in it that nothing of the practice knows. */
class Marked {
  readonly app: InboundApp;
  readonly password: string;
  readonly #file: string;
  readonly #loginPassword: string;
  readonly #needles: Needles;

  private constructor(app: InboundApp, iterations: number) {
    this.app = app;
    this.#loginPassword = marked();
    this.password = marked();
    const { file, key } = withKey(this.password, iterations);
    this.#needles = needles(this.#loginPassword, this.password, key);
    const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-marked-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    this.#file = path.join(folder, 'certificate.p12');
    writeFileSync(this.#file, file);
  }

  /** The portal refuses the marked login password; then the marked file is opened, as far as its password. */
  static async begin(phone: 'android' | 'iphone', iterations?: number): Promise<Marked> {
    const walk = await Marked.refused(phone, iterations);
    await walk.comesToPassword();
    return walk;
  }

  static async refused(phone: 'android' | 'iphone', iterations = 2_048): Promise<Marked> {
    const walk = new Marked(await InboundApp.begin(), iterations);
    const { caregiver } = walk.app;
    await practise(caregiver, phone, 'dx');
    await caregiver.pressesMain('始める');
    await caregiver.sees('login');
    await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
    await caregiver.types('password', walk.#loginPassword, 'パスワード');
    await caregiver.pressesMain('ログイン');
    await caregiver.seesFailure('portal-wrong-login');
    return walk;
  }

  async comesToPassword(): Promise<void> {
    const { caregiver } = this.app;
    this.app.brings(this.#file);
    await this.app.dialog();
    await this.app.answers('main');
    await caregiver.sees('certificate-password');
  }

  async typesPassword(): Promise<void> {
    await this.app.caregiver.types('certificate-password', this.password, '証明書発行用パスワード');
    await this.app.caregiver.pressesMain('確認する');
  }

  /** As far as the certificate: there the search must find the key, or it would find nothing anywhere. */
  async opens(): Promise<void> {
    await this.typesPassword();
    await this.app.caregiver.sees('certificate');
    const now = inMemory(this.app.processes.app, this.#needles);
    expect(now['certificate password']).toBeGreaterThan(0);
    expect(now.primes).toBeGreaterThan(0);
    await this.app.caregiver.presses('install-anyway', 'それでもインストールする');
  }

  async leaves(): Promise<void> {
    await this.app.caregiver.presses('back');
    await this.app.caregiver.presses('confirm');
  }

  /** Looks everywhere, and holds what is found against the table. */
  async isLeft(moment: string): Promise<void> {
    // What ends late ends.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { app, web } = this.app.processes;
    expect(web.length, 'the engine has processes of its own').toBeGreaterThan(0);
    const phone = path.join(this.app.folder, 'practice');
    const found: Record<Place, Counts> = {
      app: inMemory(app, this.#needles),
      web: inMemory(web, this.#needles),
      disk: inFiles([home], this.#needles, (file) => file.startsWith(phone)),
      'practice phone': inFiles([phone], this.#needles),
      log: inFiles([LOG], this.#needles),
    };
    expect(existsSync(LOG) && this.app.folder.startsWith(home), 'log and state are where they are looked for').toBe(
      true,
    );
    for (const [place, counts] of Object.entries(found) as [Place, Counts][]) {
      const row = rowName(moment, place);
      table.push(written(row, counts));
      const bound = boundOf(allowed, moment, place);
      expect.soft(isWithin(counts, bound), `${written(row, counts)}; allowed: ${JSON.stringify(bound)}`).toBe(true);
    }
  }
}

test('Android: after a log-in that the portal refused', async () => {
  const walk = await Marked.refused('android');
  await walk.isLeft('Android, refused');
});

test('Android: after done', async () => {
  const walk = await Marked.begin('android');
  const { caregiver } = walk.app;
  await walk.opens();
  await installOnAndroid(caregiver);
  await verifyOnAndroid(caregiver);
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  await walk.isLeft('Android, done');
});

test('Android: after later', async () => {
  const walk = await Marked.begin('android');
  const { caregiver } = walk.app;
  await walk.opens();
  await installOnAndroid(caregiver);
  await caregiver.presses('later');
  await caregiver.sees('home');
  await walk.isLeft('Android, later');
});

test('Android: after a cancel at the certificate', async () => {
  const walk = await Marked.begin('android');
  await walk.opens();
  await walk.leaves();
  await walk.isLeft('Android, cancel');
});

test('Android: after a cancel in the middle of a slow derivation', async () => {
  const walk = await Marked.begin('android', 1_300_000);
  const { caregiver } = walk.app;
  await walk.typesPassword();
  await caregiver.presses('stop-opening');
  await caregiver.sees('certificate-password');
  await walk.leaves();
  await walk.isLeft('Android, cancel while opening');
});

test('iPhone: after a log-in that the portal refused, put away', async () => {
  const walk = await Marked.refused('iphone');
  await walk.app.caregiver.presses('back');
  await walk.app.caregiver.sees('welcome');
  await walk.isLeft('iPhone, refused');
});

test('iPhone: after done', async () => {
  const walk = await Marked.begin('iphone');
  const { caregiver } = walk.app;
  await walk.opens();
  await handOver(caregiver);
  await installInSettings(caregiver, walk.password);
  // No probe takes a certificate of an authority that it does not know.
  await caregiver.unfolds('verify-in-settings');
  await caregiver.presses('said-verified');
  await caregiver.sees('done');
  await caregiver.pressesMain('終了する');
  await caregiver.sees('home');
  await walk.isLeft('iPhone, done');
});

test('iPhone: after later', async () => {
  const walk = await Marked.begin('iphone');
  const { caregiver } = walk.app;
  await walk.opens();
  await handOver(caregiver);
  await installInSettings(caregiver, walk.password);
  await caregiver.presses('later');
  await caregiver.sees('home');
  await walk.isLeft('iPhone, later');
});

test('iPhone: after a cancel once it was handed over', async () => {
  const walk = await Marked.begin('iphone');
  await walk.opens();
  await handOver(walk.app.caregiver);
  await walk.leaves();
  await walk.isLeft('iPhone, cancel');
});

test('iPhone: after a cancel in the middle of a slow derivation', async () => {
  const walk = await Marked.begin('iphone', 1_300_000);
  const { caregiver } = walk.app;
  await walk.typesPassword();
  await caregiver.presses('stop-opening');
  await caregiver.sees('certificate-password');
  await walk.leaves();
  await walk.isLeft('iPhone, cancel while opening');
});

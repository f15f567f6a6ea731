import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

export const USER = 'KJ0123456789AB';
export const PASSWORD = 'Himitsu2026';

/** The outside of a PKCS#12: a SEQUENCE with something in it. Whose it is, its first byte inside tells. */
function pretendFile(mark: number): Buffer {
  const inside = Buffer.alloc(3000, mark);
  return Buffer.concat([Buffer.from([0x30, 0x82, inside.length >> 8, inside.length & 0xff]), inside]);
}

export const DX_FILE = pretendFile(1);
export const HOKEN_FILE = pretendFile(2);

/** What was asked for. */
export interface Asked {
  path: string;
  query: URLSearchParams;
  /** The body, decoded as Latin-1 where it is no UTF-8. */
  form: URLSearchParams;
  raw: string;
  method: string;
  cookie: string;
  /** Is it from somebody who has logged in? */
  isIn: boolean;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The connection is closed without an answer. */
  isCut?: true;
}

/** A portal as one function. */
export type Portal = (asked: Asked, server: PortalServer) => Answer;

export const page = (title: string, body: string, head = ''): Answer => ({
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>${body}</body></html>`,
});

export const redirect = (location: string, status = 303): Answer => ({ status, headers: { location } });

export const attachment = (file: Buffer, type = 'application/x-pkcs12'): Answer => ({
  headers: { 'content-type': type, 'content-disposition': `attachment; filename="k${Math.random()}.pfx"` },
  body: file,
});

export const NOT_FOUND: Answer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<h1>404</h1>' };

/** The login form of most of them. */
export const loginPage = (action: string, more = ''): Answer =>
  page(
    '介護電子請求受付システム ログイン',
    `<h1>ログイン</h1>${more}<form method="post" action="${action}"><label>ユーザーID <input name="uid"></label>
     <label>パスワード <input name="pw" type="password"></label><button>ログイン</button></form>`,
  );

export const isRight = (form: URLSearchParams): boolean => form.get('uid') === USER && form.get('pw') === PASSWORD;

/** Logs in, and goes on. */
export const logIn = (asked: Asked, onwards: string): Answer =>
  isRight(asked.form)
    ? { ...redirect(onwards), headers: { location: onwards, 'set-cookie': 'in=1; Secure; HttpOnly; Path=/' } }
    : loginPage(asked.path, '<p>ユーザーIDまたはパスワードが正しくありません。</p>');

/** An authority of its own, and servers with its certificate. */
export class PortalServer {
  readonly entry: string;
  readonly authority: string;
  /** Method and path of every request, in order. */
  readonly log: string[] = [];
  /** Whatever a portal keeps. */
  readonly kept = new Map<string, string>();
  readonly #server: Server;

  private constructor(server: Server, authority: string) {
    this.#server = server;
    this.authority = authority;
    this.entry = `https://localhost:${(server.address() as AddressInfo).port}/`;
  }

  static async start(portal: Portal, port = 0): Promise<PortalServer> {
    const { key, cert, authority } = identity();
    const server = createServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
    const running = new PortalServer(server, authority);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', running.entry);
        const raw = Buffer.concat(chunks).toString('latin1');
        running.log.push(`${request.method} ${url.pathname}${url.search}`);
        const asked: Asked = {
          path: url.pathname,
          query: url.searchParams,
          form: new URLSearchParams(Buffer.from(raw, 'latin1').toString('utf8')),
          raw,
          method: request.method ?? '',
          cookie: request.headers.cookie ?? '',
          isIn: (request.headers.cookie ?? '').includes('in=1'),
        };
        const answer = portal(asked, running);
        if (answer.isCut) {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status ?? 200, { 'cache-control': 'no-store', ...answer.headers });
        response.end(answer.body ?? '');
      });
    });
    return running;
  }

  asked(what: string): number {
    return this.log.filter((line) => line.startsWith(what)).length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

let made: { key: Buffer; cert: Buffer; authority: string } | undefined;

// A worker is ended without a word: it does not come to its `exit`.
afterAll(() => {
  if (made) rmSync(path.dirname(made.authority), { recursive: true, force: true });
  made = undefined;
});

function identity() {
  if (made) return made;
  const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-portal-'));
  const at = (name: string) => path.join(folder, name);
  const openssl = (...options: string[]) => execFileSync('openssl', options, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const ca = ['-x509', '-days', '2', '-subj', '/CN=odd portals', '-addext', 'basicConstraints=critical,CA:TRUE'];
  openssl('req', ...ec, ...ca, '-keyout', at('ca.key'), '-out', at('ca.pem'));
  openssl('req', ...ec, '-subj', '/CN=localhost', '-keyout', at('key.pem'), '-out', at('csr.pem'));
  writeFileSync(at('ext'), 'subjectAltName=DNS:localhost,DNS:*.portal.localhost,IP:127.0.0.1\n');
  const signs = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2', '-extfile', at('ext')];
  openssl('x509', '-req', '-in', at('csr.pem'), ...signs, '-out', at('cert.pem'));
  made = { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')), authority: at('ca.pem') };
  return made;
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.png': 'image/png',
  '.json': 'application/json',
};

/** What `_headers` asks for, as a static host reads it: a path, then its headers, indented. */
function headersOf(text: string, page: string): Record<string, string> {
  const found: Record<string, string> = {};
  let applies = false;
  for (const line of text.split('\n')) {
    const header = /^ {2}([\w-]+): (.+)$/.exec(line);
    if (header?.[1] && header[2]) {
      if (applies) found[header[1]] = header[2];
    } else if (line) applies = line === '/*' || line === page;
  }
  return found;
}

/** Serves a folder as a static host does: `/card` is `card.html`. */
export async function serve(folder: string): Promise<{ base: string; asked: string[]; stop: () => void }> {
  const rules = await readFile(path.join(folder, '_headers'), 'utf8');
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    asked.push(pathname);
    const name = pathname === '/' ? '/index.html' : /\.|^\/\.well-known/.test(pathname) ? pathname : `${pathname}.html`;
    readFile(path.join(folder, name)).then(
      (body) => {
        const kind = KINDS[path.extname(name)] ?? 'application/octet-stream';
        response.writeHead(200, { 'Content-Type': kind, ...headersOf(rules, pathname) }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { base: `http://127.0.0.1:${port}`, asked, stop: () => server.close() };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PKCS#12 file as OpenSSL writes it, of a certificate that nobody issued. */
export function pkcs12(password: string): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-file-'));
  const openssl = (words: string) =>
    execFileSync('openssl', words.split(' '), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    openssl('req -x509 -newkey rsa:2048 -nodes -subj /CN=test -keyout key.pem -out cert.pem');
    openssl(`pkcs12 -export -inkey key.pem -in cert.pem -passout pass:${password} -out file.p12`);
    return readFileSync(path.join(folder, 'file.p12'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

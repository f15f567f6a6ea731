import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PKCS#12 file as OpenSSL writes it, of a certificate that nobody issued. */
export function pkcs12(password: string): Buffer {
  return made(password, 'req -x509 -newkey rsa:2048 -nodes -subj /CN=test -keyout key.pem -out cert.pem');
}

/** The same of a certificate that another authority issued to another subject than the manual names. */
export function issuedElsewhere(password: string, subject: string): Buffer {
  return made(password, ...stepsOfAnotherAuthority(subject));
}

/** The same as {@link pkcs12}, with so many iterations of every key derivation. */
export function slowPkcs12(password: string, iterations: number): Buffer {
  return made(
    `${password} -iter ${iterations}`,
    'req -x509 -newkey rsa:2048 -nodes -subj /CN=test -keyout key.pem -out cert.pem',
  );
}

/** The same as {@link issuedElsewhere} with so many iterations, and the key that is in it, in PEM. */
export function withKey(password: string, iterations: number): { file: Buffer; key: string } {
  let key = '';
  const file = made(
    `${password} -iter ${iterations}`,
    ...stepsOfAnotherAuthority('KaigoJigyousho'),
    (folder) => (key = readFileSync(path.join(folder, 'key.pem'), 'utf8')),
  );
  return { file, key };
}

function stepsOfAnotherAuthority(subject: string): string[] {
  return [
    'req -x509 -newkey rsa:2048 -nodes -subj /CN=Other-CA -keyout ca.key -out ca.pem',
    `req -newkey rsa:2048 -nodes -subj /CN=${subject} -keyout key.pem -out request.pem`,
    'x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 400 -out cert.pem',
  ];
}

function made(password: string, ...steps: (string | ((folder: string) => void))[]): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-file-'));
  const openssl = (words: string) =>
    execFileSync('openssl', words.split(' '), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    for (const step of steps) {
      if (typeof step === 'string') openssl(step);
      else step(folder);
    }
    openssl(`pkcs12 -export -inkey key.pem -in cert.pem -passout pass:${password} -out file.p12`);
    return readFileSync(path.join(folder, 'file.p12'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a browser without TLS does with the loopback page, and what iOS takes out of the profile behind it. */
export async function fetchProfile(page: string): Promise<Uint8Array> {
  const shown = await fetch(page);
  if (!shown.headers.get('content-type')?.startsWith('text/html')) throw new Error(`no page at ${page}`);
  const link = /<a [^>]*href="([^"]+)"/.exec(await shown.text())?.[1];
  if (!link) throw new Error('the page has no button');
  const second = await fetch(new URL(link, page));
  const loads = /<meta http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(await second.text())?.[1];
  if (!loads) throw new Error('the second page loads nothing');
  const profile = await fetch(new URL(loads, second.url));
  const type = profile.headers.get('content-type');
  if (type !== 'application/x-apple-aspen-config') throw new Error(`Safari would not take ${type} for a profile`);
  const enclosed = /<data>([\s\S]*?)<\/data>/.exec(await profile.text())?.[1];
  if (!enclosed) throw new Error('the profile encloses nothing');
  return Buffer.from(enclosed.replace(/\s/g, ''), 'base64');
}

// A file on its way to the app: in parts, as base64.

const PART = 24576;

const tellFile = async (blob, disposition) => {
  if (blob.size > settings.maxFileBytes) {
    tell({ type: 'file-failed', why: 'too-large' });
    return;
  }
  const bytes = new Uint8Array(await blob.arrayBuffer());
  tell({ type: 'file-start', length: bytes.length, disposition: (disposition || '').slice(0, 600) || null });
  for (let at = 0; at < bytes.length; at += PART) {
    const part = bytes.subarray(at, at + PART);
    let text = '';
    for (let from = 0; from < part.length; from += 4096)
      text += String.fromCharCode(...part.subarray(from, from + 4096));
    tell({ type: 'file-part', at, data: btoa(text) });
  }
  tell({ type: 'file-end' });
};

/** A certificate's file begins as a SEQUENCE of DER does. */
const isFile = async (blob) => new Uint8Array(await blob.slice(0, 1).arrayBuffer())[0] === 0x30;

/** Is it a page: by its beginning, since some servers call a file one. */
const isPage = async (blob, contentType) => {
  const start = new TextDecoder('latin1').decode(await blob.slice(0, 512).arrayBuffer());
  return (
    /^(\u00ef\u00bb\u00bf)?\s*</.test(start) || (/^text\/html|xhtml/i.test(contentType) && !start.startsWith('PK'))
  );
};

const quoted = (name) => (name ? `attachment; filename*=UTF-8''${encodeURIComponent(name)}` : '');

// ---- forms in the page's own encoding: the decoder, turned round (WHATWG Encoding, Shift_JIS and EUC-JP encoders)

const tables = new Map();
const tableOf = (encoding) => {
  if (tables.has(encoding)) return tables.get(encoding);
  const decoder = new TextDecoder(encoding);
  const table = new Map();
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    const single = decoder.decode(Uint8Array.of(lead));
    if (single.length === 1 && single !== '\ufffd') table.set(single, [lead]);
    // NEC's copies of IBM's characters are decoded, never written.
    if (encoding === 'shift_jis' && (lead === 0xed || lead === 0xee)) continue;
    for (let trail = 0x40; trail < 0xff; trail += 1) {
      const double = decoder.decode(Uint8Array.of(lead, trail));
      if (double.length === 1 && double !== '\ufffd' && !table.has(double)) table.set(double, [lead, trail]);
    }
  }
  tables.set(encoding, table);
  return table;
};

const bytesOf = (text, encoding) => {
  if (!/^(shift_jis|euc-jp)$/.test(encoding)) return [...new TextEncoder().encode(text)];
  const table = tableOf(encoding);
  const bytes = [];
  for (const character of text) {
    const point = character.codePointAt(0);
    if (point < 0x80) bytes.push(point);
    else bytes.push(...(table.get(character) || new TextEncoder().encode(`&#${point};`)));
  }
  return bytes;
};

const percent = (text, encoding) =>
  bytesOf(text.replace(/\r\n?|\n/g, '\r\n'), encoding)
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (byte === 0x20) return '+';
      return /[A-Za-z0-9*\-._]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** application/x-www-form-urlencoded. */
const urlencoded = (entries, encoding) =>
  entries
    .map(
      ([name, value]) =>
        `${percent(name, encoding)}=${percent(typeof value === 'string' ? value : value.name, encoding)}`,
    )
    .join('&');

/** What a form sends when a button of it is pressed. */
const entriesOf = (form, button) => {
  const entries = [...new FormData(form)];
  if (!button || button.form !== form || !/^(submit|image)$/.test(button.type)) return entries;
  if (button.type === 'image') {
    const prefix = button.name ? `${button.name}.` : '';
    return [...entries, [`${prefix}x`, '0'], [`${prefix}y`, '0']];
  }
  return button.name ? [...entries, [button.name, button.value]] : entries;
};

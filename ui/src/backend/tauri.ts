import { Channel, invoke, type InvokeArgs, type InvokeOptions } from '@tauri-apps/api/core';
import type { View } from '../types/View';
import { Refused, type Backend } from './backend';

/** Rust behind Tauri's commands. */
export function tauri(): Backend {
  return {
    async watch(onView) {
      const channel = new Channel<View>();
      channel.onmessage = onView;
      await call('watch', { channel });
    },
    intent: (intent) => call('intent', { intent }),
    putSecret: (kind, value) => call('put_secret', { kind, value }),
    revealSecret: (kind) => call('reveal_secret', { kind }),
    checkUserId: (text) => call('check_user_id', { text }),
    readQr: async ({ width, height, bytes }) =>
      call('read_qr', await body(bytes), { headers: { width: String(width), height: String(height) } }),
    sharePicture: async (picture, png) =>
      call('share_picture', await body(new Uint8Array(await png.arrayBuffer())), { headers: { picture } }),
  };
}

/** Bytes as they are. Android's bridge carries text only. */
async function body(bytes: Uint8Array<ArrayBuffer>): Promise<InvokeArgs> {
  if (!navigator.userAgent.includes('Android')) return bytes;
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.onloadend = resolve;
    reader.readAsDataURL(new Blob([bytes]));
  });
  const address = typeof reader.result === 'string' ? reader.result : '';
  return { base64: address.slice(address.indexOf(',') + 1) };
}

async function call<Answer>(command: string, args: InvokeArgs, options?: InvokeOptions): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args, options);
  } catch (cause) {
    throw new Refused(codeOf(cause));
  }
}

function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'internal';
}

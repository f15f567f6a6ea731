import { Channel, invoke } from '@tauri-apps/api/core';
import type { View } from '../types/View';
import { Refused, type Backend } from './index';

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
  };
}

async function call<Answer>(command: string, args: Record<string, unknown>): Promise<Answer> {
  try {
    return await invoke<Answer>(command, args);
  } catch (cause) {
    throw new Refused(codeOf(cause));
  }
}

function codeOf(cause: unknown): string {
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return 'internal';
}

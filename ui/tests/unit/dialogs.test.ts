import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { focusAfterUpdate } from '../../src/platform/focus';
import { modal } from '../../src/platform/modal';

let dialog: HTMLDialogElement;
let leave: (() => void) | undefined;
const escaped = vi.fn();

beforeEach(() => {
  escaped.mockReset();
  document.body.innerHTML = '<dialog><h2 tabindex="-1"></h2><button data-main></button></dialog>';
  dialog = document.querySelector('dialog') ?? document.createElement('dialog');
  // jsdom has no top layer.
  dialog.showModal = vi.fn(() => (dialog.open = true));
  dialog.close = vi.fn(() => (dialog.open = false));
});
afterEach(() => leave?.());

function open(focus?: () => string | undefined): void {
  leave = modal({ onescape: escaped, ...(focus && { focus }) })(dialog) ?? undefined;
}

test('a dialog is modal for as long as it is in the page, and starts where it is told to', () => {
  open(() => 'h2');
  expect(dialog.open).toBe(true);
  expect(document.activeElement?.tagName).toBe('H2');
  leave?.();
  expect(dialog.open).toBe(false);
});

test('Escape answers, and what is asked still stands until the answer is known', () => {
  open();
  const escape = new Event('cancel', { cancelable: true });
  dialog.dispatchEvent(escape);
  expect(escape.defaultPrevented).toBe(true);
  expect(escaped).toHaveBeenCalledTimes(1);
  // The browser closes it at a second Escape whatever was answered to the first.
  dialog.open = false;
  dialog.dispatchEvent(new Event('close'));
  expect(dialog.open).toBe(true);
});

test('a dialog that has left hears nothing any more', () => {
  open();
  leave?.();
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  dialog.dispatchEvent(new Event('close'));
  expect(escaped).not.toHaveBeenCalled();
  expect(dialog.open).toBe(false);
});

test('the focus goes to what is drawn next, and nowhere where it is not there', async () => {
  const later = document.createElement('input');
  const focused = focusAfterUpdate(() => document.querySelector('input'));
  document.body.append(later);
  await focused;
  expect(document.activeElement).toBe(later);
  await focusAfterUpdate(() => document.querySelector('textarea'));
  expect(document.activeElement).toBe(later);
});

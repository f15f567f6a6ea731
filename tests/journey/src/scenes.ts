import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import qrcode from 'qrcode-generator';

/** A grey picture: one byte of brightness per pixel. */
export interface Grey {
  width: number;
  height: number;
  luma: Uint8Array;
}

/** Where a code hangs in a picture. */
export interface Hanging {
  text: string;
  /** Its middle. */
  x: number;
  y: number;
  /** Side with its quiet zone, in pixels. */
  side: number;
  /** Turned in the picture, in degrees. */
  turned?: number;
  /** Turned away from the camera to the side, in degrees: its far edge is smaller. */
  away?: number;
}

/** Modules that stay light around a code. */
const QUIET = 4;
/** Brightness of printed modules. */
const [DARK, LIGHT] = [25, 225];

/** Rows of modules, dark ones true, with the quiet zone. */
function modulesOf(text: string): boolean[][] {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const side = code.getModuleCount();
  const at = (row: number, column: number) =>
    row >= 0 && row < side && column >= 0 && column < side && code.isDark(row, column);
  return Array.from({ length: side + 2 * QUIET }, (_, row) =>
    Array.from({ length: side + 2 * QUIET }, (_, column) => at(row - QUIET, column - QUIET)),
  );
}

/** Pixels for each module of a code that is so large. */
export function pixelsPerModule({ text, side }: Hanging): number {
  return side / modulesOf(text).length;
}

/** A wall with these codes on it: lit from one side, and as grainy as a camera's picture. */
export function wall(width: number, height: number, hangings: readonly Hanging[], grain = 6): Grey {
  const picture: Grey = { width, height, luma: new Uint8Array(width * height) };
  const random = seeded(7);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      picture.luma[y * width + x] = 120 + (40 * x) / width + (random() - 0.5) * 2 * grain;
    }
  }
  for (const hanging of hangings) hang(picture, hanging);
  return picture;
}

/** Every pixel of the picture looks up which module it shows: nine looks for each pixel. */
function hang(picture: Grey, hanging: Hanging): void {
  const { x, y, side, turned = 0, away = 0 } = hanging;
  const modules = modulesOf(hanging.text);
  const angle = (turned * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const lean = Math.sin((away * Math.PI) / 180);
  const narrow = Math.cos((away * Math.PI) / 180);
  const reach = Math.ceil(side * 0.85);
  const random = seeded(11);
  for (let py = Math.max(0, y - reach); py < Math.min(picture.height, y + reach); py += 1) {
    for (let px = Math.max(0, x - reach); px < Math.min(picture.width, x + reach); px += 1) {
      let sum = 0;
      let inside = 0;
      for (let look = 0; look < 9; look += 1) {
        const dx = px + ((look % 3) + 0.5) / 3 - x;
        const dy = py + (Math.floor(look / 3) + 0.5) / 3 - y;
        const flat = { u: (dx * cos + dy * sin) / side, v: (dy * cos - dx * sin) / side };
        // A plane that leans away, seen from one and a half sides in front of it.
        const u = flat.u / (narrow - (flat.u * lean) / 1.5);
        const v = flat.v * (1 + (u * lean) / 1.5);
        if (Math.abs(u) > 0.5 || Math.abs(v) > 0.5) continue;
        inside += 1;
        const at = (value: number) => Math.min(modules.length - 1, Math.floor((value + 0.5) * modules.length));
        sum += modules[at(v)]?.[at(u)] ? DARK : LIGHT;
      }
      if (inside < 5) continue;
      picture.luma[py * picture.width + px] = Math.max(0, Math.min(255, sum / inside + (random() - 0.5) * 10));
    }
  }
}

/** The picture with this share of its light. */
export function dimmed({ width, height, luma }: Grey, share: number): Grey {
  return { width, height, luma: luma.map((value) => value * share) };
}

/** The picture out of focus: each pixel the mean of a square around it, twice. */
export function blurred(picture: Grey, radius: number): Grey {
  return [0, 1].reduce((from) => across(across(from, radius, true), radius, false), picture);
}

function across({ width, height, luma }: Grey, radius: number, sideways: boolean): Grey {
  const out = new Uint8Array(luma.length);
  const [lines, length, step, jump] = sideways ? [height, width, 1, width] : [width, height, width, 1];
  for (let line = 0; line < lines; line += 1) {
    const value = (at: number) => luma[line * jump + Math.max(0, Math.min(length - 1, at)) * step] ?? 0;
    let sum = 0;
    for (let at = -radius; at <= radius; at += 1) sum += value(at);
    for (let at = 0; at < length; at += 1) {
      out[line * jump + at * step] = sum / (2 * radius + 1);
      sum += value(at + radius + 1) - value(at - radius);
    }
  }
  return { width, height, luma: out };
}

/** A film of one picture in YUV4MPEG2, which Chromium's fake camera plays again and again. */
export function film(file: string, { width, height, luma }: Grey): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const colourless = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, colourless]);
  writeFileSync(
    file,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`), frame, frame]),
  );
  return file;
}

/** The picture as a PNG. */
export function png({ width, height, luma }: Grey): Buffer {
  const picture = new PNG({ width, height });
  luma.forEach((value, at) => picture.data.set([value, value, value, 255], 4 * at));
  return PNG.sync.write(picture);
}

/** The same numbers at every run, 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

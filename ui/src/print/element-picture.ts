/*
 * A picture of what is laid out in the page, drawn on a canvas: boxes, words and SVG shapes where the page has them.
 * Images of the page itself (foreignObject in a data: address) are refused by the CSP.
 */

/** Most bytes of a picture: as text, which is all that Android's bridge carries, less than a megabyte. */
export const MOST_BYTES = 700_000;

/** A PNG of an element, a pixel for each CSS pixel; none where nothing can be drawn. What is in pseudo-elements is not seen. */
export async function drawn(element: HTMLElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  const { left, top, width, height } = element.getBoundingClientRect();
  canvas.width = Math.round(width);
  canvas.height = Math.round(height);
  // In the page, so that its language chooses the shape of the kanji.
  element.append(canvas);
  canvas.hidden = true;
  try {
    const context = canvas.getContext('2d');
    if (!context) return null;
    await document.fonts.ready;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    new Painter(context, left, top).paint(element);
    return await pngOf(canvas);
  } finally {
    canvas.remove();
  }
}

/** What was drawn as a PNG of at most `MOST_BYTES`, smaller where it has to be. */
export async function pngOf(canvas: HTMLCanvasElement): Promise<Blob | null> {
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!png || png.size <= MOST_BYTES) return png;
  const smaller = document.createElement('canvas');
  smaller.width = Math.floor(canvas.width * 0.7);
  smaller.height = Math.floor(canvas.height * 0.7);
  const context = smaller.getContext('2d');
  if (!context || smaller.width === 0 || smaller.height === 0) return null;
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, 0, 0, smaller.width, smaller.height);
  return pngOf(smaller);
}

/** Words of one line. */
interface Line {
  words: string;
  left: number;
  top: number;
  bottom: number;
}

class Painter {
  readonly #context: CanvasRenderingContext2D;
  readonly #left: number;
  readonly #top: number;

  constructor(context: CanvasRenderingContext2D, left: number, top: number) {
    this.#context = context;
    this.#left = left;
    this.#top = top;
  }

  paint(element: Element): void {
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden') return;
    if (element instanceof SVGSVGElement) {
      this.#shapes(element);
      return;
    }
    this.#box(element, style);
    for (const child of element.childNodes) {
      if (child instanceof Text) this.#words(child, style);
      else if (child instanceof Element) this.paint(child);
    }
  }

  #box(element: Element, style: CSSStyleDeclaration): void {
    const { left, top, width, height } = element.getBoundingClientRect();
    const radius = parseFloat(style.borderTopLeftRadius) || 0;
    const line = parseFloat(style.borderTopWidth) || 0;
    const under = parseFloat(style.borderBottomWidth) || 0;
    const [x, y] = [left - this.#left, top - this.#top];
    const context = this.#context;
    context.resetTransform();
    if (line > 0 && style.borderLeftWidth === style.borderTopWidth) {
      context.beginPath();
      context.roundRect(x + line / 2, y + line / 2, width - line, height - line, Math.max(0, radius - line / 2));
      this.#stroke(style.borderTopColor, line);
    } else {
      if (line > 0) this.#rule(style.borderTopColor, x, y, width, line);
      if (under > 0) this.#rule(style.borderBottomColor, x, y + height - under, width, under);
    }
  }

  #rule(color: string, x: number, y: number, width: number, height: number): void {
    this.#context.fillStyle = color;
    this.#context.fillRect(x, y, width, height);
  }

  #stroke(color: string, width: number): void {
    this.#context.strokeStyle = color;
    this.#context.lineWidth = width;
    this.#context.setLineDash([]);
    this.#context.stroke();
  }

  #words(text: Text, style: CSSStyleDeclaration): void {
    const context = this.#context;
    context.resetTransform();
    context.font = fontOf(style);
    context.fillStyle = style.color;
    context.textAlign = 'start';
    for (const { words, left, top, bottom } of linesOf(text)) {
      const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = context.measureText(words);
      const baseline = (top + bottom - above - below) / 2 + above;
      context.fillText(words, left - this.#left, baseline - this.#top);
    }
  }

  #shapes(svg: SVGSVGElement): void {
    const context = this.#context;
    for (const shape of svg.querySelectorAll<SVGGraphicsElement>('path, rect, circle, text')) {
      const to = shape.getScreenCTM();
      if (!to) continue;
      context.setTransform(to.a, to.b, to.c, to.d, to.e - this.#left, to.f - this.#top);
      const style = getComputedStyle(shape);
      if (shape instanceof SVGTextElement) this.#label(shape, style);
      else this.#shape(outline(shape), style);
    }
    context.resetTransform();
    context.globalAlpha = 1;
  }

  #shape(path: Path2D, style: CSSStyleDeclaration): void {
    const context = this.#context;
    if (style.fill !== 'none') {
      context.globalAlpha = Number(style.fillOpacity);
      context.fillStyle = style.fill;
      context.fill(path);
    }
    if (style.stroke === 'none') return;
    context.globalAlpha = 1;
    context.strokeStyle = style.stroke;
    context.lineWidth = parseFloat(style.strokeWidth);
    context.lineCap = style.strokeLinecap as CanvasLineCap;
    context.lineJoin = style.strokeLinejoin as CanvasLineJoin;
    context.setLineDash(style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(parseFloat));
    context.stroke(path);
  }

  #label(text: SVGTextElement, style: CSSStyleDeclaration): void {
    const context = this.#context;
    context.globalAlpha = 1;
    context.font = fontOf(style);
    context.fillStyle = style.fill;
    context.textAlign = style.textAnchor === 'middle' ? 'center' : style.textAnchor === 'end' ? 'end' : 'start';
    context.fillText(text.textContent, number(text, 'x'), number(text, 'y'));
  }
}

/** A text as it is broken into lines, without what takes no room. */
function linesOf(text: Text): Line[] {
  const lines: Line[] = [];
  // Words with readings are spread over their room: each character has its own place.
  const apart = Boolean(text.parentElement?.closest('ruby'));
  const range = document.createRange();
  let at = 0;
  for (const character of text.data) {
    range.setStart(text, at);
    at += character.length;
    range.setEnd(text, at);
    const [box] = range.getClientRects();
    if (!box || box.width === 0) continue;
    const last = lines.at(-1);
    if (!apart && last && Math.abs(last.top - box.top) < box.height / 2) last.words += character;
    else lines.push({ words: character, left: box.left, top: box.top, bottom: box.bottom });
  }
  return lines;
}

function outline(shape: SVGGraphicsElement): Path2D {
  const path = new Path2D(shape instanceof SVGPathElement ? (shape.getAttribute('d') ?? '') : undefined);
  if (shape instanceof SVGRectElement) {
    const [x, y, width, height] = [
      number(shape, 'x'),
      number(shape, 'y'),
      number(shape, 'width'),
      number(shape, 'height'),
    ];
    path.roundRect(x, y, width, height, number(shape, 'rx'));
  } else if (shape instanceof SVGCircleElement) {
    path.arc(number(shape, 'cx'), number(shape, 'cy'), number(shape, 'r'), 0, 2 * Math.PI);
  }
  return path;
}

function number(shape: Element, name: string): number {
  return Number(shape.getAttribute(name) ?? 0);
}

function fontOf(style: CSSStyleDeclaration): string {
  return `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}

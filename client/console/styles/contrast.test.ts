import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const css = readFileSync('client/console/styles/tokens.css', 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

function colourOf(sheet: string, name: string): number[] {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(sheet)?.[1];
  if (!hex) throw new Error(`no colour --${name}`);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminanceOf(colour: number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrastOf(sheet: string, text: string, ground: string): number {
  const [lighter = 0, darker = 0] = [text, ground].map((name) => luminanceOf(colourOf(sheet, name))).sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

const pairs = [
  ...['ink', 'ink-soft', 'accent', 'notice', 'bad'].flatMap((text) =>
    ['ground', 'surface', 'raised', 'flash'].map((ground) => [text, ground]),
  ),
  ['ink', 'bad-ground'],
  ['ink-soft', 'bad-ground'],
  ['bad', 'bad-ground'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
] as [string, string][];

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_scheme, sheet) => {
  it.each(pairs)('keep --%s legible on --%s (WCAG AA)', (text, ground) => {
    expect(contrastOf(sheet, text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});

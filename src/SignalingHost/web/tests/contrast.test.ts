import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tints } from '../src/design/avatar';

type Color = [red: number, green: number, blue: number, alpha: number];

const source = new URL('../src', import.meta.url).pathname;
const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.css'));
const read = (name: string) => readFileSync(join(source, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

const blocks = (css: string) => [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({ selector: selector!.trim(), body: body! }));
const declared = (body: string) => new Map(body.split(';').flatMap(line => { const at = line.indexOf(':'); return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const]; }));

const [light, dark] = blocks(read('design/tokens.css')).map(block => declared(block.body)) as [Map<string, string>, Map<string, string>];
const themes = { light, dark: new Map([...light, ...dark]) };
type Theme = keyof typeof themes;

const colorOf = (text: string, theme: Theme): Color | null => {
  const named = /^var\((--[\w-]+)\)$/.exec(text);
  if (named) return colorOf(themes[theme].get(named[1]!) ?? '', theme);
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text)?.[1];
  if (hex) {
    const parts = hex.length === 3 ? [...hex].map(sign => sign + sign) : hex.match(/../g)!;
    return [...parts.map(part => parseInt(part, 16)), 1] as Color;
  }
  const rgb = /^rgb\((\d+) (\d+) (\d+)(?: \/ (\d+)%)?\)$/.exec(text);
  return rgb ? [Number(rgb[1]), Number(rgb[2]), Number(rgb[3]), rgb[4] ? Number(rgb[4]) / 100 : 1] : null;
};

const over = (front: Color, back: Color): Color => [0, 1, 2].map(at => front[at]! * front[3] + back[at]! * (1 - front[3])).concat(1) as Color;
const luminance = (color: Color) => {
  const [red, green, blue] = color.slice(0, 3).map(part => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const ratio = (a: Color, b: Color) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** The worst that can be behind it counts: what is see-through may stand over a white or a black picture. */
const worst = (text: Color, ground: Color) => Math.min(...([[255, 255, 255, 1], [0, 0, 0, 1]] as Color[]).map(behind => ratio(over(text, over(ground, behind)), over(ground, behind))));

const forText = 4.5;
const forMarks = 3;
const tokens = (text: string[], ground: string[]) => text.flatMap(one => ground.map(other => [one, other] as const));

describe.each(['light', 'dark'] as const)('the %s theme', theme => {
  const measured = ([text, ground]: readonly [string, string]) => worst(colorOf(`var(--${text})`, theme)!, colorOf(`var(--${ground})`, theme)!);

  it.each([
    ...tokens(['text', 'quiet', 'accent', 'danger'], ['ground', 'surface', 'raised', 'sunken']),
    ...tokens(['text'], ['accent-soft', 'danger-soft', 'warn-soft', 'good-soft']),
    ['accent', 'accent-soft'], ['danger', 'danger-soft'], ['warn', 'warn-soft'], ['good', 'good-soft'], ['warn', 'raised'],
    ['on-accent', 'accent'], ['on-accent', 'accent-hover'],
  ] as const)('%s can be read on %s', (...pair) => expect(measured(pair)).toBeGreaterThanOrEqual(forText));

  it.each([...tokens(['line-strong', 'focus', 'speaking'], ['ground', 'surface', 'raised', 'sunken'])])('%s can be seen on %s', (...pair) =>
    expect(measured(pair)).toBeGreaterThanOrEqual(forMarks));

  // Where a rule gives both, they are meant for each other.
  it('has no rule whose text cannot be read on its own ground', () => {
    const low = sheets.flatMap(sheet => {
      // The meeting itself is always dark.
      if (sheet === join('pages', 'meeting', 'meeting.css') && theme === 'light') return [];
      return blocks(read(sheet)).flatMap(({ selector, body }) => {
        const rule = declared(body);
        const [text, ground] = [colorOf(rule.get('color') ?? '', theme), colorOf(rule.get('background') ?? rule.get('background-color') ?? '', theme)];
        return text && ground && worst(text, ground) < forText ? [`${sheet} ${selector}: ${worst(text, ground).toFixed(2)}`] : [];
      });
    });
    expect(low).toEqual([]);
  });
});

it.each(tints)('letters can be read on the avatar tint %s', tint => expect(worst([255, 255, 255, 1], colorOf(tint, 'light')!)).toBeGreaterThanOrEqual(forText));

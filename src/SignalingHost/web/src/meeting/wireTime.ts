/** Times as the control API writes them, `yyyy-MM-dd HH:mm` in UTC, and as a browser's date fields write them, in local time. */

const two = (part: number): string => String(part).padStart(2, '0');

export const fromWire = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00Z`);

export const toWire = (date: Date): string =>
  `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;

export const toDateField = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

export const toTimeField = (date: Date): string => `${two(date.getHours())}:${two(date.getMinutes())}`;

export const fromFields = (date: string, time: string): Date => new Date(`${date}T${time}:00`);

/** The next half or full hour: what somebody who books means if he says nothing. */
export const nextHalfHour = (now: Date): Date => {
  const half = 30 * 60_000;
  return new Date(Math.ceil((now.getTime() + 60_000) / half) * half);
};

// The API numbers time zones; these are the ones a browser's offset leads to (semantics of the control API, "Time zone ids").
const zoneByOffset: Record<number, string> = {
  [-720]: '1', [-660]: '2', [-600]: '3', [-540]: '4', [-480]: '5', [-420]: '7', [-360]: '9', [-300]: '13', [-240]: '15', [-210]: '18', [-180]: '20', [-60]: '23',
  0: '26', 60: '27', 120: '33', 180: '40', 210: '42', 240: '43', 270: '45', 300: '47', 330: '48', 345: '49', 360: '51', 390: '53', 420: '54', 480: '56', 540: '61', 570: '64', 600: '66', 660: '71', 720: '72', 780: '74',
};

const beijing = '56';

/** `offset` in minutes east of Greenwich. */
export const zoneIdFor = (offset: number): string => zoneByOffset[offset] ?? beijing;

export const lengthInMinutes = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 60_000);

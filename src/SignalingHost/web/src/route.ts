/** Where in the pages one is, as the part of the address after `#`. */
export type Route =
  | { page: 'home' | 'login' | 'meetings' | 'templates' | 'history' | 'recordings' | 'rooms' | 'admin' }
  | { page: 'join'; conference?: string; link?: string }
  | { page: 'book'; conference?: string; template?: string }
  | { page: 'past'; run: string }
  | { page: 'control'; conference?: string };

const plain = new Set(['login', 'meetings', 'templates', 'history', 'recordings', 'rooms', 'admin']);

/** Never fails: an address nobody knows is the home page. Join links are those of the API, `#/j/{conferenceID}/{48 hex}`. */
export const routeOf = (hash: string): Route => {
  const [first = '', second, third] = hash.replace(/^#?\/?/, '').split('/').map(part => safely(part));
  if (first === 'j' && second && third && /^[0-9a-f]{48}$/i.test(third)) return { page: 'join', conference: second, link: third };
  if (first === 'j' || first === 'join') return { page: 'join', ...(second ? { conference: second } : {}) };
  if (first === 'book' && second === 'template' && third) return { page: 'book', template: third };
  if (first === 'book') return { page: 'book', ...(second ? { conference: second } : {}) };
  if (first === 'history' && second) return { page: 'past', run: second };
  if (first === 'control') return { page: 'control', ...(second ? { conference: second } : {}) };
  return plain.has(first) ? ({ page: first } as Route) : { page: 'home' };
};

const safely = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
};

export const go = (path: string): void => {
  location.hash = `/${path}`;
};

/** A number as people read it aloud: 900 825 541. */
export const spaced = (number: string): string => (/^\d{7,12}$/.test(number) ? number.replace(/(\d{3})(?=\d)/g, '$1 ') : number);

import { describe, expect, it } from 'vitest';
import { queryOf } from '../src/api/client';
import { initials } from '../src/design/avatar';
import { routeOf, spaced } from '../src/route';

const link = 'a'.repeat(48);

describe('addresses', () => {
  it.each([
    ['', { page: 'home' }],
    [`#/j/900825541/${link}`, { page: 'join', conference: '900825541', link }],
    ['#/j/900825541/short', { page: 'join', conference: '900825541' }],
    ['#/join/900825541', { page: 'join', conference: '900825541' }],
    ['#/book/template/7', { page: 'book', template: '7' }],
    ['#/book/900825541', { page: 'book', conference: '900825541' }],
    ['#/history/0f', { page: 'past', run: '0f' }],
    ['#/control/9', { page: 'control', conference: '9' }],
    ['#/nowhere/%E0%A4%A', { page: 'home' }],
  ])('%s', (hash, route) => expect(routeOf(hash)).toEqual(route));
});

describe('small things', () => {
  it('numbers are read in threes', () => expect([spaced('900825541'), spaced('+86139')]).toEqual(['900 825 541', '+86139']));
  it('letters of a name', () => expect(['Ann Bell', '王小明', 'bob', ' '].map(initials)).toEqual(['AB', '小明', 'BO', '']));
  it('queries leave out what is not said', () => expect(queryOf({ a: 'x y', b: undefined, c: '', d: true, e: 0 })).toBe('?a=x%20y&d=true&e=0'));
});

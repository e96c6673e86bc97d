export const tints = ['#3a63c8', '#0f7b6c', '#9a4f9e', '#b4552d', '#56700f', '#2a7391', '#a83a5c', '#6a5acd'];

/** Two letters of a name that is written in letters, the last two signs of one that is not: 王小明 is 小明. */
export const initials = (name: string): string => {
  const trimmed = name.trim();
  if (/[\u3400-\u9fff]/.test(trimmed)) return [...trimmed.replace(/[^\u3400-\u9fff]/g, '')].slice(-2).join('');
  const words = trimmed.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? `${[...words[0]!][0]}${[...words.at(-1)!][0]}` : [...trimmed].slice(0, 2).join('');
  return letters.toUpperCase();
};

const tintOf = (name: string): string => tints[[...name].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) >>> 0, 7) % tints.length]!;

export const Avatar = ({ name, size = 34 }: { name: string; size?: number | string }) => {
  const side = typeof size === 'number' ? `${size}px` : size;
  return (
    <span className="avatar" aria-hidden="true" style={{ width: side, height: side, background: tintOf(name), fontSize: `calc(${side} * 0.38)` }}>
      {initials(name)}
    </span>
  );
};

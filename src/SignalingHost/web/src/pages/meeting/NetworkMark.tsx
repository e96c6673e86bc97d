import { useText, type Key } from '../../i18n/text';

/** Three bars that say how good somebody's way to the server is. */
export const NetworkMark = ({ mark }: { mark: 0 | 1 | 2 | 3 }) => {
  const { t } = useText();
  return (
    <svg className={`network mark-${mark}`} width="15" height="13" viewBox="0 0 15 13" role="img" aria-label={t(`network.${mark}` as Key)}>
      {[0, 1, 2].map(bar => (
        <rect key={bar} x={bar * 5.2} y={9 - bar * 4.2} width="3.6" height={4 + bar * 4.2} rx="1" opacity={bar < Math.max(1, mark) ? 1 : 0.3} />
      ))}
    </svg>
  );
};

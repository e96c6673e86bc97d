import type { ReactNode } from 'react';
import { Button, Notice } from '../../design/controls';
import { Icon, type IconName } from '../../design/icons';
import { useText } from '../../i18n/text';
import type { Load } from './useLoad';

/** What was asked for, or what stands in its place: a turning sign, the reason why not, or that there is nothing. */
export const Loaded = <T,>({ load, empty, children }: { load: Load<T>; empty?: { when(data: T): boolean; icon: IconName; text: string; action?: ReactNode }; children(data: T): ReactNode }) => {
  const { t, error } = useText();
  if (load.data === null && load.error)
    return (
      <div className="column">
        <Notice kind="danger">{error(load.error)}</Notice>
        <div><Button size="small" icon="repeat" onClick={load.reload}>{t('again')}</Button></div>
      </div>
    );
  if (load.data === null) return <div className="empty" aria-busy="true"><span className="spinner" /><span className="hidden-visually">{t('loading')}</span></div>;
  if (empty?.when(load.data))
    return (
      <div className="empty">
        <Icon name={empty.icon} size={44} />
        <p>{empty.text}</p>
        {empty.action}
      </div>
    );
  return <>{children(load.data)}</>;
};

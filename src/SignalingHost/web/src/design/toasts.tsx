import { useEffect, useRef } from 'react';
import { useText } from '../i18n/text';
import { createStore, useStore } from '../meeting/store';
import { IconButton } from './controls';
import { Icon } from './icons';
import './toasts.css';

interface Toast {
  key: number;
  kind: 'good' | 'danger' | '';
  text: string;
}

const toasts = createStore<Toast[]>([]);
let next = 1;

/** Says something in passing; a screen reader hears it too. */
export const tell = (text: string, kind: Toast['kind'] = ''): void => toasts.set([...toasts.get(), { key: next++, kind, text }].slice(-4));

const dismiss = (key: number): void => toasts.set(toasts.get().filter(toast => toast.key !== key));

export const Toasts = () => {
  const shown = useStore(toasts);
  const frame = useRef<HTMLDivElement>(null);
  // Shown anew with every word, so that it stands over a dialog that was opened meanwhile.
  useEffect(() => {
    const popover = frame.current;
    if (!popover?.showPopover) return;
    if (popover.matches(':popover-open')) popover.hidePopover();
    if (shown.length > 0) popover.showPopover();
  }, [shown]);
  return (
    <div ref={frame} className="toasts" popover="manual" role="status" aria-live="polite">
      {shown.map(toast => (
        <OneToast key={toast.key} toast={toast} />
      ))}
    </div>
  );
};

const OneToast = ({ toast }: { toast: Toast }) => {
  const { t } = useText();
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.key), 6_000);
    return () => clearTimeout(timer);
  }, [toast.key]);
  return (
    <div className={`toast ${toast.kind}`}>
      <Icon name={toast.kind === 'danger' ? 'warning' : toast.kind === 'good' ? 'check' : 'info'} size={19} />
      <span className="grow">{toast.text}</span>
      <IconButton icon="close" size={16} label={t('close')} onClick={() => dismiss(toast.key)} />
    </div>
  );
};

/** Runs a call and says so when it is refused. True when it was done. */
export const useAct = () => {
  const { error } = useText();
  return async (work: Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await work;
      if (done) tell(done, 'good');
      return true;
    } catch (reason) {
      tell(error(reason), 'danger');
      return false;
    }
  };
};

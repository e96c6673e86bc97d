import { useEffect, useId, useLayoutEffect, useRef, useState, type ButtonHTMLAttributes, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import { createPortal } from 'react-dom';
import { Icon, type IconName } from './icons';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName;
  kind?: 'primary' | 'danger' | 'bare' | 'on' | '';
  size?: 'small' | 'large' | '';
  wide?: boolean;
  busy?: boolean;
}

export const Button = ({ icon, kind = '', size = '', wide, busy, children, className = '', ...rest }: ButtonProps) => (
  <button type="button" {...rest} disabled={rest.disabled || busy} className={`button ${kind} ${size} ${wide ? 'wide' : ''} ${className}`}>
    {busy ? <span className="spinner" /> : icon && <Icon name={icon} size={size === 'small' ? 17 : 19} />}
    {children}
  </button>
);

export const IconButton = ({ icon, label, size = 20, on, className = '', ...rest }: { icon: IconName; label: string; size?: number; on?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) => (
  <button type="button" aria-label={label} title={label} {...rest} className={`icon-button ${on ? 'on' : ''} ${className}`}>
    <Icon name={icon} size={size} />
  </button>
);

export const TextField = ({ label, hint, className = '', ...rest }: { label: string; hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) => {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label className="label" htmlFor={id}>{label}</label>
      <input id={id} className="input" aria-describedby={hint ? `${id}-hint` : undefined} {...rest} />
      {hint && <span className="hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
};

export const SelectField = ({ label, hint, children, className = '', ...rest }: { label: string; hint?: ReactNode } & SelectHTMLAttributes<HTMLSelectElement>) => {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label className="label" htmlFor={id}>{label}</label>
      <select id={id} className="select" aria-describedby={hint ? `${id}-hint` : undefined} {...rest}>{children}</select>
      {hint && <span className="hint" id={`${id}-hint`}>{hint}</span>}
    </div>
  );
};

export const Switch = ({ label, hint, checked, onChange, disabled }: { label: ReactNode; hint?: ReactNode; checked: boolean; onChange(checked: boolean): void; disabled?: boolean }) => (
  <label className="switch">
    <input type="checkbox" role="switch" checked={checked} disabled={disabled} onChange={event => onChange(event.target.checked)} />
    <span className="rail" aria-hidden="true" />
    <span>
      {label}
      {hint && <span className="quiet small" style={{ display: 'block' }}>{hint}</span>}
    </span>
  </label>
);

export const Notice = ({ kind = '', children }: { kind?: 'danger' | 'warn' | ''; children: ReactNode }) => (
  <div className={`notice ${kind}`} role={kind === 'danger' ? 'alert' : 'status'}>
    <Icon name={kind === '' ? 'info' : 'warning'} size={19} />
    <div className="grow">{children}</div>
  </div>
);

export const Dialog = ({ title, onClose, children, closeLabel }: { title: string; onClose(): void; children: ReactNode; closeLabel: string }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // The element goes without being closed, so the browser does not give the focus back by itself.
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current!;
    if (!shown.open) shown.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={id} onClose={onClose} onClick={event => event.target === dialog.current && onClose()}>
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={closeLabel} onClick={onClose} />
      </header>
      <div className="content">{children}</div>
    </dialog>
  );
};

export interface MenuItem {
  label: string;
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  checked?: boolean;
  act(): void;
}

export type MenuEntry = MenuItem | { heading: string } | 'line';

/** A button with a list of things to do. Arrow keys walk, Escape closes and gives the focus back. */
export const Menu = ({ entries, children, label, className = 'icon-button' }: { entries: MenuEntry[]; children: ReactNode; label: string; className?: string }) => {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (!open) return;
    const from = anchor.current!.getBoundingClientRect();
    const menu = list.current!;
    const own = menu.getBoundingClientRect();
    const below = from.bottom + 6 + own.height < window.innerHeight;
    menu.style.top = `${Math.max(8, below ? from.bottom + 6 : from.top - own.height - 6)}px`;
    menu.style.left = `${Math.max(8, Math.min(from.right - own.width, window.innerWidth - own.width - 8))}px`;
    menu.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus();
    const outside = (event: PointerEvent) => {
      const at = event.target as Node;
      if (!menu.contains(at) && !anchor.current?.contains(at)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  const walk = (step: number) => {
    const buttons = [...list.current!.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons.at((at + step + buttons.length) % buttons.length)?.focus();
  };
  // Full screen shows one element and what is in it: a menu elsewhere would be behind it.
  const home = document.fullscreenElement ?? document.body;
  return (
    <>
      <button ref={anchor} type="button" className={className} aria-label={label} title={label} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {children}
      </button>
      {open &&
        createPortal(
          <div
            ref={list}
            role="menu"
            aria-label={label}
            className="menu"
            data-theme={anchor.current?.closest<HTMLElement>('[data-theme]')?.dataset.theme}
            onKeyDown={event => {
              if (event.key === 'ArrowDown') walk(1);
              else if (event.key === 'ArrowUp') walk(-1);
              else if (event.key === 'Escape' || event.key === 'Tab') close();
              else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          >
            {entries.map((entry, at) =>
              entry === 'line' ? (
                <hr key={at} />
              ) : 'heading' in entry ? (
                <div key={at} className="heading">{entry.heading}</div>
              ) : (
                <button
                  key={at}
                  type="button"
                  role={entry.checked === undefined ? 'menuitem' : 'menuitemradio'}
                  aria-checked={entry.checked}
                  disabled={entry.disabled}
                  className={entry.danger ? 'danger' : ''}
                  onClick={() => {
                    close();
                    entry.act();
                  }}
                >
                  {entry.icon && <Icon name={entry.icon} size={18} />}
                  <span className="grow">{entry.label}</span>
                  {entry.checked && <Icon name="check" size={17} />}
                </button>
              ),
            )}
          </div>,
          home,
        )}
    </>
  );
};

export const Tabs = <T extends string>({ label, tabs, chosen, onChoose }: { label: string; tabs: { id: T; label: string }[]; chosen: T; onChoose(id: T): void }) => (
  <div className="tabs" role="tablist" aria-label={label}>
    {tabs.map(tab => (
      <button key={tab.id} type="button" role="tab" aria-selected={tab.id === chosen} onClick={() => onChoose(tab.id)}>
        {tab.label}
      </button>
    ))}
  </div>
);

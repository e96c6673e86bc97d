import { Button } from '../../../design/controls';
import { Icon } from '../../../design/icons';
import { useText } from '../../../i18n/text';

export const perPage = 20;

export const ListHead = ({ search, change, add, addLabel }: { search: string; change(text: string): void; add?(): void; addLabel?: string }) => {
  const { t } = useText();
  return (
    <div className="row-wrap filter">
      <div className="search-field">
        <Icon name="search" size={18} />
        <input className="input" type="search" placeholder={t('people.search')} aria-label={t('people.search')} value={search} onChange={event => change(event.target.value)} />
      </div>
      <span className="grow" />
      {add && <Button kind="primary" icon="plus" onClick={add}>{addLabel}</Button>}
    </div>
  );
};

export const ListPages = ({ page, count, turn }: { page: number; count: number; turn(page: number): void }) => {
  const { t } = useText();
  const pages = Math.max(1, Math.ceil(count / perPage));
  if (pages === 1) return null;
  return (
    <div className="row pages">
      <Button size="small" icon="left" disabled={page === 0} onClick={() => turn(page - 1)}>{t('before')}</Button>
      <span className="number">{t('meeting.page', { page: page + 1, pages })}</span>
      <Button size="small" disabled={page >= pages - 1} onClick={() => turn(page + 1)}>{t('next')}<Icon name="right" size={17} /></Button>
    </div>
  );
};

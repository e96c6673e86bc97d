import { useState, type ReactNode } from 'react';
import type { IconName } from '../../../design/icons';
import { Loaded } from '../Loaded';
import { useLoad } from '../useLoad';
import { ListHead, ListPages, perPage } from './ListHead';

interface Props<T> {
  find(search: string, offset: number, limit: number): Promise<{ data: T[]; count: number }>;
  addLabel: string;
  none: { icon: IconName; text: string };
  /** The names of the columns; one more without a name holds what can be done. */
  heads: string[];
  row(one: T, reload: () => void): ReactNode;
  dialog(close: () => void, added: () => void): ReactNode;
}

/** A list of a corporation's own: searched, turned page by page, added to. */
export const PagedList = <T,>({ find, addLabel, none, heads, row, dialog }: Props<T>) => {
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(0);
  const [adding, setAdding] = useState(false);
  const load = useLoad(() => find(search, page * perPage, perPage), [search, page]);
  return (
    <>
      <ListHead search={search} change={text => { setSearch(text); setPage(0); }} add={() => setAdding(true)} addLabel={addLabel} />
      <Loaded load={load} empty={{ when: found => found.data.length === 0, ...none }}>
        {found => (
          <>
            <div className="card table-frame flush">
              <table className="table stacks">
                <thead><tr>{heads.map(head => <th key={head}>{head}</th>)}<th /></tr></thead>
                <tbody>{found.data.map(one => row(one, load.reload))}</tbody>
              </table>
            </div>
            <ListPages page={page} count={found.count} turn={setPage} />
          </>
        )}
      </Loaded>
      {adding && dialog(() => setAdding(false), () => { setAdding(false); load.reload(); })}
    </>
  );
};

import { useState } from 'react';
import { Tabs } from '../../design/controls';
import { useText } from '../../i18n/text';
import { MembersPart } from './admin/MembersPart';
import { RoomsPart } from './admin/RoomsPart';
import { TerminalsPart } from './admin/TerminalsPart';
import { UsagePart } from './admin/UsagePart';
import { PageHead } from './Office';

type Part = 'usage' | 'members' | 'terminals' | 'rooms';

export const AdminPage = () => {
  const { t } = useText();
  const [part, setPart] = useState<Part>('usage');
  return (
    <>
      <PageHead title={t('nav.admin')} />
      <Tabs<Part> label={t('nav.admin')} chosen={part} onChoose={setPart} tabs={(['usage', 'members', 'terminals', 'rooms'] as const).map(id => ({ id, label: t(`admin.${id}`) }))} />
      <div className="tab-body">
        {part === 'usage' && <UsagePart />}
        {part === 'members' && <MembersPart />}
        {part === 'terminals' && <TerminalsPart />}
        {part === 'rooms' && <RoomsPart />}
      </div>
    </>
  );
};

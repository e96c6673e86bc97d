import { Icon } from '../design/icons';
import { IconButton } from '../design/controls';
import { setTheme, theme } from '../design/theme';
import { useText } from '../i18n/text';
import { useStore } from '../meeting/store';

/** Language and light or dark: in the corner of every page. */
export const Corner = () => {
  const { t, language, setLanguage } = useText();
  const shown = useStore(theme);
  return (
    <div className="row" style={{ gap: 4 }}>
      <button type="button" className="button bare small" lang={language === 'zh' ? 'en' : 'zh'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
        <Icon name="globe" size={18} />
        {language === 'zh' ? 'English' : '中文'}
      </button>
      <IconButton icon={shown === 'dark' ? 'sun' : 'moon'} label={shown === 'dark' ? t('theme.light') : t('theme.dark')} onClick={() => setTheme(shown === 'dark' ? 'light' : 'dark')} />
    </div>
  );
};

import { createRoot } from 'react-dom/client';
import { App } from './App';
import './design/tokens.css';
import './design/base.css';
import './design/components.css';
import { startTheme } from './design/theme';
import { TextProvider } from './i18n/text';

startTheme();
createRoot(document.getElementById('root')!).render(
  <TextProvider>
    <App />
  </TextProvider>,
);

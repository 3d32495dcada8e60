import { createRoot } from 'react-dom/client';
import { App } from './app';

const root = document.getElementById('console');
if (!root) throw new Error('index.html has no element #console');
createRoot(root).render(<App />);

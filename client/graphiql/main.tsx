import { createRoot } from 'react-dom/client';
import { GraphiqlPage } from './graphiql-page';

const root = document.getElementById('graphiql');
if (!root) throw new Error('index.html has no element #graphiql');
createRoot(root).render(<GraphiqlPage />);

import './data/no-eval.ts';
import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './router.tsx';
import { theme } from './theme/mantine.ts';
import './theme/tokens.css';
import './theme/base.css';
import './theme/frame.css';
import './theme/bar.css';
import './theme/card.css';
import './theme/marks.css';
import './theme/states.css';
import './theme/data.css';
import './theme/inventory.css';
import { WeirError } from '../core/index.ts';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The server's own refusals do not go away by asking again; a lost connection does.
      retry: (count, error) => count < 2 && error instanceof WeirError && error.code === 'API_UNREACHABLE',
      refetchOnWindowFocus: false,
    },
  },
});

const place = document.getElementById('root');
if (place === null) throw new Error('The page has no element #root.');
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

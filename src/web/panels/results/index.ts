import '../../theme/results.css';

export { Histogram } from './histogram.tsx';
export { ResultChart } from './result-chart.tsx';
export { ResultTable } from './result-table.tsx';

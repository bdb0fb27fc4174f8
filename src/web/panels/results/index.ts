import '../../theme/results.css';
import '../../theme/results-drawings.css';

export { Histogram } from './histogram.tsx';
export { ResultChart } from './result-chart.tsx';
export { ResultTable } from './result-table.tsx';

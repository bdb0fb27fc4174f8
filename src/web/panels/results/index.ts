import '../../theme/results.css';

export { Histogram, type HistogramProps } from './histogram.tsx';
export { ResultChart, type ResultChartProps } from './result-chart.tsx';
export { ResultTable, type ResultTableProps } from './result-table.tsx';

export { type PrometheusClient, type QueryOptions, type Range } from './client.ts';
export {
  PrometheusError,
  type PrometheusErrorCode,
  type PrometheusErrorKind,
  type QueryPosition,
  isPrometheusError,
} from './errors.ts';
export { type PrometheusAuth, type PrometheusOptions } from './options.ts';
export { prometheus } from './prometheus.ts';
export { type QueryResult, type RangeResult, type Sample, type Series, type VectorSample } from './result.ts';

export { countryAttribution, loadCountries } from './countries.ts';
export {
  type EnrichmentRequest,
  forgetEnrichment,
  loadEnrichment,
  loadedEnrichment,
  type Refreshed,
  refreshEnrichment,
} from './sources.ts';
